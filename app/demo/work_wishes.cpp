#include "app/demo/work_wishes.h"

#include "app/demo/pages_api.h"

#include <QtCore/QRegularExpression>

#include <utility>

namespace app::demo {
namespace {

QRegularExpression pattern(const QString& text)
{
    const QRegularExpression expression(text, QRegularExpression::CaseInsensitiveOption |
                                                  QRegularExpression::UseUnicodePropertiesOption);
    Q_ASSERT_X(expression.isValid(), "pattern", qPrintable(text));
    return expression;
}

QRegularExpression pattern(const char* text)
{
    return pattern(QString::fromUtf8(text));
}

bool has(const QString& text, const QRegularExpression& expression)
{
    return expression.match(text).hasMatch();
}

void add(QList<Wish>& wishes, Wish wish)
{
    if (!wishes.contains(wish)) wishes.append(std::move(wish));
}

Wish wishFor(Wish::Kind kind, const Whom& whom, const QJsonObject& arguments)
{
    Wish wish;
    wish.kind = kind;
    wish.whom = whom;
    wish.arguments = arguments;
    return wish;
}

// "#general", or whoever is named first; nothing when neither is there.
void addMessage(const QString& target, const QString& text, QList<Wish>& wishes)
{
    QJsonObject arguments{{QStringLiteral("text"), text.trimmed()}};
    if (text.trimmed().isEmpty()) return;
    if (target.startsWith(QLatin1Char('#'))) {
        arguments.insert(QStringLiteral("to"), target);
        add(wishes, wishFor(Wish::Kind::SendMessage, {}, arguments));
        return;
    }
    const auto named = peopleIn(target);
    if (!named.isEmpty()) add(wishes, wishFor(Wish::Kind::SendMessage, named.constFirst(), arguments));
}

/// A way to say it: which group holds the receiver, and which the words.
struct Phrase {
    QRegularExpression expression;
    int target;
    int words;
};

// The first phrase that fits says all; the others would read the same words another way.
void addMessages(const QString& text, const QList<Phrase>& phrases, QList<Wish>& wishes)
{
    for (const auto& phrase : phrases) {
        const auto before = wishes.size();
        for (auto matches = phrase.expression.globalMatch(text); matches.hasNext();) {
            const auto match = matches.next();
            addMessage(match.captured(phrase.target), match.captured(phrase.words), wishes);
        }
        if (wishes.size() > before) return;
    }
}

void addSending(const QString& text, QList<Wish>& wishes)
{
    static const QList<Phrase> english{
        // send 'hello' to #general; post "hello" in the channel #general
        {pattern(
             "\\b(?:send|post|write|say)\\b[^\\n\"“‘'「]{0,30}[\"“‘'「]([^\\n]{1,500}?)[\"”’'」]\\s+(?:to|in|on)\\s+"
             "(?:the\\s+|channel\\s+)*(#[a-z0-9_-]{1,40}|[^\\n.!?;:#]{1,30})"),
         2, 1},
        // tell bsan "hello"; send a message to #general: 'hello'
        {pattern("\\b(?:send|post|write|tell|message)\\b[^\\n\"“‘'「#]{0,20}?\\s(#[a-z0-9_-]{1,40}|(?!(?:a|the|message|"
                 "to)\\b)[a-z][a-z.-]{0,20})"
                 "[^\\n\"“‘'「]{0,14}[\"“‘'「]([^\\n]{1,500}?)[\"”’'」](?![a-z0-9])"),
         1, 2},
        // message #general: hello
        {pattern("\\b(?:send|post|write|tell|message)\\b[^\\n:#]{0,40}(#[a-z0-9_-]{1,40})\\s*:\\s*([^\\s\"“‘'「][^\\n]{"
                 "0,300})"),
         1, 2},
        // send hello to #general
        {pattern("\\b(?:send|post)\\s+(?!(?:a |the |this |my "
                 ")?message\\b)([^\\s\"“‘'「#][^\\n\"“「#]{0,200}?)\\s+(?:to|in)\\s+"
                 "(?:the\\s+|channel\\s+)*(#[a-z0-9_-]{1,40})"),
         2, 1}};
    static const QList<Phrase> japanese{
        // #generalに「こんにちは」と送って; Bさんに「…」と伝えて
        {pattern(
             "(#[a-z0-9_-]{1,40}|[^\\s、。，！？「」『』\"'#]{1,12}?)\\s*(?:チャンネル)?\\s*(?:に|へ|で)\\s*[、,]?\\s*"
             "[「『“\"']([^\\n]{1,500}?)[」』”\"']\\s*(?:と|って|を)?\\s*(?:メッセージ(?:を|で)?\\s*)?"
             "(?:送|投稿|書|伝|連絡|言)"),
         1, 2},
        // 「こんにちは」を #general に送って
        {pattern("[「『“\"']([^\\n]{1,500}?)[」』”\"']\\s*(?:と|って|を|という\\S{0,8}を)?\\s*"
                 "(#[a-z0-9_-]{1,40}|[^\\s、。，！？「」『』\"'#]{1,12}?)\\s*(?:チャンネル)?\\s*(?:に|へ)\\s*"
                 "(?:送|投稿|書|伝|連絡|メッセージ)"),
         2, 1}};
    addMessages(text, english, wishes);
    addMessages(text, japanese, wishes);
}

void addPayment(const QString& number, const QString& payee, const QString& rest, QList<Wish>& wishes)
{
    static const auto amount = pattern("[¥￥]\\s*([0-9][0-9,]{0,12})|(?<![0-9,])([0-9][0-9,]{0,12})\\s*(?:JPY|yen|円)");
    QJsonObject arguments{{QStringLiteral("invoice"), QStringLiteral("INV-") + number}};
    const auto match = amount.match(rest);
    if (match.hasMatch() && !payee.trimmed().isEmpty()) {
        auto digits = match.captured(1) + match.captured(2);
        digits.remove(QLatin1Char(','));
        arguments.insert(QStringLiteral("payee"), payee.trimmed());
        arguments.insert(QStringLiteral("amount"), digits.toLongLong());
        arguments.insert(QStringLiteral("currency"), QStringLiteral("JPY"));
    }
    add(wishes, wishFor(Wish::Kind::PayInvoice, {}, arguments));
}

void addPayments(const QString& text, QList<Wish>& wishes)
{
    // pay invoice INV-1001 (to Odawara Print, 12,800 JPY)
    static const auto english =
        pattern("\\b(?:pay|settle)\\b[^\\n.;。]{0,40}?\\bINV[- ]?([0-9]{3,6})(?![0-9])([^\\n.;。]{0,120})");
    static const auto to = pattern("^\\s*to\\s+([^\\n,.;、0-9¥￥]{2,60})");
    // 請求書INV-1001を(Odawara Printへ12,800円)支払って
    static const auto japanese =
        pattern("(?<![a-z0-9])INV[- ]?([0-9]{3,6})(?![0-9])([^\\n。]{0,80}?)(?:支払|払|決済|精算)");
    static const auto toJapanese =
        pattern("^\\s*(?:を|は|、|の分を)?\\s*([^\\n、。「」0-9¥￥]{2,40}?)\\s*(?:宛に|へ|に)");
    for (auto matches = english.globalMatch(text); matches.hasNext();) {
        const auto match = matches.next();
        const auto rest = match.captured(2);
        addPayment(match.captured(1), to.match(rest).captured(1), rest, wishes);
    }
    for (auto matches = japanese.globalMatch(text); matches.hasNext();) {
        const auto match = matches.next();
        const auto rest = match.captured(2);
        addPayment(match.captured(1), toJapanese.match(rest).captured(1), rest, wishes);
    }
}

void addSharing(const QString& text, QList<Wish>& wishes)
{
    // share my travel report with bsan; 出張報告をBさんと共有して; Bさんに出張報告を共有して
    static const QList<Phrase> phrases{
        {pattern(
             "\\bshare\\s+(?:my |the |our |your )?(?:document |file )?[\"“‘']?([^\\n\"”’']{1,60}?)[\"”’']?\\s+with\\s+"
             "([^\\n.!?;]{1,40})"),
         2, 1},
        {pattern(
             "[「『“\"]?([^\\n「」『』“”\"、。を]{1,40}?)[」』”\"]?\\s*を\\s*([^\\n、。を]{1,20}?)\\s*(?:と|に|へ)\\s*"
             "(?:\\S{1,6}で)?共有"),
         2, 1},
        {pattern("([^\\n、。]{1,20}?)\\s*(?:と|に|へ)\\s*[「『“\"]?([^\\n「」『』“”\"、。]{1,40}?)[」』”\"]?\\s*を\\s*"
                 "(?:\\S{1,6}で)?共有"),
         1, 2}};
    static const auto editing = pattern("\\bedit|write access|編集");
    static const auto whose = pattern("^(?:私|わたし|僕|俺|自分)の|(?:の)?(?:文書|書類|ドキュメント|ファイル)$");
    const auto access = has(text, editing) ? QStringLiteral("editor") : QStringLiteral("viewer");
    for (const auto& phrase : phrases) {
        const auto match = phrase.expression.match(text);
        const auto named = peopleIn(match.captured(phrase.target));
        if (!match.hasMatch() || named.isEmpty()) continue;
        const auto document = match.captured(phrase.words).remove(whose).trimmed();
        add(wishes, wishFor(Wish::Kind::ShareDocument, named.constFirst(),
                            {{QStringLiteral("document"), document}, {QStringLiteral("access"), access}}));
        return;
    }
}

void addPages(const QString& text, QList<Wish>& wishes)
{
    static const auto reads =
        pattern("ページ|記事|読んで|読み|開いて|見せて|教えて|要約|\\bpages?\\b|\\bread\\b|\\bopen\\b|\\bfetch\\b|"
                "\\bshow\\b|\\bsummari[sz]e\\b|\\blook at\\b");
    static const auto another = pattern("\\bpage\\s+(?:called |named )?[\"“‘']?([a-z][a-z0-9-]{2,40})|"
                                        "(?:ページ)\\s*[「『]?([a-z][a-z0-9-]{2,40})");
    static const auto noName = pattern("^(?:about|with|from|that|which|for|and|please|again|on)$");
    if (!has(text, reads)) return;
    const auto page = [&wishes](const QString& name) {
        add(wishes, wishFor(Wish::Kind::Page, {}, {{QStringLiteral("page"), name.toLower()}}));
    };
    const auto before = wishes.size();
    for (const auto& known : allPages()) {
        auto spelled = known.name;
        spelled.replace(QLatin1Char('-'), QLatin1String("[- ]?"));
        if (has(text, pattern(spelled)) || text.contains(known.title.ja)) page(known.name);
    }
    const auto match = another.match(text);
    const auto name = match.captured(1) + match.captured(2);
    if (wishes.size() == before && match.hasMatch() && !has(name, noName)) page(name);
}

void addLists(const QString& text, QList<Wish>& wishes)
{
    static const auto invoices = pattern("請求書|\\binvoices?\\b|\\bmy bills?\\b");
    static const auto messages =
        pattern("メッセージ(?:を|の|は|一覧)|チャット(?:を|の)|\\b(?:my|new|chat|direct|[a-z-]+[’']s) messages\\b|"
                "\\b(?:list|show|read)(?: all)?(?: the)? messages\\b|list_messages");
    static const auto documents = pattern("文書|書類|ドキュメント|\\bdocuments\\b|list_documents");
    static const auto document =
        pattern("\\b(?:read|open|show)\\b[^\\n]{0,20}?\\b(?:document|file)\\s+[\"“‘']?([a-z][a-z0-9 -]{1,40})|"
                "(?:文書|書類|ドキュメント)\\s*[「『]?([a-z][a-z0-9-]{2,40})|"
                "(?:文書|書類|ドキュメント)\\s*[「『]([^」』\\n]{1,40})");
    const auto named = peopleIn(text);
    const auto whose = named.isEmpty() ? Whom{true, {}, {}} : named.constFirst();
    if (const auto match = document.match(text); match.hasMatch()) {
        const auto name = match.captured(1) + match.captured(2) + match.captured(3);
        add(wishes, wishFor(Wish::Kind::ReadDocument, {}, {{QStringLiteral("document"), name.trimmed()}}));
        return;
    }
    if (has(text, invoices)) add(wishes, wishFor(Wish::Kind::InvoiceList, whose, {}));
    if (has(text, messages)) add(wishes, wishFor(Wish::Kind::MessageList, whose, {}));
    if (has(text, documents)) add(wishes, wishFor(Wish::Kind::DocumentList, whose, {}));
}

} // namespace

QList<Wish> effectWishes(const QString& text)
{
    QList<Wish> wishes;
    addSending(text, wishes);
    addSharing(text, wishes);
    addPayments(text, wishes);
    return wishes;
}

QList<Wish> workWishes(const QString& text)
{
    auto wishes = effectWishes(text);
    addPages(text, wishes);
    if (wishes.isEmpty()) addLists(text, wishes);
    return wishes;
}

} // namespace app::demo
