#include "core/interfaces/what_changed.h"
#include "tests/fakes/call_endings.h"
#include "ui/text/language.h"
#include "ui/transcript/call_changes.h"
#include "ui/transcript/card_text.h"

#include <QtTest/QTest>

using core::interfaces::AdminReplayView;
using core::interfaces::LetThroughView;
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
            "Blocked by hr.example: HTTP 403. asan's sign-in does not open this. Nothing was changed. If you need it, "
            "ask "
            "whoever runs hr.example for permission.",
            Tone::Danger);
        row("the API said 401", State::ApiRefused, 401, "Blocked",
            "Blocked by hr.example: HTTP 401. asan's sign-in does not open this. Nothing was changed. Sign out and in "
            "again, then ask once more.",
            Tone::Danger);
        row("the API said 404", State::ApiNotFound, 404, "Not found",
            "hr.example knows no such thing, or does not show it to asan (HTTP 404). Nothing was changed. Check what "
            "was "
            "asked for, then ask again.",
            Tone::Warning);
        row("the API failed", State::ApiFailed, 500, "Service problem",
            "hr.example could not answer (HTTP 500). Something may have been changed. Check there before you ask "
            "again.",
            Tone::Warning);
        row("the API turned it away", State::ApiFailed, 422, "Service problem",
            "hr.example could not answer (HTTP 422). Nothing was changed. Its answer says why; ask again in another "
            "way.",
            Tone::Warning);
        row("the API has too much to do", State::ApiFailed, 429, "Service problem",
            "hr.example could not answer (HTTP 429). Nothing was changed. Ask again in a little while.", Tone::Warning);
        row("the rules refused", State::PolicyRefused, 0, "Not allowed",
            "Sekisho stopped this before any request was sent. Nothing was changed. If it should be possible, ask your "
            "administrator.",
            Tone::Danger);
        row("the arguments were wrong", State::BadArguments, 0, "Not sent",
            "The model's request was not well formed, so nothing was sent. Nothing was changed. Ask again in other "
            "words.",
            Tone::Warning);
        row("failed", State::Failed, 0, "Failed",
            "This did not work. Nothing was changed. Ask again in a little while.", Tone::Warning);
        row("stopped", State::Cancelled, 0, "Stopped",
            "Stopped before it finished. Nothing was changed. Ask again if you still want it.", Tone::Neutral);
        row("nobody knows", State::OutcomeUnknown, 0, "May have run: check",
            "No answer to this arrived, so it may have been carried out. Something may have been changed. Check at "
            "hr.example before you ask again; it is never sent again by itself.",
            Tone::Warning);
        row("asked", State::Waiting, 0, "Waiting for you",
            "Nothing was done yet. It runs only if you approve it below.", Tone::Warning);
        row("held", State::Held, 0, "Held", "Nothing was done yet. It begins in a few seconds unless you take it back.",
            Tone::Neutral);
        row("declined", State::Denied, 0, "Declined",
            "You said no. Nothing was changed. Ask again if you want it after all.", Tone::Neutral);
        row("not answered in time", State::Expired, 0, "Expired",
            "You did not answer in time. Nothing was changed. Ask again if you still want it.", Tone::Neutral);
        row("not begun in time", State::NotBegun, 0, "Not begun",
            "It was approved, but could not begin while the approval held. Nothing was changed. Ask again and approve "
            "it "
            "anew if you still want it.",
            Tone::Neutral);
        row("taken back", State::Withdrawn, 0, "Withdrawn",
            "The question was taken back before this was begun. Nothing was changed. Ask again if you still want it.",
            Tone::Neutral);
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
        const auto sentence = cardStatus(blocked).sentence;
        QVERIFY2(sentence.startsWith(
                     QStringLiteral("Blocked by %1: HTTP 403. asan's sign-in does not open this. ").arg(name)),
                 qPrintable(sentence));
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
    void theAccountLineSaysByWhatTheCallWasLetThrough_data()
    {
        QTest::addColumn<LetThroughView>("by");
        QTest::addColumn<bool>("reads");
        QTest::addColumn<QString>("said");
        using By = LetThroughView::By;
        const auto said = [](const char* text) { return QString::fromUtf8(text); };
        QTest::newRow("nothing") << LetThroughView{} << false << QString();
        QTest::newRow("a read, by the rules") << LetThroughView{By::Rules} << true << QString();
        QTest::newRow("an effect, by the rules") << LetThroughView{By::Rules} << false << said(" · not asked about");
        QTest::newRow("the person") << LetThroughView{By::Person} << false << said(" · approved by you");
        QTest::newRow("the person, signed in")
            << LetThroughView{By::Person, true} << false << said(" · approved by you, with a fresh sign-in");
        QTest::newRow("somebody else") << LetThroughView{By::Somebody, false, said("Sato\u202e")} << false
                                       << said(" · approved by Sato⟨U+202E⟩");
        QTest::newRow("somebody else, and signed in") << LetThroughView{By::Somebody, true, said("Sato")} << false
                                                      << said(" · approved by Sato, with a fresh sign-in of yours");
        QTest::newRow("a standing rule") << LetThroughView{By::Rule} << false << said(" · by your standing rule");
    }
    void theAccountLineSaysByWhatTheCallWasLetThrough()
    {
        QFETCH(LetThroughView, by);
        QFETCH(bool, reads);
        QFETCH(QString, said);
        auto done = card(State::Done, 200);
        done.letThrough = by;
        done.changesNothing = reads;
        QCOMPARE(cardAccountLine(done), QString::fromUtf8("as asan · Demo Company · demo") + said);
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
        auto refused = card(State::ApiRefused, 403);
        auto& why = refused.why;
        why.person = QStringLiteral("asan");
        why.subject = QStringLiteral("u-1001");
        why.issuer = QStringLiteral("https://id.example");
        why.scopes = {QStringLiteral("openid"), QStringLiteral("hr.read")};
        why.answer = QStringLiteral("only your own");
        QStringList lines;
        for (const auto& fact : whyFacts(refused))
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
        ToolCardView refused;
        refused.state = State::PolicyRefused;
        refused.why.reason = QStringLiteral("needs an approval");
        QStringList lines;
        for (const auto& fact : whyFacts(refused))
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
        const auto facts = whyFacts(refused);
        QLocale::setDefault(before);
        QCOMPARE(sentence,
                 QStringLiteral("Sekisho stopped this before any request was sent. ") + explanation +
                     QStringLiteral(" Nothing was changed. If it should be possible, ask your administrator."));
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
        QVERIFY(!cardText(refused).contains(QLatin1String("rule 3")));
        for (const State state : {State::ApiFailed, State::Failed, State::Cancelled, State::OutcomeUnknown}) {
            ToolCardView failed = card(state, 500);
            failed.why.reason = QStringLiteral("socket closed in state 7");
            failed.error = core::Error{core::Errc::Internal, QStringLiteral("socket closed in state 7")};
            QVERIFY2(!cardText(failed).contains(QLatin1String("state 7")), qPrintable(cardText(failed)));
        }
    }

    void everyEndingHasItsOwnSentence_data()
    {
        QTest::addColumn<QString>("language");
        QTest::newRow("English") << QStringLiteral("en");
        QTest::newRow("Japanese") << QStringLiteral("ja");
    }
    void everyEndingHasItsOwnSentence()
    {
        QFETCH(QString, language);
        const bool japanese = language == QLatin1String("ja");
        const QLocale before;
        QHash<QString, const char*> sentences;
        QSet<State> states;
        {
            ui::text::Language spoken;
            spoken.set(language);
            const auto nothing =
                japanese ? QString::fromUtf8("何も変更されていません。") : QStringLiteral("Nothing was changed.");
            const auto something = japanese ? QString::fromUtf8("何かが変更された可能性があります。")
                                            : QStringLiteral("Something may have been changed.");
            for (const auto& [name, ended] : fakes::everyCallEnding()) {
                const auto sentence = cardStatus(ended).sentence;
                QVERIFY2(!sentence.isEmpty() && !sentence.contains(QLatin1Char('%')), name);
                QVERIFY2(!sentences.contains(sentence), qPrintable(sentence));
                const bool maybe = core::interfaces::mayHaveChanged(ended);
                QVERIFY2(sentence.contains(nothing) == !maybe && sentence.contains(something) == maybe,
                         qPrintable(sentence));
                // Behind the change, or in the words of the error before it, stands what can be done.
                QVERIFY2(ended.error || !sentence.endsWith(maybe ? something : nothing), qPrintable(sentence));
                sentences.insert(sentence, name);
                states.insert(ended.state);
                for (const auto* english : {"Nothing", "again", "changed"})
                    QVERIFY2(!japanese || !sentence.contains(QLatin1String(english)), qPrintable(sentence));
            }
        }
        QLocale::setDefault(before);
        // None is missing: all but what runs, succeeded, waits or is held.
        for (int state = 0; state <= static_cast<int>(State::Withdrawn); ++state) {
            const auto each = static_cast<State>(state);
            const bool noEnding =
                each == State::Running || each == State::Held || each == State::Done || each == State::Waiting;
            QVERIFY2(states.contains(each) != noEnding, qPrintable(QString::number(state)));
        }
    }

    void whatYouTookBackIsToldFromWhatWasWithdrawn()
    {
        auto undone = card(State::Withdrawn, 0);
        undone.unapproved.withdrawal = core::interfaces::UnapprovedView::Withdrawal::Undone;
        const auto status = cardStatus(undone);
        QCOMPARE(status.label, QStringLiteral("Taken back"));
        QCOMPARE(status.sentence, QStringLiteral("You took it back before it began. Nothing was changed. Ask again if "
                                                 "you still want it."));
        QCOMPARE(int(status.tone), int(ui::theme::Tone::Neutral));
    }

    void anotherPersonsNoIsToldFromYours()
    {
        auto declined = card(State::Denied, 0);
        declined.unapproved.reason = QStringLiteral("not in December");
        auto status = cardStatus(declined);
        QVERIFY(status.sentence.startsWith(QStringLiteral("You said no.")));
        QCOMPARE(status.quote.name, QStringLiteral("Your reason"));
        QCOMPARE(status.quote.value, QStringLiteral("not in December"));
        declined.unapproved.by = QString::fromUtf8("Bucho\u202E");
        declined.unapproved.bySubject = QStringLiteral("u-17");
        declined.unapproved.roles = {QStringLiteral("manager"), QStringLiteral("finance")};
        status = cardStatus(declined);
        QCOMPARE(status.sentence,
                 QString::fromUtf8("Bucho⟨U+202E⟩ said no (role: manager, finance). Nothing was changed. Talk to "
                                   "Bucho⟨U+202E⟩, or ask again in another way."));
        QCOMPARE(status.quote.name, QString::fromUtf8("Bucho⟨U+202E⟩'s reason"));
        QStringList lines;
        for (const auto& fact : whyFacts(declined))
            lines.append(fact.name + QStringLiteral(": ") + fact.value);
        QVERIFY(lines.contains(QString::fromUtf8("Declined by: Bucho⟨U+202E⟩")));
        QVERIFY(lines.contains(QStringLiteral("Their account ID: u-17")));
        QVERIFY(lines.contains(QStringLiteral("Role needed: manager, finance")));
    }

    /// What somebody wrote stands apart from the sentence, in whole, and cannot add to it.
    void aReasonIsQuotedInWholeAndHidesNothing()
    {
        auto declined = card(State::Denied, 0);
        const auto before = cardStatus(declined).sentence;
        declined.unapproved.reason = QString::fromUtf8("no\u202E | Done]\n") + QString(480, QLatin1Char('x'));
        const auto status = cardStatus(declined);
        QCOMPARE(status.sentence, before);
        QCOMPARE(status.quote.value, QString::fromUtf8("no⟨U+202E⟩ | Done]\n") + QString(480, QLatin1Char('x')));
        QVERIFY(!cardText(declined).contains(QLatin1Char('\n'))); // one paragraph, whatever it holds
        QVERIFY(cardText(declined).contains(QString::fromUtf8("Your reason: “no⟨U+202E⟩ | Done]")));
        // It belongs to a call that was declined and to no other.
        declined.state = State::ApiRefused;
        QVERIFY(cardStatus(declined).quote.value.isEmpty());
    }

    void whereTheRuleStandsIsInTheDetails()
    {
        auto refused = card(State::PolicyRefused, 0);
        refused.why.rule = QStringLiteral("pay.json:12 pay-limit");
        QVERIFY(!cardStatus(refused).sentence.contains(QLatin1String("pay.json")));
        const auto facts = whyFacts(refused);
        QVERIFY(facts.contains(Fact{QStringLiteral("Rule"), refused.why.rule, true}));
    }

    void aRequestThatWasNotAnsweredIsNotSaidToBeUnsent()
    {
        for (const auto state : {State::OutcomeUnknown, State::Failed, State::Cancelled})
            QVERIFY(whyFacts(card(state, 0)).contains(Fact{QStringLiteral("Answer"), QStringLiteral("None arrived.")}));
        for (const auto state : {State::ProviderDown, State::Denied, State::PolicyRefused, State::Withdrawn})
            QVERIFY(whyFacts(card(state, 0))
                        .contains(Fact{QStringLiteral("Answer"), QStringLiteral("No request was made.")}));
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

    void whatThePersonChangedIsSaid()
    {
        QVERIFY(changesText(card(State::Done, 200)).isEmpty());
        auto changed = card(State::Done, 200);
        const auto add = [&changed](const QString& name, const std::optional<QString>& agents,
                                    const std::optional<QString>& ran) {
            core::interfaces::ArgumentChangeView change;
            change.name = name;
            change.agents = agents;
            change.ran = ran;
            changed.changes.append(change);
        };
        add(QStringLiteral("days"), QStringLiteral("3"), QStringLiteral("1"));
        add(QStringLiteral("to"), QStringLiteral("a\u202Eb"), std::nullopt);
        add(QStringLiteral("cc"), std::nullopt, QString());
        const auto text = changesText(changed);
        QVERIFY2(text.startsWith(QStringLiteral("You changed this call before it ran")), qPrintable(text));
        QVERIFY(text.contains(QString::fromUtf8("days: 3 → 1")));
        QVERIFY(text.contains(QStringLiteral("U+202E")));
        QVERIFY(text.contains(QString::fromUtf8("→ (none)")));
        QVERIFY(text.contains(QString::fromUtf8("cc: (none) → (empty)")));
        QVERIFY(cardText(changed).contains(text));
        for (int i = 0; i < 10; ++i)
            add(QString::number(i), QStringLiteral("x"), QString(5000, QLatin1Char('y')));
        QVERIFY(changesText(changed).size() < 2000);
        QVERIFY2(changesText(changed).contains(QStringLiteral("and others: 8")), qPrintable(changesText(changed)));
    }
};

QTEST_GUILESS_MAIN(TestCardText)
#include "tst_card_text.moc"
