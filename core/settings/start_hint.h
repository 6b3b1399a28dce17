#pragma once

#include <QtCore/QString>

namespace core::settings {

/// $XDG_DATA_HOME/sekisho. Makes nothing.
[[nodiscard]] QString dataFolder();

/// Whether somebody was signed in here when the program last looked: an empty file in the data folder. A start can ask
/// this before anything is opened, to draw the right window at once. No more than a hint: what the stores and the
/// keychain say counts.
[[nodiscard]] bool accountExpected(const QString& dataFolder);
/// Does nothing where that is noted already, or cannot be.
void noteAccountExpected(const QString& dataFolder, bool expected);

} // namespace core::settings
