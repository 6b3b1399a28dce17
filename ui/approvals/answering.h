#pragma once

#include "core/interfaces/window.h"

#include <QtCore/QObject>

#include <memory>
#include <optional>

namespace ui::approvals {

class ApprovalCard;

/// What the buttons of a card do: hands the answers and the rules over, and says what came of them, on the card while the
/// call is there and by note() when it is gone. A rule answers nothing, but that what is always declined is declined now.
class Answering final : public QObject {
    Q_OBJECT
public:
    /// \param card  outlives this
    explicit Answering(ApprovalCard& card, QObject* parent = nullptr);

    /// Null: nothing is handed over. Answers that come after the change, or after forget(), are not spoken of.
    /// \param grants  of the same account; null: no rules are written here
    void setApprovals(std::shared_ptr<core::interfaces::Approvals> approvals,
                      std::shared_ptr<core::interfaces::Grants> grants);
    [[nodiscard]] bool writesRules() const { return grants_ != nullptr; }
    void forget() { ++looks_; }
    /// \param reason  may be empty
    void deny(const core::interfaces::ApprovalId& id, const QString& reason);

Q_SIGNALS:
    void begun();   ///< an answer was given: what was said of an earlier one is over
    void changed(); ///< the card is to be filled anew, before anything is said of it
    void note(const QString& sentence);

private:
    using Question = core::interfaces::ApprovalCallView;
    using Kind = core::interfaces::GrantView::Kind;

    void connectRules();
    void write(const Question& question, const QString& digest, Kind kind);
    void ruleFailed(const Question& question, const core::Error& error);
    void edit(const core::interfaces::ApprovalId& id, const QString& digest,
              const QList<core::interfaces::ArgumentEdit>& edits);
    void waitFor(const core::Async<>& answer, const Question& question);
    [[nodiscard]] std::optional<Question> questionOf(const core::interfaces::ApprovalId& id) const;

    ApprovalCard& card_;
    std::shared_ptr<core::interfaces::Approvals> approvals_;
    std::shared_ptr<core::interfaces::Grants> grants_;
    int looks_ = 0;
};

} // namespace ui::approvals
