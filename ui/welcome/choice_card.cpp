#include "ui/welcome/choice_card.h"

#include "ui/theme/style.h"

#include <QtCore/QEvent>
#include <QtGui/QPainter>

namespace ui::welcome {

using theme::Space;
using theme::Type;

namespace {
constexpr int iconSide = 44;
constexpr int edge = 20;
constexpr int textLeft = edge + iconSide + Space::Medium;
constexpr int textRight = edge + 28;
} // namespace

ChoiceCard::ChoiceCard(theme::Icon icon, QWidget* parent)
    : QAbstractButton(parent)
    , icon_(icon)
{
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void ChoiceCard::setTexts(const QString& title, const QString& description)
{
    setText(title);
    description_ = description;
    setAccessibleName(title);
    setAccessibleDescription(description);
    updateGeometry();
    update();
}

int ChoiceCard::heightForWidth(int width) const
{
    const int room = width - textLeft - textRight;
    const QFontMetrics title(theme::font(Type::Heading));
    const QFontMetrics body(theme::font(Type::Body));
    const int words = title.boundingRect(0, 0, room, 10'000, Qt::TextWordWrap, text()).height() + Space::Hair +
                      body.boundingRect(0, 0, room, 10'000, Qt::TextWordWrap, description_).height();
    return std::max(words, iconSide) + 2 * edge;
}

QSize ChoiceCard::sizeHint() const
{
    return {theme::Size::FormWidth, heightForWidth(theme::Size::FormWidth)};
}

QSize ChoiceCard::minimumSizeHint() const
{
    return {260, iconSide + 2 * edge};
}

void ChoiceCard::changeEvent(QEvent* event)
{
    QAbstractButton::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::ApplicationFontChange) updateGeometry();
}

void ChoiceCard::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    const theme::Colors& c = theme::colors(palette());
    const bool hover = isEnabled() && underMouse();
    if (!isEnabled()) painter.setOpacity(0.55);
    theme::paintBox(painter, rect(), theme::Radius::Card, isDown() ? c.pressed : c.card,
                    hover ? c.accentText : c.border);
    const QRectF ground(edge, (height() - iconSide) / 2.0, iconSide, iconSide);
    theme::paintBox(painter, ground, theme::Radius::Card, c.accentSoft, {});
    theme::paintIcon(painter, icon_, ground.adjusted(11, 11, -11, -11), c.accentText);
    theme::paintIcon(painter, theme::Icon::ChevronRight, QRectF(width() - edge - 18, (height() - 18) / 2.0, 18, 18),
                     hover ? c.accentText : c.textFaint);

    const int room = width() - textLeft - textRight;
    const QFontMetrics title(theme::font(Type::Heading));
    const QFontMetrics body(theme::font(Type::Body));
    const int titleHeight = title.boundingRect(0, 0, room, 10'000, Qt::TextWordWrap, text()).height();
    const int bodyHeight = body.boundingRect(0, 0, room, 10'000, Qt::TextWordWrap, description_).height();
    const int top = (height() - titleHeight - Space::Hair - bodyHeight) / 2;
    painter.setFont(theme::font(Type::Heading));
    painter.setPen(c.text);
    painter.drawText(QRect(textLeft, top, room, titleHeight), Qt::TextWordWrap, text());
    painter.setFont(theme::font(Type::Body));
    painter.setPen(c.textMuted);
    painter.drawText(QRect(textLeft, top + titleHeight + Space::Hair, room, bodyHeight), Qt::TextWordWrap,
                     description_);
    if (hasFocus()) theme::paintFocusRing(painter, rect(), theme::Radius::Card, palette());
}

} // namespace ui::welcome
