#include "core/gateway/call_ending.h"

namespace core::gateway {
namespace {

bool changesNothing(toolapi::Effect effect)
{
    switch (effect) {
    case toolapi::Effect::Read:
    case toolapi::Effect::ReadEgress: return true;
    case toolapi::Effect::Write:
    case toolapi::Effect::Egress:
    case toolapi::Effect::Permission:
    case toolapi::Effect::Commit:
    case toolapi::Effect::Destructive:
    case toolapi::Effect::Credential: return false;
    } // no default: a new Effect must not compile without an answer
    return false;
}

} // namespace

toolapi::Outcome endingByError(toolapi::Effect effect, bool executing, Errc code)
{
    using toolapi::Outcome;
    if (code == Errc::Refused) return Outcome::PolicyRefused;
    if (code == Errc::InvalidArgument && executing) return Outcome::BadArguments; // the tool's own check
    const bool nothingSent = code == Errc::Network || code == Errc::Tls || code == Errc::SignInNeeded;
    if (executing && !changesNothing(effect) && !nothingSent) return Outcome::OutcomeUnknown;
    return code == Errc::Cancelled ? Outcome::Cancelled : Outcome::Failed;
}

} // namespace core::gateway
