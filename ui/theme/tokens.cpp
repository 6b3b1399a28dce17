#include "ui/theme/tokens.h"

#include <QtGui/QFontDatabase>
#include <QtWidgets/QApplication>

namespace ui::theme {

namespace {

Colors lightColors()
{
    return {
        .mode = Mode::Light,
        .sidebar = QColor(0xF3, 0xF1, 0xEC),
        .page = QColor(0xFB, 0xFA, 0xF7),
        .card = QColor(0xFF, 0xFF, 0xFF),
        .sunken = QColor(0xF4, 0xF2, 0xEE),
        .hover = QColor(0xEA, 0xE7, 0xE0),
        .pressed = QColor(0xE0, 0xDC, 0xD3),
        .border = QColor(0xE4, 0xE0, 0xD8),
        .borderStrong = QColor(0x8F, 0x8B, 0x82),
        .text = QColor(0x22, 0x24, 0x29),
        .textMuted = QColor(0x5C, 0x60, 0x69),
        .textFaint = QColor(0x74, 0x77, 0x7F),
        .accent = QColor(0x2C, 0x4A, 0x86),
        .accentHover = QColor(0x38, 0x5A, 0x9E),
        .accentPressed = QColor(0x22, 0x3A, 0x6B),
        .accentText = QColor(0x2C, 0x4A, 0x86),
        .accentSoft = QColor(0xE6, 0xEB, 0xF5),
        .onAccent = QColor(0xFF, 0xFF, 0xFF),
        .danger = QColor(0xA9, 0x2E, 0x1F),
        .dangerSoft = QColor(0xFB, 0xEC, 0xE8),
        .success = QColor(0x2B, 0x66, 0x47),
        .successSoft = QColor(0xE8, 0xF2, 0xEC),
        .warning = QColor(0x80, 0x56, 0x00),
        .warningSoft = QColor(0xFA, 0xF2, 0xDF),
        .vermilion = QColor(0xC7, 0x3E, 0x2B),
        .focus = QColor(0x4A, 0x76, 0xD0),
        .shadow = QColor(0x22, 0x24, 0x29, 36),
    };
}

Colors darkColors()
{
    return {
        .mode = Mode::Dark,
        .sidebar = QColor(0x16, 0x18, 0x1C),
        .page = QColor(0x1C, 0x1F, 0x24),
        .card = QColor(0x24, 0x28, 0x2F),
        .sunken = QColor(0x18, 0x1B, 0x20),
        .hover = QColor(0x2A, 0x2E, 0x36),
        .pressed = QColor(0x32, 0x37, 0x40),
        .border = QColor(0x3A, 0x40, 0x4B),
        .borderStrong = QColor(0x6C, 0x73, 0x80),
        .text = QColor(0xE9, 0xE7, 0xE2),
        .textMuted = QColor(0xA9, 0xAC, 0xB4),
        .textFaint = QColor(0x8C, 0x90, 0x99),
        .accent = QColor(0x4A, 0x6D, 0xB8),
        .accentHover = QColor(0x50, 0x73, 0xC0),
        .accentPressed = QColor(0x3E, 0x5D, 0xA0),
        .accentText = QColor(0x9F, 0xBA, 0xF0),
        .accentSoft = QColor(0x29, 0x35, 0x4C),
        .onAccent = QColor(0xFF, 0xFF, 0xFF),
        .danger = QColor(0xF1, 0x95, 0x84),
        .dangerSoft = QColor(0x3C, 0x27, 0x24),
        .success = QColor(0x86, 0xC5, 0xA2),
        .successSoft = QColor(0x20, 0x33, 0x2A),
        .warning = QColor(0xE2, 0xBA, 0x6A),
        .warningSoft = QColor(0x39, 0x30, 0x20),
        .vermilion = QColor(0xE0, 0x5A, 0x45),
        .focus = QColor(0x8F, 0xB0, 0xF5),
        .shadow = QColor(0, 0, 0, 110),
    };
}

QFont scaled(double factor, QFont::Weight weight)
{
    QFont result = QApplication::font();
    result.setPointSizeF(result.pointSizeF() * factor);
    result.setWeight(weight);
    return result;
}

} // namespace

const Colors& colors(Mode mode)
{
    static const Colors light = lightColors();
    static const Colors dark = darkColors();
    return mode == Mode::Dark ? dark : light;
}

const Colors& colors(const QPalette& palette)
{
    return colors(palette.color(QPalette::Window).lightness() < 128 ? Mode::Dark : Mode::Light);
}

QColor ink(const Colors& colors, Ink ink)
{
    switch (ink) {
    case Ink::Normal: return colors.text;
    case Ink::Muted: return colors.textMuted;
    case Ink::Faint: return colors.textFaint;
    case Ink::Accent: return colors.accentText;
    case Ink::OnAccent: return colors.onAccent;
    case Ink::Danger: return colors.danger;
    case Ink::Success: return colors.success;
    case Ink::Warning: return colors.warning;
    }
    return colors.text;
}

QColor toneFill(const Colors& colors, Tone tone)
{
    switch (tone) {
    case Tone::Neutral: return colors.card;
    case Tone::Accent: return colors.accentSoft;
    case Tone::Danger: return colors.dangerSoft;
    case Tone::Success: return colors.successSoft;
    case Tone::Warning: return colors.warningSoft;
    }
    return colors.card;
}

QColor toneBorder(const Colors& colors, Tone tone)
{
    if (tone == Tone::Neutral) return colors.border;
    QColor border = ink(colors, toneInk(tone));
    border.setAlpha(70);
    return border;
}

Ink toneInk(Tone tone)
{
    switch (tone) {
    case Tone::Neutral: return Ink::Muted;
    case Tone::Accent: return Ink::Accent;
    case Tone::Danger: return Ink::Danger;
    case Tone::Success: return Ink::Success;
    case Tone::Warning: return Ink::Warning;
    }
    return Ink::Normal;
}

QPalette palette(Mode mode)
{
    const Colors& c = colors(mode);
    QPalette result;
    result.setColor(QPalette::Window, c.page);
    result.setColor(QPalette::WindowText, c.text);
    result.setColor(QPalette::Base, c.card);
    result.setColor(QPalette::AlternateBase, c.sunken);
    result.setColor(QPalette::Text, c.text);
    result.setColor(QPalette::PlaceholderText, c.textFaint);
    result.setColor(QPalette::Button, c.card);
    result.setColor(QPalette::ButtonText, c.text);
    result.setColor(QPalette::BrightText, c.danger);
    result.setColor(QPalette::Highlight, c.accent);
    result.setColor(QPalette::HighlightedText, c.onAccent);
    result.setColor(QPalette::Link, c.accentText);
    result.setColor(QPalette::LinkVisited, c.accentText);
    result.setColor(QPalette::ToolTipBase, mode == Mode::Dark ? c.pressed : c.text);
    result.setColor(QPalette::ToolTipText, mode == Mode::Dark ? c.text : c.page);
    result.setColor(QPalette::Light, c.card);
    result.setColor(QPalette::Midlight, c.hover);
    result.setColor(QPalette::Mid, c.border);
    result.setColor(QPalette::Dark, c.borderStrong);
    result.setColor(QPalette::Shadow, QColor(0, 0, 0));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        result.setColor(QPalette::Disabled, role, c.textFaint);
    result.setColor(QPalette::Disabled, QPalette::Highlight, c.border);
    result.setColor(QPalette::Disabled, QPalette::HighlightedText, c.textMuted);
    return result;
}

QFont font(Type type)
{
    switch (type) {
    case Type::Caption: return scaled(0.88, QFont::Normal);
    case Type::Body: return scaled(1.0, QFont::Normal);
    case Type::BodyStrong: return scaled(1.0, QFont::DemiBold);
    case Type::Heading: return scaled(1.22, QFont::DemiBold);
    case Type::Title: return scaled(1.65, QFont::DemiBold);
    case Type::Display: return scaled(2.1, QFont::DemiBold);
    case Type::Mono: {
        QFont mono = QFontDatabase::systemFont(QFontDatabase::FixedFont);
        mono.setFamilies({mono.family(), QStringLiteral("Noto Sans Mono CJK JP"), QStringLiteral("monospace")});
        mono.setPointSizeF(QApplication::font().pointSizeF() * 0.92);
        return mono;
    }
    }
    return QApplication::font();
}

} // namespace ui::theme
