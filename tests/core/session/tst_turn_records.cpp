#include "core/base/canonical_json.h"
#include "core/crypto/digest.h"
#include "core/session/turn_records.h"
#include "tests/fakes/await.h"
#include "tests/fakes/fake_audit.h"
#include "tests/fakes/fake_clock.h"

#include <QtTest/QTest>

using namespace core;
using namespace core::session;
using conversations::CallState;
using conversations::ConversationStore;
using fakes::await;
using toolapi::Effect;
using toolapi::Outcome;

namespace {

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

} // namespace

class TestTurnRecords : public QObject {
    Q_OBJECT

    const ConversationId conversation_{s("conversation")};
    const agent::TurnReference turn_{conversation_, agent::TurnId(s("turn")), EndpointId(s("endpoint"))};
    const agent::PersonMessage message_{MessageId(s("question")), s("最後の給与明細は？")};
    const MessageId step_{s("step")};
    const CallId call_{s("call")};

    fakes::FakeClock clock_;
    std::unique_ptr<fakes::FakeAudit> audit_;
    std::shared_ptr<ConversationStore> store_;
    std::unique_ptr<TurnRecords> records_;

    void propose(Effect effect = Effect::Read)
    {
        QVERIFY(await(records_->stepBegun(turn_, step_, message_)));
        agent::StepRecord step;
        step.id = step_;
        step.state = agent::StepRecord::State::Complete;
        step.calls = {{call_, {s("call_1"), s("get_employee_record"), "{}"}, effect, {}}};
        QVERIFY(await(records_->stepFinished(turn_, step)));
    }
    conversations::StoredCall stored()
    {
        const auto rows = await(store_->messages(conversation_, 0, 10));
        return rows && rows->size() == 2 && !rows->at(1).calls.isEmpty() ? rows->at(1).calls.first()
                                                                         : conversations::StoredCall{};
    }
    gateway::CallRecord record(Effect effect, policy::Verdict verdict = policy::Verdict::Allow) const
    {
        gateway::CallRecord made;
        made.id = call_;
        made.conversation = conversation_;
        made.person = {s("https://id.example"), s("asan")};
        made.tool = ToolName(s("get_employee_record"));
        made.definitionHash = s("hash");
        made.effect = effect;
        made.audience = s("urn:hr");
        made.arguments = {{s("person"), s("bsan")}};
        made.ruling =
            verdict == policy::Verdict::Deny ? policy::refusal(policy::Ground::NoStepUp) : policy::Ruling{verdict};
        return made;
    }
    toolapi::ToolResult result(Outcome outcome, int status = 0) const
    {
        toolapi::ToolResult made;
        made.id = call_;
        made.tool = ToolName(s("get_employee_record"));
        made.outcome = outcome;
        if (status == 0) return made;
        made.api = toolapi::ApiAnswer{};
        made.api->status = status;
        made.api->url = QUrl(s("https://hr.example/hr/people/bsan?secret=1"));
        return made;
    }

private Q_SLOTS:
    void init()
    {
        audit_ = std::make_unique<fakes::FakeAudit>();
        const SealingKey key(Secret::consume(QByteArray(32, 'k')));
        store_ = *await(ConversationStore::openInMemory(storage::Sealer(key), clock_));
        records_ = std::make_unique<TurnRecords>(store_, *audit_, ArgumentMarks(storage::Sealer(key)));
    }
    void cleanup()
    {
        records_.reset();
        store_.reset();
    }

    void aTurnIsStoredWithItsMessageAndTitle()
    {
        propose();
        QVERIFY(await(records_->turnEnded(turn_, {agent::TurnEnd::Kind::Done, {}})));
        const auto rows = *await(store_->messages(conversation_, 0, 10));
        QCOMPARE(rows.size(), 2);
        QCOMPARE(rows.at(0).text, message_.text);
        QCOMPARE(rows.at(1).turn.ending, s("done"));
        QCOMPARE(rows.at(1).turn.endpoint, turn_.endpoint);
        QCOMPARE(await(store_->page(0, 1))->first().title, message_.text);
    }

    void aMessageThatIsStoredIsNotStoredTwice()
    {
        propose();
        QVERIFY(await(records_->stepBegun(turn_, MessageId(s("second")), message_)));
        QCOMPARE(*await(store_->count(conversation_)), 3); // the question and two steps
    }

    void whatReplacesRowsDoesSoOnceAndWithItsBeginning()
    {
        propose();
        auto again = turn_;
        again.turn = agent::TurnId(s("another"));
        records_->messageReplaces(message_.id, 1);
        QVERIFY(!await(records_->stepBegun(again, message_.id, message_))); // cannot be stored
        QCOMPARE(*await(store_->count(conversation_)), 2);
        QCOMPARE(await(store_->messages(conversation_, 1, 1))->first().id, step_);
        records_->messageReplaces(message_.id, 1);
        QVERIFY(await(records_->stepBegun(again, MessageId(s("again")), message_)));
        auto rows = *await(store_->messages(conversation_, 0, 10));
        QCOMPARE(rows.size(), 2);
        QCOMPARE(rows.at(0).turn.id.text(), again.turn.text());
        QCOMPARE(rows.at(1).id, MessageId(s("again")));
        QVERIFY(await(records_->stepBegun(again, MessageId(s("more")), message_)));
        QCOMPARE(*await(store_->count(conversation_)), 3);
    }

    void aMessageThatCouldNotBeStoredIsStoredTheNextTime()
    {
        QVERIFY(await(records_->stepBegun(turn_, step_, agent::PersonMessage{MessageId(s("other")), s("x")})));
        // The step is there already: the whole of it is refused, the message too.
        QVERIFY(!await(records_->stepBegun(turn_, step_, message_)));
        QVERIFY(await(records_->stepBegun(turn_, MessageId(s("second")), message_)));
        QStringList texts;
        const auto rows = await(store_->messages(conversation_, 0, 10));
        for (const auto& row : *rows)
            texts.append(row.text);
        QVERIFY(texts.contains(message_.text));
    }

    void anAllowedCallIsStartedInTheStoreAndInTheAudit()
    {
        propose();
        QVERIFY(await(records_->recordDecision(record(Effect::Read))));
        QCOMPARE(stored().state, CallState::Started);
        QCOMPARE(stored().decision->arguments, (QJsonObject{{s("person"), s("bsan")}}));
        QCOMPARE(audit_->records.size(), 1U);
        QCOMPARE(audit_->records.front().decision, s("allow"));
    }

    void aDeniedCallIsNeverStarted()
    {
        propose(Effect::Write);
        QVERIFY(await(records_->recordDecision(record(Effect::Write, policy::Verdict::Deny))));
        QCOMPARE(stored().state, CallState::Proposed);
        QCOMPARE(audit_->records.front().decision, s("deny"));
        QCOMPARE(audit_->records.front().rule, s("no-step-up"));
    }

    void whatAModelCallsAToolThatThereIsNotIsNotLogged()
    {
        propose(Effect::Write);
        auto unknown = record(Effect::Write, policy::Verdict::Deny);
        unknown.tool = ToolName(s("whatever the model has read"));
        unknown.definitionHash.clear();
        QVERIFY(await(records_->recordDecision(unknown)));
        QVERIFY(audit_->records.front().tool.isEmpty());
    }

    void theAuditLogHasAMarkOfTheArgumentsThatOnlyThePersonsKeyMakes()
    {
        propose();
        const auto call = record(Effect::Read);
        QVERIFY(await(records_->recordDecision(call)));
        QVERIFY(await(records_->recordOutcome(call, result(Outcome::Done, 200))));
        const auto mark = audit_->records.front().arguments;
        QCOMPARE(mark.size(), 64);
        QCOMPARE(audit_->records.back().arguments, mark); // the same arguments can be told
        const auto canonical = canonicalJson(call.arguments);
        QVERIFY(mark != QString::fromLatin1(crypto::sha256(*canonical).toHex()));
        const ArgumentMarks others(storage::Sealer(SealingKey(Secret::consume(QByteArray(32, 'o')))));
        QVERIFY(others.of(call.arguments) != mark);
        auto changed = call.arguments;
        changed.insert(s("person"), s("asan"));
        QVERIFY(ArgumentMarks(storage::Sealer(SealingKey(Secret::consume(QByteArray(32, 'k'))))).of(changed) != mark);
    }

    void aCallThatIsAskedIsNotStartedUntilItIsApproved()
    {
        propose(Effect::Write);
        auto asked = record(Effect::Write, policy::Verdict::Ask);
        QVERIFY(await(records_->recordDecision(asked)));
        QCOMPARE(stored().state, CallState::Proposed);
        QCOMPARE(audit_->records.back().decision, s("ask"));
        asked.approval = approvals::ApprovalId(s("a1"));
        asked.approvedBy = approvals::Approver{{s("https://id.example"), s("sato")}, {}, {s("bucho")}};
        QVERIFY(await(records_->recordDecision(asked)));
        QCOMPARE(stored().state, CallState::Started);
        QCOMPARE(stored().decision->approvedBy, s("sato")); // nobody says what they are called
        QCOMPARE(audit_->records.back().decision, s("approved"));
        QVERIFY(!await(records_->recordDecision(asked))); // once
    }

    void aCallThatAGrantLetsRunNamesItEverywhere()
    {
        propose(Effect::Write);
        auto granted = record(Effect::Write);
        granted.ruling->reasons = {{policy::Verdict::Allow, policy::Ground::Granted, {}}};
        granted.ruling->grant = policy::GrantId(s("g1"));
        QVERIFY(await(records_->recordDecision(granted))); // no use of it was counted
        QCOMPARE(stored().state, CallState::Proposed);
        QCOMPARE(audit_->records.size(), 1U);
        QCOMPARE(audit_->records.back().decision, s("deny"));
        granted.grant = policy::GrantId(s("g1"));
        int used = 0;
        connect(records_.get(), &TurnRecords::grantUsed, this, [&used] { ++used; });
        QVERIFY(await(records_->recordDecision(granted)));
        QCOMPARE(used, 1);
        QCOMPARE(stored().state, CallState::Started);
        QCOMPARE(stored().decision->decision, s("granted"));
        QCOMPARE(stored().decision->reason, s("grant:g1"));
        QCOMPARE(audit_->records.size(), 3U);
        QCOMPARE(audit_->records.at(1).kind, audit::Kind::GrantUsed);
        QCOMPARE(audit_->records.at(1).rule, s("grant:g1"));
        QCOMPARE(audit_->records.at(1).call, call_);
        QCOMPARE(audit_->records.at(2).kind, audit::Kind::Decision);
        QCOMPARE(audit_->records.at(2).decision, s("granted"));
        QCOMPARE(audit_->records.at(2).rule, s("grant:g1"));
    }

    void aUseThatCannotBeLoggedRunsNothing()
    {
        propose(Effect::Write);
        auto granted = record(Effect::Write);
        granted.ruling->grant = policy::GrantId(s("g1"));
        granted.grant = granted.ruling->grant;
        audit_->failAll = Error{Errc::DiskFull, s("full")};
        QCOMPARE(await(records_->recordDecision(granted)).error().code, Errc::DiskFull);
        QCOMPARE(stored().state, CallState::Proposed);
    }

    void anApprovalOfThePersonDoesNotStandInForAnotherOnes()
    {
        propose(Effect::Write);
        auto asked = record(Effect::Write, policy::Verdict::Ask);
        asked.ruling->roles = {s("bucho")};
        asked.approval = approvals::ApprovalId(s("a1"));
        QVERIFY(await(records_->recordDecision(asked)));
        QCOMPARE(stored().state, CallState::Proposed);
    }

    void withoutADecisionItCountsAsDenied()
    {
        propose();
        auto undecided = record(Effect::Read);
        undecided.ruling = {};
        QVERIFY(await(records_->recordDecision(undecided)));
        QCOMPARE(stored().state, CallState::Proposed);
        QCOMPARE(audit_->records.front().decision, s("deny"));
    }

    void whatCannotBeWrittenDownDoesNotRun_data()
    {
        QTest::addColumn<Effect>("effect");
        QTest::newRow("a read") << Effect::Read;
        QTest::newRow("an effect") << Effect::Write;
    }
    void whatCannotBeWrittenDownDoesNotRun()
    {
        QFETCH(Effect, effect);
        propose(effect);
        audit_->failAll = Error{Errc::DiskFull, s("no room")};
        const auto recorded = await(records_->recordDecision(record(effect)));
        QVERIFY(!recorded);
        QCOMPARE(recorded.error().code, Errc::DiskFull);
        QCOMPARE(stored().state, CallState::Proposed);
    }

    void onlyAReadMayBeDecidedAgain_data()
    {
        QTest::addColumn<Effect>("effect");
        QTest::addColumn<bool>("again");
        QTest::newRow("a read that was cut off") << Effect::Read << true;
        QTest::newRow("an effect that may have happened") << Effect::Write << false;
    }
    void onlyAReadMayBeDecidedAgain()
    {
        QFETCH(Effect, effect);
        QFETCH(bool, again);
        propose(effect);
        QVERIFY(await(records_->recordDecision(record(effect))));
        const auto second = await(records_->recordDecision(record(effect)));
        QCOMPARE(second.has_value(), again);
        if (!again) QCOMPARE(second.error().code, Errc::Conflict);
    }

    void whatHasAnOutcomeIsNotDecidedAgain()
    {
        propose();
        QVERIFY(await(records_->recordDecision(record(Effect::Read))));
        QVERIFY(await(records_->recordOutcome(record(Effect::Read), result(Outcome::Done, 200))));
        QVERIFY(!await(records_->recordDecision(record(Effect::Read))));
    }

    void anOutcomeGoesToBothWithoutTheAddress()
    {
        propose();
        QVERIFY(await(records_->recordOutcome(record(Effect::Read), result(Outcome::ApiRefused, 403))));
        QCOMPARE(stored().result->outcome, Outcome::ApiRefused);
        QCOMPARE(audit_->records.back().httpStatus, 403);
        QCOMPARE(audit_->records.back().host, s("hr.example")); // and not what stands behind it
    }

    void theLogSaysOfACallThatWasTakenBackThatItWas()
    {
        propose(Effect::Write);
        auto undone = result(Outcome::Withdrawn);
        undone.unapproved = toolapi::Unapproved{};
        undone.unapproved->withdrawal = toolapi::Withdrawal::Undone;
        QVERIFY(await(records_->recordOutcome(record(Effect::Write), undone)));
        QCOMPARE(audit_->records.back().outcome, s("withdrawn"));
        QCOMPARE(audit_->records.back().decision, s("undone"));
        QCOMPARE(stored().result->unapproved->withdrawal, toolapi::Withdrawal::Undone);
        QVERIFY(!stored().decision); // nobody decided that it begins
    }

    void theCheckpointsOutcomeStaysWhenTheAgentSaysAnother()
    {
        propose();
        QVERIFY(await(records_->recordOutcome(record(Effect::Read), result(Outcome::ApiRefused, 403))));
        QVERIFY(await(records_->callFinished(turn_, step_, result(Outcome::Cancelled))));
        QCOMPARE(stored().result->outcome, Outcome::ApiRefused);
    }

    void theAgentsOutcomeStaysWhenTheCheckpointComesLate()
    {
        propose();
        const auto agents = records_->callFinished(turn_, step_, result(Outcome::Cancelled));
        // Before the first is on the disk: a stop makes both say it at once.
        const auto checkpoints = records_->recordOutcome(record(Effect::Read), result(Outcome::Done, 200));
        QVERIFY(await(agents));
        QVERIFY(await(checkpoints));
        QCOMPARE(stored().result->outcome, Outcome::Cancelled);
    }

    void anOutcomeThatIsNotOnTheDiskIsNotCalledSo()
    {
        // Nothing was proposed, so the store has no such call and refuses both.
        QVERIFY(!await(records_->recordOutcome(record(Effect::Read), result(Outcome::Done, 200))));
        QVERIFY(!await(records_->callFinished(turn_, step_, result(Outcome::Failed))));
        propose();
        // Now it can be written: the failure before does not count as an outcome.
        QVERIFY(await(records_->callFinished(turn_, step_, result(Outcome::Failed))));
        QCOMPARE(stored().result->outcome, Outcome::Failed);
    }
};

QTEST_GUILESS_MAIN(TestTurnRecords)
#include "tst_turn_records.moc"
