#include "tests/ui/approvals/waiting_call.h"
#include "tests/ui/shell/fuzzed_window.h"
#include "ui/shell/chat_page.h"

#include <QtCore/QRandomGenerator>
#include <QtGui/QDesktopServices>
#include <QtGui/QInputMethodEvent>
#include <QtGui/QWheelEvent>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QScrollBar>

#include <limits>

using namespace core::interfaces;
using Kind = Happening::Kind;

namespace {

const QList<int> keys{Qt::Key_Return,  Qt::Key_Enter,     Qt::Key_Space,  Qt::Key_Select,   Qt::Key_Tab,
                      Qt::Key_Backtab, Qt::Key_Escape,    Qt::Key_Up,     Qt::Key_Down,     Qt::Key_Left,
                      Qt::Key_Right,   Qt::Key_PageDown,  Qt::Key_PageUp, Qt::Key_End,      Qt::Key_Home,
                      Qt::Key_Delete,  Qt::Key_Backspace, Qt::Key_Menu,   Qt::Key_F1,       Qt::Key_F10,
                      Qt::Key_A,       Qt::Key_Y,         Qt::Key_J,      Qt::Key_K,        Qt::Key_O,
                      Qt::Key_1,       Qt::Key_2,         Qt::Key_Comma,  Qt::Key_Yes,      Qt::Key_Control,
                      Qt::Key_Shift,   Qt::Key_Alt,       Qt::Key_Meta,   Qt::Key_Muhenkan, Qt::Key_Henkan};
const QList<int> chords{Qt::Key_R, Qt::Key_G, Qt::Key_D, Qt::Key_I, Qt::Key_A, Qt::Key_L,
                        Qt::Key_N, Qt::Key_K, Qt::Key_E, Qt::Key_S, Qt::Key_T};

} // namespace

/// Everything that can come to a window comes to it in any order, on and around a card that waits. Nothing is approved
/// that a person did not mean, by an oracle that looks at the window from outside; and what a person means goes through.
class TestApprovalFuzz : public QObject {
    Q_OBJECT

    const quint32 seed_ = qEnvironmentVariableIsSet("SEKISHO_FUZZ_SEED")
                              ? static_cast<quint32>(qEnvironmentVariableIntValue("SEKISHO_FUZZ_SEED"))
                              : 20261127U;
    QRandomGenerator random_{seed_};
    FuzzedWindow fuzzed_{seed_};
    std::unique_ptr<QWidget> otherWindow_;
    QList<std::function<void()>> plan_; ///< what a person is about to do, if nothing comes in between
    int calls_ = 0;

    int below(int end) { return static_cast<int>(random_.bounded(end)); }
    bool oneIn(int many) { return below(many) == 0; }
    template <typename T>
    T anyOf(const QList<T>& list)
    {
        return list.at(below(static_cast<int>(list.size())));
    }

    // ---- hands ----

    /// In the window, and in this place if it is there.
    QPoint within(const QRect& place)
    {
        const QRect all = fuzzed_.window().rect().adjusted(1, 1, -1, -1);
        const QRect part = (place & all).isEmpty() ? all : place & all;
        return {part.left() + below(part.width()), part.top() + below(part.height())};
    }
    QPoint anywhere()
    {
        const auto sight = fuzzed_.look();
        const int where = below(10);
        if (where < 3) return within(sight.approve.adjusted(-2, -2, 2, 2));
        const auto* shown = fuzzed_.card();
        return within(shown && where < 5 ? fuzzed_.placeOf(*shown) : QRect());
    }
    /// The window that hears the keys.
    QWindow* hearing()
    {
        const auto* modal = QApplication::activeModalWidget();
        return modal && modal->windowHandle() && oneIn(2) ? modal->windowHandle() : fuzzed_.handle();
    }

    void someKey()
    {
        const QList<Qt::KeyboardModifiers> with{{},
                                                {},
                                                {},
                                                Qt::ShiftModifier,
                                                Qt::ControlModifier,
                                                Qt::AltModifier,
                                                Qt::MetaModifier,
                                                Qt::ControlModifier | Qt::ShiftModifier,
                                                Qt::ControlModifier | Qt::ShiftModifier | Qt::AltModifier,
                                                Qt::ControlModifier | Qt::ShiftModifier | Qt::KeypadModifier,
                                                Qt::ControlModifier | Qt::AltModifier};
        const bool ours = oneIn(4);
        const int code = ours ? anyOf(chords) : anyOf(keys);
        const auto modifiers = ours && !oneIn(4) ? Qt::ControlModifier | Qt::ShiftModifier : anyOf(with);
        const int how = below(10);
        if (how < 9) fuzzed_.key(hearing(), code, modifiers, true, how < 2);
        if (how > 1) fuzzed_.key(hearing(), code, modifiers, false);
    }
    void someMouse()
    {
        const QList<Qt::MouseButton> buttons{Qt::LeftButton, Qt::LeftButton,  Qt::LeftButton,
                                             Qt::LeftButton, Qt::RightButton, Qt::MiddleButton};
        const auto button = anyOf(buttons);
        switch (below(6)) {
        case 0: return fuzzed_.mouse(Kind::Other, Qt::NoButton, anywhere());
        case 1: return fuzzed_.mouse(Kind::MousePress, button, anywhere());
        case 2: return fuzzed_.mouse(Kind::MouseRelease, button, anywhere());
        case 3: return fuzzed_.mouse(Kind::DoubleClick, button, anywhere());
        default: break;
        }
        const auto at = anywhere();
        fuzzed_.mouse(Kind::MousePress, button, at);
        if (oneIn(3)) fuzzed_.pass(std::chrono::milliseconds(below(120)));
        fuzzed_.mouse(Kind::MouseRelease, button, oneIn(8) ? anywhere() : at);
    }

    // ---- what waits ----

    ApprovalCallView newCall()
    {
        const QString id = QStringLiteral("n%1").arg(++calls_);
        auto call = waitingCall(id, static_cast<EffectView>(below(8)));
        call.title = {id, id};
        call.api = {};
        call.values.first().value = id;
        call.answerByUtc = QDateTime::currentDateTimeUtc().addDays(oneIn(20) ? -1 : 1);
        if (oneIn(3))
            call.values.append(value(QStringLiteral("note"), QStringLiteral("Some words. ").repeated(1 + below(80)),
                                     ApprovalValueView::Role::Content));
        if (oneIn(12)) call.roles = {QStringLiteral("bucho")};
        call.signIn = oneIn(8);
        return call;
    }
    [[nodiscard]] QString here() const
    {
        const auto* chat = fuzzed_.window().findChild<ui::shell::ChatPage*>();
        return chat ? chat->current().text() : QString();
    }
    void newCards()
    {
        if (!fuzzed_.stage().app.fakeApprovals()) return;
        QList<ApprovalView> cards;
        for (int card = 1 + below(2); card > 0; --card) {
            QList<ApprovalCallView> calls;
            for (int call = 1 + below(3); call > 0; --call)
                calls.append(newCall());
            cards.append(
                waitingCard(QStringLiteral("s%1").arg(calls_), calls, oneIn(6) ? QStringLiteral("elsewhere") : here()));
        }
        fuzzed_.other("other cards wait", [&] { fuzzed_.stage().app.fakeApprovals()->set(cards); });
    }
    /// One of those that wait is another one now, is gone, or comes first.
    void changeCards()
    {
        const auto approvals = fuzzed_.stage().app.fakeApprovals();
        if (!approvals || approvals->list.isEmpty()) return newCards();
        auto cards = approvals->list;
        auto& calls = cards[below(static_cast<int>(cards.size()))].calls;
        const int which = below(static_cast<int>(calls.size()));
        switch (below(5)) {
        case 0: calls.removeAt(which); break; // answered elsewhere
        case 1: calls[which] = newCall(); break;
        case 2: calls[which].digest += u'x'; break;
        case 3: calls.prepend(newCall()); break;
        default: cards.move(0, cards.size() - 1); break;
        }
        cards.removeIf([](const ApprovalView& card) { return card.calls.isEmpty(); });
        fuzzed_.other("what waits changes", [&] { approvals->set(cards); });
    }
    void answers()
    {
        const auto approvals = fuzzed_.stage().app.fakeApprovals();
        if (!approvals) return;
        const core::Error full{core::Errc::DiskFull, QStringLiteral("full")};
        fuzzed_.other("answers are kept in another way", [&] {
            approvals->answerHeld();
            approvals->hold = oneIn(3);
            approvals->failApprove = oneIn(4) ? std::optional(full) : std::nullopt;
        });
    }

    // ---- what the window goes through ----

    void compose()
    {
        auto* focus = QApplication::focusWidget();
        if (!focus) return;
        const auto begun = oneIn(2) ? QStringLiteral("かん") : QString();
        fuzzed_.happen(
            {begun.isEmpty() ? Kind::Other : Kind::Compose, QStringLiteral("an input method says “%1”").arg(begun)},
            [&] {
                QInputMethodEvent event(begun, {});
                QApplication::sendEvent(focus, &event);
            });
    }
    void focus()
    {
        QList<QWidget*> possible;
        for (auto* part : fuzzed_.window().findChildren<QWidget*>())
            if (part->isVisible() && part->isEnabled() && part->focusPolicy() != Qt::NoFocus) possible.append(part);
        if (possible.isEmpty()) return;
        auto* part = anyOf(possible);
        fuzzed_.happen({Kind::Other, QStringLiteral("the keyboard goes to ") + part->objectName()},
                       [&] { part->setFocus(); });
    }
    void wheel()
    {
        const auto at = anywhere();
        auto* under = fuzzed_.window().childAt(at);
        if (!under) return;
        const QPoint turn(0, oneIn(3) ? 240 : -1200);
        fuzzed_.other("the wheel turns", [&] {
            QWheelEvent event(under->mapFrom(&fuzzed_.window(), at), fuzzed_.window().mapToGlobal(at), {}, turn,
                              Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
            QApplication::sendEvent(under, &event);
        });
    }
    void away()
    {
        auto* window = &fuzzed_.window();
        if (oneIn(2))
            return fuzzed_.happen({Kind::Away, QStringLiteral("the screen is locked and unlocked")}, [&] {
                QEvent gone(QEvent::WindowDeactivate);
                QApplication::sendEvent(window, &gone);
                QEvent back(QEvent::WindowActivate);
                QApplication::sendEvent(window, &back);
            });
        fuzzed_.happen({Kind::Away, QStringLiteral("the window is hidden and shown")}, [&] {
            window->hide();
            window->show();
            window->activateWindow();
        });
    }
    void otherWindow()
    {
        fuzzed_.other("another window comes or goes", [&] {
            if (otherWindow_) {
                otherWindow_.reset();
                return fuzzed_.window().activateWindow();
            }
            otherWindow_ = std::make_unique<QWidget>();
            otherWindow_->show();
            otherWindow_->activateWindow();
        });
    }
    void clearTheView()
    {
        fuzzed_.other("whatever is open is closed", [&] {
            for (const auto& top : QApplication::topLevelWidgets())
                if (top != &fuzzed_.window() && top->isVisible()) top->close();
            otherWindow_.reset();
            fuzzed_.window().activateWindow();
        });
    }
    void preferences()
    {
        auto view = fuzzed_.stage().app.preferences().view;
        if (oneIn(2))
            view.language = view.language == QStringLiteral("ja") ? QStringLiteral("en") : QStringLiteral("ja");
        else
            view.theme = view.theme == Theme::Dark ? Theme::Light : Theme::Dark;
        fuzzed_.other("another language or theme", [&] { fuzzed_.stage().app.preferences().setPreferences(view); });
    }
    void account()
    {
        auto& app = fuzzed_.stage().app;
        const auto next = app.accounts().current() == app.asan().id ? app.bsan().id : app.asan().id;
        fuzzed_.other("another account", [&] { app.accounts().select(next); });
    }
    void pressedByProgram()
    {
        if (QTestPrivate::qtestMouseButtons != Qt::NoButton) return;
        const auto* shown = fuzzed_.card();
        if (!shown) return;
        auto* approve = shown->findChild<QAbstractButton*>(QStringLiteral("approvalApprove"));
        fuzzed_.other("a program presses Approve", [&] { approve->click(); });
    }

    // ---- what a person means ----

    void readToTheEnd()
    {
        const auto* shown = fuzzed_.card();
        if (!shown) return;
        auto* bar = shown->findChild<QScrollArea*>(QStringLiteral("approvalDetails"))->verticalScrollBar();
        fuzzed_.other("the details are scrolled to their end", [&] { bar->setValue(bar->maximum()); });
    }
    void onApprove(Kind kind)
    {
        const auto place = fuzzed_.look().approve;
        if (!place.isEmpty()) fuzzed_.mouse(kind, Qt::LeftButton, within(place));
    }
    void beginPlan()
    {
        // Nearly long enough, or long enough.
        const auto time = std::chrono::milliseconds(anyOf(QList<int>{300, 499, 500, 600, 1400, 1500, 1600, 1700}));
        plan_ = {[this] { readToTheEnd(); }};
        const bool byMouse = oneIn(2);
        if (!byMouse && oneIn(3)) plan_ += [this] { fuzzed_.chord(Qt::Key_I); };
        if (!byMouse) plan_ += [this] { fuzzed_.chord(Qt::Key_R); };
        plan_ += [this, time] { fuzzed_.pass(time); };
        if (byMouse) {
            plan_ += [this] { onApprove(Kind::MousePress); };
            if (oneIn(2)) plan_ += [this] { fuzzed_.pass(std::chrono::milliseconds(below(300))); };
            plan_ += [this] { onApprove(Kind::MouseRelease); };
        } else {
            plan_ += [this] { fuzzed_.chord(Qt::Key_G); };
        }
    }

    void something()
    {
        if (fuzzed_.sinceCard() > 20 && oneIn(3)) return newCards();
        if ((QApplication::activeModalWidget() || otherWindow_) && oneIn(4)) return clearTheView();
        if (!plan_.isEmpty() && !oneIn(4)) return plan_.takeFirst()();
        if (plan_.isEmpty() && oneIn(10)) return beginPlan();
        const int what = below(200);
        if (what < 55) return someKey();
        if (what < 115) return someMouse();
        if (what < 145) return fuzzed_.pass(std::chrono::milliseconds(anyOf(QList<int>{1, 10, 50, 200, 500, 1500})));
        if (what < 155) return changeCards();
        if (what < 160) return newCards();
        if (what < 163) return answers();
        if (what < 170) return compose();
        if (what < 178) return focus();
        if (what < 184) return wheel();
        if (what < 187) return away();
        if (what < 188) return otherWindow();
        if (what < 191) return clearTheView();
        if (what < 193) return preferences();
        if (what < 194) return account();
        if (what < 197) return pressedByProgram();
        const QSize size(720 + below(500), 520 + below(500));
        fuzzed_.other("another size", [&] { fuzzed_.window().resize(size); });
    }

    void begin()
    {
        plan_.clear();
        fuzzed_.begin();
        newCards();
    }
    void end()
    {
        otherWindow_.reset();
        fuzzed_.end();
    }

public Q_SLOTS:
    void openNothing(const QUrl&) {}

protected:
    // The menu of a scroll bar has an event loop of its own, in which nothing would happen any more.
    bool eventFilter(QObject* object, QEvent* event) override
    {
        return event->type() == QEvent::ContextMenu && object->inherits("QScrollBar");
    }

private Q_SLOTS:
    void initTestCase()
    {
        for (const char* scheme : {"http", "https"})
            QDesktopServices::setUrlHandler(QString::fromLatin1(scheme), this, "openNothing");
        // What is dragged has one, too.
        QApplication::setStartDragDistance(std::numeric_limits<int>::max());
        QApplication::setStartDragTime(std::numeric_limits<int>::max());
        QApplication::setQuitOnLastWindowClosed(false);
        qApp->installEventFilter(this);
        hand_time::stop();
    }
    void nothingIsApprovedThatNobodyMeant()
    {
        const int wanted = qEnvironmentVariableIsSet("SEKISHO_SOAK") ? 1'000'000 : 20'000;
        while (fuzzed_.events() < wanted && !QTest::currentTestFailed()) {
            begin();
            // Now and then with a new window: one that has been through much may have nothing left to approve.
            for (const int last = fuzzed_.events() + 1000; fuzzed_.events() < last && fuzzed_.sinceCard() < 200;) {
                something();
                if (QTest::currentTestFailed()) break;
            }
            end();
        }
        qInfo("seed %u: %d events, approved as meant: %d by keys, %d by mouse", seed_, fuzzed_.events(),
              fuzzed_.meantByKeys, fuzzed_.meantByMouse);
        if (QTest::currentTestFailed()) return;
        QVERIFY(fuzzed_.meantByKeys > 0);
        QVERIFY(fuzzed_.meantByMouse > 0);
    }
};

QTEST_MAIN(TestApprovalFuzz)
#include "tst_approval_fuzz.moc"
