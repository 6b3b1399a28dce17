#pragma once

#include <QtCore/QString>

#include <tl/expected.hpp>

#include <chrono>
#include <optional>

namespace core {

/// What went wrong, as far as a caller or a person can act on it. Code branches on this and on nothing else;
/// ui/text turns each value into a sentence in the person's language.
enum class Errc {
    Cancelled,       ///< somebody asked for it to stop, or the promise was dropped
    Timeout,         ///< no answer in the time allowed
    Network,         ///< no connection; no byte of the request can have arrived
    ConnectionLost,  ///< the connection broke after the request was sent: it may have been carried out
    Tls,             ///< the other side's certificate was not accepted
    ForeignServer,   ///< another user's program answers at this machine's `subject` (host:port); nothing was sent
    UnknownServer,   ///< whose program answers there cannot be told; nothing was sent
    ProviderDown,    ///< the provider that people sign in with gave no token; `subject` is its host. Nothing was sent
    NotFound,        ///< there is no such thing
    InvalidArgument, ///< the input is malformed; `subject` names the field
    Protocol,        ///< the other side broke the standard it is supposed to follow
    NotJson,         ///< JSON was expected and something else came, a web page for instance
    WrongIssuer,     ///< the answer comes from another provider than the one that was asked
    BadToken,        ///< a token's signature or claims do not hold
    Denied,          ///< the person, or the provider on their behalf, said no
    OtherAccount,    ///< another account signed in than the one expected
    WindowClosed,    ///< the person closed the sign-in window
    SignInNeeded,    ///< the session ended; only a new sign-in helps
    Unauthorized,    ///< HTTP 401
    Forbidden,       ///< HTTP 403: the resource server refused this person
    RateLimited,     ///< HTTP 429; `retryAfter` if the server said
    ServerFault,     ///< HTTP 5xx
    Refused,         ///< the checkpoint or a policy refused it
    TooLarge,        ///< over a stated limit
    Unsupported,     ///< a feature that this build or the other side does not have
    Unavailable,     ///< something this needs is missing on this machine; `subject` names it
    KeychainLocked,  ///< the keychain is there but the person did not unlock it
    KeychainMissing, ///< no usable keychain
    Corrupt,         ///< stored data does not verify
    DiskFull,        ///< no room, or no right, to write
    Busy,            ///< another process holds it
    Conflict,        ///< it changed in the meantime
    OutcomeUnknown,  ///< an effect was cut off before its answer: it may have happened
    Internal,        ///< our bug
};

/// `detail` is English, for logs and developers: never shown to a person and never secret.
/// `subject` may be shown: a host name, a field's name, a library's name. Never secret, never text from a model.
struct Error {
    Errc code = Errc::Internal;
    QString detail;
    QString subject = {};
    std::optional<std::chrono::seconds> retryAfter = {};
};

template <typename T = void>
using Result = tl::expected<T, Error>;

/// `return fail(Errc::Protocol, u"no issuer"_qs);`
[[nodiscard]] inline tl::unexpected<Error> fail(Errc code, QString detail, QString subject = {})
{
    return tl::unexpected<Error>(Error{code, std::move(detail), std::move(subject), {}});
}

/// The enumerator's own name, for logs and for machine-readable output.
[[nodiscard]] QString errcName(Errc code);

} // namespace core

#define SEKISHO_CONCAT_INNER(a, b) a##b
#define SEKISHO_CONCAT(a, b) SEKISHO_CONCAT_INNER(a, b)

/// `TRY_ASSIGN(const auto key, parseKey(bytes));` leaves the function with the error, or goes on with the value.
#define TRY_ASSIGN(declaration, expression)                                                                            \
    auto SEKISHO_CONCAT(result_, __LINE__) = (expression);                                                             \
    if (!SEKISHO_CONCAT(result_, __LINE__))                                                                            \
        return tl::unexpected<::core::Error>(std::move(SEKISHO_CONCAT(result_, __LINE__)).error());                    \
    declaration = std::move(*SEKISHO_CONCAT(result_, __LINE__))

/// The same for a Result<void>.
#define TRY(expression)                                                                                                \
    if (auto SEKISHO_CONCAT(result_, __LINE__) = (expression); !SEKISHO_CONCAT(result_, __LINE__))                     \
    return tl::unexpected<::core::Error>(std::move(SEKISHO_CONCAT(result_, __LINE__)).error())
