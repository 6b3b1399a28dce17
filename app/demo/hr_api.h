#pragma once

#include "app/demo/people.h"
#include "app/demo/tokens.h"
#include "app/demo/web.h"
#include "core/secret/secret.h"

#include <QtCore/QHash>

#include <variant>

namespace app::demo {

/// The demo organisation's HR API. Every request is checked on its own: the whole access token first (RFC 9068), then
/// whether its subject may see that person's data. What a model, a prompt or an app believes plays no part.
///
/// | | who |
/// |---|---|
/// | GET /hr/people?query= | every employee: id, name, department and title |
/// | GET /hr/people/{id} | only that person |
/// | GET /hr/people/{id}/payslips, .../payslips/{YYYY-MM or latest} | only that person |
/// | GET /hr/people/{id}/leave | that person and their manager |
/// | POST /hr/leave | for oneself, scope hr:leave; honours Idempotency-Key |
///
/// `me` stands for the token's own subject. The admin key, which only the demo itself holds, may read everything: that
/// is what "an agent with an admin key" would be able to leak. Thread: one.
class HrApi {
public:
    struct Options {
        /// Tests take the check of the subject out, to prove that they would notice. Nothing else sets this.
        bool checkSubject = true;
    };

    HrApi(Options options, const People& people, AccessTokenVerifier verifier, core::Secret adminKey);

    [[nodiscard]] Response handle(const Request& request);

private:
    struct Employee {
        Access access;
    };
    struct Admin {};
    using Caller = std::variant<Employee, Admin>;
    enum class Topic { Record, Pay, Leave };

    [[nodiscard]] tl::expected<Caller, Response> authenticate(const Request& request, const QString& scope) const;
    /// The one place that decides who may read whose data.
    [[nodiscard]] bool mayRead(const Caller& caller, const Person& target, Topic topic) const;
    [[nodiscard]] static QString subjectOf(const Caller& caller);
    [[nodiscard]] Response read(const Caller& caller, const QStringList& path) const;
    [[nodiscard]] Response search(const Request& request) const;
    [[nodiscard]] Response requestLeave(const Request& request);

    Options options_;
    const People& people_;
    AccessTokenVerifier verifier_;
    core::Secret adminKey_;
    QHash<QString, QList<Leave>> leaveByPerson_;
    struct Remembered {
        QByteArray body;
        Response response;
    };
    QHash<QString, Remembered> answers_; ///< by person and Idempotency-Key
};

} // namespace app::demo
