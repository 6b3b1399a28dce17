#include "ui/theme/button.h"

#include "ui/theme/style.h"

#include <QtCore/QEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QStyleOptionButton>

namespace ui::theme {

namespace {

struct Look {
    QColor fill;
    QColor border;
    QColor text;
};

enum class Press { None, Hover, Down };

Look lookOf(Button::Kind kind, Press press, bool checked, const Colors& c)
{
    const auto choose = [press](const QColor& none, const QColor& hover, const QColor& down) {
        return press == Press::Down ? down : press == Press::Hover ? hover : none;
    };
    switch (kind) {
    case Button::Kind::Primary: return {choose(c.accent, c.accentHover, c.accentPressed), {}, c.onAccent};
    case Button::Kind::Secondary:
        return {choose(c.card, c.hover, c.pressed), choose(c.border, c.borderStrong, c.borderStrong), c.text};
    case Button::Kind::Quiet:
        return {choose(checked ? c.accentSoft : QColor(Qt::transparent), c.hover, c.pressed),
                {},
                checked ? c.accentText : c.text};
    case Button::Kind::Danger:
        return {choose(c.card, c.dangerSoft, c.dangerSoft), toneBorder(c, Tone::Danger), c.danger};
    case Button::Kind::Chip:
        return {choose(checked ? c.accentSoft : c.card, c.accentSoft, c.pressed),
                choose(checked ? c.accentText : c.border, c.accentText, c.accentText), checked ? c.accentText : c.text};
    case Button::Kind::Link: return {Qt::transparent, {}, choose(c.accentText, c.accentHover, c.accentPressed)};
    }
    return {c.card, c.border, c.text};
}

} // namespace

Button::Button(Kind kind, const QString& text, QWidget* parent)
    : QPushButton(text, parent)
    , kind_(kind)
{
    setAutoDefault(false);
    setIconSize({Size::Icon, Size::Icon});
    setAttribute(Qt::WA_Hover);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

Button::Button(Icon icon, QWidget* parent)
    : Button(Kind::Quiet, {}, parent)
{
    setIconName(icon);
}

void Button::setKind(Kind kind)
{
    kind_ = kind;
    updateGeometry();
    update();
}

void Button::setIconName(Icon icon)
{
    icon_ = icon;
    setIcon(theme::icon(icon)); // so that QAbstractButton::icon() tells the truth; painting uses icon_
    updateGeometry();
    update();
}

bool Button::iconOnly() const
{
    return icon_ && text().isEmpty();
}

QFont Button::textFont() const
{
    QFont result = font();
    if (kind_ == Kind::Primary) result.setWeight(QFont::DemiBold);
    return result;
}

QSize Button::sizeHint() const
{
    if (iconOnly()) return {Size::Control, Size::Control};
    // The mnemonic's ampersand takes no room.
    const QSize words = QFontMetrics(textFont()).size(Qt::TextShowMnemonic, text());
    const int icon = icon_ ? Size::Icon + Space::Small : 0;
    const int side = kind_ == Kind::Link ? Space::Hair : kind_ == Kind::Quiet ? 12 : Space::Medium;
    return {words.width() + icon + 2 * side,
            std::max(kind_ == Kind::Link ? 28 : int{Size::Control}, words.height() + 12)};
}

QSize Button::minimumSizeHint() const
{
    return sizePolicy().horizontalPolicy() == QSizePolicy::Fixed ? sizeHint()
                                                                 : QSize{Size::Control, sizeHint().height()};
}

bool Button::event(QEvent* event)
{
    if (event->type() == QEvent::ApplicationFontChange || event->type() == QEvent::LanguageChange) updateGeometry();
    return QPushButton::event(event);
}

void Button::paintEvent(QPaintEvent* /*event*/)
{
    QStyleOptionButton option;
    initStyleOption(&option);
    const Colors& c = colors(palette());
    const bool down = isDown() || (option.state & QStyle::State_Sunken);
    const bool hover = isEnabled() && (option.state & QStyle::State_MouseOver);
    const Look look = lookOf(kind_, down ? Press::Down : hover ? Press::Hover : Press::None, isChecked(), c);

    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = rect();
    const qreal radius = kind_ == Kind::Chip ? box.height() / 2 : Radius::Control;
    if (!isEnabled()) painter.setOpacity(0.5);
    if (kind_ != Kind::Link) paintBox(painter, box, radius, look.fill, look.border);

    painter.setFont(textFont());
    const int iconWidth = icon_ ? Size::Icon : 0;
    const int gap = icon_ && !text().isEmpty() ? Space::Small : 0;
    const QFontMetrics metrics(textFont());
    const int side = iconOnly() ? 0 : kind_ == Kind::Link ? Space::Hair : Space::Small;
    const int room = width() - iconWidth - gap - 2 * side;
    const QString shown = metrics.elidedText(text(), Qt::ElideRight, room, Qt::TextShowMnemonic);
    const int words = metrics.size(Qt::TextShowMnemonic, shown).width();
    const bool leading = property("leading").toBool();
    const int start = leading ? 12 : (width() - iconWidth - gap - words) / 2;
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    if (icon_) {
        QRect place(start, (height() - Size::Icon) / 2, Size::Icon, Size::Icon);
        if (mirrored) place = QStyle::visualRect(Qt::RightToLeft, rect(), place);
        const bool muted = (kind_ == Kind::Quiet || kind_ == Kind::Secondary) && !isChecked();
        paintIcon(painter, *icon_, place, muted ? c.textMuted : look.text);
    }
    QRect place(start + iconWidth + gap, 0, words + 1, height());
    if (mirrored) place = QStyle::visualRect(Qt::RightToLeft, rect(), place);
    painter.setPen(look.text);
    const bool showMnemonic = style()->styleHint(QStyle::SH_UnderlineShortcut, &option, this) != 0;
    const int mnemonic = showMnemonic ? Qt::TextShowMnemonic : Qt::TextHideMnemonic;
    painter.drawText(place, static_cast<int>(Qt::AlignVCenter | Qt::AlignLeft) | mnemonic, shown);
    if (kind_ == Kind::Link && (hover || hasFocus()))
        painter.drawLine(place.left(), place.center().y() + metrics.ascent() / 2 + 2, place.left() + words,
                         place.center().y() + metrics.ascent() / 2 + 2);
    if (hasFocus() && (option.state & QStyle::State_KeyboardFocusChange))
        paintFocusRing(painter, box, radius, palette());
}

} // namespace ui::theme
