#pragma once

#include "core/base/async.h"

#include <type_traits>
#include <utility>

namespace core {

/// Gives `answer` whatever `future` brings, failure and cancellation too. Call it on guard's thread.
template <typename T>
void forward(const Async<T>& future, QObject* guard, const Answer<T>& answer)
{
    onReady(future, guard, [answer](Result<T> result) { answer.give(std::move(result)); });
}

/// One step after another: when `first` succeeded, `next` is called with its value (or with nothing, for Async<>) on
/// guard's thread and its Async is the outcome; a failure of `first` is the outcome without calling `next`. When
/// `guard` goes first, the outcome is Errc::Cancelled. For two steps; more than that is a state machine.
template <typename T, typename Next>
[[nodiscard]] auto thenStep(const Async<T>& first, QObject* guard, Next next)
{
    const auto call = [](Next& function, Result<T>& result) {
        if constexpr (std::is_void_v<T>) {
            Q_UNUSED(result);
            return function();
        } else {
            return function(*std::move(result));
        }
    };
    using Outcome = typename decltype(call(next, std::declval<Result<T>&>()).result())::value_type;
    Answer<Outcome> answer;
    onReady(first, guard, [answer, guard, call, next = std::move(next)](Result<T> result) mutable {
        if (!result) {
            answer.give(tl::unexpected(std::move(result).error()));
            return;
        }
        forward<Outcome>(call(next, result), guard, answer);
    });
    return answer.future();
}

} // namespace core
