#pragma once

#include "core/policy/policy_file.h"

#include <QtCore/QStringList>

namespace app::host {

/// Policy files as they stand on the disk, and what is wrong with them.
struct PolicyFiles {
    QList<core::policy::Rule> rules;
    QList<core::policy::PolicyProblem> problems;
    QStringList read;     ///< paths
    QString version = {}; ///< SHA-256 (hex) over the names and contents of all of them, in order; none: empty

    /// What a session decides by.
    [[nodiscard]] core::policy::InForce inForce() const;
    /// "pay.json:12": where something cannot be read.
    [[nodiscard]] QStringList brokenPlaces() const;
};

/// The ones installed here: policy.d/*.json in each of core::settings::managedFolders(), then in userFolder(). What is
/// there and cannot be read is a problem, and every call would be asked about. The person's own rules would hold all
/// the same: they only narrow.
[[nodiscard]] PolicyFiles installedPolicy();

/// Files, and the *.json of folders, as one layer. What cannot be opened counts as broken.
[[nodiscard]] PolicyFiles policyAt(const QStringList& paths, core::policy::Layer layer);

} // namespace app::host
