#pragma once

#include <QtGui/QColor>
#include <QtGui/QFont>
#include <QtGui/QPalette>

/// The look of the program as numbers. Every widget takes its colours, distances and fonts from here.
///
/// Indigo (藍) is for what can be done, vermilion (朱) for what was stopped and for the gate in the mark; everything
/// else is paper and ink.
namespace ui::theme {

enum class Mode { Light, Dark };

/// What a text or an icon says by its colour.
enum class Ink {
    Normal,   ///< reading text
    Muted,    ///< second in rank: captions, hosts, times
    Faint,    ///< third in rank: placeholders; large or decorative only
    Accent,   ///< something to click
    OnAccent, ///< on a surface of `Colors::accent`
    Danger,   ///< stopped, refused, destructive
    Success,
    Warning,
};

/// What a surface says by its colour.
enum class Tone { Neutral, Accent, Danger, Success, Warning };

struct Colors {
    Mode mode;
    QColor sidebar; ///< the left column
    QColor page;    ///< the main area
    QColor card;    ///< what lies on the page
    QColor sunken;  ///< code, raw answers, input fields on a card
    QColor hover;   ///< over a quiet control or a row
    QColor pressed;
    QColor border;
    QColor borderStrong; ///< around input fields: 3:1 against the page (WCAG 2.1, 1.4.11)
    QColor text;
    QColor textMuted;
    QColor textFaint;
    QColor accent; ///< fill of the one main button of a page
    QColor accentHover;
    QColor accentPressed;
    QColor accentText;
    QColor accentSoft; ///< selected row, person's message
    QColor onAccent;
    QColor danger;
    QColor dangerSoft;
    QColor success;
    QColor successSoft;
    QColor warning;
    QColor warningSoft;
    QColor vermilion; ///< the gate
    QColor focus;     ///< the ring around whatever has the keyboard
    QColor shadow;
};

[[nodiscard]] const Colors& colors(Mode mode);
/// The colours that go with a palette made by Appearance: `colors(palette())` inside a widget follows every change.
[[nodiscard]] const Colors& colors(const QPalette& palette);
[[nodiscard]] QColor ink(const Colors& colors, Ink ink);
[[nodiscard]] QColor toneFill(const Colors& colors, Tone tone);
[[nodiscard]] QColor toneBorder(const Colors& colors, Tone tone);
[[nodiscard]] Ink toneInk(Tone tone);

/// The QPalette of a mode, for widgets that know nothing of this file.
[[nodiscard]] QPalette palette(Mode mode);

/// Distances in device-independent pixels, on a grid of 8 (and its half).
struct Space {
    static constexpr int Hair = 4;
    static constexpr int Small = 8;
    static constexpr int Medium = 16;
    static constexpr int Large = 24;
    static constexpr int Huge = 32;
    static constexpr int Vast = 48;
};

struct Radius {
    static constexpr int Control = 8;
    static constexpr int Card = 12;
    static constexpr int Bubble = 16;
};

struct Size {
    static constexpr int Control = 36;       ///< height of buttons and fields
    static constexpr int Touch = 44;         ///< height of rows to click
    static constexpr int Icon = 20;          ///< side of an icon beside text
    static constexpr int ReadingWidth = 760; ///< widest column of reading text
    static constexpr int FormWidth = 520;
    static constexpr int Sidebar = 272;
};

/// The type scale, relative to the font the person has chosen for the desktop.
enum class Type { Caption, Body, BodyStrong, Heading, Title, Display, Mono };

[[nodiscard]] QFont font(Type type);

} // namespace ui::theme
