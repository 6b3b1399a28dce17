#pragma once

#include "core/net/http.h"

namespace core::net {

/// Whether a request may be sent at all. Every adapter of the Http port asks this first. Pure; thread: any.
///
/// \error InvalidArgument the URL is not absolute, is neither https nor plain http as `plainHttp` allows, or carries
///        user information; the method is not a token; a header's name is not a token, its value holds a control
///        character, or it is one that frames the message (Host, Content-Length, Transfer-Encoding, Connection,
///        Accept-Encoding, Expect, Upgrade, TE, Trailer, Proxy-*); there are both a body and a form; a limit is not
///        positive. `subject` is the host, or the header's name.
[[nodiscard]] Result<> checkRequest(const HttpRequest& request);

/// The body a form makes: application/x-www-form-urlencoded (URL Standard section 5.2), in memory that is zeroed.
[[nodiscard]] Secret encodeForm(const std::vector<FormField>& form);

} // namespace core::net
