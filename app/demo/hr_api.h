#pragma once

#include "app/demo/api_door.h"

#include <QtCore/QHash>

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
    HrApi(ApiOptions options, const People& people, AccessTokenVerifier verifier, core::Secret adminKey);

    [[nodiscard]] Response handle(const Request& request);

private:
    [[nodiscard]] Response read(const Caller& caller, const QStringList& path) const;
    [[nodiscard]] Response search(const Request& request) const;
    [[nodiscard]] Response requestLeave(const Request& request);

    ApiDoor door_;
    QHash<QString, QList<Leave>> leaveByPerson_;
    FirstAnswers answers_;
};

} // namespace app::demo
