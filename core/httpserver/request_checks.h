#pragma once

#include <QtCore/QByteArray>

#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace core::httpserver {

/// How far the bytes received so far are a request's head.
struct HeadScan {
    enum class State {
        Incomplete, ///< read on
        Complete,   ///< the head is the first `size` bytes, the empty line included
        Malformed,  ///< answer 400 and close
    };
    State state = State::Incomplete;
    std::size_t size = 0;
};

/// Looks at raw bytes before any parser does, and refuses what two parsers may read differently: a bare LF or CR, a
/// folded line (RFC 9112 section 5.2), white space before the colon (section 5.1), NUL. Pure.
[[nodiscard]] HeadScan scanHead(std::string_view bytes);

/// What a parsed head says about itself.
struct HeadFacts {
    QByteArray method;
    QByteArray target;
    bool http11 = true;
    std::vector<std::pair<QByteArray, QByteArray>> headers; ///< names in lower case
};

/// The status to refuse this head with, or nothing when it may pass. Pure.
///
/// - 400: no Host or two of them (RFC 9112 section 3.2), a target that is not a path, Content-Length beside
///   Transfer-Encoding, either of them twice (section 6.3), a length that is not digits, a NUL in the path
/// - 421: Host is not 127.0.0.1 or localhost at `port`: a page somewhere else made its own name point here
/// - 501: a Transfer-Encoding other than chunked (section 6.1)
/// - 417: an Expect other than 100-continue (RFC 9110 section 10.1.1)
[[nodiscard]] std::optional<int> refuseHead(const HeadFacts& head, quint16 port);

/// Whether a header may be put into an answer: a token as its name, no control character in its value, and not one
/// of those that frame the message.
[[nodiscard]] bool mayAnswerWith(const QByteArray& name, const QByteArray& value);

} // namespace core::httpserver
