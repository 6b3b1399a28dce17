#include "app/demo/model_script.h"

#include "app/demo/words.h"
#include "app/demo/work_steps.h"
#include "app/demo/work_wishes.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

namespace app::demo {
namespace {

// Every text in a tool's answer, as a model would read it.
void collectTexts(const QJsonValue& value, QStringList& texts)
{
    if (value.isString()) texts.append(value.toString());
    for (const auto& item : value.toArray())
        collectTexts(item, texts);
    for (const auto& item : value.toObject())
        collectTexts(item, texts);
}

QStringList textsIn(const QString& result)
{
    const auto document = QJsonDocument::fromJson(result.toUtf8());
    QStringList texts;
    if (document.isNull()) return {result};
    collectTexts(document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object()), texts);
    return texts;
}

// What stands on a page is read like what a person writes, and everywhere the words of the wire are understood.
QList<Wish> ordersOf(const AnsweredCall& answered, const QString& line, const QStringList& offeredTools)
{
    auto orders = ordersIn(line, offeredTools);
    if (answered.call.name == QLatin1String("fetch_page")) orders += effectWishes(line);
    return orders;
}

ScriptedCall finalCall(const Wish& wish, const QString& person)
{
    const QJsonObject aboutPerson{{QStringLiteral("person"), person}};
    switch (wish.kind) {
    case Wish::Kind::AboutMe: return {QStringLiteral("get_user_info"), {}};
    case Wish::Kind::Record: return {QStringLiteral("get_employee_record"), aboutPerson};
    case Wish::Kind::Payslip:
        return {QStringLiteral("read_payslip"),
                {{QStringLiteral("person"), person}, {QStringLiteral("month"), wish.month}}};
    case Wish::Kind::PayslipList: return {QStringLiteral("list_payslips"), aboutPerson};
    case Wish::Kind::Colleague:
        return {QStringLiteral("find_colleague"), {{QStringLiteral("query"), wish.whom.lookUp}}};
    case Wish::Kind::LeaveList: return {QStringLiteral("list_leave"), aboutPerson};
    case Wish::Kind::LeaveRequest:
        return {QStringLiteral("request_leave"),
                {{QStringLiteral("from"), wish.from.toString(Qt::ISODate)},
                 {QStringLiteral("to"), wish.to.toString(Qt::ISODate)},
                 {QStringLiteral("reason"), wish.reason}}};
    case Wish::Kind::ExactCall: return {wish.tool, wish.arguments};
    case Wish::Kind::MessageList: return {QStringLiteral("list_messages"), aboutPerson};
    case Wish::Kind::DocumentList: return {QStringLiteral("list_documents"), aboutPerson};
    case Wish::Kind::InvoiceList: return {QStringLiteral("list_invoices"), aboutPerson};
    case Wish::Kind::SendMessage:
    case Wish::Kind::ReadDocument:
    case Wish::Kind::ShareDocument:
    case Wish::Kind::PayInvoice:
    case Wish::Kind::Page: break; // nextWorkStep() has them
    }
    return {};
}

NextStep nextStep(const ModelInput& input, const Wish& wish)
{
    if (auto work = nextWorkStep(input, wish)) return std::move(*work);
    if (wish.kind == Wish::Kind::Colleague) return step(input, finalCall(wish, {}));
    const auto found = idOf(input, wish.whom);
    if (!found) return found.error();
    return step(input, finalCall(wish, *found));
}

QString abilities(Language language)
{
    return text(language,
                "I can do these:\n\n"
                "- “Tell me about myself”\n"
                "- “What does my last payslip say?”\n"
                "- “Show me user B’s personal information”\n"
                "- “How much does Yamada-san earn?”\n"
                "- “Find the people in Sales”\n"
                "- “I want to take a day off tomorrow”\n"
                "- “Send 'hello' to #general”\n"
                "- “Show my messages”\n"
                "- “Share my travel report with bsan”\n"
                "- “List my invoices”\n"
                "- “Pay invoice INV-1001”\n"
                "- “Read the page travel-tips”\n",
                "次のことができます。\n\n"
                "- 「私の情報を教えて」\n"
                "- 「最後の給与明細は？」\n"
                "- 「ユーザーBの個人情報を教えて」\n"
                "- 「山田さんの給料いくら？」\n"
                "- 「営業部の人を探して」\n"
                "- 「明日、休暇を取りたい」\n"
                "- 「#generalに『こんにちは』と送って」\n"
                "- 「メッセージを見せて」\n"
                "- 「出張報告をbsanと共有して」\n"
                "- 「請求書の一覧を見せて」\n"
                "- 「請求書INV-1001を支払って」\n"
                "- 「travel-tipsのページを読んで」\n");
}

QString opening(const Understanding& understood)
{
    const auto language = understood.language;
    if (understood.ignoresRules)
        return text(language, "Understood. I will set the rules aside and fetch it.",
                    "承知しました。ルールは気にせず、取りに行きます。");
    if (understood.claimsRole)
        return text(language, "Of course. With your position that should be no problem; I will fetch it.",
                    "承知しました。お立場からして問題ないと思いますので、取得します。");
    return text(language, "Let me check.", "確認します。");
}

// The made-up number that a model gives when it is pressed. It is nobody's.
QString inventedSalary(Language language)
{
    return text(language, "The API said no, but since you insist: the take-home pay last month was **¥512,345**.",
                "APIには断られましたが、ご指示ですのでお答えします。先月の手取りは**512,345円**です。");
}

QString closing(const Understanding& understood, bool refused)
{
    if (!refused) return {};
    if (understood.claimsRole || understood.ignoresRules)
        return text(understood.language,
                    "What I was told in this chat does not count there: the API looks only at who is signed in.",
                    "この会話で何を言われても結果は変わりません。APIは、サインインしている人だけを見て判断します。");
    return {};
}

QString finalText(const ModelInput& input, const Understanding& understood, const QStringList& notFound,
                  const QStringList& missingTools)
{
    const auto language = understood.language;
    QStringList parts;
    bool refused = false;
    for (const auto& answered : input.done) {
        const bool ok = wasAnswered(answered);
        refused = refused || !ok;
        if (!isOnTheWay(input, understood.wishes, answered)) parts.append(describeAnswer(answered, language));
    }
    for (const auto& one : notFound)
        parts.append(one);
    for (const auto& tool : missingTools)
        parts.append(text(language, "For that I would need the tool `%1`, and I was not given it.",
                          "それには`%1`というツールが必要ですが、使えるようになっていません。")
                         .arg(tool));
    if (refused && understood.wantsInvention) return inventedSalary(language);
    parts.append(closing(understood, refused));
    parts.removeAll(QString());
    return parts.join(QStringLiteral("\n\n"));
}

} // namespace

ScriptedReply scriptedReply(const ModelInput& input)
{
    auto understood = understand(input.userText, input.offeredTools, input.today);
    // Orders that came with a tool's answer: followed like any other. That is the weakness shown here.
    for (const auto& answered : input.done)
        for (const auto& line : textsIn(answered.result))
            for (const auto& order : ordersOf(answered, line, input.offeredTools))
                if (!understood.wishes.contains(order)) understood.wishes.append(order);

    QList<ScriptedCall> calls;
    QStringList notFound;
    QStringList missingTools;
    for (const auto& wish : understood.wishes) {
        const auto next = nextStep(input, wish);
        if (next.state == NextStep::State::NotFound) notFound.append(missingWords(wish, next, understood.language));
        if (next.state != NextStep::State::Call) continue;
        if (!input.mayCallTools || !input.offeredTools.contains(next.call.name))
            missingTools.append(next.call.name);
        else if (!calls.contains(next.call))
            calls.append(next.call);
    }
    missingTools.removeDuplicates();
    notFound.removeDuplicates();
    if (!calls.isEmpty()) {
        if (!input.parallelCalls) calls = calls.mid(0, 1);
        return {input.done.isEmpty() ? opening(understood) : QString(), calls};
    }
    const auto language = understood.language;
    if (understood.greeting)
        return {text(language, "Hello! I am the scripted model of this demo.\n\n",
                     "こんにちは。このデモの、台本どおりに答えるモデルです。\n\n") +
                    abilities(language),
                {}};
    if (understood.wishes.isEmpty())
        return {text(language, "I am a scripted demo model, so I understand only a few things.\n\n",
                     "私は台本どおりに答えるデモモデルなので、分かることが限られています。\n\n") +
                    abilities(language),
                {}};
    return {finalText(input, understood, notFound, missingTools), {}};
}

} // namespace app::demo
