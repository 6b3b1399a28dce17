#include "app/demo/hr_api.h"

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

Response notFound()
{
    return problem(404, "not_found", QStringLiteral("There is no such employee or document."),
                   QStringLiteral("該当する社員または書類がありません。"));
}

} // namespace

HrApi::HrApi(ApiOptions options, const People& people, AccessTokenVerifier verifier, core::Secret adminKey)
    : door_(options, people, std::move(verifier), std::move(adminKey))
{}

Response HrApi::handle(const Request& request)
{
    const auto path = request.path.split(QLatin1Char('/'));
    if (path.size() < 3 || !path.at(0).isEmpty() || path.at(1) != QLatin1String("hr")) return notFound();
    if (request.path == QLatin1String("/hr/leave"))
        return request.method == "POST" ? requestLeave(request) : methodNotAllowed("POST");
    if (path.at(2) != QLatin1String("people")) return notFound();
    if (request.method != "GET") return methodNotAllowed("GET");
    const auto caller = door_.open(request, QStringLiteral("hr:read"));
    if (!caller) return caller.error();
    return path.size() == 3 ? search(request) : read(*caller, path.mid(3));
}

Response HrApi::search(const Request& request) const
{
    QJsonArray found;
    for (const auto* person : door_.people().search(fieldsOf(request.query()).value("query")))
        found.append(directoryEntry(*person));
    return jsonResponse(200, {{QStringLiteral("people"), found}});
}

// `path` is what follows /hr/people/.
Response HrApi::read(const Caller& caller, const QStringList& path) const
{
    const auto* target = door_.named(caller, path.at(0));
    if (!target) return notFound();
    // Leave is open to the manager too; pay and the personal record are open to nobody else.
    const bool own = door_.mayRead(caller, {target->id});
    if (path.size() == 1) return own ? jsonResponse(200, record(*target)) : notTheirs(caller.subject(), target->id);
    if (path.size() == 2 && path.at(1) == QLatin1String("leave")) {
        if (!door_.mayRead(caller, {target->id, target->manager})) return notTheirs(caller.subject(), target->id);
        QJsonArray entries;
        for (const auto& leave : leaveByPerson_.value(target->id))
            entries.append(written(leave));
        return jsonResponse(200, {{QStringLiteral("person"), target->id},
                                  {QStringLiteral("name"), target->name.ja},
                                  {QStringLiteral("nameLatin"), target->name.en},
                                  {QStringLiteral("leave"), entries}});
    }
    if (path.at(1) != QLatin1String("payslips") || path.size() > 3) return notFound();
    if (!own) return notTheirs(caller.subject(), target->id);
    if (path.size() == 2) return jsonResponse(200, overview(*target));
    for (const auto& slip : target->payslips)
        if (path.at(2) == QLatin1String("latest") || path.at(2) == slip.month)
            return jsonResponse(200, whole(*target, slip));
    return notFound();
}

Response HrApi::requestLeave(const Request& request)
{
    const auto caller = door_.open(request, QStringLiteral("hr:leave"));
    if (!caller) return caller.error();
    const auto subject = caller->subject();
    if (auto first = answers_.before(subject, request)) return std::move(*first);
    const auto json = bodyOf(request);
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
    answers_.keep(subject, request, response);
    return response;
}

} // namespace app::demo
