#pragma once

#include "core/base/async.h"
#include "core/base/ids.h"

#include <QtCore/QByteArray>
#include <QtCore/QStringList>
#include <QtCore/QUrl>

#include <chrono>
#include <stop_token>
#include <utility>
#include <vector>

namespace core::toolapi {

/// What a tool wants from an API. It names no token: the port behind AuthorizedHttp attaches the signed-in person's.
struct ApiRequest {
    QByteArray method = "GET";
    QUrl url;
    QByteArray contentType = {};
    QByteArray body = {};
    QString audience = {};   ///< the resource server the token must be for; empty: the provider's own userinfo
    QStringList scopes = {}; ///< what the token must carry
    std::chrono::milliseconds timeout = std::chrono::seconds(20);
    CallId call = {};          ///< for which call: a token of a sign-in for that call alone is used, if there is one
    bool onlyElevated = false; ///< and without it nothing is sent
};

/// What the API answered, and as whom it was asked: the facts behind the "Why?" of a card. Holds no token; token bytes
/// that the API echoed are replaced before they arrive here.
struct ApiAnswer {
    int status = 0;
    QByteArray contentType = {};
    QByteArray body = {};
    std::vector<std::pair<QByteArray, QByteArray>> headers = {}; ///< lower-case names; no cookies, no credentials
    UserKey person;
    QString audience = {};
    QStringList scopes = {}; ///< what the token really carried
    QByteArray method = {};  ///< what was asked: the tool fills in these two
    QUrl url = {};
};

/// HTTP as the signed-in person. Whose token is used is decided by `person`, which comes from the session, never from
/// the model. The token goes to the exact host configured for the audience, over https (or the demo's loopback), and
/// follows no redirect.
///
/// \error SignInNeeded  the person's session is over
/// \error ProviderDown  the provider gave no token for it; nothing of the request was sent
/// \error Refused       the URL's origin is not one this audience's token may go to, or the token names other audiences
/// \error others        as core::net::Http; any HTTP status is an answer
class AuthorizedHttp {
public:
    virtual ~AuthorizedHttp() = default;
    AuthorizedHttp() = default;
    AuthorizedHttp(const AuthorizedHttp&) = delete;
    AuthorizedHttp& operator=(const AuthorizedHttp&) = delete;

    [[nodiscard]] virtual Async<ApiAnswer> send(const UserKey& person, ApiRequest request, std::stop_token stop) = 0;
};

} // namespace core::toolapi
