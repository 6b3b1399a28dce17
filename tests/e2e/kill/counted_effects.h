#pragma once

#include <QtCore/QByteArray>

/// What a killed process leaves behind is what its system calls did. So it is enough to be killed at each of those by
/// which something leaves the process: every write to a file, to a socket (HTTP, the session bus), every sync, rename
/// and removal. A program that is linked with counted_effects.cpp, and exports its symbols, counts them, whichever
/// library makes them, and kills itself at the one it is told.
namespace e2e {

enum Effect { Written, Sent, Synced, Named, Removed, EffectKinds };

enum class Killed {
    Before, ///< the call is never made
    During, ///< the call is made meanwhile: it is cut off, or what follows it is
};

/// \param number  of the effect, from 1; those that were before this call count. 0: at none
/// \param turns   During: how often others get the processor first
void killAt(int number, Killed when = Killed::Before, int turns = 0);

[[nodiscard]] int effectCount();
[[nodiscard]] int effectCount(Effect kind);

/// A line to whoever started the program, which counts as no effect.
void say(const QByteArray& line);

} // namespace e2e
