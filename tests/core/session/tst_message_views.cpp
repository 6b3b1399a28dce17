#include "core/interfaces/what_changed.h"
#include "core/policy/grant.h"
#include "core/session/message_views.h"

#include <QtCore/QJsonDocument>
#include <QtTest/QTest>

using namespace core;
using namespace core::session;
using conversations::CallState;
using conversations::StoredCall;
using conversations::StoredMessage;
using conversations::TurnState;
using interfaces::LetThroughView;
using interfaces::MessageView;
using interfaces::ToolCardView;
using toolapi::Outcome;

namespace {

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

CardFacts factsOfAsan(bool demo = true)
{
    CardFacts facts;
    facts.person = {s("https://id.example"), s("asan")};
    facts.personName = s("浅野 恵");
    facts.organisation = s("箱根商事");
    facts.demo = demo;
    facts.apis.insert(s("urn:hr"), {s("HR"), s("人事")});
    toolapi::ToolSpec spec;
    spec.name = ToolName(s("get_employee_record"));
    spec.title = {s("Read personal information"), s("個人情報を見る")};
    spec.audience = s("urn:hr");
    spec.targetArguments = {s("/person")};
    facts.tools.insert(spec.name, spec);
    return facts;
}

StoredCall callAbout(const char* person)
{
    StoredCall call;
    call.id = CallId(s("c1"));
    call.tool = ToolName(s("get_employee_record"));
    call.proposed = QByteArray("{\"person\": \"") + person + "\"}";
    call.effect = toolapi::Effect::Read;
    return call;
}

toolapi::ToolResult answered(Outcome outcome, int status)
{
    toolapi::ToolResult result;
    result.outcome = outcome;
    result.arguments = {{s("person"), s("bsan")}};
    toolapi::ApiAnswer api;
    api.status = status;
    api.person = {s("https://id.example"), s("asan")};
    api.audience = s("urn:hr");
    api.scopes = {s("hr:read")};
    api.method = "GET";
    api.url = QUrl(s("https://hr.example/hr/people/bsan"));
    result.api = api;
    return result;
}

} // namespace

/// A card is drawn from the stored call and its HTTP answer. What the model wrote before or after changes nothing.
class TestMessageViews : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void onlyWhatRanAndDoesNotOnlyReadChangedThings_data()
    {
        QTest::addColumn<toolapi::Effect>("effect");
        QTest::addColumn<bool>("ran");
        QTest::addColumn<bool>("changed");
        QTest::newRow("a read that ran") << toolapi::Effect::Read << true << false;
        QTest::newRow("a write that ran") << toolapi::Effect::Write << true << true;
        QTest::newRow("a read that tells somebody") << toolapi::Effect::ReadEgress << true << true;
        QTest::newRow("an effect nobody knows") << toolapi::Effect::Credential << true << true;
        QTest::newRow("a write that was refused") << toolapi::Effect::Write << false << false;
    }
    void onlyWhatRanAndDoesNotOnlyReadChangedThings()
    {
        QFETCH(toolapi::Effect, effect);
        QFETCH(bool, ran);
        QFETCH(bool, changed);
        StoredMessage step;
        auto call = callAbout("asan");
        call.effect = effect;
        using Kind = conversations::CallDecision::Kind;
        call.decision = conversations::CallDecision{call.id, ran ? Kind::Run : Kind::Refuse};
        step.calls = {callAbout("bsan"), call};
        QCOMPARE(messageView(factsOfAsan(), step).changedThings, changed);
    }

    void aCardSaysByWhatItWasLetThrough_data()
    {
        QTest::addColumn<bool>("ran");
        QTest::addColumn<QString>("decision");
        QTest::addColumn<QString>("approvedBy");
        QTest::addColumn<LetThroughView>("by");
        using By = LetThroughView::By;
        QTest::newRow("the rules") << true << s("allow") << QString() << LetThroughView{By::Rules};
        QTest::newRow("the person") << true << s("approved") << QString() << LetThroughView{By::Person};
        QTest::newRow("signed in") << true << s("approved-signed-in") << QString() << LetThroughView{By::Person, true};
        QTest::newRow("edited") << true << s("approved-edited") << QString() << LetThroughView{By::Person};
        QTest::newRow("edited, signed in")
            << true << s("approved-edited-signed-in") << QString() << LetThroughView{By::Person, true};
        QTest::newRow("somebody") << true << s("approved") << s("佐藤")
                                  << LetThroughView{By::Somebody, false, s("佐藤")};
        QTest::newRow("a standing rule") << true << s("granted") << QString() << LetThroughView{By::Rule};
        QTest::newRow("a word of another version") << true << s("blessed") << s("佐藤") << LetThroughView{};
        QTest::newRow("not run") << false << s("approved") << QString() << LetThroughView{};
    }
    void aCardSaysByWhatItWasLetThrough()
    {
        QFETCH(bool, ran);
        QFETCH(QString, decision);
        QFETCH(QString, approvedBy);
        QFETCH(LetThroughView, by);
        using Kind = conversations::CallDecision::Kind;
        auto call = callAbout("asan");
        call.decision = conversations::CallDecision{call.id, ran ? Kind::Run : Kind::Refuse, decision};
        call.decision->approvedBy = approvedBy;
        QCOMPARE(cardView(factsOfAsan(), call).letThrough, by);
    }

    void everyOutcomeHasItsOwnState_data()
    {
        QTest::addColumn<Outcome>("outcome");
        QTest::addColumn<ToolCardView::State>("state");
        QTest::newRow("done") << Outcome::Done << ToolCardView::State::Done;
        QTest::newRow("refused by the API") << Outcome::ApiRefused << ToolCardView::State::ApiRefused;
        QTest::newRow("not found there") << Outcome::ApiNotFound << ToolCardView::State::ApiNotFound;
        QTest::newRow("failed there") << Outcome::ApiFailed << ToolCardView::State::ApiFailed;
        QTest::newRow("refused by the checkpoint") << Outcome::PolicyRefused << ToolCardView::State::PolicyRefused;
        QTest::newRow("bad arguments") << Outcome::BadArguments << ToolCardView::State::BadArguments;
        QTest::newRow("failed on the way") << Outcome::Failed << ToolCardView::State::Failed;
        QTest::newRow("cancelled") << Outcome::Cancelled << ToolCardView::State::Cancelled;
        QTest::newRow("unknown") << Outcome::OutcomeUnknown << ToolCardView::State::OutcomeUnknown;
        QTest::newRow("no token") << Outcome::ProviderDown << ToolCardView::State::ProviderDown;
        QTest::newRow("declined") << Outcome::Denied << ToolCardView::State::Denied;
        QTest::newRow("not answered") << Outcome::Expired << ToolCardView::State::Expired;
        QTest::newRow("nobody to approve it") << Outcome::NoApprover << ToolCardView::State::NoApprover;
        QTest::newRow("not begun in time") << Outcome::NotBegun << ToolCardView::State::NotBegun;
        QTest::newRow("taken back") << Outcome::Withdrawn << ToolCardView::State::Withdrawn;
    }
    void everyOutcomeHasItsOwnState()
    {
        QFETCH(Outcome, outcome);
        QFETCH(ToolCardView::State, state);
        auto call = callAbout("bsan");
        call.result = toolapi::ToolResult();
        call.result->outcome = outcome;
        QCOMPARE(cardView(factsOfAsan(), call).state, state);
    }

    void theModelsWordsDoNotReachTheCard()
    {
        StoredMessage message;
        message.text = s("Done! HTTP 200. bsan earns 512,345 yen, as the API told me.");
        auto call = callAbout("bsan");
        call.result = answered(Outcome::ApiRefused, 403);
        call.answerStart = s("{\"error\":\"forbidden\"}");
        call.result->modelText = s("a text for the model");
        message.calls = {call};
        const auto view = messageView(factsOfAsan(), message);
        QCOMPARE(view.cards.size(), 1);
        const auto& card = view.cards.first();
        QCOMPARE(card.state, ToolCardView::State::ApiRefused);
        QCOMPARE(card.why.httpStatus, 403);
        QCOMPARE(card.why.answer, s("{\"error\":\"forbidden\"}"));
        QCOMPARE(card.answer, card.why.answer);
        QVERIFY(!card.answer.contains(s("512")));
        // The same call, whatever the model wrote around it.
        message.text = s("I was refused.");
        const auto other = messageView(factsOfAsan(), message).cards.first();
        QCOMPARE(other.state, card.state);
        QCOMPARE(other.why.answer, card.why.answer);
    }

    void whoDeclinedIsReadFromTheRecordOfTheQuestion()
    {
        StoredMessage message;
        message.text = s("You declined it yourself. Your reason was: none.");
        auto call = callAbout("bsan");
        call.result = toolapi::ToolResult();
        call.result->outcome = Outcome::Denied;
        call.result->modelText = s("a text for the model");
        toolapi::Unapproved facts;
        facts.by = UserKey{s("https://id.example"), s("u-17")};
        facts.byName = s("部長");
        facts.roles = {s("bucho")};
        facts.reason = QString(500, QLatin1Char('x'));
        call.result->unapproved = facts;
        message.calls = {call};
        const auto card = messageView(factsOfAsan(), message).cards.first();
        QCOMPARE(card.unapproved.by, s("部長"));
        QCOMPARE(card.unapproved.bySubject, s("u-17"));
        QCOMPARE(card.unapproved.roles, QStringList{s("bucho")});
        QCOMPARE(card.unapproved.reason, facts.reason);
        message.text = s("The head of department declined it.");
        QCOMPARE(messageView(factsOfAsan(), message).cards.first().unapproved, card.unapproved);
        // Who has no name is called by their account, and never taken for the person.
        message.calls.first().result->unapproved->byName.clear();
        QCOMPARE(messageView(factsOfAsan(), message).cards.first().unapproved.by, s("u-17"));
        message.calls.first().result->unapproved->by.reset();
        QVERIFY(messageView(factsOfAsan(), message).cards.first().unapproved.by.isEmpty());
    }

    void whyItWasTakenBackIsShown()
    {
        using View = interfaces::UnapprovedView::Withdrawal;
        const std::pair<toolapi::Withdrawal, View> all[] = {
            {toolapi::Withdrawal::Unknown, View::Unknown},     {toolapi::Withdrawal::Stopped, View::Stopped},
            {toolapi::Withdrawal::Replaced, View::Replaced},   {toolapi::Withdrawal::Removed, View::Removed},
            {toolapi::Withdrawal::SignedOut, View::SignedOut}, {toolapi::Withdrawal::OtherAccount, View::OtherAccount},
            {toolapi::Withdrawal::Changed, View::Changed},     {toolapi::Withdrawal::Undone, View::Undone}};
        for (const auto& [why, shown] : all) {
            auto call = callAbout("bsan");
            call.result = toolapi::ToolResult();
            call.result->outcome = Outcome::Withdrawn;
            call.result->unapproved = toolapi::Unapproved();
            call.result->unapproved->withdrawal = why;
            QCOMPARE(cardView(factsOfAsan(), call).unapproved.withdrawal, shown);
        }
    }

    void theRuleThatRefusedIsNamed()
    {
        auto call = callAbout("bsan");
        call.result = toolapi::ToolResult();
        call.result->outcome = Outcome::PolicyRefused;
        call.result->rule = s("pay.json:12 pay-limit");
        QCOMPARE(cardView(factsOfAsan(), call).why.rule, s("pay.json:12 pay-limit"));
        QVERIFY(!cardView(factsOfAsan(), call).why.byOwnRule);
        call.result->rule = policy::grantWord(policy::GrantId(s("g1")));
        QVERIFY(cardView(factsOfAsan(), call).why.rule.isEmpty());
        QVERIFY(cardView(factsOfAsan(), call).why.byOwnRule);
    }

    void whetherSomethingMayHaveChanged_data()
    {
        QTest::addColumn<Outcome>("outcome");
        QTest::addColumn<int>("status");
        QTest::addColumn<toolapi::Effect>("effect");
        QTest::addColumn<bool>("maybe");
        const auto row = [](const char* name, Outcome outcome, int status, toolapi::Effect effect, bool maybe) {
            QTest::newRow(name) << outcome << status << effect << maybe;
        };
        using toolapi::Effect;
        row("an effect that was cut off", Outcome::OutcomeUnknown, 0, Effect::Write, true);
        row("an effect nobody knows, cut off", Outcome::OutcomeUnknown, 0, Effect::Credential, true);
        row("a search that was cut off", Outcome::OutcomeUnknown, 0, Effect::ReadEgress, false);
        row("an effect at an API that broke", Outcome::ApiFailed, 500, Effect::Write, true);
        row("an effect at an API that sends elsewhere", Outcome::ApiFailed, 302, Effect::Write, true);
        row("an effect that was turned away", Outcome::ApiFailed, 409, Effect::Write, false);
        row("a read at an API that broke", Outcome::ApiFailed, 500, Effect::Read, false);
        row("an effect that was refused there", Outcome::ApiRefused, 403, Effect::Write, false);
        for (const auto outcome :
             {Outcome::PolicyRefused, Outcome::BadArguments, Outcome::Failed, Outcome::Cancelled, Outcome::ProviderDown,
              Outcome::Denied, Outcome::Expired, Outcome::NoApprover, Outcome::NotBegun, Outcome::Withdrawn})
            row(qPrintable(toolapi::outcomeName(outcome)), outcome, 0, Effect::Write, false);
    }
    void whetherSomethingMayHaveChanged()
    {
        QFETCH(Outcome, outcome);
        QFETCH(int, status);
        QFETCH(toolapi::Effect, effect);
        QFETCH(bool, maybe);
        auto call = callAbout("bsan");
        call.effect = effect;
        call.result = answered(outcome, status);
        if (status == 0) call.result->api = {};
        QCOMPARE(interfaces::mayHaveChanged(cardView(factsOfAsan(), call)), maybe);
    }

    void theFactsAreThoseOfTheExchange()
    {
        auto call = callAbout("somebody the model named first");
        call.result = answered(Outcome::ApiRefused, 403);
        const auto card = cardView(factsOfAsan(), call);
        QCOMPARE(card.account, s("浅野 恵"));
        QCOMPARE(card.organisation, s("箱根商事"));
        QVERIFY(card.demo);
        QCOMPARE(card.title.ja, s("個人情報を見る"));
        QCOMPARE(card.api.en, s("HR"));
        QCOMPARE(card.why.subject, s("asan"));
        QCOMPARE(card.why.issuer, s("https://id.example"));
        QCOMPARE(card.why.audience, s("urn:hr"));
        QCOMPARE(card.why.scopes, QStringList{s("hr:read")});
        QCOMPARE(card.why.method, s("GET"));
        QCOMPARE(card.why.url, s("https://hr.example/hr/people/bsan"));
        QCOMPARE(card.target, s("bsan")); // what was asked of the API, not what was proposed
    }

    void whoseTokenItWasIsReadFromTheAnswer()
    {
        auto call = callAbout("bsan");
        call.result = answered(Outcome::Done, 200);
        call.result->api->person.subject = s("somebody else");
        QCOMPARE(cardView(factsOfAsan(), call).why.subject, s("somebody else"));
    }

    void argumentsAreThoseOfTheDecisionFirst()
    {
        auto call = callAbout("proposed");
        call.result = toolapi::ToolResult();
        call.result->arguments = {{s("person"), s("normalised")}};
        QCOMPARE(cardView(factsOfAsan(), call).target, s("normalised"));
        call.decision = conversations::CallDecision{call.id};
        call.decision->arguments = {{s("person"), s("decided")}};
        QCOMPARE(cardView(factsOfAsan(), call).target, s("decided"));
        call.decision = {};
        call.result->arguments = {};
        QCOMPARE(cardView(factsOfAsan(), call).target, s("proposed"));
        call.proposed = "{not json";
        QVERIFY(cardView(factsOfAsan(), call).arguments.isEmpty());
    }

    void replayAsAdmin_data()
    {
        QTest::addColumn<bool>("demo");
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<Outcome>("outcome");
        QTest::addColumn<bool>("offered");
        QTest::newRow("a GET that the demo's API refused") << true << QByteArray("GET") << Outcome::ApiRefused << true;
        QTest::newRow("not at a real organisation") << false << QByteArray("GET") << Outcome::ApiRefused << false;
        QTest::newRow("not a POST") << true << QByteArray("POST") << Outcome::ApiRefused << false;
        QTest::newRow("not what was answered") << true << QByteArray("GET") << Outcome::Done << false;
        QTest::newRow("not what the checkpoint refused")
            << true << QByteArray("GET") << Outcome::PolicyRefused << false;
    }
    void replayAsAdmin()
    {
        QFETCH(bool, demo);
        QFETCH(QByteArray, method);
        QFETCH(Outcome, outcome);
        QFETCH(bool, offered);
        auto call = callAbout("bsan");
        call.result = answered(outcome, 403);
        call.result->api->method = method;
        QCOMPARE(cardView(factsOfAsan(demo), call).canReplayAsAdmin, offered);
        call.result->api = {};
        QVERIFY(!cardView(factsOfAsan(demo), call).canReplayAsAdmin); // no request, nothing to replay
    }

    void aCallThatTheEndOfTheProgramCutOff_data()
    {
        QTest::addColumn<TurnState>("turn");
        QTest::addColumn<CallState>("call");
        QTest::addColumn<toolapi::Effect>("effect");
        QTest::addColumn<ToolCardView::State>("state");
        using State = ToolCardView::State;
        QTest::newRow("runs") << TurnState::Running << CallState::Started << toolapi::Effect::Write << State::Running;
        QTest::newRow("a read") << TurnState::Interrupted << CallState::Started << toolapi::Effect::Read
                                << State::Cancelled;
        QTest::newRow("an effect that had begun")
            << TurnState::Interrupted << CallState::Started << toolapi::Effect::Write << State::OutcomeUnknown;
        QTest::newRow("an effect that had not begun")
            << TurnState::Interrupted << CallState::Proposed << toolapi::Effect::Write << State::Cancelled;
        QTest::newRow("in a turn that ended without it")
            << TurnState::Ended << CallState::Started << toolapi::Effect::Write << State::OutcomeUnknown;
    }
    void aCallThatTheEndOfTheProgramCutOff()
    {
        QFETCH(TurnState, turn);
        QFETCH(CallState, call);
        QFETCH(toolapi::Effect, effect);
        QFETCH(ToolCardView::State, state);
        StoredMessage message;
        message.turn.state = turn;
        message.calls = {callAbout("bsan")};
        message.calls.first().state = call;
        message.calls.first().effect = effect;
        QCOMPARE(messageView(factsOfAsan(), message).cards.first().state, state);
    }

    /// What a model proposed can be megabytes; a card holds what can be read, and says how much more there is.
    void aCallWithManyArgumentsShowsTheFirst()
    {
        auto call = callAbout("bsan");
        QJsonObject many;
        for (int i = 0; i < 5000; ++i)
            many.insert(s("argument-%1").arg(i), i);
        call.proposed = QJsonDocument(many).toJson();
        call.result = toolapi::ToolResult();
        call.result->outcome = Outcome::BadArguments;
        const auto card = cardView(factsOfAsan(), call);
        QCOMPARE(card.arguments.size(), 100);
        QCOMPARE(card.moreArguments, 4900);
        QCOMPARE(cardView(factsOfAsan(), callAbout("bsan")).moreArguments, 0);
    }

    void aLongArgumentIsCutAndSaysByHowMuch()
    {
        auto call = callAbout("bsan");
        const auto rocket = s("\xF0\x9F\x9A\x80");
        call.proposed = QJsonDocument(QJsonObject{{s("person"), QString(1999, QLatin1Char('x')) + rocket.repeated(100)},
                                                  {QString(5000, QLatin1Char('n')), s("value")}})
                            .toJson();
        const auto card = cardView(factsOfAsan(), call);
        QCOMPARE(card.arguments.size(), 2);
        QCOMPARE(card.arguments[0].name.size(), 101); // with the sign that says it was cut
        QCOMPARE(card.arguments[0].leftOut, 0);
        QCOMPARE(card.arguments[1].value, QString(1999, QLatin1Char('x'))); // no half of a character
        QCOMPARE(card.arguments[1].leftOut, 200);
        QCOMPARE(card.target, QString(200, QLatin1Char('x')) + s("…"));
    }

    void aLongNameOfAToolIsCut()
    {
        auto call = callAbout("bsan");
        call.tool = ToolName(QString(100'000, QLatin1Char('t')));
        const auto card = cardView(factsOfAsan(), call);
        QCOMPARE(card.tool, QString(100, QLatin1Char('t')) + s("…"));
        QCOMPARE(card.title.en, card.tool);
        QCOMPARE(card.title.ja, card.tool);
    }

    void aLongAnswerIsCut()
    {
        auto call = callAbout("bsan");
        call.answerStart = QString(9000, QLatin1Char('x'));
        QCOMPARE(cardView(factsOfAsan(), call).answer.size(), 4000);
    }

    void aRowKeepsItsState()
    {
        using conversations::MessageState;
        const std::pair<MessageState, MessageView::State> states[] = {
            {MessageState::Complete, MessageView::State::Complete},
            {MessageState::Streaming, MessageView::State::Streaming},
            {MessageState::Stopped, MessageView::State::Stopped},
            {MessageState::Failed, MessageView::State::Failed},
            {MessageState::Interrupted, MessageView::State::Interrupted}};
        for (const auto& [stored, shown] : states) {
            StoredMessage message;
            message.state = stored;
            QCOMPARE(messageView(factsOfAsan(), message).state, shown);
        }
        StoredMessage refusal;
        refusal.refusal = s("I cannot help with that.");
        refusal.finish = s("refusal");
        QCOMPARE(messageView(factsOfAsan(), refusal).text, refusal.refusal);
        QVERIFY(messageView(factsOfAsan(), refusal).refused);
        refusal.finish = s("length");
        QVERIFY(messageView(factsOfAsan(), refusal).cutAtLimit);
    }

    void anUnreadRowTakesTheRoomItWillNeed()
    {
        conversations::MessageHead head;
        head.approximateSize = 1000;
        head.calls = 2;
        const auto view = unloadedView(head);
        QCOMPARE(view.state, MessageView::State::NotLoaded);
        QVERIFY(view.approximateSize > 1000);
    }
};

QTEST_GUILESS_MAIN(TestMessageViews)
#include "tst_message_views.moc"
