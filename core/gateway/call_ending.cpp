#include "core/gateway/call_ending.h"

namespace core::gateway {

toolapi::Outcome endingByError(toolapi::Effect effect, bool executing, Errc code)
{
    using toolapi::Outcome;
    if (code == Errc::Refused) return Outcome::PolicyRefused;
    if (code == Errc::ProviderDown) return Outcome::ProviderDown;
    if (code == Errc::InvalidArgument && executing) return Outcome::BadArguments; // the tool's own check
    const bool nothingSent = code == Errc::Network || code == Errc::Tls || code == Errc::SignInNeeded ||
                             code == Errc::ForeignServer || code == Errc::UnknownServer;
    if (executing && !toolapi::isRepeatable(effect) && !nothingSent) return Outcome::OutcomeUnknown;
    return code == Errc::Cancelled ? Outcome::Cancelled : Outcome::Failed;
}

} // namespace core::gateway
