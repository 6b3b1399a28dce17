#pragma once

#include "core/base/clock.h"
#include "core/crypto/digest.h"
#include "core/crypto/random.h"
#include "core/crypto/signing_key.h"
#include "core/identity/browser.h"
#include "core/net/http.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QUrlQuery>

#include <functional>
#include <map>
#include <optional>
#include <set>

namespace fakes {

/// A small OpenID provider in memory that keeps to the standards, with switches to break them one at a time. Codes are
/// single-use and bound to their PKCE challenge; refresh tokens rotate, and using an old one ends the whole family.
class FakeProvider {
public:
    FakeProvider(QString issuerUrl, const core::Clock& clock)
        : issuer(std::move(issuerUrl))
        , clock_(clock)
        , key(*core::crypto::SigningKey::generate(core::crypto::JwsAlgorithm::ES256))
    {}

    QString issuer;
    QString clientId = QStringLiteral("sekisho-native");
    QString subject = QStringLiteral("asan"); ///< who signs in next
    QString name = QStringLiteral("浅井 花"); ///< in the ID token; empty: only in userinfo
    bool rotate = true;
    bool giveRefreshToken = true;
    std::chrono::seconds accessLifetime{300};
    std::optional<QByteArray> authorizationError; ///< the browser comes back with this error
    std::function<void(QJsonObject&)> changeIdToken = [](QJsonObject&) {};
    std::function<void(QJsonObject&)> changeMetadata = [](QJsonObject&) {};
    std::function<void(QUrlQuery&)> changeRedirect = [](QUrlQuery&) {};
    std::function<QByteArray()> makeAccessToken = [] { return "access-token-" + core::crypto::randomText(24); };
    QString userinfoSubject; ///< empty: the right one

    std::map<QByteArray, int> requests; ///< by path
    int refreshRequests = 0;
    int reuses = 0; ///< an old refresh token was used
    std::set<QByteArray> revoked;
    std::vector<QUrl> authorizations;

    struct Answer {
        int status = 200;
        QByteArray body;
        QByteArray contentType = "application/json";
        std::vector<core::net::Header> headers = {};
    };

    void rollKey() { key = *core::crypto::SigningKey::generate(core::crypto::JwsAlgorithm::ES256); }

    /// What the person's browser does: opens the page, signs in, and is sent back.
    [[nodiscard]] QByteArray authorize(const QUrl& url)
    {
        authorizations.push_back(url);
        const QUrlQuery query(url);
        const auto field = [&query](const char* fieldName) {
            return query.queryItemValue(QString::fromLatin1(fieldName), QUrl::FullyDecoded);
        };
        QUrl redirect(field("redirect_uri"));
        QUrlQuery answer;
        answer.addQueryItem(QStringLiteral("state"), field("state"));
        answer.addQueryItem(QStringLiteral("iss"), QString::fromLatin1(QUrl::toPercentEncoding(issuer)));
        if (authorizationError) {
            answer.addQueryItem(QStringLiteral("error"), QString::fromLatin1(*authorizationError));
        } else {
            const auto code = core::crypto::randomText(16);
            codes_[code] = Code{field("nonce"), field("code_challenge").toLatin1(), field("redirect_uri"),
                                field("scope"), field("max_age")};
            answer.addQueryItem(QStringLiteral("code"), QString::fromLatin1(code));
        }
        changeRedirect(answer);
        redirect.setQuery(answer);
        return redirect.toEncoded();
    }

    [[nodiscard]] Answer handle(const QByteArray& method, const QString& path, const QUrlQuery& form,
                                const QByteArray& authorization)
    {
        ++requests[path.toLatin1()];
        if (path == QLatin1String("/.well-known/openid-configuration")) return {200, json(metadata())};
        if (path == QLatin1String("/keys")) {
            return {200, json(core::crypto::JwkSet({key.publicKey()}).toJson())};
        }
        if (path == QLatin1String("/userinfo")) return userinfo(authorization);
        if (method == "POST" && path == QLatin1String("/token")) return token(form);
        if (method == "POST" && path == QLatin1String("/revoke")) {
            revoked.insert(value(form, "token").toLatin1());
            return {200, {}};
        }
        return {404, "{}"};
    }

    /// Whose access token that is.
    [[nodiscard]] QString subjectOf(const QByteArray& accessToken) const
    {
        const auto found = people_.find(accessToken);
        return found == people_.end() ? QString() : found->second;
    }

    /// For FakeHttp: the form of a request as a query.
    [[nodiscard]] static QUrlQuery formOf(const core::net::HttpRequest& request)
    {
        QUrlQuery form;
        for (const auto& field : request.form) {
            const auto bytes = field.secret.expose();
            const auto text = field.secret.isEmpty() ? field.value
                                                     : QByteArray(reinterpret_cast<const char*>(bytes.data()),
                                                                  static_cast<qsizetype>(bytes.size()));
            form.addQueryItem(QString::fromLatin1(field.name), QString::fromLatin1(text.toPercentEncoding()));
        }
        return form;
    }

    /// A token as this provider signs it.
    [[nodiscard]] QByteArray sign(const QJsonObject& claims) const { return *key.sign({}, json(claims)); }

    [[nodiscard]] static QByteArray json(const QJsonObject& object)
    {
        return QJsonDocument(object).toJson(QJsonDocument::Compact);
    }

private:
    struct Code {
        QString nonce;
        QByteArray challenge;
        QString redirectUri;
        QString scope;
        QString maxAge;
    };
    struct Family {
        QString subject;
        QString scope;
        QByteArray current;
        std::set<QByteArray> old;
        bool dead = false;
    };

    static QString value(const QUrlQuery& form, const char* fieldName)
    {
        return form.queryItemValue(QString::fromLatin1(fieldName), QUrl::FullyDecoded);
    }

    QJsonObject metadata() const
    {
        const auto at = [this](const char* path) { return issuer + QString::fromLatin1(path); };
        QJsonObject object{
            {QStringLiteral("issuer"), issuer},
            {QStringLiteral("authorization_endpoint"), at("/authorize")},
            {QStringLiteral("token_endpoint"), at("/token")},
            {QStringLiteral("jwks_uri"), at("/keys")},
            {QStringLiteral("userinfo_endpoint"), at("/userinfo")},
            {QStringLiteral("revocation_endpoint"), at("/revoke")},
            {QStringLiteral("end_session_endpoint"), at("/logout")},
            {QStringLiteral("code_challenge_methods_supported"), QJsonArray{QStringLiteral("S256")}},
            {QStringLiteral("id_token_signing_alg_values_supported"), QJsonArray{QStringLiteral("ES256")}},
            {QStringLiteral("authorization_response_iss_parameter_supported"), true},
        };
        changeMetadata(object);
        return object;
    }

    Answer error(int status, const char* code) const
    {
        return {status, json({{QStringLiteral("error"), QString::fromLatin1(code)}})};
    }

    Answer token(const QUrlQuery& form)
    {
        if (value(form, "client_id") != clientId) return error(401, "invalid_client");
        if (value(form, "grant_type") == QLatin1String("refresh_token")) return refresh(form);
        const auto code = codes_.find(value(form, "code").toLatin1());
        if (code == codes_.end()) return error(400, "invalid_grant");
        const auto grant = code->second;
        codes_.erase(code);
        const auto challenge =
            core::crypto::base64UrlEncode(core::crypto::sha256(value(form, "code_verifier").toLatin1()));
        if (challenge != grant.challenge || value(form, "redirect_uri") != grant.redirectUri) {
            return error(400, "invalid_grant");
        }
        families_.push_back(Family{subject, grant.scope, {}, {}});
        auto answer = tokens(families_.back());
        answer.insert(QStringLiteral("id_token"), QString::fromLatin1(idToken(answer, grant)));
        return {200, json(answer)};
    }

    Answer refresh(const QUrlQuery& form)
    {
        ++refreshRequests;
        const auto presented = value(form, "refresh_token").toLatin1();
        for (auto& family : families_) {
            if (family.old.contains(presented)) {
                ++reuses;
                family.dead = true;
            }
            if (family.current != presented || family.dead || revoked.contains(presented)) continue;
            return {200, json(tokens(family))};
        }
        return error(400, "invalid_grant");
    }

    QJsonObject tokens(Family& family)
    {
        const auto access = makeAccessToken();
        people_[access] = family.subject;
        QJsonObject answer{{QStringLiteral("access_token"), QString::fromLatin1(access)},
                           {QStringLiteral("token_type"), QStringLiteral("Bearer")},
                           {QStringLiteral("expires_in"), static_cast<qint64>(accessLifetime.count())},
                           {QStringLiteral("scope"), family.scope}};
        if (!giveRefreshToken || !family.scope.contains(QStringLiteral("offline_access"))) return answer;
        if (rotate || family.current.isEmpty()) {
            if (!family.current.isEmpty()) family.old.insert(family.current);
            family.current = "refresh-token-" + core::crypto::randomText(24);
            answer.insert(QStringLiteral("refresh_token"), QString::fromLatin1(family.current));
        }
        return answer;
    }

    QByteArray idToken(const QJsonObject& answer, const Code& grant) const
    {
        const auto now = clock_.nowUtc().toSecsSinceEpoch();
        const auto access = answer.value(QStringLiteral("access_token")).toString().toLatin1();
        QJsonObject claims{{QStringLiteral("iss"), issuer},
                           {QStringLiteral("sub"), subject},
                           {QStringLiteral("aud"), clientId},
                           {QStringLiteral("nonce"), grant.nonce},
                           {QStringLiteral("iat"), now},
                           {QStringLiteral("exp"), now + 600},
                           {QStringLiteral("email"), subject + QStringLiteral("@example.test")},
                           {QStringLiteral("at_hash"), QString::fromLatin1(core::crypto::base64UrlEncode(
                                                           core::crypto::sha256(access).first(16)))}};
        if (!name.isEmpty()) claims.insert(QStringLiteral("name"), name);
        if (!grant.maxAge.isEmpty()) claims.insert(QStringLiteral("auth_time"), now);
        changeIdToken(claims);
        return sign(claims);
    }

    Answer userinfo(const QByteArray& authorization) const
    {
        const auto found = people_.find(authorization.mid(7));
        if (!authorization.startsWith("Bearer ") || found == people_.end() || revoked.contains(found->first)) {
            return {401, {}, "application/json", {{"www-authenticate", "Bearer error=\"invalid_token\""}}};
        }
        const auto sub = userinfoSubject.isEmpty() ? found->second : userinfoSubject;
        return {200, json({{QStringLiteral("sub"), sub},
                           {QStringLiteral("name"), QStringLiteral("Asai Hana")},
                           {QStringLiteral("acr"), QStringLiteral("invented")}})};
    }

    const core::Clock& clock_;

public:
    core::crypto::SigningKey key;

private:
    std::map<QByteArray, Code> codes_;
    std::vector<Family> families_;
    std::map<QByteArray, QString> people_; ///< by access token
};

/// A Browser in which the person signs in at once, or does what the switches say.
class FakeBrowser final : public core::identity::Browser {
public:
    explicit FakeBrowser(FakeProvider& provider)
        : provider_(provider)
    {}

    QUrl redirectUri{QStringLiteral("http://127.0.0.1:53111")}; ///< prepare() gives it its path
    std::optional<core::Error> failAuthorize;
    bool hang = false; ///< the person just looks at the page
    core::identity::SessionEnd sessionEnd = core::identity::SessionEnd::Ended;
    std::vector<core::identity::BrowserRequest> requests;
    std::vector<core::identity::EndSessionRequest> endings;

    [[nodiscard]] core::Async<QUrl> prepare(const QByteArray& path, std::stop_token) override
    {
        redirectUri.setPath(QString::fromLatin1(path));
        return core::ready<QUrl>(redirectUri);
    }
    [[nodiscard]] core::Async<QByteArray> authorize(core::identity::BrowserRequest request,
                                                    std::stop_token stop) override
    {
        requests.push_back(request);
        if (failAuthorize) return core::ready<QByteArray>(tl::unexpected(*failAuthorize));
        if (hang) {
            stopped_.emplace(std::move(stop), [this] {
                waiting_.give(core::fail(core::Errc::Cancelled, QStringLiteral("the window was closed by a stop")));
            });
            return waiting_.future();
        }
        return core::ready<QByteArray>(provider_.authorize(request.authorizationUrl));
    }
    [[nodiscard]] core::Async<core::identity::SessionEnd> endSession(core::identity::EndSessionRequest request,
                                                                     std::stop_token) override
    {
        endings.push_back(std::move(request));
        return core::ready<core::identity::SessionEnd>(sessionEnd);
    }

private:
    FakeProvider& provider_;
    core::Answer<QByteArray> waiting_;
    std::optional<std::stop_callback<std::function<void()>>> stopped_;
};

} // namespace fakes
