#pragma once

#include "core/policy/policy_file.h"

#include <QtCore/QStringList>

namespace app::host {

/// Policy files as they stand on the disk, and what is wrong with them.
struct PolicyFiles {
    QList<core::policy::Rule> rules;
    QList<core::policy::PolicyProblem> problems;
    QStringList read; ///< paths
};

/// The ones installed here: policy.d/*.json in each of core::settings::managedFolders(), then in userFolder(). What is
/// there and cannot be read is a problem, and every call would be asked about. The person's own rules would hold all
/// the same: they only narrow.
[[nodiscard]] PolicyFiles installedPolicy();

/// Files, and the *.json of folders, as one layer. What cannot be opened counts as broken.
[[nodiscard]] PolicyFiles policyAt(const QStringList& paths, core::policy::Layer layer);

} // namespace app::host
