#pragma once

#include <QtWidgets/QProxyStyle>

namespace ui::theme {

/// Fusion with our own fields, buttons, indicators, scroll bars, menus and lists. Colours come from the palette in
/// use, so one style serves both modes.
///
/// A field whose dynamic property `invalidProperty` is true gets a red frame.
class Style final : public QProxyStyle {
    Q_OBJECT
public:
    Style();

    void polish(QWidget* widget) override;
    using QProxyStyle::polish;
    [[nodiscard]] int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
    [[nodiscard]] int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                                QStyleHintReturn* returned) const override;
    /// Ours where there is one: Qt would look through the icon themes of the desktop, for milliseconds of each start.
    [[nodiscard]] QIcon standardIcon(StandardPixmap which, const QStyleOption* option,
                                     const QWidget* widget) const override;
    [[nodiscard]] QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                                         const QWidget* widget) const override;
    [[nodiscard]] QRect subElementRect(SubElement element, const QStyleOption* option,
                                       const QWidget* widget) const override;
    [[nodiscard]] QRect subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part,
                                       const QWidget* widget) const override;
    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
    void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                            const QWidget* widget) const override;
};

inline constexpr char invalidProperty[] = "sekishoInvalid";

/// Marks a field as wrong, or right again, and repaints it.
void setInvalid(QWidget* field, bool invalid);

/// Fills a rounded rectangle and draws its one-pixel border inside `box`. An invalid `border` draws none.
void paintBox(QPainter& painter, const QRectF& box, qreal radius, const QColor& fill, const QColor& border);
/// The ring around what has the keyboard.
void paintFocusRing(QPainter& painter, const QRectF& box, qreal radius, const QPalette& palette);

} // namespace ui::theme
