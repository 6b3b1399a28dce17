#include "core/session/pending_approvals.h"
#include "tests/fakes/await.h"
#include "tests/fakes/fake_audit.h"
#include "tests/fakes/fake_call_journal.h"
#include "tests/fakes/fake_clock.h"

#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace core;
using namespace core::session;
using approvals::ApprovalStore;
using fakes::await;

namespace {

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

storage::Sealer sealer()
{
    return storage::Sealer(SealingKey(Secret::consume(QByteArray(32, 'k'))));
}

} // namespace

/// What follows from an answer, where the log or the store fails.
class TestPendingApprovals : public QObject {
    Q_OBJECT

    CardFacts facts_;
    fakes::FakeClock clock_;
    fakes::FakeAudit audit_;
    FakeElevations elevations_;
    std::shared_ptr<ApprovalStore> store_;
    std::unique_ptr<PendingApprovals> pending_;
    QList<CallId> wentOn_;
    Result<approvals::Approver> who_ = bucho();

    static approvals::Approver bucho() { return {{s("https://id.example"), s("bucho")}, s("部長"), {s("bucho")}}; }
    void ask(const char* id, const QStringList& roles = {})
    {
        approvals::Question question;
        question.roles = roles;
        question.call = {CallId(s(id)),
                         ConversationId(s("c")),
                         {s("https://id.example"), s("asan")},
                         ToolName(s("request_leave")),
                         s("d1"),
                         {{s("from"), s("2026-12-01")}},
                         s("urn:hr"),
                         {s("hr:leave")},
                         s("p1")};
        question.step = MessageId(s("t.1"));
        QVERIFY(await(store_->ask(question)));
    }
    void begin(PendingApprovals::TakesUp takesUp = PendingApprovals::TakesUp::Yes, const char* policy = "p1")
    {
        pending_ = std::make_unique<PendingApprovals>(
            facts_,
            PendingApprovals::Ports{
                clock_, audit_, elevations_, [](const approvals::Request&, std::stop_token) { return ready<>({}); },
                [this](std::stop_token) { return ready<approvals::Approver>(Result<approvals::Approver>(who_)); },
                [this](const approvals::Question& question) { wentOn_.append(question.call.call); }});
        QVERIFY(await(pending_->begin(store_, ArgumentMarks(sealer()), s(policy), takesUp)));
        QCoreApplication::processEvents();
    }
    interfaces::ApprovalCallView first() { return pending_->waiting().first().calls.first(); }
    approvals::State stateOf(const char* id) { return (**await(store_->of(CallId(s(id))))).state; }

private Q_SLOTS:
    void init()
    {
        clock_.now = fakes::FakeClock().now;
        audit_.failAll.reset();
        audit_.records.clear();
        wentOn_.clear();
        who_ = bucho();
        store_ = *await(ApprovalStore::openInMemory(sealer(), clock_));
        ask("w");
        begin();
        QVERIFY(wentOn_.isEmpty());
    }
    void cleanup()
    {
        pending_.reset();
        store_.reset();
    }

    void anAnswerThatCannotBeLoggedIsNone_data()
    {
        QTest::addColumn<bool>("approve");
        QTest::newRow("approved") << true;
        QTest::newRow("declined") << false;
    }
    void anAnswerThatCannotBeLoggedIsNone()
    {
        QFETCH(bool, approve);
        audit_.failAll = Error{Errc::DiskFull, s("full")};
        const auto call = first();
        const auto answer = [&] {
            return await(approve ? pending_->approve(call.id, call.digest) : pending_->deny(call.id, {}));
        };
        QCOMPARE(answer().error().code, Errc::DiskFull);
        QCOMPARE(stateOf("w"), approvals::State::Waiting);
        QVERIFY(wentOn_.isEmpty());
        QCOMPARE(pending_->waiting().size(), 1);
        audit_.failAll.reset();
        QVERIFY(answer());
        QCOMPARE(stateOf("w"), approve ? approvals::State::Approved : approvals::State::Denied);
        QCOMPARE(audit_.records.size(), 1U);
        QCOMPARE(audit_.records.front().decision, approve ? s("approved") : s("denied"));
        QCOMPARE(wentOn_, QList{CallId(s("w"))});
    }

    void oneAnswerIsLoggedOnce()
    {
        const auto call = first();
        const auto one = pending_->approve(call.id, call.digest);
        const auto two = pending_->approve(call.id, call.digest);
        const auto three = pending_->deny(call.id, {});
        QVERIFY(await(one));
        QCOMPARE(await(two).error().code, Errc::Conflict);
        QCOMPARE(await(three).error().code, Errc::Conflict);
        QCOMPARE(audit_.records.size(), 1U);
        QCOMPARE(wentOn_.size(), 1);
    }

    void whatWasApprovedAndNotBegunGoesOnAtTheNextStart_data()
    {
        QTest::addColumn<bool>("window");
        QTest::newRow("in a window") << true;
        QTest::newRow("not in a program that only asks") << false;
    }
    void whatWasApprovedAndNotBegunGoesOnAtTheNextStart()
    {
        QFETCH(bool, window);
        const auto call = first();
        QVERIFY(await(store_->approve(approvals::ApprovalId(call.id.text()), call.digest)));
        begin(window ? PendingApprovals::TakesUp::Yes : PendingApprovals::TakesUp::No);
        QCOMPARE(wentOn_.size(), window ? 1 : 0);
    }

    void whatWasAskedUnderOtherRulesIsDecidedAnew()
    {
        begin(PendingApprovals::TakesUp::Yes, "p2");
        QCOMPARE(wentOn_.size(), 1);
    }

    void whatRanOutOfTimeGoesOnWithoutAWordFromAnybody()
    {
        clock_.now = clock_.now.addDays(1).addSecs(1);
        pending_->refresh();
        QVERIFY(QTest::qWaitFor([&] { return wentOn_.size() == 1; }));
        QVERIFY(pending_->waiting().isEmpty());
    }

    void whatAnotherProgramAnsweredIsLeftToItUntilItIsKnownThatItDidNotBegin()
    {
        const auto call = first();
        const approvals::ApprovalId id(call.id.text());
        QVERIFY(await(store_->approve(id, call.digest)));
        QVERIFY(await(store_->spend(id, call.digest)));
        QSignalSpy changed(pending_.get(), &interfaces::Approvals::changed);
        pending_->refresh();
        QVERIFY(changed.wait());
        QVERIFY(!await(pending_->isOver(CallId(s("w")))).value());
        QVERIFY(wentOn_.isEmpty());
        clock_.now = clock_.now.addSecs(301);
        QVERIFY(await(pending_->isOver(CallId(s("w")))).value());
    }

    // --- decided elsewhere ---

    void whatWasDecidedElsewhereIsTold_data()
    {
        QTest::addColumn<int>("how");
        QTest::addColumn<interfaces::ApprovalOutcomeView::Outcome>("outcome");
        using Outcome = interfaces::ApprovalOutcomeView::Outcome;
        QTest::newRow("approved") << 0 << Outcome::Approved;
        QTest::newRow("approved, and begun") << 1 << Outcome::Approved;
        QTest::newRow("declined") << 2 << Outcome::Declined;
        QTest::newRow("taken back") << 3 << Outcome::Withdrawn;
        QTest::newRow("nobody answered") << 4 << Outcome::Expired;
    }
    void whatWasDecidedElsewhereIsTold()
    {
        QFETCH(int, how);
        QFETCH(interfaces::ApprovalOutcomeView::Outcome, outcome);
        const auto call = first();
        const approvals::ApprovalId id(call.id.text());
        QList<interfaces::ApprovalOutcomeView> told;
        connect(pending_.get(), &interfaces::Approvals::decidedElsewhere, this,
                [&told](const interfaces::ApprovalOutcomeView& view) { told.append(view); });
        clock_.now = clock_.now.addSecs(60);
        auto at = clock_.now;
        if (how <= 1) QVERIFY(await(store_->approve(id, call.digest)));
        if (how == 1) QVERIFY(await(store_->spend(id, call.digest)));
        if (how == 2) QVERIFY(await(store_->deny(id, {}, s("no"))));
        if (how == 3) QVERIFY(await(store_->withdraw(CallId(s("w")), toolapi::Withdrawal::Stopped)));
        if (how == 4) clock_.now = call.answerByUtc.addSecs(5);
        if (how == 4) at = call.answerByUtc;
        pending_->refresh();
        QVERIFY(QTest::qWaitFor([&] { return told.size() == 1; }));
        QCOMPARE(told.first().outcome, outcome);
        QCOMPARE(told.first().atUtc, at);
        QCOMPARE(told.first().call, call);
        QVERIFY(told.first().by.isEmpty()); // the person, as far as is known
        QVERIFY(pending_->waiting().isEmpty());
        pending_->refresh();
        QVERIFY(await(store_->pending())); // behind which all of that is done
        QCoreApplication::processEvents();
        QCOMPARE(told.size(), 1);
    }

    void whoDecidedElsewhereIsNamed()
    {
        ask("r", {s("bucho")});
        begin();
        const auto call = pending_->waiting().first().calls.at(1);
        QList<interfaces::ApprovalOutcomeView> told;
        connect(pending_.get(), &interfaces::Approvals::decidedElsewhere, this,
                [&told](const interfaces::ApprovalOutcomeView& view) { told.append(view); });
        QVERIFY(await(store_->deny(approvals::ApprovalId(call.id.text()), bucho(), {})));
        pending_->refresh();
        QVERIFY(QTest::qWaitFor([&] { return told.size() == 1; }));
        QCOMPARE(told.first().by, s("部長"));
    }

    void whatIsAnsweredHereIsNotToldAsDecidedElsewhere_data()
    {
        QTest::addColumn<int>("how");
        QTest::newRow("approved") << 0;
        QTest::newRow("declined") << 1;
        QTest::newRow("taken back") << 2;
    }
    void whatIsAnsweredHereIsNotToldAsDecidedElsewhere()
    {
        QFETCH(int, how);
        const auto call = first();
        QSignalSpy told(pending_.get(), &interfaces::Approvals::decidedElsewhere);
        auto answer = ready<>({});
        if (how == 0) answer = pending_->approve(call.id, call.digest);
        if (how == 1) answer = pending_->deny(call.id, {});
        if (how == 2) pending_->withdraw(CallId(s("w")), toolapi::Withdrawal::Stopped);
        QTimer again; // looks in the middle of it
        connect(&again, &QTimer::timeout, pending_.get(), &PendingApprovals::refresh);
        again.start(0);
        QVERIFY(await(answer));
        again.stop();
        pending_->refresh();
        QVERIFY(await(store_->pending()));
        QVERIFY(await(store_->of(CallId(s("w")))));
        QCoreApplication::processEvents();
        QVERIFY(pending_->waiting().isEmpty());
        QVERIFY(told.isEmpty());
    }

    // --- somebody else decides ---

    void whoHoldsTheRoleSignsInAndDecides_data()
    {
        QTest::addColumn<bool>("approve");
        QTest::newRow("approves") << true;
        QTest::newRow("declines") << false;
    }
    void whoHoldsTheRoleSignsInAndDecides()
    {
        QFETCH(bool, approve);
        ask("r", {s("bucho")});
        begin();
        const auto call = [this] { return pending_->waiting().first().calls.at(1); };
        QCOMPARE(call().roles, QStringList{s("bucho")});
        QVERIFY(call().approver.isEmpty());
        // The person alone cannot.
        QCOMPARE(await(pending_->approve(call().id, call().digest)).error().code, Errc::Refused);
        QVERIFY(audit_.records.empty());
        QVERIFY(await(pending_->bringApprover(call().id)));
        QCOMPARE(call().approver, s("部長"));
        QVERIFY(first().approver.isEmpty()); // for that call alone
        QVERIFY(await(approve ? pending_->approve(call().id, call().digest) : pending_->deny(call().id, {})));
        QCOMPARE(stateOf("r"), approve ? approvals::State::Approved : approvals::State::Denied);
        QCOMPARE((**await(store_->of(CallId(s("r"))))).by, std::optional(bucho()));
        QCOMPARE(audit_.records.back().labels, QStringList{s("by:") + bucho().person.storageName()});
        QCOMPARE(wentOn_, QList{CallId(s("r"))});
    }

    void whoMayNotDecideDoesNot_data()
    {
        QTest::addColumn<int>("who");
        QTest::addColumn<Errc>("error");
        QTest::newRow("without the role") << 0 << Errc::Forbidden;
        QTest::newRow("the person") << 1 << Errc::Refused;
        QTest::newRow("who closed the window") << 2 << Errc::WindowClosed;
    }
    void whoMayNotDecideDoesNot()
    {
        QFETCH(int, who);
        QFETCH(Errc, error);
        ask("r", {s("bucho")});
        begin();
        auto other = bucho();
        if (who == 0) other.roles = {s("finance")};
        if (who == 1) other.person.subject = s("asan");
        who_ = other;
        if (who == 2) who_ = fail(Errc::WindowClosed, s("closed"));
        const auto call = pending_->waiting().first().calls.at(1);
        QCOMPARE(await(pending_->bringApprover(call.id)).error().code, error);
        QVERIFY(pending_->waiting().first().calls.at(1).approver.isEmpty());
        QCOMPARE(await(pending_->approve(call.id, call.digest)).error().code, Errc::Refused);
        QCOMPARE(stateOf("r"), approvals::State::Waiting);
    }

    void nobodyElseIsBroughtForWhatIsThePersonsOwn()
    {
        QCOMPARE(await(pending_->bringApprover(first().id)).error().code, Errc::Conflict);
        QVERIFY(await(pending_->approve(first().id, first().digest)));
        QVERIFY(!(**await(store_->of(CallId(s("w"))))).by);
    }

    void nothingIsAnsweredOnceTheProgramEnds()
    {
        const auto call = first();
        pending_->freeze();
        QCOMPARE(await(pending_->approve(call.id, call.digest)).error().code, Errc::Busy);
        QCOMPARE(await(pending_->deny(call.id, {})).error().code, Errc::Busy);
        QCOMPARE(stateOf("w"), approvals::State::Waiting);
        QVERIFY(audit_.records.empty());
    }
};

QTEST_GUILESS_MAIN(TestPendingApprovals)
#include "tst_pending_approvals.moc"
