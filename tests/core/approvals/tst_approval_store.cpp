#include "core/approvals/approval_store.h"
#include "tests/fakes/await.h"
#include "tests/fakes/fake_clock.h"

#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QTemporaryDir>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlQuery>
#include <QtTest/QTest>

#include <random>

using namespace core::approvals;
using core::CallId;
using core::Errc;
using fakes::await;

namespace {

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

core::SealingKey key(char fill = 'k')
{
    return core::SealingKey(core::Secret::consume(QByteArray(32, fill)));
}

Question leave(const char* call = "t.1.1")
{
    Question question;
    question.call = {
        CallId(s(call)),
        core::ConversationId(s("c")),
        {s("https://id.example"), s("asan")},
        core::ToolName(s("request_leave")),
        s("d1"),
        {{s("from"), s("2026-12-01")}, {s("days"), 2}, {s("cc"), QJsonArray{s("b"), QJsonObject{{s("x"), true}}}}},
        s("urn:hr"),
        {s("hr:leave")},
        s("p1")};
    question.step = core::MessageId(s("t.1"));
    question.effect = core::toolapi::Effect::Write;
    question.said = s("take the first of December off");
    question.values = {{s("from"), s("2026-12-01"), AskedValue::Role::Decisive, AskedValue::Origin::You},
                       {s("reason"), s("休み"), AskedValue::Role::Content, AskedValue::Origin::NotYou}};
    question.sources = {s("person"), s("tool:list_leave")};
    question.reasons = {{s("why"), s("理由")}};
    question.signIn = {{s("gold")}, std::chrono::seconds(60)};
    question.grantable = true;
    question.whyNotGrantable = {s("not"), s("不可")};
    question.values.append(
        {s("to"), {}, AskedValue::Role::Decisive, AskedValue::Origin::You, AskedValue::Edit::Removed, s("2026-12-24")});
    question.proposed = QJsonObject{{s("from"), s("2026-12-01")}, {s("to"), s("2026-12-24")}};
    return question;
}

} // namespace

Q_DECLARE_METATYPE(core::approvals::ExactCall)

class TestApprovalStore : public QObject {
    Q_OBJECT

    fakes::FakeClock clock_;
    std::unique_ptr<QTemporaryDir> folder_;
    std::shared_ptr<ApprovalStore> store_;

    QString file() const { return folder_->filePath(s("p/approvals.db")); }
    void reopen(char fill = 'k')
    {
        store_.reset();
        const auto opened = await(ApprovalStore::open(file(), core::storage::Sealer(key(fill)), clock_));
        store_ = opened ? *opened : nullptr;
    }
    Request asked(const Question& question = leave())
    {
        const auto request = await(store_->ask(question));
        return request.value_or(Request());
    }
    State stateOf(const CallId& call = CallId(s("t.1.1")))
    {
        const auto found = await(store_->of(call));
        return found && *found ? (*found)->state : static_cast<State>(99);
    }

private Q_SLOTS:
    void init()
    {
        clock_.now = fakes::FakeClock().now;
        folder_ = std::make_unique<QTemporaryDir>();
        reopen();
        QVERIFY(store_);
    }
    void cleanup() { store_.reset(); }

    void whatWasAskedComesBackAsItWas()
    {
        const auto request = asked();
        QCOMPARE(request.state, State::Waiting);
        QCOMPARE(request.answerByUtc, clock_.now.addDays(1));
        QCOMPARE(request.digest, *digestOf(leave().call));
        reopen();
        const auto pending = await(store_->pending());
        QVERIFY(pending);
        QCOMPARE(*pending, QList<Request>{request});
        QCOMPARE(pending->first().question, leave());
    }

    void theFileHoldsNothingInClear()
    {
        std::ignore = asked();
        store_.reset();
        QByteArray all;
        for (const auto& name : {file(), file() + s("-wal")}) {
            QFile read(name);
            if (read.open(QIODevice::ReadOnly)) all += read.readAll();
        }
        QVERIFY(all.contains("t.1.1")); // an id, so that this looks where it has to
        for (const auto* text : {"request_leave", "2026-12-01", "asan", "December", "waiting"})
            QVERIFY2(!all.contains(text), text);
    }

    void anApprovalIsUsedOnce()
    {
        const auto request = asked();
        QVERIFY(await(store_->approve(request.id, request.digest)));
        QVERIFY(await(store_->spend(request.id, request.digest)));
        QCOMPARE(stateOf(), State::Spent);
        QCOMPARE(await(store_->spend(request.id, request.digest)).error().code, Errc::Conflict);
        reopen();
        QCOMPARE(await(store_->spend(request.id, request.digest)).error().code, Errc::Conflict);
        QCOMPARE(await(store_->approve(request.id, request.digest)).error().code, Errc::Conflict);
        QVERIFY(await(store_->pending())->isEmpty());
    }

    void nothingIsUsedThatIsNotApproved_data()
    {
        QTest::addColumn<QString>("first");
        for (const auto* first : {"nothing", "deny", "withdraw", "too late to answer", "too late to begin"})
            QTest::newRow(first) << s(first);
    }
    void nothingIsUsedThatIsNotApproved()
    {
        QFETCH(QString, first);
        const auto request = asked();
        if (first == u"deny") QVERIFY(await(store_->deny(request.id)));
        if (first == u"withdraw")
            QVERIFY(await(store_->withdraw(CallId(s("t.1.1")), core::toolapi::Withdrawal::Stopped)));
        if (first == u"too late to answer") {
            clock_.advance(std::chrono::hours(24) + std::chrono::milliseconds(1));
            QCOMPARE(await(store_->approve(request.id, request.digest)).error().code, Errc::Conflict);
            QCOMPARE(stateOf(), State::Expired);
        }
        if (first == u"too late to begin") {
            QVERIFY(await(store_->approve(request.id, request.digest)));
            clock_.advance(std::chrono::minutes(5) + std::chrono::milliseconds(1));
        }
        const auto before = stateOf();
        QCOMPARE(await(store_->spend(request.id, request.digest)).error().code, Errc::Conflict);
        QVERIFY(stateOf() != State::Spent);
        QCOMPARE(stateOf(), before);
    }

    void theTwoClocksAllowTheirLastMoment()
    {
        const auto request = asked();
        clock_.advance(std::chrono::hours(24));
        const auto approved = await(store_->approve(request.id, request.digest));
        QVERIFY(approved);
        QCOMPARE(approved->runByUtc, clock_.now.addSecs(300));
        clock_.advance(std::chrono::minutes(5));
        QVERIFY(await(store_->spend(request.id, request.digest)));
    }

    void aClockThatWasSetBackEndsIt_data()
    {
        QTest::addColumn<bool>("approved");
        QTest::newRow("while it waits") << false;
        QTest::newRow("once approved") << true;
    }
    void aClockThatWasSetBackEndsIt()
    {
        QFETCH(bool, approved);
        const auto request = asked();
        if (approved) QVERIFY(await(store_->approve(request.id, request.digest)));
        clock_.now = clock_.now.addSecs(-1);
        QCOMPARE(stateOf(), State::Expired);
        clock_.now = clock_.now.addSecs(2); // no clock makes it good again
        QCOMPARE(stateOf(), State::Expired);
        QCOMPARE(await(store_->spend(request.id, request.digest)).error().code, Errc::Conflict);
        QCOMPARE(await(store_->approve(request.id, request.digest)).error().code, Errc::Conflict);
    }

    void somebodyElseDecidesWhoHoldsTheRole_data()
    {
        QTest::addColumn<QString>("subject");
        QTest::addColumn<QString>("issuer");
        QTest::addColumn<QStringList>("roles");
        QTest::addColumn<bool>("may");
        const auto here = s("https://id.example");
        QTest::newRow("who holds it") << s("bucho") << here << QStringList{s("bucho"), s("finance")} << true;
        QTest::newRow("who holds one of two") << s("bucho") << here << QStringList{s("bucho")} << false;
        QTest::newRow("who holds none") << s("bsan") << here << QStringList() << false;
        QTest::newRow("nobody") << QString() << QString() << QStringList() << false;
        QTest::newRow("the person") << s("asan") << here << QStringList{s("bucho"), s("finance")} << false;
        QTest::newRow("somebody of another organisation")
            << s("bucho") << s("https://other.example") << QStringList{s("bucho"), s("finance")} << false;
        QTest::newRow("the person of that name elsewhere")
            << s("asan") << s("https://other.example") << QStringList{s("bucho"), s("finance")} << false;
    }
    void somebodyElseDecidesWhoHoldsTheRole()
    {
        QFETCH(QString, subject);
        QFETCH(QString, issuer);
        QFETCH(QStringList, roles);
        QFETCH(bool, may);
        auto question = leave();
        question.roles = {s("bucho"), s("finance")};
        const auto by = subject.isEmpty() ? std::nullopt : std::optional(Approver{{issuer, subject}, s("部長"), roles});
        const auto request = asked(question);
        const auto done = await(store_->approve(request.id, request.digest, by));
        QCOMPARE(done.has_value(), may);
        if (!may) QCOMPARE(done.error().code, Errc::Refused);
        QCOMPARE(stateOf(), may ? State::Approved : State::Waiting);
        reopen();
        const auto kept = await(store_->of(CallId(s("t.1.1"))));
        QCOMPARE((**kept).by, may ? by : std::nullopt);
        QCOMPARE(await(store_->spend(request.id, request.digest)).has_value(), may);
    }
    void thePersonAndWhoMayApproveMayDecline()
    {
        auto question = leave();
        question.roles = {s("bucho")};
        const Approver bucho{{s("https://id.example"), s("bucho")}, s("部長"), {s("bucho")}};
        const Approver bsan{{s("https://id.example"), s("bsan")}, s("B"), {}};
        auto request = asked(question);
        QVERIFY(!await(store_->deny(request.id, bsan)));
        QCOMPARE(stateOf(), State::Waiting);
        const auto denied = await(store_->deny(request.id, bucho));
        QVERIFY(denied);
        QCOMPARE(denied->by, std::optional(bucho));
        question.call.call = CallId(s("t.1.2"));
        request = asked(question);
        const auto own = await(store_->deny(request.id));
        QVERIFY(own);
        QVERIFY(!own->by);
    }
    void aReasonHasAnEnd()
    {
        const auto request = asked();
        const auto tooLong = await(store_->deny(request.id, {}, QString(501, u'x')));
        QVERIFY(!tooLong);
        QCOMPARE(tooLong.error().code, Errc::InvalidArgument);
        QCOMPARE(tooLong.error().subject, s("reason"));
        QCOMPARE(stateOf(), State::Waiting);
        QVERIFY(await(store_->deny(request.id, {}, QString(500, u'x'))));
    }
    void whatIsThePersonsOwnIsNobodyElses()
    {
        const auto request = asked();
        const Approver bucho{{s("https://id.example"), s("bucho")}, s("部長"), {s("bucho")}};
        QVERIFY(!await(store_->approve(request.id, request.digest, bucho)));
        QVERIFY(!await(store_->deny(request.id, bucho)));
        QCOMPARE(stateOf(), State::Waiting);
    }

    void anAnswerIsForTheCallThatWasShown()
    {
        const auto request = asked();
        QCOMPARE(await(store_->approve(request.id, s("another digest"))).error().code, Errc::Conflict);
        QCOMPARE(await(store_->approve(request.id, QString())).error().code, Errc::Conflict);
        QCOMPARE(stateOf(), State::Waiting);
        QCOMPARE(await(store_->approve(ApprovalId(s("nobody's")), request.digest)).error().code, Errc::NotFound);
        QVERIFY(await(store_->approve(request.id, request.digest)));
        QCOMPARE(await(store_->spend(request.id, s("another digest"))).error().code, Errc::Conflict);
        QCOMPARE(await(store_->spend(request.id, QString())).error().code, Errc::Conflict);
        QCOMPARE(stateOf(), State::Approved);
    }

    void oneAnswerCounts()
    {
        const auto request = asked();
        QVERIFY(await(store_->deny(request.id)));
        QCOMPARE(await(store_->approve(request.id, request.digest)).error().code, Errc::Conflict);
        QCOMPARE(await(store_->deny(request.id)).error().code, Errc::Conflict);
        QCOMPARE(stateOf(), State::Denied);
        const auto other = asked(leave("t.1.2"));
        QVERIFY(await(store_->approve(other.id, other.digest)));
        clock_.advance(std::chrono::minutes(1));
        QCOMPARE(await(store_->approve(other.id, other.digest)).error().code, Errc::Conflict); // nor longer good for it
        QCOMPARE(await(store_->deny(other.id)).error().code, Errc::Conflict);
        QCOMPARE(stateOf(CallId(s("t.1.2"))), State::Approved);
    }

    void askingAgainIsTheSameQuestion()
    {
        const auto first = asked();
        clock_.advance(std::chrono::minutes(1));
        QCOMPARE(asked(), first);
        QVERIFY(await(store_->approve(first.id, first.digest)));
        QCOMPARE(asked().state, State::Approved);
        QVERIFY(await(store_->spend(first.id, first.digest)));
        const auto again = asked(); // it never began, or nobody would ask
        QVERIFY(again.id != first.id);
        QCOMPARE(again.state, State::Waiting);
    }

    void aCallThatChangedVoidsWhatWasAsked()
    {
        const auto first = asked();
        QVERIFY(await(store_->approve(first.id, first.digest)));
        auto changed = leave();
        changed.call.arguments.insert(s("days"), 20);
        const auto second = asked(changed);
        QVERIFY(second.id != first.id);
        QCOMPARE(second.state, State::Waiting);
        QCOMPARE(await(store_->spend(first.id, first.digest)).error().code, Errc::Conflict);
        QCOMPARE(await(store_->spend(second.id, first.digest)).error().code, Errc::Conflict);
        QCOMPARE(await(store_->pending())->size(), 1);
    }

    void whyItWasTakenBackIsKept_data()
    {
        QTest::addColumn<int>("why");
        QTest::addColumn<bool>("all");
        for (int why = 0; why <= static_cast<int>(core::toolapi::Withdrawal::Undone); ++why)
            for (const bool all : {false, true})
                QTest::newRow(qPrintable(core::toolapi::withdrawalName(static_cast<core::toolapi::Withdrawal>(why)) +
                                         (all ? s(", all of them") : QString())))
                    << why << all;
    }
    void whyItWasTakenBackIsKept()
    {
        QFETCH(int, why);
        QFETCH(bool, all);
        const auto reason = static_cast<core::toolapi::Withdrawal>(why);
        std::ignore = asked();
        QVERIFY(await(all ? store_->withdrawAll({}, reason) : store_->withdraw(CallId(s("t.1.1")), reason)));
        reopen();
        QCOMPARE(stateOf(), State::Withdrawn);
        QCOMPARE((**await(store_->of(CallId(s("t.1.1"))))).withdrawal, reason);
        // The first reason is the one that stays.
        QVERIFY(await(store_->withdraw(CallId(s("t.1.1")), core::toolapi::Withdrawal::Replaced)));
        QCOMPARE((**await(store_->of(CallId(s("t.1.1"))))).withdrawal, reason);
    }
    void whatWhoeverDeclinedSaidIsKeptInWhole()
    {
        const QString reason = s("12月は人が足りません。\n\"No\" \u202E") + QString(460, QLatin1Char('x'));
        QVERIFY(reason.size() <= ApprovalStore::longestReason);
        const auto request = asked();
        QVERIFY(await(store_->deny(request.id, {}, reason)));
        reopen();
        QCOMPARE((**await(store_->of(CallId(s("t.1.1"))))).reason, reason);
    }

    // --- changed by the person while it waits ---

    // What the person makes of leave(), which here is put to them alone.
    static Question own()
    {
        auto question = leave();
        question.signIn = {};
        question.proposed = {};
        return question;
    }
    static Question shorter()
    {
        auto question = own();
        question.proposed = question.call.arguments;
        question.call.arguments.insert(s("days"), 1);
        return question;
    }
    void anEditedCallWaitsInThePlaceOfTheOther()
    {
        const auto before = asked(own());
        clock_.advance(std::chrono::hours(1));
        const auto edited = await(store_->replace(before.id, before.digest, shorter()));
        QVERIFY(edited);
        QVERIFY(edited->id != before.id);
        QCOMPARE(edited->digest, *digestOf(shorter().call));
        QCOMPARE(edited->state, State::Waiting);
        QCOMPARE(edited->question, shorter());
        QCOMPARE(edited->answerByUtc, clock_.now.addDays(1));
        reopen();
        QCOMPARE(*await(store_->pending()), QList<Request>{*edited});
        QCOMPARE(**await(store_->of(CallId(s("t.1.1")))), *edited);
        // Neither of them was approved by that.
        QCOMPARE(await(store_->spend(edited->id, edited->digest)).error().code, Errc::Conflict);
        QCOMPARE(await(store_->approve(before.id, before.digest)).error().code, Errc::Conflict);
        QCOMPARE(await(store_->approve(edited->id, before.digest)).error().code, Errc::Conflict);
        QVERIFY(await(store_->approve(edited->id, edited->digest)));
        QCOMPARE(await(store_->spend(before.id, before.digest)).error().code, Errc::Conflict);
        QVERIFY(await(store_->spend(edited->id, edited->digest)));
    }
    void onlyWhatWaitsIsChanged_data()
    {
        QTest::addColumn<QString>("first");
        for (const auto* first : {"approve", "deny", "withdraw", "too late", "another digest", "edited before"})
            QTest::newRow(first) << s(first);
    }
    void onlyWhatWaitsIsChanged()
    {
        QFETCH(QString, first);
        const auto request = asked(own());
        auto digest = request.digest;
        if (first == u"approve") QVERIFY(await(store_->approve(request.id, digest)));
        if (first == u"deny") QVERIFY(await(store_->deny(request.id)));
        if (first == u"withdraw")
            QVERIFY(await(store_->withdraw(CallId(s("t.1.1")), core::toolapi::Withdrawal::Stopped)));
        if (first == u"too late") clock_.advance(std::chrono::hours(24) + std::chrono::milliseconds(1));
        if (first == u"another digest") digest = s("another");
        if (first == u"edited before") QVERIFY(await(store_->replace(request.id, digest, shorter())));
        const auto before = await(store_->of(CallId(s("t.1.1"))));
        auto longer = shorter();
        longer.call.arguments.insert(s("days"), 20);
        QCOMPARE(await(store_->replace(request.id, digest, longer)).error().code, Errc::Conflict);
        QCOMPARE(**await(store_->of(CallId(s("t.1.1")))), **before);
        QCOMPARE(await(store_->replace(ApprovalId(s("nobody's")), digest, longer)).error().code, Errc::NotFound);
    }
    void nothingButItsArgumentsIsChanged_data()
    {
        QTest::addColumn<int>("what");
        for (int what = 0; what < 9; ++what)
            QTest::newRow(qPrintable(QString::number(what))) << what;
    }
    void nothingButItsArgumentsIsChanged()
    {
        QFETCH(int, what);
        const auto request = asked(own());
        auto other = shorter();
        auto& call = other.call;
        if (what == 0) call.call = CallId(s("t.1.2"));
        if (what == 1) call.conversation = core::ConversationId(s("d"));
        if (what == 2) call.person.subject = s("bsan");
        if (what == 3) call.tool = core::ToolName(s("other"));
        if (what == 4) call.definitionHash = s("d2");
        if (what == 5) call.audience = s("urn:other");
        if (what == 6) call.scopes += s("hr:read");
        if (what == 7) other.step = core::MessageId(s("t.2"));
        if (what == 8) call.arguments.insert(s("from"), QString(QChar(0xD800))); // has no digest
        QCOMPARE(await(store_->replace(request.id, request.digest, other)).error().code, Errc::InvalidArgument);
        QCOMPARE(*await(store_->pending()), QList<Request>{request});
    }
    void whatIsPutToOthersOrNeedsASignInIsNotChanged_data()
    {
        QTest::addColumn<bool>("signIn");
        QTest::newRow("somebody else approves it") << false;
        QTest::newRow("it needs a sign-in") << true;
    }
    void whatIsPutToOthersOrNeedsASignInIsNotChanged()
    {
        QFETCH(bool, signIn);
        auto question = own();
        if (signIn)
            question.signIn = {{s("gold")}, {}};
        else
            question.roles = {s("bucho")};
        const auto request = asked(question);
        QCOMPARE(await(store_->replace(request.id, request.digest, shorter())).error().code, Errc::Refused);
        QCOMPARE(*await(store_->pending()), QList<Request>{request});
    }
    // Cut off between the two, the one that was there is there.
    void itIsBothOrNothing()
    {
        const auto request = asked(own());
        store_.reset();
        const auto tell = [this](const char* statement) {
            {
                auto database = QSqlDatabase::addDatabase(s("QSQLITE"), s("trouble"));
                database.setDatabaseName(file());
                QVERIFY(database.open());
                QSqlQuery query(database);
                QVERIFY(query.exec(s(statement)));
            }
            QSqlDatabase::removeDatabase(s("trouble"));
        };
        tell("CREATE TRIGGER trouble BEFORE INSERT ON approval BEGIN SELECT RAISE(ABORT, 'no'); END");
        reopen();
        QVERIFY(!await(store_->replace(request.id, request.digest, shorter())));
        QCOMPARE(*await(store_->pending()), QList<Request>{request});
        store_.reset();
        tell("DROP TRIGGER trouble");
        reopen();
        QCOMPARE(*await(store_->pending()), QList<Request>{request});
        QVERIFY(await(store_->replace(request.id, request.digest, shorter())));
        QCOMPARE(await(store_->pending())->size(), 1);
    }

    void manyWaitAndEachIsAnsweredAlone()
    {
        QList<Request> all;
        for (const auto* call : {"t.1.1", "t.1.2", "u.1.1"})
            all.append(asked(leave(call)));
        QVERIFY(await(store_->deny(all[1].id)));
        QVERIFY(await(store_->approve(all[2].id, all[2].digest)));
        reopen();
        const auto pending = await(store_->pending());
        QCOMPARE(pending->size(), 2);
        QCOMPARE(pending->at(0).id, all[0].id);
        QCOMPARE(pending->at(1).state, State::Approved);
    }

    void theLastCallsOfATool()
    {
        auto question = leave();
        for (int i = 0; i < 5; ++i) {
            question.call.call = CallId(s("t.1.%1").arg(i));
            question.call.tool = core::ToolName(i == 2 ? s("other") : s("request_leave"));
            std::ignore = asked(question);
        }
        question.call.arguments.insert(s("days"), 3); // the same call, asked about anew
        std::ignore = asked(question);
        const auto last = await(store_->lastOf(core::ToolName(s("request_leave")), 3));
        QVERIFY(last);
        QStringList calls;
        for (const auto& request : *last)
            calls.append(request.question.call.call.text());
        QCOMPARE(calls, (QStringList{s("t.1.4"), s("t.1.3"), s("t.1.1")}));
        QCOMPARE(last->first().question.call.arguments.value(s("days")).toInt(), 3);
        QVERIFY(await(store_->lastOf(core::ToolName(s("nobody's")), 3))->isEmpty());
    }

    void anotherKeyOpensNothing()
    {
        const auto request = asked();
        reopen('x');
        QVERIFY(store_);
        QCOMPARE(await(store_->pending()).error().code, Errc::Corrupt);
        QCOMPARE(await(store_->approve(request.id, request.digest)).error().code, Errc::Corrupt);
    }

    void anAnswerCannotBeMovedToAnotherQuestion()
    {
        const auto good = asked(leave("t.1.1"));
        std::ignore = asked(leave("t.1.2"));
        QVERIFY(await(store_->approve(good.id, good.digest)));
        store_.reset();
        {
            auto database = QSqlDatabase::addDatabase(s("QSQLITE"), s("tamper"));
            database.setDatabaseName(file());
            QVERIFY(database.open());
            QSqlQuery query(database);
            QVERIFY(query.exec(s("UPDATE approval SET body = (SELECT body FROM approval WHERE call = 't.1.1') "
                                 "WHERE call = 't.1.2'")));
        }
        QSqlDatabase::removeDatabase(s("tamper"));
        reopen();
        QCOMPARE(await(store_->of(CallId(s("t.1.2")))).error().code, Errc::Corrupt);
    }

    void aQuestionCannotBeMovedToAnotherCall()
    {
        const auto good = asked(leave("t.1.1"));
        QVERIFY(await(store_->approve(good.id, good.digest)));
        store_.reset();
        {
            auto database = QSqlDatabase::addDatabase(s("QSQLITE"), s("tamper"));
            database.setDatabaseName(file());
            QVERIFY(database.open());
            QSqlQuery query(database);
            QVERIFY(query.exec(s("UPDATE approval SET call = 't.1.2'")));
        }
        QSqlDatabase::removeDatabase(s("tamper"));
        reopen();
        QCOMPARE(await(store_->of(CallId(s("t.1.2")))).error().code, Errc::Corrupt);
    }

    // "any single change to any field of an approved call executes nothing"
    void everyFieldIsInTheDigest_data()
    {
        QTest::addColumn<ExactCall>("changed");
        const auto row = [](const char* name, auto change) {
            auto call = leave().call;
            change(call);
            QTest::newRow(name) << call;
        };
        row("call", [](ExactCall& c) { c.call = CallId(s("t.1.2")); });
        row("conversation", [](ExactCall& c) { c.conversation = core::ConversationId(s("d")); });
        row("issuer", [](ExactCall& c) { c.person.issuer += u'/'; });
        row("subject", [](ExactCall& c) { c.person.subject = s("bsan"); });
        row("tool", [](ExactCall& c) { c.tool = core::ToolName(s("request-leave")); });
        row("definition", [](ExactCall& c) { c.definitionHash = s("d2"); });
        row("an argument", [](ExactCall& c) { c.arguments.insert(s("from"), s("2026-12-02")); });
        row("one more argument", [](ExactCall& c) { c.arguments.insert(s("to"), QJsonValue()); });
        row("one argument less", [](ExactCall& c) { c.arguments.remove(s("days")); });
        row("a number as text", [](ExactCall& c) { c.arguments.insert(s("days"), s("2")); });
        row("deep inside",
            [](ExactCall& c) { c.arguments.insert(s("cc"), QJsonArray{s("b"), QJsonObject{{s("x"), false}}}); });
        row("order of a list",
            [](ExactCall& c) { c.arguments.insert(s("cc"), QJsonArray{QJsonObject{{s("x"), true}}, s("b")}); });
        row("audience", [](ExactCall& c) { c.audience = s("urn:hr2"); });
        row("scopes", [](ExactCall& c) { c.scopes += s("hr:read"); });
        row("policy", [](ExactCall& c) { c.policyVersion = s("p2"); });
    }
    void everyFieldIsInTheDigest()
    {
        QFETCH(ExactCall, changed);
        QVERIFY(*digestOf(changed) != *digestOf(leave().call));
        const auto request = asked();
        QVERIFY(await(store_->approve(request.id, request.digest)));
        QCOMPARE(await(store_->spend(request.id, *digestOf(changed))).error().code, Errc::Conflict);
    }

    void whatCannotBeWrittenCanonicallyIsNotAsked()
    {
        auto question = leave();
        question.call.arguments.insert(s("from"), QString(QChar(0xD800)));
        QCOMPARE(await(store_->ask(question)).error().code, Errc::InvalidArgument);
    }

    // 10,000 cases with a fixed seed: changes of one character anywhere in the text of the call.
    void noSingleChangeKeepsTheDigest()
    {
        std::mt19937 random(20261126); // NOLINT: the same cases each time
        const auto digest = *digestOf(leave().call);
        const auto texts = [](ExactCall& c) {
            return std::vector<QString*>{&c.person.issuer, &c.person.subject, &c.definitionHash,
                                         &c.audience,      &c.policyVersion,  &c.scopes[0]};
        };
        for (int i = 0; i < 10'000; ++i) {
            auto call = leave().call;
            const auto all = texts(call);
            if (const auto which = random() % (all.size() + 2); which < all.size()) {
                auto& text = *all[which];
                const auto at = static_cast<qsizetype>(random() % static_cast<unsigned>(text.size() + 1));
                const QChar letter(static_cast<char16_t>(0x21 + random() % 0x3000));
                if (at < text.size() && random() % 2 == 0) {
                    if (text[at] == letter) continue;
                    text[at] = letter;
                } else {
                    text.insert(at, letter);
                }
            } else {
                const auto name = call.arguments.keys().at(static_cast<qsizetype>(random() % 3));
                call.arguments.insert(name, static_cast<qint64>(random()) + 3);
            }
            QVERIFY2(*digestOf(call) != digest, qPrintable(QString::number(i)));
        }
    }
};

QTEST_GUILESS_MAIN(TestApprovalStore)
#include "tst_approval_store.moc"
