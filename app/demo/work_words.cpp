#include "app/demo/work_words.h"

#include "app/demo/words.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QRegularExpression>

namespace app::demo {
namespace {

QString member(const QJsonObject& json, const char* name)
{
    return cell(json.value(QLatin1String(name)).toString());
}

bool isEffect(const QString& tool)
{
    return tool == QLatin1String("send_chat_message") || tool == QLatin1String("share_document") ||
           tool == QLatin1String("pay_invoice");
}

QString messages(const QJsonObject& json, Language language)
{
    const auto found = json.value(QLatin1String("messages")).toArray();
    Table table(text(language, "From → to", "差出人 → 宛先"), text(language, "Message", "メッセージ"), false);
    for (const auto& item : found) {
        const auto message = item.toObject();
        table.row(member(message, "from") + QStringLiteral(" → ") + member(message, "to"), member(message, "text"));
    }
    return text(language, "The messages of **%1**:\n\n", "**%1**さんのメッセージです。\n\n")
               .arg(nameIn(json, language)) +
           table.markdown();
}

QString documents(const QJsonObject& json, Language language)
{
    const auto found = json.value(QLatin1String("documents")).toArray();
    Table table(text(language, "Document", "文書"), text(language, "ID", "ID"), false);
    for (const auto& item : found) {
        const auto document = item.toObject();
        table.row(member(document, language == Language::Japanese ? "title" : "titleLatin"), member(document, "id"));
    }
    return text(language, "The documents of **%1**:\n\n", "**%1**さんの文書です。\n\n").arg(nameIn(json, language)) +
           table.markdown();
}

QString document(const QJsonObject& json, Language language)
{
    return QStringLiteral("**%1**\n\n%2")
        .arg(member(json, language == Language::Japanese ? "title" : "titleLatin"), member(json, "text"));
}

QString invoices(const QJsonObject& json, Language language)
{
    const auto found = json.value(QLatin1String("invoices")).toArray();
    Table table(text(language, "Invoice", "請求書"), text(language, "Amount", "金額"), true);
    for (const auto& item : found) {
        const auto invoice = item.toObject();
        const bool paid = invoice.value(QLatin1String("status")) == QLatin1String("paid");
        table.row(member(invoice, "id") + QStringLiteral(" · ") + member(invoice, "payee"),
                  yen(invoice.value(QLatin1String("amount")), language) +
                      (paid ? text(language, " (paid)", "（支払い済み）") : QString()));
    }
    return text(language, "The invoices of **%1**:\n\n", "**%1**さんの請求書です。\n\n").arg(nameIn(json, language)) +
           table.markdown();
}

// As the page reads in a browser, more or less.
QString page(const AnsweredCall& answered, Language language)
{
    static const QRegularExpression head(QStringLiteral("<head>.*</head>"),
                                         QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression markup(QStringLiteral("<!--.*?-->|<[^>]*>"),
                                           QRegularExpression::DotMatchesEverythingOption);
    auto shown = answered.result;
    shown.remove(head).remove(markup);
    return text(language, "The page **%1** says:\n\n> %2", "ページ「**%1**」の内容です。\n\n> %2")
        .arg(member(answered.call.arguments, "page"), cell(shown.simplified().left(600)));
}

} // namespace

QString whatWorkWasAsked(const ScriptedCall& call, Language language)
{
    const auto& tool = call.name;
    const auto argument = [&call](const char* name) { return member(call.arguments, name); };
    const auto whose = argument("person");
    const bool self = whose == QLatin1String("me");
    if (tool == QLatin1String("send_chat_message"))
        return text(language, "the message to %1", "%1へのメッセージ").arg(argument("to"));
    if (tool == QLatin1String("share_document"))
        return text(language, "sharing %1 with %2", "%1を%2と共有すること").arg(argument("document"), whose);
    if (tool == QLatin1String("pay_invoice"))
        return text(language, "the payment of %1", "%1の支払い").arg(argument("invoice"));
    if (tool == QLatin1String("read_document"))
        return text(language, "the document %1", "文書「%1」").arg(argument("document"));
    if (tool == QLatin1String("fetch_page")) return text(language, "the page %1", "ページ「%1」").arg(argument("page"));
    if (tool == QLatin1String("list_messages"))
        return self ? text(language, "your messages", "あなたのメッセージ")
                    : text(language, "the messages of %1", "%1さんのメッセージ").arg(whose);
    if (tool == QLatin1String("list_documents"))
        return self ? text(language, "your documents", "あなたの文書")
                    : text(language, "the documents of %1", "%1さんの文書").arg(whose);
    if (tool == QLatin1String("list_invoices"))
        return self ? text(language, "your invoices", "あなたの請求書")
                    : text(language, "the invoices of %1", "%1さんの請求書").arg(whose);
    return {};
}

QString describeWork(const AnsweredCall& answered, Language language)
{
    const auto& tool = answered.call.name;
    if (tool == QLatin1String("fetch_page")) return page(answered, language);
    const auto json = QJsonDocument::fromJson(answered.result.toUtf8()).object();
    if (tool == QLatin1String("list_messages")) return messages(json, language);
    if (tool == QLatin1String("list_documents")) return documents(json, language);
    if (tool == QLatin1String("read_document")) return document(json, language);
    if (tool == QLatin1String("list_invoices")) return invoices(json, language);
    if (tool == QLatin1String("send_chat_message"))
        return text(language, "I have sent “%2” to **%1**.", "**%1**に「%2」と送りました。")
            .arg(member(json, "to"), member(json, "text"));
    if (tool == QLatin1String("share_document"))
        return text(language, "%1 is shared with **%2** (%3).", "%1を**%2**と共有しました（%3）。")
            .arg(member(json, "document"), member(json, "person"), member(json, "access"));
    if (tool == QLatin1String("pay_invoice"))
        return text(language, "%1 is paid: %3 to **%2**.", "%1を支払いました（**%2**に%3）。")
            .arg(member(json, "id"), member(json, "payee"), yen(json.value(QLatin1String("amount")), language));
    return {};
}

QString refusedEffect(const AnsweredCall& answered, const QString& what, Language language)
{
    const auto& said = answered.result;
    const auto says = [&said](const char* words) { return said.contains(QLatin1String(words)); };
    if (says("waits for the person's approval"))
        return text(language, "%1 waits for your approval; nothing was done yet.",
                    "%1はあなたの承認を待っています。まだ何も行われていません。")
            .arg(what);
    if (says("carried out or not"))
        return text(language, "%1 was cut off: it may have been done or not. Please check.",
                    "%1は途中で切れました。行われたかもしれないので、確認してください。")
            .arg(what);
    if (!isEffect(answered.call.name) || says("said no")) return {};
    if (says("insufficient_user_authentication") || says("second factor"))
        return text(language, "%1 needs a fresh sign-in with a second factor; nothing was done.",
                    "%1には、二段階認証での再認証が必要です。何も行われていません。")
            .arg(what);
    if (says("HTTP 409"))
        return (says("already_paid") || says("paid already")
                    ? text(language, "%1 was refused: it is paid already.",
                           "%1は拒否されました。すでに支払い済みです。")
                    : text(language, "%1 was refused: it does not match the invoice. Nothing was paid.",
                           "%1は拒否されました。請求書の内容と一致しません。支払いは行われていません。"))
            .arg(what);
    if (says("HTTP 403") || says("HTTP 401"))
        return text(language, "The API refused %1: you are not allowed to do this with your own sign-in.",
                    "%1はAPIに拒否されました。あなたの権限では行えません。")
            .arg(what);
    if (says("HTTP 404"))
        return text(language, "%1 was refused: the API knows nothing of that name.",
                    "%1は拒否されました。該当するものがありません。")
            .arg(what);
    if (says("could not be carried out") || says("could not carry out"))
        return text(language, "%1 did not succeed: the call failed.", "%1は失敗しました。").arg(what);
    return {};
}

} // namespace app::demo
