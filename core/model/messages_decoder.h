#pragma once

#include "core/model/stream_decoder.h"

#include <map>

namespace core::model {

/// The stream of Anthropic's POST /v1/messages with "stream": true.
///
/// Text, tool_use and thinking blocks are read; blocks of server-side tools (server_tool_use, mcp_tool_use and their
/// results) are noted and never become calls; unknown blocks, deltas and events are ignored, as the API's versioning
/// rules ask. `opaqueBlocks` of the turn: thinking and redacted_thinking blocks, unchanged and with their signature.
class MessagesDecoder final : public StreamDecoder {
public:
    explicit MessagesDecoder(DeltaHandler onDelta = {});

    void feedWhole(const QJsonObject& answer) override;

protected:
    void onEvent(const QByteArray& name, const QJsonObject& event) override;
    void complete() override;
    [[nodiscard]] bool ended() const override;

private:
    struct Block {
        QJsonObject start;
        QByteArray arguments;
        QString thinking;
        QString signature;
    };

    void startBlock(int index, const QJsonObject& block);
    void extendBlock(int index, const QJsonObject& delta);
    void stopBlock(int index);
    void readMessageEnd(const QJsonObject& delta);
    void mergeUsage(const QJsonObject& usage);

    std::map<int, Block> open_;
};

} // namespace core::model
