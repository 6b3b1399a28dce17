#pragma once

#include "core/net/http.h"

#include <memory>

namespace core::net {

/// Reads one HTTP/1.1 answer piece by piece. Private to the module; Boost.Beast does the parsing and stays in the .cpp.
class AnswerParser {
public:
    /// \param toHead the request was HEAD: its answer has no body, whatever its head says (RFC 9110 section 9.3.2)
    AnswerParser(bool toHead, qint64 maxBodyBytes, QString host);
    ~AnswerParser();
    AnswerParser(const AnswerParser&) = delete;
    AnswerParser& operator=(const AnswerParser&) = delete;

    /// \return the body's bytes that became known
    /// \error Protocol it is not HTTP/1.1, is framed ambiguously, or is in a coding that was not asked for
    /// \error TooLarge its head or its body
    [[nodiscard]] Result<QByteArray> feed(const QByteArray& bytes);
    /// The connection ended.
    /// \error ConnectionLost before the answer did
    [[nodiscard]] Result<> endOfConnection();

    [[nodiscard]] bool isComplete() const;
    [[nodiscard]] bool hasHead() const;
    /// The final status; 0 before the head is whole.
    [[nodiscard]] int status() const;
    [[nodiscard]] std::vector<Header> headers() const; ///< names in lower case

private:
    struct State;
    Result<> step();
    Result<> checkHead() const;
    std::unique_ptr<State> state_;
};

} // namespace core::net
