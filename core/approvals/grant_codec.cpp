#include "core/approvals/grant_codec_p.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

#include <array>

namespace core::approvals {
namespace {

using policy::Grant;

// The words stand in files and logs and never change.
constexpr std::array kinds{std::pair{Grant::Kind::Here, "here"}, std::pair{Grant::Kind::Always, "always"},
                           std::pair{Grant::Kind::Never, "never"}};

QJsonValue time(const QDateTime& at)
{
    return at.isValid() ? QJsonValue(at.toMSecsSinceEpoch()) : QJsonValue();
}

QDateTime timeFrom(const QJsonValue& value)
{
    return value.isDouble() ? QDateTime::fromMSecsSinceEpoch(value.toInteger(), Qt::UTC) : QDateTime();
}

QJsonArray toJson(const QList<policy::Pinned>& pinned)
{
    QJsonArray list;
    for (const auto& one : pinned)
        list.append(QJsonObject{{QStringLiteral("pointer"), one.pointer},
                                {QStringLiteral("isName"), one.isName},
                                {QStringLiteral("value"), QString::fromUtf8(one.value)}});
    return list;
}

QList<policy::Pinned> pinnedFrom(const QJsonValue& value)
{
    QList<policy::Pinned> pinned;
    const auto list = value.toArray();
    for (const auto& item : list) {
        const auto one = item.toObject();
        pinned.append({one.value(QLatin1String("pointer")).toString(), one.value(QLatin1String("isName")).toBool(),
                       one.value(QLatin1String("value")).toString().toUtf8()});
    }
    return pinned;
}

} // namespace

QString kindName(Grant::Kind kind)
{
    for (const auto& [known, word] : kinds)
        if (known == kind) return QLatin1String(word);
    return {};
}

QByteArray bytesOf(const StandingGrant& standing)
{
    const auto& grant = standing.grant;
    return QJsonDocument(QJsonObject{{QStringLiteral("id"), grant.id.text()},
                                     {QStringLiteral("kind"), kindName(grant.kind)},
                                     {QStringLiteral("tool"), grant.tool.text()},
                                     {QStringLiteral("definition"), grant.definitionHash},
                                     {QStringLiteral("conversation"), grant.conversation.text()},
                                     {QStringLiteral("pinned"), toJson(grant.pinned)},
                                     {QStringLiteral("writtenIn"), standing.writtenIn.text()},
                                     {QStringLiteral("written"), time(standing.writtenUtc)},
                                     {QStringLiteral("ends"), time(standing.endsUtc)},
                                     {QStringLiteral("mostUses"), standing.mostUses},
                                     {QStringLiteral("uses"), standing.uses},
                                     {QStringLiteral("lastUsed"), time(standing.lastUsedUtc)}})
        .toJson(QJsonDocument::Compact);
}

Result<StandingGrant> grantFrom(const QByteArray& bytes)
{
    const auto json = QJsonDocument::fromJson(bytes).object();
    const auto word = json.value(QLatin1String("kind")).toString();
    StandingGrant standing;
    auto& grant = standing.grant;
    bool known = false;
    for (const auto& [kind, name] : kinds) {
        if (word != QLatin1String(name)) continue;
        grant.kind = kind;
        known = true;
    }
    // A list that cannot be read would pin nothing.
    if (!known || !json.value(QLatin1String("pinned")).isArray())
        return fail(Errc::Corrupt, QStringLiteral("not a standing grant"));
    grant.id = policy::GrantId(json.value(QLatin1String("id")).toString());
    grant.tool = ToolName(json.value(QLatin1String("tool")).toString());
    grant.definitionHash = json.value(QLatin1String("definition")).toString();
    grant.conversation = ConversationId(json.value(QLatin1String("conversation")).toString());
    grant.pinned = pinnedFrom(json.value(QLatin1String("pinned")));
    standing.writtenIn = ConversationId(json.value(QLatin1String("writtenIn")).toString());
    standing.writtenUtc = timeFrom(json.value(QLatin1String("written")));
    standing.endsUtc = timeFrom(json.value(QLatin1String("ends")));
    standing.mostUses = json.value(QLatin1String("mostUses")).toInt();
    standing.uses = json.value(QLatin1String("uses")).toInt();
    standing.lastUsedUtc = timeFrom(json.value(QLatin1String("lastUsed")));
    return standing;
}

} // namespace core::approvals
