#include "ui/approvals/grant_row.h"

#include "ui/approvals/call_words.h"
#include "ui/approvals/grant_words.h"
#include "ui/approvals/pinned_values.h"
#include "ui/text/date_text.h"
#include "ui/text/visible_text.h"
#include "ui/theme/button.h"
#include "ui/theme/label.h"
#include "ui/theme/style.h"
#include "ui/theme/tag.h"

#include <QtCore/QDateTime>
#include <QtGui/QKeyEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QVBoxLayout>

namespace ui::approvals {

using core::interfaces::GrantView;
using theme::Button;
using theme::Ink;
using theme::Label;
using theme::Space;
using theme::Type;

namespace {

/// When and where it was written, and when it was used last.
QString historyOf(const GrantView& rule, const QDateTime& now)
{
    const QString written = text::whenText(rule.writtenUtc, now);
    const QString title = rule.kind == GrantView::Kind::Here ? QString() : text::visibleLine(rule.conversationTitle);
    //: %1 is a day or a time of day
    QString wrote = GrantRow::tr("Written: %1").arg(written);
    //: %1 is a day or a time of day, %2 the title of a conversation
    if (!title.isEmpty()) wrote = GrantRow::tr("Written: %1, in “%2”").arg(written, title);
    QString used = GrantRow::tr("Not used yet");
    //: %1 is a day or a time of day
    if (rule.lastUsedUtc.isValid()) used = GrantRow::tr("Last used: %1").arg(text::whenText(rule.lastUsedUtc, now));
    return wrote + QStringLiteral(" · ") + used;
}

} // namespace

GrantRow::GrantRow(const GrantView& rule, State state, QWidget* parent)
    : QFrame(parent)
    , id_(rule.id)
    , state_(state)
    , stateLine_(new Label(Type::BodyStrong, Ink::Success, Label::Wrap::Yes, this))
    , revoke_(new Button(Button::Kind::Secondary, tr("Revoke"), this))
{
    setObjectName(QStringLiteral("grantRow"));
    stateLine_->setObjectName(QStringLiteral("grantState"));
    revoke_->setObjectName(QStringLiteral("grantRevoke"));
    setFocusPolicy(Qt::StrongFocus);
    fill(rule);
    connect(revoke_, &QAbstractButton::clicked, this, &GrantRow::requestRevoke);
    setState(state);
}

void GrantRow::fill(const GrantView& rule)
{
    const auto now = QDateTime::currentDateTimeUtc();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(Space::Medium, Space::Medium, Space::Medium, Space::Medium);
    column->setSpacing(2);
    const auto line = [&](Type type, Ink ink, const QString& words, const char* name) {
        auto* label = new Label(type, ink, Label::Wrap::Yes, this);
        label->setObjectName(QLatin1String(name));
        label->setText(words);
        column->addWidget(label);
    };
    auto* head = new QHBoxLayout;
    head->setSpacing(Space::Small);
    auto* title = new Label(Type::Heading, Ink::Normal, Label::Wrap::Yes, this);
    title->setObjectName(QStringLiteral("grantTitle"));
    title->setText(titleOf(rule.title, rule.api));
    head->addWidget(title, 1);
    const auto tone = letsThrough(rule.kind) ? theme::Tone::Warning : theme::Tone::Neutral;
    head->addWidget(new theme::Tag(tone, kindText(rule.kind), this));
    head->addWidget(revoke_);
    column->addLayout(head);
    line(Type::Body, Ink::Normal, ruleSentence(rule), "grantSentence");
    column->addSpacing(Space::Small);
    addPinned(*column, rule, Type::BodyStrong);
    line(Type::Caption, Ink::Muted, whereText(rule), "grantWhere");
    line(Type::Caption, Ink::Muted, limitText(rule, now), "grantLimit");
    line(Type::Caption, Ink::Muted, historyOf(rule, now), "grantHistory");
    column->addWidget(stateLine_);
    QStringList said{title->text(), kindText(rule.kind)};
    for (const auto& pinned : rule.pinned)
        said += text::visibleLine(pinned.name) + QStringLiteral(": ") + text::visibleLine(pinned.value);
    setAccessibleName(said.join(QStringLiteral(", ")));
    //: %1 is what a rule is about
    revoke_->setAccessibleName(tr("Revoke: %1").arg(title->text()));
}

void GrantRow::setState(State state, const QString& sentence)
{
    state_ = state;
    // Not onto the next row's.
    if (state != State::InForce && window()->focusWidget() == revoke_) setFocus(Qt::OtherFocusReason);
    revoke_->setEnabled(state == State::InForce);
    revoke_->setVisible(state != State::Revoked);
    stateLine_->setInk(state == State::InForce ? Ink::Danger : state == State::Revoking ? Ink::Muted : Ink::Success);
    QString words = sentence;
    if (state == State::Revoking) words = tr("It is being revoked.");
    if (state == State::Revoked) words = tr("Revoked. From now on it does nothing.");
    stateLine_->setText(words);
    stateLine_->setVisible(!words.isEmpty());
    setAccessibleDescription(words);
}

void GrantRow::requestRevoke()
{
    if (state_ == State::InForce) Q_EMIT revokeRequested(core::interfaces::GrantId(id_));
}

void GrantRow::keyPressEvent(QKeyEvent* event)
{
    if ((event->modifiers() & ~Qt::KeypadModifier) != Qt::NoModifier) return QFrame::keyPressEvent(event);
    switch (event->key()) {
    case Qt::Key_J:
    case Qt::Key_Down: return Q_EMIT stepped(1);
    case Qt::Key_K:
    case Qt::Key_Up: return Q_EMIT stepped(-1);
    case Qt::Key_Delete:
        if (!event->isAutoRepeat()) requestRevoke();
        return;
    default: QFrame::keyPressEvent(event);
    }
}

void GrantRow::focusInEvent(QFocusEvent* event)
{
    QFrame::focusInEvent(event);
    update();
}

void GrantRow::focusOutEvent(QFocusEvent* event)
{
    QFrame::focusOutEvent(event);
    update();
}

void GrantRow::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto& colors = theme::colors(palette());
    theme::paintBox(painter, rect(), theme::Radius::Card, colors.card, colors.border);
    if (hasFocus()) theme::paintFocusRing(painter, QRectF(rect()), theme::Radius::Card, palette());
}

} // namespace ui::approvals
