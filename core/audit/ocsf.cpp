#include "core/audit/ocsf.h"

#include "core/audit/record.h"

#include <QtCore/QJsonArray>
#include <QtCore/QSet>

namespace core::audit {
namespace {

struct EventClass {
    int uid;
    const char* name;
    int category;
    const char* categoryName;
};
constexpr EventClass authentication{3002, "Authentication", 3, "Identity & Access Management"};
constexpr EventClass apiActivity{6003, "API Activity", 6, "Application Activity"};

// "Not mapped. See the activity_name attribute, which contains a data source specific value." Of a call the records do
// not say whether it created, read, updated or deleted, so none of these is claimed.
constexpr int otherActivity = 99;

struct Activity {
    EventClass eventClass;
    int id;
    QString name;
};

Activity activityOf(const QString& kind)
{
    if (kind == kindName(Kind::SignIn)) return {authentication, 1, QStringLiteral("Logon")};
    if (kind == kindName(Kind::SignOut)) return {authentication, 2, QStringLiteral("Logoff")};
    const bool ofASession = kind == kindName(Kind::Refresh) || kind == kindName(Kind::Revocation);
    return {ofASession ? authentication : apiActivity, otherActivity, kind.isEmpty() ? QStringLiteral("Other") : kind};
}

struct Status {
    int id;
    QString name;
};

// Every word of ours for something that did not work: the names of errors and those of a call's outcomes.
QSet<QString> failures()
{
    QSet<QString> words{QStringLiteral("api-refused"),    QStringLiteral("api-not-found"), QStringLiteral("api-failed"),
                        QStringLiteral("policy-refused"), QStringLiteral("bad-arguments"), QStringLiteral("failed"),
                        QStringLiteral("cancelled"),      QStringLiteral("denied"),        QStringLiteral("expired"),
                        QStringLiteral("withdrawn"),      QStringLiteral("no-approver"),   QStringLiteral("not-begun"),
                        QStringLiteral("provider-down")};
    for (int code = 0; code <= static_cast<int>(Errc::Internal); ++code)
        words.insert(errcName(static_cast<Errc>(code)));
    words.remove(errcName(Errc::OutcomeUnknown));
    return words;
}

Status statusOf(const QString& outcome)
{
    static const auto failed = failures();
    if (outcome == u"ok" || outcome == u"done") return {1, QStringLiteral("Success")};
    if (failed.contains(outcome)) return {2, QStringLiteral("Failure")};
    const bool unknown =
        outcome.isEmpty() || outcome == u"outcome-unknown" || outcome == errcName(Errc::OutcomeUnknown);
    if (unknown) return {0, QStringLiteral("Unknown")};
    return {99, outcome}; // a newer program's word
}

void put(QJsonObject& into, const QString& name, const QJsonValue& value)
{
    if (!value.isUndefined()) into.insert(name, value);
}

void put(QJsonObject& into, const QString& name, const QJsonObject& object)
{
    if (!object.isEmpty()) into.insert(name, object);
}

// {"outer": {"inner": value}}, or nothing of it.
QJsonObject wrapped(const QString& name, const QJsonValue& value)
{
    QJsonObject object;
    put(object, name, value);
    return object;
}

// Takes out of `rest` what the class has a place for.
void putClassFields(QJsonObject& event, const EventClass& eventClass, QJsonObject& rest)
{
    const auto person = rest.take(QStringLiteral("person"));
    const auto service = wrapped(QStringLiteral("name"), rest.take(QStringLiteral("audience")));
    QJsonObject actor;
    put(actor, QStringLiteral("user"), wrapped(QStringLiteral("uid"), person));
    put(event, QStringLiteral("actor"), actor);
    put(event, QStringLiteral("dst_endpoint"), wrapped(QStringLiteral("hostname"), rest.take(QStringLiteral("host"))));
    if (eventClass.uid == authentication.uid) {
        put(event, QStringLiteral("user"), wrapped(QStringLiteral("uid"), person));
        put(event, QStringLiteral("service"), service);
        return;
    }
    QJsonObject api;
    put(api, QStringLiteral("operation"), rest.take(QStringLiteral("tool")));
    put(api, QStringLiteral("service"), service);
    put(api, QStringLiteral("request"), wrapped(QStringLiteral("uid"), rest.take(QStringLiteral("call"))));
    put(api, QStringLiteral("response"), wrapped(QStringLiteral("code"), rest.take(QStringLiteral("http"))));
    put(event, QStringLiteral("api"), api);
}

QJsonObject metadata(const QJsonValue& kind, const QString& logName, QJsonObject& rest)
{
    const auto sequence = rest.take(QStringLiteral("seq"));
    QJsonObject data{
        {QStringLiteral("version"), QLatin1String(ocsfVersion)},
        {QStringLiteral("product"), QJsonObject{{QStringLiteral("name"), QStringLiteral("Sekisho")},
                                                {QStringLiteral("vendor_name"), QStringLiteral("Sekisho")}}},
        {QStringLiteral("profiles"), QJsonArray()},
        {QStringLiteral("log_name"), logName},
        {QStringLiteral("uid"), logName + QLatin1Char(':') + QString::number(sequence.toInteger())}};
    put(data, QStringLiteral("sequence"), sequence);
    put(data, QStringLiteral("event_code"), kind);
    put(data, QStringLiteral("original_time"), rest.take(QStringLiteral("ts")));
    return data;
}

} // namespace

QJsonObject ocsfEvent(const CheckedRecord& record, const QString& logName)
{
    auto rest = record.content;
    const auto kind = rest.take(QStringLiteral("kind"));
    const auto outcome = rest.take(QStringLiteral("outcome"));
    const auto activity = activityOf(kind.toString());
    const auto status = statusOf(outcome.toString());
    QJsonObject event{{QStringLiteral("category_uid"), activity.eventClass.category},
                      {QStringLiteral("category_name"), QLatin1String(activity.eventClass.categoryName)},
                      {QStringLiteral("class_uid"), activity.eventClass.uid},
                      {QStringLiteral("class_name"), QLatin1String(activity.eventClass.name)},
                      {QStringLiteral("activity_id"), activity.id},
                      {QStringLiteral("activity_name"), activity.name},
                      {QStringLiteral("type_uid"), activity.eventClass.uid * 100 + activity.id},
                      {QStringLiteral("severity_id"), 1},
                      {QStringLiteral("severity"), QStringLiteral("Informational")},
                      {QStringLiteral("status_id"), status.id},
                      {QStringLiteral("status"), status.name}};
    if (const auto time = recordTimeUtc(record.content); time.isValid())
        event.insert(QStringLiteral("time"), time.toMSecsSinceEpoch());
    put(event, QStringLiteral("status_detail"),
        outcome.isUndefined() ? record.content.value(QStringLiteral("decision")) : outcome);
    event.insert(QStringLiteral("metadata"), metadata(kind, logName, rest));
    putClassFields(event, activity.eventClass, rest);
    rest.insert(QStringLiteral("record_hash"), QString::fromLatin1(record.hash.toHex()));
    rest.insert(QStringLiteral("previous_hash"), QString::fromLatin1(record.previous.toHex()));
    event.insert(QStringLiteral("unmapped"), rest);
    return event;
}

QDateTime recordTimeUtc(const QJsonObject& content)
{
    return QDateTime::fromString(content.value(QStringLiteral("ts")).toString(), Qt::ISODateWithMs).toUTC();
}

} // namespace core::audit
