#include "app/demo/hr_api.h"

#include "core/base/canonical_json.h"
#include "core/crypto/random.h"

#include <QtCore/QJsonArray>

namespace app::demo {
namespace {

QJsonObject directoryEntry(const Person& person)
{
    return {{QStringLiteral("id"), person.id},
            {QStringLiteral("name"), person.name.ja},
            {QStringLiteral("nameLatin"), person.name.en},
            {QStringLiteral("department"), person.department.ja},
            {QStringLiteral("departmentLatin"), person.department.en},
            {QStringLiteral("title"), person.title.ja},
            {QStringLiteral("titleLatin"), person.title.en},
            {QStringLiteral("note"), person.note}};
}

QJsonObject record(const Person& person)
{
    auto json = directoryEntry(person);
    json.insert(QStringLiteral("employeeNumber"), person.employeeNumber);
    json.insert(QStringLiteral("email"), person.email);
    json.insert(QStringLiteral("phone"), person.phone);
    json.insert(QStringLiteral("postalCode"), person.postalCode);
    json.insert(QStringLiteral("address"), person.address);
    json.insert(QStringLiteral("birthday"), person.birthday.toString(Qt::ISODate));
    json.insert(QStringLiteral("joined"), person.joined.toString(Qt::ISODate));
    json.insert(QStringLiteral("emergencyContact"), person.emergencyContact);
    json.insert(QStringLiteral("manager"), person.manager);
    return json;
}

QJsonObject whole(const Person& person, const Payslip& slip)
{
    return {{QStringLiteral("person"), person.id},
            {QStringLiteral("name"), person.name.ja},
            {QStringLiteral("nameLatin"), person.name.en},
            {QStringLiteral("month"), slip.month},
            {QStringLiteral("payday"), slip.payday.toString(Qt::ISODate)},
            {QStringLiteral("currency"), QStringLiteral("JPY")},
            {QStringLiteral("base"), slip.base},
            {QStringLiteral("overtime"), slip.overtime},
            {QStringLiteral("commuting"), slip.commuting},
            {QStringLiteral("gross"), slip.gross()},
            {QStringLiteral("healthInsurance"), slip.healthInsurance},
            {QStringLiteral("pension"), slip.pension},
            {QStringLiteral("employmentInsurance"), slip.employmentInsurance},
            {QStringLiteral("incomeTax"), slip.incomeTax},
            {QStringLiteral("residentTax"), slip.residentTax},
            {QStringLiteral("deductions"), slip.deductions()},
            {QStringLiteral("net"), slip.net()}};
}

QJsonObject overview(const Person& person)
{
    QJsonArray slips;
    for (const auto& slip : person.payslips)
        slips.append(QJsonObject{{QStringLiteral("month"), slip.month},
                                 {QStringLiteral("payday"), slip.payday.toString(Qt::ISODate)},
                                 {QStringLiteral("gross"), slip.gross()},
                                 {QStringLiteral("net"), slip.net()}});
    return {{QStringLiteral("person"), person.id},
            {QStringLiteral("name"), person.name.ja},
            {QStringLiteral("nameLatin"), person.name.en},
            {QStringLiteral("currency"), QStringLiteral("JPY")},
            {QStringLiteral("payslips"), slips}};
}

QJsonObject written(const Leave& leave)
{
    return {{QStringLiteral("id"), leave.id},
            {QStringLiteral("from"), leave.from.toString(Qt::ISODate)},
            {QStringLiteral("to"), leave.to.toString(Qt::ISODate)},
            {QStringLiteral("reason"), leave.reason},
            {QStringLiteral("status"), leave.status}};
}

Response problem(int status, const char* error, const QString& en, const QString& ja)
{
    return jsonResponse(status, {{QStringLiteral("error"), QLatin1String(error)},
                                 {QStringLiteral("message"), en},
                                 {QStringLiteral("messageJa"), ja}});
}

Response forbidden(const QString& caller, const Person& target)
{
    return problem(
        403, "forbidden",
        QStringLiteral("%1 may not read this data of %2: it is open to its owner only.").arg(caller, target.id),
        QStringLiteral("%1には%2のこのデータを閲覧する権限がありません。閲覧できるのは本人だけです。")
            .arg(caller, target.id));
}

Response notFound()
{
    return problem(404, "not_found", QStringLiteral("There is no such employee or document."),
                   QStringLiteral("該当する社員または書類がありません。"));
}

} // namespace

HrApi::HrApi(Options options, const People& people, AccessTokenVerifier verifier, core::Secret adminKey)
    : options_(options)
    , people_(people)
    , verifier_(std::move(verifier))
    , adminKey_(std::move(adminKey))
{}

tl::expected<HrApi::Caller, Response> HrApi::authenticate(const Request& request, const QString& scope) const
{
    if (auto presented = request.header("x-api-key"); !presented.isEmpty()) {
        presented.detach();
        if (request.method == "GET" && core::Secret::consume(std::move(presented)).equalsConstantTime(adminKey_))
            return Admin{};
        return tl::unexpected(problem(401, "invalid_api_key", QStringLiteral("The API key is not valid here."),
                                      QStringLiteral("APIキーが正しくありません。")));
    }
    const auto token = bearerToken(request);
    if (!token) return tl::unexpected(challenge(401, {}, QStringLiteral("an access token is needed")));
    auto access = verifier_.verify(*token);
    if (!access) return tl::unexpected(challenge(401, QStringLiteral("invalid_token"), access.error().detail));
    if (!access->scopes.contains(scope))
        return tl::unexpected(challenge(403, QStringLiteral("insufficient_scope"),
                                        QStringLiteral("the scope %1 is missing").arg(scope), scope));
    if (!people_.find(access->subject))
        return tl::unexpected(challenge(401, QStringLiteral("invalid_token"), QStringLiteral("not an employee")));
    return Employee{std::move(*access)};
}

QString HrApi::subjectOf(const Caller& caller)
{
    const auto* employee = std::get_if<Employee>(&caller);
    return employee ? employee->access.subject : QStringLiteral("admin");
}

bool HrApi::mayRead(const Caller& caller, const Person& target, Topic topic) const
{
    if (std::holds_alternative<Admin>(caller)) return true;
    if (!options_.checkSubject) return true;
    const auto subject = subjectOf(caller);
    switch (topic) {
    case Topic::Record:
    case Topic::Pay: return subject == target.id;
    case Topic::Leave: return subject == target.id || subject == target.manager;
    }
    return false;
}

Response HrApi::handle(const Request& request)
{
    const auto path = request.path.split(QLatin1Char('/'));
    if (path.size() < 3 || !path.at(0).isEmpty() || path.at(1) != QLatin1String("hr")) return notFound();
    if (request.path == QLatin1String("/hr/leave"))
        return request.method == "POST" ? requestLeave(request) : methodNotAllowed("POST");
    if (path.at(2) != QLatin1String("people")) return notFound();
    if (request.method != "GET") return methodNotAllowed("GET");
    const auto caller = authenticate(request, QStringLiteral("hr:read"));
    if (!caller) return caller.error();
    return path.size() == 3 ? search(request) : read(*caller, path.mid(3));
}

Response HrApi::search(const Request& request) const
{
    QJsonArray found;
    for (const auto* person : people_.search(fieldsOf(request.query()).value("query")))
        found.append(directoryEntry(*person));
    return jsonResponse(200, {{QStringLiteral("people"), found}});
}

// `path` is what follows /hr/people/.
Response HrApi::read(const Caller& caller, const QStringList& path) const
{
    const auto* target = people_.find(path.at(0) == QLatin1String("me") ? subjectOf(caller) : path.at(0));
    if (!target) return notFound();
    if (path.size() == 1)
        return mayRead(caller, *target, Topic::Record) ? jsonResponse(200, record(*target))
                                                       : forbidden(subjectOf(caller), *target);
    if (path.size() == 2 && path.at(1) == QLatin1String("leave")) {
        if (!mayRead(caller, *target, Topic::Leave)) return forbidden(subjectOf(caller), *target);
        QJsonArray entries;
        for (const auto& leave : leaveByPerson_.value(target->id))
            entries.append(written(leave));
        return jsonResponse(200, {{QStringLiteral("person"), target->id},
                                  {QStringLiteral("name"), target->name.ja},
                                  {QStringLiteral("nameLatin"), target->name.en},
                                  {QStringLiteral("leave"), entries}});
    }
    if (path.at(1) != QLatin1String("payslips") || path.size() > 3) return notFound();
    if (!mayRead(caller, *target, Topic::Pay)) return forbidden(subjectOf(caller), *target);
    if (path.size() == 2) return jsonResponse(200, overview(*target));
    for (const auto& slip : target->payslips)
        if (path.at(2) == QLatin1String("latest") || path.at(2) == slip.month)
            return jsonResponse(200, whole(*target, slip));
    return notFound();
}

Response HrApi::requestLeave(const Request& request)
{
    const auto caller = authenticate(request, QStringLiteral("hr:leave"));
    if (!caller) return caller.error();
    const auto subject = subjectOf(*caller);
    const auto key = request.header("idempotency-key");
    const auto rememberedUnder = subject + QLatin1Char(' ') + QString::fromLatin1(key);
    if (const auto found = answers_.constFind(rememberedUnder); !key.isEmpty() && found != answers_.constEnd()) {
        if (found->body == request.body) return found->response;
        return problem(422, "idempotency_key_reused",
                       QStringLiteral("This Idempotency-Key was used for another request."),
                       QStringLiteral("このIdempotency-Keyは別の申請で使われています。"));
    }
    const auto body = core::parseStrictJson(request.body);
    const auto json = body ? body->toObject() : QJsonObject();
    Leave leave;
    leave.from = QDate::fromString(json.value(QLatin1String("from")).toString(), Qt::ISODate);
    leave.to = QDate::fromString(json.value(QLatin1String("to")).toString(), Qt::ISODate);
    leave.reason = json.value(QLatin1String("reason")).toString();
    if (!leave.from.isValid() || !leave.to.isValid() || leave.to < leave.from || leave.from.daysTo(leave.to) > 366 ||
        leave.reason.size() > 500)
        return problem(400, "invalid_request",
                       QStringLiteral("\"from\" and \"to\" must be dates (YYYY-MM-DD) in that order."),
                       QStringLiteral("「from」と「to」には正しい順序の日付（YYYY-MM-DD）が必要です。"));
    leave.id = QStringLiteral("leave-") + QString::fromLatin1(core::crypto::randomText(6));
    leave.status = QStringLiteral("requested");
    leaveByPerson_[subject].append(leave);
    auto json201 = written(leave);
    json201.insert(QStringLiteral("person"), subject);
    const auto response = jsonResponse(201, json201);
    if (!key.isEmpty()) answers_.insert(rememberedUnder, {request.body, response});
    return response;
}

} // namespace app::demo
