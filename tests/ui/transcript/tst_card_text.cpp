#include "ui/transcript/card_text.h"

#include <QtTest/QTest>

using core::interfaces::AdminReplayView;
using core::interfaces::ToolCardView;
using State = ToolCardView::State;
using namespace ui::transcript;

namespace {

ToolCardView card(State state, int httpStatus)
{
    ToolCardView card;
    card.id = core::CallId(QStringLiteral("c1"));
    card.tool = QStringLiteral("read_payslip");
    card.title = {QStringLiteral("Read a payslip"), QString::fromUtf8("給与明細を読む")};
    card.state = state;
    card.account = QStringLiteral("asan");
    card.organisation = QStringLiteral("Demo Company");
    card.demo = true;
    card.target = QStringLiteral("yamada");
    card.why.url = QStringLiteral("https://hr.example/payslips/yamada");
    card.why.audience = QStringLiteral("https://hr.example");
    card.why.method = QStringLiteral("GET");
    card.why.httpStatus = httpStatus;
    return card;
}

} // namespace

class TestCardText : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sentences_data()
    {
        QTest::addColumn<int>("state");
        QTest::addColumn<int>("http");
        QTest::addColumn<QString>("label");
        QTest::addColumn<QString>("sentence");
        QTest::addColumn<int>("tone");
        const auto row = [](const char* name, State state, int http, const char* label, const char* sentence,
                            ui::theme::Tone tone) {
            QTest::newRow(name) << int(state) << http << QString::fromUtf8(label) << QString::fromUtf8(sentence)
                                << int(tone);
        };
        using ui::theme::Tone;
        row("running", State::Running, 0, "Running", "", Tone::Neutral);
        row("done", State::Done, 200, "Done", "", Tone::Success);
        row("the API said 403", State::ApiRefused, 403, "Blocked",
            "Blocked by hr.example: HTTP 403. asan's sign-in does not open this.", Tone::Danger);
        row("the API said 401", State::ApiRefused, 401, "Blocked",
            "Blocked by hr.example: HTTP 401. asan's sign-in does not open this.", Tone::Danger);
        row("the API said 404", State::ApiNotFound, 404, "Not found",
            "hr.example knows no such thing, or does not show it to asan (HTTP 404).", Tone::Warning);
        row("the API failed", State::ApiFailed, 500, "Service problem", "hr.example could not answer (HTTP 500).",
            Tone::Warning);
        row("the rules refused", State::PolicyRefused, 0, "Not allowed",
            "Sekisho stopped this before any request was sent.", Tone::Danger);
        row("the arguments were wrong", State::BadArguments, 0, "Not sent",
            "The model's request was not well formed, so nothing was sent.", Tone::Warning);
        row("failed", State::Failed, 0, "Failed", "This did not work.", Tone::Warning);
        row("stopped", State::Cancelled, 0, "Stopped", "Stopped before it finished.", Tone::Neutral);
        row("nobody knows", State::OutcomeUnknown, 0, "May have run: check",
            "The connection broke before the answer came. This may have been carried out: please check before asking "
            "again. It is not repeated by itself.",
            Tone::Warning);
        row("asked", State::Waiting, 0, "Waiting for you",
            "Nothing was done yet. It runs only if you approve it below.", Tone::Warning);
        row("declined", State::Denied, 0, "Declined",
            "You said no, so nothing was done. Ask again if you want it after all.", Tone::Neutral);
        row("not answered in time", State::Expired, 0, "Expired",
            "It was not approved in time, so nothing was done. Ask again if you still want it.", Tone::Neutral);
        row("taken back", State::Withdrawn, 0, "Withdrawn",
            "The question was taken back before you answered, so nothing was done.", Tone::Neutral);
    }
    void sentences()
    {
        QFETCH(int, state);
        QFETCH(int, http);
        QFETCH(QString, label);
        QFETCH(QString, sentence);
        QFETCH(int, tone);
        const CardStatus status = cardStatus(card(static_cast<State>(state), http));
        QCOMPARE(status.label, label);
        QCOMPARE(status.sentence, sentence);
        QCOMPARE(int(status.tone), tone);
        QCOMPARE(status.running, static_cast<State>(state) == State::Running);
    }

    void theServiceOnThisMachineIsNamedByItsAudience_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("audience");
        QTest::addColumn<QString>("name");
        QTest::newRow("a host") << QStringLiteral("https://hr.example/x") << QStringLiteral("api")
                                << QStringLiteral("hr.example");
        QTest::newRow("loopback, audience a word")
            << QStringLiteral("http://127.0.0.1:4400/x") << QStringLiteral("HR API") << QStringLiteral("HR API");
        QTest::newRow("loopback, audience an address")
            << QStringLiteral("http://127.0.0.1:4400/x") << QStringLiteral("https://hr.demo.example/v1")
            << QStringLiteral("hr.demo.example");
        QTest::newRow("loopback and nothing else")
            << QStringLiteral("http://127.0.0.1:4400/x") << QString() << QStringLiteral("the API");
        QTest::newRow("nothing at all") << QString() << QString() << QStringLiteral("the API");
    }
    void theServiceOnThisMachineIsNamedByItsAudience()
    {
        QFETCH(QString, url);
        QFETCH(QString, audience);
        QFETCH(QString, name);
        ToolCardView blocked = card(State::ApiRefused, 403);
        blocked.why.url = url;
        blocked.why.audience = audience;
        QCOMPARE(cardStatus(blocked).sentence,
                 QStringLiteral("Blocked by %1: HTTP 403. asan's sign-in does not open this.").arg(name));
    }

    void theAnswerDoesNotMakeTheState()
    {
        ToolCardView blocked = card(State::ApiRefused, 403);
        blocked.answer = QStringLiteral("{\"status\":\"ok\",\"salary\":512000}");
        QCOMPARE(cardStatus(blocked).label, QStringLiteral("Blocked"));
    }

    void anUnknownStateIsNoSuccess()
    {
        const CardStatus status = cardStatus(card(static_cast<State>(99), 200));
        QVERIFY(status.tone != ui::theme::Tone::Success);
        QVERIFY(!status.sentence.isEmpty());
    }

    void accountLine()
    {
        QCOMPARE(cardAccountLine(card(State::Done, 200)), QString::fromUtf8("as asan · Demo Company · demo"));
        ToolCardView real = card(State::Done, 200);
        real.demo = false;
        QCOMPARE(cardAccountLine(real), QString::fromUtf8("as asan · Demo Company"));
    }

    void hiddenCharactersAreShown()
    {
        ToolCardView odd = card(State::ApiRefused, 403);
        odd.target = QString::fromUtf8("bsan\xE2\x80\xAE");
        odd.account = QString::fromUtf8("as\xE2\x80\x8B"
                                        "an");
        const QString text = cardText(odd);
        QVERIFY2(text.contains(QString::fromUtf8("bsan⟨U+202E⟩")), qPrintable(text));
        QVERIFY2(text.contains(QString::fromUtf8("as⟨U+200B⟩an")), qPrintable(text));
    }

    void whyTellsTheFactsThatAreKnown()
    {
        auto why = card(State::ApiRefused, 403).why;
        why.person = QStringLiteral("asan");
        why.subject = QStringLiteral("u-1001");
        why.issuer = QStringLiteral("https://id.example");
        why.scopes = {QStringLiteral("openid"), QStringLiteral("hr.read")};
        why.answer = QStringLiteral("only your own");
        QStringList lines;
        for (const auto& fact : whyFacts(why))
            lines.append(fact.name + QStringLiteral(": ") + fact.value);
        QCOMPARE(lines,
                 (QStringList{QStringLiteral("Person: asan"), QStringLiteral("Account ID: u-1001"),
                              QStringLiteral("Signed in at: https://id.example"),
                              QStringLiteral("Sign-in is for: https://hr.example"),
                              QStringLiteral("Permissions: openid hr.read"),
                              QStringLiteral("Request: GET https://hr.example/payslips/yamada"),
                              QStringLiteral("Answer: HTTP 403"), QStringLiteral("In its own words: only your own")}));
    }

    void whyOfACallThatWasNeverSentSaysSo()
    {
        core::interfaces::WhyView why;
        why.reason = QStringLiteral("needs an approval");
        QStringList lines;
        for (const auto& fact : whyFacts(why))
            lines.append(fact.name + QStringLiteral(": ") + fact.value);
        QCOMPARE(lines, (QStringList{QStringLiteral("Answer: No request was made."),
                                     QStringLiteral("Technical detail: needs an approval")}));
    }

    void aRefusalIsExplainedInThePersonsLanguage_data()
    {
        QTest::addColumn<QLocale>("locale");
        QTest::addColumn<QString>("explanation");
        QTest::newRow("English") << QLocale(QLocale::English) << QStringLiteral("It goes outside your organisation.");
        QTest::newRow("Japanese") << QLocale(QLocale::Japanese) << QString::fromUtf8("組織の外に送られます。");
    }
    void aRefusalIsExplainedInThePersonsLanguage()
    {
        QFETCH(QLocale, locale);
        QFETCH(QString, explanation);
        const QLocale before;
        QLocale::setDefault(locale);
        ToolCardView refused = card(State::PolicyRefused, 0);
        refused.why.explanation = {QStringLiteral("It goes outside your organisation."),
                                   QString::fromUtf8("組織の外に送られます。")};
        refused.why.reason = QStringLiteral("rule 3: egress to an unknown host");
        const QString sentence = cardStatus(refused).sentence;
        const auto facts = whyFacts(refused.why);
        QLocale::setDefault(before);
        QCOMPARE(sentence, QStringLiteral("Sekisho stopped this before any request was sent. ") + explanation);
        QCOMPARE(facts.last().name, QStringLiteral("Reason"));
        QCOMPARE(facts.last().value, explanation);
        for (const auto& fact : facts)
            QVERIFY2(!fact.value.contains(QLatin1String("rule 3")), qPrintable(fact.name));
    }

    /// Where there is no explanation, what developers wrote for each other is no sentence of the card.
    void technicalDetailIsNoSentence()
    {
        ToolCardView refused = card(State::PolicyRefused, 0);
        refused.why.reason = QStringLiteral("rule 3: egress to an unknown host");
        QCOMPARE(cardStatus(refused).sentence, QStringLiteral("Sekisho stopped this before any request was sent."));
        for (const State state : {State::ApiFailed, State::Failed, State::Cancelled, State::OutcomeUnknown}) {
            ToolCardView failed = card(state, 500);
            failed.why.reason = QStringLiteral("socket closed in state 7");
            failed.error = core::Error{core::Errc::Internal, QStringLiteral("socket closed in state 7")};
            QVERIFY2(!cardText(failed).contains(QLatin1String("state 7")), qPrintable(cardText(failed)));
        }
    }

    void anExplanationHidesNothing()
    {
        ToolCardView refused = card(State::PolicyRefused, 0);
        refused.why.explanation.en = QString::fromUtf8("\"to\xE2\x80\xAE\" is not known.");
        QVERIFY(cardStatus(refused).sentence.contains(QString::fromUtf8("to⟨U+202E⟩")));
    }

    void argumentsSayWhatIsNotShown()
    {
        ToolCardView many = card(State::BadArguments, 0);
        many.arguments = {{QStringLiteral("person"), QString::fromUtf8("bsan\xE2\x80\xAE")},
                          {QStringLiteral("note"), QStringLiteral("xxx"), 3'999'997}};
        many.moreArguments = 4'900;
        QStringList lines;
        for (const auto& fact : argumentFacts(many))
            lines.append(fact.name + QStringLiteral(": ") + fact.value);
        QCOMPARE(lines, (QStringList{QStringLiteral("Tool: read_payslip"), QString::fromUtf8("person: bsan⟨U+202E⟩"),
                                     QString::fromUtf8("note: xxx\n… (characters not shown: 3999997)"),
                                     QStringLiteral("Arguments not shown: 4900")}));
        const auto none = argumentFacts(card(State::Done, 200));
        QCOMPARE(none.last().value, QStringLiteral("Called without arguments."));
    }

    void adminReplay_data()
    {
        QTest::addColumn<int>("state");
        QTest::addColumn<int>("http");
        QTest::addColumn<bool>("leaked");
        QTest::addColumn<QString>("title");
        QTest::newRow("under way") << int(AdminReplayView::State::Running) << 0 << false
                                   << QStringLiteral("Asking again with the demo's admin key");
        QTest::newRow("it leaks") << int(AdminReplayView::State::Done) << 200 << true
                                  << QStringLiteral("Demo: with an admin key it leaks");
        QTest::newRow("refused as well") << int(AdminReplayView::State::Done) << 403 << false
                                         << QStringLiteral("Demo: the admin key was refused as well");
        QTest::newRow("no answer") << int(AdminReplayView::State::Failed) << 0 << false
                                   << QStringLiteral("The demo of the admin key did not work");
    }
    void adminReplay()
    {
        QFETCH(int, state);
        QFETCH(int, http);
        QFETCH(bool, leaked);
        QFETCH(QString, title);
        ToolCardView blocked = card(State::ApiRefused, 403);
        blocked.adminReplay = AdminReplayView{static_cast<AdminReplayView::State>(state), http, QStringLiteral("x")};
        const AdminReplayText told = adminReplayText(blocked);
        QCOMPARE(told.leaked, leaked);
        QCOMPARE(told.title, title);
        // Whatever came of it, the card itself stays blocked.
        QCOMPARE(cardStatus(blocked).label, QStringLiteral("Blocked"));
    }
};

QTEST_APPLESS_MAIN(TestCardText)
#include "tst_card_text.moc"
