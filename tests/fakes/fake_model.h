#pragma once

#include "core/agent/model_port.h"

#include <QtCore/QList>

#include <deque>
#include <optional>

/// A model with the real one's contract: what it says is set beforehand, or given by hand while the turn runs.
class FakeModel final : public core::agent::ModelPort {
public:
    struct Request {
        core::agent::ModelRequest request;
        std::function<void(const core::agent::ModelDelta&)> onDelta;
        std::stop_token stop;
        core::Answer<core::agent::ModelTurn> answer;

        /// Streams a piece, unless a stop was requested: after that the port is silent.
        void say(const QString& text, core::agent::ModelDelta::Kind kind = core::agent::ModelDelta::Kind::Text) const
        {
            if (!stop.stop_requested()) onDelta({kind, text});
        }
    };

    std::vector<Request> requests;
    /// Answers for the next requests; with none left a request waits to be answered by hand.
    std::deque<core::Result<core::agent::ModelTurn>> script;

    core::Async<core::agent::ModelTurn> stream(core::agent::ModelRequest request,
                                               std::function<void(const core::agent::ModelDelta&)> onDelta,
                                               std::stop_token stop) override
    {
        requests.push_back({std::move(request), std::move(onDelta), std::move(stop), {}});
        const auto current = requests.back();
        if (!script.empty()) {
            auto turn = std::move(script.front());
            script.pop_front();
            if (turn && !turn->text.isEmpty()) current.say(turn->text);
            current.answer.give(std::move(turn));
        }
        return current.answer.future();
    }

    [[nodiscard]] static core::agent::ModelTurn words(const QString& text)
    {
        core::agent::ModelTurn turn;
        turn.text = text;
        turn.finish = core::agent::FinishReason::Stop;
        return turn;
    }
    [[nodiscard]] static core::agent::ModelTurn calls(const QList<core::agent::ModelToolCall>& calls,
                                                      const QString& text = {})
    {
        core::agent::ModelTurn turn;
        turn.text = text;
        turn.toolCalls = calls;
        turn.finish = core::agent::FinishReason::ToolCalls;
        return turn;
    }
};
