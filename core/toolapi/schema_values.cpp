#include "core/toolapi/schema_values_p.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

namespace core::toolapi {
namespace {

// toInteger() gives its default back when the value is not a whole number within 64 bits.
std::optional<qint64> exactInteger(const QJsonValue& number)
{
    const auto integer = number.toInteger(0);
    if (integer != number.toInteger(1)) return std::nullopt;
    return integer;
}

// |number| = digits * 10^exponent, by the shortest decimal form that reads back as the same double: what was written.
struct Decimal {
    quint64 digits = 0;
    int exponent = 0;
};

Decimal decimalOf(const QJsonValue& number)
{
    if (const auto integer = exactInteger(number)) {
        const auto bits = static_cast<quint64>(*integer);
        return {*integer < 0 ? quint64{0} - bits : bits, 0};
    }
    char buffer[32];
    const auto end =
        std::to_chars(buffer, buffer + sizeof buffer, std::fabs(number.toDouble()), std::chars_format::scientific).ptr;
    Decimal decimal;
    const char* at = buffer;
    int fraction = 0;
    bool afterPoint = false;
    for (; at != end && *at != 'e'; ++at) {
        if (*at == '.') {
            afterPoint = true;
            continue;
        }
        decimal.digits = decimal.digits * 10 + static_cast<quint64>(*at - '0');
        if (afterPoint) ++fraction;
    }
    if (at != end) {
        ++at;
        if (at != end && *at == '+') ++at;
        std::from_chars(at, end, decimal.exponent);
    }
    decimal.exponent -= fraction;
    return decimal;
}

std::partial_ordering compareIntegerWithDouble(qint64 integer, double other)
{
    constexpr double twoTo63 = 9223372036854775808.0;
    if (other >= twoTo63) return std::partial_ordering::less;
    if (other < -twoTo63) return std::partial_ordering::greater;
    const auto whole = static_cast<qint64>(std::trunc(other));
    if (integer != whole) return integer <=> whole;
    return 0.0 <=> other - std::trunc(other);
}

void writeIdentity(const QJsonValue& value, QByteArray& out);

void writeText(const QString& text, QByteArray& out)
{
    out += 's' + QByteArray::number(text.size()) + ':';
    out.append(reinterpret_cast<const char*>(text.utf16()), text.size() * qsizetype{sizeof(char16_t)});
}

void writeObject(const QJsonObject& object, QByteArray& out)
{
    auto keys = object.keys();
    std::sort(keys.begin(), keys.end());
    out += '{';
    for (const auto& key : keys) {
        writeText(key, out);
        writeIdentity(object.value(key), out);
    }
    out += '}';
}

void writeIdentity(const QJsonValue& value, QByteArray& out)
{
    switch (value.type()) {
    case QJsonValue::Null:
    case QJsonValue::Undefined: out += 'n'; return;
    case QJsonValue::Bool: out += value.toBool() ? 't' : 'f'; return;
    case QJsonValue::Double:
        if (const auto integer = exactInteger(value))
            out += 'i' + QByteArray::number(*integer) + ';';
        else
            out += 'd' + QByteArray::number(value.toDouble(), 'g', 17) + ';'; // 17 digits tell any two doubles apart
        return;
    case QJsonValue::String: writeText(value.toString(), out); return;
    case QJsonValue::Array:
        out += '[';
        for (const auto& item : value.toArray())
            writeIdentity(item, out);
        out += ']';
        return;
    case QJsonValue::Object: writeObject(value.toObject(), out); return;
    }
}

} // namespace

QByteArray identityOf(const QJsonValue& value)
{
    QByteArray bytes;
    writeIdentity(value, bytes);
    return bytes;
}

bool isIntegral(const QJsonValue& number)
{
    if (exactInteger(number)) return true;
    const double value = number.toDouble();
    return std::trunc(value) == value;
}

std::partial_ordering compareNumbers(const QJsonValue& a, const QJsonValue& b)
{
    const auto integerA = exactInteger(a);
    const auto integerB = exactInteger(b);
    if (integerA && integerB) return *integerA <=> *integerB;
    if (integerA) return compareIntegerWithDouble(*integerA, b.toDouble());
    if (integerB) return 0 <=> compareIntegerWithDouble(*integerB, a.toDouble());
    return a.toDouble() <=> b.toDouble();
}

bool isMultipleOf(const QJsonValue& number, const QJsonValue& divisor)
{
    const auto dividend = decimalOf(number);
    const auto unit = decimalOf(divisor);
    if (dividend.digits == 0) return true;
    if (unit.digits == 0) return false;
    if (dividend.exponent < unit.exponent) {
        // Compare with unit.digits * 10^(difference); once that passes the dividend it cannot divide it.
        quint64 scaled = unit.digits;
        for (int i = dividend.exponent; i < unit.exponent; ++i) {
            if (scaled > dividend.digits / 10) return false;
            scaled *= 10;
        }
        return dividend.digits % scaled == 0;
    }
    // remainder * 10 = remainder * 8 + remainder * 2, each doubling reduced at once: no digit count overflows 64 bits,
    // because no operand is over 2^63.
    quint64 remainder = dividend.digits % unit.digits;
    const auto doubled = [&unit](quint64 value) { return (value + value) % unit.digits; };
    for (int i = unit.exponent; i < dividend.exponent && remainder != 0; ++i) {
        const auto two = doubled(remainder);
        remainder = (two + doubled(doubled(two))) % unit.digits;
    }
    return remainder == 0;
}

qsizetype codePoints(const QString& text)
{
    qsizetype count = text.size();
    for (qsizetype i = 1; i < text.size(); ++i)
        if (text[i].isLowSurrogate() && text[i - 1].isHighSurrogate()) --count;
    return count;
}

QString kindOf(const QJsonValue& value)
{
    switch (value.type()) {
    case QJsonValue::Null: return QStringLiteral("null");
    case QJsonValue::Bool: return QStringLiteral("a boolean");
    case QJsonValue::Double: return isIntegral(value) ? QStringLiteral("an integer") : QStringLiteral("a number");
    case QJsonValue::String: return QStringLiteral("a string");
    case QJsonValue::Array: return QStringLiteral("an array");
    case QJsonValue::Object: return QStringLiteral("an object");
    case QJsonValue::Undefined: break;
    }
    return QStringLiteral("missing");
}

QString shown(const QJsonValue& value)
{
    constexpr qsizetype longest = 60;
    const auto listed = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    const auto text = QString::fromUtf8(listed.mid(1, listed.size() - 2));
    if (text.size() <= longest) return text;
    return text.left(longest) + QStringLiteral("...");
}

} // namespace core::toolapi
