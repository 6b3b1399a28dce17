#include "tests/fakes/fake_conversation.h"
#include "tests/fakes/held_call.h"
#include "ui/text/language.h"
#include "ui/theme/appearance.h"
#include "ui/theme/button.h"
#include "ui/transcript/card_text.h"
#include "ui/transcript/countdown.h"
#include "ui/transcript/held_bar.h"
#include "ui/transcript/held_calls.h"
#include "ui/transcript/transcript_view.h"

#include <QtCore/QCoreApplication>
#include <QtGui/QAccessible>
#include <QtGui/QPaintEvent>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QVBoxLayout>

using core::interfaces::MessageView;
using core::interfaces::ToolCardView;
using core::interfaces::UnapprovedView;
using ui::theme::Button;
using ui::transcript::HeldBar;
using ui::transcript::HeldCalls;
using ui::transcript::TranscriptView;
using State = ToolCardView::State;

namespace {

const QDateTime start(QDate(2026, 5, 4), QTime(5, 6), Qt::UTC);

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

core::CallId id(const char* text)
{
    return core::CallId(s(text));
}

ToolCardView held(const char* name, int seconds)
{
    return fakes::heldCall(s(name), start.addSecs(seconds));
}

MessageView words(int paragraphs)
{
    MessageView message;
    message.id = core::MessageId(core::newId());
    message.text = s("A paragraph to fill the view with.\n\n").repeated(paragraphs);
    message.approximateSize = message.text.size();
    return message;
}

QString toldName(QWidget* widget)
{
    auto* told = widget ? QAccessible::queryAccessibleInterface(widget) : nullptr;
    return told ? told->text(QAccessible::Name) : QString();
}

/// What a widget is asked to do.
class Watch final : public QObject {
public:
    explicit Watch(QWidget& widget) { widget.installEventFilter(this); }
    QList<QRect> painted;
    int layouts = 0;

    bool eventFilter(QObject*, QEvent* event) override
    {
        if (event->type() == QEvent::Paint) painted.append(static_cast<QPaintEvent*>(event)->region().boundingRect());
        if (event->type() == QEvent::LayoutRequest) ++layouts;
        return false;
    }
};

} // namespace

/// What the person sees of a call that is held, and how they take it back. The time is in the test's hand.
class TestHeldCard : public QObject {
    Q_OBJECT

    std::unique_ptr<ui::theme::Appearance> appearance_;
    std::unique_ptr<QWidget> window_;
    TranscriptView* view_ = nullptr;
    HeldBar* bar_ = nullptr;
    std::shared_ptr<FakeTranscript> transcript_;
    std::shared_ptr<FakeTurns> turns_;
    QDateTime now_;

    void show()
    {
        window_ = std::make_unique<QWidget>();
        window_->resize(800, 600);
        auto* column = new QVBoxLayout(window_.get());
        view_ = new TranscriptView(window_.get());
        bar_ = new HeldBar(*view_, window_.get());
        column->addWidget(view_, 1);
        column->addWidget(bar_);
        view_->setNow([this] { return now_; });
        view_->setTranscript(transcript_, turns_);
        window_->show();
        window_->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window_.get()));
        settle();
    }
    void settle()
    {
        for (int round = 0; round < 5; ++round) {
            QCoreApplication::processEvents();
            view_->arrangeNow();
        }
        QCoreApplication::processEvents();
    }
    [[nodiscard]] QTimer& timer() const { return *view_->findChild<QTimer*>(s("heldTimer")); }
    /// As much later, when the timer has come to its end.
    void pass(std::chrono::milliseconds time)
    {
        now_ = now_.addMSecs(time.count());
        QVERIFY(QMetaObject::invokeMethod(&timer(), "timeout", Qt::DirectConnection));
    }
    /// Those that are not hidden, from above.
    template <typename Widget>
    [[nodiscard]] QList<Widget*> shown(const char* name) const
    {
        QList<Widget*> found;
        for (auto* widget : view_->findChildren<Widget*>(s(name)))
            if (widget->isVisibleTo(view_)) found.append(widget);
        std::sort(found.begin(), found.end(), [this](const QWidget* one, const QWidget* other) {
            return one->mapTo(view_, QPoint()).y() < other->mapTo(view_, QPoint()).y();
        });
        return found;
    }
    [[nodiscard]] QStringList states() const
    {
        QStringList texts;
        for (const auto* label : shown<QLabel>("cardState"))
            texts.append(label->text());
        return texts;
    }
    template <typename Widget>
    [[nodiscard]] Widget& ofBar(const char* name) const
    {
        return *bar_->findChild<Widget*>(s(name));
    }

private Q_SLOTS:
    void initTestCase() { appearance_ = std::make_unique<ui::theme::Appearance>(*qApp); }
    void init()
    {
        transcript_ = std::make_shared<FakeTranscript>();
        turns_ = std::make_shared<FakeTurns>(transcript_, FakePerson{}, FakeTurns::Pace::ByHand);
        now_ = start;
    }
    void cleanup() { window_.reset(); }
    void cleanupTestCase() { appearance_.reset(); }

    void theWordsByTheTimeThatIsLeft_data()
    {
        QTest::addColumn<int>("milliseconds");
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("stays"); // 0: for good
        QTest::newRow("all of it") << 10'000 << s("Begins in 10 s") << 1000;
        QTest::newRow("a bit less") << 9'999 << s("Begins in 10 s") << 999;
        QTest::newRow("whole seconds") << 9'000 << s("Begins in 9 s") << 1000;
        QTest::newRow("just over whole seconds") << 7'001 << s("Begins in 8 s") << 1;
        QTest::newRow("the last second") << 1'000 << s("Begins in 1 s") << 1000;
        QTest::newRow("the last moment") << 1 << s("Begins in 1 s") << 1;
        QTest::newRow("none") << 0 << s("Beginning") << 0;
        QTest::newRow("over for long") << -5'000 << s("Beginning") << 0;
    }
    void theWordsByTheTimeThatIsLeft()
    {
        QFETCH(int, milliseconds);
        QFETCH(QString, text);
        QFETCH(int, stays);
        const auto until = start.addMSecs(milliseconds);
        QCOMPARE(ui::transcript::countdownText(until, start), text);
        const auto found = ui::transcript::countdownStays(until, start);
        QCOMPARE(found ? static_cast<int>(found->count()) : 0, stays);
        if (!found) return;
        QCOMPARE(ui::transcript::countdownText(until, start.addMSecs(stays - 1)), text);
        QVERIFY(ui::transcript::countdownText(until, start.addMSecs(stays)) != text);
    }

    void withoutATimeItIsBeginning()
    {
        QCOMPARE(ui::transcript::countdownText({}, start), s("Beginning"));
        QVERIFY(!ui::transcript::countdownStays({}, start));
    }

    void theCardSaysHowLongStill()
    {
        show();
        turns_->hold({held("a", 8)});
        settle();
        QCOMPARE(states(), QStringList{s("Begins in 8 s")});
        const auto sentences = shown<QLabel>("cardSentence");
        QCOMPARE(sentences.size(), 1);
        QCOMPARE(sentences.first()->text(),
                 s("Nothing was done yet. It begins in a few seconds unless you take it back."));
        QVERIFY(timer().isActive());
        pass(std::chrono::seconds(1));
        QCOMPARE(states(), QStringList{s("Begins in 7 s")});
        QVERIFY(timer().isActive());
        pass(std::chrono::seconds(7));
        QCOMPARE(states(), QStringList{s("Beginning")});
        QVERIFY(!timer().isActive()); // there is nothing more to count
        QCOMPARE(shown<Button>("cardUndoButton").size(), 1);
        turns_->begin(id("a"));
        settle();
        QCOMPARE(states(), QStringList{s("Done")});
        QVERIFY(shown<Button>("cardUndoButton").isEmpty());
        QCOMPARE(shown<QLabel>("cardState").first()->maximumWidth(), QWIDGETSIZE_MAX);
    }

    void countingDownMovesNothingAndPaintsOnlyThere()
    {
        show();
        transcript_->append(words(3));
        turns_->hold({held("a", 10)});
        settle();
        auto* card = shown<QWidget>("toolCard").first();
        auto* label = shown<QLabel>("cardState").first();
        const QRect cardBefore = card->geometry();
        const QRect labelBefore = label->geometry();
        Watch viewport(*view_->viewport());
        Watch layout(*card);
        for (int second = 9; second >= 0; --second) {
            pass(std::chrono::seconds(1));
            QCoreApplication::processEvents();
            const QString text = second > 0 ? s("Begins in %1 s").arg(second) : s("Beginning");
            QCOMPARE(states(), QStringList{text});
            QVERIFY(label->fontMetrics().horizontalAdvance(text) <= label->width());
        }
        QCOMPARE(layout.layouts, 0);
        QCOMPARE(card->geometry(), cardBefore);
        QCOMPARE(label->geometry(), labelBefore);
        QVERIFY(!viewport.painted.isEmpty());
        for (const QRect& painted : std::as_const(viewport.painted))
            QVERIFY(view_->rowRect(1).contains(painted));
    }

    void itIsTakenBackWithTheMouse()
    {
        show();
        turns_->hold({held("a", 8), held("b", 8)});
        settle();
        const auto buttons = shown<Button>("cardUndoButton");
        QCOMPARE(buttons.size(), 2);
        QTest::mouseClick(buttons.last(), Qt::LeftButton);
        settle();
        QCOMPARE(turns_->undone, QList{id("b")});
        QCOMPARE(states(), (QStringList{s("Begins in 8 s"), s("Taken back")}));
        QCOMPARE(shown<QLabel>("cardSentence").last()->text(),
                 s("You took it back before it began. Nothing was changed. Ask again if you still want it."));
        // The other one is held on.
        QCOMPARE(shown<Button>("cardUndoButton").size(), 1);
        QVERIFY(turns_->running());
        QVERIFY(timer().isActive());
        QTest::mouseClick(shown<Button>("cardUndoButton").first(), Qt::LeftButton);
        settle();
        QCOMPARE(turns_->undone, (QList{id("b"), id("a")}));
        QVERIFY(!timer().isActive());
        turns_->finish();
        QVERIFY(!turns_->running());
    }

    void itIsTakenBackFromTheKeyboard()
    {
        show();
        turns_->hold({held("a", 8)});
        settle();
        view_->setFocus();
        QTest::keyClick(view_, Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget()->objectName(), s("cardDetailsButton"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget()->objectName(), s("cardUndoButton"));
        QVERIFY(turns_->undone.isEmpty());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        settle();
        QCOMPARE(turns_->undone, QList{id("a")});
        // The keyboard is on what changes nothing.
        QCOMPARE(QApplication::focusWidget()->objectName(), s("cardDetailsButton"));
    }

    void theOneThatBeganToBeHeldLastIsTakenBackFirst()
    {
        show();
        turns_->hold({held("late", 10)});
        turns_->hold({held("early", 8)});
        turns_->hold({held("last", 10)});
        settle();
        for (int times = 0; times < 4; ++times) // once too often
            view_->undoLast();
        QCOMPARE(turns_->undone, (QList{id("last"), id("late"), id("early")}));
    }

    void onlyWhatIsHeldCanBeTakenBack_data()
    {
        QTest::addColumn<int>("state");
        for (const auto state : {State::Running, State::Done, State::Waiting, State::Denied, State::OutcomeUnknown,
                                 State::Withdrawn, State::Cancelled})
            QTest::newRow(qPrintable(QString::number(int(state)))) << int(state);
    }
    void onlyWhatIsHeldCanBeTakenBack()
    {
        QFETCH(int, state);
        MessageView row = words(1);
        row.cards = {held("a", 8)};
        row.cards[0].state = static_cast<State>(state);
        transcript_->rows = {row};
        show();
        QCOMPARE(shown<QWidget>("toolCard").size(), 1);
        QVERIFY(shown<Button>("cardUndoButton").isEmpty());
        QVERIFY(!states().first().contains(s("Begin")));
        QVERIFY(!timer().isActive());
        QVERIFY(bar_->isHidden());
        view_->undoLast();
        QVERIFY(turns_->undone.isEmpty());
    }

    void theTimerRunsOnlyForWhatIsHeldAndSeen()
    {
        show();
        QVERIFY(!timer().isActive());
        transcript_->append(words(1));
        QVERIFY(!timer().isActive());
        turns_->hold({held("a", 10)});
        QVERIFY(timer().isActive());
        view_->hide();
        QVERIFY(!timer().isActive());
        transcript_->append(words(1));
        QVERIFY(!timer().isActive());
        now_ = now_.addSecs(3);
        view_->show();
        QVERIFY(timer().isActive());
        settle();
        QCOMPARE(states(), QStringList{s("Begins in 7 s")}); // what it says is right at once
        view_->setTranscript(nullptr, nullptr);
        QVERIFY(!timer().isActive());
        view_->undoLast();
        QVERIFY(turns_->undone.isEmpty());
        view_->setTranscript(transcript_, turns_);
        QVERIFY(timer().isActive());
        turns_->stop();
        QVERIFY(!timer().isActive());
    }

    void aScreenReaderIsToldOnce()
    {
        show();
        turns_->hold({held("a", 8)});
        settle();
        auto* list = QAccessible::queryAccessibleInterface(view_);
        const QString row = list->child(0)->text(QAccessible::Name);
        QVERIFY2(row.contains(s("Send a chat message")) && row.contains(s("Held")) &&
                     row.contains(s("unless you take it back")),
                 qPrintable(row));
        auto* label = shown<QLabel>("cardState").first();
        QCOMPARE(toldName(label), s("Held"));
        QCOMPARE(toldName(shown<Button>("cardUndoButton").first()), s("Undo: Send a chat message"));
        pass(std::chrono::seconds(1));
        QCOMPARE(label->text(), s("Begins in 7 s"));
        QCOMPARE(toldName(label), s("Held"));
        QCOMPARE(list->child(0)->text(QAccessible::Name), row);
        view_->undoLast();
        settle();
        QCOMPARE(toldName(label), s("Taken back"));
        QVERIFY(list->child(0)->text(QAccessible::Name).contains(s("You took it back before it began.")));
    }

    void whatIsNewlyHeldIsNewsOnce()
    {
        HeldCalls calls;
        MessageView message = words(1);
        QVERIFY(!calls.note(0, message));
        message.cards = {held("a", 8)};
        QVERIFY(calls.note(0, message));
        QVERIFY(!calls.note(0, message));
        message.cards.append(held("b", 9));
        QVERIFY(calls.note(0, message));
        message.cards[0].state = State::Done;
        QVERIFY(!calls.note(0, message));
        QCOMPARE(calls.calls().size(), 1);
        QVERIFY(calls.note(3, [] {
            MessageView other;
            other.cards = {held("c", 9)};
            return other;
        }()));
        calls.dropFrom(1);
        QCOMPARE(calls.calls().size(), 1);
        QCOMPARE(calls.calls().first().card.id, id("b"));
    }

    void theBarIsThereWhileTheCardIsOutOfView()
    {
        show();
        view_->setFocus();
        turns_->hold({held("a", 8)});
        settle();
        QVERIFY(bar_->isHidden());
        transcript_->append(words(80));
        settle();
        QVERIFY(view_->followsEnd());
        QVERIFY(!bar_->isHidden());
        QVERIFY(view_->hasFocus());
        QCOMPARE(ofBar<QLabel>("heldTitle").text(), s("Send a chat message"));
        QCOMPARE(ofBar<QLabel>("heldTime").text(), s("Begins in 8 s"));
        QCOMPARE(toldName(&ofBar<QLabel>("heldTime")), s("Held"));
        pass(std::chrono::seconds(1));
        QCOMPARE(ofBar<QLabel>("heldTime").text(), s("Begins in 7 s"));
        QCOMPARE(toldName(&ofBar<QLabel>("heldTime")), s("Held"));
        view_->verticalScrollBar()->setValue(0);
        settle();
        QVERIFY(bar_->isHidden());
        QCOMPARE(states(), QStringList{s("Begins in 7 s")});
        view_->jumpToLatest();
        settle();
        QVERIFY(!bar_->isHidden());
        QSignalSpy given(bar_, &HeldBar::focusGivenUp);
        ofBar<Button>("heldUndo").setFocus();
        QTest::keyClick(&ofBar<Button>("heldUndo"), Qt::Key_Space);
        settle();
        QCOMPARE(turns_->undone, QList{id("a")});
        QVERIFY(bar_->isHidden());
        QCOMPARE(given.size(), 1);
    }

    void theBarIsThereWhenTheButtonIsCutOff()
    {
        show();
        turns_->hold({held("a", 8)});
        transcript_->append(words(80));
        settle();
        view_->verticalScrollBar()->setValue(0);
        settle();
        QVERIFY(bar_->isHidden());
        const auto* button = shown<Button>("cardUndoButton").first();
        const int middle = button->mapTo(view_->viewport(), button->rect().center()).y();
        view_->verticalScrollBar()->setValue(middle);
        settle();
        QCOMPARE(shown<Button>("cardUndoButton").size(), 1);
        QVERIFY(!bar_->isHidden());
        view_->verticalScrollBar()->setValue(middle - button->height());
        settle();
        QVERIFY(bar_->isHidden());
    }

    void theBarTakesBackWhatItShows()
    {
        show();
        turns_->hold({held("first", 8)});
        turns_->hold({held("second", 9)});
        transcript_->append(words(80));
        settle();
        QCOMPARE(ofBar<QLabel>("heldTime").text(), s("Begins in 8 s"));
        QTest::mouseClick(&ofBar<Button>("heldUndo"), Qt::LeftButton);
        settle();
        QCOMPARE(turns_->undone, QList{id("first")});
        QVERIFY(!bar_->isHidden());
        QCOMPARE(ofBar<QLabel>("heldTime").text(), s("Begins in 9 s"));
        turns_->begin(id("second"));
        settle();
        QVERIFY(bar_->isHidden());
    }

    void itIsSaidInJapanese()
    {
        const QLocale before;
        {
            ui::text::Language spoken;
            spoken.set(s("ja"));
            auto card = held("a", 8);
            QCOMPARE(ui::transcript::countdownText(card.heldUntilUtc, start), s("8秒後に始まります"));
            QCOMPARE(ui::transcript::countdownText(card.heldUntilUtc, card.heldUntilUtc), s("開始しています"));
            QCOMPARE(ui::transcript::cardStatus(card).sentence,
                     s("まだ何も実行されていません。取り消さなければ、数秒後に始まります。"));
            show();
            turns_->hold({card});
            settle();
            QCOMPARE(shown<Button>("cardUndoButton").first()->text(), s("取り消す"));
            view_->undoLast();
            settle();
            QCOMPARE(states(), QStringList{s("取り消しました")});
            QVERIFY(shown<QLabel>("cardSentence")
                        .first()
                        ->text()
                        .startsWith(s("始まる前にあなたが取り消しました。何も変更されていません。")));
            window_.reset();
        }
        QLocale::setDefault(before);
    }
};

QTEST_MAIN(TestHeldCard)
#include "tst_held_card.moc"
