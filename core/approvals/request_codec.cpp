#include "core/approvals/request_codec_p.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

#include <array>

namespace core::approvals {
namespace {

using Role = AskedValue::Role;
using Origin = AskedValue::Origin;
using Edit = AskedValue::Edit;

// The words stand in files and never change.
constexpr std::array states{std::pair{State::Waiting, "waiting"}, std::pair{State::Approved, "approved"},
                            std::pair{State::Spent, "spent"},     std::pair{State::Denied, "denied"},
                            std::pair{State::Expired, "expired"}, std::pair{State::Withdrawn, "withdrawn"}};
constexpr std::array roles{std::pair{Role::Decisive, "decisive"}, std::pair{Role::Content, "content"}};
constexpr std::array origins{std::pair{Origin::You, "you"}, std::pair{Origin::NotYou, "not-you"},
                             std::pair{Origin::Default, "default"}};

constexpr std::array edits{std::pair{Edit::None, "none"}, std::pair{Edit::Changed, "changed"},
                           std::pair{Edit::Added, "added"}, std::pair{Edit::Removed, "removed"}};

template <typename Words, typename Value>
QString wordOf(const Words& words, Value value)
{
    for (const auto& [known, word] : words)
        if (known == value) return QLatin1String(word);
    return {};
}

template <typename Value, size_t Count>
std::optional<Value> valueOf(const std::array<std::pair<Value, const char*>, Count>& words, const QString& text)
{
    for (const auto& [known, word] : words)
        if (text == QLatin1String(word)) return known;
    return std::nullopt;
}

QJsonValue time(const QDateTime& at)
{
    return at.isValid() ? QJsonValue(at.toMSecsSinceEpoch()) : QJsonValue();
}

QDateTime timeFrom(const QJsonValue& value)
{
    return value.isDouble() ? QDateTime::fromMSecsSinceEpoch(value.toInteger(), Qt::UTC) : QDateTime();
}

QStringList texts(const QJsonValue& value)
{
    QStringList list;
    for (const auto& item : value.toArray())
        list.append(item.toString());
    return list;
}

QJsonObject toJson(const Bilingual& sentence)
{
    return {{QStringLiteral("en"), sentence.en}, {QStringLiteral("ja"), sentence.ja}};
}

Bilingual sentenceFrom(const QJsonValue& value)
{
    const auto json = value.toObject();
    return {json.value(QLatin1String("en")).toString(), json.value(QLatin1String("ja")).toString()};
}

QJsonArray toJson(const QList<Bilingual>& sentences)
{
    QJsonArray list;
    for (const auto& sentence : sentences)
        list.append(toJson(sentence));
    return list;
}

QJsonArray toJson(const QList<AskedValue>& values)
{
    QJsonArray list;
    for (const auto& value : values)
        list.append(QJsonObject{{QStringLiteral("argument"), value.argument},
                                {QStringLiteral("value"), value.value},
                                {QStringLiteral("role"), wordOf(roles, value.role)},
                                {QStringLiteral("origin"), wordOf(origins, value.origin)},
                                {QStringLiteral("edit"), wordOf(edits, value.edit)},
                                {QStringLiteral("before"), value.before}});
    return list;
}

QJsonValue toJson(const std::optional<toolapi::SignInNeed>& need)
{
    if (!need) return {};
    QJsonObject json{{QStringLiteral("acr"), QJsonArray::fromStringList(need->acr)}};
    if (need->maxAge) json.insert(QStringLiteral("maxAge"), static_cast<double>(need->maxAge->count()));
    return json;
}

std::optional<toolapi::SignInNeed> needFrom(const QJsonValue& json)
{
    if (!json.isObject()) return {};
    toolapi::SignInNeed need;
    need.acr = texts(json.toObject().value(QLatin1String("acr")));
    if (const auto age = json.toObject().value(QLatin1String("maxAge")); age.isDouble())
        need.maxAge = std::chrono::seconds(age.toInteger());
    return need;
}

QJsonValue toJson(const std::optional<Approver>& by)
{
    if (!by) return {};
    return QJsonObject{{QStringLiteral("issuer"), by->person.issuer},
                       {QStringLiteral("subject"), by->person.subject},
                       {QStringLiteral("name"), by->name},
                       {QStringLiteral("roles"), QJsonArray::fromStringList(by->roles)}};
}

std::optional<Approver> approverFrom(const QJsonValue& value)
{
    if (!value.isObject()) return {};
    const auto json = value.toObject();
    return Approver{{json.value(QLatin1String("issuer")).toString(), json.value(QLatin1String("subject")).toString()},
                    json.value(QLatin1String("name")).toString(),
                    texts(json.value(QLatin1String("roles")))};
}

QJsonObject toJson(const Question& question)
{
    return {{QStringLiteral("call"), toJson(question.call)},
            {QStringLiteral("step"), question.step.text()},
            {QStringLiteral("effect"), toolapi::effectName(question.effect)},
            {QStringLiteral("said"), question.said},
            {QStringLiteral("values"), toJson(question.values)},
            {QStringLiteral("sources"), QJsonArray::fromStringList(question.sources)},
            {QStringLiteral("reasons"), toJson(question.reasons)},
            {QStringLiteral("signIn"), toJson(question.signIn)},
            {QStringLiteral("roles"), QJsonArray::fromStringList(question.roles)},
            {QStringLiteral("grantable"), question.grantable},
            {QStringLiteral("whyNotGrantable"), toJson(question.whyNotGrantable)},
            {QStringLiteral("proposed"), question.proposed ? QJsonValue(*question.proposed) : QJsonValue()}};
}

ExactCall callFrom(const QJsonObject& json)
{
    ExactCall call;
    call.call = CallId(json.value(QLatin1String("call")).toString());
    call.conversation = ConversationId(json.value(QLatin1String("conversation")).toString());
    call.person = {json.value(QLatin1String("issuer")).toString(), json.value(QLatin1String("subject")).toString()};
    call.tool = ToolName(json.value(QLatin1String("tool")).toString());
    call.definitionHash = json.value(QLatin1String("definition")).toString();
    call.arguments = json.value(QLatin1String("arguments")).toObject();
    call.audience = json.value(QLatin1String("audience")).toString();
    call.scopes = texts(json.value(QLatin1String("scopes")));
    call.policyVersion = json.value(QLatin1String("policy")).toString();
    return call;
}

Question questionFrom(const QJsonObject& json)
{
    Question question;
    question.call = callFrom(json.value(QLatin1String("call")).toObject());
    question.step = MessageId(json.value(QLatin1String("step")).toString());
    question.effect =
        toolapi::effectFromName(json.value(QLatin1String("effect")).toString()).value_or(toolapi::Effect::Credential);
    question.said = json.value(QLatin1String("said")).toString();
    for (const auto& item : json.value(QLatin1String("values")).toArray()) {
        const auto value = item.toObject();
        question.values.append(
            {value.value(QLatin1String("argument")).toString(), value.value(QLatin1String("value")).toString(),
             valueOf(roles, value.value(QLatin1String("role")).toString()).value_or(Role::Decisive),
             valueOf(origins, value.value(QLatin1String("origin")).toString()).value_or(Origin::NotYou),
             valueOf(edits, value.value(QLatin1String("edit")).toString()).value_or(Edit::None),
             value.value(QLatin1String("before")).toString()});
    }
    question.sources = texts(json.value(QLatin1String("sources")));
    for (const auto& item : json.value(QLatin1String("reasons")).toArray())
        question.reasons.append(sentenceFrom(item));
    question.roles = texts(json.value(QLatin1String("roles")));
    question.signIn = needFrom(json.value(QLatin1String("signIn")));
    question.grantable = json.value(QLatin1String("grantable")).toBool(false); // not said: it is not
    if (const auto proposed = json.value(QLatin1String("proposed")); proposed.isObject())
        question.proposed = proposed.toObject();
    question.whyNotGrantable = sentenceFrom(json.value(QLatin1String("whyNotGrantable")));
    return question;
}

} // namespace

QString stateName(State state)
{
    return wordOf(states, state);
}

QJsonObject toJson(const ExactCall& call)
{
    return {{QStringLiteral("call"), call.call.text()},
            {QStringLiteral("conversation"), call.conversation.text()},
            {QStringLiteral("issuer"), call.person.issuer},
            {QStringLiteral("subject"), call.person.subject},
            {QStringLiteral("tool"), call.tool.text()},
            {QStringLiteral("definition"), call.definitionHash},
            {QStringLiteral("arguments"), call.arguments},
            {QStringLiteral("audience"), call.audience},
            {QStringLiteral("scopes"), QJsonArray::fromStringList(call.scopes)},
            {QStringLiteral("policy"), call.policyVersion}};
}

QByteArray bytesOf(const Request& request)
{
    return QJsonDocument(QJsonObject{{QStringLiteral("id"), request.id.text()},
                                     {QStringLiteral("question"), toJson(request.question)},
                                     {QStringLiteral("digest"), request.digest},
                                     {QStringLiteral("state"), wordOf(states, request.state)},
                                     {QStringLiteral("asked"), time(request.askedUtc)},
                                     {QStringLiteral("answerBy"), time(request.answerByUtc)},
                                     {QStringLiteral("decided"), time(request.decidedUtc)},
                                     {QStringLiteral("runBy"), time(request.runByUtc)},
                                     {QStringLiteral("reason"), request.reason},
                                     {QStringLiteral("by"), toJson(request.by)},
                                     {QStringLiteral("withdrawal"), toolapi::withdrawalName(request.withdrawal)}})
        .toJson(QJsonDocument::Compact);
}

Result<Request> requestFrom(const QByteArray& bytes)
{
    const auto json = QJsonDocument::fromJson(bytes).object();
    const auto state = valueOf(states, json.value(QLatin1String("state")).toString());
    if (!state) return fail(Errc::Corrupt, QStringLiteral("not an approval request"));
    Request request;
    request.id = ApprovalId(json.value(QLatin1String("id")).toString());
    request.question = questionFrom(json.value(QLatin1String("question")).toObject());
    request.digest = json.value(QLatin1String("digest")).toString();
    request.state = *state;
    request.askedUtc = timeFrom(json.value(QLatin1String("asked")));
    request.answerByUtc = timeFrom(json.value(QLatin1String("answerBy")));
    request.decidedUtc = timeFrom(json.value(QLatin1String("decided")));
    request.runByUtc = timeFrom(json.value(QLatin1String("runBy")));
    request.reason = json.value(QLatin1String("reason")).toString();
    request.by = approverFrom(json.value(QLatin1String("by")));
    request.withdrawal = toolapi::withdrawalFromName(json.value(QLatin1String("withdrawal")).toString());
    const auto digest = digestOf(request.question.call);
    if (!digest || *digest != request.digest)
        return fail(Errc::Corrupt, QStringLiteral("an approval request is not for its call"));
    return request;
}

} // namespace core::approvals
