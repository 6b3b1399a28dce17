#pragma once

#include "core/base/async.h"
#include "core/secret/secret.h"

#include <QtCore/QByteArray>
#include <QtCore/QDateTime>
#include <QtCore/QUrl>

#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>
#include <utility>
#include <vector>

namespace core::net {

using Header = std::pair<QByteArray, QByteArray>;

/// A header whose value is a secret: `name: prefix + secret`, e.g. {"Authorization", "Bearer ", token}.
struct SecretHeader {
    QByteArray name;
    QByteArray prefix;
    Secret value;
};

/// One field of an application/x-www-form-urlencoded body.
struct FormField {
    QByteArray name;
    QByteArray value; ///< not yet percent-encoded
    Secret secret;    ///< used instead of `value` when it is not empty
};

/// Which plain-http addresses a request may go to. https is always allowed.
enum class PlainHttp {
    Never,
    Loopback, ///< 127.0.0.0/8 and ::1 as literal addresses, and "localhost"
};

/// One HTTP request. Redirects are never followed: a 3xx is an answer like any other.
struct HttpRequest {
    QByteArray method = "GET";
    QUrl url;
    std::vector<Header> headers = {};
    std::vector<SecretHeader> secretHeaders = {};
    QByteArray body = {};
    std::vector<FormField> form = {}; ///< not empty: sent as the body, `body` must be empty
    PlainHttp plainHttp = PlainHttp::Never;
    /// The one user, beside this one and root, whose server on this machine a plain-http request may go to.
    std::optional<quint32> serverUser = {};
    /// Called once before the answer ForeignServer, with whose server it is, where that can be told.
    std::function<void(quint32 user)> onForeignServer = {};
    std::chrono::milliseconds timeout =
        std::chrono::seconds(30); ///< for the whole exchange; when streaming, between two bytes
    qint64 maxAnswerBytes = 4 * 1024 * 1024;
};

struct HttpResponse {
    int status = 0;
    std::vector<Header> headers = {}; ///< names in lower case, in the order they came
    QByteArray body = {};             ///< empty when streamed

    /// The first header of that (lower-case) name, or an empty array.
    [[nodiscard]] QByteArray header(const QByteArray& name) const;
    /// Retry-After as a wait from now: delta-seconds or an HTTP-date (RFC 9110 section 10.2.3).
    [[nodiscard]] std::optional<std::chrono::seconds> retryAfter(const QDateTime& nowUtc) const;
};

/// The HTTP client port. An answer of any status is a success here: what a 4xx means is the caller's business.
///
/// \error InvalidArgument the URL is neither https nor allowed plain http, or carries user information; a header that
///                        may not be sent (see request_rules.h)
/// \error Network         no connection; nothing was sent
/// \error ConnectionLost  it broke after the request had begun to go out
/// \error Tls             the certificate was not accepted; `subject` is the host
/// \error ForeignServer, UnknownServer  plain http, and the server on this machine is another user's, or it cannot be
///                        told whose it is; nothing was sent. `subject` is its address, host:port
/// \error Timeout         `timeout` passed; it may have been carried out
/// \error Protocol        what came back is not HTTP, or is compressed although nobody asked for that
/// \error TooLarge        the answer is longer than `maxAnswerBytes`
/// \error Cancelled       `stop` was requested
///
/// Every other error's `subject` is the host. No cookies, no cache, no credentials from the URL, no proxy
/// authentication. Thread: call on, and answered on, the thread that owns the object. Logs: method, host, status,
/// duration.
class Http {
public:
    virtual ~Http() = default;
    Http() = default;
    Http(const Http&) = delete;
    Http& operator=(const Http&) = delete;

    [[nodiscard]] virtual Async<HttpResponse> send(HttpRequest request, std::stop_token stop) = 0;

    /// The same, but a 2xx body is handed to `onBytes` piece by piece as it arrives and is not kept; `maxAnswerBytes`
    /// still counts it. A body of any other status is kept, so that the caller can read the error in it. `onBytes` is
    /// never called after the answer, and never after `stop` was requested.
    [[nodiscard]] virtual Async<HttpResponse>
    stream(HttpRequest request, std::function<void(const QByteArray&)> onBytes, std::stop_token stop) = 0;
};

} // namespace core::net
