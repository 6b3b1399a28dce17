#include "core/conversations/conversation_store.h"
#include "core/storage/database.h"
#include "example_turn.h"
#include "tests/fakes/await.h"
#include "tests/fakes/fake_clock.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QIODevice>
#include <QtCore/QTemporaryDir>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlError>
#include <QtSql/QSqlQuery>
#include <QtTest/QTest>

using namespace core::conversations;
using core::CallId;
using core::ConversationId;
using core::Errc;
using core::MessageId;
using core::toolapi::Outcome;
using fakes::await;

namespace {

ConversationId conversation(const char* id)
{
    return ConversationId(QLatin1String(id));
}

NewMessage message(const QString& text)
{
    return {MessageId(core::newId()), text};
}

// Changes the file behind the store's back, as somebody with the disk could.
void tamper(const QString& file, const QString& sql)
{
    {
        auto database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("tamper"));
        database.setDatabaseName(file);
        QVERIFY(database.open());
        QSqlQuery query(database);
        QVERIFY2(query.exec(sql), qPrintable(query.lastError().text()));
    }
    QSqlDatabase::removeDatabase(QStringLiteral("tamper"));
}

} // namespace

class TestConversationStore : public QObject {
    Q_OBJECT

    fakes::FakeClock clock_;
    std::unique_ptr<QTemporaryDir> folder_;
    QString file_;

    std::shared_ptr<ConversationStore> open()
    {
        const auto store = await(ConversationStore::open(file_, core::storage::Sealer(example::key()), clock_));
        if (!store) {
            QTest::qFail(qPrintable(store.error().detail), __FILE__, __LINE__);
            return nullptr;
        }
        return *store;
    }
    static QStringList listed(ConversationStore& store, int offset = 0, int count = 10)
    {
        QStringList ids;
        const auto page = await(store.page(offset, count));
        for (const auto& summary : *page)
            ids.append(summary.id.text());
        return ids;
    }
    static void writeTurn(ConversationStore& store, const QList<CallId>& run = {example::call, example::effect})
    {
        QVERIFY(await(store.stepBegun(example::begin())));
        QVERIFY(await(store.stepFinished(example::end())));
        for (const auto& call : run) {
            QVERIFY(await(store.callDecided(example::decision(call))));
            QVERIFY(await(store.callEnded(example::result(call))));
        }
        QVERIFY(await(store.turnEnded(example::turn, QStringLiteral("out-of-steps"),
                                      core::Error{Errc::RateLimited, QStringLiteral("slow down")})));
    }

private Q_SLOTS:
    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        file_ = folder_->filePath(QStringLiteral("person/conversations.db"));
    }

    void aWholeTurnComesBackAsItWas()
    {
        writeTurn(*open());
        const auto store = open();
        const auto rows = await(store->messages(example::conversation, 0, 10));
        QVERIFY(rows);
        QCOMPARE(rows->size(), 2);

        const auto& question = rows->at(0);
        QCOMPARE(question.id, example::question);
        QCOMPARE(question.speaker, Speaker::Person);
        QCOMPARE(question.text, example::begin().message->text);
        QCOMPARE(question.label, core::toolapi::fromPerson());
        QCOMPARE(question.row, 0);
        QVERIFY(question.parent.isEmpty());
        QCOMPARE(question.turn.id, example::turn);

        const auto& step = rows->at(1);
        const auto end = example::end();
        QCOMPARE(step.id, example::step);
        QCOMPARE(step.parent, example::question);
        QCOMPARE(step.row, 1);
        QCOMPARE(step.state, MessageState::Complete);
        QCOMPARE(step.text, end.text);
        QCOMPARE(step.reasoning, end.reasoning);
        QCOMPARE(step.opaqueBlocks, end.opaqueBlocks);
        QCOMPARE(step.finish, end.finish);
        QCOMPARE(step.usage, end.usage);
        QCOMPARE(step.label, core::toolapi::fromModel());
        QCOMPARE(step.atUtc, clock_.now);
        QCOMPARE(step.turn.state, TurnState::Ended);
        QCOMPARE(step.turn.endpoint, example::endpoint);
        QCOMPARE(step.turn.ending, QStringLiteral("out-of-steps"));
        QCOMPARE(step.turn.error->code, Errc::RateLimited);

        QCOMPARE(step.calls.size(), 2);
        const auto& call = step.calls.at(0);
        QCOMPARE(call.id, example::call);
        QCOMPARE(call.modelCallId, QStringLiteral("toolu_1"));
        QCOMPARE(call.tool.text(), QStringLiteral("read_payslip"));
        QCOMPARE(call.state, CallState::Ended);
        QCOMPARE(call.effect, core::toolapi::Effect::Read);
        QCOMPARE(step.calls.at(1).proposed, end.calls.at(1).arguments); // bytes that are no UTF-8
        const auto decision = example::decision(example::call);
        QCOMPARE(call.decision->kind, CallDecision::Kind::Run);
        QCOMPARE(call.decision->decision, decision.decision);
        QCOMPARE(call.decision->reason, decision.reason);
        QCOMPARE(call.decision->definitionHash, decision.definitionHash);
        QCOMPARE(call.decision->arguments, decision.arguments);
        QCOMPARE(call.decision->argumentsHash, decision.argumentsHash);
        QCOMPARE(call.decision->audience, decision.audience);
        QCOMPARE(call.decision->scopes, decision.scopes);
        QCOMPARE(call.result->outcome, Outcome::ApiRefused);
        QCOMPARE(call.result->api->status, 403);
        const auto answer = await(store->callAnswer(example::call));
        QCOMPARE(answer->apiBody, example::result(example::call).api->body);
        QCOMPARE(answer->value, example::result(example::call).value);
        QCOMPARE(call.answerSize, answer->apiBody.size());
    }

    void theListIsNewestFirstAndPaged()
    {
        const auto store = open();
        for (const auto* id : {"a", "b", "c"}) {
            QVERIFY(await(store->append(conversation(id), message(QStringLiteral("hello")), QLatin1String(id))));
            clock_.advance(std::chrono::hours(-1)); // a clock that is set back changes no order
        }
        QCOMPARE(listed(*store), (QStringList{QStringLiteral("c"), QStringLiteral("b"), QStringLiteral("a")}));
        QVERIFY(await(store->append(conversation("a"), message(QStringLiteral("again")))));
        QCOMPARE(listed(*store), (QStringList{QStringLiteral("a"), QStringLiteral("c"), QStringLiteral("b")}));
        QCOMPARE(listed(*store, 1, 1), QStringList{QStringLiteral("c")});
        QCOMPARE(listed(*store, 3, 5), QStringList());
        QVERIFY(await(store->rename(conversation("b"), QStringLiteral("新しい名前"))));
        QCOMPARE(listed(*store).last(), QStringLiteral("b"));
        QCOMPARE(await(store->page(2, 1))->first().title, QStringLiteral("新しい名前"));
        const auto titles = await(store->titles({conversation("b"), conversation("nowhere")}));
        QVERIFY(titles);
        QCOMPARE(titles->size(), 1);
        QCOMPARE(titles->value(conversation("b")), QStringLiteral("新しい名前"));
        QVERIFY(await(store->rename(conversation("b"), QString())));
        QCOMPARE(await(store->page(2, 1))->first().title, QString());
    }

    void removedIsHiddenRestoredAndGoneWithTheNextRun()
    {
        {
            const auto store = open();
            for (const auto* id : {"kept", "back", "gone"})
                QVERIFY(
                    await(store->append(conversation(id), message(QStringLiteral("text of ") + QLatin1String(id)))));
            QVERIFY(await(store->setDraft(conversation("gone"), QStringLiteral("draft"))));
            QVERIFY(await(store->remove(conversation("back"))));
            QVERIFY(await(store->remove(conversation("gone"))));
            QCOMPARE(listed(*store), QStringList{QStringLiteral("kept")});
            QVERIFY(await(store->restore(conversation("back"))));
            const auto beside = open(); // another program beside this one deletes nothing of this run
            QVERIFY(await(beside->restore(conversation("gone"))));
            QVERIFY(await(beside->remove(conversation("gone"))));
            QCOMPARE(*await(beside->count(conversation("gone"))), 1);
        }
        const auto store = open();
        QCOMPARE(listed(*store), (QStringList{QStringLiteral("back"), QStringLiteral("kept")}));
        QTRY_COMPARE(*await(store->count(conversation("gone"))), 0); // in the background
        QTRY_COMPARE(await(store->heads(conversation("gone"), 0, 1)).error().code, Errc::NotFound);
        QCOMPARE(*await(store->draft(conversation("gone"))), QString());
    }

    void drafts()
    {
        const auto store = open();
        QCOMPARE(*await(store->draft(conversation("new"))), QString());
        QVERIFY(await(store->setDraft(conversation("new"), QStringLiteral("書きかけ"))));
        QVERIFY(await(store->setDraft(conversation("new"), QStringLiteral("書きかけの"))));
        QCOMPARE(*await(open()->draft(conversation("new"))), QStringLiteral("書きかけの"));
        QVERIFY(await(store->setDraft(conversation("new"), QString())));
        QCOMPARE(*await(store->draft(conversation("new"))), QString());
        QCOMPARE(listed(*store), QStringList());
    }

    void aMessageThatReplacesAnotherDoesSoInOneTransaction()
    {
        const auto store = open();
        QVERIFY(await(store->append(conversation("a"), message(QStringLiteral("old")))));
        StepBegin begin{conversation("a"), TurnId(QStringLiteral("t")), core::EndpointId(QStringLiteral("e")),
                        MessageId(QStringLiteral("step"))};
        begin.message = message(QStringLiteral("new"));
        begin.replacesFrom = 0;
        auto clash = begin;
        clash.step = begin.message->id; // cannot be stored
        QVERIFY(!await(store->stepBegun(clash)));
        QCOMPARE(await(store->messages(conversation("a"), 0, 9))->first().text, QStringLiteral("old"));
        QVERIFY(await(store->stepBegun(begin)));
        const auto rows = *await(store->messages(conversation("a"), 0, 9));
        QCOMPARE(rows.size(), 2);
        QCOMPARE(rows.first().text, QStringLiteral("new"));
    }

    void whatHasDoneSomethingIsNotReplaced()
    {
        const auto store = open();
        QVERIFY(await(store->stepBegun(example::begin())));
        QVERIFY(await(store->stepFinished(example::end())));
        QVERIFY(await(store->callDecided(example::decision(example::call)))); // it reads
        StepBegin instead{example::conversation, TurnId(QStringLiteral("other")), example::endpoint,
                          MessageId(QStringLiteral("other step"))};
        instead.message = message(QStringLiteral("new"));
        instead.replacesFrom = 0;
        QVERIFY(await(store->callDecided(example::decision(example::effect))));
        QCOMPARE(await(store->stepBegun(instead)).error().code, Errc::Conflict);
        QCOMPARE(await(store->messages(example::conversation, 1, 1))->first().calls.size(), 2);
        instead.replacesFrom = 2; // behind it
        QVERIFY(await(store->stepBegun(instead)));
    }

    void aTurnThatGoesOnIsCutOffByTheEndOfTheProgramLikeAnyOther()
    {
        {
            const auto store = open();
            QVERIFY(await(store->stepBegun(example::begin())));
            QVERIFY(await(store->stepFinished(example::end())));
            QVERIFY(await(store->turnEnded(example::turn, QStringLiteral("waiting"), {})));
            QVERIFY(await(store->turnResumed(example::turn)));
            QCOMPARE(await(store->messages(example::conversation, 1, 1))->first().turn.state, TurnState::Running);
            QCOMPARE(await(store->turnResumed(TurnId(QStringLiteral("none")))).error().code, Errc::NotFound);
        }
        const auto later = open();
        QCOMPARE(later->interrupted().size(), 1);
        QCOMPARE(await(later->messages(example::conversation, 1, 1))->first().turn.state, TurnState::Interrupted);
    }

    void aWordAboutAnEndpointIsKeptForThatConversationAndEndpoint()
    {
        const core::EndpointId there(QStringLiteral("there"));
        const core::EndpointId elsewhere(QStringLiteral("elsewhere"));
        const auto store = open();
        QCOMPARE(await(store->setConsent(conversation("a"), there, EarlierTurns::Given)).error().code, Errc::NotFound);
        QVERIFY(await(store->append(conversation("a"), message(QStringLiteral("text")))));
        QVERIFY(await(store->append(conversation("b"), message(QStringLiteral("text")))));
        QVERIFY(!await(store->consent(conversation("a"), there))->has_value());
        QVERIFY(await(store->setConsent(conversation("a"), there, EarlierTurns::Given)));
        QVERIFY(await(store->setConsent(conversation("a"), elsewhere, EarlierTurns::Given)));
        QVERIFY(await(store->setConsent(conversation("a"), elsewhere, EarlierTurns::Withheld)));
        const auto again = open();
        QCOMPARE(*await(again->consent(conversation("a"), there)), EarlierTurns::Given);
        QCOMPARE(*await(again->consent(conversation("a"), elsewhere)), EarlierTurns::Withheld);
        QVERIFY(!await(again->consent(conversation("b"), there))->has_value());
        tamper(file_, QStringLiteral("UPDATE consent SET earlier = (SELECT earlier FROM consent WHERE endpoint = "
                                     "'there')"));
        QCOMPARE(*await(again->consent(conversation("a"), there)), EarlierTurns::Given);
        QCOMPARE(await(again->consent(conversation("a"), elsewhere)).error().code, Errc::Corrupt); // no is no yes
    }

    void rowsAreReadWhereAskedFor()
    {
        const auto store = open();
        for (int i = 0; i < 30; ++i)
            QCOMPARE(*await(store->append(conversation("a"), message(QString(i, QLatin1Char('x'))))), i);
        QCOMPARE(*await(store->count(conversation("a"))), 30);
        QCOMPARE(*await(store->count(conversation("nothing"))), 0);
        const auto heads = *await(store->heads(conversation("a"), 10, 5));
        QCOMPARE(heads.size(), 5);
        QCOMPARE(heads.first().approximateSize, 10);
        QCOMPARE(await(store->heads(conversation("a"), 28, 5))->size(), 2);
        QCOMPARE(await(store->heads(conversation("a"), 30, 5))->size(), 0);
        const auto messages = *await(store->messages(conversation("a"), 29, 5));
        QCOMPARE(messages.size(), 1);
        QCOMPARE(messages.first().text.size(), 29);
        QCOMPARE(await(store->messages(conversation("nothing"), 0, 5)).error().code, Errc::NotFound);
    }

    void aMessageThatWasStoredBeforeItsTurnIsNotStoredTwice()
    {
        const auto store = open();
        QVERIFY(await(store->append(example::conversation, *example::begin().message, QStringLiteral("t"))));
        QVERIFY(await(store->stepBegun(example::begin())));
        QCOMPARE(*await(store->count(example::conversation)), 2);
        QCOMPARE(await(store->messages(example::conversation, 0, 1))->first().turn.id, example::turn);
    }

    void checkpoints_data()
    {
        QTest::addColumn<QStringList>("texts");
        QTest::addColumn<QString>("kept");
        QTest::newRow("none") << QStringList() << QString();
        QTest::newRow("growing") << QStringList{QStringLiteral("a"), QStringLiteral("ab"), QStringLiteral("ab cd")}
                                 << QStringLiteral("ab cd");
        QTest::newRow("the same again") << QStringList{QStringLiteral("ab"), QStringLiteral("ab")}
                                        << QStringLiteral("ab");
        QTest::newRow("shorter: another text")
            << QStringList{QStringLiteral("abcdef"), QStringLiteral("xyz")} << QStringLiteral("xyz");
        const auto emoji = QStringLiteral("\U0001F4B4");
        QTest::newRow("cut between the halves of one character")
            << QStringList{QStringLiteral("a") + emoji.left(1), QStringLiteral("a") + emoji + QStringLiteral("b")}
            << QStringLiteral("a") + emoji + QStringLiteral("b");
    }
    void checkpoints()
    {
        QFETCH(QStringList, texts);
        QFETCH(QString, kept);
        const auto store = open();
        QVERIFY(await(store->stepBegun(example::begin())));
        for (const auto& text : texts)
            QVERIFY(await(store->stepText(example::step, text, text)));
        auto step = await(store->messages(example::conversation, 1, 1))->first();
        QCOMPARE(step.state, MessageState::Streaming);
        QCOMPARE(step.text, kept);
        QCOMPARE(step.reasoning, kept);
        QVERIFY(await(store->stepFinished(example::end())));
        step = await(store->messages(example::conversation, 1, 1))->first();
        QCOMPARE(step.text, example::end().text);
        QCOMPARE(step.reasoning, example::end().reasoning);
        QCOMPARE(await(store->stepText(example::step, QStringLiteral("late"), {})).error().code, Errc::Conflict);
        QCOMPARE(await(store->stepFinished(example::end())).error().code, Errc::Conflict);
    }

    void aStepThatFailedKeepsItsTextAndError()
    {
        const auto store = open();
        QVERIFY(await(store->stepBegun(example::begin())));
        StepEnd end;
        end.step = example::step;
        end.state = MessageState::Failed;
        end.text = QStringLiteral("half an ans");
        end.refusal = QStringLiteral("no");
        end.error = core::Error{Errc::ConnectionLost, QStringLiteral("cut"), QStringLiteral("api.example")};
        QVERIFY(await(store->stepFinished(end)));
        const auto step = await(store->messages(example::conversation, 1, 1))->first();
        QCOMPARE(step.state, MessageState::Failed);
        QCOMPARE(step.text, end.text);
        QCOMPARE(step.refusal, end.refusal);
        QCOMPARE(step.error->code, Errc::ConnectionLost);
        QCOMPARE(step.error->subject, QStringLiteral("api.example"));
    }

    void aCallIsDecidedAndEndedOnce()
    {
        const auto store = open();
        QVERIFY(await(store->stepBegun(example::begin())));
        QVERIFY(await(store->stepFinished(example::end())));

        auto refusal = example::decision(example::effect);
        refusal.kind = CallDecision::Kind::Refuse;
        QVERIFY(await(store->callDecided(refusal)));
        const auto step = [&] { return await(store->messages(example::conversation, 1, 1))->first(); };
        QCOMPARE(step().calls.at(1).state, CallState::Proposed);
        QCOMPARE(step().calls.at(1).decision->kind, CallDecision::Kind::Refuse);

        QVERIFY(await(store->callDecided(example::decision(example::effect))));
        QCOMPARE(await(store->callDecided(example::decision(example::effect))).error().code, Errc::Conflict);
        QVERIFY(await(store->callDecided(example::decision(example::call))));
        QVERIFY2(await(store->callDecided(example::decision(example::call))), "a read may be run again");

        auto unasked = example::result(example::call);
        unasked.outcome = Outcome::Withdrawn;
        QVERIFY2(!await(store->callEnded(unasked)), "of what was begun nobody can say that it was not");
        QVERIFY(await(store->callEnded(example::result(example::call))));
        QVERIFY2(await(store->callEnded(example::result(example::call))), "the same outcome again");
        auto other = example::result(example::call);
        other.outcome = Outcome::Cancelled;
        QCOMPARE(await(store->callEnded(other)).error().code, Errc::Conflict);
        QCOMPARE(await(store->callDecided(example::decision(example::call))).error().code, Errc::Conflict);
        QCOMPARE(step().calls.at(0).result->outcome, Outcome::ApiRefused);
    }

    void whatIsNotThereIsNotFound()
    {
        const auto store = open();
        const CallId call(QStringLiteral("nobody"));
        QCOMPARE(await(store->rename(conversation("x"), QStringLiteral("t"))).error().code, Errc::NotFound);
        QCOMPARE(await(store->remove(conversation("x"))).error().code, Errc::NotFound);
        QCOMPARE(await(store->restore(conversation("x"))).error().code, Errc::NotFound);
        QCOMPARE(await(store->stepText(example::step, {}, {})).error().code, Errc::NotFound);
        QCOMPARE(await(store->stepFinished(example::end())).error().code, Errc::NotFound);
        QCOMPARE(await(store->callDecided(example::decision(call))).error().code, Errc::NotFound);
        QCOMPARE(await(store->callEnded(example::result(call))).error().code, Errc::NotFound);
        QCOMPARE(await(store->callAnswer(call)).error().code, Errc::NotFound);
        QCOMPARE(await(store->turnEnded(example::turn, QStringLiteral("done"), {})).error().code, Errc::NotFound);
        QCOMPARE(await(store->turnInterrupted(example::turn)).error().code, Errc::NotFound);
    }

    void idsAreTakenOnce()
    {
        const auto store = open();
        const auto twice = message(QStringLiteral("once"));
        QVERIFY(await(store->append(conversation("a"), twice)));
        QCOMPARE(await(store->append(conversation("b"), twice)).error().code, Errc::Conflict);
        QCOMPARE(listed(*store), QStringList{QStringLiteral("a")}); // nothing of the second one
        QVERIFY(await(store->stepBegun(example::begin())));
        QCOMPARE(await(store->stepBegun(example::begin())).error().code, Errc::Conflict);
        auto elsewhere = example::begin();
        elsewhere.conversation = conversation("a");
        elsewhere.step = MessageId(core::newId());
        elsewhere.message.reset();
        QCOMPARE(await(store->stepBegun(elsewhere)).error().code, Errc::Conflict);
    }

    void aRetryTakesTheOldAnswerAway()
    {
        const auto store = open();
        writeTurn(*store, {example::call}); // which only reads
        auto clash = example::again();
        clash.step = example::question; // cannot be stored
        QVERIFY(!await(store->stepBegun(clash)));
        QCOMPARE(await(store->messages(example::conversation, 1, 1))->first().text, example::end().text);
        QVERIFY(await(store->stepBegun(example::again())));
        QCOMPARE(*await(store->count(example::conversation)), 2);
        QCOMPARE(await(store->callAnswer(example::call)).error().code, Errc::NotFound);
        const auto step = await(store->messages(example::conversation, 1, 1))->first();
        QCOMPARE(step.id, example::again().step);
        QCOMPARE(step.parent, example::question);
    }

    void aMessageThatIsAnsweredAgainIsTheNewTurns()
    {
        const auto store = open();
        writeTurn(*store, {example::call}); // which only reads
        auto again = example::again();
        again.endpoint = core::EndpointId(QStringLiteral("another"));
        QVERIFY(await(store->stepBegun(again)));
        const auto asked = await(store->messages(example::conversation, 0, 1))->first();
        QCOMPARE(asked.text, example::begin().message->text);
        QCOMPARE(asked.turn.id, again.turn);
        QCOMPARE(asked.turn.endpoint, again.endpoint);
        QCOMPARE(await(store->turnEnded(example::turn, QStringLiteral("done"), {})).error().code, Errc::NotFound);
    }

    void endpointsAreRememberedInTheirOrder()
    {
        const auto store = open();
        auto begin = example::begin();
        for (const auto* endpoint : {"z", "a", "z", "m"}) {
            begin.endpoint = core::EndpointId(QLatin1String(endpoint));
            begin.step = MessageId(core::newId());
            QVERIFY(await(store->stepBegun(begin)));
            begin.message.reset();
        }
        QStringList ids;
        const auto endpoints = await(store->endpoints(example::conversation));
        for (const auto& endpoint : *endpoints)
            ids.append(endpoint.text());
        QCOMPARE(ids, (QStringList{QStringLiteral("z"), QStringLiteral("a"), QStringLiteral("m")}));
    }

    void aTurnOfAProgramThatStillRunsIsNotInterrupted()
    {
        const auto store = open();
        QVERIFY(await(store->stepBegun(example::begin())));
        const auto beside = open();
        QVERIFY(beside->interrupted().isEmpty());
        QCOMPARE(await(beside->heads(example::conversation, 1, 1))->first().state, MessageState::Streaming);
        QVERIFY(await(store->stepFinished(example::end())));
    }

    void aTurnThatWasCutOffIsFoundOnceAndCanBeTakenUp()
    {
        {
            const auto store = open();
            QVERIFY(await(store->stepBegun(example::begin())));
            QVERIFY(await(store->stepText(example::step, QStringLiteral("so far"), {})));
        }
        {
            const auto store = open();
            QCOMPARE(store->interrupted().size(), 1);
            QCOMPARE(store->interrupted().first().conversation, example::conversation);
            QCOMPARE(store->interrupted().first().turn, example::turn);
            const auto step = await(store->messages(example::conversation, 1, 1))->first();
            QCOMPARE(step.state, MessageState::Interrupted);
            QCOMPARE(step.turn.state, TurnState::Interrupted);
            QCOMPARE(step.text, QStringLiteral("so far"));
        }
        const auto store = open();
        QVERIFY(store->interrupted().isEmpty());
        auto next = example::begin();
        next.step = MessageId(QStringLiteral("message-3"));
        next.message.reset();
        QVERIFY(await(store->stepBegun(next)));
        QCOMPARE(await(store->messages(example::conversation, 2, 1))->first().turn.state, TurnState::Running);
        QVERIFY(await(store->turnInterrupted(example::turn)));
        QCOMPARE(await(store->messages(example::conversation, 2, 1))->first().state, MessageState::Interrupted);
    }

    void nothingLiesInTheFilesInClear()
    {
        const auto store = open();
        writeTurn(*store);
        QVERIFY(await(store->setDraft(example::conversation, QStringLiteral("a draft nobody may read"))));
        QVERIFY(await(store->rename(example::conversation, QStringLiteral("a title nobody may read"))));
        QByteArray files;
        for (const auto& suffix : {QString(), QStringLiteral("-wal")}) {
            QFile file(file_ + suffix);
            QVERIFY(file.open(QIODevice::ReadOnly));
            files += file.readAll();
        }
        QVERIFY(files.size() > 20'000);
        for (const auto* word : {"給与", "payslip", "forbidden", "nobody may read", "hr.example", "2026-02", "toolu_1",
                                 "slow down", "person wants", "thinking", "asan", "login.example"}) {
            const auto text = QString::fromUtf8(word);
            QVERIFY2(!files.contains(text.toUtf8()), word);
            QVERIFY2(!files.contains(QByteArray(reinterpret_cast<const char*>(text.utf16()), 2 * text.size())), word);
            QVERIFY2(!files.contains(text.toUtf8().toBase64().left(8)), word);
        }
    }

    void whatWhoeverDeclinedSaidIsKeptSealed()
    {
        core::toolapi::Unapproved facts;
        facts.by = core::UserKey{QStringLiteral("https://login.example"), QStringLiteral("bucho-17")};
        facts.byName = QStringLiteral("Head of all leave");
        facts.roles = {QStringLiteral("head-of-leave")};
        facts.reason = QStringLiteral("because of the audit in December");
        {
            const auto store = open();
            writeTurn(*store, {example::call});
            auto denied = example::result(example::effect);
            denied.outcome = Outcome::Denied;
            denied.unapproved = facts;
            QVERIFY(await(store->callEnded(denied)));
        }
        const auto store = open();
        const auto rows = await(store->messages(example::conversation, 1, 1));
        QCOMPARE(rows->first().calls.at(1).result->unapproved, std::optional(facts));
        QByteArray files;
        for (const auto& suffix : {QString(), QStringLiteral("-wal")}) {
            QFile file(file_ + suffix);
            if (file.open(QIODevice::ReadOnly)) files += file.readAll();
        }
        QVERIFY(files.contains("call-2")); // an id, so that this looks where it has to
        for (const auto* word : {"audit in December", "bucho-17", "Head of all", "head-of-leave"})
            QVERIFY2(!files.contains(word), word);
    }

    void anotherKeyOpensNothing()
    {
        writeTurn(*open());
        const auto store = await(
            ConversationStore::open(file_, core::storage::Sealer(core::SealingKey(core::Secret::random(32))), clock_));
        QVERIFY(store);
        QCOMPARE(await((*store)->page(0, 10)).error().code, Errc::Corrupt);
        QCOMPARE(await((*store)->messages(example::conversation, 0, 10)).error().code, Errc::Corrupt);
        QCOMPARE(await((*store)->callAnswer(example::call)).error().code, Errc::Corrupt);
    }

    void tampering_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::newRow("a text moved to another message")
            << "UPDATE body SET text = (SELECT text FROM body ORDER BY message LIMIT 1)";
        QTest::newRow("details taken for text") << "UPDATE body SET text = details";
        QTest::newRow("one byte changed")
            << "UPDATE body SET text = CAST(substr(text, 1, length(text) - 1) || x'00' AS BLOB)";
        QTest::newRow("a text emptied") << "UPDATE body SET text = x''";
        QTest::newRow("an outcome moved to another call")
            << "UPDATE call SET outcome = (SELECT outcome FROM call ORDER BY number LIMIT 1)";
        QTest::newRow("an outcome taken for a decision") << "UPDATE call SET decision = outcome";
        QTest::newRow("an ending taken from a decision") << "UPDATE turn SET ending = (SELECT decision FROM call)";
    }
    void tampering()
    {
        QFETCH(QString, sql);
        writeTurn(*open());
        tamper(file_, sql);
        QCOMPARE(await(open()->messages(example::conversation, 0, 10)).error().code, Errc::Corrupt);
    }

    void inMemoryLeavesNothingBehind()
    {
        const auto store = await(ConversationStore::openInMemory(core::storage::Sealer(example::key()), clock_));
        writeTurn(**store);
        QCOMPARE(await((*store)->messages(example::conversation, 0, 10))->size(), 2);
        QVERIFY(QDir(folder_->path()).isEmpty());
    }

    void runsLeaveNoFilesBehind()
    {
        open().reset();
        const QDir runs(file_ + QStringLiteral(".runs"));
        QVERIFY(runs.exists());
        QTRY_VERIFY(runs.isEmpty());
        QFile left(runs.filePath(core::newId())); // of a run that was killed
        QVERIFY(left.open(QIODevice::WriteOnly));
        left.close();
        const auto store = open();
        QTRY_COMPARE(runs.entryList(QDir::Files).size(), 1); // its own
    }
};

QTEST_GUILESS_MAIN(TestConversationStore)
#include "tst_conversation_store.moc"
