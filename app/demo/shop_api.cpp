#include "app/demo/shop_api.h"

#include "app/demo/authorization_request.h"

#include <QtCore/QJsonArray>

namespace app::demo {
namespace {

constexpr auto currency = QLatin1String("JPY");

QJsonObject written(const Invoice& invoice)
{
    return {{QStringLiteral("id"), invoice.id},
            {QStringLiteral("payee"), invoice.payee},
            {QStringLiteral("amount"), invoice.amount},
            {QStringLiteral("currency"), currency},
            {QStringLiteral("status"), invoice.paid ? QStringLiteral("paid") : QStringLiteral("open")}};
}

Response notFound()
{
    return problem(404, "not_found", QStringLiteral("There is no such person or invoice."),
                   QStringLiteral("該当する社員または請求書がありません。"));
}

// What of a payment is not as the invoice has it.
QStringList mismatch(const Invoice& invoice, const QJsonObject& payment)
{
    QStringList wrong;
    if (payment.value(QLatin1String("payee")).toString() != invoice.payee) wrong.append(QStringLiteral("payee"));
    if (payment.value(QLatin1String("amount")) != QJsonValue(invoice.amount)) wrong.append(QStringLiteral("amount"));
    if (payment.value(QLatin1String("currency")).toString() != currency) wrong.append(QStringLiteral("currency"));
    return wrong;
}

Response doesNotMatch(const QString& invoice, const QStringList& wrong)
{
    const auto names = wrong.join(QStringLiteral(", "));
    return jsonResponse(
        409, {{QStringLiteral("error"), QStringLiteral("invoice_mismatch")},
              {QStringLiteral("mismatch"), QJsonArray::fromStringList(wrong)},
              {QStringLiteral("message"), QStringLiteral("This is not what %1 says: %2.").arg(invoice, names)},
              {QStringLiteral("messageJa"), QStringLiteral("%1の内容と一致しません（%2）。").arg(invoice, names)}});
}

Response needsSecondFactor()
{
    auto response = challenge(401, QStringLiteral("insufficient_user_authentication"),
                              QStringLiteral("a payment of more than 50000 JPY needs a fresh second factor"));
    for (auto& [name, value] : response.headers)
        if (name == "WWW-Authenticate")
            value += ", acr_values=\"" + QByteArray(acrSecondFactor) +
                     "\", max_age=" + QByteArray::number(static_cast<qint64>(freshFor.count()));
    return response;
}

} // namespace

QList<Invoice> firstInvoices()
{
    const auto invoice = [](const char* id, const char* person, const char* payee, int amount) {
        return Invoice{QLatin1String(id), QLatin1String(person), QLatin1String(payee), amount};
    };
    return {invoice("INV-1001", "asan", "Odawara Print", 12'800),
            invoice("INV-1002", "asan", "Hakone Freight", 86'400),
            invoice("INV-1003", "bsan", "Ashigara Catering", 23'760),
            invoice("INV-1004", "bsan", "Tozan Consulting", 154'000),
            invoice("INV-1005", "yamada", "Chigasaki Parts", 31'900),
            invoice("INV-1006", "yamada", "Shonan Cloud", 64'350),
            invoice("INV-1007", "bucho", "Gora Training", 45'100),
            invoice("INV-1008", "bucho", "Sengoku Design", 297'000)};
}

ShopApi::ShopApi(ApiOptions options, const People& people, AccessTokenVerifier verifier, core::Secret adminKey,
                 const core::Clock& clock)
    : door_(options, people, std::move(verifier), std::move(adminKey))
    , clock_(clock)
    , invoices_(firstInvoices())
{}

Response ShopApi::handle(const Request& request)
{
    if (request.path == QLatin1String("/shop/payments"))
        return request.method == "POST" ? pay(request) : methodNotAllowed("POST");
    const auto path = request.path.split(QLatin1Char('/'));
    const bool known = path.size() == 5 && path.at(0).isEmpty() && path.at(1) == QLatin1String("shop") &&
                       path.at(2) == QLatin1String("people") && path.at(4) == QLatin1String("invoices");
    if (!known) return notFound();
    if (request.method != "GET") return methodNotAllowed("GET");
    const auto caller = door_.open(request, QStringLiteral("shop:read"));
    return caller ? list(*caller, path.at(3)) : caller.error();
}

Response ShopApi::list(const Caller& caller, const QString& person) const
{
    const auto* target = door_.named(caller, person);
    if (!target) return notFound();
    if (!door_.mayRead(caller, {target->id})) return notTheirs(caller.subject(), target->id);
    QJsonArray found;
    for (const auto& invoice : invoices_)
        if (invoice.person == target->id) found.append(written(invoice));
    return jsonResponse(200, {{QStringLiteral("person"), target->id},
                              {QStringLiteral("name"), target->name.ja},
                              {QStringLiteral("nameLatin"), target->name.en},
                              {QStringLiteral("invoices"), found}});
}

bool ShopApi::isStrongAndFresh(const Access& access) const
{
    const auto age = clock_.nowUtc().toSecsSinceEpoch() - access.authenticatedAtSeconds;
    return access.acr == QLatin1String(acrSecondFactor) && age <= freshFor.count();
}

Response ShopApi::pay(const Request& request)
{
    const auto caller = door_.open(request, QStringLiteral("shop:pay"));
    if (!caller) return caller.error();
    const auto payer = caller->subject();
    if (auto first = answers_.before(payer, request)) return std::move(*first);
    const auto json = bodyOf(request);
    const auto id = json.value(QLatin1String("invoice")).toString();
    for (auto& invoice : invoices_) {
        if (invoice.id != id) continue;
        if (invoice.person != payer)
            return problem(403, "forbidden", QStringLiteral("%1 may not pay %2.").arg(payer, id),
                           QStringLiteral("%1には%2を支払う権限がありません。").arg(payer, id));
        if (const auto wrong = mismatch(invoice, json); !wrong.isEmpty()) return doesNotMatch(id, wrong);
        if (invoice.paid)
            return problem(409, "already_paid", QStringLiteral("%1 is paid already.").arg(id),
                           QStringLiteral("%1は支払い済みです。").arg(id));
        if (invoice.amount > secondFactorAbove && !isStrongAndFresh(*caller->access)) return needsSecondFactor();
        invoice.paid = true;
        const auto response = jsonResponse(201, written(invoice));
        answers_.keep(payer, request, response);
        return response;
    }
    return notFound();
}

} // namespace app::demo
