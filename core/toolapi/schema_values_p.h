#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QJsonValue>
#include <QtCore/QString>

#include <compare>

// JSON values as JSON Schema compares them: numbers by their mathematical value, to the last digit.
namespace core::toolapi {

/// Bytes that are equal exactly when the two values are (Core section 4.2.2): 1 and 1.0 are, false and 0 are not.
[[nodiscard]] QByteArray identityOf(const QJsonValue& value);

[[nodiscard]] bool isIntegral(const QJsonValue& number);
[[nodiscard]] std::partial_ordering compareNumbers(const QJsonValue& a, const QJsonValue& b);
/// In decimal, so that 0.0075 is a multiple of 0.0001 (Validation section 6.2.1). `divisor` is over zero.
[[nodiscard]] bool isMultipleOf(const QJsonValue& number, const QJsonValue& divisor);

/// Characters of the string as JSON Schema counts them: code points (Validation section 6.3.1).
[[nodiscard]] qsizetype codePoints(const QString& text);

/// "a string", "null", "an integer" ...
[[nodiscard]] QString kindOf(const QJsonValue& value);
/// The value as JSON, cut to a line that can stand in a sentence.
[[nodiscard]] QString shown(const QJsonValue& value);

} // namespace core::toolapi
