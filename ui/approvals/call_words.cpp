#include "ui/approvals/call_words.h"

#include "ui/text/date_text.h"
#include "ui/text/error_text.h"
#include "ui/text/language.h"
#include "ui/text/visible_text.h"

#include <QtCore/QCoreApplication>

namespace ui::approvals {

using core::interfaces::ApprovalCallView;
using core::interfaces::EffectView;

namespace {

struct CallWords {
    Q_DECLARE_TR_FUNCTIONS(ui::approvals::CallWords)
};

} // namespace

bool isRisky(EffectView effect)
{
    switch (effect) {
    case EffectView::Read:
    case EffectView::ReadEgress:
    case EffectView::Write:
    case EffectView::Egress: return false;
    case EffectView::Permission:
    case EffectView::Commit:
    case EffectView::Destructive:
    case EffectView::Credential: break;
    } // no default, and what is none of these is risky
    return true;
}

QString failureSentence(const core::Error& error, bool signIn)
{
    using core::Errc;
    if (error.code == Errc::Conflict || (error.code == Errc::NotFound && !signIn))
        return CallWords::tr("This call was answered or changed elsewhere. The conversation says what came of it.");
    if (!signIn || error.code == Errc::DiskFull || error.code == Errc::Corrupt)
        return text::errorText(error, text::Context::Storage);
    if (error.code == Errc::OtherAccount)
        return CallWords::tr("Somebody else signed in, so the call was taken back. Nothing ran.");
    if (error.code == Errc::Refused)
        return CallWords::tr("Nobody approves a request of their own. Somebody else has to sign in.");
    if (error.code == Errc::Forbidden)
        return CallWords::tr("%1 may not decide on this: the organisation has not given them the role.")
            .arg(text::visibleLine(error.subject));
    if (error.code == Errc::BadToken && error.subject == QLatin1String("acr"))
        return CallWords::tr(
            "That sign-in was not as strong as this call needs. Nothing ran. Approve again and sign in "
            "the stronger way.");
    if (error.code == Errc::Busy && error.subject != QLatin1String("sign-in"))
        return text::errorText(error, text::Context::Storage);
    if (error.code == Errc::Busy)
        return CallWords::tr("Another sign-in is open. Finish or close it, then approve again.");
    //: %1 is a sentence
    return CallWords::tr("%1 Nothing ran.").arg(text::errorText(error, text::Context::SignIn));
}

QString outcomeSentence(const core::interfaces::ApprovalOutcomeView& outcome, const QDateTime& nowUtc)
{
    using Outcome = core::interfaces::ApprovalOutcomeView::Outcome;
    const QString call = titleOf(outcome.call);
    const QString at = text::whenText(outcome.atUtc, nowUtc);
    const QString by = text::visibleLine(outcome.by);
    switch (outcome.outcome) {
    case Outcome::Approved:
        //: %1 is what was to be done, %2 a time, %3 a name
        return by.isEmpty() ? CallWords::tr("Approved elsewhere (%2): %1").arg(call, at)
                            : CallWords::tr("Approved elsewhere by %3 (%2): %1").arg(call, at, by);
    case Outcome::Declined:
        return by.isEmpty() ? CallWords::tr("Declined elsewhere (%2): %1").arg(call, at)
                            : CallWords::tr("Declined elsewhere by %3 (%2): %1").arg(call, at, by);
    case Outcome::Expired: return CallWords::tr("Expired without an answer (%2): %1").arg(call, at);
    case Outcome::Withdrawn: return CallWords::tr("Taken back (%2): %1").arg(call, at);
    } // no default: a new outcome must not compile without a sentence
    return {};
}

QString effectSentence(EffectView effect)
{
    switch (effect) {
    case EffectView::Read: return CallWords::tr("It reads something. What the agent sends along reaches that service.");
    case EffectView::ReadEgress:
        return CallWords::tr("It looks something up elsewhere. What the agent sends along reaches others.");
    case EffectView::Write: return CallWords::tr("It changes something of yours.");
    case EffectView::Egress: return CallWords::tr("It sends something to others. That cannot be taken back.");
    case EffectView::Permission: return CallWords::tr("It changes who may do what.");
    case EffectView::Commit: return CallWords::tr("It binds you: a payment, an order or a contract.");
    case EffectView::Destructive: return CallWords::tr("It cannot be undone.");
    case EffectView::Credential: return CallWords::tr("It touches passwords or keys.");
    } // no default: a new effect must not compile without a sentence
    return {};
}

QString titleOf(const core::Bilingual& title, const core::Bilingual& api)
{
    const QString what = text::visibleLine(text::localised(title));
    const QString where = text::visibleLine(text::localised(api));
    //: %1 is what is done, %2 is what the service is called
    return where.isEmpty() ? what : CallWords::tr("%1 · %2").arg(what, where);
}

QString titleOf(const ApprovalCallView& call)
{
    return titleOf(call.title, call.api);
}

} // namespace ui::approvals
