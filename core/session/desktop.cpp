#include "core/session/desktop.h"

namespace core::session {

Async<DemoFacts> DemoHost::start(const settings::Settings& settings)
{
    if (!settings.values().demoEnabled) return failed<DemoFacts>(Errc::Refused, QStringLiteral("the demo is disabled"));
    return doStart();
}

} // namespace core::session
