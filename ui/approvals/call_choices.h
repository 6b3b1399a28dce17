#pragma once

#include "core/base/error.h"
#include "core/interfaces/views.h"

#include <QtWidgets/QWidget>

#include <optional>

namespace ui::theme {
class Button;
class Label;
} // namespace ui::theme

namespace ui::approvals {

class RuleDetails;

/// The further answers to a call, in the place of its details: first which ones there are, then the rule that one of
/// them would write, to be read before it is. Knows one call, as it was shown when this was opened: what is offered for
/// it later than close() is dropped. Decides nothing: whether a press on Write counts is the card's to say.
class CallChoices final : public QWidget {
    Q_OBJECT
public:
    using Call = core::interfaces::ApprovalCallView;
    using Kind = core::interfaces::GrantView::Kind;
    using Offer = core::interfaces::GrantOfferView;

    /// What there is where the card stands.
    struct Possible {
        bool rules = false;  ///< can be written
        bool putOff = false; ///< the card can fold away
    };

    explicit CallChoices(QWidget* parent = nullptr);

    /// Asks for the rules that are offered, where there are any. The keyboard goes onto nothing that decides.
    void open(const Call& call, Possible possible);
    /// Nothing of the call stays.
    void close();
    [[nodiscard]] bool isOpen() const { return open_; }
    [[nodiscard]] const Call& call() const { return call_; }
    /// One step; what is at the first one is left().
    void back();

    /// \param asking  as asked() had it; of another asking they are dropped
    void setOffers(int asking, const core::Result<QList<Offer>>& offers);
    /// The rule is being kept.
    void setBusy();
    /// It was not kept.
    void showError(const QString& sentence);
    [[nodiscard]] bool isBusy() const { return busy_; }

    /// The rule that is shown, when it is possible and not being kept.
    [[nodiscard]] std::optional<Kind> writable() const;
    [[nodiscard]] bool wasRead() const;
    [[nodiscard]] theme::Button* writeButton() const { return write_; }
    /// What stands in the way of Write; nothing: it can be pressed.
    enum class Said { No, OnThePage };
    void setObstacle(const QString& why, Said said);

Q_SIGNALS:
    void asked(const core::interfaces::ApprovalId& id, int asking);
    void changed(); ///< something else is to be read
    void readChanged();
    void putOff();
    void left();

protected:
    void changeEvent(QEvent* event) override;

private:
    void nameParts();
    void layOut();
    void choose(Kind kind);
    void showList();
    void refreshList();
    [[nodiscard]] const Offer* offered(Kind kind) const;
    void retranslate();

    Call call_;
    QList<Offer> offers_;
    std::optional<Kind> chosen_; ///< whose rule is shown
    int asking_ = 0;
    bool open_ = false;
    Possible possible_;
    bool offersCame_ = false;
    bool busy_ = false;

    // All owned by this widget's layout.
    QWidget* list_;
    theme::Label* heading_;
    theme::Label* listNote_; ///< that offers are awaited, or why there are none
    theme::Button* here_;
    theme::Button* always_;
    theme::Button* never_;
    theme::Button* putOff_;
    theme::Button* leave_;
    QWidget* scope_;
    theme::Label* scopeTitle_;
    RuleDetails* details_;
    theme::Label* wait_;
    theme::Label* error_;
    theme::Button* back_;
    theme::Button* write_;
};

} // namespace ui::approvals
