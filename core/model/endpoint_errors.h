#pragma once

#include "core/base/error.h"
#include "core/net/http.h"

#include <QtCore/QDateTime>
#include <QtCore/QJsonValue>

namespace core::model {

/// What an answer other than 2xx means.
///
/// | status | code | subject |
/// |---|---|---|
/// | 400, 422 | InvalidArgument; TooLarge when the context is too long; Unsupported when the model has no tools;
/// NotFound when the body names the model | the parameter | | 401 | Unauthorized | "key" | | 402, 403 | Forbidden |
/// "key" | | 404, 405 | NotFound | "model" when the body says so, else "baseUrl" | | 408 | Timeout | | | 413 | TooLarge
/// | | | 429 | RateLimited, `retryAfter` from Retry-After | | | 5xx, 529 | ServerFault, `retryAfter` likewise | | | 3xx
/// | Protocol: redirects are not followed | "baseUrl" |
///
/// `detail` holds the status and the endpoint's error code, never its message: some endpoints repeat the key in it.
[[nodiscard]] Error errorFromResponse(const net::HttpResponse& response, const QDateTime& nowUtc);

/// What an error object in the middle of a stream means, by its type or code. An unknown one is ServerFault.
[[nodiscard]] Error errorFromStream(const QJsonValue& error);

/// A 2xx answer that is a web page, or is no answer of a model at all.
[[nodiscard]] Error notAModelAnswer();

} // namespace core::model
