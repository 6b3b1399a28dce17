#pragma once

#include "core/base/placed_json.h"

#include <QtCore/QByteArray>
#include <QtCore/QJsonValue>

#include <vector>

namespace core::connectors {

/// A JSON file that a person writes by hand: its value, and on which line each part of it stands.
struct LinedJson {
    QJsonValue value;
    PlacedJson places;
    std::vector<qsizetype> lineStarts; ///< offsets

    /// The line, from 1, of what a JSON Pointer (RFC 6901) leads to, or of the closest part around it that is there.
    [[nodiscard]] int line(const QString& pointer) const;
};

struct JsonFileError {
    int line = 1;
    QString detail;
};

/// Strict JSON (RFC 7493): repeated keys, numbers out of range and bytes that are not UTF-8 are errors, each with its
/// line. A byte order mark is passed over. What it needs is in proportion to the text, whatever is in it.
[[nodiscard]] tl::expected<LinedJson, JsonFileError> readLinedJson(const QByteArray& text);

} // namespace core::connectors
