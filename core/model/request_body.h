#pragma once

#include "core/agent/model_port.h"
#include "core/model/endpoint.h"

#include <QtCore/QByteArray>
#include <QtCore/QHash>

namespace core::model {

inline constexpr qsizetype longestToolName = 64;

/// The names tools have on the wire. Endpoints allow letters, digits, "_" and "-", at most 64 of them; a name such as
/// "mail.send" gets another for the time of one request. No two tools share one.
class WireNames {
public:
    explicit WireNames(const agent::ModelRequest& request);

    [[nodiscard]] QString toWire(const QString& name) const;
    /// The tool's own name; a name that was not offered comes back as it is, so that it is refused as unknown.
    [[nodiscard]] QString fromWire(const QString& wire) const;

private:
    void add(const QString& name);

    QHash<QString, QString> toWire_;
    QHash<QString, QString> fromWire_;
    QHash<QString, int> copies_; ///< how many names began with this one: a model that invents names costs no more
};

/// What a request for one token is for: it proves that base URL, key and model are right.
enum class Purpose { Answer, TryOut };

/// The JSON body of POST /chat/completions (OpenAI API reference, "Create chat completion").
[[nodiscard]] QByteArray chatCompletionsBody(const Endpoint& endpoint, const agent::ModelRequest& request,
                                             const WireNames& names, Purpose purpose = Purpose::Answer);

/// The JSON body of POST /v1/messages (Anthropic API reference, "Create a Message"): consecutive messages of one side
/// are one, and the results of an answer's calls come first in the message after it.
[[nodiscard]] QByteArray messagesBody(const Endpoint& endpoint, const agent::ModelRequest& request,
                                      const WireNames& names, Purpose purpose = Purpose::Answer);

/// One of the two, by the endpoint's protocol.
[[nodiscard]] QByteArray requestBody(const Endpoint& endpoint, const agent::ModelRequest& request,
                                     const WireNames& names, Purpose purpose = Purpose::Answer);

/// The request that streams an answer, with every header but the key's.
[[nodiscard]] net::HttpRequest answerRequest(const Endpoint& endpoint, QByteArray body);

/// The request that lists the endpoint's models, with every header but the key's.
[[nodiscard]] net::HttpRequest modelsRequest(const Endpoint& endpoint);

} // namespace core::model
