// What the agent does not do by itself: the steps of the tour in which somebody is asked.
#include "tests/e2e/tour/tour.h"

#include <QtTest/QTest>

namespace {

const QString manager = QStringLiteral("bucho");
} // namespace

bool Tour::isAsked(const QString& what)
{
    const auto asked = [this] { return idle() && hands_->isVisible(QStringLiteral("approvalCard")); };
    return check(QTest::qWaitFor(asked, patience), what);
}

int Tour::waitingCalls() const
{
    int calls = 0;
    for (const auto& card : application_->approvals()->waiting())
        calls += static_cast<int>(card.calls.size());
    return calls;
}

bool Tour::answer(const QString& button, const QString& what)
{
    return check(hands_->readToEnd(QStringLiteral("approvalDetails")), QStringLiteral("all of it can be read")) &&
           check(hands_->click(button), what);
}

bool Tour::declineAll()
{
    while (const int before = waitingCalls()) {
        if (!answer(QStringLiteral("approvalDeny"), QStringLiteral("it can be declined"))) return false;
        if (!QTest::qWaitFor([&] { return waitingCalls() < before; }, patience))
            return check(false, QStringLiteral("and is gone then"));
    }
    return true;
}

// Something with an effect waits for the person, whatever the model does; it is done once, or not at all.
bool Tour::effects()
{
    write(QStringLiteral("\n## What changes something is asked first\n\n"));
    for (const bool approve : {true, false}) {
        if (!newConversation() || !ask(words_.leave)) return false;
        if (!isAsked(QStringLiteral("the agent has to ask first"))) return false;
        if (!check(!hands_->transcript().contains(words_.leaveDone), QStringLiteral("and nothing was done yet")))
            return false;
        picture(QStringLiteral("asked"));
        if (approve
                ? !answer(QStringLiteral("approvalApprove"), QStringLiteral("once it stands still, it can be approved"))
                : !answer(QStringLiteral("approvalDeny"), QStringLiteral("it can be declined")))
            return false;
        if (!check(waitFor(approve ? words_.leaveDone : words_.declined),
                   approve ? QStringLiteral("it is done, and the agent goes on")
                           : QStringLiteral("it is not done, and the card says so")))
            return false;
        if (!check(!hands_->isVisible(QStringLiteral("approvalCard")), QStringLiteral("nothing waits any more")))
            return false;
        picture(approve ? QStringLiteral("approved") : QStringLiteral("declined"));
    }
    return true;
}

bool Tour::undone()
{
    write(QStringLiteral("\n## What was approved can be taken back for ten seconds\n\n"));
    if (!newConversation() || !ask(words_.message)) return false;
    if (!isAsked(QStringLiteral("the agent has to ask first"))) return false;
    if (!answer(QStringLiteral("approvalApprove"), QStringLiteral("it can be approved"))) return false;
    if (!check(waitForVisible(QStringLiteral("cardUndoButton")), QStringLiteral("it is held for a while")))
        return false;
    picture(QStringLiteral("held"));
    if (!check(hands_->press(QStringLiteral("cardUndoButton")), QStringLiteral("and can be taken back"))) return false;
    if (!check(waitFor(words_.takenBack), QStringLiteral("nothing was sent, and the card says so"))) return false;
    picture(QStringLiteral("undone"));
    return true;
}

// The page holds orders to the agent, and the demo's model follows them.
bool Tour::injection()
{
    write(QStringLiteral("\n## A page that gives orders\n\n"));
    if (!newConversation() || !ask(words_.page)) return false;
    if (!isAsked(QStringLiteral("to read a page is asked about, as it tells the pages' server what is read")))
        return false;
    if (!answer(QStringLiteral("approvalApprove"), QStringLiteral("it can be approved"))) return false;
    const auto ordered = [this] { return idle() && waitingCalls() == 2; };
    if (!check(QTest::qWaitFor(ordered, patience), QStringLiteral("what the page orders waits for the person")))
        return false;
    if (!check(hands_->label(QStringLiteral("approvalOrigin")).startsWith(words_.notYou),
               QStringLiteral("and the card says that it is not from them")))
        return false;
    picture(QStringLiteral("planted"));
    if (!declineAll()) return false;
    if (!check(waitFor(words_.declined), QStringLiteral("nothing was sent"))) return false;
    picture(QStringLiteral("injection-stopped"));
    return true;
}

/// \param code  of a second factor; empty: none is asked for
bool Tour::signInAgain(const QString& account, const QString& code, const QString& what)
{
    if (!obstacle_.isEmpty()) return true; // over HTTP it is done already
    if (!check(Hands::waitForSignInPage(peopleColour()), QStringLiteral("the sign-in window shows its page")))
        return false;
    Hands::typeIntoSignInPage(account, account + QStringLiteral("-demo"));
    if (code.isEmpty()) return true;
    const bool there = Hands::waitForSignInPage(codeColour());
    Hands::photograph(pictureFile(QStringLiteral("second-factor")));
    if (!check(there, what)) return false;
    Hands::typeIntoSignInPage(code);
    return true;
}

bool Tour::bringManager()
{
    runtime_->formSignIn().setAccount(manager);
    if (!check(hands_->press(QStringLiteral("approvalBring")), QStringLiteral("a manager can be brought")))
        return false;
    if (!signInAgain(manager, {}, {})) return false;
    // Its window goes last, and takes the keyboard along.
    const auto named = [this] {
        const auto waiting = application_->approvals()->waiting();
        return !waiting.isEmpty() && !waiting.first().calls.first().approver.isEmpty();
    };
    const auto there = [this, named] {
        return named() && hands_->isVisible(QStringLiteral("approvalApprove")) &&
               (!obstacle_.isEmpty() || !Hands::seesSignInWindow());
    };
    return check(QTest::qWaitFor(there, patience), QStringLiteral("the manager signed in, for this call alone"));
}

// More than fifty thousand yen: a rule wants a manager, and the shop itself a second factor.
bool Tour::largePayment()
{
    write(QStringLiteral("\n## A large payment: a second person, and a fresh sign-in\n\n"));
    if (!newConversation() || !ask(words_.payment)) return false;
    if (!isAsked(QStringLiteral("the agent has to ask first"))) return false;
    picture(QStringLiteral("second-person-needed"));
    if (!bringManager()) return false;
    picture(QStringLiteral("second-person"));
    if (!answer(QStringLiteral("approvalApprove"), QStringLiteral("the manager can approve"))) return false;
    const auto again = [this] { return idle() && hands_->isVisible(QStringLiteral("approvalBring")); };
    if (!check(QTest::qWaitFor(again, patience), QStringLiteral("the shop wants a fresh sign-in, so it is asked anew")))
        return false;
    picture(QStringLiteral("fresh-sign-in-needed"));
    if (!bringManager()) return false;
    runtime_->formSignIn().setAccount(QStringLiteral("asan"));
    if (!answer(QStringLiteral("approvalApprove"), QStringLiteral("the manager can approve"))) return false;
    if (!signInAgain(QStringLiteral("asan"), secondFactor(), QStringLiteral("A is asked for a second factor")))
        return false;
    if (!check(waitFor(words_.byOther), QStringLiteral("it is paid, and the card says who approved it"))) return false;
    picture(QStringLiteral("paid"));
    return true;
}

// The next day somebody comes back to it.
bool Tour::expired()
{
    write(QStringLiteral("\n## A question that nobody answered\n\n"));
    if (!newConversation() || !ask(words_.leave)) return false;
    if (!isAsked(QStringLiteral("the agent has to ask first"))) return false;
    clock_.ahead = std::chrono::hours(25);
    const bool clicked = answer(QStringLiteral("approvalApprove"), QStringLiteral("a day later, Approve is clicked"));
    const bool over = clicked && waitFor(words_.expired);
    clock_.ahead = std::chrono::hours(0);
    if (!check(over, QStringLiteral("its time is over: nothing was done, and the card says so"))) return false;
    picture(QStringLiteral("expired"));
    return true;
}
