#include "ui/transcript/row_widgets.h"

#include "ui/text/date_text.h"
#include "ui/text/error_text.h"
#include "ui/text/language.h"
#include "ui/text/visible_text.h"
#include "ui/theme/button.h"
#include "ui/theme/icon.h"
#include "ui/theme/label.h"
#include "ui/theme/spinner.h"
#include "ui/theme/style.h"

#include <QtCore/QEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QVBoxLayout>

namespace ui::transcript {

using core::interfaces::MessageView;
using theme::Button;
using theme::Icon;
using theme::Ink;
using theme::Label;
using theme::Space;
using theme::Type;
using State = MessageView::State;

namespace {

bool textChanged(const QEvent& event)
{
    return event.type() == QEvent::LanguageChange;
}

} // namespace

SuggestionChips::SuggestionChips(QWidget* parent, Qt::Alignment alignment)
    : QWidget(parent)
    , alignment_(alignment)
{
    setObjectName(QStringLiteral("suggestionChips"));
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void SuggestionChips::setSuggestions(const QList<core::Bilingual>& suggestions)
{
    if (suggestions == suggestions_) return;
    suggestions_ = suggestions;
    qDeleteAll(chips_);
    chips_.clear();
    for (const auto& suggestion : suggestions_) {
        auto* chip = new Button(Button::Kind::Chip, {}, this);
        chip->setObjectName(QStringLiteral("suggestionChip"));
        connect(chip, &QPushButton::clicked, this,
                [this, suggestion]() { Q_EMIT chosen(text::localised(suggestion)); });
        chip->setVisible(true);
        chips_.append(chip);
    }
    relabel();
}

void SuggestionChips::relabel()
{
    for (qsizetype i = 0; i < chips_.size(); ++i) {
        const QString shown = text::visibleLine(text::localised(suggestions_.at(i)));
        chips_.at(i)->setText(QString(shown).replace(QLatin1Char('&'), QLatin1String("&&")));
        chips_.at(i)->setAccessibleName(shown);
        chips_.at(i)->setToolTip(shown.size() > 60 ? text::toolTipText(shown) : QString());
    }
    updateGeometry();
    place(width(), true);
}

int SuggestionChips::place(int width, bool move) const
{
    int y = 0;
    QList<QPair<Button*, QRect>> line;
    const auto finish = [&]() {
        if (line.isEmpty()) return;
        const int used = line.last().second.right() + 1;
        const int shift = alignment_.testFlag(Qt::AlignHCenter) ? std::max(0, (width - used) / 2) : 0;
        for (const auto& [chip, box] : line) {
            if (move) chip->setGeometry(box.translated(shift, 0));
        }
        y += theme::Size::Control + Space::Small;
        line.clear();
    };
    int x = 0;
    for (Button* chip : chips_) {
        const int wanted = std::min(chip->sizeHint().width(), std::max(60, width));
        if (x > 0 && x + wanted > width) {
            finish();
            x = 0;
        }
        line.append({chip, QRect(x, y, wanted, theme::Size::Control)});
        x += wanted + Space::Small;
    }
    finish();
    return std::max(0, y - Space::Small);
}

int SuggestionChips::heightFor(int width) const
{
    return place(width, false);
}

QSize SuggestionChips::sizeHint() const
{
    return {300, heightFor(width() > 0 ? width() : 600)};
}

void SuggestionChips::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    place(width(), true);
}

void SuggestionChips::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (textChanged(*event)) relabel();
}

EndLine::EndLine(RowHost& host, QWidget* parent)
    : QFrame(parent)
    , host_(host)
    , icon_(new QLabel(this))
    , text_(new Label(Type::Body, Ink::Normal, Label::Wrap::Yes, this))
    , retry_(new Button(Button::Kind::Secondary, {}, this))
{
    setObjectName(QStringLiteral("endLine"));
    text_->setObjectName(QStringLiteral("endText"));
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    retry_->setObjectName(QStringLiteral("retryButton"));
    retry_->setIconName(Icon::Retry);
    icon_->setFixedSize(theme::Size::Icon, theme::Size::Icon);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 10, 10, 10);
    layout->setSpacing(10);
    layout->addWidget(icon_, 0, Qt::AlignVCenter);
    layout->addWidget(text_, 1);
    layout->addWidget(retry_);
    connect(retry_, &QPushButton::clicked, this, [this]() { host_.retry(); });
}

QString EndLine::sentence(const MessageView& message)
{
    QStringList sentences;
    switch (message.state) {
    case State::Failed:
        sentences.append(message.error ? text::errorText(*message.error, text::Context::Model)
                                       : tr("The answer could not be finished."));
        break;
    case State::Stopped: sentences.append(tr("You stopped this answer.")); break;
    case State::Interrupted: sentences.append(tr("Sekisho was closed before this answer was finished.")); break;
    case State::Complete:
    case State::Streaming:
    case State::NotLoaded: break;
    }
    if (message.refused) sentences.append(tr("The model declined to answer."));
    if (message.cutAtLimit) sentences.append(tr("The answer reached the model's length limit and ends here."));
    if (message.outOfSteps) sentences.append(tr("The agent used all the steps it has for one question."));
    return sentences.join(QLatin1Char(' '));
}

void EndLine::setMessage(const MessageView& message, bool canRetry)
{
    message_ = message;
    message_.text.clear();
    canRetry_ = canRetry;
    refresh();
}

void EndLine::refresh()
{
    problem_ = message_.state == State::Failed;
    text_->setText(sentence(message_));
    text_->setInk(problem_ ? Ink::Danger : Ink::Muted);
    const Icon shown = problem_ ? Icon::Warning : message_.state == State::Stopped ? Icon::Stop : Icon::Info;
    icon_->setPixmap(theme::icon(shown, problem_ ? Ink::Danger : Ink::Muted)
                         .pixmap(QSize(theme::Size::Icon, theme::Size::Icon), devicePixelRatioF()));
    retry_->setText(message_.state == State::Interrupted ? tr("Continue") : tr("Try again"));
    retry_->setVisible(canRetry_);
    setAccessibleName(text_->text());
    update();
}

int EndLine::heightFor(int width) const
{
    return layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(width) : layout()->totalSizeHint().height();
}

void EndLine::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (textChanged(*event) || event->type() == QEvent::PaletteChange) refresh();
}

void EndLine::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto& colors = theme::colors(palette());
    const theme::Tone tone = problem_ ? theme::Tone::Danger : theme::Tone::Neutral;
    theme::paintBox(painter, QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme::Radius::Card,
                    theme::toneFill(colors, tone), theme::toneBorder(colors, tone));
}

ReasoningToggle::ReasoningToggle(RowHost& host, const core::MessageId& message, QWidget* parent)
    : QWidget(parent)
    , button_(new Button(Button::Kind::Link, {}, this))
{
    button_->setObjectName(QStringLiteral("reasoningButton"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(button_);
    layout->addStretch();
    connect(button_, &QPushButton::clicked, this, [this, &host, message]() { host.setReasoningOpen(message, !open_); });
    setOpen(false);
}

void ReasoningToggle::setOpen(bool open)
{
    open_ = open;
    button_->setText(open ? tr("Hide the model's notes") : tr("Show the model's notes"));
    button_->setIconName(open ? Icon::ChevronUp : Icon::ChevronDown);
}

void ReasoningToggle::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (textChanged(*event)) setOpen(open_);
}

ThinkingLine::ThinkingLine(QWidget* parent)
    : QWidget(parent)
    , spinner_(new theme::Spinner(this))
    , text_(new Label(Type::Body, Ink::Muted, Label::Wrap::No, this))
{
    setObjectName(QStringLiteral("thinkingLine"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Space::Small);
    layout->addWidget(spinner_);
    layout->addWidget(text_);
    layout->addStretch();
    retranslate();
}

void ThinkingLine::retranslate()
{
    text_->setText(tr("Thinking"));
    spinner_->setAccessibleName(tr("Thinking"));
}

void ThinkingLine::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (textChanged(*event)) retranslate();
}

MessageBar::MessageBar(QWidget* parent)
    : QWidget(parent)
    , time_(new Label(Type::Caption, Ink::Muted, Label::Wrap::No, this))
    , copy_(new Button(Icon::Copy, this))
    , again_(new Button(Icon::Retry, this))
    , edit_(new Button(Icon::Pencil, this))
{
    setObjectName(QStringLiteral("messageBar"));
    time_->setObjectName(QStringLiteral("messageTime"));
    copy_->setObjectName(QStringLiteral("copyMessageButton"));
    again_->setObjectName(QStringLiteral("answerAgainButton"));
    edit_->setObjectName(QStringLiteral("editMessageButton"));
    for (Button* button : {copy_, again_, edit_}) {
        button->setIconSize(QSize(16, 16));
        button->setFixedSize(28, 28);
    }
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Space::Hair);
    layout->addWidget(copy_);
    layout->addWidget(again_);
    layout->addWidget(edit_);
    layout->addWidget(time_);
    connect(edit_, &QPushButton::clicked, this, &MessageBar::editRequested);
    connect(again_, &QPushButton::clicked, this, &MessageBar::againRequested);
    connect(copy_, &QPushButton::clicked, this, &MessageBar::copyRequested);
    retranslate();
}

void MessageBar::setMessage(const QDateTime& atUtc, bool atRight, Offer offer)
{
    atUtc_ = atUtc;
    again_->setVisible(offer == Offer::AnswerAgain);
    edit_->setVisible(offer == Offer::Edit);
    setLayoutDirection(atRight ? Qt::RightToLeft : Qt::LeftToRight);
    retranslate();
    resize(sizeHint().width(), Height);
}

void MessageBar::retranslate()
{
    copy_->setAccessibleName(tr("Copy message"));
    copy_->setToolTip(tr("Copy message"));
    again_->setAccessibleName(tr("Answer again"));
    again_->setToolTip(tr("Answer again"));
    edit_->setAccessibleName(tr("Edit message"));
    edit_->setToolTip(tr("Edit message"));
    time_->setText(atUtc_.isValid() ? text::whenText(atUtc_, atUtc_) : QString()); // the time of that day
}

void MessageBar::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (textChanged(*event)) retranslate();
}

namespace {

/// The gate, large.
class Mark final : public QWidget {
public:
    explicit Mark(QWidget* parent)
        : QWidget(parent)
    {
        setFixedSize(56, 56);
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        theme::paintMark(painter, QRectF(rect()));
    }
};

} // namespace

EmptyState::EmptyState(QWidget* parent)
    : QWidget(parent)
    , mark_(new Mark(this))
    , greeting_(new Label(Type::Title, Ink::Normal, Label::Wrap::Yes, this))
    , text_(new Label(Type::Body, Ink::Muted, Label::Wrap::Yes, this))
    , caption_(new Label(Type::Caption, Ink::Muted, Label::Wrap::No, this))
    , chips_(new SuggestionChips(this, Qt::AlignHCenter))
{
    setObjectName(QStringLiteral("emptyConversation"));
    greeting_->setAlignment(Qt::AlignHCenter);
    text_->setAlignment(Qt::AlignHCenter);
    text_->setFixedWidth(theme::Size::FormWidth);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(Space::Large, Space::Large, Space::Large, Space::Large);
    layout->setSpacing(0);
    layout->addStretch(2);
    layout->addWidget(mark_, 0, Qt::AlignHCenter);
    layout->addSpacing(Space::Medium);
    layout->addWidget(greeting_);
    layout->addSpacing(Space::Small);
    layout->addWidget(text_, 0, Qt::AlignHCenter);
    layout->addSpacing(Space::Huge);
    layout->addWidget(caption_, 0, Qt::AlignHCenter);
    layout->addSpacing(Space::Small);
    layout->addWidget(chips_);
    layout->addStretch(3);
    connect(chips_, &SuggestionChips::chosen, this, &EmptyState::chosen);
    retranslate();
}

void EmptyState::setGreeting(const QString& personName, const QList<core::Bilingual>& suggestions)
{
    personName_ = personName;
    chips_->setSuggestions(suggestions);
    retranslate();
}

void EmptyState::retranslate()
{
    greeting_->setText(personName_.isEmpty()
                           ? tr("What would you like to know?")
                           : tr("What would you like to know, %1?").arg(text::visibleLine(personName_)));
    text_->setText(tr("The agent asks your organisation's services with your own sign-in. It can do only what you can, "
                      "whatever anybody tells it."));
    caption_->setText(tr("For example"));
    caption_->setVisible(!chips_->findChildren<Button*>().isEmpty());
}

void EmptyState::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (textChanged(*event)) retranslate();
}

} // namespace ui::transcript
