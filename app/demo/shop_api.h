#pragma once

#include "app/demo/api_door.h"
#include "core/base/clock.h"

#include <QtCore/QList>

#include <chrono>

namespace app::demo {

/// A bill that one person has to settle, in yen.
struct Invoice {
    QString id;     ///< "INV-1001"
    QString person; ///< a person's id
    QString payee;
    int amount = 0;
    bool paid = false;
};

/// What everybody has to settle at the start; invented.
[[nodiscard]] QList<Invoice> firstInvoices();

/// Above this many yen a payment needs a second factor, not older than `freshFor`.
inline constexpr int secondFactorAbove = 50'000;
inline constexpr std::chrono::seconds freshFor = std::chrono::minutes(5);

/// The demo organisation's payments.
///
/// | | who |
/// |---|---|
/// | GET /shop/people/{person}/invoices | only that person |
/// | POST /shop/payments `{"invoice", "payee", "amount", "currency"}` | for one's own invoice, scope shop:pay; honours Idempotency-Key |
///
/// What is paid must be what the invoice says, and is paid once: 409 otherwise, with what differs under `mismatch`. A
/// large amount is answered with the challenge of RFC 9470 until the token says how freshly and strongly its subject
/// signed in. Thread: one.
class ShopApi {
public:
    ShopApi(ApiOptions options, const People& people, AccessTokenVerifier verifier, core::Secret adminKey,
            const core::Clock& clock);

    [[nodiscard]] Response handle(const Request& request);

private:
    [[nodiscard]] Response list(const Caller& caller, const QString& person) const;
    [[nodiscard]] Response pay(const Request& request);
    [[nodiscard]] bool isStrongAndFresh(const Access& access) const;

    ApiDoor door_;
    const core::Clock& clock_;
    QList<Invoice> invoices_;
    FirstAnswers answers_;
};

} // namespace app::demo
