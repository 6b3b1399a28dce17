#include "core/identity/secret_members.h"

#include <algorithm>

namespace core::identity {
namespace {

// The end of the string that begins at `start` (a quotation mark), behind its closing mark; -1 when it has none.
qsizetype stringEnd(const QByteArray& json, qsizetype start)
{
    for (qsizetype i = start + 1; i < json.size(); ++i) {
        if (json[i] == '\\')
            ++i;
        else if (json[i] == '"')
            return i + 1;
    }
    return -1;
}

qsizetype skipSpace(const QByteArray& json, qsizetype position)
{
    while (position < json.size() &&
           (json[position] == ' ' || json[position] == '\t' || json[position] == '\n' || json[position] == '\r'))
        ++position;
    return position;
}

bool isTokenText(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(),
                       [](char character) { return character >= 0x20 && character <= 0x7e && character != '\\'; });
}

} // namespace

Result<SplitJson> splitSecretMembers(const QByteArray& json, const QList<QByteArray>& names)
{
    if (skipSpace(json, 0) >= json.size() || json[skipSpace(json, 0)] != '{') {
        return fail(Errc::NotJson, QStringLiteral("not a JSON object"));
    }
    SplitJson split;
    qsizetype copied = 0;
    int depth = 0;
    for (qsizetype i = 0; i < json.size();) {
        const char character = json[i];
        if (character == '{' || character == '[') ++depth;
        if (character == '}' || character == ']') --depth;
        if (character != '"') {
            ++i;
            continue;
        }
        const auto end = stringEnd(json, i);
        if (end < 0) return fail(Errc::NotJson, QStringLiteral("a string without an end"));
        const auto name = json.mid(i + 1, end - i - 2);
        i = end;
        const auto colon = skipSpace(json, end);
        if (depth != 1 || colon >= json.size() || json[colon] != ':' || !names.contains(name)) continue;
        const auto value = skipSpace(json, colon + 1);
        if (value >= json.size() || json[value] != '"') continue; // null or another kind: for the parser to judge
        const auto valueEnd = stringEnd(json, value);
        if (valueEnd < 0) return fail(Errc::NotJson, QStringLiteral("a string without an end"));
        const auto text = QByteArrayView(json).sliced(value + 1, valueEnd - value - 2);
        if (!isTokenText(text)) return fail(Errc::Protocol, QStringLiteral("a token with characters no token has"));
        if (split.secrets.contains(name)) return fail(Errc::Protocol, QStringLiteral("a token came twice"));
        split.secrets.emplace(name, Secret::consume(QByteArray(text.data(), text.size())));
        split.rest += json.mid(copied, value + 1 - copied);
        copied = valueEnd - 1;
        i = valueEnd;
    }
    split.rest += json.mid(copied);
    return split;
}

} // namespace core::identity
