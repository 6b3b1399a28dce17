#pragma once

#include "core/base/error.h"

#include <QtCore/QByteArray>
#include <QtCore/QJsonValue>

namespace core {

/// The JSON Canonicalization Scheme: one byte string for one value, so that it can be hashed (RFC 8785).
///
/// \error InvalidArgument  a number that is not finite, or a string with a lone surrogate (RFC 8785 section 3.2.2.2)
[[nodiscard]] Result<QByteArray> canonicalJson(const QJsonValue& value);

/// Parses strict JSON and refuses what two parsers could read differently: a repeated key in one object, a number
/// outside the range of an IEEE double, bytes that are not UTF-8, more than `maxDepth` levels (RFC 7493).
///
/// \error NotJson          it is not JSON
/// \error InvalidArgument  it is JSON, but ambiguous in one of the ways above
[[nodiscard]] Result<QJsonValue> parseStrictJson(const QByteArray& text, int maxDepth = 64);

} // namespace core
