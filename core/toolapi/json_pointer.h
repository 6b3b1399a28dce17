#pragma once

#include "core/base/error.h"

#include <QtCore/QJsonValue>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <optional>

namespace core::toolapi {

/// The reference tokens of a JSON Pointer, unescaped (RFC 6901 sections 3 and 4). Nothing when it is not one.
[[nodiscard]] std::optional<QStringList> pointerTokens(const QString& pointer);

/// `pointer` with one more token, escaped.
[[nodiscard]] QString pointerChild(const QString& pointer, const QString& token);

/// What the pointer points at; QJsonValue::Undefined when there is nothing (RFC 6901 section 4).
[[nodiscard]] QJsonValue pointerValue(const QJsonValue& document, const QString& pointer);

} // namespace core::toolapi
