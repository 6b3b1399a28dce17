#pragma once

#include "core/base/error.h"

#include <QtCore/QByteArray>
#include <QtCore/QHash>
#include <QtCore/QJsonValue>

namespace core::connectors {

/// A JSON file that a person writes by hand: its value, and on which line each part of it stands.
struct LinedJson {
    QJsonValue value;
    QHash<QString, int> lines; ///< by JSON Pointer (RFC 6901); the first line is 1

    /// The line of the pointer, or of the closest part around it that is there.
    [[nodiscard]] int line(const QString& pointer) const;
};

struct JsonFileError {
    int line = 1;
    QString detail;
};

/// Strict JSON (RFC 7493): repeated keys, numbers out of range and bytes that are not UTF-8 are errors, each with its
/// line. A byte order mark is passed over.
[[nodiscard]] tl::expected<LinedJson, JsonFileError> readLinedJson(const QByteArray& text);

} // namespace core::connectors
