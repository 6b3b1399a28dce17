#include "core/session/pending_approvals.h"
#include "tests/fakes/await.h"
#include "tests/fakes/fake_audit.h"
#include "tests/fakes/fake_call_journal.h"
#include "tests/fakes/fake_clock.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace core;
using namespace core::session;
using approvals::ApprovalStore;
using approvals::Question;
using fakes::await;
using interfaces::ArgumentEdit;
using Kind = interfaces::ArgumentFieldView::Kind;

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

/// What follows from a change that the person makes to a call that waits, where the log, the store, the rules or another
/// answer is in the way.
class TestPendingEdits : public QObject {
    Q_OBJECT

    CardFacts facts_;
    fakes::FakeClock clock_;
    fakes::FakeAudit audit_;
    FakeElevations elevations_;
    std::shared_ptr<ApprovalStore> store_;
    std::unique_ptr<PendingApprovals> pending_;
    int wentOn_ = 0;
    std::optional<gateway::ArgumentProblem> problem_;

    using Judged = Result<std::variant<Question, gateway::ArgumentProblem>>;
    Judged withArguments(const Question& question, const QByteArray& arguments)
    {
        if (problem_) return std::variant<Question, gateway::ArgumentProblem>(*problem_);
        auto edited = question;
        edited.proposed = question.proposed.value_or(question.call.arguments);
        edited.call.arguments = QJsonDocument::fromJson(arguments).object();
        return std::variant<Question, gateway::ArgumentProblem>(edited);
    }
    void ask(const QStringList& roles = {}, bool signIn = false)
    {
        Question question;
        question.roles = roles;
        if (signIn) question.signIn = {{s("gold")}, {}};
        question.call = {CallId(s("w")),
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
    void begin()
    {
        pending_ = std::make_unique<PendingApprovals>(
            facts_,
            PendingApprovals::Ports{
                clock_, audit_, elevations_, [](const approvals::Request&, std::stop_token) { return ready<>({}); },
                [](std::stop_token) { return failed<approvals::Approver>(Errc::Cancelled, s("nobody")); },
                [this](const Question&) { ++wentOn_; },
                [this](const Question& question, const QByteArray& arguments) {
                    return withArguments(question, arguments);
                }});
        QVERIFY(await(pending_->begin(store_, ArgumentMarks(sealer()), s("p1"), PendingApprovals::TakesUp::Yes)));
        QCoreApplication::processEvents();
    }
    interfaces::ApprovalCallView first() { return pending_->waiting().first().calls.first(); }
    approvals::Request stored() { return **await(store_->of(CallId(s("w")))); }
    static QList<ArgumentEdit> later(const char* day = "2026-12-08") { return {{s("from"), Kind::Text, true, s(day)}}; }
    auto edit(const QList<ArgumentEdit>& edits = later())
    {
        const auto call = first();
        return pending_->edit(call.id, call.digest, edits);
    }

private Q_SLOTS:
    void init()
    {
        clock_.now = fakes::FakeClock().now;
        audit_.failAll.reset();
        audit_.records.clear();
        wentOn_ = 0;
        problem_.reset();
        toolapi::ToolSpec spec;
        spec.name = ToolName(s("request_leave"));
        spec.inputSchema =
            QJsonDocument::fromJson(R"({"type":"object","properties":{"from":{"type":"string"}}})").object();
        facts_.tools = {{spec.name, spec}};
        store_ = *await(ApprovalStore::openInMemory(sealer(), clock_));
        ask();
        begin();
    }
    void cleanup()
    {
        pending_.reset();
        store_.reset();
    }

    void theEditedCallIsShownInThePlaceOfTheOther()
    {
        const auto before = first();
        QCOMPARE(before.fields.size(), 1);
        QSignalSpy changed(pending_.get(), &PendingApprovals::changed);
        QSignalSpy elsewhere(pending_.get(), &PendingApprovals::decidedElsewhere);
        const auto done = await(edit());
        QVERIFY(done && !*done);
        QVERIFY(!changed.isEmpty());
        QCOMPARE(pending_->waiting().first().calls.size(), 1);
        const auto now = first();
        QVERIFY(now.id != before.id && now.digest != before.digest);
        QCOMPARE(now.call, before.call);
        QVERIFY(now.json.contains(s("2026-12-08")));
        QCOMPARE(now.fields.first().value, s("2026-12-08"));
        QCOMPARE(now.fields.first().agents, s("2026-12-01"));
        QCoreApplication::processEvents();
        QVERIFY(elsewhere.isEmpty());
        QCOMPARE(wentOn_, 0); // nothing was answered
        QCOMPARE(await(pending_->approve(before.id, before.digest)).error().code, Errc::Conflict);
        QCOMPARE(await(pending_->approve(now.id, before.digest)).error().code, Errc::Conflict);
        QVERIFY(await(pending_->approve(now.id, now.digest)));
        QCOMPARE(stored().id.text(), now.id.text());
        QCOMPARE(stored().state, approvals::State::Approved);
        QCOMPARE(wentOn_, 1);
    }

    void anEditThatCannotBeLoggedIsNone()
    {
        const auto before = stored();
        audit_.failAll = Error{Errc::DiskFull, s("full")};
        QCOMPARE(await(edit()).error().code, Errc::DiskFull);
        QCOMPARE(stored(), before);
        audit_.failAll.reset();
        QVERIFY(await(edit()));
        QVERIFY(stored().id != before.id);
    }
    void theLogSaysThatItWasChangedAndNoneOfItsValues()
    {
        QVERIFY(await(edit()));
        QCOMPARE(audit_.records.size(), 1U);
        const auto& record = audit_.records.front();
        QCOMPARE(record.kind, audit::Kind::Answer);
        QCOMPARE(record.decision, s("edited"));
        QCOMPARE(record.call, CallId(s("w")));
        const ArgumentMarks marks(sealer());
        QCOMPARE(record.arguments, marks.of({{s("from"), s("2026-12-08")}}));
        QCOMPARE(record.labels, QStringList{s("was:") + marks.of({{s("from"), s("2026-12-01")}})});
        const auto all = record.arguments + record.labels.join(u' ') + record.rule + record.tool + record.outcome;
        QVERIFY(!all.contains(s("2026")));
    }

    void whatIsBeingAnsweredIsNotChanged_data()
    {
        QTest::addColumn<bool>("approve");
        QTest::newRow("approved") << true;
        QTest::newRow("declined") << false;
    }
    void whatIsBeingAnsweredIsNotChanged()
    {
        QFETCH(bool, approve);
        const auto call = first();
        const auto answer = approve ? pending_->approve(call.id, call.digest) : pending_->deny(call.id, {});
        QCOMPARE(await(pending_->edit(call.id, call.digest, later())).error().code, Errc::Conflict);
        QVERIFY(await(answer));
        QCOMPARE(stored().question.call.arguments.value(s("from")).toString(), s("2026-12-01"));
        QCOMPARE(audit_.records.size(), 1U);
    }
    void whatIsBeingChangedIsNotAnsweredNorChangedOnceMore()
    {
        const auto call = first();
        const auto one = pending_->edit(call.id, call.digest, later());
        const auto two = pending_->approve(call.id, call.digest);
        const auto three = pending_->deny(call.id, {});
        const auto four = pending_->edit(call.id, call.digest, later("2026-12-09"));
        QVERIFY(await(one));
        QCOMPARE(await(two).error().code, Errc::Conflict);
        QCOMPARE(await(three).error().code, Errc::Conflict);
        QCOMPARE(await(four).error().code, Errc::Conflict);
        QCOMPARE(stored().state, approvals::State::Waiting);
        QCOMPARE(stored().question.call.arguments.value(s("from")).toString(), s("2026-12-08"));
        QCOMPARE(wentOn_, 0);
    }
    void whatAnotherProgramAnsweredIsNotChanged()
    {
        const auto call = first();
        QVERIFY(await(store_->deny(approvals::ApprovalId(call.id.text()))));
        QCOMPARE(await(pending_->edit(call.id, call.digest, later())).error().code, Errc::Conflict);
        QCOMPARE(stored().state, approvals::State::Denied);
        QVERIFY(QTest::qWaitFor([this] { return pending_->waiting().isEmpty(); }));
    }
    void whatWasNotShownIsNotChanged()
    {
        const auto before = stored();
        QCOMPARE(await(pending_->edit(first().id, s("another"), later())).error().code, Errc::Conflict);
        QCOMPARE(await(pending_->edit(interfaces::ApprovalId(s("none")), first().digest, later())).error().code,
                 Errc::Conflict);
        QCOMPARE(stored(), before);
        QVERIFY(audit_.records.empty());
    }

    void whatIsNotTakenIsSaidAndNothingIsChanged()
    {
        const auto before = stored();
        problem_ = gateway::ArgumentProblem{s("/from"), {s("Too short."), s("短すぎます。")}};
        const auto done = await(edit());
        QVERIFY(done && *done);
        QCOMPARE((*done)->pointer, s("/from"));
        QCOMPARE((*done)->text.ja, s("短すぎます。"));
        QCOMPARE(stored(), before);
        QVERIFY(audit_.records.empty());
    }
    void whatCannotBeReadIsSaidAndNothingIsChanged()
    {
        const auto before = stored();
        const auto done = await(edit({{s("from"), Kind::Number, true, s("soon")}}));
        QVERIFY(done && *done);
        QCOMPARE((*done)->pointer, s("/from"));
        QCOMPARE(stored(), before);
    }
    void noChangeIsNoEdit()
    {
        const auto before = stored();
        QVERIFY(await(edit({})));
        QVERIFY(await(edit(later("2026-12-01"))));
        QCOMPARE(stored(), before);
        QVERIFY(audit_.records.empty());
    }

    void whatIsPutToOthersOrNeedsASignInIsNotOfferedAndNotChanged_data()
    {
        QTest::addColumn<bool>("signIn");
        QTest::newRow("somebody else") << false;
        QTest::newRow("a sign-in") << true;
    }
    void whatIsPutToOthersOrNeedsASignInIsNotOfferedAndNotChanged()
    {
        QFETCH(bool, signIn);
        pending_.reset();
        QVERIFY(await(store_->withdraw(CallId(s("w")), core::toolapi::Withdrawal::Stopped)));
        ask(signIn ? QStringList() : QStringList{s("bucho")}, signIn);
        begin();
        const auto before = stored();
        QVERIFY(first().fields.isEmpty());
        QCOMPARE(await(edit()).error().code, Errc::Refused);
        QCOMPARE(stored(), before);
        QVERIFY(audit_.records.empty());
    }
    void nothingIsChangedOnceTheProgramEnds()
    {
        const auto before = stored();
        pending_->freeze();
        QCOMPARE(await(edit()).error().code, Errc::Busy);
        QCOMPARE(stored(), before);
    }
};

QTEST_GUILESS_MAIN(TestPendingEdits)
#include "tst_pending_edits.moc"
