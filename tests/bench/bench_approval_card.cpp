// How long it takes until a person sees that a call waits: from the core's word to the end of the paint in which its
// card is seen first, in the whole window. The wall clock, because that is what the person waits for.
//   build/bench/tests/bench_approval_card
#include "tests/fakes/fake_application.h"
#include "tests/ui/approvals/waiting_call.h"
#include "ui/approvals/approval_card.h"
#include "ui/shell/chat_page.h"
#include "ui/shell/main_window.h"

#include <QtCore/QElapsedTimer>
#include <QtWidgets/QApplication>

#include <algorithm>
#include <cstdio>

using core::interfaces::ApprovalCallView;
using core::interfaces::ApprovalValueView;
using ui::approvals::ApprovalCard;

namespace {

constexpr int rounds = 200;
constexpr double bar = 100; ///< milliseconds

/// Sees that a widget is painted.
class PaintWatch final : public QObject {
public:
    explicit PaintWatch(QObject& watched) { watched.installEventFilter(this); }
    bool painted = false;

protected:
    bool eventFilter(QObject*, QEvent* event) override
    {
        painted = painted || event->type() == QEvent::Paint;
        return false;
    }
};

ApprovalCallView withValues(int values)
{
    auto call = waitingCall(QStringLiteral("a"));
    call.values.clear();
    for (int i = 0; i < values; ++i)
        call.values.append(value(QStringLiteral("value%1").arg(i),
                                 QStringLiteral("what stands in it, number %1").arg(i),
                                 ApprovalValueView::Role::Decisive));
    return call;
}

ApprovalCallView withText(ApprovalCallView call, ApprovalValueView::Role role)
{
    const QString line = QStringLiteral("A line of a letter that is sent, long enough to be broken in the card.\n");
    call.values.append(value(QStringLiteral("text"), line.repeated(60'000 / static_cast<int>(line.size())), role));
    return call;
}

struct Subject {
    const char* name;
    QList<ApprovalCallView> calls;
};

QList<double> measure(const Subject& subject)
{
    FakeApplication application;
    application.addAccount(application.asan());
    application.chooseDemoModel();
    ui::shell::MainWindow window(application);
    window.show();
    window.activateWindow();
    settle();
    auto* card = window.findChild<ApprovalCard*>();
    PaintWatch watch(*card);
    const auto here = window.findChild<ui::shell::ChatPage*>()->current().text();
    QList<double> milliseconds;
    for (int round = 0; round < rounds; ++round) {
        application.fakeApprovals()->set({});
        settle();
        watch.painted = false;
        QElapsedTimer timer;
        timer.start();
        application.fakeApprovals()->set({waitingCard(QStringLiteral("s%1").arg(round), subject.calls, here)});
        while (!watch.painted && timer.elapsed() < 10'000)
            QCoreApplication::processEvents(); // paints when it has laid out
        milliseconds.append(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    std::sort(milliseconds.begin(), milliseconds.end());
    return milliseconds;
}

} // namespace

int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", qgetenv("QT_QPA_PLATFORM").isEmpty() ? "offscreen" : qgetenv("QT_QPA_PLATFORM"));
    const QApplication application(argc, argv);
    QList<ApprovalCallView> many;
    for (int i = 0; i < 20; ++i)
        many.append(waitingCall(QStringLiteral("call%1").arg(i)));
    const QList<Subject> subjects{
        {"one value", {withValues(1)}},
        {"20 calls of one step", many},
        {"100 values", {withValues(100)}},
        {"60 kB of content", {withText(withValues(1), ApprovalValueView::Role::Content)}},
        {"100 values and 60 kB of content", {withText(withValues(100), ApprovalValueView::Role::Content)}},
        {"60 kB that steer the effect", {withText(withValues(1), ApprovalValueView::Role::Decisive)}}};
    for (const auto& subject : subjects) {
        const auto times = measure(subject);
        const double p50 = times.at(times.size() / 2);
        const double p99 = times.at(times.size() * 99 / 100);
        std::printf("a call that waits, %s: p50 %.1f ms p99 %.1f ms to its card's first paint, bar %.0f%s\n",
                    subject.name, p50, p99, bar, p99 > bar ? ": OVER" : "");
    }
    return 0;
}
