#include "core/interfaces/window.h"
#include "session_fixture.h"

using namespace core;
using namespace core::interfaces;
using namespace session_tests;
using fakes::await;
using State = ToolCardView::State;

/// Calls that wait for the person's answer, through the whole core: nothing runs without it, it runs once with it, and
/// the turn goes on where it stood.
class TestWaitingCalls : public QObject {
    Q_OBJECT

    std::unique_ptr<SessionFixture> world_;
    OpenConversation open_;
    ConversationId id_;

    std::shared_ptr<Approvals> approvals() { return world_->app->approvals(); }
    QList<ApprovalView> waiting() { return approvals()->waiting(); }
    State card(int number = 0, int row = -1)
    {
        const auto view = open_.transcript->at(row < 0 ? open_.transcript->count() + row : row);
        return number < view.cards.size() ? view.cards.at(number).state : State::Running;
    }
    bool asked(int calls = 1)
    {
        const auto all = [this] {
            qsizetype count = 0;
            for (const auto& one : waiting())
                count += one.calls.size();
            return count;
        };
        return QTest::qWaitFor([&] { return all() == calls && SessionFixture::settled(open_); });
    }
    Result<> approve(int number = 0)
    {
        const auto call = waiting().first().calls.at(number);
        return await(approvals()->approve(call.id, call.digest));
    }
    ToolCardView ended(int row) { return open_.transcript->at(row).cards.value(0); }
    UnapprovedView::Withdrawal withdrawal(int row = 1) { return ended(row).unapproved.withdrawal; }
    Result<> deny(int number = 0) { return await(approvals()->deny(waiting().first().calls.at(number).id, {})); }
    void begin()
    {
        id_ = ConversationId(newId());
        open_ = world_->conversation(id_);
    }
    void restart()
    {
        open_ = {};
        world_->restart();
        open_ = world_->conversation(id_);
    }
    QJsonObject from(const char* day = "2026-12-01") { return {{s("from"), s(day)}}; }
    /// Asks for leave; the turn ends with the call waiting.
    bool askForLeave()
    {
        world_->model.push_back(callOf("request_leave", from()));
        return await(open_.turns->send(fakes::typed("take the 1st off"))).has_value() && asked();
    }
    QJsonObject lastPrompt() { return world_->prompts.last(); }
    static QString toolText(const QJsonObject& prompt, qsizetype back = 1)
    {
        const auto messages = prompt.value(s("messages")).toArray();
        return messages.at(messages.size() - back).toObject().value(s("content")).toString();
    }

private Q_SLOTS:
    void init()
    {
        world_ = std::make_unique<SessionFixture>();
        QVERIFY(world_->signIn("asan"));
        QVERIFY(world_->chooseModel());
        world_->hr.clear();
        begin();
    }
    void cleanup()
    {
        open_ = {};
        world_.reset();
    }

    void anEffectWaitsAndTheCardSaysWhoseAndWhat()
    {
        QVERIFY(askForLeave());
        QVERIFY(world_->hrRequests.empty());
        QCOMPARE(card(), State::Waiting);
        const auto view = waiting().first();
        QCOMPARE(view.conversation, id_);
        QCOMPARE(view.account, s("asan by name"));
        QCOMPARE(view.asked, s("take the 1st off"));
        QCOMPARE(view.step, SessionFixture::last(open_).id);
        const auto call = view.calls.first();
        QCOMPARE(call.title.en, s("Request leave"));
        QCOMPARE(call.api.ja, s("人事"));
        QCOMPARE(call.effect, EffectView::Write);
        QCOMPARE(call.values.size(), 1);
        QCOMPARE(call.values.first().value, s("2026-12-01"));
        QVERIFY(!call.reasons.isEmpty());
        QCOMPARE(call.answerByUtc, world_->clock.now.addDays(1));
    }

    void anApprovedCallRunsOnceWithThePersonsTokenAndTheTurnGoesOn()
    {
        QVERIFY(askForLeave());
        world_->hr.push_back(status(201, R"({"ok": true})"));
        world_->model.push_back(words("Done, it is requested."));
        const auto call = waiting().first().calls.first();
        const auto first = approvals()->approve(call.id, call.digest);
        const auto second = approvals()->approve(call.id, call.digest); // a second click
        QVERIFY(await(first));
        QVERIFY(!await(second));
        QVERIFY(QTest::qWaitFor([&] { return open_.transcript->count() == 3 && SessionFixture::settled(open_); }));
        QCOMPARE(world_->hrRequests.size(), 1U);
        QVERIFY(fakes::FakeHttp::header(world_->hrRequests.front(), "Authorization").startsWith("Bearer "));
        QCOMPARE(card(0, 1), State::Done);
        QCOMPARE(SessionFixture::last(open_).text, s("Done, it is requested."));
        QVERIFY(waiting().isEmpty());
        QCOMPARE(world_->prompts.size(), 2);
        QVERIFY(toolText(lastPrompt()).contains(s("ok")));
    }

    void aDigestOfAnotherCallApprovesNothing()
    {
        QVERIFY(askForLeave());
        const auto call = waiting().first().calls.first();
        const auto answer = await(approvals()->approve(call.id, call.digest.left(63) + s("x")));
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, Errc::Conflict);
        QVERIFY(asked());
        QVERIFY(world_->hrRequests.empty());
    }

    void aDeclinedCallNeverRunsAndTheModelIsToldSo()
    {
        QVERIFY(askForLeave());
        world_->model.push_back(words("Then not."));
        QVERIFY(deny());
        QVERIFY(QTest::qWaitFor([&] { return open_.transcript->count() == 3 && SessionFixture::settled(open_); }));
        QVERIFY(world_->hrRequests.empty());
        QCOMPARE(card(0, 1), State::Denied);
        QVERIFY(toolText(lastPrompt()).contains(s("said no")));
        QVERIFY(waiting().isEmpty());
    }

    void whatThePersonSaidWhenTheyDeclinedStaysWithTheCall()
    {
        QVERIFY(askForLeave());
        world_->model.push_back(words("It was approved, and nobody gave a reason."));
        const auto reason = s("not in December\n  (ask me in January)");
        QVERIFY(await(approvals()->deny(waiting().first().calls.first().id, reason)));
        QVERIFY(QTest::qWaitFor([&] { return open_.transcript->count() == 3 && SessionFixture::settled(open_); }));
        for (const bool again : {false, true}) {
            if (again) restart();
            QVERIFY(QTest::qWaitFor([&] { return open_.transcript->count() == 3 && SessionFixture::settled(open_); }));
            QCOMPARE(ended(1).state, State::Denied);
            QCOMPARE(ended(1).unapproved.reason, reason);
            QVERIFY(ended(1).unapproved.by.isEmpty());
        }
        const auto told = toolText(lastPrompt());
        QVERIFY2(told.contains(s("The person's reason, in their own words: \"not in December\\n")), qPrintable(told));
    }

    void whatWasApprovedAndDidNotBeginInTimeSaysSo()
    {
        QVERIFY(askForLeave());
        const auto call = waiting().first().calls.first();
        const auto answer = approvals()->approve(call.id, call.digest);
        QVERIFY(await(answer)); // it is on the disk; what follows from it is not begun
        world_->clock.advance(std::chrono::minutes(5) + std::chrono::seconds(1));
        restart();
        QVERIFY(QTest::qWaitFor([&] { return card(0, 1) == State::NotBegun && SessionFixture::settled(open_); }));
        QVERIFY(world_->hrRequests.empty());
        restart();
        QVERIFY(QTest::qWaitFor([&] { return SessionFixture::settled(open_); }));
        QCOMPARE(card(0, 1), State::NotBegun);
    }

    void whereNoTokenCanBeHadTheApiIsNotBlamed()
    {
        const auto serve = world_->http.answer;
        world_->http.answer = [serve](const core::net::HttpRequest& request) {
            if (request.url.host() != s("id.example")) return serve(request);
            return fakes::ScriptedAnswer{.outcome = core::fail(Errc::Network, s("unplugged"), s("id.example"))};
        };
        world_->clock.advance(world_->provider.accessLifetime);
        world_->model.push_back(callOf("get_employee_record", {{s("person"), s("asan")}}));
        QVERIFY(SessionFixture::ask(open_, "my record"));
        QVERIFY(world_->hrRequests.empty());
        for (const bool again : {false, true}) {
            if (again) restart();
            QVERIFY(QTest::qWaitFor([&] { return open_.transcript->count() == 3 && SessionFixture::settled(open_); }));
            QCOMPARE(ended(1).state, State::ProviderDown);
            QVERIFY(ended(1).error);
            QCOMPARE(ended(1).error->subject, s("id.example"));
        }
        QVERIFY(toolText(lastPrompt()).contains(s("nothing was sent")));
    }

    void itWaitsAcrossARestartAndGoesOnThen()
    {
        QVERIFY(askForLeave());
        restart();
        QVERIFY(asked());
        QCOMPARE(card(), State::Waiting);
        QVERIFY(world_->hrRequests.empty());
        world_->hr.push_back(status(201, R"({"ok": true})"));
        QVERIFY(approve());
        QVERIFY(QTest::qWaitFor([&] { return open_.transcript->count() == 3 && SessionFixture::settled(open_); }));
        QCOMPARE(world_->hrRequests.size(), 1U);
        QCOMPARE(card(0, 1), State::Done);
    }

    void anAnswerGivenWhenTheProgramEndedIsCarriedOutAtTheNextStart()
    {
        QVERIFY(askForLeave());
        world_->hr.push_back(status(201, R"({"ok": true})"));
        const auto call = waiting().first().calls.first();
        const auto answer = approvals()->approve(call.id, call.digest);
        QVERIFY(await(answer)); // it is on the disk; what follows from it is not begun
        QVERIFY(world_->hrRequests.empty());
        restart();
        QVERIFY(QTest::qWaitFor([&] { return world_->hrRequests.size() == 1 && SessionFixture::settled(open_); }));
        QVERIFY(QTest::qWaitFor([&] { return open_.transcript->count() == 3 && SessionFixture::settled(open_); }));
        restart();
        QVERIFY(QTest::qWaitFor([&] { return SessionFixture::settled(open_); }));
        QCOMPARE(world_->hrRequests.size(), 1U);
    }

    void anAnswerAfterTheConversationWentOnRunsTheCallAlone()
    {
        QVERIFY(askForLeave());
        QVERIFY(SessionFixture::ask(open_, "and the weather?"));
        const auto promptsBefore = world_->prompts.size();
        QVERIFY(toolText(lastPrompt(), 2).contains(s("waits for the person")));
        world_->hr.push_back(status(201, R"({"ok": true})"));
        QVERIFY(approve());
        QVERIFY(QTest::qWaitFor([&] { return card(0, 1) == State::Done; }));
        QCOMPARE(world_->hrRequests.size(), 1U);
        QCOMPARE(world_->prompts.size(), promptsBefore); // nothing is written below what came later
        QCOMPARE(open_.transcript->count(), 4);
        QVERIFY(SessionFixture::ask(open_, "and now?"));
        QCOMPARE(world_->hrRequests.size(), 1U);
    }

    void anAnswerWithoutTheConversationOpenIsCarriedOutToo()
    {
        QVERIFY(askForLeave());
        open_ = {};
        world_->hr.push_back(status(201, R"({"ok": true})"));
        QVERIFY(approve());
        QVERIFY(QTest::qWaitFor([&] { return world_->hrRequests.size() == 1; }));
        open_ = world_->conversation(id_);
        QVERIFY(QTest::qWaitFor([&] { return open_.transcript->count() == 3 && SessionFixture::settled(open_); }));
        QCOMPARE(card(0, 1), State::Done);
    }

    void callsOfOneStepAreOneCardAndTheModelIsAskedOnceWhenAllAreAnswered()
    {
        world_->hr.push_back(status(200, R"({"name": "A"})"));
        world_->model.push_back(callsOf({{"request_leave", from("2026-12-01")},
                                         {"get_employee_record", {{s("person"), s("asan")}}},
                                         {"request_leave", from("2026-12-02")}}));
        QVERIFY(await(open_.turns->send(fakes::typed("both days"))));
        QVERIFY(asked(2));
        QCOMPARE(waiting().size(), 1);
        QCOMPARE(world_->hrRequests.size(), 1U); // the read did not wait
        QCOMPARE(card(0), State::Waiting);
        QCOMPARE(card(1), State::Done);
        QCOMPARE(card(2), State::Waiting);
        QVERIFY(deny(1));
        QVERIFY(asked(1));
        QVERIFY(QTest::qWaitFor([&] { return card(2) == State::Denied && SessionFixture::settled(open_); }));
        QCOMPARE(world_->prompts.size(), 1);
        world_->hr.push_back(status(201, R"({"ok": true})"));
        QVERIFY(approve());
        QVERIFY(QTest::qWaitFor([&] { return open_.transcript->count() == 3 && SessionFixture::settled(open_); }));
        QCOMPARE(world_->hrRequests.size(), 2U);
        QVERIFY(world_->hrRequests.back().body.contains("2026-12-01"));
        QCOMPARE(world_->prompts.size(), 2);
    }

    void twoAnswersAtOnceRunEachCallOnce()
    {
        world_->model.push_back(
            callsOf({{"request_leave", from("2026-12-01")}, {"request_leave", from("2026-12-02")}}));
        QVERIFY(await(open_.turns->send(fakes::typed("both days"))));
        QVERIFY(asked(2));
        world_->hr = {status(201, R"({"ok": 1})"), status(201, R"({"ok": 2})")};
        const auto calls = waiting().first().calls;
        const auto one = approvals()->approve(calls.at(0).id, calls.at(0).digest);
        const auto other = approvals()->approve(calls.at(1).id, calls.at(1).digest);
        QVERIFY(await(one));
        QVERIFY(await(other));
        QVERIFY(QTest::qWaitFor([&] { return open_.transcript->count() == 3 && SessionFixture::settled(open_); }));
        QCOMPARE(world_->hrRequests.size(), 2U);
        QCOMPARE(card(0, 1), State::Done);
        QCOMPARE(card(1, 1), State::Done);
        QCOMPARE(world_->prompts.size(), 2);
    }

    void whatNobodyAnsweredInTimeEndsWithoutAnEffect()
    {
        QVERIFY(askForLeave());
        world_->clock.advance(std::chrono::hours(24) + std::chrono::seconds(1));
        restart();
        QVERIFY(QTest::qWaitFor([&] { return card(0, 1) == State::Expired && SessionFixture::settled(open_); }));
        QVERIFY(waiting().isEmpty());
        QVERIFY(world_->hrRequests.empty());
    }

    void anAnswerThatComesTooLateIsNone()
    {
        QVERIFY(askForLeave());
        world_->clock.advance(std::chrono::hours(24) + std::chrono::seconds(1));
        const auto late = approve();
        QVERIFY(!late);
        QCOMPARE(late.error().code, Errc::Conflict);
        QVERIFY(QTest::qWaitFor([&] { return card(0, 1) == State::Expired; }));
        QVERIFY(waiting().isEmpty());
        QVERIFY(world_->hrRequests.empty());
    }

    void aReplacedMessageTakesItsQuestionBack()
    {
        QVERIFY(askForLeave());
        const auto old = waiting().first().calls.first();
        QVERIFY(await(open_.turns->sendInstead(fakes::typed("never mind, hello"))));
        QVERIFY(QTest::qWaitFor([&] { return SessionFixture::settled(open_) && waiting().isEmpty(); }));
        const auto answer = await(approvals()->approve(old.id, old.digest));
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, Errc::Conflict);
        QVERIFY(world_->hrRequests.empty());
    }

    void aRemovedConversationTakesItsQuestionsBackForGood()
    {
        QVERIFY(askForLeave());
        const auto old = waiting().first().calls.first();
        open_ = {};
        QVERIFY(await(world_->app->conversations()->remove(id_, false)));
        QVERIFY(QTest::qWaitFor([&] { return waiting().isEmpty(); }));
        QVERIFY(!await(approvals()->approve(old.id, old.digest)));
        QVERIFY(await(world_->app->conversations()->remove(id_, true)));
        open_ = world_->conversation(id_);
        QVERIFY(QTest::qWaitFor([&] { return card(0, 1) == State::Withdrawn; }));
        QCOMPARE(withdrawal(), UnapprovedView::Withdrawal::Removed);
        QVERIFY(world_->hrRequests.empty());
    }

    void rulesThatChangedSinceAskAnew()
    {
        QVERIFY(askForLeave());
        const auto old = waiting().first().calls.first();
        world_->policy.version = s("2");
        restart();
        QVERIFY(QTest::qWaitFor([&] { return !waiting().isEmpty() && waiting().first().calls.first().id != old.id; }));
        QVERIFY(asked());
        QVERIFY(!await(approvals()->approve(old.id, old.digest))); // of the call as it was shown then
        QVERIFY(world_->hrRequests.empty());
        world_->hr.push_back(status(201, R"({"ok": true})"));
        QVERIFY(approve());
        QVERIFY(QTest::qWaitFor([&] { return open_.transcript->count() == 3 && SessionFixture::settled(open_); }));
        QCOMPARE(world_->hrRequests.size(), 1U);
    }

    void anotherModelIsNotToldAndTheCallRunsAlone()
    {
        QVERIFY(askForLeave());
        QVERIFY(world_->chooseModel("https://model.example/v1", "large"));
        world_->hr.push_back(status(201, R"({"ok": true})"));
        QVERIFY(approve());
        QVERIFY(QTest::qWaitFor([&] { return card(0, 1) == State::Done && SessionFixture::settled(open_); }));
        QCOMPARE(world_->hrRequests.size(), 1U);
        QCOMPARE(world_->prompts.size(), 1);
        QCOMPARE(open_.transcript->count(), 2);
    }

    void anotherAccountSeesAndAnswersNothingOfIt()
    {
        QVERIFY(askForLeave());
        const auto call = waiting().first().calls.first();
        open_ = {};
        QVERIFY(world_->signIn("bsan"));
        const auto bsans = world_->conversation(); // bsan's own store of questions is open now
        QVERIFY(SessionFixture::ask(bsans, "hello"));
        QVERIFY(waiting().isEmpty());
        QCOMPARE(await(approvals()->approve(call.id, call.digest)).error().code, Errc::Conflict);
        QCOMPARE(await(approvals()->deny(call.id, {})).error().code, Errc::Conflict);
        QVERIFY(world_->hrRequests.empty());
    }

    // What is read again while the turn is about to go on does not run the call a second time, or alone.
    void scrollingBetweenTheAnswerAndTheCallChangesNothing()
    {
        QVERIFY(askForLeave());
        world_->hr.push_back(status(201, R"({"ok": true})"));
        world_->model.push_back(words("Done."));
        QVERIFY(approve());
        for (int i = 0; i < 5; ++i) {
            open_.transcript->load(0, open_.transcript->count());
            QCoreApplication::processEvents();
        }
        QVERIFY(QTest::qWaitFor([&] { return open_.transcript->count() == 3 && SessionFixture::settled(open_); }));
        QCOMPARE(world_->hrRequests.size(), 1U);
        QCOMPARE(card(0, 1), State::Done);
        QVERIFY(toolText(lastPrompt()).contains(s("ok")));
        open_ = {};
        open_ = world_->conversation(id_);
        QCOMPARE(card(0, 1), State::Done);
    }

    void twoAnswersForAnotherModelEachRunAlone()
    {
        world_->model.push_back(callsOf({{"request_leave", from()}, {"request_leave", from("2026-12-02")}}));
        QVERIFY(await(open_.turns->send(fakes::typed("two days off"))));
        QVERIFY(asked(2));
        QVERIFY(world_->chooseModel("https://model.example/v1", "large"));
        world_->hr = {status(201, R"({"ok": true})"), status(201, R"({"ok": true})")};
        const auto calls = waiting().first().calls;
        const auto first = approvals()->approve(calls.at(0).id, calls.at(0).digest);
        const auto second = approvals()->approve(calls.at(1).id, calls.at(1).digest);
        QVERIFY(await(first));
        QVERIFY(await(second));
        QVERIFY(QTest::qWaitFor([&] { return card(0) == State::Done && card(1) == State::Done; }));
        QCOMPARE(world_->hrRequests.size(), 2U);
        QCOMPARE(world_->prompts.size(), 1);
    }

    void twoThatRunOutOfTimeTogetherBothEnd()
    {
        world_->model.push_back(callsOf({{"request_leave", from()}, {"request_leave", from("2026-12-02")}}));
        QVERIFY(await(open_.turns->send(fakes::typed("two days off"))));
        QVERIFY(asked(2));
        QVERIFY(world_->chooseModel("https://model.example/v1", "large")); // so the turn cannot go on
        world_->clock.now = world_->clock.now.addDays(1).addSecs(1);
        world_->app->people().currentPerson()->approvals().refresh();
        QVERIFY(QTest::qWaitFor([&] { return card(0) == State::Expired && card(1) == State::Expired; }));
        QVERIFY(world_->hrRequests.empty());
    }

    void aStopWhileTheTurnIsAboutToGoOnRunsNothing()
    {
        QVERIFY(askForLeave());
        QVERIFY(approve());
        open_.turns->stop();
        QVERIFY(QTest::qWaitFor([&] { return card() == State::Withdrawn && SessionFixture::settled(open_); }));
        QVERIFY(world_->hrRequests.empty());
        restart();
        QVERIFY(QTest::qWaitFor([&] { return SessionFixture::settled(open_); }));
        QVERIFY(world_->hrRequests.empty());
        QCOMPARE(card(), State::Withdrawn);
        QCOMPARE(withdrawal(), UnapprovedView::Withdrawal::Stopped);
    }

    void aCallThatIsCutOffBehindItsApprovalMayHaveRunAndTheTurnCanBeTakenUp()
    {
        QVERIFY(askForLeave());
        world_->hr.push_back(silence());
        QVERIFY(approve());
        QVERIFY(QTest::qWaitFor([&] { return world_->hrRequests.size() == 1; }));
        QCOMPARE(card(), State::Running);
        restart();
        QVERIFY(QTest::qWaitFor([&] { return SessionFixture::settled(open_); }));
        QCOMPARE(card(), State::OutcomeUnknown);
        QCOMPARE(SessionFixture::last(open_).state, MessageView::State::Interrupted);
        world_->model.push_back(words("Please look whether it was requested."));
        open_.turns->retry();
        QVERIFY(QTest::qWaitFor([&] { return open_.transcript->count() == 3 && SessionFixture::settled(open_); }));
        QCOMPARE(world_->hrRequests.size(), 1U);
        QVERIFY(toolText(lastPrompt()).contains(s("may have been carried out")));
    }

    // Two windows, or a window and sekisho-cli, on one store.
    void whatAnotherProgramRunsIsLeftToIt()
    {
        QVERIFY(askForLeave());
        auto desktop = session::Desktop{world_->http,     world_->keychain,      *world_->settings,
                                        world_->window,   world_->browser,       world_->demo,
                                        world_->clock,    world_->folder.path(), {},
                                        world_->toolFiles};
        const auto other = SessionFixture::open(desktop);
        QVERIFY(other);
        const auto person = other->people().currentPerson();
        QVERIFY(person);
        QVERIFY(await(person->parts()));
        QVERIFY(person->approvals().isPending(waiting().first().calls.first().call));
        world_->hr.push_back(silence());
        const auto call = waiting().first().calls.first().call;
        QVERIFY(approve());
        QVERIFY(QTest::qWaitFor([&] { return world_->hrRequests.size() == 1; }));
        person->approvals().refresh();
        QVERIFY(QTest::qWaitFor([&] { return !person->approvals().isPending(call); }));
        // Whatever the other one would do of it would have been done behind this.
        QVERIFY(await(person->approvals().isOver(call)).has_value());
        QVERIFY(!await(person->approvals().isOver(call)).value());
        QVERIFY(!person->isBusy());
        QCOMPARE(world_->hrRequests.size(), 1U);
        QCOMPARE(world_->prompts.size(), 1);
        QCOMPARE(card(), State::Running);
    }

    // The old call is held while the person is asked whether the new model may read the conversation.
    void aCallOfAMessageThatIsBeingReplacedDoesNotBegin_data()
    {
        QTest::addColumn<bool>("replaced");
        QTest::newRow("and then it is replaced") << true;
        QTest::newRow("and then it is not") << false;
    }
    void aCallOfAMessageThatIsBeingReplacedDoesNotBegin()
    {
        QFETCH(bool, replaced);
        world_->model.push_back(words("first answer"));
        QVERIFY(SessionFixture::ask(open_, "first question"));
        QVERIFY(askForLeave());
        QVERIFY(world_->chooseModel("https://other.example/v1", "large"));
        const auto sent = open_.turns->sendInstead(fakes::typed("no, the 2nd"));
        QVERIFY(QTest::qWaitFor([&] { return open_.readers->question().has_value(); }));
        world_->hr.push_back(status(201, R"({"ok": true})"));
        QVERIFY(approve());
        QVERIFY(!QTest::qWaitFor([&] { return !world_->hrRequests.empty(); }, 500));
        const auto answer = replaced ? NewReaderAnswer::StartWithout : NewReaderAnswer::Cancel;
        open_.readers->answer(open_.readers->question()->endpoint.id, answer);
        QCOMPARE(await(sent).has_value(), replaced);
        QVERIFY(QTest::qWaitFor([&] { return SessionFixture::settled(open_); }));
        if (replaced) {
            QVERIFY(world_->hrRequests.empty());
            QVERIFY(waiting().isEmpty());
        } else {
            QVERIFY(QTest::qWaitFor([&] { return card() == State::Done; }));
            QCOMPARE(world_->hrRequests.size(), 1U);
        }
    }

    void nothingThatWasAskedOutlivesTheSession()
    {
        QVERIFY(askForLeave());
        open_ = {};
        const auto asan = world_->app->accounts().current();
        QVERIFY(await(world_->app->accounts().signOut(asan)));
        QVERIFY(world_->signIn("asan"));
        open_ = world_->conversation(id_);
        QVERIFY(QTest::qWaitFor([&] { return SessionFixture::settled(open_); }));
        QVERIFY(waiting().isEmpty());
        QVERIFY(QTest::qWaitFor([&] { return card(0, 1) == State::Withdrawn; }));
        QCOMPARE(withdrawal(), UnapprovedView::Withdrawal::SignedOut);
        QVERIFY(world_->hrRequests.empty());
    }

    void whatWasApprovedAsOneSignsOutIsNotForTheNextSession()
    {
        QVERIFY(askForLeave());
        const auto call = waiting().first().calls.first();
        const auto answer = approvals()->approve(call.id, call.digest);
        const auto asan = world_->app->accounts().current();
        open_ = {};
        const auto left = world_->app->accounts().signOut(asan);
        (void)await(answer);
        QVERIFY(await(left));
        const auto requests = world_->hrRequests.size(); // it may have been begun before, and once
        QVERIFY(requests <= 1);
        QVERIFY(world_->signIn("asan"));
        open_ = world_->conversation(id_);
        QVERIFY(QTest::qWaitFor([&] { return SessionFixture::settled(open_); }));
        QVERIFY(waiting().isEmpty());
        QCOMPARE(world_->hrRequests.size(), requests);
    }

    void aStopBeforeTheAnswerLeavesNothingToApprove()
    {
        world_->model.push_back(
            callsOf({{"get_employee_record", {{s("person"), s("asan")}}}, {"request_leave", from()}}));
        world_->hr.push_back(silence());
        QVERIFY(await(open_.turns->send(fakes::typed("both"))));
        QVERIFY(QTest::qWaitFor([&] { return !waiting().isEmpty(); }));
        QVERIFY(open_.turns->running());
        open_.turns->stop();
        QVERIFY(QTest::qWaitFor([&] { return SessionFixture::settled(open_) && waiting().isEmpty(); }));
        QCOMPARE(card(1), State::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestWaitingCalls)
#include "tst_waiting_calls.moc"
