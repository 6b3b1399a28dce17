#include "app/demo/work_steps.h"

#include "app/demo/words.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

#include <algorithm>

namespace app::demo {
namespace {

using Kind = Wish::Kind;

QJsonArray listIn(const AnsweredCall& answered, const char* member)
{
    return QJsonDocument::fromJson(answered.result.toUtf8()).object().value(QLatin1String(member)).toArray();
}

ScriptedCall ownList(const char* tool)
{
    return {QLatin1String(tool), {{QStringLiteral("person"), QStringLiteral("me")}}};
}

QString plain(const QString& name)
{
    return name.toLower().replace(QLatin1Char('-'), QLatin1Char(' ')).simplified();
}

// The document that a person calls so; without one, the id that the words make.
QString documentIn(const QJsonArray& documents, const QString& called)
{
    const auto wanted = plain(called);
    for (const auto& item : documents) {
        const auto document = item.toObject();
        for (const char* member : {"id", "title", "titleLatin"}) {
            const auto name = plain(document.value(QLatin1String(member)).toString());
            if (!name.isEmpty() && !wanted.isEmpty() && (name.contains(wanted) || wanted.contains(name)))
                return document.value(QLatin1String("id")).toString();
        }
    }
    const auto isId = [](QChar c) { return c.isLower() || c.isDigit() || c == QLatin1Char(' '); };
    const bool latin = languageOf(wanted) == Language::English && std::all_of(wanted.begin(), wanted.end(), isId);
    return latin ? QString(wanted).replace(QLatin1Char(' '), QLatin1Char('-')) : QString();
}

/// A document's id. \error the step to take first, or that there is none that is called so
tl::expected<QString, NextStep> documentOf(const ModelInput& input, const Wish& wish)
{
    const auto lookUp = ownList("list_documents");
    const auto* listed = answerTo(input, lookUp);
    if (!listed) return tl::unexpected(NextStep{NextStep::State::Call, lookUp});
    if (!wasAnswered(*listed)) return tl::unexpected(NextStep{}); // why there is no list is said, and nothing more
    const auto id =
        documentIn(listIn(*listed, "documents"), wish.arguments.value(QLatin1String("document")).toString());
    if (id.isEmpty()) return tl::unexpected(NextStep{NextStep::State::NotFound, lookUp});
    return id;
}

NextStep sending(const ModelInput& input, const Wish& wish)
{
    auto arguments = wish.arguments;
    if (!arguments.contains(QLatin1String("to"))) {
        const auto to = idOf(input, wish.whom);
        if (!to) return to.error();
        arguments.insert(QStringLiteral("to"), *to);
    }
    return step(input, {QStringLiteral("send_chat_message"), arguments});
}

NextStep sharing(const ModelInput& input, const Wish& wish)
{
    const auto person = idOf(input, wish.whom);
    if (!person) return person.error();
    const auto document = documentOf(input, wish);
    if (!document) return document.error();
    return step(input, {QStringLiteral("share_document"),
                        {{QStringLiteral("document"), *document},
                         {QStringLiteral("person"), *person},
                         {QStringLiteral("access"), wish.arguments.value(QLatin1String("access"))}}});
}

NextStep reading(const ModelInput& input, const Wish& wish)
{
    const auto document = documentOf(input, wish);
    if (!document) return document.error();
    return step(input, {QStringLiteral("read_document"), {{QStringLiteral("document"), *document}}});
}

NextStep paying(const ModelInput& input, const Wish& wish)
{
    const QString tool = QStringLiteral("pay_invoice");
    if (wish.arguments.contains(QLatin1String("amount"))) return step(input, {tool, wish.arguments});
    const auto lookUp = ownList("list_invoices");
    const auto* listed = answerTo(input, lookUp);
    if (!listed) return {NextStep::State::Call, lookUp};
    if (!wasAnswered(*listed)) return {};
    const auto id = wish.arguments.value(QLatin1String("invoice"));
    for (const auto& item : listIn(*listed, "invoices")) {
        const auto invoice = item.toObject();
        if (invoice.value(QLatin1String("id")) != id) continue;
        auto arguments = wish.arguments;
        for (const char* member : {"payee", "amount", "currency"})
            arguments.insert(QLatin1String(member), invoice.value(QLatin1String(member)));
        return step(input, {tool, arguments});
    }
    return {NextStep::State::NotFound, lookUp};
}

} // namespace

namespace {

// The API wanted another sign-in; the person is asked for it when the same call is made again, which helps once.
bool wantsToBeMadeAgain(const AnsweredCall& answered)
{
    return answered.result.contains(QLatin1String("Call the tool again, once"));
}

} // namespace

const AnsweredCall* answerTo(const ModelInput& input, const ScriptedCall& call)
{
    const AnsweredCall* last = nullptr;
    int answers = 0;
    for (const auto& answered : input.done) {
        if (answered.call != call) continue;
        last = &answered;
        ++answers;
    }
    return answers == 1 && wantsToBeMadeAgain(*last) ? nullptr : last;
}

NextStep step(const ModelInput& input, ScriptedCall call)
{
    const bool done = answerTo(input, call) != nullptr;
    return {done ? NextStep::State::Done : NextStep::State::Call, std::move(call)};
}

tl::expected<QString, NextStep> idOf(const ModelInput& input, const Whom& whom)
{
    if (whom.lookUp.isEmpty()) return whom.self ? QStringLiteral("me") : whom.id;
    const ScriptedCall lookUp{QStringLiteral("find_colleague"), {{QStringLiteral("query"), whom.lookUp}}};
    const auto* found = answerTo(input, lookUp);
    if (!found) return tl::unexpected(NextStep{NextStep::State::Call, lookUp});
    const auto people = listIn(*found, "people");
    if (people.isEmpty()) return tl::unexpected(NextStep{NextStep::State::NotFound, lookUp});
    return people.at(0).toObject().value(QLatin1String("id")).toString();
}

std::optional<NextStep> nextWorkStep(const ModelInput& input, const Wish& wish)
{
    switch (wish.kind) {
    case Kind::SendMessage: return sending(input, wish);
    case Kind::ShareDocument: return sharing(input, wish);
    case Kind::ReadDocument: return reading(input, wish);
    case Kind::PayInvoice: return paying(input, wish);
    case Kind::Page: return step(input, {QStringLiteral("fetch_page"), wish.arguments});
    case Kind::AboutMe:
    case Kind::Record:
    case Kind::Payslip:
    case Kind::PayslipList:
    case Kind::Colleague:
    case Kind::LeaveList:
    case Kind::LeaveRequest:
    case Kind::ExactCall:
    case Kind::MessageList:
    case Kind::DocumentList:
    case Kind::InvoiceList: break;
    } // no default: a new wish must not compile without its steps
    return {};
}

bool isOnTheWay(const ModelInput& input, const QList<Wish>& wishes, const AnsweredCall& answered)
{
    if (wantsToBeMadeAgain(answered)) return answerTo(input, answered.call) != &answered;
    if (!wasAnswered(answered) || input.done.size() < 2) return false;
    const auto& tool = answered.call.name;
    if (tool == QLatin1String("find_colleague")) return true;
    const auto wanted = [&wishes](Kind kind) {
        return std::any_of(wishes.begin(), wishes.end(), [kind](const Wish& wish) { return wish.kind == kind; });
    };
    if (tool == QLatin1String("list_documents")) return !wanted(Kind::DocumentList) && !wanted(Kind::ExactCall);
    if (tool == QLatin1String("list_invoices")) return !wanted(Kind::InvoiceList) && !wanted(Kind::ExactCall);
    return false;
}

QString missingWords(const Wish& wish, const NextStep& at, Language language)
{
    if (at.call.name == QLatin1String("list_documents"))
        return text(language, "I found no document of yours called “%1”.", "「%1」という文書は見つかりませんでした。")
            .arg(cell(wish.arguments.value(QLatin1String("document")).toString()));
    if (at.call.name == QLatin1String("list_invoices"))
        return text(language, "%1 is not among your invoices.", "%1はあなたの請求書の中に見つかりませんでした。")
            .arg(cell(wish.arguments.value(QLatin1String("invoice")).toString()));
    return text(language, "I found nobody called “%1” in the directory.",
                "「%1」さんは社員名簿に見つかりませんでした。")
        .arg(wish.whom.lookUp);
}

} // namespace app::demo
