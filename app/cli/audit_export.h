#pragma once

#include "app/cli/console.h"

#include <QtCore/QDate>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <tl/expected.hpp>

namespace app::cli {

/// What `audit export` was asked for.
struct ExportRequest {
    QString file = {}; ///< empty: standard output
    QDate since = {};  ///< with this day, in UTC; null: from the first record on
    QDate until = {};  ///< with this day, in UTC; null: to the last record
};

/// \param words  behind "export", without --json
/// \return       or what is wrong with them, and what to write instead
[[nodiscard]] tl::expected<ExportRequest, QString> parseExport(const QStringList& words);

/// Writes every record of this account's logs that was asked for and holds as an OCSF event, one a line, log by log.
/// A record whose time cannot be read belongs to every day. A file is made for this account's eyes alone, is there once
/// it is complete, and replaces none.
/// \return the program's exit code
[[nodiscard]] int exportLogs(const ExportRequest& request, Console& console);

} // namespace app::cli
