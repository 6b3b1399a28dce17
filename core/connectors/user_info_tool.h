#pragma once

#include "core/toolapi/tool.h"

namespace core::connectors {

/// The built-in tool `get_user_info`: who the signed-in person is, from the provider's own userinfo endpoint with the
/// person's own token (OpenID Connect Core 1.0 section 5.3). Takes no argument, so it cannot be asked about anybody
/// else.
/// \param http  outlives the tool
[[nodiscard]] toolapi::ToolSpec userInfoTool(toolapi::AuthorizedHttp& http);

} // namespace core::connectors
