// What becomes of turns when the program ends while something is waited for that must not be cut off.
#include "core/session/live_conversation.h"
#include "session_fixture.h"

using namespace core;
using namespace core::interfaces;
using namespace session_tests;
using fakes::await;
using State = MessageView::State;
using Card = ToolCardView::State;

class TestSessionEnd : public QObject {
    Q_OBJECT

    std::unique_ptr<SessionFixture> world_;
    ConversationId id_;
    int tokenRequests_ = 0;
    bool slowProvider_ = false;
    QString endAtHost_; ///< the program begins to end while this one answers
    std::optional<Async<>> drained_;

    OpenConversation open() { return world_->conversation(id_); }
    /// Until whatever could go on has gone on: all that is written passes the store that is asked here.
    void letHappen()
    {
        for (int turn = 0; turn < 100; ++turn) {
            QVERIFY(await(world_->app->conversations()->page(QString(), 0, 10)));
            QCoreApplication::processEvents();
        }
    }
    QList<conversations::StoredCall> storedCalls()
    {
        const auto parts = world_->app->people().currentPerson()->openParts();
        const auto rows = await(parts->store->messages(id_, 1, 1));
        return rows && rows->size() == 1 ? rows->first().calls : QList<conversations::StoredCall>();
    }
    void askForARecord(const OpenConversation& conversation)
    {
        world_->model = {callOf("get_employee_record", {{s("person"), s("asan")}})};
        QVERIFY(await(conversation.turns->send(fakes::typed("me"))));
    }
    void goOn(OpenConversation conversation)
    {
        QCOMPARE(world_->last(conversation).state, State::Interrupted);
        world_->hr = {status(200, "{\"name\": \"asan\"}")};
        world_->model = {words("done")};
        conversation.turns->retry();
        QVERIFY(QTest::qWaitFor([&] { return world_->last(conversation).text == s("done"); }));
        QVERIFY(QTest::qWaitFor([&] { return world_->settled(conversation); }));
        QCOMPARE(conversation.transcript->at(1).cards.first().state, Card::Done);
    }

private Q_SLOTS:
    void init()
    {
        world_ = std::make_unique<SessionFixture>();
        QVERIFY(world_->app);
        slowProvider_ = false;
        tokenRequests_ = 0;
        endAtHost_.clear();
        drained_.reset();
        world_->http.answer = [this, serve = world_->http.answer](const net::HttpRequest& request) {
            if (request.url.host() == endAtHost_)
                QMetaObject::invokeMethod(
                    world_->app.get(), [this] { drained_ = world_->app->drain(); }, Qt::QueuedConnection);
            if (request.url.path() != s("/token")) return serve(request);
            ++tokenRequests_;
            return slowProvider_ ? silence() : serve(request);
        };
        QVERIFY(world_->signIn("asan"));
        QVERIFY(world_->chooseModel());
        id_ = ConversationId(newId());
    }
    void cleanup() { world_.reset(); }

    void aCallThatWaitsForATokenIsLeftAsItIs()
    {
        auto conversation = open();
        world_->clock.advance(std::chrono::minutes(10));
        slowProvider_ = true;
        const int before = tokenRequests_;
        askForARecord(conversation);
        QTRY_COMPARE(tokenRequests_, before + 1);
        const auto drained = world_->app->drain();
        letHappen();
        QVERIFY(!drained.isFinished()); // the refresh token has gone out
        QCOMPARE(storedCalls().size(), 1);
        QVERIFY(!storedCalls().first().result);
        QCOMPARE(world_->prompts.size(), 1);

        slowProvider_ = false;
        conversation = {};
        world_->restart();
        goOn(open());
        QCOMPARE(world_->hrRequests.size(), size_t(1));
    }

    void afterACallNoModelIsAsked()
    {
        auto conversation = open();
        world_->hr = {status(200, "{\"name\": \"asan\"}")};
        endAtHost_ = s("hr.example");
        askForARecord(conversation);
        QTRY_VERIFY(drained_);
        QVERIFY(await(*drained_));
        letHappen();
        QCOMPARE(world_->prompts.size(), 1);
        QCOMPARE(storedCalls().size(), 1);
        QVERIFY(!storedCalls().first().result);
        endAtHost_.clear();
        conversation = {};
        world_->restart();
        goOn(open());
    }

    void anAnswerThatIsStillComingIsCutOffAndItsCallsAreNotRun()
    {
        const auto conversation = open();
        endAtHost_ = s("model.example");
        askForARecord(conversation);
        QTRY_VERIFY(drained_);
        QVERIFY(await(*drained_));
        letHappen();
        QCOMPARE(world_->hrRequests.size(), size_t(0));
        QCOMPARE(storedCalls().size(), 0);
        QCOMPARE(world_->prompts.size(), 1);
    }

    void aMessageThatWasJustStoredGoesToNoModel()
    {
        auto conversation = open();
        connect(conversation.transcript.get(), &Transcript::rowsAdded, this,
                [this] { drained_ = world_->app->drain(); });
        const auto sent = conversation.turns->send(fakes::typed("hello"));
        QTRY_VERIFY(drained_);
        QVERIFY(await(*drained_));
        letHappen();
        QCOMPARE(world_->prompts.size(), 0);
        conversation = {};
        world_->restart();
        conversation = open();
        QCOMPARE(conversation.transcript->at(0).text, s("hello"));
        QCOMPARE(world_->last(conversation).state, State::Interrupted);
    }

    void nothingIsBegunAfterwards()
    {
        const auto conversation = open();
        QVERIFY(await(world_->app->drain()));
        const auto sent = conversation.turns->send(fakes::typed("hello"));
        const auto another = world_->conversation();
        const auto alsoSent = another.turns->send(fakes::typed("hello"));
        letHappen();
        QCOMPARE(world_->prompts.size(), 0);
        QCOMPARE(await(world_->app->conversations()->page(QString(), 0, 10))->size(), 0);
    }

    void norBySomebodyWhoComesIntoViewOnlyThen()
    {
        world_->restart();
        QVERIFY(await(world_->app->drain())); // before the conversations are opened
        const auto conversation = open();
        const auto sent = conversation.turns->send(fakes::typed("hello"));
        letHappen();
        QCOMPARE(world_->prompts.size(), 0);
    }
};

QTEST_GUILESS_MAIN(TestSessionEnd)
#include "tst_session_end.moc"
