#include "core/net/retry.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace core::net {
namespace {

using std::chrono::milliseconds;

enum class Verdict {
    Final,
    RepeatWhatIsRepeatable,
    RepeatAnything,
};

Verdict judge(const Result<HttpResponse>& outcome)
{
    if (!outcome) {
        switch (outcome.error().code) {
        case Errc::Network: return Verdict::RepeatAnything;
        case Errc::ConnectionLost:
        case Errc::Timeout: return Verdict::RepeatWhatIsRepeatable;
        default: return Verdict::Final;
        }
    }
    // 500 is not among them: it is as often the request's fault as the server's, and comes again. 529 is what one
    // model provider answers when it is overloaded.
    static constexpr std::array<int, 6> passing{408, 429, 502, 503, 504, 529};
    const bool passes = std::find(passing.begin(), passing.end(), outcome->status) != passing.end();
    return passes ? Verdict::RepeatWhatIsRepeatable : Verdict::Final;
}

milliseconds backOff(const RetryPolicy& policy, int attempts, double jitter)
{
    // At least half of the doubled wait, at most all of it. Bounded before it can overflow.
    const double doubled = double(policy.firstWait.count()) * std::exp2(std::clamp(attempts - 1, 0, 30));
    const double bounded = std::min(doubled, double(policy.longestWait.count()));
    return milliseconds(static_cast<qint64>(bounded * (0.5 + 0.5 * std::clamp(jitter, 0.0, 1.0))));
}

} // namespace

std::optional<milliseconds> retryWait(const RetryPolicy& policy, const RetryState& state, Repeatable repeatable,
                                      const Result<HttpResponse>& outcome, double jitter, const QDateTime& nowUtc)
{
    const auto verdict = judge(outcome);
    if (verdict == Verdict::Final) return std::nullopt;
    if (verdict == Verdict::RepeatWhatIsRepeatable && repeatable != Repeatable::Yes) return std::nullopt;
    if (state.attempts >= policy.maxAttempts) return std::nullopt;

    auto wait = backOff(policy, state.attempts, jitter);
    if (outcome) {
        if (const auto asked = outcome->retryAfter(nowUtc)) {
            if (*asked > policy.longestWait) return std::nullopt;
            wait = std::max<milliseconds>(wait, *asked);
        }
    }
    if (state.waited + wait > policy.totalWait) return std::nullopt;
    return wait;
}

RetryState afterWait(RetryState state, milliseconds wait)
{
    return {state.attempts + 1, state.waited + wait};
}

} // namespace core::net
