#pragma once

#include "app/demo/model_script.h"
#include "app/demo/web.h"
#include "core/base/clock.h"

#include <QtCore/QObject>

#include <chrono>
#include <memory>

namespace app::demo {

inline constexpr char modelName[] = "sekisho-demo-model";

/// What a chat-completions request asks of the script.
struct ParsedCompletion {
    ModelInput input;
    bool stream = false;
    bool includeUsage = false;
    int mostPieces = 0; ///< max_completion_tokens; 0: no limit
    qsizetype promptBytes = 0;
};

/// \error the answer to give: an error in the form of the chat-completions API
[[nodiscard]] tl::expected<ParsedCompletion, Response> parseCompletion(const Request& request, QDate today);

/// The events of a streamed answer, in order, each a whole "data: ...\n\n"; the last one is [DONE].
[[nodiscard]] QList<QByteArray> completionEvents(const ParsedCompletion& parsed, const ScriptedReply& reply,
                                                 qint64 createdSeconds);
[[nodiscard]] Response completionAnswer(const ParsedCompletion& parsed, const ScriptedReply& reply,
                                        qint64 createdSeconds);

/// The scripted model behind `POST /v1/chat/completions` and `GET /v1/models`. Thread: one.
class ModelApi : public QObject {
    Q_OBJECT
public:
    struct Options {
        /// Between two pieces of a streamed answer, so that it can be seen to stream; 0 sends them at once.
        std::chrono::milliseconds betweenPieces = std::chrono::milliseconds(15);
    };
    ModelApi(Options options, const core::Clock& clock);

    void handle(const Request& request, std::shared_ptr<core::httpserver::Responder> responder);

private:
    void stream(QList<QByteArray> events, std::shared_ptr<core::httpserver::Responder> responder);

    Options options_;
    const core::Clock& clock_;
};

} // namespace app::demo
