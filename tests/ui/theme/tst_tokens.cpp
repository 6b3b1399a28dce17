#include "ui/theme/tokens.h"

#include <QtTest/QTest>

#include <cmath>

using namespace ui::theme;

namespace {

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& colour)
{
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

/// WCAG 2.1, "contrast ratio".
double contrast(const QColor& a, const QColor& b)
{
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

constexpr double reading = 4.5; ///< WCAG 2.1, 1.4.3
constexpr double parts = 3.0;   ///< WCAG 2.1, 1.4.11

} // namespace

class TestTokens : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everythingCanBeRead_data()
    {
        QTest::addColumn<QColor>("front");
        QTest::addColumn<QColor>("ground");
        QTest::addColumn<double>("least");
        for (const Mode mode : {Mode::Light, Mode::Dark}) {
            const Colors& c = colors(mode);
            const QByteArray name = mode == Mode::Light ? "light: " : "dark: ";
            const auto row = [&name](const char* what, const QColor& front, const QColor& ground, double least) {
                QTest::newRow((name + what).constData()) << front << ground << least;
            };
            const std::pair<const char*, QColor> grounds[] = {
                {"page", c.page}, {"card", c.card}, {"sidebar", c.sidebar}, {"sunken", c.sunken}, {"hover", c.hover}};
            for (const auto& [where, ground] : grounds) {
                row((QByteArray("text on ") + where).constData(), c.text, ground, reading);
                row((QByteArray("muted on ") + where).constData(), c.textMuted, ground, reading);
                row((QByteArray("placeholder on ") + where).constData(), c.textFaint, ground, parts);
                row((QByteArray("accent text on ") + where).constData(), c.accentText, ground, reading);
                row((QByteArray("danger on ") + where).constData(), c.danger, ground, reading);
                row((QByteArray("focus ring on ") + where).constData(), c.focus, ground, parts);
            }
            for (const Tone tone : {Tone::Accent, Tone::Danger, Tone::Success, Tone::Warning}) {
                const QByteArray which = QByteArray("tone ") + QByteArray::number(static_cast<int>(tone));
                row((which + ": its ink").constData(), ink(c, toneInk(tone)), toneFill(c, tone), reading);
                row((which + ": text").constData(), c.text, toneFill(c, tone), reading);
                row((which + ": muted").constData(), c.textMuted, toneFill(c, tone), reading);
            }
            row("main button", c.onAccent, c.accent, reading);
            row("main button, hovered", c.onAccent, c.accentHover, reading);
            row("main button, pressed", c.onAccent, c.accentPressed, reading);
            row("field's frame on the page", c.borderStrong, c.page, parts);
            row("field's frame on a card", c.borderStrong, c.card, parts);
        }
    }
    void everythingCanBeRead()
    {
        QFETCH(QColor, front);
        QFETCH(QColor, ground);
        QFETCH(double, least);
        const double ratio = contrast(front, ground);
        QVERIFY2(ratio >= least, QByteArray::number(ratio).constData());
    }
    void aPaletteLeadsBackToItsColours()
    {
        for (const Mode mode : {Mode::Light, Mode::Dark})
            QVERIFY(colors(palette(mode)).mode == mode);
    }
};

QTEST_MAIN(TestTokens)
#include "tst_tokens.moc"
