#pragma once

#include "core/policy/policy_file.h"

#include <QtCore/QStringList>

namespace app::cli {

/// Policy files as they stand on the disk, and what is wrong with them.
struct PolicyFiles {
    QList<core::policy::Rule> rules;
    QList<core::policy::PolicyProblem> problems;
    QStringList read; ///< paths
};

/// The ones in force here: /etc/xdg and every folder of $XDG_CONFIG_DIRS, then $XDG_CONFIG_HOME, each with
/// sekisho/policy.d/*.json. /etc/xdg counts whatever the environment says: who starts the program must not be able to
/// leave it out.
[[nodiscard]] PolicyFiles installedPolicy();

/// Files, and the *.json of folders, as one layer. What cannot be opened counts as broken.
[[nodiscard]] PolicyFiles policyAt(const QStringList& paths, core::policy::Layer layer);

} // namespace app::cli
