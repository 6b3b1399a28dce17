#pragma once

#include "core/net/http.h"

#include <QtCore/QDateTime>

namespace core::net {

/// Whether a request may go out again although the first may have been carried out.
enum class Repeatable {
    No,  ///< it has an effect: again only when no byte of it was sent
    Yes, ///< RFC 9110 section 9.2.2, or the caller knows that it has none (a model call)
};

struct RetryPolicy {
    int maxAttempts = 4; ///< the first one included
    std::chrono::milliseconds firstWait = std::chrono::milliseconds(500);
    std::chrono::milliseconds longestWait = std::chrono::seconds(20); ///< a longer Retry-After is told, not waited for
    std::chrono::milliseconds totalWait = std::chrono::seconds(45);
};

/// How often it was tried and how long was waited so far. Starts as {1, 0} after the first attempt.
struct RetryState {
    int attempts = 1;
    std::chrono::milliseconds waited{0};
};

/// How long to wait before the request goes out again, or nothing: then the outcome is final and the caller says so. It
/// never turns into a question to the person. Pure; thread: any.
///
/// - no byte was sent (Network): any request
/// - ConnectionLost, Timeout, 408, 429, 502, 503, 504, 529: only what is repeatable
/// - everything else is an answer, and asking again would bring the same
///
/// Retry-After is kept to: never earlier. Otherwise firstWait doubles each time, and `jitter` spreads it.
///
/// \param jitter from 0 to 1, random: clients that failed together must not come back together
[[nodiscard]] std::optional<std::chrono::milliseconds> retryWait(const RetryPolicy& policy, const RetryState& state,
                                                                 Repeatable repeatable,
                                                                 const Result<HttpResponse>& outcome, double jitter,
                                                                 const QDateTime& nowUtc);

/// Counts one more attempt after a wait of `wait`.
[[nodiscard]] RetryState afterWait(RetryState state, std::chrono::milliseconds wait);

} // namespace core::net
