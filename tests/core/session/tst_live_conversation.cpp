#include "core/policy/policy_file.h"
#include "core/session/live_conversation.h"
#include "session_fixture.h"

#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlError>
#include <QtSql/QSqlQuery>
#include <QtTest/QSignalSpy>

using namespace core;
using namespace core::interfaces;
using namespace session_tests;
using fakes::await;
using State = MessageView::State;
using Card = ToolCardView::State;

/// One open conversation, over the real store, checkpoint and agent, a fake model and a fake API.
class TestLiveConversation : public QObject {
    Q_OBJECT

    std::unique_ptr<SessionFixture> world_;
    ConversationId id_;

    OpenConversation open() { return world_->conversation(id_); }
    /// The program ends in the middle of a turn and is started again.
    OpenConversation crash()
    {
        world_->restart();
        return open();
    }
    bool waitForPrompts(qsizetype count)
    {
        return QTest::qWaitFor([&] { return world_->prompts.size() >= count; });
    }
    /// Two turns with the model of init().
    void tellTheFirstModel(const OpenConversation& conversation)
    {
        world_->model = {words("first answer"), words("second answer")};
        QVERIFY(world_->ask(conversation, "first question"));
        QVERIFY(world_->ask(conversation, "second question"));
        QVERIFY(lastPrompt().contains("first answer"));
    }
    bool askAndAnswer(const OpenConversation& conversation, const char* text, NewReaderAnswer answer)
    {
        const auto outcome = conversation.turns->send(fakes::typed(text));
        if (!QTest::qWaitFor([&] { return conversation.readers->question().has_value(); })) return false;
        conversation.readers->answer(conversation.readers->question()->endpoint.id, answer);
        return await(outcome).has_value() && QTest::qWaitFor([&] { return world_->settled(conversation); });
    }
    /// Behind the store's back, as somebody with the disk could.
    void changeTheFile(const char* sql)
    {
        const auto person = world_->app->accounts().current().text();
        {
            auto database = QSqlDatabase::addDatabase(s("QSQLITE"), s("another"));
            database.setDatabaseName(world_->folder.filePath(person + s("/conversations.db")));
            QVERIFY(database.open());
            QSqlQuery query(database);
            QVERIFY2(query.exec(s(sql)), qPrintable(query.lastError().text()));
        }
        QSqlDatabase::removeDatabase(s("another"));
    }
    QByteArray lastPrompt() const { return QJsonDocument(world_->prompts.last()).toJson(); }
    static QStringList texts(const OpenConversation& open)
    {
        QStringList all;
        for (int row = 0; row < open.transcript->count(); ++row)
            all.append(open.transcript->at(row).text);
        return all;
    }

private Q_SLOTS:
    void init()
    {
        world_ = std::make_unique<SessionFixture>();
        QVERIFY(world_->app);
        QVERIFY(world_->signIn("asan"));
        QVERIFY(world_->chooseModel());
        id_ = ConversationId(newId());
    }
    void cleanup() { world_.reset(); }

    // ---- sending ----

    void aMessageIsShownOnlyWhenItIsStored()
    {
        const auto conversation = open();
        world_->model.push_back(silence());
        QSignalSpy added(conversation.transcript.get(), &Transcript::rowsAdded);
        const auto sent = conversation.turns->send(fakes::typed("hello"));
        QVERIFY(conversation.turns->running());
        QCOMPARE(conversation.transcript->count(), 0);
        QVERIFY(await(sent));
        QVERIFY(added.count() >= 1);
        QCOMPARE(conversation.transcript->at(0).text, s("hello"));
        QCOMPARE(await(world_->app->conversations()->page(QString(), 0, 10))->size(), 1);
    }

    void howAMessageCameThereIsKeptWithIt_data()
    {
        using core::interfaces::TextPart;
        QTest::addColumn<core::interfaces::ComposedText>("text");
        QTest::addColumn<bool>("trusted");
        const auto row = [](const char* name, core::interfaces::ComposedText text, bool trusted) {
            QTest::newRow(name) << std::move(text) << trusted;
        };
        row("typed", {{{TextPart::Origin::Keys, s("send it to bob")}}}, true);
        row("a paste of one word", {{{TextPart::Origin::Keys, s("to ")}, {TextPart::Origin::Paste, s("bob")}}}, true);
        row("a paste of more", {{{TextPart::Origin::Keys, s("do ")}, {TextPart::Origin::Paste, s("this and that")}}},
            false);
        row("a chip, or a text that was kept", {{{TextPart::Origin::Other, s("Tell me about myself")}}}, false);
    }
    void howAMessageCameThereIsKeptWithIt()
    {
        using namespace core::toolapi;
        QFETCH(core::interfaces::ComposedText, text);
        QFETCH(bool, trusted);
        const auto conversation = open();
        QVERIFY(await(conversation.turns->send(text)));
        QTRY_VERIFY(world_->settled(conversation));
        const auto person = world_->app->people().currentPerson();
        const auto rows = await(person->openParts()->store->messages(id_, 0, 1));
        QVERIFY(rows && rows->size() == 1);
        QCOMPARE(rows->first().text, plainText(text));
        QCOMPARE(rows->first().label.integrity, trusted ? Integrity::Trusted : Integrity::Untrusted);
        QCOMPARE(rows->first().label.sources.count(s("paste")), trusted ? 0U : 1U);
        QCOMPARE(rows->first().label.sources.count(s("person")), 1U);
        // Asked again, it is what it was.
        conversation.turns->retry();
        QTRY_VERIFY(world_->settled(conversation));
        const auto again = await(person->openParts()->store->messages(id_, 0, 1));
        QCOMPARE(again->first().label, rows->first().label);
    }

    void anAnswerStreamsAndIsReadBackFromTheStore()
    {
        const auto conversation = open();
        world_->model.push_back(streamed(sse({{{s("content"), s("one ")}}, {{s("content"), s("two")}}}, "stop")));
        QSignalSpy appended(conversation.transcript.get(), &Transcript::textAppended);
        QVERIFY(world_->ask(conversation, "count"));
        QCOMPARE(texts(conversation), (QStringList{s("count"), s("one two")}));
        QCOMPARE(appended.count(), 2);
        QCOMPARE(world_->last(conversation).state, State::Complete);
        QCOMPARE(texts(crash()), (QStringList{s("count"), s("one two")}));
    }

    void aSecondMessageWhileOneIsAnsweredIsRefused()
    {
        const auto conversation = open();
        world_->model.push_back(silence());
        QVERIFY(await(conversation.turns->send(fakes::typed("first"))));
        const auto second = await(conversation.turns->send(fakes::typed("second")));
        QVERIFY(!second);
        QCOMPARE(second.error().code, Errc::Busy);
        QCOMPARE(texts(conversation).filter(s("second")).size(), 0);
    }

    void withoutAModelNothingIsStored()
    {
        auto values = world_->settings->values();
        values.endpoints.clear();
        QVERIFY(world_->settings->change(values));
        const auto conversation = open();
        const auto sent = await(conversation.turns->send(fakes::typed("hello")));
        QVERIFY(!sent);
        QCOMPARE(sent.error().subject, s("model"));
        QVERIFY(!conversation.turns->running());
        QCOMPARE(conversation.transcript->count(), 0);
        QCOMPARE(await(world_->app->conversations()->page(QString(), 0, 10))->size(), 0);
    }

    void aModelThatFailsIsSaidUnderTheAnswer()
    {
        const auto conversation = open();
        world_->model.push_back(status(401, "{\"error\": {\"message\": \"bad key\"}}"));
        QVERIFY(world_->ask(conversation, "hello"));
        QCOMPARE(world_->last(conversation).state, State::Failed);
        QCOMPARE(world_->last(conversation).error->code, Errc::Unauthorized);
    }

    void aCardIsDrawnFromTheApisAnswer()
    {
        const auto conversation = open();
        world_->model.push_back(callOf("get_employee_record", {{s("person"), s("bsan")}}));
        world_->model.push_back(words("The record of bsan: 090-0000-5836."));
        QVERIFY(world_->ask(conversation, "bsan?"));
        QCOMPARE(conversation.transcript->count(), 3);
        const auto card = conversation.transcript->at(1).cards.first();
        QCOMPARE(card.state, Card::ApiRefused);
        QCOMPARE(card.why.httpStatus, 403);
        QCOMPARE(card.why.subject, s("asan"));
        QVERIFY(!card.canReplayAsAdmin); // a real organisation
        QCOMPARE(world_->hrRequests.size(), 1U);
    }

    void theDotInTheListGoesBeforeStopDoes()
    {
        const auto conversations = world_->app->conversations();
        const auto conversation = await(conversations->open(id_));
        QVERIFY(conversation);
        QList<std::pair<ConversationId, bool>> told;
        QList<bool> runs;
        connect(conversations.get(), &Conversations::busyChanged, this,
                [&](const ConversationId& id, bool busy) { told.append({id, busy}); });
        connect(conversation->turns.get(), &Turns::runningChanged, this, [&] {
            runs.append(conversation->turns->running());
            QCOMPARE(told.size(), runs.size()); // whoever draws Send instead of Stop finds the dot gone
            QCOMPARE(told.last(), std::pair(id_, runs.last()));
        });
        QVERIFY(world_->ask(*conversation, "hello"));
        QCOMPARE(runs, (QList<bool>{true, false}));
        const auto page = await(conversations->page(QString(), 0, 10));
        QVERIFY(page && page->size() == 1 && !page->first().busy);
    }

    void readingAPageEndsNoSearch()
    {
        QVERIFY(world_->ask(open(), "where is the needle"));
        const auto conversations = world_->app->conversations();
        const auto found = conversations->page(s("needle"), 0, 10);
        const auto title = conversations->page(QString(), 0, 10); // what the title above the conversation is read with
        QVERIFY(await(title));
        const auto outcome = await(found);
        QVERIFY2(outcome, outcome ? "" : qPrintable(errcName(outcome.error().code)));
        QCOMPARE(outcome->size(), 1);
    }

    void draftsComeBackWithTheProgram()
    {
        QVERIFY(world_->ask(open(), "hello"));
        world_->app->conversations()->keepDraft(id_, s("half a thought"));
        world_->app->conversations()->keepDraft({}, s("not begun"));
        world_->restart();
        QCOMPARE(world_->conversation(id_).draft, s("half a thought"));
        QCOMPARE(world_->conversation().draft, s("not begun")); // whichever is begun next has it
        world_->app->conversations()->keepDraft({}, {});
        QCOMPARE(world_->conversation().draft, QString());
    }

    // ---- stopping ----

    void aStopStopsAndKeepsTheTextSoFar()
    {
        const auto conversation = open();
        auto half = streamed("data: {\"choices\": [{\"index\": 0, \"delta\": {\"content\": \"half an\"}}]}\n\n");
        for (int i = 0; i < 100'000; ++i)
            half.pieces.push_back(": still here\n\n");
        world_->model.push_back(half);
        QVERIFY(await(conversation.turns->send(fakes::typed("write"))));
        QVERIFY(QTest::qWaitFor([&] { return world_->last(conversation).text == s("half an"); }));
        conversation.turns->stop();
        QVERIFY(QTest::qWaitFor([&] { return world_->settled(conversation); }));
        QCOMPARE(world_->last(conversation).state, State::Stopped);
        QCOMPARE(world_->last(conversation).text, s("half an"));
        QCOMPARE(crash().transcript->at(1).state, State::Stopped);
    }

    void aStopBeforeItBeganSendsNothing()
    {
        const auto conversation = open();
        const auto sent = conversation.turns->send(fakes::typed("never mind"));
        conversation.turns->stop();
        const auto outcome = await(sent);
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, Errc::Cancelled);
        QCOMPARE(world_->prompts.size(), 0);
        QCOMPARE(conversation.transcript->count(), 0);
        QVERIFY(!conversation.turns->running());
    }

    void aStopDuringACallCancelsIt()
    {
        const auto conversation = open();
        world_->model.push_back(callOf("get_employee_record", {{s("person"), s("asan")}}));
        world_->hr.push_back(silence());
        QVERIFY(await(conversation.turns->send(fakes::typed("me"))));
        QVERIFY(QTest::qWaitFor([&] { return world_->hrRequests.size() == 1; }));
        conversation.turns->stop();
        QVERIFY(QTest::qWaitFor([&] { return world_->settled(conversation); }));
        QCOMPARE(world_->last(conversation).cards.first().state, Card::Cancelled);
        QCOMPARE(world_->prompts.size(), 1); // the model is not asked again
        QCOMPARE(crash().transcript->at(1).cards.first().state, Card::Cancelled);
    }

    // ---- again ----

    void aRetryTakesTheOldAnswerAwayAndAsksAgain()
    {
        const auto conversation = open();
        world_->model.push_back(words("bad"));
        world_->model.push_back(words("good"));
        QVERIFY(world_->ask(conversation, "question"));
        QSignalSpy removed(conversation.transcript.get(), &Transcript::rowsRemoved);
        conversation.turns->retry();
        QVERIFY(QTest::qWaitFor([&] { return removed.count() == 1 && world_->settled(conversation); }));
        QCOMPARE(texts(conversation), (QStringList{s("question"), s("good")}));
        QCOMPARE(texts(crash()), (QStringList{s("question"), s("good")}));
    }

    void aRetryThatCannotBeginKeepsTheOldAnswerAndSaysWhy()
    {
        const auto conversation = open();
        world_->model.push_back(words("the old answer"));
        QVERIFY(world_->ask(conversation, "question"));
        auto values = world_->settings->values();
        const auto before = values.endpoints;
        values.endpoints.clear();
        QVERIFY(world_->settings->change(values));
        conversation.turns->retry();
        QVERIFY(QTest::qWaitFor([&] { return !conversation.turns->running(); }));
        QCOMPARE(texts(conversation), (QStringList{s("question"), s("the old answer")}));
        QCOMPARE(world_->last(conversation).state, State::Failed);
        QCOMPARE(world_->last(conversation).error->code, Errc::NotFound);
        values.endpoints = before; // and with a model it works again, without a trace of the trouble
        QVERIFY(world_->settings->change(values));
        conversation.turns->retry();
        QVERIFY(QTest::qWaitFor([&] { return world_->settled(conversation); }));
        QCOMPARE(texts(conversation), (QStringList{s("question"), s("ok")}));
        QVERIFY(!world_->last(conversation).error.has_value());
    }

    void aRetryWhoseBeginningCannotBeStoredKeepsTheOldAnswerAndSaysWhy()
    {
        auto conversation = open();
        world_->model = {words("the old answer")};
        QVERIFY(world_->ask(conversation, "question"));
        const QStringList expected{s("question"), s("the old answer")};
        changeTheFile("CREATE TRIGGER no_room BEFORE INSERT ON message BEGIN SELECT RAISE(ABORT, 'no room'); END");
        conversation.turns->retry();
        QVERIFY(QTest::qWaitFor([&] { return !conversation.turns->running(); }));
        QCOMPARE(texts(conversation), expected);
        QCOMPARE(world_->last(conversation).state, State::Failed);
        QVERIFY(world_->last(conversation).error.has_value());
        QCOMPARE(world_->prompts.size(), 1);
        // A message that cannot be stored is said to whoever sent it, and changes nothing of what stands there.
        QVERIFY(!await(conversation.turns->send(fakes::typed("more"))));
        QVERIFY(QTest::qWaitFor([&] { return !conversation.turns->running(); }));
        QCOMPARE(texts(conversation), expected);
        QCOMPARE(world_->last(conversation).state, State::Complete);
        conversation = {};
        conversation = crash();
        QCOMPARE(texts(conversation), expected);
        changeTheFile("DROP TRIGGER no_room");
        conversation.turns->retry();
        QVERIFY(QTest::qWaitFor([&] { return texts(conversation) == QStringList{s("question"), s("ok")}; }));
    }

    void aStopWhileTheOldAnswerGoesLeavesTheNewOne()
    {
        auto conversation = open();
        world_->model = {words("the old answer")};
        QVERIFY(world_->ask(conversation, "question"));
        connect(conversation.transcript.get(), &Transcript::rowsRemoved, this,
                [turns = conversation.turns.get()] { turns->stop(); });
        conversation.turns->retry();
        QVERIFY(QTest::qWaitFor([&] { return world_->settled(conversation); }));
        QCOMPARE(conversation.transcript->count(), 2);
        QCOMPARE(world_->last(conversation).state, State::Stopped);
        QCOMPARE(world_->prompts.size(), 1);
        conversation = {};
        conversation = crash();
        QCOMPARE(conversation.transcript->count(), 2);
        QCOMPARE(world_->last(conversation).state, State::Stopped);
    }

    void aStopAtAnyMomentOfARetryLeavesAnAnswer()
    {
        for (int moment = 0; moment < 40; moment += 4) {
            id_ = ConversationId(newId());
            const auto conversation = open();
            world_->model = {words("the old answer")};
            QVERIFY(world_->ask(conversation, "question"));
            conversation.turns->retry();
            for (int round = 0; round < moment; ++round)
                QCoreApplication::processEvents();
            conversation.turns->stop();
            QVERIFY(QTest::qWaitFor([&] { return world_->settled(conversation); }));
            QCOMPARE(conversation.transcript->count(), 2);
            const auto parts = await(world_->app->people().currentPerson()->parts());
            QCOMPARE(*await((*parts)->store->count(id_)), 2);
        }
    }

    void anEditedMessageTakesThePlaceOfTheLastOne()
    {
        const auto conversation = open();
        world_->model = {words("kept"), words("wrong"), words("right")};
        QVERIFY(world_->ask(conversation, "first"));
        QVERIFY(world_->ask(conversation, "secnod"));
        QVERIFY(await(conversation.turns->sendInstead(fakes::typed("second"))));
        QVERIFY(QTest::qWaitFor([&] { return world_->settled(conversation); }));
        const QStringList expected{s("first"), s("kept"), s("second"), s("right")};
        QCOMPARE(texts(conversation), expected);
        QVERIFY(lastPrompt().contains("kept"));
        QVERIFY(!lastPrompt().contains("secnod") && !lastPrompt().contains("wrong"));
        QCOMPARE(texts(crash()), expected);
    }

    void anEditThatCannotBeginLosesNothing()
    {
        const auto conversation = open();
        world_->model = {words("answer")};
        QVERIFY(world_->ask(conversation, "question"));
        auto values = world_->settings->values();
        values.endpoints.clear();
        QVERIFY(world_->settings->change(values));
        QVERIFY(!await(conversation.turns->sendInstead(fakes::typed("another question"))));
        const QStringList expected{s("question"), s("answer")};
        QCOMPARE(texts(conversation), expected);
        QCOMPARE(texts(crash()), expected);
    }

    void aTurnThatChangedThingsIsNotAskedAgain()
    {
        const auto parts = await(world_->app->people().currentPerson()->parts());
        auto& store = *(*parts)->store;
        const conversations::TurnId turn(newId());
        const MessageId step(newId());
        const CallId call(newId());
        conversations::StepBegin begin{id_, turn, EndpointId(s("there")), step};
        begin.message = conversations::NewMessage{MessageId(newId()), s("take leave")};
        QVERIFY(await(store.stepBegun(begin)));
        conversations::StepEnd end;
        end.step = step;
        end.calls = {{call, s("call_1"), ToolName(s("request_leave")), "{}", toolapi::Effect::Write}};
        QVERIFY(await(store.stepFinished(end)));
        QVERIFY(await(store.callDecided({call, conversations::CallDecision::Kind::Run, s("allow")})));
        toolapi::ToolResult result;
        result.id = call;
        result.outcome = toolapi::Outcome::Done;
        QVERIFY(await(store.callEnded(result)));
        QVERIFY(await(store.turnEnded(turn, s("done"), {})));

        const auto conversation = open();
        QVERIFY(world_->last(conversation).changedThings);
        conversation.turns->retry();
        QVERIFY(QTest::qWaitFor([&] { return world_->last(conversation).error.has_value(); }));
        QCOMPARE(world_->last(conversation).error->code, Errc::Conflict);
        QCOMPARE(world_->last(conversation).cards.first().state, Card::Done);
        QCOMPARE(await(conversation.turns->sendInstead(fakes::typed("take more"))).error().code, Errc::Conflict);
        QCOMPARE(world_->prompts.size(), 0);
        QCOMPARE(crash().transcript->count(), 2);
    }

    void aRetryWhereNothingWasAskedDoesNothing()
    {
        const auto conversation = open();
        conversation.turns->retry();
        QVERIFY(!conversation.turns->running());
        QCOMPARE(world_->prompts.size(), 0);
    }

    void anInterruptedTurnIsTakenUp()
    {
        auto conversation = open();
        world_->model.push_back(callOf("get_employee_record", {{s("person"), s("asan")}}, "Looking."));
        world_->hr.push_back(status(200, "{\"name\": \"asan\"}"));
        world_->model.push_back(silence());
        QVERIFY(await(conversation.turns->send(fakes::typed("me"))));
        QVERIFY(waitForPrompts(2)); // the call has ended; the program ends while the model answers
        conversation = {};
        conversation = crash();
        QVERIFY(!conversation.turns->running());
        QCOMPARE(conversation.transcript->at(1).cards.first().state, Card::Done);
        QCOMPARE(world_->last(conversation).state, State::Interrupted);
        world_->model.push_back(words("You are asan."));
        conversation.turns->retry();
        QVERIFY(QTest::qWaitFor([&] { return world_->last(conversation).text == s("You are asan."); }));
        QVERIFY(QTest::qWaitFor([&] { return world_->settled(conversation); }));
        QCOMPARE(world_->hrRequests.size(), 1U); // what had an answer was not asked again
        QCOMPARE(texts(conversation).filter(s("me")).size(), 1);
        QVERIFY(QJsonDocument(world_->prompts.last()).toJson().contains("Looking."));
    }

    void aReadThatWasCutOffIsAskedAgain()
    {
        auto conversation = open();
        world_->model.push_back(callOf("get_employee_record", {{s("person"), s("asan")}}));
        world_->hr.push_back(silence());
        QVERIFY(await(conversation.turns->send(fakes::typed("me"))));
        QVERIFY(QTest::qWaitFor([&] { return world_->hrRequests.size() == 1; }));
        conversation = {};
        conversation = crash();
        QCOMPARE(world_->last(conversation).cards.first().state, Card::Cancelled); // nothing runs any more
        QCOMPARE(world_->last(conversation).state, State::Interrupted); // the answer is whole, the turn is not
        world_->hr.push_back(status(200, "{\"name\": \"asan\"}"));
        world_->model.push_back(words("done"));
        conversation.turns->retry();
        QVERIFY(QTest::qWaitFor([&] { return world_->last(conversation).text == s("done"); }));
        QVERIFY(QTest::qWaitFor([&] { return world_->settled(conversation); }));
        QCOMPARE(conversation.transcript->at(1).cards.first().state, Card::Done);
        QCOMPARE(world_->hrRequests.size(), 2U);
    }

    void anotherModelDoesNotTakeUpWhatThisOneWasGiven()
    {
        auto conversation = open();
        world_->model.push_back(callOf("get_employee_record", {{s("person"), s("asan")}}));
        world_->hr.push_back(status(200, "{\"phone\": \"090-secret\"}"));
        world_->model.push_back(silence());
        QVERIFY(await(conversation.turns->send(fakes::typed("my phone"))));
        QVERIFY(waitForPrompts(2));
        conversation = {};
        conversation = crash();
        QVERIFY(world_->chooseModel("https://other.example/v1"));
        world_->prompts.clear();
        world_->hr.push_back(status(200, "{\"phone\": \"090-secret\"}"));
        world_->model = {words("asked anew")};
        conversation.turns->retry();
        QVERIFY(QTest::qWaitFor([&] { return world_->last(conversation).text == s("asked anew"); }));
        QVERIFY(!QJsonDocument(world_->prompts.first()).toJson().contains("090-secret"));
    }

    // ---- another model ----

    void whatAnotherModelAnsweredAgainIsNotThisModelsTurn()
    {
        auto conversation = open();
        world_->model = {words("first answer"), words("second answer")};
        QVERIFY(world_->ask(conversation, "first question"));
        QVERIFY(world_->ask(conversation, "second question"));
        QVERIFY(world_->chooseModel("http://127.0.0.1:11434/v1"));
        world_->model = {callOf("get_employee_record", {{s("person"), s("asan")}}), words("You earn 5000.")};
        world_->hr.push_back(status(200, "{\"pay\": \"5000-secret\"}"));
        conversation.turns->retry();
        QVERIFY(QTest::qWaitFor([&] { return conversation.readers->question().has_value(); }));
        conversation.readers->answer(conversation.readers->question()->endpoint.id, NewReaderAnswer::StartWithout);
        QVERIFY(QTest::qWaitFor([&] { return world_->last(conversation).text == s("You earn 5000."); }));
        QVERIFY(QTest::qWaitFor([&] { return world_->settled(conversation); }));
        QVERIFY(lastPrompt().contains("5000-secret") && !lastPrompt().contains("first answer"));

        QVERIFY(world_->chooseModel());
        QVERIFY(askAndAnswer(conversation, "third question", NewReaderAnswer::StartWithout));
        QVERIFY(lastPrompt().contains("third question") && lastPrompt().contains("first answer"));
        for (const char* theirs : {"5000", "tool_calls", "second question"})
            QVERIFY2(!lastPrompt().contains(theirs), theirs);
        conversation = {};
        conversation = crash();
        QVERIFY(world_->ask(conversation, "fourth question"));
        QVERIFY(!lastPrompt().contains("5000") && !lastPrompt().contains("second question"));
    }

    void aNewReaderIsAskedAboutBeforeAnythingIsSent_data()
    {
        QTest::addColumn<NewReaderAnswer>("answer");
        QTest::addColumn<bool>("sent");
        QTest::addColumn<bool>("given");
        QTest::newRow("send it the earlier messages") << NewReaderAnswer::GiveEarlier << true << true;
        QTest::newRow("start without them") << NewReaderAnswer::StartWithout << true << false;
        QTest::newRow("cancel") << NewReaderAnswer::Cancel << false << false;
    }
    void aNewReaderIsAskedAboutBeforeAnythingIsSent()
    {
        QFETCH(NewReaderAnswer, answer);
        QFETCH(bool, sent);
        QFETCH(bool, given);
        const auto conversation = open();
        tellTheFirstModel(conversation);
        QVERIFY(world_->chooseModel("https://other.example/v1"));
        const auto outcome = conversation.turns->send(fakes::typed("third question"));
        QVERIFY(QTest::qWaitFor([&] { return conversation.readers->question().has_value(); }));
        const auto asked = *conversation.readers->question();
        QCOMPARE(asked.endpoint.host, s("other.example"));
        QVERIFY(!asked.readPart);
        QVERIFY(!conversation.turns->running()); // nothing goes on: no dot, no Stop
        QCOMPARE(await(conversation.turns->send(fakes::typed("meanwhile"))).error().code, Errc::Busy);
        conversation.readers->answer(EndpointId(s("another endpoint")), NewReaderAnswer::GiveEarlier);
        QVERIFY(conversation.readers->question().has_value());
        QVERIFY(!outcome.isFinished());
        QCOMPARE(world_->modelRequests.size(), 2U);
        QCOMPARE(conversation.transcript->count(), 4);

        conversation.readers->answer(asked.endpoint.id, answer);
        QVERIFY(!conversation.readers->question().has_value());
        const auto result = await(outcome);
        QCOMPARE(result.has_value(), sent);
        QVERIFY(QTest::qWaitFor([&] { return world_->settled(conversation); }));
        if (!sent) {
            QCOMPARE(result.error().code, Errc::Cancelled);
            QCOMPARE(world_->modelRequests.size(), 2U);
            QCOMPARE(conversation.transcript->count(), 4);
            return;
        }
        QCOMPARE(world_->modelRequests.size(), 3U);
        QVERIFY(lastPrompt().contains("third question"));
        for (const char* earlier : {"first question", "first answer", "second question", "second answer"})
            QCOMPARE(lastPrompt().contains(earlier), given);
    }

    void theWordAboutANewReaderIsKept()
    {
        auto conversation = open();
        tellTheFirstModel(conversation);
        QVERIFY(world_->chooseModel("https://other.example/v1"));
        QVERIFY(askAndAnswer(conversation, "third question", NewReaderAnswer::GiveEarlier));
        conversation = {};
        conversation = crash();
        QVERIFY(world_->ask(conversation, "fourth question"));
        QVERIFY(lastPrompt().contains("first answer"));
        // The first model has not been given what the other one was: it is asked about as well, and once.
        QVERIFY(world_->chooseModel());
        const auto outcome = conversation.turns->send(fakes::typed("fifth question"));
        QVERIFY(QTest::qWaitFor([&] { return conversation.readers->question().has_value(); }));
        QVERIFY(conversation.readers->question()->readPart);
        conversation.readers->answer(conversation.readers->question()->endpoint.id, NewReaderAnswer::StartWithout);
        QVERIFY(await(outcome));
        QVERIFY(QTest::qWaitFor([&] { return world_->settled(conversation); }));
        QVERIFY(lastPrompt().contains("first answer") && !lastPrompt().contains("third question"));
        QVERIFY(world_->ask(conversation, "sixth question"));
        QVERIFY(lastPrompt().contains("fifth question") && !lastPrompt().contains("third question"));
    }

    void theWordHoldsForOneConversation()
    {
        auto conversation = open();
        tellTheFirstModel(conversation);
        const auto other = world_->conversation();
        world_->model = {words("another answer")};
        QVERIFY(world_->ask(other, "another question"));
        QVERIFY(world_->chooseModel("https://other.example/v1"));
        QVERIFY(askAndAnswer(conversation, "third question", NewReaderAnswer::GiveEarlier));
        const auto outcome = other.turns->send(fakes::typed("and here?"));
        QVERIFY(QTest::qWaitFor([&] { return other.readers->question().has_value(); }));
        other.turns->stop(); // as good as Cancel
        QCOMPARE(await(outcome).error().code, Errc::Cancelled);
        QVERIFY(!lastPrompt().contains("another question"));
    }

    void choosingAnotherModelWithdrawsTheQuestion()
    {
        const auto conversation = open();
        tellTheFirstModel(conversation);
        QVERIFY(world_->chooseModel("https://other.example/v1"));
        const auto outcome = conversation.turns->send(fakes::typed("third question"));
        QVERIFY(QTest::qWaitFor([&] { return conversation.readers->question().has_value(); }));
        const auto asked = conversation.readers->question()->endpoint.id;
        QVERIFY(world_->chooseModel("https://third.example/v1"));
        QVERIFY(!conversation.readers->question().has_value());
        conversation.readers->answer(asked, NewReaderAnswer::GiveEarlier); // too late
        QCOMPARE(await(outcome).error().code, Errc::Cancelled);
        QCOMPARE(world_->modelRequests.size(), 2U);
    }

    void aRetryWithANewReaderAsksBeforeTheOldAnswerGoes()
    {
        const auto conversation = open();
        tellTheFirstModel(conversation);
        QVERIFY(world_->chooseModel("https://other.example/v1"));
        conversation.turns->retry();
        QVERIFY(QTest::qWaitFor([&] { return conversation.readers->question().has_value(); }));
        conversation.readers->answer(conversation.readers->question()->endpoint.id, NewReaderAnswer::Cancel);
        QVERIFY(QTest::qWaitFor([&] { return world_->settled(conversation); }));
        QCOMPARE(world_->last(conversation).text, s("second answer"));
        QCOMPARE(world_->last(conversation).state, State::Complete);
        QCOMPARE(world_->modelRequests.size(), 2U);
    }

    void aTitleIsMadeWithoutAReader()
    {
        const auto conversation = open();
        QVERIFY(world_->ask(conversation, "how long is my notice period"));
        const auto page = await(world_->app->conversations()->page(QString(), 0, 10));
        QCOMPARE(page->first().title, s("how long is my notice period"));
        QCOMPARE(world_->modelRequests.size(), 1U); // the answer, and nothing else
    }

    // ---- the admin key ----

    void onlyWhatTheDemoRefusedIsReplayed()
    {
        world_->makeDemo();
        QVERIFY(world_->signInToDemo("asan"));
        const auto conversation = open();
        world_->model.push_back(callOf("get_employee_record", {{s("person"), s("bsan")}}));
        QVERIFY(world_->ask(conversation, "bsan?"));
        const auto card = [&] { return conversation.transcript->at(1).cards.first(); };
        QVERIFY(card().canReplayAsAdmin);
        conversation.turns->replayAsAdmin(CallId(s("another call")));
        QVERIFY(world_->demo.replays.empty());
        conversation.turns->replayAsAdmin(card().id);
        QCOMPARE(card().adminReplay->state, AdminReplayView::State::Running);
        QVERIFY(QTest::qWaitFor([&] { return card().adminReplay->state == AdminReplayView::State::Done; }));
        QCOMPARE(world_->demo.replays.front(), QUrl(s("https://hr.example/hr/people/bsan")));
        QCOMPARE(card().adminReplay->httpStatus, 200);
        QCOMPARE(card().state, Card::ApiRefused); // the card itself says what it said
    }

    void atARealOrganisationNothingIsReplayed()
    {
        const auto conversation = open();
        world_->model.push_back(callOf("get_employee_record", {{s("person"), s("bsan")}}));
        QVERIFY(world_->ask(conversation, "bsan?"));
        conversation.turns->replayAsAdmin(conversation.transcript->at(1).cards.first().id);
        QVERIFY(world_->demo.replays.empty());
        QVERIFY(!conversation.transcript->at(1).cards.first().adminReplay.has_value());
    }

    void aReplayThatFailsSaysSo()
    {
        world_->makeDemo();
        QVERIFY(world_->signInToDemo("asan"));
        world_->demo.failReplay = Error{Errc::Unavailable, s("gone")};
        const auto conversation = open();
        world_->model.push_back(callOf("get_employee_record", {{s("person"), s("bsan")}}));
        QVERIFY(world_->ask(conversation, "bsan?"));
        const auto card = [&] { return conversation.transcript->at(1).cards.first(); };
        conversation.turns->replayAsAdmin(card().id);
        QVERIFY(QTest::qWaitFor([&] { return card().adminReplay->state == AdminReplayView::State::Failed; }));
    }

    // ---- life and death ----

    void openingTwiceAtOnceShowsEachRowOnce()
    {
        QVERIFY(world_->ask(open(), "hello"));
        world_->restart();
        const auto conversations = world_->app->conversations();
        const auto first = conversations->open(id_);
        const auto second = conversations->open(id_);
        const auto one = await(first);
        const auto two = await(second);
        QVERIFY(one && two);
        QCOMPARE(texts(*one), (QStringList{s("hello"), s("ok")}));
        QCOMPARE(texts(*two), (QStringList{s("hello"), s("ok")}));
    }

    void aTurnGoesOnWhenTheWindowLooksElsewhere()
    {
        auto conversation = open();
        auto slow = words("finished");
        for (int i = 0; i < 40; ++i)
            slow.pieces.insert(slow.pieces.begin(), ": wait\n\n");
        world_->model.push_back(slow);
        QVERIFY(await(conversation.turns->send(fakes::typed("go on"))));
        conversation = {}; // nobody looks: the last owner goes with the turn's end, inside its own signal
        const auto person = world_->app->people().currentPerson();
        QVERIFY(person->isBusy());
        QVERIFY(QTest::qWaitFor([&] { return !person->isBusy(); }));
        QCOMPARE(texts(open()), (QStringList{s("go on"), s("finished")}));
    }

    void aTurnThatCannotBeStoredSaysSoAndKeepsItsText()
    {
        const auto conversation = open();
        auto slow = words(" and the rest");
        slow.pieces.insert(slow.pieces.begin(),
                           "data: {\"choices\": [{\"index\": 0, \"delta\": {\"content\": \"the beginning\"}}]}\n\n");
        for (int i = 0; i < 60; ++i)
            slow.pieces.insert(slow.pieces.begin() + 1, ": wait\n\n");
        world_->model.push_back(slow);
        QVERIFY(await(conversation.turns->send(fakes::typed("write"))));
        QVERIFY(QTest::qWaitFor([&] { return world_->last(conversation).text == s("the beginning"); }));
        // The rows go away under the turn, as a damaged or full disk would have it.
        const auto parts = await(world_->app->people().currentPerson()->parts());
        conversations::StepBegin other{id_, conversations::TurnId(newId()), EndpointId(s("e")), MessageId(newId())};
        other.replacesFrom = 0;
        QVERIFY(await((*parts)->store->stepBegun(other)));
        QVERIFY(QTest::qWaitFor([&] { return !conversation.turns->running(); }));
        QVERIFY(QTest::qWaitFor([&] { return world_->settled(conversation); }));
        QCOMPARE(world_->last(conversation).state, State::Failed);
        QVERIFY(world_->last(conversation).error.has_value());
        QVERIFY(world_->last(conversation).text.startsWith(s("the beginning")));
    }

    void rowsOfALongConversationAreReadWhenTheyAreWanted()
    {
        const auto parts = await(world_->app->people().currentPerson()->parts());
        for (int i = 0; i < 60; ++i)
            QVERIFY(await((*parts)->store->append(id_, {MessageId(newId()), s("message %1").arg(i)})));
        const auto conversation = open();
        QCOMPARE(conversation.transcript->count(), 60);
        QCOMPARE(conversation.transcript->at(0).state, State::NotLoaded);
        QCOMPARE(conversation.transcript->at(59).text, s("message 59"));
        QSignalSpy changed(conversation.transcript.get(), &Transcript::rowsChanged);
        conversation.transcript->load(0, 10);
        QVERIFY(changed.wait());
        QCOMPARE(conversation.transcript->at(0).text, s("message 0"));
        QCOMPARE(conversation.transcript->at(15).state, State::NotLoaded);
    }

    void theStepBudgetIsSaidOnce()
    {
        const auto conversation = open();
        for (int i = 0; i < 6; ++i)
            world_->model.push_back(callOf("get_employee_record", {{s("person"), s("p%1").arg(i)}}));
        QVERIFY(world_->ask(conversation, "loop"));
        QVERIFY(QTest::qWaitFor([&] { return world_->last(conversation).outOfSteps; }));
        int said = 0;
        for (int row = 0; row < conversation.transcript->count(); ++row)
            said += conversation.transcript->at(row).outOfSteps ? 1 : 0;
        QCOMPARE(said, 1);
    }

    void aRefusedEffectHasAReason()
    {
        const auto file = policy::readPolicyFile(
            R"({"version":1,"rules":[{"id":"no-leave","tools":["request_leave"],"then":"deny"}]})", s("p.json"),
            policy::Layer::Managed);
        QVERIFY(file.problems.isEmpty());
        world_->policy = {policy::Rules(file.rules), s("1")};
        world_->restart();
        const auto conversation = open();
        world_->model.push_back(callOf("request_leave", {{s("from"), s("2031-05-01")}}));
        QVERIFY(world_->ask(conversation, "leave"));
        const auto card = conversation.transcript->at(1).cards.first();
        QCOMPARE(card.state, Card::PolicyRefused);
        QVERIFY(!card.why.reason.isEmpty());
        QVERIFY(world_->hrRequests.empty());
    }
};

QTEST_GUILESS_MAIN(TestLiveConversation)
#include "tst_live_conversation.moc"
