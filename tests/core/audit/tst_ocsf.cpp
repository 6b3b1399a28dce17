#include "core/audit/ocsf.h"
#include "core/audit/record_p.h"
#include "core/toolapi/tool.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtTest/QTest>

using namespace core::audit;

namespace {

const auto asan = QStringLiteral("00112233445566778899aabbccddeeff");

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

CheckedRecord checked(QJsonObject content, qint64 sequence = 7)
{
    content.insert(s("seq"), sequence);
    return {content, QByteArray(32, '\x1b'), QByteArray(32, '\x1a')};
}

/// As the log writes it, with every field that there is.
CheckedRecord full(Kind kind)
{
    Record record;
    record.kind = kind;
    record.person = asan;
    record.outcome = s("api-refused");
    record.host = s("hr.example.com");
    record.audience = s("https://hr.example.com/api");
    record.call = core::CallId(s("abcdefghijklmnopqrstuvwxyz"));
    record.tool = s("read_payslip");
    record.definition = QString(64, QLatin1Char('d'));
    record.arguments = QString(64, QLatin1Char('a'));
    record.decision = s("approved");
    record.rule = s("payslips-ask");
    record.labels = {s("untrusted"), s("mail")};
    record.httpStatus = 403;
    const QDateTime now(QDate(2026, 3, 1), QTime(9, 0, 0, 123), Qt::UTC);
    return checked(QJsonDocument::fromJson(recordBody(record, now)).object());
}

/// Every value in it that is no object and no array.
QList<QJsonValue> leaves(const QJsonValue& value)
{
    QList<QJsonValue> found;
    if (value.isObject()) {
        const auto object = value.toObject();
        for (const auto& member : object)
            found += leaves(member);
    } else if (value.isArray()) {
        const auto array = value.toArray();
        for (const auto& member : array)
            found += leaves(member);
    } else {
        found.append(value);
    }
    return found;
}

QList<Kind> allKinds()
{
    QList<Kind> kinds;
    for (int i = 0; !kindName(static_cast<Kind>(i)).isEmpty(); ++i)
        kinds.append(static_cast<Kind>(i));
    return kinds;
}

struct Row {
    Kind kind;
    int eventClass;
    int activity;
    const char* activityName;
};
constexpr Row rows[] = {
    {Kind::SignIn, 3002, 1, "Logon"},
    {Kind::SignOut, 3002, 2, "Logoff"},
    {Kind::Refresh, 3002, 99, "refresh"},
    {Kind::Revocation, 3002, 99, "revocation"},
    {Kind::Forgotten, 6003, 99, "forgotten"},
    {Kind::Decision, 6003, 99, "decision"},
    {Kind::Answer, 6003, 99, "answer"},
    {Kind::CallStarted, 6003, 99, "call-started"},
    {Kind::CallEnded, 6003, 99, "call-ended"},
    {Kind::Repaired, 6003, 99, "repaired"},
    {Kind::GrantWritten, 6003, 99, "grant-written"},
    {Kind::GrantUsed, 6003, 99, "grant-used"},
    {Kind::GrantRevoked, 6003, 99, "grant-revoked"},
};

} // namespace

class TestOcsf : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyKind_data()
    {
        QTest::addColumn<int>("row");
        for (int i = 0; i < static_cast<int>(std::size(rows)); ++i)
            QTest::newRow(qPrintable(kindName(rows[i].kind))) << i;
    }
    void everyKind()
    {
        QFETCH(int, row);
        const auto& expected = rows[row];
        const auto event = ocsfEvent(full(expected.kind), asan);
        QCOMPARE(event.value(s("class_uid")).toInt(), expected.eventClass);
        QCOMPARE(event.value(s("category_uid")).toInt(), expected.eventClass / 1000);
        QCOMPARE(event.value(s("activity_id")).toInt(), expected.activity);
        QCOMPARE(event.value(s("activity_name")).toString(), s(expected.activityName));
        QCOMPARE(event.value(s("type_uid")).toInt(), expected.eventClass * 100 + expected.activity);
        QCOMPARE(event.value(s("metadata")).toObject().value(s("event_code")).toString(), kindName(expected.kind));
    }
    void noKindIsLeftOut()
    {
        QList<Kind> tested;
        for (const auto& row : rows)
            tested.append(row.kind);
        for (const auto kind : allKinds())
            QVERIFY2(tested.contains(kind), qPrintable(kindName(kind)));
        QCOMPARE(tested.size(), allKinds().size());
    }
    void nothingOfARecordIsLost()
    {
        for (const auto kind : allKinds()) {
            const auto record = full(kind);
            const auto inEvent = leaves(ocsfEvent(record, asan));
            const auto inRecord = leaves(record.content);
            QCOMPARE(inRecord.size(), qsizetype(16)); // another field in Record belongs into full()
            for (const auto& value : inRecord)
                QVERIFY2(inEvent.contains(value), qPrintable(kindName(kind) + QLatin1Char(' ') + value.toString()));
        }
    }
    void whatANewerProgramWroteIsKept()
    {
        const auto event = ocsfEvent(checked({{s("kind"), s("teleported")},
                                              {s("ts"), s("2031-01-01T00:00:00.000Z")},
                                              {s("outcome"), s("half-way")},
                                              {s("tool"), QJsonArray{1, 2}}, // no text any more
                                              {s("place"), QJsonObject{{s("x"), 5}, {s("name"), QJsonValue()}}}}),
                                     s("device"));
        QCOMPARE(event.value(s("class_uid")).toInt(), 6003);
        QCOMPARE(event.value(s("activity_id")).toInt(), 99);
        QCOMPARE(event.value(s("type_uid")).toInt(), 600399);
        QCOMPARE(event.value(s("activity_name")).toString(), s("teleported"));
        QCOMPARE(event.value(s("status_id")).toInt(), 99);
        QCOMPARE(event.value(s("status")).toString(), s("half-way"));
        QCOMPARE(event.value(s("api")).toObject().value(s("operation")), QJsonValue(QJsonArray{1, 2}));
        QCOMPARE(event.value(s("unmapped")).toObject().value(s("place")),
                 QJsonValue(QJsonObject{{s("x"), 5}, {s("name"), QJsonValue()}}));
        QCOMPARE(ocsfEvent(checked({}), s("device")).value(s("activity_name")).toString(), s("Other"));
    }
    void aCallAsAWhole()
    {
        const QJsonObject expected{
            {s("category_uid"), 6},
            {s("category_name"), s("Application Activity")},
            {s("class_uid"), 6003},
            {s("class_name"), s("API Activity")},
            {s("activity_id"), 99},
            {s("activity_name"), s("call-ended")},
            {s("type_uid"), 600399},
            {s("severity_id"), 1},
            {s("severity"), s("Informational")},
            {s("status_id"), 2},
            {s("status"), s("Failure")},
            {s("status_detail"), s("api-refused")},
            {s("time"), qint64{1772355600123}},
            {s("metadata"),
             QJsonObject{{s("version"), s("1.3.0")},
                         {s("product"), QJsonObject{{s("name"), s("Sekisho")}, {s("vendor_name"), s("Sekisho")}}},
                         {s("profiles"), QJsonArray()},
                         {s("log_name"), asan},
                         {s("uid"), asan + s(":7")},
                         {s("sequence"), 7},
                         {s("event_code"), s("call-ended")},
                         {s("original_time"), s("2026-03-01T09:00:00.123Z")}}},
            {s("actor"), QJsonObject{{s("user"), QJsonObject{{s("uid"), asan}}}}},
            {s("dst_endpoint"), QJsonObject{{s("hostname"), s("hr.example.com")}}},
            {s("api"), QJsonObject{{s("operation"), s("read_payslip")},
                                   {s("service"), QJsonObject{{s("name"), s("https://hr.example.com/api")}}},
                                   {s("request"), QJsonObject{{s("uid"), s("abcdefghijklmnopqrstuvwxyz")}}},
                                   {s("response"), QJsonObject{{s("code"), 403}}}}},
            {s("unmapped"), QJsonObject{{s("definition"), QString(64, QLatin1Char('d'))},
                                        {s("arguments"), QString(64, QLatin1Char('a'))},
                                        {s("decision"), s("approved")},
                                        {s("rule"), s("payslips-ask")},
                                        {s("labels"), QJsonArray{s("untrusted"), s("mail")}},
                                        {s("record_hash"), s("1b").repeated(32)},
                                        {s("previous_hash"), s("1a").repeated(32)}}}};
        QCOMPARE(ocsfEvent(full(Kind::CallEnded), asan), expected);
    }
    void aSignInAsAWhole()
    {
        Record record;
        record.kind = Kind::SignIn;
        record.person = asan;
        record.host = s("login.example.com");
        record.outcome = s("ok");
        const QDateTime now(QDate(2026, 3, 1), QTime(9, 0), Qt::UTC);
        const auto content = QJsonDocument::fromJson(recordBody(record, now)).object();
        auto event = ocsfEvent(checked(content), asan);
        QCOMPARE(event.value(s("metadata")).toObject().value(s("uid")).toString(), asan + s(":7"));
        event.remove(s("metadata"));
        QCOMPARE(event, (QJsonObject{{s("category_uid"), 3},
                                     {s("category_name"), s("Identity & Access Management")},
                                     {s("class_uid"), 3002},
                                     {s("class_name"), s("Authentication")},
                                     {s("activity_id"), 1},
                                     {s("activity_name"), s("Logon")},
                                     {s("type_uid"), 300201},
                                     {s("severity_id"), 1},
                                     {s("severity"), s("Informational")},
                                     {s("status_id"), 1},
                                     {s("status"), s("Success")},
                                     {s("status_detail"), s("ok")},
                                     {s("time"), qint64{1772355600000}},
                                     {s("actor"), QJsonObject{{s("user"), QJsonObject{{s("uid"), asan}}}}},
                                     {s("user"), QJsonObject{{s("uid"), asan}}},
                                     {s("dst_endpoint"), QJsonObject{{s("hostname"), s("login.example.com")}}},
                                     {s("unmapped"), QJsonObject{{s("record_hash"), s("1b").repeated(32)},
                                                                 {s("previous_hash"), s("1a").repeated(32)}}}}));
    }
    void whatARecordDoesNotSayIsNotThere()
    {
        const auto event = ocsfEvent(checked({{s("kind"), s("decision")}, {s("decision"), s("deny")}}), asan);
        for (const auto* name : {"time", "actor", "user", "api", "service", "dst_endpoint", "src_endpoint"})
            QVERIFY2(!event.contains(s(name)), name);
        QCOMPARE(event.value(s("status_id")).toInt(-1), 0);
        QCOMPARE(event.value(s("status_detail")).toString(), s("deny"));
        QCOMPARE(event.value(s("unmapped")).toObject().value(s("decision")).toString(), s("deny"));
    }

    void outcomes_data()
    {
        QTest::addColumn<QString>("outcome");
        QTest::addColumn<int>("status");
        QTest::newRow("a sign-in that worked") << s("ok") << 1;
        QTest::newRow("a call that worked") << s("done") << 1;
        QTest::newRow("a call that may have run") << s("outcome-unknown") << 0;
        QTest::newRow("an error that says the same") << s("OutcomeUnknown") << 0;
        QTest::newRow("the first error") << core::errcName(core::Errc::Cancelled) << 2;
        QTest::newRow("an error in between") << core::errcName(core::Errc::BadToken) << 2;
        QTest::newRow("the last error") << core::errcName(core::Errc::Internal) << 2;
        QTest::newRow("a call that waits is no failure") << s("waiting") << 99;
        QTest::newRow("a word of a newer program is no failure") << s("half-way") << 99;
    }
    void outcomes()
    {
        QFETCH(QString, outcome);
        QFETCH(int, status);
        const auto event = ocsfEvent(checked({{s("kind"), s("call-ended")}, {s("outcome"), outcome}}), asan);
        QCOMPARE(event.value(s("status_id")).toInt(-1), status);
        QCOMPARE(event.value(s("status_detail")).toString(), outcome);
    }
    void everyOutcomeOfACallHasAStatus()
    {
        using core::toolapi::Outcome;
        for (int i = 0; i <= static_cast<int>(Outcome::Waiting); ++i) {
            const auto outcome = static_cast<Outcome>(i);
            const auto event = ocsfEvent(
                checked({{s("kind"), s("call-ended")}, {s("outcome"), core::toolapi::outcomeName(outcome)}}), asan);
            const int expected = outcome == Outcome::Done             ? 1
                                 : outcome == Outcome::OutcomeUnknown ? 0
                                 : outcome == Outcome::Waiting        ? 99
                                                                      : 2;
            QCOMPARE(event.value(s("status_id")).toInt(-1), expected);
        }
    }
    void timesThatCannotBeRead()
    {
        for (const auto& time : {QJsonValue(), QJsonValue(s("yesterday")), QJsonValue(5)}) {
            const auto event = ocsfEvent(checked({{s("kind"), s("decision")}, {s("ts"), time}}), asan);
            QVERIFY(!event.contains(s("time")));
            QCOMPARE(event.value(s("metadata")).toObject().value(s("original_time")), time);
        }
    }
};

QTEST_GUILESS_MAIN(TestOcsf)
#include "tst_ocsf.moc"
