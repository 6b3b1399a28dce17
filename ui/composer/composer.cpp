#include "ui/composer/composer.h"

#include "ui/composer/editor.h"
#include "ui/composer/tool_chips.h"
#include "ui/composer/tool_ticks.h"
#include "ui/theme/button.h"
#include "ui/theme/label.h"
#include "ui/theme/style.h"
#include "ui/theme/tokens.h"

#include <QtCore/QLocale>
#include <QtGui/QPainter>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QVBoxLayout>

namespace ui::composer {

using theme::Ink;
using theme::Space;
using theme::Type;

namespace {

// As QString::trimmed.
core::interfaces::ComposedText trimmed(core::interfaces::ComposedText composed)
{
    auto& parts = composed.parts;
    while (!parts.isEmpty()) {
        auto& text = parts.first().text;
        while (!text.isEmpty() && text.front().isSpace())
            text.remove(0, 1);
        if (!text.isEmpty()) break;
        parts.removeFirst();
    }
    while (!parts.isEmpty()) {
        auto& text = parts.last().text;
        while (!text.isEmpty() && text.back().isSpace())
            text.chop(1);
        if (!text.isEmpty()) break;
        parts.removeLast();
    }
    return composed;
}

} // namespace

Composer::Composer(QWidget* parent)
    : QWidget(parent)
    , editor_(new Editor(this))
    , badgeRow_(new QHBoxLayout)
    , note_(new theme::Label(Type::Caption, Ink::Danger, theme::Label::Wrap::Yes, this))
    , hint_(new theme::Label(Type::Caption, Ink::Muted, theme::Label::Wrap::Elide, this))
    , counter_(new theme::Label(Type::Caption, Ink::Muted, theme::Label::Wrap::No, this))
    , send_(new theme::Button(theme::Button::Kind::Primary, {}, this))
    , stop_(new theme::Button(theme::Button::Kind::Secondary, {}, this))
    , editingRow_(new QWidget(this))
    , editingText_(new theme::Label(Type::Caption, Ink::Accent, theme::Label::Wrap::Yes, editingRow_))
    , editingCancel_(new theme::Button(theme::Button::Kind::Link, {}, editingRow_))
    , ticks_(new ToolTicks(this))
{
    setObjectName(QStringLiteral("composer"));
    editor_->setObjectName(QStringLiteral("composerText"));
    send_->setObjectName(QStringLiteral("sendButton"));
    stop_->setObjectName(QStringLiteral("stopButton"));
    note_->setObjectName(QStringLiteral("composerNote"));
    counter_->setObjectName(QStringLiteral("composerCounter"));
    send_->setIconName(theme::Icon::Send);
    stop_->setIconName(theme::Icon::Stop);
    setFocusProxy(editor_);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);

    auto* bottom = new QHBoxLayout;
    bottom->setSpacing(Space::Small);
    bottom->addWidget(note_, 1);
    bottom->addWidget(hint_, 1); // in its place, and gives way to the buttons
    bottom->addWidget(counter_);
    bottom->addWidget(ticks_->button());
    bottom->addWidget(stop_);
    bottom->addWidget(send_);
    // In line with the text, which keeps a little room for the cursor.
    badgeRow_->setContentsMargins(Space::Hair, 0, 0, 0);
    bottom->setContentsMargins(Space::Hair, 0, 0, 0);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(Space::Medium, Space::Small + Space::Hair, Space::Small + Space::Hair,
                               Space::Small + Space::Hair);
    layout->setSpacing(Space::Hair);
    auto* editingLine = new QHBoxLayout(editingRow_);
    editingLine->setContentsMargins(Space::Hair, 0, 0, 0);
    editingLine->addWidget(editingText_, 1);
    editingLine->addWidget(editingCancel_);
    editingRow_->hide();
    editingText_->setObjectName(QStringLiteral("editingNote"));
    editingCancel_->setObjectName(QStringLiteral("editingCancel"));
    connect(editingCancel_, &QPushButton::clicked, this, &Composer::editingCancelled);
    layout->addLayout(badgeRow_);
    layout->addWidget(editingRow_);
    layout->addWidget(ticks_->chips());
    layout->addWidget(editor_);
    layout->addLayout(bottom);

    connect(editor_, &Editor::enterPressed, this, [this]() { submit(); });
    connect(editor_, &Editor::escapePressed, this, [this]() {
        if (running_)
            Q_EMIT stopRequested();
        else if (editing() && !sending_)
            Q_EMIT editingCancelled();
    });
    connect(editor_, &Editor::focusMoved, this, [this]() { update(); });
    connect(editor_, &QPlainTextEdit::textChanged, this, [this]() {
        if (!sending_) failure_.clear();
        refresh();
        Q_EMIT draftChanged();
    });
    connect(send_, &QPushButton::clicked, this, [this]() { submit(); });
    connect(stop_, &QPushButton::clicked, this, [this]() { Q_EMIT stopRequested(); });
    setTabOrder(editor_, ticks_->button()); // before Send
    connect(ticks_, &ToolTicks::leftFocus, this, [this]() { editor_->setFocus(); });
    retranslate();
}

QString Composer::draft() const
{
    return editor_->toPlainText();
}

core::interfaces::ComposedText Composer::composedDraft() const
{
    return {editor_->composed(), ticks_->ticked()};
}

void Composer::setDraft(const QString& text)
{
    sending_ = false;
    failure_.clear();
    ticks_->clear(); // they were for the other text
    const bool other = text != draft();
    editor_->setKeptText(text);
    if (other) editor_->moveCursor(QTextCursor::End);
    refresh();
}

void Composer::sent()
{
    setDraft({});
}

void Composer::sendFailed(const QString& sentence)
{
    sending_ = false;
    failure_ = sentence;
    refresh();
}

void Composer::setRunning(bool running)
{
    if (running_ == running) return;
    // Whoever has the keyboard on the button that goes finds it in the text again.
    const bool hadFocus = (running ? send_ : stop_)->hasFocus();
    running_ = running;
    refresh();
    if (hadFocus) editor_->setFocus();
}

void Composer::setUnavailable(const QString& reason)
{
    unavailable_ = reason;
    refresh();
}

void Composer::setPlaceholder(const QString& text)
{
    placeholder_ = text;
    retranslate();
}

void Composer::setTools(const QList<core::interfaces::ToolChoiceView>& tools)
{
    ticks_->setTools(tools);
}

void Composer::chooseTools()
{
    if (!editor_->isComposing()) ticks_->toggleList();
}

void Composer::setEditing(const QString& sentence)
{
    editing_ = sentence;
    editingText_->setText(sentence);
    editingRow_->setVisible(editing());
    refresh();
}

void Composer::setBadgeWidget(QWidget* badge)
{
    if (badge_ == badge) return;
    delete badge_;
    badge_ = badge;
    if (badge) badgeRow_->addWidget(badge, 0, Qt::AlignLeft);
}

bool Composer::canSend() const
{
    if (running_ || sending_ || !unavailable_.isEmpty()) return false;
    return editor_->document()->characterCount() - 1 <= MaximumLength && !draft().trimmed().isEmpty();
}

void Composer::submit()
{
    if (!canSend()) return;
    sending_ = true;
    failure_.clear();
    refresh();
    Q_EMIT submitted(trimmed(composedDraft()));
}

void Composer::refresh()
{
    const int length = editor_->document()->characterCount() - 1;
    const bool tooLong = length > MaximumLength;
    editor_->setReadOnly(sending_);
    editingCancel_->setEnabled(!sending_);
    ticks_->setUsable(!sending_);
    send_->setVisible(!running_);
    stop_->setVisible(running_);
    send_->setEnabled(canSend());
    counter_->setVisible(length >= CounterFrom);
    if (length >= CounterFrom) {
        const QLocale locale;
        counter_->setText(tr("%1 of %2 characters").arg(locale.toString(length), locale.toString(MaximumLength)));
        counter_->setInk(tooLong ? Ink::Danger : Ink::Muted);
    }
    QString note = !failure_.isEmpty() ? failure_ : unavailable_;
    if (note.isEmpty() && tooLong) note = tr("This is too long to send. Please shorten it.");
    note_->setText(note);
    note_->setInk(failure_.isEmpty() && !tooLong ? Ink::Muted : Ink::Danger);
    note_->setVisible(!note.isEmpty());
    hint_->setVisible(note.isEmpty());
    editor_->setAccessibleDescription(note);
    send_->setToolTip(note.isEmpty() ? tr("Send (Enter)") : note);
}

void Composer::retranslate()
{
    editor_->setPlaceholderText(placeholder_.isEmpty() ? tr("Ask about your data") : placeholder_);
    editor_->setAccessibleName(tr("Message"));
    send_->setText(tr("Send"));
    send_->setAccessibleName(tr("Send"));
    stop_->setText(tr("Stop"));
    stop_->setAccessibleName(tr("Stop the answer"));
    stop_->setToolTip(tr("Stop the answer (Esc)"));
    editingCancel_->setText(tr("Cancel"));
    editingCancel_->setAccessibleName(tr("Do not edit the message"));
    ticks_->retranslate();
    hint_->setText(tr("Enter to send, Shift+Enter for a new line"));
    refresh();
}

void Composer::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
    if (event->type() == QEvent::PaletteChange) update();
}

void Composer::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto& colors = theme::colors(palette());
    const bool focused = editor_->hasFocus();
    const QRectF box = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    theme::paintBox(painter, box, theme::Radius::Card, colors.card, focused ? colors.focus : colors.borderStrong);
    if (focused) theme::paintBox(painter, box.adjusted(1, 1, -1, -1), theme::Radius::Card - 1, {}, colors.focus);
}

} // namespace ui::composer
