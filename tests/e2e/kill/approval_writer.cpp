// The way of an approval from the question to its outcome, killed at a given effect (counted_effects.h): two calls are
// asked about, the first is approved and has its effect at a server outside.
//
//   approval_writer FOLDER PORT CONVERSATION NUMBER before|during TURNS
//
// Says each step that the person could see, with the number of effects so far. tst_approval_kill and tst_approval_order
// run it.
#include "tests/e2e/kill/approval_world.h"
#include "tests/e2e/kill/counted_effects.h"

#include <QtCore/QCoreApplication>

namespace {

using core::interfaces::ToolCardView;
using e2e::ApprovalWorld;
using session_tests::s;
using session_tests::SessionFixture;

int begun = 0; // effects that were before

void step(const char* name)
{
    e2e::say(QByteArray(name) + ' ' + QByteArray::number(e2e::effectCount() - begun));
}

// After this there is a token for the API, and no other way to it is taken in what follows.
bool readSomething(ApprovalWorld& run)
{
    run.inner.model.push_back(session_tests::callOf("get_employee_record", {{s("person"), s("asan")}}));
    const auto open = run.inner.conversation();
    return open.turns && SessionFixture::ask(open, "who am I?") && run.waiting().isEmpty();
}

bool ask(ApprovalWorld& run)
{
    run.inner.model.push_back(session_tests::callsOf({{"request_leave", {{s("from"), ApprovalWorld::day(0)}}},
                                                      {"request_leave", {{s("from"), ApprovalWorld::day(1)}}}}));
    if (!fakes::await(run.open.turns->send(fakes::typed("both days off")))) return false;
    return QTest::qWaitFor([&] { return run.waiting().size() == 2 && SessionFixture::settled(run.open); },
                           ApprovalWorld::patience);
}

bool approveTheFirst(ApprovalWorld& run)
{
    const auto calls = run.waiting();
    const auto first =
        std::find_if(calls.begin(), calls.end(), [](const auto& call) { return ApprovalWorld::callOf(call) == 0; });
    if (first == calls.end()) return false;
    step("approving");
    if (!run.approve(*first)) return false;
    step("approved");
    return QTest::qWaitFor(
        [&] { return run.card(0) == ToolCardView::State::Done && SessionFixture::settled(run.open); },
        ApprovalWorld::patience);
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const auto words = QCoreApplication::arguments();
    ApprovalWorld run(words.value(1), words.value(2).toUShort());
    if (!run.inner.app || !run.inner.signIn("asan") || !run.inner.chooseModel()) return 1;
    run.open = run.inner.conversation(core::ConversationId(words.value(3)));
    if (!run.open.turns || !readSomething(run)) return 1;
    begun = e2e::effectCount();
    const int number = words.value(4).toInt();
    e2e::killAt(number == 0 ? 0 : begun + number,
                words.value(5) == s("during") ? e2e::Killed::During : e2e::Killed::Before, words.value(6).toInt());
    step("began");
    if (!ask(run)) return 2;
    step("asked");
    if (!approveTheFirst(run)) return 3;
    step("done");
    return 0;
}
