#include "core/session/live_conversation.h"
#include "core/settings/start_hint.h"
#include "session_fixture.h"

#include <QtCore/QUrlQuery>
#include <QtTest/QSignalSpy>

using namespace core;
using namespace core::interfaces;
using namespace session_tests;
using fakes::await;

/// Several people on one machine: what one has is nowhere in the other's, and whoever goes is gone.
class TestPeople : public QObject {
    Q_OBJECT

    std::unique_ptr<SessionFixture> world_;

    Accounts& accounts() { return world_->app->accounts(); }
    std::optional<AccountView> account(const char* subject)
    {
        for (const auto& one : accounts().accounts())
            if (one.subject == s(subject)) return one;
        return {};
    }
    QStringList titles()
    {
        QStringList found;
        const auto page = await(world_->app->conversations()->page(QString(), 0, 50));
        for (const auto& view : *page)
            found.append(view.title);
        return found;
    }
    QStringList folders() const
    {
        return QDir(world_->folder.path()).entryList({s("????????????????????????????????")}, QDir::Dirs);
    }
    void manage(const char* issuer)
    {
        manage({{s("organisation"), QJsonObject{{s("issuer"), s(issuer)}, {s("clientId"), s("sekisho-native")}}}});
    }
    void manage(const QJsonObject& content)
    {
        QFile managed(world_->folder.filePath(s("managed.json")));
        QVERIFY(managed.open(QIODevice::WriteOnly));
        managed.write(QJsonDocument(content).toJson());
        managed.close();
        world_->managedFiles = {managed.fileName()};
        world_->restart();
        QVERIFY(world_->app);
    }

private Q_SLOTS:
    void init()
    {
        world_ = std::make_unique<SessionFixture>();
        QVERIFY(world_->app);
        QVERIFY(world_->chooseModel());
    }
    void cleanup() { world_.reset(); }

    void whoSignsInIsShown()
    {
        QVERIFY(accounts().current().isEmpty());
        QVERIFY(!world_->app->conversations());
        const auto signedIn = world_->signIn("asan");
        QVERIFY(signedIn);
        QCOMPARE(accounts().current(), *signedIn);
        QCOMPARE(account("asan")->name, s("asan by name"));
        QCOMPARE(account("asan")->organisation, s("Example"));
        QCOMPARE(account("asan")->state, AccountView::State::Ready);
    }

    void theBrowserIsAskedWhoOnceSomebodyIsKnown()
    {
        const auto prompt = [](const fakes::FakeBrowser& browser) {
            return QUrlQuery(browser.requests.back().authorizationUrl).queryItemValue(s("prompt"));
        };
        SignInTarget inBrowser;
        inBrowser.way = SignInWay::SystemBrowser;
        SignInTarget inWindow;
        inWindow.way = SignInWay::Window;
        QVERIFY(world_->signIn("asan", inBrowser));
        QVERIFY(!prompt(world_->browser).contains(s("login")));
        QVERIFY(world_->signIn("bsan", inBrowser));
        QVERIFY(prompt(world_->browser).contains(s("login"))); // that provider lists no select_account
        QVERIFY(world_->signIn("yamada", inWindow));           // it knows nobody: there is nothing to choose from
        QVERIFY(!prompt(world_->window).contains(s("login")));
    }

    // RFC 8252 section 8.12: the window could be made to look like any provider's page.
    void whoChoseNoWaySignsInWhereItSuits()
    {
        QVERIFY(world_->signIn("asan"));
        QCOMPARE(world_->browser.requests.size(), std::size_t{1});
        QVERIFY(world_->window.requests.empty());

        const auto wayOf = [&](const SignInTarget& target = {}) { return world_->app->signIn().wayOf(target); };
        SignInTarget demo;
        demo.demo = true;
        SignInTarget own;
        own.way = SignInWay::SystemBrowser;
        QCOMPARE(wayOf(), SignInWay::SystemBrowser);
        QCOMPARE(wayOf(demo), SignInWay::Window);
        manage("https://id.example");
        QCOMPARE(wayOf(), SignInWay::Window);
        QCOMPARE(wayOf(own), SignInWay::SystemBrowser);

        auto chosen = world_->settings->values();
        chosen.signInWay = core::settings::SignInWay::SystemBrowser;
        QVERIFY(world_->settings->change(chosen));
        QCOMPARE(wayOf(), SignInWay::SystemBrowser);
        QCOMPARE(wayOf(demo), SignInWay::SystemBrowser);
        chosen.signInWay = core::settings::SignInWay::Window;
        world_->managedFiles.clear();
        world_->restart();
        QVERIFY(world_->settings->change(chosen));
        QCOMPARE(wayOf(), SignInWay::Window);
    }

    void theWayThatAnAdministratorHasSetIsTheOnlyOne_data()
    {
        QTest::addColumn<QString>("way");
        QTest::newRow("the window") << s("window");
        QTest::newRow("the system browser") << s("system-browser");
    }
    void theWayThatAnAdministratorHasSetIsTheOnlyOne()
    {
        QFETCH(QString, way);
        manage({{s("signInWay"), way}});
        const auto set = way == s("window") ? SignInWay::Window : SignInWay::SystemBrowser;
        SignInTarget other;
        other.way = set == SignInWay::Window ? SignInWay::SystemBrowser : SignInWay::Window;
        QCOMPARE(world_->app->signIn().wayOf(other), set);
        QVERIFY(world_->signIn("asan", other));
        QCOMPARE(world_->window.requests.size(), std::size_t(set == SignInWay::Window ? 1 : 0));
        QCOMPARE(world_->browser.requests.size(), std::size_t(set == SignInWay::Window ? 0 : 1));
        SignInTarget again = other;
        again.expected = accounts().current();
        QCOMPARE(world_->app->signIn().wayOf(again), set);
        auto demo = other; // it is nobody's organisation; a program without a window signs in there by a form
        demo.demo = true;
        QCOMPARE(world_->app->signIn().wayOf(demo), *other.way);
    }

    // RFC 9700 section 4.4: an issuer that somebody was talked into must not share an address with an honest one.
    void anIssuerThatNobodyHasSetHasRedirectAddressesOfItsOwn()
    {
        const auto addresses = [&](const char* issuer) {
            auto input = SessionFixture::organisation();
            input.issuer = s(issuer);
            return world_->app->signIn().redirectAddresses(input);
        };
        const auto typed = addresses("https://id.example");
        QCOMPARE(typed.size(), 3);
        QCOMPARE(addresses(" https://id.example "), typed);
        QVERIFY(addresses("https://evil.example") != typed);
        for (const auto* none : {"", "id.example", "http://id.example", "https://", "https://id.example?x"})
            QCOMPARE(addresses(none), QStringList());

        const auto path = [&] { return world_->browser.requests.back().redirectUri.path(); };
        QVERIFY(world_->signIn("asan"));
        QCOMPARE(path(), QUrl(typed.first()).path());
        QVERIFY(path() != s("/callback"));
        SignInTarget again;
        again.expected = accounts().current();
        QVERIFY(world_->signIn("asan", again));
        QCOMPARE(path(), QUrl(typed.first()).path());
        QVERIFY(await(accounts().signOut(accounts().current())));
        QCOMPARE(world_->browser.endings.back().redirectUri.path(), QUrl(typed.first()).path());
    }
    void whatAnAdministratorHasSetHasTheCommonOnes()
    {
        manage("https://id.example");
        QCOMPARE(world_->app->signIn().redirectAddresses({}).first(), s("http://127.0.0.1:61710/callback"));
        QVERIFY(world_->signIn("asan"));
        QCOMPARE(world_->window.requests.back().redirectUri.path(), s("/callback"));
        // The organisation is not set any more, and its provider still knows what it knew.
        world_->managedFiles.clear();
        world_->restart();
        SignInTarget again;
        again.expected = account("asan")->id;
        QVERIFY(world_->signIn("asan", again));
        QCOMPARE(world_->browser.requests.back().redirectUri.path(), s("/callback"));
    }

    void theOrganisationOfWhoIsHereNeedNotBeTypedAgain()
    {
        QCOMPARE(world_->app->signIn().knownOrganisation(), std::nullopt);
        QVERIFY(world_->signIn("asan"));
        world_->restart();
        const auto known = world_->app->signIn().knownOrganisation();
        QVERIFY(known);
        QCOMPARE(known->issuer, s("https://id.example"));
        QCOMPARE(known->clientId, s("sekisho-native"));
    }

    void aDemoAccountSignsInAgainInTheWindow()
    {
        world_->makeDemo();
        const auto asan = world_->signInToDemo("asan");
        QCOMPARE(world_->window.requests.size(), std::size_t{1});
        SignInTarget again;
        again.expected = *asan;
        QCOMPARE(world_->app->signIn().wayOf(again), SignInWay::Window);
    }

    void whomTheSystemBrowserCameBackAsIsAskedAboutFirst()
    {
        QList<AccountView> asked;
        bool yes = false;
        SignInTarget target;
        target.way = SignInWay::SystemBrowser;
        target.confirm = [&](const AccountView& who) {
            asked.append(who);
            return yes ? ready<>({}) : failed<>(Errc::Cancelled, s("not me"));
        };
        SignInTarget inWindow;
        inWindow.way = SignInWay::Window;
        const auto bsan =
            world_->signIn("bsan", inWindow); // in the window: not asked, although there is nobody to be asked
        const auto refused = world_->signIn("asan", target);
        QCOMPARE(refused.error().code, Errc::Cancelled);
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked.first().name, s("asan by name"));
        QCOMPARE(asked.first().issuer, world_->provider.issuer);
        QCOMPARE(asked.first().organisation, s("Example"));
        QCOMPARE(accounts().accounts().size(), 1);
        QCOMPARE(accounts().current(), *bsan);
        QVERIFY(QTest::qWaitFor([&] { return world_->provider.revoked.size() == 2; }));
        world_->restart();
        QCOMPARE(accounts().accounts().size(), 1);

        yes = true;
        const auto asan = world_->signIn("asan", target);
        QCOMPARE(accounts().current(), *asan);
        QCOMPARE(asked.size(), 2);
        QVERIFY(world_->signIn("asan", target)); // known now
        QVERIFY(world_->signIn("bsan", target));
        target.way = SignInWay::Window; // which has shown the account itself
        QVERIFY(world_->signIn("csan", target));
        QCOMPARE(asked.size(), 2);
    }
    void theDemosPeopleAreNotAskedAbout()
    {
        world_->makeDemo();
        SignInTarget target;
        target.demo = true;
        target.way = SignInWay::SystemBrowser;
        target.confirm = [](const AccountView&) { return failed<>(Errc::Internal, s("asked")); };
        QVERIFY(world_->signIn("asan", target));
    }

    void theNextStartKnowsEverybody()
    {
        QVERIFY(world_->signIn("asan"));
        QVERIFY(world_->signIn("bsan"));
        world_->restart();
        QCOMPARE(accounts().accounts().size(), 2);
        QVERIFY(!accounts().current().isEmpty());
    }

    void theNextStartIsToldWhetherSomebodyIsSignedIn()
    {
        const auto expected = [this] { return core::settings::accountExpected(world_->folder.path()); };
        world_->makeDemo();
        QVERIFY(world_->signInToDemo("yamada"));
        QVERIFY(!expected()); // a demo account ends with its run
        const auto asan = world_->signIn("asan");
        QVERIFY(asan);
        QVERIFY(expected());
        world_->keychain.failAll = core::Error{Errc::KeychainLocked, s("test")};
        world_->restart();
        QVERIFY(accounts().current().isEmpty());
        QVERIFY(expected()); // it may be open the next time
        world_->keychain.failAll.reset();
        world_->restart();
        QVERIFY(fakes::await(accounts().signOut(*asan)));
        QVERIFY(!expected());
    }

    void switchingLeavesNothingOfTheOther()
    {
        const auto asan = world_->signIn("asan");
        QVERIFY(world_->ask(world_->conversation(), "asan's question"));
        auto old = world_->app->conversations();
        auto open = world_->conversation();
        const std::weak_ptr<Conversations> oldConversations = old;
        const std::weak_ptr<Transcript> oldTranscript = open.transcript;
        QCOMPARE(titles(), QStringList{s("asan's question")});

        QVERIFY(world_->signIn("bsan"));
        QCOMPARE(titles(), QStringList());
        QVERIFY(world_->app->conversations() != old);
        QVERIFY(world_->ask(world_->conversation(), "bsan's question"));
        QVERIFY(!QJsonDocument(world_->prompts.last()).toJson().contains("asan"));
        old.reset();
        open = {}; // what a window does when the account changes
        QVERIFY(oldConversations.expired());
        QVERIFY(oldTranscript.expired());

        accounts().select(*asan);
        QCOMPARE(titles(), QStringList{s("asan's question")});
        QCOMPARE(folders().size(), 2); // a store each
    }

    void theSearchOfOneFindsNothingOfTheOther()
    {
        QVERIFY(world_->signIn("asan"));
        QVERIFY(world_->ask(world_->conversation(), "penguin"));
        QVERIFY(world_->signIn("bsan"));
        QCOMPARE(await(world_->app->conversations()->page(s("penguin"), 0, 10))->size(), 0);
    }

    void aConversationOfAnotherIsEmptyHere()
    {
        QVERIFY(world_->signIn("asan"));
        const ConversationId id(newId());
        QVERIFY(world_->ask(world_->conversation(id), "mine"));
        QVERIFY(world_->signIn("bsan"));
        QCOMPARE(world_->conversation(id).transcript->count(), 0);
    }

    void anUnknownAccountIsNotSelected()
    {
        const auto asan = world_->signIn("asan");
        accounts().select(AccountId(s("nobody")));
        QCOMPARE(accounts().current(), *asan);
    }

    // ---- an administrator sets the organisation ----

    void accountsOfOtherOrganisationsAreNotUsedAnyMore()
    {
        const auto asan = world_->signIn("asan");
        const auto key = world_->app->people().currentPerson()->key();
        manage("https://work.example");
        QCOMPARE(account("asan")->state, AccountView::State::NotAllowed);
        QVERIFY(accounts().current().isEmpty());
        accounts().select(*asan);
        QVERIFY(accounts().current().isEmpty());
        QVERIFY(!world_->app->people().currentPerson());
        QVERIFY(!world_->app->conversations());
        QCOMPARE(world_->app->check(key, s("urn:hr"), {}).error().code, Errc::Refused);
        SignInTarget target;
        target.expected = *asan;
        const auto asked = world_->provider.authorizations.size();
        QCOMPARE(world_->signIn("asan", target).error().code, Errc::Refused);
        QCOMPARE(world_->provider.authorizations.size(), asked); // no browser was opened

        // They can leave.
        QVERIFY(await(accounts().signOut(*asan))->tokensRevoked);
        QCOMPARE(account("asan")->state, AccountView::State::NotAllowed);
        QVERIFY(await(accounts().forget(*asan)));
        QVERIFY(accounts().accounts().isEmpty());
        QVERIFY(world_->keychain.entries.empty());
    }
    void accountsOfTheManagedOrganisationGoOn()
    {
        QVERIFY(world_->signIn("asan"));
        manage("https://id.example");
        QCOMPARE(account("asan")->state, AccountView::State::Ready);
        QVERIFY(world_->app->people().currentPerson());
        QVERIFY(world_->app->check(world_->app->people().currentPerson()->key(), s("urn:hr"), {}));
    }
    void aCallIsForAnApiThatIsConfiguredForItsPerson()
    {
        QVERIFY(world_->signIn("asan"));
        const auto key = world_->app->people().currentPerson()->key();
        QVERIFY(world_->app->check(key, {}, {})); // no API of the organisation's, or its userinfo
        QVERIFY(world_->app->check(key, s("urn:hr"), {s("hr:read")}));
        const auto other = world_->app->check(key, s("urn:mail"), {});
        QVERIFY(!other);
        QCOMPARE(other.error().code, Errc::Refused);
        QCOMPARE(other.error().subject, s("urn:mail"));
        const auto more = world_->app->check(key, s("urn:hr"), {s("hr:read"), s("hr:admin")});
        QVERIFY(!more);
        QCOMPARE(more.error().subject, s("hr:admin"));
    }
    void theDemoIsUsedBesideAManagedOrganisationWhereItIsAllowed()
    {
        manage("https://work.example");
        world_->makeDemo();
        QVERIFY(world_->signInToDemo("asan"));
        QCOMPARE(account("asan")->state, AccountView::State::Ready);
        QVERIFY(world_->app->people().currentPerson());
    }

    // ---- signing in again ----

    void anotherAccountThanExpectedIsRefusedAndNothingChanges()
    {
        const auto asan = world_->signIn("asan");
        QVERIFY(world_->ask(world_->conversation(), "mine"));
        SignInTarget target;
        target.expected = *asan;
        const auto wrong = world_->signIn("bsan", target);
        QVERIFY(!wrong);
        QCOMPARE(wrong.error().code, Errc::OtherAccount);
        QCOMPARE(accounts().accounts().size(), 1);
        QCOMPARE(accounts().current(), *asan);
        QCOMPARE(titles(), QStringList{s("mine")});
        QVERIFY(!world_->provider.revoked.empty()); // bsan's tokens, which nobody keeps
    }

    void whoIsExpectedAndNotHereIsNobodyElse()
    {
        const auto asan = world_->signIn("asan");
        QVERIFY(await(accounts().forget(*asan)));
        SignInTarget target;
        target.expected = *asan;
        const auto asked = world_->provider.authorizations.size();
        const auto refused = world_->signIn("bsan", target);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, Errc::NotFound);
        QCOMPARE(refused.error().subject, s("account"));
        QCOMPARE(world_->provider.authorizations.size(), asked); // no browser was opened
        QVERIFY(accounts().accounts().isEmpty());
    }

    void aSignInThatIsLeftAsItEndsChangesNotWhoIsInView()
    {
        const auto asan = world_->signIn("asan");
        std::stop_source stop;
        connect(&accounts(), &Accounts::changed, this, [&stop] { stop.request_stop(); });
        world_->provider.subject = s("bsan");
        SignInTarget target;
        target.organisation = SessionFixture::organisation();
        const auto left = await(world_->app->signIn().start(target, stop.get_token()));
        QVERIFY(!left);
        QCOMPARE(left.error().code, Errc::Cancelled);
        QCOMPARE(accounts().current(), *asan);
        QCOMPARE(accounts().accounts().size(), 2); // and what is there is seen
        QVERIFY(await(world_->app->conversations()->page(QString(), 0, 1)));
    }

    void signingInAgainGoesOnWithWhatIsOpen()
    {
        QVERIFY(world_->signIn("asan"));
        const auto person = world_->app->people().currentPerson();
        const auto open = world_->conversation();
        world_->model.push_back(silence());
        QVERIFY(await(open.turns->send(fakes::typed("a long answer"))));
        QSignalSpy changed(&accounts(), &Accounts::currentChanged);
        world_->provider.changeIdToken = [](QJsonObject& claims) { claims.insert(s("name"), s("A. San")); };
        QVERIFY(world_->signIn("asan"));
        QVERIFY(changed.count() >= 1);
        QCOMPARE(world_->app->people().currentPerson(), person);
        QVERIFY(open.turns->running());
        QCOMPARE(account("asan")->name, s("A. San"));
        QCOMPARE(person->name(), s("A. San"));
    }

    void signingInAgainForThisRunOnlyKeepsTheRunsConversations()
    {
        SignInTarget target;
        target.thisRunOnly = true;
        QVERIFY(world_->signIn("asan", target));
        QVERIFY(world_->ask(world_->conversation(), "only now"));
        QVERIFY(world_->signIn("asan", target));
        QCOMPARE(titles(), QStringList{s("only now")});
        QVERIFY(folders().isEmpty());
        QVERIFY(world_->keychain.entries.empty());
        world_->restart();
        QVERIFY(accounts().accounts().isEmpty());
    }

    void fromThisRunToKeptIsAnotherStore()
    {
        SignInTarget target;
        target.thisRunOnly = true;
        QVERIFY(world_->signIn("asan", target));
        QVERIFY(world_->ask(world_->conversation(), "only now"));
        QVERIFY(world_->signIn("asan"));
        QCOMPARE(titles(), QStringList());
    }

    // ---- going ----

    void signingOutLeavesNoTokenAndNoTurn()
    {
        const auto asan = world_->signIn("asan");
        const auto bsan = world_->signIn("bsan");
        accounts().select(*asan);
        world_->model.push_back(silence());
        auto open = world_->conversation();
        const auto id = ConversationId(newId());
        open = world_->conversation(id);
        QVERIFY(await(open.turns->send(fakes::typed("a long answer"))));
        open = {};
        const auto report = await(accounts().signOut(*asan));
        QVERIFY(report);
        QVERIFY(report->tokensRevoked);
        QVERIFY(report->localDataKept);
        QCOMPARE(account("asan")->state, AccountView::State::SignInNeeded);
        QCOMPARE(accounts().current(), *bsan);
        const auto revoked = world_->provider.revoked.size();
        QVERIFY(revoked >= 2);
        // What ran was stopped, and that is written down although nobody looked any more.
        QVERIFY(world_->signIn("asan"));
        QCOMPARE(world_->conversation(id).transcript->at(1).state, MessageView::State::Stopped);
    }

    void whoIsRemovedByAnotherProgramLeavesNobodyInView()
    {
        QVERIFY(world_->signIn("csan"));
        const auto bsan = world_->signIn("bsan");
        const auto asan = world_->signIn("asan");
        auto other = std::make_unique<session::Desktop>(session::Desktop{world_->http,
                                                                         world_->keychain,
                                                                         *world_->settings,
                                                                         world_->browser,
                                                                         world_->browser,
                                                                         world_->demo,
                                                                         world_->clock,
                                                                         world_->folder.path(),
                                                                         {},
                                                                         world_->toolFiles});
        {
            const auto second = SessionFixture::open(*other);
            QVERIFY(second);
            QVERIFY(await(second->accounts().forget(*asan)));
        }
        QCOMPARE(accounts().current(), *asan); // not heard of yet
        QSignalSpy changed(&accounts(), &Accounts::currentChanged);
        QVERIFY(await(accounts().signOut(*bsan))); // the list is read again
        QVERIFY(accounts().current().isEmpty());
        QCOMPARE(changed.count(), 1);
        QCOMPARE(accounts().accounts().size(), 2); // bsan and csan
        QVERIFY(!world_->app->conversations());
    }

    void afterSigningOutTheLastNobodyIsCurrent()
    {
        const auto asan = world_->signIn("asan");
        QVERIFY(await(accounts().signOut(*asan)));
        QVERIFY(accounts().current().isEmpty());
        QVERIFY(!world_->app->conversations());
        QVERIFY(world_->app->suggestions().isEmpty());
        world_->restart();
        QVERIFY(accounts().current().isEmpty()); // listed, to sign in again, and not opened
        QCOMPARE(accounts().accounts().size(), 1);
    }

    void theProvidersOwnSessionIsEndedInTheBrowserThatHoldsIt()
    {
        SignInTarget target;
        target.way = SignInWay::Window;
        const auto asan = world_->signIn("asan", target);
        QVERIFY(!await(accounts().signOut(*asan))->providerSessionEnded);
        QVERIFY(world_->browser.endings.empty() && world_->window.endings.empty());
        target.way = SignInWay::SystemBrowser;
        const auto bsan = world_->signIn("bsan", target);
        world_->restart();
        QVERIFY(await(accounts().signOut(*bsan))->providerSessionEnded);
        QCOMPARE(world_->browser.endings.size(), std::size_t{1});
    }

    void whatWasForThisRunOnlyIsNotCalledKept()
    {
        SignInTarget target;
        target.thisRunOnly = true;
        const auto asan = world_->signIn("asan", target);
        const auto report = await(accounts().signOut(*asan));
        QVERIFY(report && !report->localDataKept);
    }

    void forgettingRemovesEverything()
    {
        const auto asan = world_->signIn("asan");
        QVERIFY(world_->ask(world_->conversation(), "mine"));
        QCOMPARE(folders().size(), 1);
        QVERIFY(await(accounts().forget(*asan)));
        QVERIFY(accounts().accounts().isEmpty());
        QVERIFY(folders().isEmpty());
        QVERIFY(world_->keychain.entries.empty());
        QVERIFY(world_->signIn("asan"));
        QCOMPARE(titles(), QStringList());
    }

    void anAccountWhoseKeyIsLostCanBeRemoved()
    {
        const auto asan = world_->signIn("asan");
        QVERIFY(world_->ask(world_->conversation(), "mine"));
        world_->keychain.entries.clear();
        world_->restart();
        QCOMPARE(accounts().accounts().size(), 1);
        QCOMPARE(accounts().accounts().first().state, AccountView::State::Unreadable);
        accounts().select(*asan);
        QVERIFY(accounts().current().isEmpty());
        QCOMPARE(folders().size(), 1);
        QVERIFY(await(accounts().forget(*asan)));
        QVERIFY(accounts().accounts().isEmpty());
        QVERIFY(folders().isEmpty());
        world_->restart();
        QVERIFY(accounts().accounts().isEmpty());
    }
    void anAccountBehindALockedKeychainStaysUntilItsKeyCanBeRemoved()
    {
        const auto asan = world_->signIn("asan");
        world_->keychain.failAll = Error{Errc::KeychainLocked, s("locked")};
        world_->restart();
        QCOMPARE(accounts().accounts().first().state, AccountView::State::Unreadable);
        QCOMPARE(await(accounts().forget(*asan)).error().code, Errc::KeychainLocked);
        QCOMPARE(accounts().accounts().size(), 1);
        QCOMPARE(world_->keychain.entries.size(), size_t(1));
        world_->keychain.failAll.reset();
        QVERIFY(await(accounts().forget(*asan)));
        QVERIFY(world_->keychain.entries.empty());
    }
    void theEndOfTheProgramEndsASignInAndIsWaitedFor()
    {
        world_->browser.hang = true;
        world_->window.hang = true;
        core::interfaces::SignInTarget target;
        target.organisation = SessionFixture::organisation();
        const auto signedIn = world_->app->signIn().start(target, {});
        QTRY_COMPARE(world_->browser.requests.size() + world_->window.requests.size(), size_t(1));
        QVERIFY(await(world_->app->drain()));
        QCOMPARE(await(signedIn).error().code, Errc::Cancelled);
        QVERIFY(await(world_->app->drain())); // a second end finds nothing to do
    }

    void whoIsNotThereCannotGo()
    {
        QCOMPARE(await(accounts().signOut(AccountId(s("nobody")))).error().code, Errc::NotFound);
        QCOMPARE(await(accounts().forget(AccountId(s("nobody")))).error().code, Errc::NotFound);
    }

    void aCallOfSomebodyWhoIsSignedOutIsNotMade()
    {
        const auto asan = world_->signIn("asan");
        const auto person = world_->app->people().currentPerson();
        QVERIFY(await(accounts().signOut(*asan)));
        const auto checked = world_->app->check(person->key(), s("urn:hr"), {});
        QVERIFY(!checked);
        QCOMPARE(checked.error().code, Errc::SignInNeeded);
    }

    // ---- the demo ----

    void accountsOfAnEndedDemoAreForgotten()
    {
        world_->makeDemo();
        QVERIFY(world_->signInToDemo("asan"));
        QVERIFY(account("asan")->demo);
        QVERIFY(world_->ask(world_->conversation(), "demo"));
        world_->demo.runs = false; // it ended with the program
        world_->restart();
        QVERIFY(accounts().accounts().isEmpty()); // at once
        QVERIFY(QTest::qWaitFor([&] { return world_->keychain.entries.empty() && folders().isEmpty(); }));
    }

    void aDemoThatThisRunStartedIsKept()
    {
        world_->makeDemo();
        QVERIFY(world_->signInToDemo("asan"));
        QVERIFY(world_->signInToDemo("bsan"));
        QCOMPARE(accounts().accounts().size(), 2);
        QVERIFY(world_->app->tools().size() >= 3);
    }

    void aRunThatEndsLeavesNoFileOfItsDemo()
    {
        world_->makeDemo();
        QVERIFY(world_->signInToDemo("asan"));
        const QDir runs(world_->folder.filePath(s("demo-runs")));
        QCOMPARE(runs.entryList(QDir::Files).size(), 1);
        world_->app.reset();
        QCOMPARE(runs.entryList(QDir::Files), QStringList());
    }

    void theDemoOfAnotherRunningProgramIsLeftToIt()
    {
        world_->makeDemo();
        QVERIFY(world_->signInToDemo("asan"));
        FakeDemoHost none;
        auto other = std::make_unique<session::Desktop>(session::Desktop{world_->http,
                                                                         world_->keychain,
                                                                         *world_->settings,
                                                                         world_->browser,
                                                                         world_->browser,
                                                                         none,
                                                                         world_->clock,
                                                                         world_->folder.path(),
                                                                         {},
                                                                         world_->toolFiles});
        {
            const auto second = SessionFixture::open(*other);
            QVERIFY(second);
            QVERIFY(second->accounts().accounts().isEmpty()); // not its own, so not shown there
            QTest::qWait(50);
        }
        QVERIFY(!world_->keychain.entries.empty());
        QVERIFY(world_->ask(world_->conversation(), "still here"));
        QCOMPARE(account("asan")->state, AccountView::State::Ready);
    }

    void aDemoOfTheSameAddressWithOtherKeysIsAnother()
    {
        world_->makeDemo();
        QVERIFY(world_->signInToDemo("asan"));
        world_->provider.rollKey();
        world_->makeDemo(); // the same port, given to a later run's demo
        world_->demo.runs = true;
        world_->restart();
        QVERIFY(accounts().accounts().isEmpty());
    }

    void whereTheDemoIsDisabledItIsNotStarted()
    {
        auto values = world_->settings->values();
        values.demoEnabled = false;
        QVERIFY(world_->settings->change(values));
        world_->makeDemo();
        QVERIFY(!world_->app->signIn().demoAllowed());
        const auto refused = world_->signInToDemo("asan");
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, Errc::Refused);
        QVERIFY(!world_->demo.runs);
    }

    void whereTheDemoIsDisabledNobodySignsInToItAgain()
    {
        world_->makeDemo();
        const auto asan = world_->signInToDemo("asan");
        QVERIFY(asan);
        auto values = world_->settings->values();
        values.demoEnabled = false;
        QVERIFY(world_->settings->change(values));
        const auto asked = world_->provider.authorizations.size();
        SignInTarget again; // as the window asks for it: the account, without a word of the demo
        again.expected = *asan;
        const auto refused = world_->signIn("asan", again);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, Errc::Refused);
        QCOMPARE(world_->provider.authorizations.size(), asked);
    }

    // ---- what a sign-in asks for ----

    void theToolsOfAnOrganisationAreAskedForAtTheSignIn()
    {
        QVERIFY(world_->signIn("asan"));
        const QUrlQuery asked(world_->provider.authorizations.back());
        const auto scopes = asked.queryItemValue(s("scope"), QUrl::FullyDecoded).split(QLatin1Char(' '));
        QVERIFY(scopes.contains(s("openid")));
        QVERIFY(scopes.contains(s("hr:read")));
        QVERIFY(scopes.contains(s("hr:leave")));
        QCOMPARE(asked.queryItemValue(s("audience"), QUrl::FullyDecoded), s("urn:hr"));
    }

    void theToolsOfAnotherOrganisationAreNotThere()
    {
        QCOMPARE(world_->toolFiles.first().bytes.count("https://id.example\""), 1);
        world_->toolFiles.first().bytes.replace("https://id.example\"", "https://another.example\"");
        world_->restart();
        QVERIFY(world_->app->toolProblems().isEmpty());
        QVERIFY(world_->signIn("asan"));
        QCOMPARE(world_->app->tools().size(), 1); // the built-in one
        const QUrlQuery asked(world_->provider.authorizations.back());
        QVERIFY(!asked.queryItemValue(s("scope"), QUrl::FullyDecoded).contains(s("hr:")));
        QVERIFY(!asked.hasQueryItem(s("audience")));
        // Nor by another way: the API has no token of this person's.
        world_->model.push_back(callOf("get_employee_record", {{s("person"), s("asan")}}));
        QVERIFY(world_->ask(world_->conversation(), "me"));
        QVERIFY(world_->hrRequests.empty());
    }

    void anOwnFileDoesNotWidenWhatAnAdministratorsAllows()
    {
        world_->toolFiles.first().managed = true;
        auto own = SessionFixture::hrTools();
        own.replace("get_employee_record", "read_all").replace("request_leave", "read_more");
        own.replace("\"hr:leave\"", "\"hr:admin\"");
        world_->toolFiles.append({s("own.json"), own});
        world_->restart();
        QVERIFY(world_->signIn("asan"));
        const QUrlQuery asked(world_->provider.authorizations.back());
        QVERIFY(!asked.queryItemValue(s("scope"), QUrl::FullyDecoded).contains(s("hr:admin")));
        QCOMPARE(world_->app->tools().size(), 4); // of the own ones that which asks for no more
        QCOMPARE(world_->app->toolProblems().size(), 1);
        QVERIFY(world_->app->toolProblems().first().text().startsWith(s("own.json, line 1: tool \"read_more\"")));
    }

    void anOwnFileIsLeftOutWhileTheAdministratorsCannotBeRead()
    {
        world_->toolFiles.prepend({s("/etc/xdg/sekisho/tools.d"), {}, true, s("Permission denied")});
        world_->restart();
        QVERIFY(world_->signIn("asan"));
        QCOMPARE(world_->app->tools().size(), 1); // the built-in one
        QCOMPARE(world_->app->toolProblems().size(), 2);
        QVERIFY(
            world_->app->toolProblems().first().text().startsWith(s("/etc/xdg/sekisho/tools.d: Permission denied.")));
        QVERIFY(world_->app->toolProblems().last().text().contains(s("is left out until /etc/xdg/sekisho/tools.d")));
    }

    void withoutAKeychainItIsSaidBeforeAnybodySignsIn()
    {
        world_->keychain.failAll = Error{Errc::KeychainMissing, s("none")};
        const auto refused = world_->signIn("asan");
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, Errc::KeychainMissing);
        QVERIFY(world_->provider.authorizations.empty());
        SignInTarget target;
        target.thisRunOnly = true;
        QVERIFY(world_->signIn("asan", target));
        QCOMPARE(world_->app->notices().size(), 1);
        QCOMPARE(world_->app->notices().first().kind, NoticeView::Kind::NoKeychain);
    }
};

QTEST_GUILESS_MAIN(TestPeople)
#include "tst_people.moc"
