#include "core/toolapi/json_pointer.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>

namespace core::toolapi {
namespace {

std::optional<QString> unescaped(const QString& token)
{
    QString text;
    text.reserve(token.size());
    for (qsizetype i = 0; i < token.size(); ++i) {
        if (token[i] != u'~') {
            text += token[i];
            continue;
        }
        if (++i == token.size()) return std::nullopt;
        if (token[i] == u'0')
            text += u'~';
        else if (token[i] == u'1')
            text += u'/';
        else
            return std::nullopt;
    }
    return text;
}

// "0", or digits without a leading zero (RFC 6901 section 4).
std::optional<qsizetype> arrayIndex(const QString& token)
{
    if (token.isEmpty() || token.size() > 9 || (token.size() > 1 && token[0] == u'0')) return std::nullopt;
    qsizetype index = 0;
    for (const auto c : token) {
        if (c < u'0' || c > u'9') return std::nullopt;
        index = index * 10 + (c.unicode() - u'0');
    }
    return index;
}

} // namespace

std::optional<QStringList> pointerTokens(const QString& pointer)
{
    if (pointer.isEmpty()) return QStringList();
    if (pointer[0] != u'/') return std::nullopt;
    QStringList tokens;
    for (const auto& raw : pointer.mid(1).split(u'/')) {
        const auto token = unescaped(raw);
        if (!token) return std::nullopt;
        tokens += *token;
    }
    return tokens;
}

QString pointerChild(const QString& pointer, const QString& token)
{
    QString escaped = token;
    escaped.replace(u'~', QLatin1String("~0")).replace(u'/', QLatin1String("~1"));
    return pointer + u'/' + escaped;
}

QJsonValue pointerValue(const QJsonValue& document, const QString& pointer)
{
    const auto tokens = pointerTokens(pointer);
    if (!tokens) return QJsonValue(QJsonValue::Undefined);
    QJsonValue value = document;
    for (const auto& token : *tokens) {
        if (value.isObject()) {
            value = value.toObject().value(token);
        } else if (value.isArray()) {
            const auto array = value.toArray();
            const auto index = arrayIndex(token);
            if (!index || *index >= array.size()) return QJsonValue(QJsonValue::Undefined);
            value = array.at(*index);
        } else {
            return QJsonValue(QJsonValue::Undefined);
        }
        if (value.isUndefined()) return value;
    }
    return value;
}

} // namespace core::toolapi
