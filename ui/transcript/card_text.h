#pragma once

#include "core/interfaces/views.h"
#include "ui/theme/icon.h"
#include "ui/theme/tokens.h"

namespace ui::transcript {

/// A label and what stands beside it.
struct Fact {
    QString name;
    QString value;
    bool mono = false;

    friend bool operator==(const Fact&, const Fact&) = default;
};

/// How the outcome of a call is said. Made from the card's facts (state, HTTP answer, account) and from nothing a
/// model wrote.
struct CardStatus {
    QString label;    ///< one or two words: "Blocked"
    QString sentence; ///< what was stopped, whether anything was changed and what to do next, or empty
    Fact quote;       ///< whose words these are, and the words: in whole, as plain text; or empty
    theme::Icon icon = theme::Icon::Clock;
    theme::Tone tone = theme::Tone::Neutral;
    bool running = false; ///< shows the moving dots instead of the icon
};

/// card_endings.cpp holds the table.
[[nodiscard]] CardStatus cardStatus(const core::interfaces::ToolCardView& card);
/// What the call is called, as one line of plain text.
[[nodiscard]] QString cardTitle(const core::interfaces::ToolCardView& card);
/// "as asan · Demo Company · demo · approved by you"
[[nodiscard]] QString cardAccountLine(const core::interfaces::ToolCardView& card);
/// The card in one paragraph, for screen readers and for copying.
[[nodiscard]] QString cardText(const core::interfaces::ToolCardView& card);

/// What was called with what. What the card does not hold in whole says so.
[[nodiscard]] QList<Fact> argumentFacts(const core::interfaces::ToolCardView& card);
/// The facts behind "Why?", those that are known.
[[nodiscard]] QList<Fact> whyFacts(const core::interfaces::ToolCardView& card);

/// How the demo of an admin key is told.
struct AdminReplayText {
    QString title;
    QString explanation;
    bool leaked = false; ///< the admin key opened what the person's own sign-in did not
};
[[nodiscard]] AdminReplayText adminReplayText(const core::interfaces::ToolCardView& card);

} // namespace ui::transcript
