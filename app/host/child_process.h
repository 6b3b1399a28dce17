#pragma once

#include <QtCore/QProcess>
#include <QtCore/QString>

namespace app::host {

enum class ChildNeeds { Nothing, Display };

/// Where this build's other programs are: beside the running one, or in the folder an installed package keeps them.
/// Empty when `name` is in neither. The environment is not asked: whoever can set it must not choose what runs.
[[nodiscard]] QString helperProgram(const QString& name);

/// Prepares a child: an environment made from a short list of harmless names (no session bus, no keys, no tokens), and
/// no inherited descriptor but its own three. Call before start().
void prepareChild(QProcess& process, ChildNeeds needs);

} // namespace app::host
