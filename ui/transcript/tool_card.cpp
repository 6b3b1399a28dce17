#include "ui/transcript/tool_card.h"

#include "ui/text/visible_text.h"
#include "ui/theme/button.h"
#include "ui/theme/icon.h"
#include "ui/theme/label.h"
#include "ui/theme/spinner.h"
#include "ui/theme/style.h"
#include "ui/transcript/call_changes.h"
#include "ui/transcript/card_text.h"
#include "ui/transcript/countdown.h"
#include "ui/transcript/fact_box.h"

#include <QtCore/QEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QVBoxLayout>

namespace ui::transcript {

using core::interfaces::AdminReplayView;
using core::interfaces::ToolCardView;
using theme::Button;
using theme::Icon;
using theme::Ink;
using theme::Label;
using theme::Space;
using theme::Type;

namespace {

constexpr int headLine = 26;                       ///< height of the line with title and state
constexpr int besideIcon = theme::Size::Icon + 10; ///< where the title begins
constexpr int buttonPadding = 12;                  ///< of a quiet button, which has no frame

/// The box in warning colours that holds what the admin key would have given away.
class AdminBox final : public QFrame {
public:
    explicit AdminBox(QWidget* parent)
        : QFrame(parent)
    {}

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const auto& colors = theme::colors(palette());
        theme::paintBox(painter, QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme::Radius::Control,
                        theme::toneFill(colors, theme::Tone::Warning), theme::toneBorder(colors, theme::Tone::Warning));
    }
};

Label* label(Type type, Ink ink, Label::Wrap wrap, const char* name, QWidget* parent)
{
    auto* made = new Label(type, ink, wrap, parent);
    made->setObjectName(QLatin1String(name));
    return made;
}

Button* button(Button::Kind kind, const char* name, QWidget* parent)
{
    auto* made = new Button(kind, {}, parent);
    made->setObjectName(QLatin1String(name));
    return made;
}

} // namespace

ToolCard::ToolCard(RowHost& host, const ToolCardView& card, QWidget* parent)
    : QFrame(parent)
    , host_(host)
    , card_(card)
    , header_(new Button(Icon::ChevronDown, this))
    , spinner_(new theme::Spinner(this))
    , icon_(new QLabel(this))
    , title_(label(Type::BodyStrong, Ink::Normal, Label::Wrap::Yes, "cardTitle", this))
    , target_(label(Type::Body, Ink::Muted, Label::Wrap::Yes, "cardTarget", this))
    , account_(label(Type::Caption, Ink::Muted, Label::Wrap::Yes, "cardAccount", this))
    , state_(label(Type::Caption, Ink::Muted, Label::Wrap::No, "cardState", this))
    , sentence_(label(Type::Body, Ink::Normal, Label::Wrap::Yes, "cardSentence", this))
    , quote_(new FactBox(this))
    , changes_(label(Type::Body, Ink::Normal, Label::Wrap::Yes, "cardChanges", this))
    , undoButton_(button(Button::Kind::Secondary, "cardUndoButton", this))
    , answerButton_(button(Button::Kind::Quiet, "cardAnswerButton", this))
    , whyButton_(button(Button::Kind::Quiet, "cardWhyButton", this))
    , adminButton_(button(Button::Kind::Quiet, "cardAdminButton", this))
    , buttons_(new QWidget(this))
    , arguments_(new FactBox(this))
    , answer_(new FactBox(this))
    , why_(new FactBox(this))
    , admin_(new AdminBox(this))
    , adminTitle_(label(Type::BodyStrong, Ink::Warning, Label::Wrap::Yes, "cardAdminTitle", admin_))
    , adminText_(label(Type::Body, Ink::Normal, Label::Wrap::Yes, "cardAdminText", admin_))
    , adminAnswer_(new FactBox(admin_))
{
    nameParts();
    layOutButtons();
    layOutAdminReplay();
    layOut();
    connectButtons();
    refresh();
}

void ToolCard::nameParts()
{
    setObjectName(QStringLiteral("toolCard"));
    header_->setObjectName(QStringLiteral("cardDetailsButton"));
    quote_->setObjectName(QStringLiteral("cardQuote"));
    arguments_->setObjectName(QStringLiteral("cardArguments"));
    answer_->setObjectName(QStringLiteral("cardAnswer"));
    why_->setObjectName(QStringLiteral("cardWhy"));
    admin_->setObjectName(QStringLiteral("cardAdminReplay"));
    adminAnswer_->setObjectName(QStringLiteral("cardAdminAnswer"));
}

/// Icon, names and state in one line; as whom below the names.
QLayout* ToolCard::headLayout()
{
    icon_->setFixedSize(theme::Size::Icon, headLine);
    spinner_->setFixedHeight(headLine);
    state_->setMinimumHeight(headLine);
    header_->setIconSize(QSize(16, 16));
    header_->setFixedSize(headLine, headLine);
    title_->setMinimumHeight(headLine);
    target_->setMinimumHeight(headLine);
    auto* top = new QHBoxLayout;
    top->setSpacing(10);
    top->addWidget(icon_, 0, Qt::AlignTop);
    auto* words = new QVBoxLayout;
    words->setSpacing(1);
    auto* names = new QHBoxLayout;
    names->setSpacing(Space::Small);
    names->addWidget(title_);
    names->addWidget(target_, 1);
    words->addLayout(names);
    words->addWidget(account_);
    top->addLayout(words, 1);
    top->addWidget(spinner_, 0, Qt::AlignTop);
    top->addWidget(state_, 0, Qt::AlignTop);
    top->addWidget(header_, 0, Qt::AlignTop);
    return top;
}

void ToolCard::layOutButtons()
{
    auto* row = new QHBoxLayout(buttons_);
    row->setSpacing(Space::Hair);
    for (Button* one : {undoButton_, answerButton_, whyButton_, adminButton_}) {
        one->setFixedHeight(30);
        row->addWidget(one);
    }
    row->addStretch();
}

void ToolCard::layOutAdminReplay()
{
    auto* column = new QVBoxLayout(admin_);
    column->setContentsMargins(14, 12, 14, 14);
    column->setSpacing(6);
    column->addWidget(adminTitle_);
    column->addWidget(adminText_);
    column->addWidget(adminAnswer_);
}

void ToolCard::layOut()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(14, 10, 12, 8);
    column->setSpacing(6);
    column->addLayout(headLayout());
    sentence_->setContentsMargins(besideIcon, 0, 0, 0);
    sentence_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(sentence_);
    changes_->setContentsMargins(besideIcon, 0, 0, 0);
    column->addWidget(changes_);
    const auto indented = [column](QWidget* box) {
        auto* line = new QHBoxLayout;
        line->setContentsMargins(besideIcon, 2, 0, 2);
        line->addWidget(box);
        column->addLayout(line);
    };
    indented(quote_);
    indented(arguments_);
    column->addWidget(buttons_);
    for (QWidget* box : {static_cast<QWidget*>(answer_), static_cast<QWidget*>(why_), static_cast<QWidget*>(admin_)}) {
        indented(box);
    }
    setTabOrder(header_, undoButton_);
    setTabOrder(undoButton_, answerButton_);
}

void ToolCard::connectButtons()
{
    connect(header_, &QPushButton::clicked, this, [this]() { toggle(&CardFolds::details, *arguments_); });
    connect(undoButton_, &QPushButton::clicked, this, [this]() { host_.undo(card_.id); });
    connect(answerButton_, &QPushButton::clicked, this, [this]() { toggle(&CardFolds::answer, *answer_); });
    connect(whyButton_, &QPushButton::clicked, this, [this]() { toggle(&CardFolds::why, *why_); });
    connect(adminButton_, &QPushButton::clicked, this, [this]() { host_.replayAsAdmin(card_.id); });
}

void ToolCard::setCard(const ToolCardView& card)
{
    const auto leaked = [](const ToolCardView& of) {
        return of.adminReplay && of.adminReplay->state == AdminReplayView::State::Done;
    };
    const bool isNews = leaked(card) && !leaked(card_);
    card_ = card;
    refresh();
    if (!isNews) return;
    // Not before the view has taken the news in.
    QMetaObject::invokeMethod(
        this,
        [this] {
            host_.pieceResized(true);
            host_.reveal(*admin_);
        },
        Qt::QueuedConnection);
}

int ToolCard::heightFor(int width) const
{
    return layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(width) : layout()->totalSizeHint().height();
}

void ToolCard::toggle(bool CardFolds::* fold, const QWidget& box)
{
    CardFolds& folds = host_.folds(card_.id);
    folds.*fold = !(folds.*fold);
    refreshFolds();
    host_.pieceResized(true);
    if (folds.*fold) host_.reveal(box);
}

void ToolCard::refresh()
{
    refreshing_ = true;
    const CardStatus status = cardStatus(card_);
    tone_ = status.tone;
    title_->setText(cardTitle(card_));
    target_->setText(text::visibleLine(card_.target));
    target_->setVisible(!card_.target.isEmpty());
    account_->setText(cardAccountLine(card_));
    refreshState(status.label);
    state_->setInk(theme::toneInk(status.tone));
    icon_->setPixmap(theme::icon(status.icon, theme::toneInk(status.tone))
                         .pixmap(QSize(theme::Size::Icon, theme::Size::Icon), devicePixelRatioF()));
    spinner_->setVisible(status.running);
    spinner_->setAccessibleName(status.label);
    sentence_->setText(status.sentence);
    sentence_->setVisible(!status.sentence.isEmpty());
    quote_->setFacts(status.quote.value.isEmpty() ? QList<Fact>() : QList<Fact>{status.quote});
    quote_->setVisible(!status.quote.value.isEmpty());
    const QString changes = changesText(card_);
    changes_->setText(changes);
    changes_->setVisible(!changes.isEmpty());
    sentence_->setInk(status.tone == theme::Tone::Danger ? Ink::Danger : Ink::Normal);
    fillAdminReplay();
    setAccessibleName(cardText(card_));
    refreshFolds();
    refreshing_ = false;
    update();
}

/// A held call counts down, which a screen reader is not told: it is told once that the call is held.
void ToolCard::refreshState(const QString& label)
{
    const bool held = card_.state == ToolCardView::State::Held;
    if (const QString name = held ? label : QString(); state_->accessibleName() != name)
        state_->setAccessibleName(name);
    if (held) return countDown();
    state_->setMinimumSize(0, headLine);
    state_->setMaximumSize(QWIDGETSIZE_MAX, QWIDGETSIZE_MAX);
    state_->setText(label);
}

void ToolCard::countDown()
{
    if (card_.state == ToolCardView::State::Held) showCountdown(*state_, headLine, card_.heldUntilUtc, host_.nowUtc());
}

QRect ToolCard::undoRect() const
{
    return QRect(undoButton_->mapTo(this, QPoint(0, 0)), undoButton_->size());
}

void ToolCard::refreshUndo()
{
    const bool held = card_.state == ToolCardView::State::Held;
    undoButton_->setText(tr("Undo"));
    undoButton_->setAccessibleName(tr("Undo: %1").arg(cardTitle(card_)));
    // The keyboard stays in the card. What it is on then decides nothing.
    if (!held && undoButton_->hasFocus()) header_->setFocus();
    undoButton_->setVisible(held);
    // A button with a frame stands in line with the words above, one without has its own words there.
    buttons_->layout()->setContentsMargins(held ? besideIcon : besideIcon - buttonPadding, 0, 0, 0);
}

void ToolCard::fillAdminReplay()
{
    admin_->setVisible(card_.adminReplay.has_value());
    if (!card_.adminReplay) return;
    const AdminReplayText told = adminReplayText(card_);
    adminTitle_->setText(told.title);
    adminText_->setText(told.explanation);
    adminText_->setVisible(!told.explanation.isEmpty());
    adminAnswer_->setFacts({Fact{{}, text::visibleText(card_.adminReplay->answer), true}});
    adminAnswer_->setVisible(!card_.adminReplay->answer.isEmpty());
}

void ToolCard::refreshFolds()
{
    const CardFolds folds = host_.folds(card_.id);
    const bool ended = card_.state != ToolCardView::State::Running;
    const bool hasAnswer = !card_.answer.isEmpty();
    const bool hasWhy = ended;
    const bool replaying = card_.adminReplay && card_.adminReplay->state == AdminReplayView::State::Running;
    const bool canReplay =
        card_.canReplayAsAdmin && !(card_.adminReplay && card_.adminReplay->state == AdminReplayView::State::Done);
    header_->setIconName(folds.details ? Icon::ChevronUp : Icon::ChevronDown);
    header_->setAccessibleName(folds.details ? tr("Hide what was asked for") : tr("Show what was asked for"));
    header_->setToolTip(header_->accessibleName());
    answerButton_->setText(folds.answer ? tr("Hide answer") : tr("Show answer"));
    whyButton_->setText(folds.why ? tr("Hide the reasons") : tr("Why?"));
    adminButton_->setText(tr("What if the agent held an admin key?"));
    adminButton_->setIconName(Icon::Key);
    refreshUndo();
    answerButton_->setVisible(hasAnswer);
    whyButton_->setVisible(hasWhy);
    adminButton_->setVisible(canReplay);
    adminButton_->setEnabled(!replaying);
    buttons_->setVisible(hasAnswer || hasWhy || canReplay);
    // A folded box stays empty: a call can have a hundred arguments, and most cards are never unfolded.
    if (folds.details) arguments_->setFacts(argumentFacts(card_));
    if (folds.answer && hasAnswer) answer_->setFacts({Fact{{}, text::visibleText(card_.answer), true}});
    if (folds.why && hasWhy) why_->setFacts(whyFacts(card_));
    arguments_->setVisible(folds.details);
    answer_->setVisible(folds.answer && hasAnswer);
    why_->setVisible(folds.why && hasWhy);
}

bool ToolCard::event(QEvent* event)
{
    if (event->type() == QEvent::LayoutRequest && !refreshing_) host_.pieceResized(false);
    return QFrame::event(event);
}

void ToolCard::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    const bool repaint = event->type() == QEvent::PaletteChange || event->type() == QEvent::LanguageChange;
    if (repaint && !refreshing_) refresh();
}

void ToolCard::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto& colors = theme::colors(palette());
    const QRectF box = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    const bool strong = tone_ == theme::Tone::Danger || tone_ == theme::Tone::Warning;
    theme::paintBox(painter, box, theme::Radius::Card,
                    tone_ == theme::Tone::Danger ? theme::toneFill(colors, tone_) : colors.card,
                    strong ? theme::toneBorder(colors, tone_) : colors.border);
}

} // namespace ui::transcript
