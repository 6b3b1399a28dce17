#pragma once

#include "core/interfaces/window.h"

#include <QtCore/QObject>

#include <memory>
#include <optional>

namespace ui::approvals {

class ApprovalCard;

/// What the buttons of a card do: hands the answers over, and says what came of them, on the card while the call is
/// there and by note() when it is gone.
class Answering final : public QObject {
    Q_OBJECT
public:
    /// \param card  outlives this
    explicit Answering(ApprovalCard& card, QObject* parent = nullptr);

    /// Null: nothing is handed over. Answers that come after the change, or after forget(), are not spoken of.
    void setApprovals(std::shared_ptr<core::interfaces::Approvals> approvals);
    void forget() { ++looks_; }
    /// \param reason  may be empty
    void deny(const core::interfaces::ApprovalId& id, const QString& reason);

Q_SIGNALS:
    void begun();   ///< an answer was given: what was said of an earlier one is over
    void changed(); ///< the card is to be filled anew, before anything is said of it
    void note(const QString& sentence);

private:
    using Question = core::interfaces::ApprovalCallView;

    void waitFor(const core::Async<>& answer, const Question& question);
    [[nodiscard]] std::optional<Question> questionOf(const core::interfaces::ApprovalId& id) const;

    ApprovalCard& card_;
    std::shared_ptr<core::interfaces::Approvals> approvals_;
    int looks_ = 0;
};

} // namespace ui::approvals
