#pragma once

#include "core/base/async.h"

#include <memory>
#include <vector>

namespace core::identity {

/// Counts what the program must not end in the middle of: a refresh token that has gone out and whose successor is
/// stored nowhere yet, for instance. Thread: one.
class Unfinished {
public:
    /// One such thing; it is done when the last copy is gone. May outlive the counter.
    using Hold = std::shared_ptr<void>;

    [[nodiscard]] Hold hold()
    {
        ++count_->held;
        return Hold(count_.get(), [count = count_](void*) {
            if (--count->held > 0) return;
            for (const auto& waiting : std::exchange(count->waiting, {}))
                waiting.give({});
        });
    }

    /// Resolves as soon as nothing is held.
    [[nodiscard]] Async<> none()
    {
        const Answer<> answer;
        if (count_->held == 0)
            answer.give({});
        else
            count_->waiting.push_back(answer);
        return answer.future();
    }

private:
    struct Count {
        int held = 0;
        std::vector<Answer<>> waiting = {};
    };
    std::shared_ptr<Count> count_ = std::make_shared<Count>();
};

} // namespace core::identity
