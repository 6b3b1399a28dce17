#pragma once

#include "core/identity/identity.h"
#include "core/net/http.h"
#include "core/toolapi/authorized_http.h"
#include "core/toolapi/elevations.h"

#include <QtCore/QObject>

#include <map>

namespace core::vault {

/// One API that people's tokens may go to: which audience its tokens are for, and where it is.
struct ResourceServer {
    QString audience;
    QUrl origin;                    ///< scheme, host and port; anything else in it is refused
    QStringList scopes = {};        ///< what a call may ask for; empty: nothing in particular
    bool plainHttpLoopback = false; ///< http to this machine is allowed: the demo organisation and tests only
};

/// Sends requests as a signed-in person: finds the token for the audience, attaches it, and makes sure that it goes
/// to that API's own origin and nowhere else. The tool that asked sees the answer and the facts about it, never the
/// token, not even when the API echoes it.
///
/// Thread: the one it lives on, which is that of Identity and Http. Logs: codes and hosts.
class Vault final : public QObject, public toolapi::AuthorizedHttp, public toolapi::Elevations {
    Q_OBJECT
public:
    /// All references outlive this object.
    Vault(identity::Identity& identity, net::Http& http, QObject* parent = nullptr);

    /// Allows tokens of people of this issuer to go to an API. Comes from the configuration or an accepted tool file,
    /// never from a model. An audience of one issuer has one origin and one set of scopes: what was allowed first
    /// stays as it is. The same again, or less, changes nothing.
    ///
    /// \error InvalidArgument  subject "audience" or "origin": empty, not an https origin, or with a path or user name
    /// \error Conflict         the audience has another origin already, or not all of these scopes
    [[nodiscard]] Result<> allow(const QString& issuer, const ResourceServer& server);

    /// Whether tokens of people of this issuer may go to an API with that audience, and with these scopes.
    /// \error Refused  they may not; `subject` is the audience, or the scope that is too much
    [[nodiscard]] Result<> covers(const QString& issuer, const QString& audience, const QStringList& scopes) const;

    /// See toolapi::AuthorizedHttp. An empty audience is the provider's own userinfo: exactly that address, GET only,
    /// and its answer is given on only if it is about this person (OpenID Connect Core section 5.3.2).
    ///
    /// A 401 that says the token is invalid makes the token be renewed; the request is sent again, once, only if it is
    /// a GET or HEAD. Any other request is answered as it was, and the next one goes out with a new token.
    ///
    /// A token that is a JWT goes out only if its `aud` names the audience. An opaque one goes on the provider's word
    /// that it is for this audience (see token_audience.h).
    ///
    /// \error Refused       the audience is not allowed, the URL is not of its origin, a scope is not allowed, the
    ///                      method is not a plain one, or the token is for another audience; nothing was sent
    /// \error ProviderDown  the provider could not be reached for a token, or gave none that can be used; `subject` is
    ///                      its host, nothing was sent
    /// \error BadToken      userinfo is about another subject
    /// \error NotJson, Unsupported  userinfo is no JSON object, or a signed JWT
    /// \error SignInNeeded, and those of Identity::accessToken and core::net::Http
    [[nodiscard]] Async<toolapi::ApiAnswer> send(const UserKey& person, toolapi::ApiRequest request,
                                                 std::stop_token stop) override;

    /// A token that came of a sign-in for one call: that call's requests for the token's audience carry it instead of
    /// the person's usual one, until drop(). It is not renewed.
    void elevate(const UserKey& person, const CallId& call, const QString& digest, identity::SteppedUp proof);
    [[nodiscard]] bool holds(const UserKey& person, const CallId& call, const QString& digest,
                             const toolapi::SignInNeed& need, const QDateTime& nowUtc) const override;
    void drop(const CallId& call) override;
    /// Drops whatever this person signed in for afresh.
    void dropAll(const UserKey& person);

private:
    friend class AuthorizedCall;

    struct Elevation {
        UserKey person;
        QString digest;
        identity::SteppedUp proof;
    };
    /// Null: none for this.
    [[nodiscard]] const identity::TokenGrant* elevated(const UserKey& person, const CallId& call,
                                                       const QString& audience) const;

    identity::Identity& identity_;
    net::Http& http_;
    std::map<std::pair<QString, QString>, ResourceServer> servers_; ///< by issuer and audience
    std::map<CallId, Elevation> elevations_;
    std::map<std::pair<UserKey, QString>, AccessToken> refused_; ///< the last token an API refused: not used again
};

} // namespace core::vault
