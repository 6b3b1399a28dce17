#include "ui/theme/style.h"

#include "ui/theme/icon.h"

#include <QtGui/QPainter>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QStyleOption>

namespace ui::theme {

namespace {

bool invalid(const QWidget* widget)
{
    return widget && widget->property(invalidProperty).toBool();
}

bool keyboardFocus(const QStyleOption& option)
{
    return (option.state & QStyle::State_HasFocus) && (option.state & QStyle::State_KeyboardFocusChange);
}

void paintField(QPainter& painter, const QStyleOption& option, const QWidget* widget)
{
    const Colors& c = colors(option.palette);
    const bool enabled = option.state & QStyle::State_Enabled;
    const bool focused = option.state & QStyle::State_HasFocus;
    const QColor border = invalid(widget) ? c.danger : focused ? c.focus : enabled ? c.borderStrong : c.border;
    paintBox(painter, option.rect, Radius::Control, enabled ? c.card : c.sunken, border);
    if (!focused) return;
    painter.setPen(QPen(invalid(widget) ? c.danger : c.focus, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), Radius::Control - 1, Radius::Control - 1);
}

void paintIndicator(QPainter& painter, const QStyleOption& option, bool round)
{
    const Colors& c = colors(option.palette);
    const bool on = option.state & QStyle::State_On;
    const bool enabled = option.state & QStyle::State_Enabled;
    const QRectF box = QRectF(option.rect).adjusted(1, 1, -1, -1);
    const qreal radius = round ? box.height() / 2 : 4;
    if (!enabled) painter.setOpacity(0.5);
    const bool hover = option.state & QStyle::State_MouseOver;
    paintBox(painter, box, radius, on ? c.accent : hover ? c.hover : c.card, on ? c.accent : c.borderStrong);
    if (!on) return;
    if (round) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(c.onAccent);
        painter.drawEllipse(box.center(), box.width() / 5, box.width() / 5);
    } else {
        paintIcon(painter, Icon::Check, box.adjusted(1, 1, -1, -1), c.onAccent);
    }
}

void paintScrollBar(QPainter& painter, const QStyleOptionSlider& option, const QRect& handle)
{
    const Colors& c = colors(option.palette);
    if (option.minimum == option.maximum) return;
    QColor colour = c.textFaint;
    colour.setAlpha((option.state & QStyle::State_Sunken) ? 200 : (option.state & QStyle::State_MouseOver) ? 150 : 90);
    const QRectF box = QRectF(handle).adjusted(2, 2, -2, -2);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    const qreal radius = std::min(box.width(), box.height()) / 2;
    painter.drawRoundedRect(box, radius, radius);
}

void paintMenuItem(QPainter& painter, const QStyleOptionMenuItem& option)
{
    const Colors& c = colors(option.palette);
    if (option.menuItemType == QStyleOptionMenuItem::Separator) {
        painter.fillRect(QRect(option.rect.left() + 8, option.rect.center().y(), option.rect.width() - 16, 1),
                         c.border);
        return;
    }
    const bool enabled = option.state & QStyle::State_Enabled;
    const bool selected = (option.state & QStyle::State_Selected) && enabled;
    if (selected) paintBox(painter, option.rect.adjusted(4, 1, -4, -1), 6, c.hover, {});
    const int left = option.rect.left() + 14;
    const QRect iconBox(left, option.rect.center().y() - 9, 18, 18);
    if (option.checked)
        paintIcon(painter, Icon::Check, iconBox, c.accentText);
    else if (!option.icon.isNull())
        option.icon.paint(&painter, iconBox, Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled);
    const bool anyIcon = option.maxIconWidth > 0 || option.menuHasCheckableItems;
    const QRect words = option.rect.adjusted(anyIcon ? 42 : 16, 0, -16, 0);
    const QStringList parts = option.text.split(QLatin1Char('\t'));
    painter.setFont(option.font);
    painter.setPen(enabled ? c.text : c.textFaint);
    painter.drawText(words, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextHideMnemonic | Qt::TextSingleLine,
                     parts.value(0));
    painter.setPen(c.textFaint);
    if (parts.size() > 1)
        painter.drawText(words, Qt::AlignVCenter | Qt::AlignRight | Qt::TextSingleLine, parts.value(1));
}

void paintPanelButton(QPainter& painter, const QStyleOption& option)
{
    const Colors& c = colors(option.palette);
    const bool down = option.state & (QStyle::State_Sunken | QStyle::State_On);
    const bool hover = option.state & QStyle::State_MouseOver;
    const bool isDefault = [&option] {
        const auto* button = qstyleoption_cast<const QStyleOptionButton*>(&option);
        return button && (button->features & QStyleOptionButton::DefaultButton);
    }();
    if (!(option.state & QStyle::State_Enabled)) painter.setOpacity(0.5);
    if (isDefault)
        paintBox(painter, option.rect, Radius::Control, down ? c.accentPressed : hover ? c.accentHover : c.accent, {});
    else
        paintBox(painter, option.rect, Radius::Control, down ? c.pressed : hover ? c.hover : c.card, c.border);
    if (keyboardFocus(option)) paintFocusRing(painter, option.rect, Radius::Control, option.palette);
}

} // namespace

void setInvalid(QWidget* field, bool invalid)
{
    field->setProperty(invalidProperty, invalid);
    field->update();
}

void paintBox(QPainter& painter, const QRectF& box, qreal radius, const QColor& fill, const QColor& border)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    if (border.isValid()) {
        painter.setPen(QPen(border, 1));
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    } else {
        painter.setPen(Qt::NoPen);
        painter.drawRoundedRect(box, radius, radius);
    }
}

void paintFocusRing(QPainter& painter, const QRectF& box, qreal radius, const QPalette& palette)
{
    const Colors& c = colors(palette);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(c.page, 1));
    painter.drawRoundedRect(box.adjusted(2.5, 2.5, -2.5, -2.5), radius - 2.5, radius - 2.5);
    painter.setPen(QPen(c.focus, 2));
    painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), radius - 1, radius - 1);
}

Style::Style()
    : QProxyStyle(QStringLiteral("Fusion"))
{}

void Style::polish(QWidget* widget)
{
    QProxyStyle::polish(widget);
    if (qobject_cast<QComboBox*>(widget) || qobject_cast<QLineEdit*>(widget) || qobject_cast<QScrollBar*>(widget) ||
        qobject_cast<QAbstractItemView*>(widget))
        widget->setAttribute(Qt::WA_Hover);
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const
{
    switch (metric) {
    case PM_ScrollBarExtent: return 12;
    case PM_ScrollBarSliderMin: return 32;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight: return 20;
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing: return 10;
    case PM_MenuPanelWidth: return 1;
    case PM_MenuVMargin: return 4;
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing: return Space::Small;
    case PM_LayoutLeftMargin:
    case PM_LayoutRightMargin:
    case PM_LayoutTopMargin:
    case PM_LayoutBottomMargin: return Space::Medium;
    case PM_SmallIconSize: return 18;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical: return 0;
    case PM_TextCursorWidth: return 2;
    case PM_ToolTipLabelFrameWidth: return 6;
    default: return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

QIcon Style::standardIcon(StandardPixmap which, const QStyleOption* option, const QWidget* widget) const
{
    if (which == SP_LineEditClearButton) return icon(Icon::Cross, Ink::Muted);
    return QProxyStyle::standardIcon(which, option, widget);
}

int Style::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                     QStyleHintReturn* returned) const
{
    switch (hint) {
    case SH_ComboBox_Popup: return 0;
    case SH_ScrollBar_LeftClickAbsolutePosition: return 1;
    case SH_ScrollView_FrameOnlyAroundContents:
    case SH_EtchDisabledText:
    case SH_DitherDisabledText: return 0;
    case SH_ToolTipLabel_Opacity: return 255;
    default: return QProxyStyle::styleHint(hint, option, widget, returned);
    }
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                              const QWidget* widget) const
{
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    switch (type) {
    case CT_LineEdit: result.setHeight(std::max(result.height(), int{Size::Control})); break;
    case CT_ComboBox: result = {result.width() + Space::Large, std::max(result.height(), int{Size::Control})}; break;
    case CT_PushButton:
        result.setHeight(std::max(result.height(), int{Size::Control}));
        result.setWidth(result.width() + Space::Medium);
        break;
    case CT_MenuItem: {
        const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option);
        if (item && item->menuItemType == QStyleOptionMenuItem::Separator)
            result.setHeight(9);
        else
            result = {result.width() + 32, std::max(result.height(), 34)};
        break;
    }
    default: break;
    }
    return result;
}

QRect Style::subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const
{
    if (element == SE_LineEditContents && option->rect.height() >= 28) return option->rect.adjusted(10, 2, -10, -2);
    return QProxyStyle::subElementRect(element, option, widget);
}

QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part,
                            const QWidget* widget) const
{
    if (control == CC_ComboBox && part == SC_ComboBoxEditField) return option->rect.adjusted(10, 2, -32, -2);
    if (control == CC_ScrollBar) {
        const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option);
        if (!bar) return {};
        if (part == SC_ScrollBarAddLine || part == SC_ScrollBarSubLine) return {};
        if (part == SC_ScrollBarGroove) return bar->rect;
        const bool flat = bar->orientation == Qt::Horizontal;
        const int length = flat ? bar->rect.width() : bar->rect.height();
        const int range = bar->maximum - bar->minimum;
        int handle = length;
        if (range > 0) {
            const qint64 wanted =
                static_cast<qint64>(bar->pageStep) * length / (static_cast<qint64>(range) + bar->pageStep);
            handle = static_cast<int>(
                std::clamp<qint64>(wanted, std::min(length, pixelMetric(PM_ScrollBarSliderMin, bar, widget)), length));
        }
        const int start =
            sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition, length - handle, bar->upsideDown);
        const auto piece = [&](int from, int to) {
            return flat ? QRect(bar->rect.left() + from, bar->rect.top(), to - from, bar->rect.height())
                        : QRect(bar->rect.left(), bar->rect.top() + from, bar->rect.width(), to - from);
        };
        if (part == SC_ScrollBarSlider) return piece(start, start + handle);
        if (part == SC_ScrollBarSubPage) return piece(0, start);
        if (part == SC_ScrollBarAddPage) return piece(start + handle, length);
    }
    return QProxyStyle::subControlRect(control, option, part, widget);
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                          const QWidget* widget) const
{
    const Colors& c = colors(option->palette);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    bool done = true;
    switch (element) {
    case PE_PanelLineEdit: {
        const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
        if (frame && frame->lineWidth > 0 && !(widget && qobject_cast<QComboBox*>(widget->parentWidget())))
            paintField(*painter, *option, widget);
        break;
    }
    case PE_FrameLineEdit: break; // the panel drew it
    case PE_PanelButtonCommand: paintPanelButton(*painter, *option); break;
    case PE_FrameDefaultButton: break;
    case PE_IndicatorCheckBox: paintIndicator(*painter, *option, false); break;
    case PE_IndicatorRadioButton: paintIndicator(*painter, *option, true); break;
    case PE_FrameFocusRect:
        if (option->state & State_KeyboardFocusChange) {
            painter->setPen(QPen(c.focus, 2));
            painter->drawRoundedRect(QRectF(option->rect).adjusted(1, 1, -1, -1), 4, 4);
        }
        break;
    case PE_PanelMenu: painter->fillRect(option->rect, c.card); break;
    case PE_FrameMenu:
    case PE_PanelTipLabel:
        painter->setRenderHint(QPainter::Antialiasing, false);
        painter->setPen(c.border);
        painter->setBrush(element == PE_PanelTipLabel ? QBrush(option->palette.color(QPalette::ToolTipBase))
                                                      : QBrush(Qt::NoBrush));
        painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
        break;
    case PE_Frame:
        // Text areas look like fields; scroll areas and lists have no frame of their own.
        if (qobject_cast<const QPlainTextEdit*>(widget)) {
            painter->setPen(QPen(option->state & State_HasFocus ? c.focus : c.borderStrong, 1));
            painter->drawRoundedRect(QRectF(option->rect).adjusted(0.5, 0.5, -0.5, -0.5), Radius::Control,
                                     Radius::Control);
        } else {
            done = false;
        }
        break;
    case PE_PanelItemViewItem: {
        const auto* item = qstyleoption_cast<const QStyleOptionViewItem*>(option);
        const QRectF box = QRectF(option->rect).adjusted(2, 1, -2, -1);
        if (option->state & State_Selected)
            paintBox(*painter, box, 6, c.accentSoft, {});
        else if (option->state & State_MouseOver)
            paintBox(*painter, box, 6, c.hover, {});
        if (item && item->backgroundBrush.style() != Qt::NoBrush)
            painter->fillRect(option->rect, item->backgroundBrush);
        break;
    }
    default: done = false; break;
    }
    painter->restore();
    if (!done) QProxyStyle::drawPrimitive(element, option, painter, widget);
}

void Style::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                        const QWidget* widget) const
{
    const Colors& c = colors(option->palette);
    switch (element) {
    case CE_MenuItem:
        if (const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option)) {
            painter->save();
            paintMenuItem(*painter, *item);
            painter->restore();
            return;
        }
        break;
    case CE_PushButtonLabel:
        if (const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
            button && (button->features & QStyleOptionButton::DefaultButton)) {
            QStyleOptionButton copy(*button);
            copy.palette.setColor(QPalette::ButtonText, c.onAccent);
            QProxyStyle::drawControl(element, &copy, painter, widget);
            return;
        }
        break;
    case CE_ItemViewItem:
        if (const auto* item = qstyleoption_cast<const QStyleOptionViewItem*>(option)) {
            // The selection is a soft fill, so its text keeps its ink.
            QStyleOptionViewItem copy(*item);
            copy.palette.setColor(QPalette::HighlightedText, c.text);
            copy.state &= ~State_HasFocus;
            QProxyStyle::drawControl(element, &copy, painter, widget);
            return;
        }
        break;
    default: break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                               const QWidget* widget) const
{
    if (control == CC_ScrollBar) {
        if (const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option)) {
            painter->save();
            painter->setRenderHint(QPainter::Antialiasing);
            paintScrollBar(*painter, *bar, subControlRect(CC_ScrollBar, bar, SC_ScrollBarSlider, widget));
            painter->restore();
            return;
        }
    }
    if (control == CC_ComboBox) {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (!(option->state & State_Enabled)) painter->setOpacity(0.6);
        paintField(*painter, *option, widget);
        const QRectF arrow(option->rect.right() - 27, option->rect.center().y() - 8.5, 18, 18);
        paintIcon(*painter, Icon::ChevronDown, arrow, colors(option->palette).textMuted);
        painter->restore();
        return;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

} // namespace ui::theme
