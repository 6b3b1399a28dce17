#include "core/base/canonical_json.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QSet>
#include <QtCore/QStringDecoder>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace core {
namespace {

bool hasLoneSurrogate(const QString& text)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (!text[i].isSurrogate()) continue;
        if (!text[i].isHighSurrogate() || i + 1 >= text.size() || !text[i + 1].isLowSurrogate()) return true;
        ++i;
    }
    return false;
}

Result<> writeString(const QString& text, QByteArray& out)
{
    if (hasLoneSurrogate(text)) return fail(Errc::InvalidArgument, QStringLiteral("lone surrogate"));
    out += '"';
    for (const char c : text.toUtf8()) {
        switch (c) {
        case '"': out += "\\\""; break;
        case '\\': out += "\\\\"; break;
        case '\b': out += "\\b"; break;
        case '\f': out += "\\f"; break;
        case '\n': out += "\\n"; break;
        case '\r': out += "\\r"; break;
        case '\t': out += "\\t"; break;
        default:
            if (static_cast<unsigned char>(c) < 0x20) {
                static constexpr char digits[] = "0123456789abcdef";
                out += "\\u00";
                out += digits[(c >> 4) & 0xF];
                out += digits[c & 0xF];
            } else {
                out += c;
            }
        }
    }
    out += '"';
    return {};
}

// "the shortest form that reads back as the same double", laid out as ECMAScript's Number::toString does
// (RFC 8785 section 3.2.2.3).
Result<> writeNumber(double number, QByteArray& out)
{
    if (!std::isfinite(number)) return fail(Errc::InvalidArgument, QStringLiteral("number is not finite"));
    if (number == 0) {
        out += '0';
        return {};
    }
    char buffer[32];
    const auto end =
        std::to_chars(buffer, buffer + sizeof buffer, std::fabs(number), std::chars_format::scientific).ptr;
    const QByteArray text(buffer, static_cast<qsizetype>(end - buffer));
    const auto e = text.indexOf('e');
    QByteArray digits = text.left(e);
    digits.replace(".", "");
    const int point = text.mid(e + 1).toInt() + 1; // where the decimal point stands, counted from the first digit
    const int count = static_cast<int>(digits.size());
    if (number < 0) out += '-';
    if (count <= point && point <= 21) {
        out += digits + QByteArray(point - count, '0');
    } else if (0 < point && point <= 21) {
        out += digits.left(point) + '.' + digits.mid(point);
    } else if (-6 < point && point <= 0) {
        out += "0." + QByteArray(-point, '0') + digits;
    } else {
        const int exponent = point - 1;
        out += digits.left(1);
        if (count > 1) out += '.' + digits.mid(1);
        out += exponent < 0 ? "e-" : "e+";
        out += QByteArray::number(std::abs(exponent));
    }
    return {};
}

Result<> write(const QJsonValue& value, QByteArray& out)
{
    switch (value.type()) {
    case QJsonValue::Null:
    case QJsonValue::Undefined: out += "null"; return {};
    case QJsonValue::Bool: out += value.toBool() ? "true" : "false"; return {};
    case QJsonValue::Double: return writeNumber(value.toDouble(), out);
    case QJsonValue::String: return writeString(value.toString(), out);
    case QJsonValue::Array: {
        out += '[';
        bool first = true;
        for (const auto& item : value.toArray()) {
            if (!std::exchange(first, false)) out += ',';
            TRY(write(item, out));
        }
        out += ']';
        return {};
    }
    case QJsonValue::Object: {
        const auto object = value.toObject();
        auto keys = object.keys();
        std::sort(keys.begin(), keys.end()); // QString compares UTF-16 code units, as section 3.2.3 asks
        out += '{';
        bool first = true;
        for (const auto& key : keys) {
            if (!std::exchange(first, false)) out += ',';
            TRY(writeString(key, out));
            out += ':';
            TRY(write(object.value(key), out));
        }
        out += '}';
        return {};
    }
    }
    return fail(Errc::Internal, QStringLiteral("unknown JSON type"));
}

// Walks the text beside QJsonDocument, which keeps the last of two equal keys without a word.
class StrictScanner {
public:
    StrictScanner(const QByteArray& text, int maxDepth)
        : text_(text)
        , maxDepth_(maxDepth)
    {}

    Result<> scan() { return value(0); }

private:
    void space()
    {
        while (at_ < text_.size() &&
               (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r'))
            ++at_;
    }
    [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

    QByteArray rawString()
    {
        const auto start = at_++;
        while (at_ < text_.size() && text_[at_] != '"')
            at_ += text_[at_] == '\\' ? 2 : 1;
        ++at_;
        return text_.mid(start, at_ - start);
    }

    Result<> value(int depth)
    {
        space();
        if ((peek() == '{' || peek() == '[') && depth >= maxDepth_)
            return fail(Errc::InvalidArgument, QStringLiteral("JSON is nested too deeply"));
        if (peek() == '{') return object(depth);
        if (peek() == '[') return array(depth);
        if (peek() == '"') {
            rawString();
            return {};
        }
        const auto start = at_;
        while (at_ < text_.size() && !strchr(",]} \t\r\n", text_[at_]))
            ++at_;
        const auto word = text_.mid(start, at_ - start);
        if (!word.isEmpty() && (word[0] == '-' || (word[0] >= '0' && word[0] <= '9'))) {
            bool ok = false;
            const double number = word.toDouble(&ok);
            if (!ok || !std::isfinite(number))
                return fail(Errc::InvalidArgument, QStringLiteral("number out of range"));
        }
        return {};
    }

    Result<> object(int depth)
    {
        ++at_;
        QSet<QString> seen;
        for (space(); peek() != '}' && at_ < text_.size(); space()) {
            const auto raw = rawString();
            // Decode the key, so that "a" and "\u0061" are seen as equal.
            const auto key = QJsonDocument::fromJson('[' + raw + ']').array().at(0).toString();
            if (seen.contains(key)) return fail(Errc::InvalidArgument, QStringLiteral("repeated key"));
            seen.insert(key);
            space();
            ++at_; // the colon
            TRY(value(depth + 1));
            space();
            if (peek() == ',') ++at_;
        }
        ++at_;
        return {};
    }

    Result<> array(int depth)
    {
        ++at_;
        for (space(); peek() != ']' && at_ < text_.size(); space()) {
            TRY(value(depth + 1));
            space();
            if (peek() == ',') ++at_;
        }
        ++at_;
        return {};
    }

    const QByteArray& text_;
    qsizetype at_ = 0;
    int maxDepth_;
};

} // namespace

Result<QByteArray> canonicalJson(const QJsonValue& value)
{
    QByteArray out;
    TRY(write(value, out));
    return out;
}

Result<QJsonValue> parseStrictJson(const QByteArray& text, int maxDepth)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString decoded = decoder(text);
    if (decoder.hasError()) return fail(Errc::InvalidArgument, QStringLiteral("not UTF-8"));
    QJsonParseError error{};
    // QJsonDocument takes only arrays and objects at the top; a list of one holds any value.
    const auto document = QJsonDocument::fromJson('[' + text + ']', &error);
    if (error.error != QJsonParseError::NoError) return fail(Errc::NotJson, error.errorString());
    if (document.array().size() != 1) return fail(Errc::NotJson, QStringLiteral("not one JSON value"));
    TRY(StrictScanner(text, maxDepth).scan());
    return document.array().at(0);
}

} // namespace core
