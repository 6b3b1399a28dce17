#include "app/demo/model_script.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

namespace app::demo {
namespace {

QString text(Language language, const char* en, const char* ja)
{
    return QString::fromUtf8(language == Language::Japanese ? ja : en);
}

QJsonObject jsonOf(const QString& result)
{
    return QJsonDocument::fromJson(result.toUtf8()).object();
}

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

const AnsweredCall* find(const ModelInput& input, const ScriptedCall& call)
{
    for (const auto& answered : input.done)
        if (answered.call == call) return &answered;
    return nullptr;
}

/// Where one wish stands: the call it needs next, or none because it is done, or because nobody was found.
struct NextStep {
    enum class State { Call, Done, NobodyFound } state = State::Done;
    ScriptedCall call = {};
};

NextStep step(const ModelInput& input, ScriptedCall call)
{
    const bool done = find(input, call) != nullptr;
    return {done ? NextStep::State::Done : NextStep::State::Call, std::move(call)};
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
    }
    return {};
}

NextStep nextStep(const ModelInput& input, const Wish& wish)
{
    const bool aboutPerson = wish.kind == Wish::Kind::Record || wish.kind == Wish::Kind::Payslip ||
                             wish.kind == Wish::Kind::PayslipList || wish.kind == Wish::Kind::LeaveList;
    if (!aboutPerson || wish.whom.lookUp.isEmpty())
        return step(input, finalCall(wish, wish.whom.self ? QStringLiteral("me") : wish.whom.id));
    const ScriptedCall lookUp{QStringLiteral("find_colleague"), {{QStringLiteral("query"), wish.whom.lookUp}}};
    const auto* found = find(input, lookUp);
    if (!found) return {NextStep::State::Call, lookUp};
    const auto people = jsonOf(found->result).value(QLatin1String("people")).toArray();
    if (people.isEmpty()) return {NextStep::State::NobodyFound, lookUp};
    return step(input, finalCall(wish, people.at(0).toObject().value(QLatin1String("id")).toString()));
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
                "- “I want to take a day off tomorrow”\n",
                "次のことができます。\n\n"
                "- 「私の情報を教えて」\n"
                "- 「最後の給与明細は？」\n"
                "- 「ユーザーBの個人情報を教えて」\n"
                "- 「山田さんの給料いくら？」\n"
                "- 「営業部の人を探して」\n"
                "- 「明日、休暇を取りたい」\n");
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
        // A look-up on the way to something else needs no words of its own once that has an answer.
        const bool onTheWay = answered.call.name == QLatin1String("find_colleague") && ok && input.done.size() > 1;
        if (!onTheWay) parts.append(describeAnswer(answered, language));
    }
    for (const auto& name : notFound)
        parts.append(text(language, "I found nobody called “%1” in the directory.",
                          "「%1」さんは社員名簿に見つかりませんでした。")
                         .arg(name));
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
            for (const auto& order : ordersIn(line, input.offeredTools))
                if (!understood.wishes.contains(order)) understood.wishes.append(order);

    QList<ScriptedCall> calls;
    QStringList notFound;
    QStringList missingTools;
    for (const auto& wish : understood.wishes) {
        const auto next = nextStep(input, wish);
        if (next.state == NextStep::State::NobodyFound) notFound.append(wish.whom.lookUp);
        if (next.state != NextStep::State::Call) continue;
        if (!input.mayCallTools || !input.offeredTools.contains(next.call.name))
            missingTools.append(next.call.name);
        else if (!calls.contains(next.call))
            calls.append(next.call);
    }
    missingTools.removeDuplicates();
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
