#pragma once

#include "core/gateway/gateway.h"

#include <QtCore/QTimer>

#include <functional>

namespace core::gateway {

/// One call on its way through the checkpoint. Each step either ends the call or leads to the next one; there is no
/// other way to ToolSpec::run. Deletes itself when the call has ended.
class CallPath final : public QObject {
public:
    struct Ports {
        UserKey person;
        const ToolRegistry& tools;
        const Requirements& requirements;
        CallJournal& journal;
        GatewayLimits limits;
    };

    CallPath(Ports ports, toolapi::ToolCall call, ConversationId conversation, std::stop_token stop, QObject* parent);
    ~CallPath() override;

    [[nodiscard]] Async<toolapi::ToolResult> future() const { return answer_.future(); }
    void start(bool repeated);

private:
    // The steps, in order.
    void resolve();
    void validate(const ToolRegistry::Entry& entry);
    void bind(const QJsonObject& arguments, const QByteArray& canonical);
    void require();
    void decide();
    void journal();
    void execute();
    void label(toolapi::ToolAnswer answer);
    void receipt(toolapi::ToolResult result);

    [[nodiscard]] toolapi::ToolResult result(toolapi::Outcome outcome, QString modelText, QString reason) const;
    void badArguments(const QString& modelText);
    [[nodiscard]] toolapi::ToolResult endedBy(const Error& error) const;
    void endByError(const Error& error);
    void stopRequested();
    void handBack(toolapi::ToolResult result);

    Ports ports_;
    toolapi::ToolCall call_;
    CallRecord record_;
    toolapi::ToolSpec spec_;
    Answer<toolapi::ToolResult> answer_;
    std::stop_token stop_;
    std::stop_source stopTool_; ///< what the tool sees: stopped by the person or by the time-out
    QTimer timer_;
    bool executing_ = false;
    bool ended_ = false;
    std::optional<std::stop_callback<std::function<void()>>> onStop_; ///< last, so that it goes first
};

} // namespace core::gateway
