#include "tests/fakes/fake_conversation.h"
#include "tests/fakes/typed.h"
#include "tests/ui/transcript/test_transcript.h"
#include "ui/theme/appearance.h"
#include "ui/theme/button.h"
#include "ui/transcript/link_prompt.h"
#include "ui/transcript/transcript_view.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QEvent>
#include <QtCore/QMimeData>
#include <QtCore/QPoint>
#include <QtCore/QRect>
#include <QtGui/QAccessible>
#include <QtGui/QClipboard>
#include <QtGui/QWheelEvent>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QTextEdit>

using core::interfaces::AdminReplayView;
using core::interfaces::MessageView;
using core::interfaces::ToolCardView;
using ui::transcript::TranscriptView;

namespace {

MessageView message(const QString& id, MessageView::Speaker speaker, const QString& text)
{
    MessageView view;
    view.id = core::MessageId(id);
    view.speaker = speaker;
    view.text = text;
    view.atUtc = QDateTime(QDate(2026, 5, 4), QTime(5, 6), Qt::UTC);
    return view;
}

ToolCardView blockedCard()
{
    ToolCardView card;
    card.id = core::CallId(QStringLiteral("call-1"));
    card.tool = QStringLiteral("get_user_info");
    card.title = {QStringLiteral("Read personal data"), QString::fromUtf8("個人情報を読む")};
    card.state = ToolCardView::State::ApiRefused;
    card.account = QStringLiteral("asan");
    card.organisation = QStringLiteral("Demo Company");
    card.demo = true;
    card.target = QStringLiteral("bsan");
    card.arguments = {{QStringLiteral("person"), QString::fromUtf8("bsan\xE2\x80\xAE")}};
    card.why.person = QStringLiteral("asan");
    card.why.audience = QStringLiteral("hr-api");
    card.why.url = QStringLiteral("https://hr.example/people/bsan");
    card.why.method = QStringLiteral("GET");
    card.why.httpStatus = 403;
    card.why.answer = QStringLiteral("<b>forbidden</b>");
    card.answer = QStringLiteral("{\"error\":\"forbidden\"}");
    card.canReplayAsAdmin = true;
    return card;
}

} // namespace

/// The view in a window, with the pieces a test asks for by name.
class TestTranscriptView : public QObject {
    Q_OBJECT

    std::unique_ptr<ui::theme::Appearance> appearance_;
    std::unique_ptr<TranscriptView> view_;
    std::shared_ptr<FakeTranscript> transcript_;
    std::shared_ptr<FakeTurns> turns_;

    void show()
    {
        view_ = std::make_unique<TranscriptView>();
        view_->resize(800, 600);
        view_->setTranscript(transcript_, turns_);
        view_->show();
        view_->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(view_.get()));
        view_->arrangeNow();
    }
    template <typename Widget = QWidget>
    [[nodiscard]] Widget* shown(const char* name) const
    {
        for (auto* widget : view_->findChildren<Widget*>(QLatin1String(name))) {
            if (widget->isVisibleTo(view_.get())) return widget;
        }
        return nullptr;
    }
    [[nodiscard]] QString labelText(const char* name) const
    {
        const auto* label = shown<QLabel>(name);
        return label ? label->text() : QStringLiteral("(not shown)");
    }
    void click(const char* name)
    {
        auto* button = shown<ui::theme::Button>(name);
        QVERIFY2(button, name);
        QTest::mouseClick(button, Qt::LeftButton);
        view_->arrangeNow();
    }
    [[nodiscard]] QScrollBar& bar() const { return *view_->verticalScrollBar(); }
    /// What of the values in a card's boxes is out of sight, at the right or below.
    [[nodiscard]] QStringList clippedValues() const
    {
        QStringList found;
        const QWidget* card = shown("toolCard");
        for (const auto* value : card->findChildren<QTextEdit*>()) {
            if (!value->isVisibleTo(view_.get())) continue;
            const QSizeF needed = value->document()->size();
            const QRect inCard(value->mapTo(card, QPoint()), value->size());
            if (needed.width() > value->viewport()->width() || needed.height() > value->viewport()->height() ||
                !card->rect().contains(inCard))
                found.append(QStringLiteral("%1: %2 x %3 of %4 x %5")
                                 .arg(value->toPlainText().left(40))
                                 .arg(value->viewport()->width())
                                 .arg(value->viewport()->height())
                                 .arg(needed.width())
                                 .arg(needed.height()));
        }
        return found;
    }

private Q_SLOTS:
    void initTestCase() { appearance_ = std::make_unique<ui::theme::Appearance>(*qApp); }
    void init()
    {
        transcript_ = std::make_shared<FakeTranscript>();
        turns_ = std::make_shared<FakeTurns>(transcript_, FakePerson{}, FakeTurns::Pace::ByHand);
    }
    void cleanup() { view_.reset(); }
    void cleanupTestCase() { appearance_.reset(); }

    void tellsWhatWasSaid()
    {
        transcript_->rows = {
            message(QStringLiteral("1"), MessageView::Speaker::Person, QStringLiteral("# hello <b>")),
            message(QStringLiteral("2"), MessageView::Speaker::Agent, QStringLiteral("**Hi** `x`\n\n- a"))};
        show();
        QCOMPARE(view_->rowCount(), 2);
        QCOMPARE(view_->rowText(0), QStringLiteral("You: # hello <b>"));
        QCOMPARE(view_->rowText(1), QStringLiteral("Agent: Hi x\n\n- a"));
    }

    void whatMayActUnaskedStandsUnderTheMessage()
    {
        const std::pair titles{QStringLiteral("Request leave"), QStringLiteral("Send a chat message")};
        auto asked = message(QStringLiteral("1"), MessageView::Speaker::Person, QStringLiteral("take a day off"));
        asked.mayAct = {{titles.first, {}}, {titles.second, {}}};
        auto claim = message(QStringLiteral("2"), MessageView::Speaker::Agent, QStringLiteral("Everything may act."));
        claim.mayAct = asked.mayAct; // only a message of the person's has it
        transcript_->rows = {asked, claim};
        show();
        const auto says = QString::fromUtf8("May act unasked: Request leave · Send a chat message");
        QCOMPARE(view_->findChildren<QLabel*>(QStringLiteral("mayActText")).size(), 1);
        QCOMPARE(labelText("mayActText"), says);
        QCOMPARE(view_->rowText(0), QStringLiteral("You: take a day off\n\n") + says);
        QCOMPARE(view_->rowText(1), QStringLiteral("Agent: Everything may act."));
        transcript_->change(0, [](MessageView& row) { row.mayAct.clear(); });
        view_->arrangeNow();
        QVERIFY(!shown("mayActText"));
    }

    void emptyConversationGreetsAndSuggests()
    {
        show();
        view_->setGreeting(QStringLiteral("asan"), {{QStringLiteral("Tell me about me"), QString()},
                                                    {QStringLiteral("My last payslip?"), QString()}});
        QVERIFY(shown("emptyConversation"));
        QSignalSpy chosen(view_.get(), &TranscriptView::suggestionChosen);
        auto chips = view_->findChildren<ui::theme::Button*>(QStringLiteral("suggestionChip"));
        QCOMPARE(chips.size(), 2);
        chips.at(1)->setFocus();
        QTest::keyClick(chips.at(1), Qt::Key_Space);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen.first().first().toString(), QStringLiteral("My last payslip?"));
        transcript_->append(message(QStringLiteral("1"), MessageView::Speaker::Person, QStringLiteral("x")));
        view_->arrangeNow();
        QVERIFY(!shown("emptyConversation"));
    }

    void suggestionsStandUnderTheLastEntryOnly()
    {
        MessageView first = message(QStringLiteral("1"), MessageView::Speaker::Agent, QStringLiteral("a"));
        first.suggestions = {{QStringLiteral("old"), {}}};
        MessageView last = message(QStringLiteral("2"), MessageView::Speaker::Agent, QStringLiteral("b"));
        last.suggestions = {{QStringLiteral("new & better"), {}}};
        transcript_->rows = {first, last};
        show();
        const auto chips = view_->findChildren<ui::theme::Button*>(QStringLiteral("suggestionChip"));
        QCOMPARE(chips.size(), 1);
        QSignalSpy chosen(view_.get(), &TranscriptView::suggestionChosen);
        click("suggestionChip");
        QCOMPARE(chosen.value(0).value(0).toString(), QStringLiteral("new & better"));
    }

    /// What the card shows is what its view says, whatever the model wrote beside it.
    void aClaimOfSuccessLeavesTheBlockedCard()
    {
        MessageView claim = message(QStringLiteral("1"), MessageView::Speaker::Agent,
                                    QStringLiteral("Done! The call succeeded. bsan earns 512,000 yen."));
        claim.cards = {blockedCard()};
        transcript_->rows = {claim};
        show();
        QCOMPARE(labelText("cardState"), QStringLiteral("Blocked"));
        QCOMPARE(
            labelText("cardSentence"),
            QStringLiteral("Blocked by hr.example: HTTP 403. asan's sign-in does not open this. Nothing was changed. "
                           "If you need it, ask whoever runs hr.example for permission."));
        QCOMPARE(labelText("cardAccount"), QString::fromUtf8("as asan · Demo Company · demo"));
        QVERIFY(view_->rowText(0).contains(QStringLiteral("Blocked by hr.example")));
    }

    void whatWhoeverDeclinedSaidStandsOnTheCard()
    {
        MessageView claim = message(QStringLiteral("1"), MessageView::Speaker::Agent,
                                    QStringLiteral("Everybody agreed. The reason given was: none."));
        ToolCardView card = blockedCard();
        card.state = ToolCardView::State::Denied;
        card.unapproved.by = QStringLiteral("Bucho");
        card.unapproved.roles = {QStringLiteral("manager")};
        claim.cards = {card};
        transcript_->rows = {claim};
        show();
        const auto* quote = view_->findChild<QWidget*>(QStringLiteral("cardQuote"));
        QVERIFY(quote);
        QVERIFY(!quote->isVisible()); // they gave no reason
        const auto reason = QStringLiteral("<b>not</b> in December");
        transcript_->change(0, [&](MessageView& view) { view.cards[0].unapproved.reason = reason; });
        view_->arrangeNow();
        quote = view_->findChild<QWidget*>(QStringLiteral("cardQuote"));
        QVERIFY(quote->isVisible());
        QTRY_VERIFY(quote->height() > 20);
        QVERIFY(labelText("cardSentence").startsWith(QStringLiteral("Bucho said no (role: manager).")));
        QVERIFY(view_->rowText(0).contains(QStringLiteral("Bucho's reason: “%1”").arg(reason)));
    }

    void cardStateFollowsItsView()
    {
        MessageView row = message(QStringLiteral("1"), MessageView::Speaker::Agent, {});
        ToolCardView card = blockedCard();
        card.state = ToolCardView::State::Running;
        row.cards = {card};
        transcript_->rows = {row};
        show();
        QCOMPARE(labelText("cardState"), QStringLiteral("Running"));
        transcript_->change(0, [](MessageView& view) { view.cards[0].state = ToolCardView::State::Done; });
        view_->arrangeNow();
        QCOMPARE(labelText("cardState"), QStringLiteral("Done"));
    }

    void cardUnfoldsByKeyboard()
    {
        MessageView row = message(QStringLiteral("1"), MessageView::Speaker::Agent, QStringLiteral("text"));
        row.cards = {blockedCard()};
        transcript_->rows = {row};
        show();
        view_->setFocus();
        QTest::keyClick(view_.get(), Qt::Key_Tab);
        auto* details = shown<ui::theme::Button>("cardDetailsButton");
        QCOMPARE(QApplication::focusWidget(), details);
        QVERIFY(!shown("cardArguments"));
        QTest::keyClick(details, Qt::Key_Return);
        QVERIFY(shown("cardArguments"));
        // Hidden characters of an argument are visible.
        QStringList values;
        for (auto* value : shown("cardArguments")->findChildren<QTextEdit*>())
            values.append(value->toPlainText());
        QVERIFY2(values.contains(QString::fromUtf8("bsan⟨U+202E⟩")), qPrintable(values.join(QLatin1Char('|'))));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("cardAnswerButton"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("cardWhyButton"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QVERIFY(shown("cardWhy"));
    }

    void cardTextsAreNeverMarkup()
    {
        MessageView row = message(QStringLiteral("1"), MessageView::Speaker::Agent, {});
        row.cards = {blockedCard()};
        row.cards[0].target = QStringLiteral("<img src=x>");
        row.cards[0].adminReplay = AdminReplayView{AdminReplayView::State::Done, 200, QStringLiteral("<i>x</i>")};
        transcript_->rows = {row};
        show();
        click("cardDetailsButton");
        click("cardWhyButton");
        click("cardAnswerButton");
        int labels = 0;
        for (auto* label : view_->findChildren<QLabel*>()) {
            if (label->text().isEmpty()) continue;
            ++labels;
            QVERIFY2(label->textFormat() == Qt::PlainText, qPrintable(label->text()));
        }
        QVERIFY(labels > 10);
        QStringList values;
        for (auto* value : view_->findChildren<QTextEdit*>())
            values.append(value->toPlainText());
        QVERIFY2(values.contains(QStringLiteral("<b>forbidden</b>")), qPrintable(values.join(QLatin1Char('|'))));
        QVERIFY(values.contains(QStringLiteral("<i>x</i>")));
    }

    void whatIsUnfoldedComesIntoView()
    {
        MessageView answer = message(QStringLiteral("2"), MessageView::Speaker::Agent, {});
        answer.cards = {blockedCard()};
        answer.cards[0].canReplayAsAdmin = true;
        transcript_->rows = {message(QStringLiteral("1"), MessageView::Speaker::Person,
                                     QStringLiteral("a long question\n\n").repeated(40)),
                             answer};
        show();
        view_->jumpToLatest();
        view_->arrangeNow();
        const auto isInView = [&](const char* name) {
            const auto* box = shown(name);
            return box &&
                   QRect(box->mapTo(view_->viewport(), QPoint()), box->size()).bottom() < view_->viewport()->height();
        };
        click("cardWhyButton");
        QTRY_VERIFY(isInView("cardWhy"));
        transcript_->change(1, [](MessageView& view) {
            view.cards[0].adminReplay = AdminReplayView{AdminReplayView::State::Done, 200, QStringLiteral("salary 1")};
        });
        QTRY_VERIFY(isInView("cardAdminReplay"));
        QTRY_VERIFY(view_->viewport()->rect().contains(
            shown("cardAdminTitle")->mapTo(view_->viewport(), shown("cardAdminTitle")->rect().center())));
    }

    void everyRowOfACardHasItsRoom()
    {
        MessageView answer = message(QStringLiteral("2"), MessageView::Speaker::Agent, {});
        answer.cards = {blockedCard()};
        answer.cards[0].why.answer = QStringLiteral("{\"error\": \"forbidden\", \"message\": \"%1\"}")
                                         .arg(QStringLiteral("words of the API ").repeated(12));
        transcript_->rows = {message(QStringLiteral("1"), MessageView::Speaker::Person, QStringLiteral("bsan?")),
                             answer};
        show();
        click("cardDetailsButton");
        click("cardWhyButton");
        click("cardAnswerButton");
        const auto squashed = [this] {
            QStringList found;
            const auto labels = shown("toolCard")->findChildren<QLabel*>();
            for (const auto* label : labels) {
                if (!label->isVisibleTo(view_.get()) || label->text().isEmpty()) continue;
                const int needed =
                    label->wordWrap() ? label->heightForWidth(label->width()) : label->sizeHint().height();
                if (label->height() < needed)
                    found.append(QStringLiteral("%1: %2 of %3").arg(label->text()).arg(label->height()).arg(needed));
            }
            return (found + clippedValues()).join(QLatin1Char('\n'));
        };
        QCOMPARE(squashed(), QString());
        turns_->replayAsAdmin(answer.cards[0].id);
        view_->arrangeNow();
        QVERIFY(shown("cardWhy") && shown("cardAdminReplay"));
        QCOMPARE(squashed(), QString()); // in the very frame that shows it
        QCoreApplication::processEvents();
        view_->arrangeNow();
        QCOMPARE(squashed(), QString());
    }

    void aWordLongerThanALineGoesOnInTheNext()
    {
        MessageView answer = message(QStringLiteral("2"), MessageView::Speaker::Agent, {});
        answer.cards = {blockedCard()};
        const QString json = QStringLiteral("{\"key\":\"%1\"}").arg(QStringLiteral("0123456789").repeated(60));
        answer.cards[0].answer = json;
        answer.cards[0].why.answer = json;
        answer.cards[0].why.url = QStringLiteral("https://hr.example/") + QString(300, QLatin1Char('u'));
        answer.cards[0].arguments = {{QStringLiteral("short"), json}, {QString(90, QLatin1Char('n')), json}};
        transcript_->rows = {answer};
        show();
        view_->resize(360, 600);
        view_->arrangeNow();
        click("cardDetailsButton");
        QCOMPARE(clippedValues(), QStringList()); // in the very frame that shows it
        click("cardWhyButton");
        click("cardAnswerButton");
        QCOMPARE(clippedValues(), QStringList());
        QCoreApplication::processEvents();
        view_->arrangeNow();
        QCOMPARE(clippedValues(), QStringList());
        auto* value = shown("cardAnswer")->findChild<QTextEdit*>();
        QVERIFY(value && value->document()->size().height() > 5 * value->fontMetrics().height());
        // What is copied is what there is, and nothing of how it is shown.
        value->setFocus();
        QTest::keyClick(value, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(value, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), json);
        QVERIFY(!QGuiApplication::clipboard()->mimeData()->hasHtml());
    }

    void aFoldedBoxIsEmpty()
    {
        MessageView row = message(QStringLiteral("1"), MessageView::Speaker::Agent, {});
        row.cards = {blockedCard()};
        row.cards[0].arguments.clear();
        for (int i = 0; i < 100; ++i)
            row.cards[0].arguments.append({QStringLiteral("argument %1").arg(i), QStringLiteral("value")});
        transcript_->rows = {row};
        show();
        const auto* card = shown("toolCard");
        QVERIFY(card->findChildren<QTextEdit*>().isEmpty());
        click("cardDetailsButton");
        QCOMPARE(card->findChildren<QTextEdit*>().size(), 101); // with the tool's name
    }

    void theWheelAndTheKeysGoThroughAValueToTheConversation()
    {
        MessageView answer = message(QStringLiteral("2"), MessageView::Speaker::Agent, {});
        answer.cards = {blockedCard()};
        transcript_->rows = {message(QStringLiteral("1"), MessageView::Speaker::Person,
                                     QStringLiteral("a long question\n\n").repeated(40)),
                             answer};
        show();
        click("cardAnswerButton");
        view_->jumpToLatest();
        auto* value = shown("cardAnswer")->findChild<QTextEdit*>();
        QVERIFY(value);
        const int before = bar().value();
        QVERIFY(before > 0);
        const QPointF middle = QPointF(value->viewport()->rect().center());
        const QFont font = value->document()->defaultFont();
        for (const auto held : {Qt::NoModifier, Qt::ControlModifier}) {
            QWheelEvent up(middle, value->viewport()->mapToGlobal(middle), {}, QPoint(0, 120), Qt::NoButton, held,
                           Qt::NoScrollPhase, false);
            QCoreApplication::sendEvent(value->viewport(), &up);
            QVERIFY(!up.isAccepted()); // so that it goes on to the view
        }
        QCOMPARE(value->document()->defaultFont(), font);
        value->setFocus();
        view_->jumpToLatest();
        QTest::keyClick(value, Qt::Key_PageUp);
        QVERIFY(bar().value() < before);
    }

    void adminReplayIsOfferedInTheDemoOnlyAndShownAsSuch()
    {
        MessageView row = message(QStringLiteral("1"), MessageView::Speaker::Agent, {});
        row.cards = {blockedCard()};
        transcript_->rows = {row};
        show();
        click("cardAdminButton");
        QCOMPARE(turns_->replayed, QList<core::CallId>{core::CallId(QStringLiteral("call-1"))});
        transcript_->change(0, [](MessageView& view) {
            view.cards[0].adminReplay = AdminReplayView{AdminReplayView::State::Done, 200, QStringLiteral("salary 1")};
        });
        view_->arrangeNow();
        QCOMPARE(labelText("cardAdminTitle"), QStringLiteral("Demo: with an admin key it leaks"));
        QCOMPARE(labelText("cardState"), QStringLiteral("Blocked"));
        transcript_->change(0, [](MessageView& view) {
            view.cards[0].adminReplay.reset();
            view.cards[0].canReplayAsAdmin = false;
        });
        view_->arrangeNow();
        QVERIFY(!shown("cardAdminButton"));
        QVERIFY(!shown("cardAdminReplay"));
    }

    void endings_data()
    {
        QTest::addColumn<int>("state");
        QTest::addColumn<QString>("sentence");
        QTest::addColumn<bool>("retry");
        QTest::newRow("stopped") << int(MessageView::State::Stopped) << QStringLiteral("You stopped this answer.")
                                 << true;
        QTest::newRow("interrupted") << int(MessageView::State::Interrupted)
                                     << QStringLiteral("Sekisho was closed before this answer was finished.") << true;
        QTest::newRow("failed without a reason")
            << int(MessageView::State::Failed) << QStringLiteral("The answer could not be finished.") << true;
        QTest::newRow("complete") << int(MessageView::State::Complete) << QStringLiteral("(not shown)") << false;
    }
    void endings()
    {
        QFETCH(int, state);
        QFETCH(QString, sentence);
        QFETCH(bool, retry);
        MessageView row = message(QStringLiteral("1"), MessageView::Speaker::Agent, QStringLiteral("so far"));
        row.state = static_cast<MessageView::State>(state);
        transcript_->rows = {row};
        show();
        QCOMPARE(labelText("endText"), sentence);
        QCOMPARE(shown("retryButton") != nullptr, retry);
        QVERIFY(view_->rowText(0).contains(QStringLiteral("so far")));
        if (!retry) return;
        click("retryButton");
        QCOMPARE(turns_->retries, 1);
    }

    void reasoningIsFolded()
    {
        MessageView row = message(QStringLiteral("1"), MessageView::Speaker::Agent, QStringLiteral("answer"));
        row.reasoning = QStringLiteral("secret plan");
        transcript_->rows = {row};
        show();
        QVERIFY(!view_->rowText(0).contains(QStringLiteral("secret plan")));
        click("reasoningButton");
        QVERIFY(view_->rowText(0).contains(QStringLiteral("secret plan")));
    }

    void linksOfALongAnswerFindTheirDefinitionWhenItIsWhole()
    {
        MessageView row = message(QStringLiteral("1"), MessageView::Speaker::Agent,
                                  QStringLiteral("See [the docs][d].\n\n") +
                                      QStringLiteral("A paragraph of words.\n\n").repeated(6'000) +
                                      QStringLiteral("[d]: https://docs.example/\n"));
        row.state = MessageView::State::Streaming;
        transcript_->rows = {row};
        show();
        QVERIFY(view_->rowText(0).startsWith(QLatin1String("Agent: See [the docs][d].")));
        transcript_->change(0, [](MessageView& view) { view.state = MessageView::State::Complete; });
        view_->arrangeNow();
        QVERIFY(view_->rowText(0).startsWith(QLatin1String("Agent: See the docs.")));
    }

    void streamingFollowsTheEndUntilThePersonScrollsUp()
    {
        for (int i = 0; i < 10; ++i) {
            transcript_->rows.append(
                message(QString::number(i), MessageView::Speaker::Person, QStringLiteral("word ").repeated(200)));
        }
        MessageView streaming = message(QStringLiteral("s"), MessageView::Speaker::Agent, {});
        streaming.state = MessageView::State::Streaming;
        transcript_->rows.append(streaming);
        show();
        QVERIFY(shown("thinkingLine"));
        for (int i = 0; i < 50; ++i) {
            transcript_->grow(10, QStringLiteral("Some words and a break.\n\n"));
            view_->arrangeNow();
            QVERIFY(view_->followsEnd());
            QCOMPARE(bar().value(), bar().maximum());
        }
        QVERIFY(!shown("thinkingLine"));
        QVERIFY(!shown("jumpToLatestButton"));

        bar().setValue(bar().value() - 600);
        QVERIFY(!view_->followsEnd());
        const int place = bar().value();
        for (int i = 0; i < 20; ++i) {
            transcript_->grow(10, QStringLiteral("More.\n\n"));
            view_->arrangeNow();
            QCOMPARE(bar().value(), place);
        }
        click("jumpToLatestButton");
        QCOMPARE(bar().value(), bar().maximum());
        QVERIFY(view_->followsEnd());
    }

    void onlyWhatIsNearIsLoadedAndBuilt()
    {
        auto paged = std::make_shared<PagedTranscript>(10'000);
        view_ = std::make_unique<TranscriptView>();
        view_->resize(800, 600);
        view_->setTranscript(paged, turns_);
        view_->show();
        for (int i = 0; i < 5; ++i)
            view_->arrangeNow();
        QVERIFY(view_->followsEnd());
        QVERIFY2(paged->loadedRows() > 3 && paged->loadedRows() < 120,
                 qPrintable(QString::number(paged->loadedRows())));
        QVERIFY2(view_->builtRows() < 120, qPrintable(QString::number(view_->builtRows())));
        bar().setValue(bar().maximum() / 2);
        for (int i = 0; i < 5; ++i)
            view_->arrangeNow();
        QVERIFY2(paged->loadedRows() < 300, qPrintable(QString::number(paged->loadedRows())));
        QVERIFY2(view_->builtRows() < 120, qPrintable(QString::number(view_->builtRows())));
        for (int page = 0; page < 60; ++page) {
            bar().setValue(bar().value() - 500);
            view_->arrangeNow();
            view_->arrangeNow();
            QVERIFY2(view_->builtRows() < 60, qPrintable(QString::number(view_->builtRows())));
        }
        // Nothing is asked for twice.
        QSet<int> asked;
        for (const auto& [first, count] : paged->loads) {
            for (int row = first; row < first + count; ++row) {
                QVERIFY(!asked.contains(row));
                asked.insert(row);
            }
        }
    }

    void whatIsReadStaysInPlaceWhenHeightsAboveChange()
    {
        auto paged = std::make_shared<PagedTranscript>(2'000);
        view_ = std::make_unique<TranscriptView>();
        view_->resize(800, 600);
        view_->setTranscript(paged, turns_);
        view_->show();
        paged->answer = false;
        bar().setValue(bar().maximum() / 2);
        view_->arrangeNow();
        const auto [first, count] = paged->loads.last();
        paged->deliver(first, count);
        view_->arrangeNow();
        int middle = -1;
        for (int row = first; row < first + count; ++row) {
            if (view_->rowRect(row).top() > 0 && view_->rowRect(row).top() < 590) middle = row;
        }
        QVERIFY(middle >= 0);
        const QRect before = view_->rowRect(middle);
        // Rows above become much higher than they were guessed.
        for (int row = first - 400; row < first; row += 50)
            paged->deliver(row, 50);
        view_->arrangeNow();
        QCOMPARE(view_->rowRect(middle).top(), before.top());
        // And all the way up, one page at a time, no step jumps.
        paged->answer = true;
        for (int step = 0; step < 40; ++step) {
            int row = -1;
            for (int at = 0; at < paged->count() && row < 0; ++at) {
                const QRect box = view_->rowRect(at);
                if (box.top() >= 0 && box.bottom() < 600) row = at;
                if (box.top() > 600) break;
            }
            if (row < 0) {
                bar().setValue(bar().value() - 100);
                continue;
            }
            const int top = view_->rowRect(row).top();
            bar().setValue(bar().value() - 100);
            view_->arrangeNow();
            QVERIFY2(std::abs(view_->rowRect(row).top() - (top + 100)) <= 1, qPrintable(QString::number(step)));
        }
    }

    void selectionGoesOverMessagesAndCopies()
    {
        MessageView answer = message(QStringLiteral("2"), MessageView::Speaker::Agent,
                                     QStringLiteral("First **bold** words.\n\n- one\n- two"));
        answer.cards = {blockedCard()};
        transcript_->rows = {message(QStringLiteral("1"), MessageView::Speaker::Person, QStringLiteral("My question")),
                             answer,
                             message(QStringLiteral("3"), MessageView::Speaker::Person, QStringLiteral("Another one"))};
        show();
        const QPoint from = view_->textRect(0, QStringLiteral("question")).topLeft() + QPoint(1, 4);
        const QPoint to = view_->textRect(2, QStringLiteral("Another")).topRight() + QPoint(-1, 4);
        QTest::mousePress(view_->viewport(), Qt::LeftButton, {}, from);
        QTest::mouseMove(view_->viewport(), from + QPoint(30, 0));
        QTest::mouseMove(view_->viewport(), to);
        QTest::mouseRelease(view_->viewport(), Qt::LeftButton, {}, to);
        const QString expected =
            QStringLiteral("question\n\nFirst bold words.\n\n- one\n- two\n\n[Read personal data | bsan | as asan · "
                           "Demo Company · demo | "
                           "Blocked | Blocked by hr.example: HTTP 403. asan's sign-in does not open this. Nothing was "
                           "changed. If you need it, ask whoever runs hr.example for permission.]\n\nAnother");
        QCOMPARE(view_->selectedText(), expected);
        QTest::keyClick(view_.get(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), expected);
        QTest::keyClick(view_.get(), Qt::Key_Escape);
        QVERIFY(view_->selectedText().isEmpty());
    }

    void doubleClickSelectsAWord()
    {
        transcript_->rows = {
            message(QStringLiteral("1"), MessageView::Speaker::Agent, QStringLiteral("alpha beta gamma"))};
        show();
        const QPoint at = view_->textRect(0, QStringLiteral("beta")).center();
        QTest::mouseDClick(view_->viewport(), Qt::LeftButton, {}, at);
        QTest::mouseRelease(view_->viewport(), Qt::LeftButton, {}, at);
        QCOMPARE(view_->selectedText(), QStringLiteral("beta"));
    }

    void selectAllReachesRowsThatAreNotBuilt()
    {
        auto paged = std::make_shared<PagedTranscript>(300);
        paged->deliver(0, 300);
        view_ = std::make_unique<TranscriptView>();
        view_->resize(800, 600);
        view_->setTranscript(paged, turns_);
        view_->show();
        view_->arrangeNow();
        QTest::keyClick(view_.get(), Qt::Key_A, Qt::ControlModifier);
        const QString all = view_->selectedText();
        for (int row : {0, 150, 299})
            QVERIFY(all.contains(QStringLiteral("Row %1.").arg(row)));
    }

    void copyMessageGivesTheWholeAnswer()
    {
        transcript_->rows = {message(QStringLiteral("1"), MessageView::Speaker::Person, QStringLiteral("q")),
                             message(QStringLiteral("2"), MessageView::Speaker::Agent, QStringLiteral("step **one**")),
                             message(QStringLiteral("3"), MessageView::Speaker::Agent, QStringLiteral("step two"))};
        show();
        QTest::mouseMove(view_->viewport(), QPoint(3, 3));
        QTest::mouseMove(view_->viewport(), view_->rowRect(1).center());
        click("copyMessageButton");
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("step **one**\n\nstep two"));
    }

    void copyCodeGivesAllOfALongBlock()
    {
        QString code;
        for (int i = 0; i < 400; ++i)
            code += QStringLiteral("line %1;\n").arg(i);
        transcript_->rows = {message(QStringLiteral("1"), MessageView::Speaker::Agent,
                                     QStringLiteral("```cpp\n") + code + QStringLiteral("```\n"))};
        show();
        bar().setValue(0);
        view_->arrangeNow();
        click("copyCodeButton");
        QCOMPARE(QGuiApplication::clipboard()->text() + QLatin1Char('\n'), code);
    }

    void aLinkOpensOnlyAfterItsWholeAddressWasShown()
    {
        transcript_->rows = {message(QStringLiteral("1"), MessageView::Speaker::Agent,
                                     QStringLiteral("Go to [bank.example](https://evil.example/?d=1) now"))};
        show();
        QSignalSpy opened(view_.get(), &TranscriptView::linkOpenRequested);
        QTest::mouseClick(view_->viewport(), Qt::LeftButton, {},
                          view_->textRect(0, QStringLiteral("bank.example")).center());
        auto* prompt = view_->findChild<QDialog*>(QStringLiteral("linkPrompt"));
        QVERIFY(prompt);
        QCOMPARE(opened.size(), 0);
        QStringList texts;
        for (auto* label : prompt->findChildren<QLabel*>())
            texts.append(label->text());
        QCOMPARE(prompt->findChild<QTextEdit*>()->toPlainText(), QStringLiteral("https://evil.example/?d=1"));
        QVERIFY(texts.contains(
            QStringLiteral("The text of this link names another site. It really leads to evil.example.")));
        QTRY_COMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("linkCancelButton"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QCOMPARE(opened.size(), 0);

        QTest::mouseClick(view_->viewport(), Qt::LeftButton, {},
                          view_->textRect(0, QStringLiteral("bank.example")).center());
        auto* open = view_->findChildren<ui::theme::Button*>(QStringLiteral("linkOpenButton")).last();
        QTest::mouseClick(open, Qt::LeftButton);
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened.first().first().toUrl(), QUrl(QStringLiteral("https://evil.example/?d=1")));
    }

    void aLongAddressIsShownWhole()
    {
        const QString address = QStringLiteral("https://evil.example/") + QString(900, QLatin1Char('d'));
        transcript_->rows = {message(QStringLiteral("1"), MessageView::Speaker::Agent,
                                     QStringLiteral("Go to [the bank](%1) now").arg(address))};
        show();
        QTest::mouseClick(view_->viewport(), Qt::LeftButton, {},
                          view_->textRect(0, QStringLiteral("the bank")).center());
        auto* prompt = view_->findChild<QDialog*>(QStringLiteral("linkPrompt"));
        QVERIFY(prompt && prompt->isVisible());
        QCoreApplication::processEvents();
        auto* value = prompt->findChild<QTextEdit*>();
        QCOMPARE(value->toPlainText(), address);
        QVERIFY(value->document()->size().width() <= value->viewport()->width());
        QVERIFY2(
            value->document()->size().height() <= value->viewport()->height(),
            qPrintable(
                QStringLiteral("%1 of %2").arg(value->viewport()->height()).arg(value->document()->size().height())));
        QTest::keyClick(value, Qt::Key_Escape);
        QVERIFY(!prompt->isVisible());
    }

    void keyboardMovesBetweenMessages()
    {
        for (int i = 0; i < 30; ++i) {
            transcript_->rows.append(
                message(QString::number(i), MessageView::Speaker::Agent, QStringLiteral("message %1").arg(i)));
        }
        show();
        view_->setFocus();
        QTest::keyClick(view_.get(), Qt::Key_Up, Qt::ControlModifier);
        QCOMPARE(view_->focusedRow(), 29);
        for (int i = 0; i < 29; ++i)
            QTest::keyClick(view_.get(), Qt::Key_Up, Qt::ControlModifier);
        QCOMPARE(view_->focusedRow(), 0);
        QVERIFY(view_->viewport()->rect().contains(view_->rowRect(0).center()));
        QTest::keyClick(view_.get(), Qt::Key_End);
        QCOMPARE(bar().value(), bar().maximum());
    }

    void screenReadersGetEveryMessage()
    {
        transcript_->rows = {message(QStringLiteral("1"), MessageView::Speaker::Person, QStringLiteral("question")),
                             message(QStringLiteral("2"), MessageView::Speaker::Agent, QStringLiteral("answer"))};
        transcript_->rows[1].cards = {blockedCard()};
        show();
        auto* list = QAccessible::queryAccessibleInterface(view_.get());
        QVERIFY(list);
        QCOMPARE(list->role(), QAccessible::List);
        QCOMPARE(list->text(QAccessible::Name), QStringLiteral("Conversation"));
        QVERIFY(list->childCount() >= 2);
        QCOMPARE(list->child(0)->text(QAccessible::Name), QStringLiteral("You: question"));
        QVERIFY(list->child(1)->text(QAccessible::Name).contains(QStringLiteral("Blocked by hr.example")));
        QCOMPARE(list->indexOfChild(list->child(1)), 1);
        QCOMPARE(list->child(1)->parent(), list);
    }

    void aWholeAnswerCanBeGivenAnewUnlessItChangedThings()
    {
        transcript_->rows = {message(QStringLiteral("1"), MessageView::Speaker::Person, QStringLiteral("leave?")),
                             message(QStringLiteral("2"), MessageView::Speaker::Agent, QStringLiteral("One.")),
                             message(QStringLiteral("3"), MessageView::Speaker::Agent, QStringLiteral("Two."))};
        show();
        QVERIFY(shown("answerAgainButton"));
        view_->focusRow(0);
        QVERIFY(!shown("answerAgainButton")); // what the person wrote is not answered by itself
        view_->focusRow(2);
        click("answerAgainButton");
        QCOMPARE(turns_->retries, 1);
        turns_->finish();
        view_->arrangeNow();
        transcript_->change(1, [](MessageView& step) { step.changedThings = true; });
        transcript_->append(message(QStringLiteral("5"), MessageView::Speaker::Agent, QStringLiteral("Done.")));
        view_->arrangeNow();
        QVERIFY(!shown("answerAgainButton"));
        transcript_->change(transcript_->count() - 1,
                            [](MessageView& step) { step.state = MessageView::State::Failed; });
        view_->arrangeNow();
        QVERIFY(shown("endLine"));
        QVERIFY(!shown("retryButton"));
    }

    void theLastQuestionCanBeEditedUnlessItsAnswerChangedThings()
    {
        using Speaker = MessageView::Speaker;
        transcript_->rows = {message(QStringLiteral("1"), Speaker::Person, QStringLiteral("one?")),
                             message(QStringLiteral("2"), Speaker::Agent, QStringLiteral("One.")),
                             message(QStringLiteral("3"), Speaker::Person, QStringLiteral("two?")),
                             message(QStringLiteral("4"), Speaker::Agent, QStringLiteral("Two."))};
        show();
        QSignalSpy edited(view_.get(), &TranscriptView::editRequested);
        for (const int row : {0, 1, 3}) {
            view_->focusRow(row);
            QVERIFY(!shown("editMessageButton"));
        }
        view_->focusRow(2);
        click("editMessageButton");
        QCOMPARE(edited.size(), 1);
        QCOMPARE(edited.first().first().toString(), QStringLiteral("two?"));
        transcript_->change(3, [](MessageView& step) { step.changedThings = true; });
        view_->focusRow(2);
        QVERIFY(!shown("editMessageButton"));
    }

    void aRetryTakesTheOldAnswerAway()
    {
        transcript_->rows = {message(QStringLiteral("1"), MessageView::Speaker::Person, QStringLiteral("q")),
                             message(QStringLiteral("2"), MessageView::Speaker::Agent, QStringLiteral("old"))};
        transcript_->rows[1].cards = {blockedCard()};
        show();
        QVERIFY(shown("toolCard"));
        transcript_->removeFrom(1);
        transcript_->append(message(QStringLiteral("3"), MessageView::Speaker::Agent, QStringLiteral("fresh")));
        view_->arrangeNow();
        QCOMPARE(view_->rowCount(), 2);
        QCOMPARE(view_->rowText(1), QStringLiteral("Agent: fresh"));
        QVERIFY(!shown("toolCard"));
    }

    void nothingStaysOfTheConversationBefore()
    {
        transcript_->rows = {
            message(QStringLiteral("1"), MessageView::Speaker::Agent, QStringLiteral("secret of asan"))};
        transcript_->rows[0].cards = {blockedCard()};
        show();
        view_->selectAll();
        view_->setTranscript(nullptr, nullptr);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QCOMPARE(view_->rowCount(), 0);
        QVERIFY(view_->selectedText().isEmpty());
        QVERIFY(!shown("toolCard"));
        QVERIFY(view_->findChildren<QWidget*>(QStringLiteral("toolCard")).isEmpty());
        // What still happens there reaches nobody here.
        auto other = std::make_shared<FakeTranscript>();
        other->rows = {message(QStringLiteral("9"), MessageView::Speaker::Agent, QStringLiteral("of bsan"))};
        view_->setTranscript(transcript_, turns_);
        view_->setTranscript(other, nullptr);
        transcript_->append(message(QStringLiteral("2"), MessageView::Speaker::Agent, QStringLiteral("late")));
        view_->arrangeNow();
        QCOMPARE(view_->rowCount(), 1);
        QCOMPARE(view_->rowText(0), QStringLiteral("Agent: of bsan"));
    }

    void theCardWithTheKeyboardCanGo_data()
    {
        QTest::addColumn<QString>("how");
        QTest::newRow("another conversation") << QStringLiteral("another");
        QTest::newRow("no conversation") << QStringLiteral("none");
        QTest::newRow("the same one read anew") << QStringLiteral("reset");
        QTest::newRow("its rows taken away") << QStringLiteral("removed");
    }
    /// Qt hands the keyboard on to the next card while the first one goes, and the next one is out of view.
    void theCardWithTheKeyboardCanGo()
    {
        QFETCH(QString, how);
        MessageView first = message(QStringLiteral("1"), MessageView::Speaker::Agent, {});
        first.cards = {blockedCard()};
        MessageView second =
            message(QStringLiteral("2"), MessageView::Speaker::Agent, QStringLiteral("a paragraph\n\n").repeated(15));
        second.cards = {blockedCard()};
        second.cards[0].id = core::CallId(QStringLiteral("call-2"));
        transcript_->rows = {first, second};
        show();
        bar().setValue(0);
        view_->arrangeNow();
        const auto buttons = view_->findChildren<ui::theme::Button*>(QStringLiteral("cardAnswerButton"));
        QCOMPARE(buttons.size(), 2);
        const auto top = [this](QWidget* button) { return button->mapTo(view_->viewport(), QPoint()).y(); };
        auto* above = top(buttons[0]) < top(buttons[1]) ? buttons[0] : buttons[1];
        auto* below = above == buttons[0] ? buttons[1] : buttons[0];
        QVERIFY(top(above) < view_->viewport()->height() && top(below) > view_->viewport()->height());
        QTest::mouseClick(above, Qt::LeftButton);
        QCOMPARE(QApplication::focusWidget(), above);
        const auto other = std::make_shared<FakeTranscript>();
        other->rows = {message(QStringLiteral("9"), MessageView::Speaker::Agent, QStringLiteral("of bsan"))};
        if (how == QLatin1String("another"))
            view_->setTranscript(other, nullptr);
        else if (how == QLatin1String("none"))
            view_->setTranscript(nullptr, nullptr);
        else if (how == QLatin1String("reset"))
            Q_EMIT transcript_->reset();
        else
            transcript_->removeFrom(0);
        view_->arrangeNow();
        QCOMPARE(view_->rowCount(), how == QLatin1String("another") ? 1 : how == QLatin1String("reset") ? 2 : 0);
        if (how == QLatin1String("another")) QCOMPARE(view_->rowText(0), QStringLiteral("Agent: of bsan"));
        if (how == QLatin1String("reset")) QVERIFY(view_->followsEnd());
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QCOMPARE(view_->findChildren<QWidget*>(QStringLiteral("toolCard")).size(),
                 how == QLatin1String("reset") ? 2 : 0);
    }

    void theDemoTourIsDrawnAsItHappens()
    {
        show();
        QVERIFY(turns_->send(fakes::typed("ユーザーBの個人情報を教えて")).isFinished());
        while (turns_->step())
            view_->arrangeNow();
        view_->arrangeNow();
        QVERIFY(view_->rowCount() >= 2);
        QVERIFY(shown("toolCard"));
    }
};

QTEST_MAIN(TestTranscriptView)
#include "tst_transcript_view.moc"
