#pragma once

#include "core/base/error.h"

#include <QtCore/QJsonObject>
#include <QtCore/QString>

namespace app::cli {

/// Exit codes, so that scripts can tell what to do next.
enum class Exit : int {
    Ok = 0,
    Failed = 1,       ///< it did not work; standard error says why
    Usage = 2,        ///< the words on the command line are wrong
    SignInNeeded = 3, ///< sign in first
};

/// One line on standard output.
void print(const QString& line);
/// One line on standard error.
void complain(const QString& line);
/// One JSON object on one line of standard output.
void printJson(const QJsonObject& object);

/// What went wrong and what to do, in one English sentence each. Never a token: `Error` holds none.
[[nodiscard]] QString explain(const core::Error& error);

/// {"error": {"code", "subject"}}
[[nodiscard]] QJsonObject errorJson(const core::Error& error);

} // namespace app::cli
