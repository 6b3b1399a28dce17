#pragma once

#include "tests/ui/shell/approval_oracle.h"
#include "tests/ui/stage.h"
#include "ui/approvals/approval_card.h"

#include <QtGui/QWindow>

#include <algorithm>

/// A main window to which things happen, one at a time, under the eyes of the oracle.
class FuzzedWindow {
public:
    using Kind = Happening::Kind;

    explicit FuzzedWindow(quint32 seed)
        : seed_(seed)
    {}

    int meantByKeys = 0;
    int meantByMouse = 0;

    [[nodiscard]] Stage& stage() const { return *stage_; }
    [[nodiscard]] QWidget& window() const { return *stage_->window; }
    [[nodiscard]] int events() const { return events_; }
    [[nodiscard]] int sinceCard() const { return sinceCard_; } ///< happenings since a card was in view

    /// Two people have an account, and one is in view.
    void begin()
    {
        stage_ = std::make_unique<Stage>();
        stage_->app.addAccount(stage_->app.bsan());
        stage_->app.chooseDemoModel();
        stage_->openSignedIn();
        sinceCard_ = 0;
        oracle_.begin(look());
    }
    void end()
    {
        for (const auto button : {Qt::LeftButton, Qt::RightButton, Qt::MiddleButton})
            QTest::mouseRelease(handle(), button, {}, QPoint(1, 1));
        stage_.reset();
        settle();
    }

    // ---- what there is to see ----

    [[nodiscard]] ui::approvals::ApprovalCard* card() const
    {
        const auto cards = window().findChildren<ui::approvals::ApprovalCard*>();
        const auto shown = std::find_if(cards.begin(), cards.end(), [](const auto* one) { return one->isVisible(); });
        return shown == cards.end() ? nullptr : *shown;
    }
    [[nodiscard]] QRect placeOf(const QWidget& part) const { return {part.mapTo(&window(), QPoint()), part.size()}; }
    [[nodiscard]] Sight look(QPoint pointer = {}) const
    {
        Sight sight;
        const auto* focus = QApplication::focusWidget();
        const auto* under = window().childAt(pointer);
        sight.covered = QApplication::activePopupWidget() || QApplication::activeModalWidget();
        sight.keyboardOn = focus ? focus->objectName() : QString();
        sight.keyboardOnList = focus && isOnList(focus);
        sight.pointerOn = under ? under->objectName() : QString();
        sight.pointerOnList = under && isOnList(under);
        const auto* shown = card();
        if (!shown) return sight;
        sight.card = shown;
        sight.place = {shown->mapToGlobal(QPoint()), shown->size()};
        sight.whole = window().rect().contains(placeOf(*shown));
        sight.active = shown->isActiveWindow();
        sight.view = shown->view();
        if (const auto* title = shown->findChild<QLabel*>(QStringLiteral("approvalTitle"))) sight.title = title->text();
        for (const auto* text : shown->findChildren<QPlainTextEdit*>())
            if (!text->isHidden()) sight.texts += text->toPlainText();
        const auto* approve = shown->findChild<QAbstractButton*>(QStringLiteral("approvalApprove"));
        if (approve->isVisible()) sight.approve = placeOf(*approve);
        sight.enabled = approve->isVisible() && approve->isEnabled();
        sight.keyboardInCard = focus == shown || shown->isAncestorOf(focus);
        return sight;
    }

    // ---- what happens ----

    /// Carries it out and asks the oracle about whatever was approved by it.
    void happen(Happening what, const std::function<void()>& carryOut)
    {
        if (QTest::currentTestFailed()) return;
        ++events_;
        trail_.append(QStringLiteral("%1 ms: %2").arg(hand_time::now().count()).arg(what.words));
        if (trail_.size() > remembered) trail_.removeFirst();
        const auto approvals = stage_->app.fakeApprovals();
        const auto already = approvals ? approvals->approved.size() : 0;
        const auto before = look(what.at);
        carryOut();
        settle();
        const auto after = look(what.at);
        const auto approved = approvals ? approvals->approved.mid(already) : decltype(approvals->approved)();
        if (approved.size() > 1) return fail(QStringLiteral("two were approved at once"));
        for (const auto& [id, digest] : approved) {
            const auto objection = oracle_.objection(what, before, id.text(), digest);
            if (!objection.isEmpty()) return fail(QStringLiteral("%1 was approved: %2").arg(id.text(), objection));
            ++(what.kind == Kind::KeyPress ? meantByKeys : meantByMouse);
        }
        oracle_.happened(what, before, after);
        sinceCard_ = after.card ? 0 : sinceCard_ + 1;
    }
    void other(const char* words, const std::function<void()>& carryOut)
    {
        happen({Kind::Other, QString::fromLatin1(words)}, carryOut);
    }

    void pass(std::chrono::milliseconds time)
    {
        happen({Kind::Time, QStringLiteral("%1 ms pass").arg(time.count())}, [this, time] {
            for (auto left = time; left.count() > 0;) {
                const auto step = std::min(left, ui::approvals::Stillness::lookEvery);
                left -= step;
                hand_time::pass(step);
                for (auto* guard : window().findChildren<ui::approvals::Stillness*>())
                    guard->look();
                QCoreApplication::processEvents();
                oracle_.look(look());
            }
        });
    }

    /// \param to  the window that hears it
    void key(QWindow* to, int code, Qt::KeyboardModifiers modifiers, bool press, bool repeated = false)
    {
        Happening what{press ? Kind::KeyPress : Kind::KeyRelease};
        what.key = code;
        what.modifiers = modifiers;
        what.repeated = repeated;
        what.words = QStringLiteral("%1%2 %3").arg(press ? QStringLiteral("press") : QStringLiteral("release"),
                                                   repeated ? QStringLiteral(" again") : QString(),
                                                   QKeySequence(static_cast<int>(modifiers.toInt()) | code).toString());
        const bool letter = code >= Qt::Key_Space && code <= Qt::Key_Z && !(modifiers & Qt::ControlModifier);
        const auto text = letter ? QString(QChar(code)) : QString();
        happen(what, [&] { QTest::simulateEvent(to, press, code, modifiers, text, repeated); });
    }
    void chord(int letter)
    {
        key(handle(), letter, Qt::ControlModifier | Qt::ShiftModifier, true);
        key(handle(), letter, Qt::ControlModifier | Qt::ShiftModifier, false);
    }
    void mouse(Kind kind, Qt::MouseButton button, QPoint at)
    {
        Happening what{kind};
        what.button = button;
        what.at = at;
        what.words = QStringLiteral("mouse %1, button %2, at %3,%4")
                         .arg(kind == Kind::MousePress     ? QStringLiteral("down")
                              : kind == Kind::MouseRelease ? QStringLiteral("up")
                              : kind == Kind::DoubleClick  ? QStringLiteral("twice")
                                                           : QStringLiteral("moves"))
                         .arg(int(button))
                         .arg(at.x())
                         .arg(at.y());
        auto* to = handle();
        happen(what, [&] {
            switch (kind) {
            case Kind::MousePress: return QTest::mousePress(to, button, {}, at);
            case Kind::MouseRelease: return QTest::mouseRelease(to, button, {}, at);
            case Kind::DoubleClick: return QTest::mouseDClick(to, button, {}, at);
            default: return QTest::mouseMove(to, at);
            }
        });
    }
    [[nodiscard]] QWindow* handle() const { return window().windowHandle(); }

private:
    static constexpr int remembered = 30; ///< what is told of a failure

    [[nodiscard]] bool isOnList(const QWidget* part) const
    {
        const auto* page = stage_->find("reviewPage");
        const auto* shown = card();
        return page && page->isVisible() && page->isAncestorOf(part) && !(shown && shown->isAncestorOf(part)) &&
               part != shown;
    }
    void fail(const QString& why)
    {
        qWarning("%s\nSEKISHO_FUZZ_SEED=%u, after %d events, of which the last:\n%s", qPrintable(why), seed_, events_,
                 qPrintable(trail_.join(u'\n')));
        QTest::qFail(qPrintable(why), __FILE__, __LINE__);
    }
    /// Runs what is queued, and what that queues, and lets go of what was given up.
    static void settle()
    {
        for (int round = 0; round < 5; ++round) {
            QCoreApplication::processEvents();
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        }
    }

    quint32 seed_;
    std::unique_ptr<Stage> stage_;
    ApprovalOracle oracle_;
    QStringList trail_;
    int sinceCard_ = 0;
    int events_ = 0;
};
