#include "core/interfaces/window.h"
#include "core/policy/policy_file.h"
#include "session_fixture.h"

using namespace core;
using namespace core::interfaces;
using namespace session_tests;
using fakes::await;
using fakes::FakeHttp;
using State = ToolCardView::State;

/// Calls that need a fresh sign-in, through the whole core: the sign-in is for the one call that was approved, by the
/// person themselves, as strong and as fresh as was asked, and nothing of it is left behind.
class TestCallSignIn : public QObject {
    Q_OBJECT

    std::unique_ptr<SessionFixture> world_;
    OpenConversation open_;
    ConversationId id_;

    std::shared_ptr<Approvals> approvals() { return world_->app->approvals(); }
    ApprovalCallView waiting(int number = 0)
    {
        const auto all = approvals()->waiting();
        return all.isEmpty() ? ApprovalCallView() : all.first().calls.value(number);
    }
    bool asked(int calls = 1)
    {
        return QTest::qWaitFor([&] {
            qsizetype count = 0;
            for (const auto& one : approvals()->waiting())
                count += one.calls.size();
            return count == calls && SessionFixture::settled(open_);
        });
    }
    State card(int number = 0) { return open_.transcript->at(1).cards.value(number).state; }
    Async<> approval(int number = 0)
    {
        const auto call = waiting(number);
        return approvals()->approve(call.id, call.digest);
    }
    Result<> approve(int number = 0) { return await(approval(number)); }
    static QByteArray token(const core::net::HttpRequest& request)
    {
        return FakeHttp::header(request, "Authorization");
    }

    void rule(const QByteArray& then)
    {
        const auto read = policy::readPolicyFile(R"({"version":1,"rules":[{"id":"strong","tools":["request_leave"],)"
                                                 R"("then":)" +
                                                     then + R"(,"reason":{"en":"a","ja":"b"}}]})",
                                                 s("p.json"), policy::Layer::Managed);
        QVERIFY2(read.problems.isEmpty(), then.constData());
        world_->policy = {policy::Rules(read.rules), s("1")};
        world_->restart();
        open_ = world_->conversation(id_);
    }
    /// From now on the provider does as it is asked: the sign-in is of that kind.
    void strongProvider()
    {
        world_->provider.changeIdToken = [this](QJsonObject& claims) {
            const QUrlQuery asked(world_->provider.authorizations.back());
            if (const auto acr = asked.queryItemValue(s("acr_values")); !acr.isEmpty()) claims.insert(s("acr"), acr);
        };
    }
    bool askForLeave(const QList<const char*>& days = {"2026-12-01"})
    {
        QList<std::pair<const char*, QJsonObject>> calls;
        for (const auto* day : days)
            calls.append({"request_leave", {{s("from"), s(day)}}});
        world_->model.push_back(callsOf(calls));
        return await(open_.turns->send(fakes::typed("take some days off"))).has_value() &&
               asked(static_cast<int>(days.size()));
    }
    void signInHadNoEffect()
    {
        QVERIFY(asked());
        QVERIFY(world_->hrRequests.empty());
        QCOMPARE(card(), State::Waiting);
    }

private Q_SLOTS:
    void init()
    {
        world_ = std::make_unique<SessionFixture>();
        QVERIFY(world_->signIn("asan"));
        QVERIFY(world_->chooseModel());
        world_->hr.clear();
        id_ = ConversationId(newId());
        rule(R"({"stepUp":{"acr":"gold"}})");
        strongProvider();
        world_->browser.requests.clear(); // of the sign-in
        world_->window.requests.clear();
    }
    void cleanup()
    {
        open_ = {};
        world_.reset();
    }

    void theCallRunsBehindASignInThatIsForItAlone()
    {
        QVERIFY(askForLeave());
        QVERIFY(waiting().signIn);
        QVERIFY(world_->browser.requests.empty()); // the card comes first
        world_->hr.push_back(status(201, R"({"ok": true})"));
        world_->model.push_back(callOf("get_employee_record", {{s("person"), s("asan")}}));
        QVERIFY(approve());
        QVERIFY(QTest::qWaitFor([&] { return world_->hrRequests.size() == 2 && SessionFixture::settled(open_); }));
        QCOMPARE(card(), State::Done);

        QCOMPARE(world_->browser.requests.size(), 1U);
        const QUrlQuery fields(world_->browser.requests.front().authorizationUrl);
        QCOMPARE(fields.queryItemValue(s("max_age")), s("0"));
        QCOMPARE(fields.queryItemValue(s("prompt")), s("login"));
        QCOMPARE(fields.queryItemValue(s("acr_values")), s("gold"));
        QCOMPARE(fields.queryItemValue(s("resource"), QUrl::FullyDecoded), s("urn:hr"));
        QVERIFY(!fields.queryItemValue(s("scope"), QUrl::FullyDecoded).contains(s("offline_access")));
        // The read that follows goes out as before: with the token that the person always had.
        QVERIFY(token(world_->hrRequests.at(0)) != token(world_->hrRequests.at(1)));
        world_->hrRequests.clear();
        world_->model.push_back(callOf("get_employee_record", {{s("person"), s("asan")}}));
        QVERIFY(SessionFixture::ask(open_, "and again"));
        QCOMPARE(world_->browser.requests.size(), 1U);
        QCOMPARE(world_->hrRequests.size(), 1U);
    }

    void aSecondCallDoesNotRideAlong()
    {
        QVERIFY(askForLeave({"2026-12-01", "2026-12-02"}));
        world_->hr = {status(201, R"({"ok": true})"), status(201, R"({"ok": true})")};
        QVERIFY(approve(1));
        QVERIFY(asked(1));
        QVERIFY(waiting().signIn);
        QVERIFY(approve(0));
        QVERIFY(QTest::qWaitFor([&] { return world_->hrRequests.size() == 2 && SessionFixture::settled(open_); }));
        QCOMPARE(world_->browser.requests.size(), 2U);
        QVERIFY(token(world_->hrRequests.at(0)) != token(world_->hrRequests.at(1)));
        QVERIFY(world_->hrRequests.at(0).body != world_->hrRequests.at(1).body);
    }

    void aSignInThatIsNotWhatWasAskedRunsNothing_data()
    {
        QTest::addColumn<QString>("claim");
        QTest::addColumn<QJsonValue>("value");
        QTest::newRow("weaker") << s("acr") << QJsonValue(s("silver"));
        QTest::newRow("of no known kind") << s("acr") << QJsonValue(QJsonValue::Undefined);
        QTest::newRow("an hour ago") << s("auth_time") << QJsonValue(-3600);
        QTest::newRow("at no known time") << s("auth_time") << QJsonValue(QJsonValue::Undefined);
    }
    void aSignInThatIsNotWhatWasAskedRunsNothing()
    {
        QFETCH(QString, claim);
        QFETCH(QJsonValue, value);
        QVERIFY(askForLeave());
        const auto good = world_->provider.changeIdToken;
        world_->provider.changeIdToken = [&](QJsonObject& claims) {
            good(claims);
            if (value.isUndefined())
                claims.remove(claim);
            else if (value.isDouble())
                claims.insert(claim, world_->clock.nowUtc().toSecsSinceEpoch() + value.toInteger());
            else
                claims.insert(claim, value);
        };
        const auto answer = approve();
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, Errc::BadToken);
        QCOMPARE(answer.error().subject, claim);
        signInHadNoEffect();
        // It can be tried again.
        world_->provider.changeIdToken = good;
        world_->hr.push_back(status(201, R"({"ok": true})"));
        QVERIFY(approve());
        QVERIFY(QTest::qWaitFor([&] { return card() == State::Done; }));
        QCOMPARE(world_->hrRequests.size(), 1U);
    }

    void somebodyElsesSignInTakesTheCallBack()
    {
        QVERIFY(askForLeave());
        world_->provider.subject = s("bsan");
        const auto revokedBefore = world_->provider.revoked.size();
        const auto answer = approve();
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, Errc::OtherAccount);
        QVERIFY(QTest::qWaitFor([&] { return card() == State::Withdrawn && SessionFixture::settled(open_); }));
        QCOMPARE(open_.transcript->at(1).cards.first().unapproved.withdrawal, UnapprovedView::Withdrawal::OtherAccount);
        QVERIFY(approvals()->waiting().isEmpty());
        QVERIFY(world_->hrRequests.empty());
        QVERIFY(QTest::qWaitFor([&] { return world_->provider.revoked.size() > revokedBefore; }));
        // Nobody came in by that way, and who was there still is.
        QCOMPARE(world_->app->accounts().accounts().size(), 1);
        world_->model.push_back(callOf("get_employee_record", {{s("person"), s("asan")}}));
        world_->hr.push_back(status(200, R"({"id": "asan"})"));
        QVERIFY(SessionFixture::ask(open_, "who am I?"));
        QCOMPARE(world_->hrRequests.size(), 1U);
    }

    void aClosedWindowLeavesItWaiting()
    {
        QVERIFY(askForLeave());
        world_->browser.failAuthorize = Error{Errc::WindowClosed, s("closed")};
        const auto answer = approve();
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, Errc::WindowClosed);
        signInHadNoEffect();
    }

    void aDeclineEndsTheSignIn()
    {
        QVERIFY(askForLeave());
        world_->browser.hang = true;
        const auto id = waiting().id;
        const auto answer = approval();
        QVERIFY(QTest::qWaitFor([&] { return world_->browser.requests.size() == 1; }));
        QVERIFY(await(approvals()->deny(id, {})));
        const auto ended = await(answer);
        QVERIFY(!ended);
        QCOMPARE(ended.error().code, Errc::Cancelled);
        QVERIFY(QTest::qWaitFor([&] { return card() == State::Denied && SessionFixture::settled(open_); }));
        QVERIFY(world_->hrRequests.empty());
    }

    void nobodySignsInForACallThatTheyDidNotSee()
    {
        QVERIFY(askForLeave());
        const auto call = waiting();
        const auto answer = await(approvals()->approve(call.id, call.digest.left(63) + s("x")));
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, Errc::Conflict);
        QVERIFY(world_->browser.requests.empty());
        signInHadNoEffect();
    }

    void aSecondClickOpensNoSecondWindow()
    {
        QVERIFY(askForLeave());
        world_->browser.hang = true;
        const auto first = approval();
        QVERIFY(QTest::qWaitFor([&] { return world_->browser.requests.size() == 1; }));
        const auto second = approve();
        QVERIFY(!second);
        QCOMPARE(second.error().code, Errc::Busy);
        QCOMPARE(world_->browser.requests.size(), 1U);
        QVERIFY(await(approvals()->deny(waiting().id, {})));
        QVERIFY(!await(first));
    }

    // The token was in memory only: what was approved with it cannot run without it.
    void cutOffBetweenApprovalAndCallItIsAskedAnew()
    {
        QVERIFY(askForLeave());
        const auto before = waiting().id;
        QVERIFY(approve()); // it is on the disk; what follows from it is not begun
        open_ = {};
        world_->restart();
        open_ = world_->conversation(id_);
        QVERIFY(asked());
        QVERIFY(waiting().id != before);
        QVERIFY(waiting().signIn);
        signInHadNoEffect();
        world_->hr.push_back(status(201, R"({"ok": true})"));
        QVERIFY(approve());
        QVERIFY(QTest::qWaitFor([&] { return card() == State::Done; }));
        QCOMPARE(world_->hrRequests.size(), 1U);
        QCOMPARE(world_->browser.requests.size(), 2U);
    }

    void whoSignedInSoAlreadyIsAskedAndNoMore()
    {
        world_->provider.changeIdToken = [](QJsonObject& claims) { claims.insert(s("acr"), s("gold")); };
        QVERIFY(world_->signIn("asan"));
        world_->browser.requests.clear();
        open_ = world_->conversation(id_);
        QVERIFY(askForLeave());
        QVERIFY(!waiting().signIn);
        world_->hr.push_back(status(201, R"({"ok": true})"));
        QVERIFY(approve());
        QVERIFY(QTest::qWaitFor([&] { return card() == State::Done; }));
        QVERIFY(world_->browser.requests.empty());
    }

    void aSignInThatBecameTooOldWhileItWaitedDoesNotCount()
    {
        rule(R"({"stepUp":{"maxAge":60}})");
        world_->provider.changeIdToken = [this](QJsonObject& claims) {
            claims.insert(s("auth_time"), world_->clock.nowUtc().toSecsSinceEpoch());
        };
        QVERIFY(world_->signIn("asan"));
        world_->browser.requests.clear();
        open_ = world_->conversation(id_);
        QVERIFY(askForLeave());
        QVERIFY(!waiting().signIn);
        const auto before = waiting().id;
        world_->clock.now = world_->clock.now.addSecs(61);
        QVERIFY(approve());
        QVERIFY(QTest::qWaitFor([&] { return waiting().id != before && waiting().signIn; }));
        QVERIFY(world_->hrRequests.empty());
    }

    // RFC 9470: the API refuses, and the same call made again is signed in for.
    void anApiThatWantsAnotherSignInGetsOneForThatCall()
    {
        const auto read = [] { return callOf("get_employee_record", {{s("person"), s("asan")}}); };
        core::net::HttpResponse wants;
        wants.status = 401;
        wants.headers = {{"www-authenticate",
                          R"(Bearer error="insufficient_user_authentication", acr_values="gold", max_age="60")"}};
        world_->hr = {{.outcome = wants}, status(200, R"({"id": "asan"})")};
        world_->model = {read(), read(), words("Here it is.")};
        QVERIFY(await(open_.turns->send(fakes::typed("my record"))));
        QVERIFY(asked());
        QCOMPARE(world_->hrRequests.size(), 1U);
        QVERIFY(waiting().signIn);
        QVERIFY(approve());
        QVERIFY(QTest::qWaitFor([&] { return world_->hrRequests.size() == 2 && SessionFixture::settled(open_); }));
        QVERIFY(token(world_->hrRequests.at(0)) != token(world_->hrRequests.at(1)));
        QCOMPARE(world_->browser.requests.size(), 1U);
        QCOMPARE(SessionFixture::last(open_).text, s("Here it is."));
    }

    // The tool itself may want it, whatever the rules say: also of what only reads.
    void aToolThatNeedsItIsAskedForIt()
    {
        auto tools = QJsonDocument::fromJson(SessionFixture::hrTools()).object();
        auto list = tools.value(s("tools")).toArray();
        auto record = list.at(0).toObject();
        record.insert(s("signIn"), QJsonObject{{s("acr"), s("gold")}, {s("maxAge"), 300}});
        list.replace(0, record);
        tools.insert(s("tools"), list);
        world_->toolFiles = {{s("tools.d/hr.json"), QJsonDocument(tools).toJson()}};
        open_ = {};
        world_->restart();
        open_ = world_->conversation(id_);
        world_->model.push_back(callOf("get_employee_record", {{s("person"), s("asan")}}));
        QVERIFY(await(open_.turns->send(fakes::typed("my record"))));
        QVERIFY(asked());
        QVERIFY(waiting().signIn);
        QVERIFY(world_->hrRequests.empty());
        world_->hr.push_back(status(200, R"({"id": "asan"})"));
        QVERIFY(approve());
        QVERIFY(QTest::qWaitFor([&] { return card() == State::Done; }));
        QCOMPARE(world_->browser.requests.size(), 1U);
    }
};

QTEST_GUILESS_MAIN(TestCallSignIn)
#include "tst_call_sign_in.moc"
