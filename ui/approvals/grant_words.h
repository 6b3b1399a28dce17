#pragma once

#include "core/interfaces/views.h"

#include <QtCore/QDateTime>

/// A standing rule in words: the same on the card that writes it and on the page that lists it. Plain text; `nowUtc` is
/// the present.
namespace ui::approvals {

/// It lets calls through that would be asked about.
[[nodiscard]] bool letsThrough(core::interfaces::GrantView::Kind kind);
/// What it is called as a choice. \param endsUtc  Here: until when; invalid: that is not known yet
[[nodiscard]] QString choiceText(core::interfaces::GrantView::Kind kind, const QDateTime& endsUtc,
                                 const QDateTime& nowUtc);
/// One or two words: "Runs unasked".
[[nodiscard]] QString kindText(core::interfaces::GrantView::Kind kind);
/// What it does from now on, in a sentence or two.
[[nodiscard]] QString ruleSentence(const core::interfaces::GrantView& rule);
/// Where it holds.
[[nodiscard]] QString whereText(const core::interfaces::GrantView& rule);
/// Until when, and how often it can be used.
[[nodiscard]] QString limitText(const core::interfaces::GrantView& rule, const QDateTime& nowUtc);
/// A moment that is to come: a time for the next day or so, then a day.
[[nodiscard]] QString untilText(const QDateTime& atUtc, const QDateTime& nowUtc);
/// How it does against the last calls of its tool.
[[nodiscard]] QString triedText(const core::interfaces::GrantOfferView& offer);
/// Why a rule was not written, and what follows.
[[nodiscard]] QString writeFailureSentence(const core::Error& error);
/// Why a rule was not revoked, and what follows.
[[nodiscard]] QString revokeFailureSentence(const core::Error& error);

} // namespace ui::approvals
