#include "core/audit/record.h"

#include "core/audit/record_p.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

namespace core::audit {
namespace {

constexpr qsizetype maxTextLength = 512;

void put(QJsonObject& object, const QString& key, const QString& text)
{
    if (!text.isEmpty()) object.insert(key, text.left(maxTextLength));
}

} // namespace

QByteArray recordBody(const Record& record, const QDateTime& nowUtc)
{
    QJsonObject body{{QStringLiteral("ts"), nowUtc.toString(Qt::ISODateWithMs)},
                     {QStringLiteral("kind"), kindName(record.kind)}};
    put(body, QStringLiteral("person"), record.person);
    put(body, QStringLiteral("outcome"), record.outcome);
    put(body, QStringLiteral("host"), record.host);
    put(body, QStringLiteral("audience"), record.audience);
    put(body, QStringLiteral("call"), record.call.text());
    put(body, QStringLiteral("tool"), record.tool);
    put(body, QStringLiteral("definition"), record.definition);
    put(body, QStringLiteral("arguments"), record.arguments);
    put(body, QStringLiteral("decision"), record.decision);
    put(body, QStringLiteral("rule"), record.rule);
    if (record.httpStatus != 0) body.insert(QStringLiteral("http"), record.httpStatus);
    if (!record.labels.isEmpty()) {
        QJsonArray labels;
        for (const auto& label : record.labels.mid(0, 32))
            labels.append(label.left(maxTextLength));
        body.insert(QStringLiteral("labels"), labels);
    }
    return QJsonDocument(body).toJson(QJsonDocument::Compact);
}

QString kindName(Kind kind)
{
    switch (kind) {
    case Kind::SignIn: return QStringLiteral("sign-in");
    case Kind::Refresh: return QStringLiteral("refresh");
    case Kind::SignOut: return QStringLiteral("sign-out");
    case Kind::Revocation: return QStringLiteral("revocation");
    case Kind::Forgotten: return QStringLiteral("forgotten");
    case Kind::Decision: return QStringLiteral("decision");
    case Kind::Answer: return QStringLiteral("answer");
    case Kind::GrantWritten: return QStringLiteral("grant-written");
    case Kind::GrantUsed: return QStringLiteral("grant-used");
    case Kind::GrantRevoked: return QStringLiteral("grant-revoked");
    case Kind::CallStarted: return QStringLiteral("call-started");
    case Kind::CallEnded: return QStringLiteral("call-ended");
    case Kind::Repaired: return QStringLiteral("repaired");
    }
    return {};
}

} // namespace core::audit
