#pragma once

#include "core/identity/redirect_ports.h"

namespace app::host {

using core::identity::redirectPorts;

} // namespace app::host
