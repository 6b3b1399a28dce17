// The way of an approval from the question to its outcome, killed at a given effect (counted_effects.h): two calls are
// asked about, the first is approved and has its effect at a server outside.
//
//   approval_writer FOLDER PORT CONVERSATION NUMBER before|during TURNS [edited|ruled OTHER]
//
// edited: the person changes the first call before they approve it. ruled: they write a standing rule from it instead, and
// a call of the conversation OTHER runs by that.
// Says each step that the person could see, with the number of effects so far. tst_approval_kill, tst_approval_order and
// tst_approval_ways run it.
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

std::optional<core::interfaces::ApprovalCallView> waitingFor(const ApprovalWorld& run, const QString& day)
{
    const auto calls = run.waiting();
    const auto found =
        std::find_if(calls.begin(), calls.end(), [&](const auto& call) { return call.values.first().value == day; });
    return found == calls.end() ? std::nullopt : std::optional(*found);
}

bool approve(ApprovalWorld& run, const QString& day)
{
    const auto call = waitingFor(run, day);
    if (!call) return false;
    step("approving");
    if (!run.approve(*call)) return false;
    step("approved");
    return QTest::qWaitFor(
        [&] { return run.card(0) == ToolCardView::State::Done && SessionFixture::settled(run.open); },
        ApprovalWorld::patience);
}

bool edit(ApprovalWorld& run)
{
    using core::interfaces::ArgumentFieldView;
    const auto call = waitingFor(run, ApprovalWorld::day(0));
    step("editing");
    if (!call ||
        !fakes::await(run.inner.app->approvals()->edit(
            call->id, call->digest, {{s("from"), ArgumentFieldView::Kind::Text, true, ApprovalWorld::editedDay()}})))
        return false;
    step("edited");
    return true;
}

bool runByRule(ApprovalWorld& run, const QString& conversation)
{
    using core::interfaces::GrantView;
    const auto call = waitingFor(run, ApprovalWorld::day(0));
    step("ruling");
    if (!call || !fakes::await(run.inner.app->grants()->write(call->id, call->digest, GrantView::Kind::Always)))
        return false;
    step("ruled");
    const auto other = run.inner.conversation(core::ConversationId(conversation));
    run.inner.model.push_back(session_tests::callOf("request_leave", {{s("from"), ApprovalWorld::day(0)}}));
    return SessionFixture::ask(other, "the first day off, as always") &&
           other.transcript->at(1).cards.value(0).state == ToolCardView::State::Done;
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
    const auto way = words.value(7);
    if (way == s("edited") && !edit(run)) return 3;
    if (way == s("ruled") ? !runByRule(run, words.value(8))
                          : !approve(run, way == s("edited") ? ApprovalWorld::editedDay() : ApprovalWorld::day(0)))
        return 4;
    step("done");
    return 0;
}
