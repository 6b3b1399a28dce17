#include "core/vault/token_audience.h"

#include "core/base/canonical_json.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

namespace core::vault {

bool mayGoTo(const Secret& token, const QString& audience)
{
    const auto bytes = token.expose();
    const auto text =
        QByteArray::fromRawData(reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size()));
    if (text.count('.') != 2) return true;
    const auto first = text.indexOf('.');
    const auto second = text.lastIndexOf('.');
    // Header and claims are copied; without the signature they prove nothing. Read more loosely than RFC 7515 section 2
    // has it, because what is taken for a JWT has to pass the check.
    const auto header = QByteArray::fromBase64(text.first(first), QByteArray::Base64UrlEncoding);
    if (!QJsonDocument::fromJson(header).isObject()) return true;
    const auto claims = parseStrictJson(
        QByteArray::fromBase64(text.sliced(first + 1, second - first - 1), QByteArray::Base64UrlEncoding));
    if (!claims || !claims->isObject()) return false;
    const auto named = claims->toObject().value(QLatin1String("aud"));
    if (named.isArray()) return named.toArray().contains(audience);
    return named.isString() && named.toString() == audience;
}

} // namespace core::vault
