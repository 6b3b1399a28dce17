#include "core/identity/session_record.h"

#include "core/base/canonical_json.h"
#include "core/crypto/aead.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QtEndian>

namespace core::identity {
namespace {

QByteArray boundTo(const QString& person, qint64 version, const char* part)
{
    return "session/" + person.toLatin1() + '/' + QByteArray::number(version) + '/' + part;
}

tl::unexpected<Error> corrupt(const char* why)
{
    return fail(Errc::Corrupt, QString::fromLatin1(why));
}

QJsonValue fromTime(const QDateTime& timeUtc)
{
    return timeUtc.isValid() ? QJsonValue(timeUtc.toString(Qt::ISODateWithMs)) : QJsonValue();
}

QDateTime toTime(const QJsonValue& value)
{
    return QDateTime::fromString(value.toString(), Qt::ISODateWithMs);
}

// Each token as four bytes of length, most significant first, and its bytes.
Secret join(const std::vector<Secret>& parts)
{
    std::size_t size = 0;
    for (const auto& part : parts)
        size += 4 + part.size();
    QByteArray bytes;
    bytes.reserve(static_cast<qsizetype>(size)); // one buffer from the start: nothing is left behind by growing
    for (const auto& part : parts) {
        char length[4];
        qToBigEndian(static_cast<quint32>(part.size()), length);
        bytes.append(length, 4);
        const auto exposed = part.expose();
        bytes.append(reinterpret_cast<const char*>(exposed.data()), static_cast<qsizetype>(exposed.size()));
    }
    return Secret::consume(std::move(bytes));
}

Result<std::vector<Secret>> split(const Secret& joined, std::size_t count)
{
    const auto exposed = joined.expose();
    const auto* data = reinterpret_cast<const char*>(exposed.data());
    std::size_t position = 0;
    std::vector<Secret> parts;
    while (position < exposed.size()) {
        if (exposed.size() - position < 4) return corrupt("a stored token is cut off");
        const auto length = qFromBigEndian<quint32>(data + position);
        position += 4;
        if (exposed.size() - position < length) return corrupt("a stored token is cut off");
        parts.push_back(Secret::consume(QByteArray(data + position, static_cast<qsizetype>(length))));
        position += length;
    }
    if (parts.size() != count) return corrupt("the stored tokens do not fit the record");
    return parts;
}

} // namespace

Result<SessionRecord> SessionRecord::seal(const StoredSession& session, qint64 version, const SealingKey& key)
{
    std::vector<Secret> tokens{session.refresh, session.idToken};
    QJsonArray access;
    for (const auto& held : session.access) {
        tokens.push_back(held.token);
        access.append(QJsonObject{{QStringLiteral("audience"), held.audience},
                                  {QStringLiteral("scopes"), QJsonArray::fromStringList(held.scopes)},
                                  {QStringLiteral("expires"), fromTime(held.expiresAtUtc)}});
    }
    const QJsonObject profile{{QStringLiteral("format"), 1},
                              {QStringLiteral("config"), session.config.toJson()},
                              {QStringLiteral("algorithm"), crypto::jwsAlgorithmName(session.algorithm)},
                              {QStringLiteral("issuer"), session.session.key().issuer},
                              {QStringLiteral("subject"), session.session.key().subject},
                              {QStringLiteral("claims"), session.session.claims()},
                              {QStringLiteral("signedIn"), fromTime(session.signedInAtUtc)},
                              {QStringLiteral("access"), access}};
    const auto person = session.person();
    SessionRecord record;
    TRY_ASSIGN(record.profile, crypto::seal(key, QJsonDocument(profile).toJson(QJsonDocument::Compact),
                                            boundTo(person, version, "profile")));
    TRY_ASSIGN(record.tokens, crypto::seal(key, join(tokens), boundTo(person, version, "tokens")));
    return record;
}

Result<StoredSession> SessionRecord::open(const QString& person, qint64 version, const SealingKey& key) const
{
    TRY_ASSIGN(const auto text, crypto::open(key, profile, boundTo(person, version, "profile")));
    const auto value = parseStrictJson(text);
    if (!value || !value->isObject()) return corrupt("a stored profile is no JSON");
    const auto json = value->toObject();
    if (json.value(QStringLiteral("format")).toInt() != 1) {
        return fail(Errc::Unsupported, QStringLiteral("a later version of the program wrote this record"));
    }
    TRY_ASSIGN(auto config, ProviderConfig::fromJson(json.value(QStringLiteral("config")).toObject()));
    const auto algorithm = crypto::jwsAlgorithmFromName(json.value(QStringLiteral("algorithm")).toString());
    if (!algorithm) return corrupt("a stored algorithm is unknown");
    const UserKey user{json.value(QStringLiteral("issuer")).toString(),
                       json.value(QStringLiteral("subject")).toString()};
    if (user.storageName() != person) return corrupt("a stored profile belongs to another person");

    StoredSession session{std::move(config), *algorithm,
                          UserSession(user, json.value(QStringLiteral("claims")).toObject()),
                          toTime(json.value(QStringLiteral("signedIn")))};
    session.version = version;
    const auto access = json.value(QStringLiteral("access")).toArray();
    TRY_ASSIGN(const auto joined, crypto::openSecret(key, tokens, boundTo(person, version, "tokens")));
    TRY_ASSIGN(auto parts, split(joined, 2 + static_cast<std::size_t>(access.size())));
    session.refresh = RefreshToken(parts[0]);
    session.idToken = IdToken(parts[1]);
    for (qsizetype i = 0; i < access.size(); ++i) {
        const auto entry = access[i].toObject();
        QStringList scopes;
        const auto list = entry.value(QStringLiteral("scopes")).toArray();
        for (const auto& scope : list)
            scopes.append(scope.toString());
        session.access.push_back(HeldToken{entry.value(QStringLiteral("audience")).toString(),
                                           AccessToken(parts[2 + static_cast<std::size_t>(i)]), scopes,
                                           toTime(entry.value(QStringLiteral("expires")))});
    }
    return session;
}

} // namespace core::identity
