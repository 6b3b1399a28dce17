#pragma once

#include "app/demo/documents_api.h"
#include "app/demo/model_script.h"
#include "app/demo/pages_api.h"
#include "app/demo/people.h"
#include "app/demo/shop_api.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

#include <functional>

namespace script_tests {

using namespace app::demo;

inline QString s(const char* text)
{
    return QString::fromUtf8(text);
}

inline const QStringList allTools{
    s("get_user_info"), s("get_employee_record"), s("list_payslips"), s("read_payslip"),      s("find_colleague"),
    s("list_leave"),    s("request_leave"),       s("list_messages"), s("send_chat_message"), s("list_documents"),
    s("read_document"), s("share_document"),      s("list_invoices"), s("pay_invoice"),       s("fetch_page")};

inline ModelInput input(const QString& text)
{
    ModelInput made;
    made.userText = text;
    made.offeredTools = allTools;
    made.today = QDate(2026, 3, 1);
    return made;
}

/// "read_payslip bsan latest": a call in short.
inline QString written(const ScriptedCall& call)
{
    QStringList parts{call.name};
    for (const char* name : {"person", "month", "query", "from", "to", "text", "document", "access", "invoice", "payee",
                             "amount", "currency", "page"})
        if (call.arguments.contains(QLatin1String(name)))
            parts.append(call.arguments.value(QLatin1String(name)).toVariant().toString());
    return parts.join(QLatin1Char(' '));
}

inline QString written(const ScriptedReply& reply)
{
    QStringList calls;
    for (const auto& call : reply.calls)
        calls.append(written(call));
    return calls.join(s(" + "));
}

inline const People& everyone()
{
    static const People people(QDate(2026, 3, 1));
    return people;
}

/// What the directory answers.
inline QString directory(const QString& query)
{
    QJsonArray found;
    for (const auto* person : everyone().search(query))
        found.append(QJsonObject{{s("id"), person->id},
                                 {s("name"), person->name.ja},
                                 {s("nameLatin"), person->name.en},
                                 {s("note"), person->note}});
    return s(QJsonDocument(QJsonObject{{s("people"), found}}).toJson(QJsonDocument::Compact).constData());
}

/// What the lists of documents and invoices answer to somebody.
inline QString documentsOf(const QString& person)
{
    QJsonArray found;
    for (const auto& document : firstDocuments())
        if (document.readers().contains(person))
            found.append(QJsonObject{
                {s("id"), document.id}, {s("title"), document.title.ja}, {s("titleLatin"), document.title.en}});
    return s(QJsonDocument(QJsonObject{{s("documents"), found}}).toJson(QJsonDocument::Compact).constData());
}
inline QString invoicesOf(const QString& person)
{
    QJsonArray found;
    for (const auto& invoice : firstInvoices())
        if (invoice.person == person)
            found.append(QJsonObject{{s("id"), invoice.id},
                                     {s("payee"), invoice.payee},
                                     {s("amount"), invoice.amount},
                                     {s("currency"), s("JPY")},
                                     {s("status"), s("open")}});
    return s(QJsonDocument(QJsonObject{{s("invoices"), found}}).toJson(QJsonDocument::Compact).constData());
}
inline QString pageText(const char* name)
{
    for (const auto& page : allPages())
        if (page.name == s(name)) return page.text;
    return {};
}

/// The tools as asan has them, as far as they read; what has an effect says that it is done.
inline QString answerToAsan(const ScriptedCall& call)
{
    if (call.name == s("find_colleague")) return directory(call.arguments.value(s("query")).toString());
    if (call.name == s("list_documents")) return documentsOf(s("asan"));
    if (call.name == s("list_invoices")) return invoicesOf(s("asan"));
    if (call.name == s("fetch_page"))
        return pageText(call.arguments.value(s("page")).toString().toLatin1().constData());
    if (call.name == s("read_document"))
        return s("{\"id\":\"x\",\"title\":\"出張報告\",\"titleLatin\":\"Travel report\",\"text\":\"ok\"}");
    return s(QJsonDocument(call.arguments).toJson(QJsonDocument::Compact).constData());
}

inline const char* const refused =
    "The API refused \"read_payslip\": HTTP 403. The signed-in person is not allowed to do this.";

/// Plays the turn to its end as an agent would. `answer` stands for the tools.
struct Played {
    QStringList steps;
    QString text;
};
inline Played play(ModelInput conversation, const std::function<QString(const ScriptedCall&)>& answer)
{
    Played played;
    for (int step = 0; step < 6; ++step) {
        const auto reply = scriptedReply(conversation);
        if (reply.calls.isEmpty()) {
            played.text = reply.text;
            return played;
        }
        played.steps.append(written(reply));
        for (const auto& call : reply.calls)
            conversation.done.append({call, answer(call)});
    }
    return played;
}

} // namespace script_tests
