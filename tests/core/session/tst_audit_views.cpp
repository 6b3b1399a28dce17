#include "core/audit/record.h"
#include "core/session/audit_views.h"

#include <QtCore/QJsonArray>
#include <QtTest/QTest>

using namespace core;
using namespace core::interfaces;
using core::session::auditEntryView;
using core::session::beginOf;
using core::session::wantedBy;
using Event = AuditEntryView::Event;
using Group = AuditFilter::Group;
using Span = AuditFilter::Span;

namespace {

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

QJsonObject record(const char* kind, const QJsonObject& more = {})
{
    QJsonObject content{{s("seq"), 5}, {s("ts"), s("2026-03-01T09:00:00.000Z")}, {s("kind"), s(kind)}};
    for (auto each = more.begin(); each != more.end(); ++each)
        content.insert(each.key(), each.value());
    return content;
}

session::CardFacts facts()
{
    session::CardFacts facts;
    toolapi::ToolSpec leave;
    leave.name = ToolName(s("request_leave"));
    leave.title = {s("Ask for days off"), s("休暇を申請する")};
    facts.tools.insert(leave.name, leave);
    facts.apis.insert(s("urn:hr"), {s("HR"), s("人事")});
    return facts;
}

AuditEntryView viewOf(const QJsonObject& content)
{
    return auditEntryView(facts(), {content, QByteArray(32, '\x12'), QByteArray(32, '\0')});
}

} // namespace

class TestAuditViews : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void eachRecordHasItsEvent_data()
    {
        QTest::addColumn<QJsonObject>("content");
        QTest::addColumn<Event>("event");
        QTest::addColumn<Group>("group");
        const auto row = [](const char* name, const QJsonObject& content, Event event, Group group) {
            QTest::newRow(name) << content << event << group;
        };
        const auto outcome = [](const char* word) { return QJsonObject{{s("outcome"), s(word)}}; };
        const auto decision = [](const char* word) { return QJsonObject{{s("decision"), s(word)}}; };
        const auto labelled = [](const char* word, const char* label) {
            return QJsonObject{{s("outcome"), s(word)}, {s("labels"), QJsonArray{s(label)}}};
        };
        row("sign-in", record("sign-in", outcome("ok")), Event::SignedIn, Group::SignIns);
        row("sign-in, failed", record("sign-in", outcome("Denied")), Event::SignInFailed, Group::SignIns);
        row("step-up", record("sign-in", labelled("ok", "step-up")), Event::SignedInAgain, Group::SignIns);
        row("step-up, failed", record("sign-in", labelled("Denied", "step-up")), Event::SignInAgainFailed,
            Group::SignIns);
        row("approver", record("sign-in", labelled("ok", "approver")), Event::ApproverSignedIn, Group::SignIns);
        row("approver, failed", record("sign-in", labelled("Denied", "approver")), Event::ApproverSignInFailed,
            Group::SignIns);
        row("refresh", record("refresh", outcome("ok")), Event::Renewed, Group::SignIns);
        row("refresh, failed", record("refresh", outcome("Network")), Event::RenewalFailed, Group::SignIns);
        row("sign-out", record("sign-out", outcome("ok")), Event::SignedOut, Group::SignIns);
        row("sign-out, here", record("sign-out", outcome("Network")), Event::SignedOutHereOnly, Group::SignIns);
        row("revocation", record("revocation", outcome("ok")), Event::AccessEnded, Group::SignIns);
        row("revocation, failed", record("revocation", outcome("Network")), Event::AccessNotEnded, Group::SignIns);
        row("forgotten", record("forgotten", outcome("ok")), Event::Removed, Group::SignIns);
        row("allow", record("decision", decision("allow")), Event::Allowed, Group::Decisions);
        row("approved", record("decision", decision("approved")), Event::AllowedByApproval, Group::Decisions);
        row("approved and signed in", record("decision", decision("approved-signed-in")), Event::AllowedByApproval,
            Group::Decisions);
        row("approved, edited", record("decision", decision("approved-edited")), Event::AllowedByApproval,
            Group::Decisions);
        row("edited", record("answer", decision("edited")), Event::Edited, Group::Answers);
        row("granted", record("decision", decision("granted")), Event::AllowedByRule, Group::Decisions);
        row("rule written", record("grant-written"), Event::RuleWritten, Group::Changes);
        row("rule used", record("grant-used"), Event::RuleUsed, Group::Changes);
        row("rule revoked", record("grant-revoked"), Event::RuleRevoked, Group::Changes);
        row("ask", record("decision", decision("ask")), Event::Asked, Group::Decisions);
        row("deny", record("decision", decision("deny")), Event::NotAllowed, Group::Decisions);
        row("a newer decision", record("decision", decision("maybe")), Event::Other, Group::Decisions);
        row("yes", record("answer", decision("approved")), Event::Approved, Group::Answers);
        row("no", record("answer", decision("denied")), Event::Declined, Group::Answers);
        row("somebody else", record("answer", decision("other-account")), Event::TakenBack, Group::Answers);
        row("begun", record("call-started"), Event::Begun, Group::Calls);
        row("repaired", record("repaired"), Event::LogRepaired, Group::Changes);
        row("opened", record("opened"), Event::LogBegun, Group::Changes);
        row("a newer kind", record("tool-changed", outcome("ok")), Event::Other, Group::Changes);
        row("a newer outcome", record("call-ended", outcome("dreamt")), Event::Other, Group::Calls);
        row("no kind", QJsonObject{}, Event::Other, Group::Changes);
    }
    void eachRecordHasItsEvent()
    {
        QFETCH(QJsonObject, content);
        QFETCH(Event, event);
        QFETCH(Group, group);
        QCOMPARE(viewOf(content).event, event);
        for (const auto each :
             {Group::All, Group::SignIns, Group::Decisions, Group::Answers, Group::Calls, Group::Changes})
            QCOMPARE(wantedBy({each, Span::Always, {}}, {}, facts())(content), each == Group::All || each == group);
    }

    void everyEndingOfACallHasAnEventOfItsOwn()
    {
        QList<int> seen;
        for (int value = 0; value <= static_cast<int>(toolapi::Outcome::Waiting); ++value) {
            const auto word = toolapi::outcomeName(static_cast<toolapi::Outcome>(value));
            const auto event = viewOf(record("call-ended", {{s("outcome"), word}})).event;
            QVERIFY2(event != Event::Other, qPrintable(word));
            QVERIFY2(!seen.contains(static_cast<int>(event)), qPrintable(word));
            seen << static_cast<int>(event);
        }
    }

    void whatIsRecordedIsInTheView()
    {
        const auto view = viewOf(record("call-ended", {{s("outcome"), s("api-refused")},
                                                       {s("tool"), s("request_leave")},
                                                       {s("audience"), s("urn:hr")},
                                                       {s("host"), s("hr.example")},
                                                       {s("rule"), s("pay.json:12")},
                                                       {s("call"), s("c1")},
                                                       {s("http"), 403}}));
        QCOMPARE(view.number, qint64(5));
        QCOMPARE(view.atUtc, QDateTime(QDate(2026, 3, 1), QTime(9, 0), Qt::UTC));
        QCOMPARE(view.title.en, s("Ask for days off"));
        QCOMPARE(view.api.en, s("HR"));
        QCOMPARE(view.host, s("hr.example"));
        QCOMPARE(view.rule, s("pay.json:12"));
        QCOMPARE(view.call, s("c1"));
        QCOMPARE(view.httpStatus, 403);
        QCOMPARE(view.outcome, s("api-refused"));
        QCOMPARE(view.hashPrefix, s("1212121212121212"));
        QVERIFY(!view.bySomebodyElse);
        QVERIFY(viewOf(record("answer", {{s("labels"), QJsonArray{s("by:0011")}}})).bySomebodyElse);
        QCOMPARE(viewOf(record("answer", {{s("decision"), s("denied")}})).outcome, s("denied"));
        QVERIFY(!viewOf({{s("ts"), s("yesterday")}}).atUtc.isValid());
    }

    void nothingOfTheArgumentsIsInIt()
    {
        const auto mark = s("mark-of-the-arguments");
        const auto view = viewOf(record("decision", {{s("decision"), s("allow")},
                                                     {s("tool"), s("request_leave")},
                                                     {s("arguments"), mark},
                                                     {s("labels"), QJsonArray{mark}},
                                                     {s("something-new"), mark}}));
        for (const auto& text : {view.kind, view.outcome, view.tool, view.title.en, view.title.ja, view.api.en,
                                 view.audience, view.host, view.rule, view.call, view.hashPrefix})
            QVERIFY2(!text.contains(mark), qPrintable(text));
    }

    void theToolIsFoundByItsNameAndByItsTitleInEitherLanguage_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<bool>("found");
        QTest::newRow("nothing") << s("  ") << true;
        QTest::newRow("its name") << s("LEAVE") << true;
        QTest::newRow("its title") << s(" days OFF ") << true;
        QTest::newRow("its Japanese title") << s("休暇") << true;
        QTest::newRow("another") << s("payslip") << false;
    }
    void theToolIsFoundByItsNameAndByItsTitleInEitherLanguage()
    {
        QFETCH(QString, words);
        QFETCH(bool, found);
        const auto wanted = wantedBy({Group::All, Span::Always, words}, {}, facts());
        QCOMPARE(wanted(record("decision", {{s("tool"), s("request_leave")}})), found);
        QCOMPARE(wanted(record("sign-in")), words.trimmed().isEmpty()); // it has no tool
    }

    void aSpanBeginsWithItsFirstDayInLocalTime()
    {
        const QDate today(2026, 3, 15);
        const auto nowUtc = QDateTime(today, QTime(9, 0)).toUTC();
        QVERIFY(!beginOf(Span::Always, nowUtc).isValid());
        QCOMPARE(beginOf(Span::Today, nowUtc), today.startOfDay());
        QCOMPARE(beginOf(Span::Week, nowUtc), QDate(2026, 3, 9).startOfDay());
        QCOMPARE(beginOf(Span::Month, nowUtc), QDate(2026, 2, 14).startOfDay());
    }

    void aSpanKeepsWhatHasNoTime()
    {
        const QDateTime since(QDate(2026, 3, 1), QTime(9, 0), Qt::UTC);
        QVERIFY(wantedBy({}, since, facts())(record("sign-in")));
        QVERIFY(!wantedBy({}, since.addMSecs(1), facts())(record("sign-in")));
        QVERIFY(wantedBy({}, since.addMSecs(1), facts())({{s("kind"), s("sign-in")}, {s("ts"), s("?")}}));
    }
};

QTEST_GUILESS_MAIN(TestAuditViews)
#include "tst_audit_views.moc"
