#include "core/conversations/codec_p.h"

#include <QtCore/QJsonDocument>

namespace core::conversations {
namespace {

using toolapi::ApiAnswer;
using toolapi::Label;
using toolapi::ToolResult;
using toolapi::Unapproved;

constexpr qsizetype answerStartLength = 4000;

QByteArray bytesOf(const QJsonObject& object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QJsonObject objectFrom(const QByteArray& bytes)
{
    return QJsonDocument::fromJson(bytes).object();
}

QString text(const QJsonObject& json, const char* name)
{
    return json.value(QLatin1String(name)).toString();
}

QStringList texts(const QJsonObject& json, const char* name)
{
    QStringList list;
    for (const auto& item : json.value(QLatin1String(name)).toArray())
        list.append(item.toString());
    return list;
}

void put(QJsonObject& json, const char* name, const QString& value)
{
    if (!value.isEmpty()) json.insert(QLatin1String(name), value);
}

// Header and method bytes are Latin-1 by the standard (RFC 9110 section 5.5).
QString latin1(const QByteArray& bytes)
{
    return QString::fromLatin1(bytes);
}

QJsonObject toJson(const ApiAnswer& api)
{
    QJsonArray headers;
    for (const auto& [name, value] : api.headers)
        headers.append(QJsonArray{latin1(name), latin1(value)});
    return {{QStringLiteral("status"), api.status},
            {QStringLiteral("contentType"), latin1(api.contentType)},
            {QStringLiteral("headers"), headers},
            {QStringLiteral("method"), latin1(api.method)},
            {QStringLiteral("url"), latin1(api.url.toEncoded())},
            {QStringLiteral("issuer"), api.person.issuer},
            {QStringLiteral("subject"), api.person.subject},
            {QStringLiteral("audience"), api.audience},
            {QStringLiteral("scopes"), QJsonArray::fromStringList(api.scopes)}};
}

QJsonObject toJson(const Unapproved& facts)
{
    QJsonObject json{{QStringLiteral("roles"), QJsonArray::fromStringList(facts.roles)},
                     {QStringLiteral("withdrawal"), toolapi::withdrawalName(facts.withdrawal)}};
    if (facts.by)
        json.insert(QStringLiteral("by"), QJsonObject{{QStringLiteral("issuer"), facts.by->issuer},
                                                      {QStringLiteral("subject"), facts.by->subject},
                                                      {QStringLiteral("name"), facts.byName}});
    put(json, "reason", facts.reason);
    return json;
}

Unapproved unapprovedFrom(const QJsonObject& json)
{
    Unapproved facts;
    if (const auto by = json.value(QLatin1String("by")); by.isObject()) {
        facts.by = UserKey{text(by.toObject(), "issuer"), text(by.toObject(), "subject")};
        facts.byName = text(by.toObject(), "name");
    }
    facts.roles = texts(json, "roles");
    facts.reason = text(json, "reason");
    facts.withdrawal = toolapi::withdrawalFromName(text(json, "withdrawal"));
    return facts;
}

ApiAnswer apiFrom(const QJsonObject& json)
{
    ApiAnswer api;
    api.status = json.value(QLatin1String("status")).toInt();
    api.contentType = text(json, "contentType").toLatin1();
    for (const auto& header : json.value(QLatin1String("headers")).toArray())
        api.headers.emplace_back(header.toArray().at(0).toString().toLatin1(),
                                 header.toArray().at(1).toString().toLatin1());
    api.method = text(json, "method").toLatin1();
    api.url = QUrl::fromEncoded(text(json, "url").toLatin1(), QUrl::StrictMode);
    api.person = UserKey{text(json, "issuer"), text(json, "subject")};
    api.audience = text(json, "audience");
    api.scopes = texts(json, "scopes");
    return api;
}

// What a card shows of an answer.
QString answerStart(const ToolResult& result)
{
    if (result.api && !result.api->body.isEmpty()) {
        // UTF-8 needs at most four bytes a character.
        const auto start = QString::fromUtf8(result.api->body.left(4 * answerStartLength));
        return start.left(answerStartLength);
    }
    if (result.value.isUndefined() || result.value.isNull()) return {};
    if (result.value.isString()) return result.value.toString().left(answerStartLength);
    const auto bytes = valueBytes(result.value);
    return QString::fromUtf8(bytes.mid(1, 4 * answerStartLength)).left(qMin(answerStartLength, bytes.size() - 2));
}

} // namespace

QJsonObject toJson(const Label& label)
{
    QJsonObject json{{QStringLiteral("trusted"), label.integrity == toolapi::Integrity::Trusted}};
    QJsonArray sources;
    for (const auto& source : label.sources)
        sources.append(source);
    json.insert(QStringLiteral("sources"), sources);
    if (label.readers.everyone) {
        json.insert(QStringLiteral("everyone"), true);
    } else {
        QJsonArray readers;
        for (const auto& reader : label.readers.who)
            readers.append(reader);
        json.insert(QStringLiteral("readers"), readers);
    }
    return json;
}

Label labelFrom(const QJsonObject& json)
{
    Label label;
    label.integrity = json.value(QLatin1String("trusted")).toBool(false) ? toolapi::Integrity::Trusted
                                                                         : toolapi::Integrity::Untrusted;
    for (const auto& source : texts(json, "sources"))
        label.sources.insert(source);
    label.readers.everyone = json.value(QLatin1String("everyone")).toBool(false);
    for (const auto& reader : texts(json, "readers"))
        label.readers.who.insert(reader);
    return label;
}

QJsonObject toJson(const Error& error)
{
    QJsonObject json{{QStringLiteral("code"), errcName(error.code)}};
    put(json, "detail", error.detail);
    put(json, "subject", error.subject);
    if (error.retryAfter) json.insert(QStringLiteral("retryAfter"), static_cast<qint64>(error.retryAfter->count()));
    return json;
}

Error errorFrom(const QJsonObject& json)
{
    Error error{Errc::Internal, text(json, "detail"), text(json, "subject"), {}};
    const auto name = text(json, "code");
    // Internal is the last one.
    for (int code = 0; code <= static_cast<int>(Errc::Internal); ++code)
        if (errcName(static_cast<Errc>(code)) == name) error.code = static_cast<Errc>(code);
    const auto retry = json.value(QLatin1String("retryAfter"));
    if (retry.isDouble()) error.retryAfter = std::chrono::seconds(retry.toInteger());
    return error;
}

QByteArray detailsOf(const StepEnd& end)
{
    QJsonObject json{{QStringLiteral("label"), toJson(end.label)}};
    put(json, "reasoning", end.reasoning);
    put(json, "refusal", end.refusal);
    put(json, "finish", end.finish);
    if (!end.opaqueBlocks.isEmpty()) json.insert(QStringLiteral("opaqueBlocks"), end.opaqueBlocks);
    if (!end.usage.isEmpty()) json.insert(QStringLiteral("usage"), end.usage);
    if (end.error) json.insert(QStringLiteral("error"), toJson(*end.error));
    return bytesOf(json);
}

QByteArray detailsOf(const Label& label)
{
    return bytesOf({{QStringLiteral("label"), toJson(label)}});
}

void readDetails(const QByteArray& details, StoredMessage& message)
{
    const auto json = objectFrom(details);
    message.label = labelFrom(json.value(QLatin1String("label")).toObject());
    message.reasoning = text(json, "reasoning");
    message.refusal = text(json, "refusal");
    message.finish = text(json, "finish");
    message.opaqueBlocks = json.value(QLatin1String("opaqueBlocks")).toArray();
    message.usage = json.value(QLatin1String("usage")).toObject();
    if (json.contains(QLatin1String("error"))) message.error = errorFrom(json.value(QLatin1String("error")).toObject());
}

QByteArray proposalOf(const ProposedCall& call)
{
    return bytesOf({{QStringLiteral("modelCallId"), call.modelCallId},
                    {QStringLiteral("tool"), call.tool.text()},
                    // Base64, because a model may write bytes that are no UTF-8, and they are kept as they came.
                    {QStringLiteral("arguments"), latin1(call.arguments.toBase64())},
                    {QStringLiteral("effect"), toolapi::effectName(call.effect)}});
}

void readProposal(const QByteArray& proposal, StoredCall& call)
{
    const auto json = objectFrom(proposal);
    call.modelCallId = text(json, "modelCallId");
    call.tool = ToolName(text(json, "tool"));
    call.proposed = QByteArray::fromBase64(text(json, "arguments").toLatin1());
    call.effect = toolapi::effectFromName(text(json, "effect")).value_or(toolapi::Effect::Credential);
}

QByteArray bytesOf(const CallDecision& decision)
{
    QJsonObject json{{QStringLiteral("run"), decision.kind == CallDecision::Kind::Run},
                     {QStringLiteral("decision"), decision.decision},
                     {QStringLiteral("arguments"), decision.arguments},
                     {QStringLiteral("scopes"), QJsonArray::fromStringList(decision.scopes)}};
    put(json, "reason", decision.reason);
    put(json, "approvedBy", decision.approvedBy);
    put(json, "definition", decision.definitionHash);
    put(json, "argumentsHash", decision.argumentsHash);
    put(json, "audience", decision.audience);
    return bytesOf(json);
}

CallDecision decisionFrom(const CallId& call, const QByteArray& bytes)
{
    const auto json = objectFrom(bytes);
    return {call,
            json.value(QLatin1String("run")).toBool(false) ? CallDecision::Kind::Run : CallDecision::Kind::Refuse,
            text(json, "decision"),
            text(json, "reason"),
            text(json, "approvedBy"),
            text(json, "definition"),
            json.value(QLatin1String("arguments")).toObject(),
            text(json, "argumentsHash"),
            text(json, "audience"),
            texts(json, "scopes")};
}

QByteArray outcomeOf(const toolapi::ToolResult& result)
{
    QJsonObject json{{QStringLiteral("outcome"), toolapi::outcomeName(result.outcome)},
                     {QStringLiteral("tool"), result.tool.text()},
                     {QStringLiteral("arguments"), result.arguments},
                     {QStringLiteral("label"), toJson(result.label)}};
    put(json, "modelCallId", result.modelCallId);
    put(json, "modelText", result.modelText);
    put(json, "reason", result.reason);
    put(json, "explanation", result.explanation.en);
    put(json, "explanationJa", result.explanation.ja);
    put(json, "rule", result.rule);
    put(json, "start", answerStart(result));
    if (result.unapproved) json.insert(QStringLiteral("unapproved"), toJson(*result.unapproved));
    if (result.api) json.insert(QStringLiteral("api"), toJson(*result.api));
    if (result.error) json.insert(QStringLiteral("error"), toJson(*result.error));
    return bytesOf(json);
}

void readOutcome(const QByteArray& outcome, StoredCall& call)
{
    const auto json = objectFrom(outcome);
    ToolResult result;
    result.id = call.id;
    result.outcome = toolapi::outcomeFromName(text(json, "outcome")).value_or(toolapi::Outcome::OutcomeUnknown);
    result.tool = ToolName(text(json, "tool"));
    result.arguments = json.value(QLatin1String("arguments")).toObject();
    result.label = labelFrom(json.value(QLatin1String("label")).toObject());
    result.modelCallId = text(json, "modelCallId");
    result.modelText = text(json, "modelText");
    result.reason = text(json, "reason");
    result.explanation = {text(json, "explanation"), text(json, "explanationJa")};
    result.rule = text(json, "rule");
    if (const auto facts = json.value(QLatin1String("unapproved")); facts.isObject())
        result.unapproved = unapprovedFrom(facts.toObject());
    if (json.contains(QLatin1String("api"))) result.api = apiFrom(json.value(QLatin1String("api")).toObject());
    if (json.contains(QLatin1String("error"))) result.error = errorFrom(json.value(QLatin1String("error")).toObject());
    call.answerStart = text(json, "start");
    call.result = std::move(result);
}

QByteArray endingOf(const QString& ending, const std::optional<Error>& error)
{
    QJsonObject json{{QStringLiteral("ending"), ending}};
    if (error) json.insert(QStringLiteral("error"), toJson(*error));
    return bytesOf(json);
}

void readEnding(const QByteArray& bytes, StoredTurn& turn)
{
    const auto json = objectFrom(bytes);
    turn.ending = text(json, "ending");
    if (json.contains(QLatin1String("error"))) turn.error = errorFrom(json.value(QLatin1String("error")).toObject());
}

QByteArray valueBytes(const QJsonValue& value)
{
    return QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
}

QJsonValue valueFrom(const QByteArray& bytes)
{
    return QJsonDocument::fromJson(bytes).array().at(0);
}

} // namespace core::conversations
