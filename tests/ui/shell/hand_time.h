#pragma once

#include <chrono>

/// The monotonic clock of the whole program, whichever library asks for it: timers, the guard of a card, animations. A
/// program that is linked with hand_time.cpp, and exports its symbols, has it in its hand. The time of day goes on.
namespace hand_time {

/// From here on it stands still.
void stop();
void pass(std::chrono::milliseconds time);
[[nodiscard]] std::chrono::milliseconds now();

} // namespace hand_time
