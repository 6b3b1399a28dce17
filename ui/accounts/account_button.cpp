#include "ui/accounts/account_button.h"

#include "ui/accounts/avatar.h"
#include "ui/accounts/badge.h"
#include "ui/text/visible_text.h"
#include "ui/theme/icon.h"
#include "ui/theme/style.h"

#include <QtCore/QEvent>
#include <QtGui/QPainter>

namespace ui::accounts {

using core::interfaces::AccountView;
using theme::Space;

namespace {
constexpr int avatarSide = 32;
constexpr int rowHeight = 52;
} // namespace

AccountButton::AccountButton(Mark mark, QWidget* parent)
    : QAbstractButton(parent)
    , mark_(mark)
{
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void AccountButton::setAccount(const AccountView& account)
{
    account_ = account;
    retranslate();
}

void AccountButton::setHint(const QString& hint)
{
    hint_ = hint;
    update();
}

QSize AccountButton::sizeHint() const
{
    return {240, rowHeight};
}

QSize AccountButton::minimumSizeHint() const
{
    return {120, rowHeight};
}

void AccountButton::changeEvent(QEvent* event)
{
    QAbstractButton::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

void AccountButton::retranslate()
{
    setText(accountName(account_));
    setAccessibleName(spokenAccount(account_));
    setToolTip(accountToolTip(account_));
    update();
}

void AccountButton::paintEvent(QPaintEvent* /*event*/)
{
    if (account_.id.isEmpty()) return; // not known yet
    QPainter painter(this);
    const theme::Colors& c = theme::colors(palette());
    const QRectF box = QRectF(rect()).adjusted(0, 1, 0, -1);
    const QColor fill = isDown() ? c.pressed : underMouse() ? c.hover : QColor(Qt::transparent);
    theme::paintBox(painter, box, theme::Radius::Control, fill, {});

    const QRectF avatar(Space::Small, (height() - avatarSide) / 2.0, avatarSide, avatarSide);
    Avatar::paint(painter, avatar, account_);
    int right = width() - Space::Small;
    if (mark_ != Mark::None) {
        const QRectF place(right - 18, (height() - 18) / 2.0, 18, 18);
        theme::paintIcon(painter, mark_ == Mark::Current ? theme::Icon::Check : theme::Icon::ChevronUp, place,
                         mark_ == Mark::Current ? c.accentText : c.textMuted);
        right -= 18 + Space::Small;
    } else if (!hint_.isEmpty()) {
        painter.setFont(theme::font(theme::Type::Caption));
        const int wide = painter.fontMetrics().horizontalAdvance(hint_);
        painter.setPen(c.textFaint);
        painter.drawText(QRect(right - wide, 0, wide, height()), Qt::AlignCenter, hint_);
        right -= wide + Space::Small;
    }
    const int left = Space::Small + avatarSide + 10;
    const QString trouble = accountTrouble(account_);
    const QFontMetrics strong(theme::font(theme::Type::BodyStrong));
    const QFontMetrics small(theme::font(theme::Type::Caption));
    const int top = (height() - strong.height() - small.height()) / 2;
    painter.setFont(theme::font(theme::Type::BodyStrong));
    painter.setPen(c.text);
    painter.drawText(QRect(left, top, right - left, strong.height()), Qt::AlignVCenter | Qt::AlignLeft,
                     strong.elidedText(text(), Qt::ElideRight, right - left));
    const QString organisation = text::visibleLine(account_.organisation);
    const QString second = !trouble.isEmpty() ? trouble
                           : account_.demo    ? tr("%1 · demo").arg(organisation)
                                              : organisation;
    painter.setFont(theme::font(theme::Type::Caption));
    painter.setPen(trouble.isEmpty() ? c.textMuted : c.warning);
    painter.drawText(QRect(left, top + strong.height(), right - left, small.height()), Qt::AlignVCenter | Qt::AlignLeft,
                     small.elidedText(second, Qt::ElideRight, right - left));
    if (hasFocus()) theme::paintFocusRing(painter, box, theme::Radius::Control, palette());
}

} // namespace ui::accounts
