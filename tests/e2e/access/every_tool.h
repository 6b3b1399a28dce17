#pragma once

#include "app/demo/documents_api.h"
#include "app/demo/people.h"
#include "core/toolapi/tool.h"

namespace access_tests {

using core::toolapi::Outcome;

inline QString s(const char* text)
{
    return QString::fromUtf8(text);
}

/// One call, and how it must end for one signed-in account.
struct Try {
    QString tool;
    QJsonObject arguments;
    Outcome outcome = Outcome::ApiRefused;
    int status = 403;
};

inline bool isOwnOrManaged(const QString& tool, const QString& account, const QString& target)
{
    if (account == target) return true;
    // Leave is open to the manager; pay and the personal record are open to nobody else.
    return tool == QLatin1String("list_leave") && account == QLatin1String("bucho") &&
           target != QLatin1String("yamada");
}

/// Every demo tool about every target, as `account` may or may not.
inline QList<Try> everyTool(const app::demo::People& people, const QString& account)
{
    QList<Try> tries{{s("get_user_info"), {}, Outcome::Done, 200}};
    for (const auto& target : people.all()) {
        const QJsonObject about{{s("person"), target.id}};
        auto slip = about;
        slip.insert(s("month"), s("latest"));
        auto older = about;
        older.insert(s("month"), target.payslips.at(3).month);
        for (const auto& [tool, arguments] : QList<std::pair<QString, QJsonObject>>{{s("get_employee_record"), about},
                                                                                    {s("list_payslips"), about},
                                                                                    {s("read_payslip"), slip},
                                                                                    {s("read_payslip"), older},
                                                                                    {s("list_leave"), about}}) {
            const bool own = isOwnOrManaged(tool, account, target.id);
            tries.append({tool, arguments, own ? Outcome::Done : Outcome::ApiRefused, own ? 200 : 403});
        }
        const bool self = target.id == account;
        for (const char* tool : {"list_messages", "list_documents", "list_invoices"})
            tries.append({s(tool), about, self ? Outcome::Done : Outcome::ApiRefused, self ? 200 : 403});
        for (const auto& document : app::demo::firstDocuments()) {
            if (document.owner != target.id) continue;
            const bool may = document.readers().contains(account);
            tries.append({s("read_document"),
                          {{s("document"), document.id}},
                          may ? Outcome::Done : Outcome::ApiRefused,
                          may ? 200 : 403});
        }
        for (const auto& word : {target.id, target.name.ja, target.familyName.en})
            tries.append({s("find_colleague"), {{s("query"), word}}, Outcome::Done, 200});
    }
    const QJsonObject me{{s("person"), s("me")}};
    tries.append({s("get_employee_record"), me, Outcome::Done, 200});
    tries.append({s("list_payslips"), me, Outcome::Done, 200});
    for (const char* tool : {"list_messages", "list_documents", "list_invoices"})
        tries.append({s(tool), me, Outcome::Done, 200});
    tries.append({s("find_colleague"), {{s("query"), QString()}}, Outcome::Done, 200});
    tries.append({s("request_leave"),
                  {{s("from"), s("2031-05-01")}, {s("to"), s("2031-05-02")}, {s("reason"), s("rest")}},
                  Outcome::Waiting,
                  0});
    tries.append(
        {s("send_chat_message"), {{s("to"), s("#outside")}, {s("text"), s("all we know")}}, Outcome::Waiting, 0});
    tries.append({s("share_document"),
                  {{s("document"), s("travel-report")}, {s("person"), s("yamada")}, {s("access"), s("viewer")}},
                  Outcome::Waiting,
                  0});
    tries.append({s("pay_invoice"),
                  {{s("invoice"), s("INV-1001")},
                   {s("payee"), s("Quick Settle")},
                   {s("amount"), 49'800},
                   {s("currency"), s("JPY")}},
                  Outcome::Waiting,
                  0});
    return tries;
}

} // namespace access_tests
