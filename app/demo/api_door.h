#pragma once

#include "app/demo/people.h"
#include "app/demo/tokens.h"
#include "app/demo/web.h"
#include "core/secret/secret.h"

#include <QtCore/QHash>

#include <tl/expected.hpp>

#include <optional>

namespace app::demo {

struct ApiOptions {
    /// Tests take the check of the subject out, to prove that they would notice. Nothing else sets this.
    bool checkSubject = true;
};

/// Who asks: the subject of a token, or whoever has the admin key.
struct Caller {
    std::optional<Access> access; ///< nothing: the admin key

    [[nodiscard]] bool isAdmin() const { return !access; }
    [[nodiscard]] QString subject() const { return access ? access->subject : QStringLiteral("admin"); }
};

/// What every API of the organisation does before it looks at a request: each checks tokens for its own audience.
/// Thread: one.
class ApiDoor {
public:
    ApiDoor(ApiOptions options, const People& people, AccessTokenVerifier verifier, core::Secret adminKey);

    /// The whole access token (RFC 9068), that it carries `scope`, and that its subject works here. The admin key, which
    /// only the demo itself holds, opens every GET: it is what "an agent with an admin key" would be able to leak.
    /// \error the answer to give: 401, or 403 with the challenge of RFC 6750 section 3
    [[nodiscard]] tl::expected<Caller, Response> open(const Request& request, const QString& scope) const;

    /// The one place that decides who may read whose data: nobody but those whom it is open to.
    [[nodiscard]] bool mayRead(const Caller& caller, const QStringList& openTo) const;

    /// The person that a path names, `me` being the caller; null when there is no such person.
    [[nodiscard]] const Person* named(const Caller& caller, const QString& id) const;
    [[nodiscard]] const People& people() const { return people_; }

private:
    ApiOptions options_;
    const People& people_;
    AccessTokenVerifier verifier_;
    core::Secret adminKey_;
};

/// The answers to requests that came with an Idempotency-Key: the same request gets the same answer again, and what it
/// asks for is done once. Only what was done is kept: a refusal may be cured, and then the key must not stand in the way.
/// Thread: one.
class FirstAnswers {
public:
    /// The first answer; 422 when the key came with another request; nothing when there was none.
    [[nodiscard]] std::optional<Response> before(const QString& person, const Request& request) const;
    void keep(const QString& person, const Request& request, const Response& response);

private:
    struct Kept {
        QString path;
        QByteArray body;
        Response response;
        quint64 born = 0;
    };
    QHash<QString, Kept> kept_; ///< by person and key
    quint64 born_ = 0;          ///< so many there were
};

/// A body that says what is wrong, for a program and for people who read English or Japanese.
[[nodiscard]] Response problem(int status, const char* error, const QString& en, const QString& ja);
/// 403: what is asked for is open to its owner only.
[[nodiscard]] Response notTheirs(const QString& caller, const QString& owner);
/// The members of a JSON body; empty when it is none.
[[nodiscard]] QJsonObject bodyOf(const Request& request);

} // namespace app::demo
