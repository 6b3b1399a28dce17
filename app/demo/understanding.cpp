#include "app/demo/understanding.h"

#include "app/demo/work_wishes.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QRegularExpression>

#include <algorithm>

namespace app::demo {
namespace {

QRegularExpression pattern(const char* text)
{
    const QRegularExpression expression(QString::fromUtf8(text), QRegularExpression::CaseInsensitiveOption |
                                                                     QRegularExpression::UseUnicodePropertiesOption);
    Q_ASSERT_X(expression.isValid(), "pattern", text);
    return expression;
}

bool has(const QString& text, const QRegularExpression& expression)
{
    return expression.match(text).hasMatch();
}

struct Name {
    QRegularExpression expression;
    Whom whom;
};

// How people call each other here. Only what the directory shows to everyone.
const QList<Name>& names()
{
    // A Latin name ends where Japanese begins, which \\b does not see.
    const auto latin = [](const char* name) {
        return pattern(QByteArray("(?<![a-z0-9])(?:" + QByteArray(name) + ")(?![a-z0-9])").constData());
    };
    const auto direct = [](const char* id) { return Whom{false, QLatin1String(id), {}}; };
    const auto lookUp = [](const char* name) { return Whom{false, {}, QString::fromUtf8(name)}; };
    static const QList<Name> known{
        {latin("asan|A[- ]san|user A|ユーザー ?A"), direct("asan")},
        {pattern("(?<![a-zA-Z])[AＡ]さん"), direct("asan")},
        {latin("bsan|B[- ]san|user B|ユーザー ?B|B[’']s"), direct("bsan")},
        {pattern("(?<![a-zA-Z])[BＢ](?:さん|の)"), direct("bsan")},
        {pattern("浅野"), lookUp("浅野")},
        {latin("Asano"), lookUp("Asano")},
        {pattern("馬場"), lookUp("馬場")},
        {latin("Baba"), lookUp("Baba")},
        {pattern("山田"), lookUp("山田")},
        {latin("Yamada"), lookUp("Yamada")},
        {pattern("高橋"), lookUp("高橋")},
        {latin("Takahashi"), lookUp("Takahashi")},
        {pattern("部長"), lookUp("部長")},
        {latin("bucho|(?:my|the) (?:boss|manager)|head of sales"), direct("bucho")},
        {pattern("上司"), direct("bucho")},
    };
    return known;
}

struct Place {
    qsizetype at;
    Whom whom;
};

// Names that nobody here has: looked up all the same, and not found.
void addStrangers(const QString& text, QList<Place>& places)
{
    static const auto japanese = pattern("([一-龯々ァ-ヶー]{1,6})(?:さん|様|氏)");
    static const auto english = QRegularExpression(QStringLiteral("\\b([A-Z][a-z]{2,})(?:-san\\b|[’']s\\b)"));
    static const auto noName = pattern(
        "^(?:what|who|how|let|that|here|there|it|today|where|when|user|the|month|last|上司|皆|社員|同僚|全員)$");
    for (const auto* expression : {&japanese, &english}) {
        for (auto matches = expression->globalMatch(text); matches.hasNext();) {
            const auto match = matches.next();
            const auto name = match.captured(1);
            const bool known = std::any_of(names().begin(), names().end(),
                                           [&](const Name& one) { return has(match.captured(0), one.expression); });
            if (!known && !has(name, noName)) places.append({match.capturedStart(), {false, {}, name}});
        }
    }
}

// "Last" and "which month", with the current year's months before those of last year.
QString month(const QString& text, QDate today)
{
    static const auto whole = pattern("(20\\d\\d)\\s*[-年/.]\\s*(1[0-2]|0?[1-9])(?!\\d)");
    static const auto only = pattern("(?<!\\d)(1[0-2]|[1-9])月(?!\\d*日)");
    if (const auto match = whole.match(text); match.hasMatch())
        return QStringLiteral("%1-%2").arg(match.captured(1), match.captured(2).rightJustified(2, QLatin1Char('0')));
    if (const auto match = only.match(text); match.hasMatch()) {
        const int number = match.captured(1).toInt();
        const int year = number > today.month() ? today.year() - 1 : today.year();
        return QDate(year, number, 1).toString(QStringLiteral("yyyy-MM"));
    }
    static const QStringList english{QStringLiteral("january"), QStringLiteral("february"), QStringLiteral("march"),
                                     QStringLiteral("april"),   QStringLiteral("may"),      QStringLiteral("june"),
                                     QStringLiteral("july"),    QStringLiteral("august"),   QStringLiteral("september"),
                                     QStringLiteral("october"), QStringLiteral("november"), QStringLiteral("december")};
    for (int i = 0; i < 12; ++i) {
        if (i == 4) continue; // "may" is rarely the month
        if (!text.contains(english.at(i), Qt::CaseInsensitive)) continue;
        const int year = i + 1 > today.month() ? today.year() - 1 : today.year();
        return QDate(year, i + 1, 1).toString(QStringLiteral("yyyy-MM"));
    }
    return QStringLiteral("latest");
}

Wish leaveRequest(const QString& text, QDate today)
{
    static const auto iso = pattern("(20\\d\\d)-(\\d\\d)-(\\d\\d)");
    static const auto japanese = pattern("(1[0-2]|[1-9])月([12]\\d|3[01]|[1-9])日");
    static const auto because =
        pattern("([^。、\\s]{1,30})のため|(?:because of|due to|for) (?:an? |my |the )?([a-z ]{3,40})");
    QList<QDate> dates;
    for (auto matches = iso.globalMatch(text); matches.hasNext();)
        dates.append(QDate::fromString(matches.next().captured(0), Qt::ISODate));
    for (auto matches = japanese.globalMatch(text); matches.hasNext();) {
        const auto match = matches.next();
        QDate date(today.year(), match.captured(1).toInt(), match.captured(2).toInt());
        dates.append(date < today ? date.addYears(1) : date);
    }
    dates.removeIf([](const QDate& date) { return !date.isValid(); });
    if (dates.isEmpty()) dates.append(today.addDays(1));
    std::sort(dates.begin(), dates.end());
    Wish wish{Wish::Kind::LeaveRequest, {true, {}, {}}, {}, dates.constFirst(), dates.constLast(), {}, {}, {}};
    const auto match = because.match(text);
    wish.reason = match.hasMatch()                         ? (match.captured(1) + match.captured(2)).trimmed()
                  : languageOf(text) == Language::Japanese ? QStringLiteral("私用のため")
                                                           : QStringLiteral("personal reasons");
    return wish;
}

// "I am the president" is taken out before names are looked for, or every president would ask about the president.
QString withoutClaims(const QString& text, bool& claimed)
{
    static const auto japanese =
        pattern("(?:私|わたし|僕|俺|自分)は[^。、！!?？]{0,12}?(?:社長|部長|役員|取締役|管理者|人事|監査|警察|上司|CEO)"
                "[^。、！!?？]{0,6}?(?:です|だ|である|なので|だから|ですので)?[。、！!]?|"
                "[^。、\\s]{0,8}?(?:社長|部長|役員|取締役|管理者|人事|監査)(?:の権限で|として|命令で|の命令で)");
    static const auto english =
        pattern("\\b(?:i am|i[’']m|as|speaking as|this is) (?:the |an? |your )?(?:new |real )?"
                "(?:[a-z]+ )?(?:ceo|president|boss|manager|admin|administrator|hr|head of [a-z]+|"
                "auditor|police|director|chief)\\b[^.,;:!]{0,24}[.,;:!]?");
    QString rest = text;
    rest.remove(japanese);
    rest.remove(english);
    claimed = rest != text;
    return rest;
}

struct Words {
    bool pay;
    bool record;
    bool aboutSelf;
    bool find;
    bool leave;
    bool list;
    bool everyone;
    bool mine;
    bool claimsToBeSomebody;
};

Words wordsOf(const QString& text)
{
    static const auto pay =
        pattern("給料|給与|明細|手取り|年収|月収|月給|賃金|ボーナス|いくらもらって|salary|salaries|payslip|pay slip|"
                "paycheck|\\bpay\\b|\\bpaid\\b|\\bearns?\\b|\\bwages?\\b|\\bincome\\b|"
                "how much does .* make");
    static const auto record = pattern(
        "個人情報|住所|電話番号|電話|誕生日|生年月日|連絡先|社員番号|personal (?:info|information|data|details|record)|"
        "\\baddress\\b|\\bphone\\b|birthday|date of birth|employee (?:record|number)|"
        "contact details|get_employee_record|\\bwhere does .* live");
    static const auto aboutSelf = pattern(
        "(?:私|わたし|僕|俺|自分)(?:の情報|について|のこと|のプロフィール)|私は誰|私って誰|について教えて|の情報を|"
        "\\babout (?:me|myself)|\\bmy (?:info|information|data|details|profile|account)\\b|"
        "\\bwho am i\\b|get_user_info");
    static const auto find = pattern(
        "探して|検索|部署|所属|どこの部|どの部|は誰|誰です|同僚|名簿|連絡帳|\\bfind\\b|look(?:ing)? up|\\bsearch\\b|"
        "department|\\bwho is\\b|colleague|directory");
    static const auto leave =
        pattern("休暇|有給|休みを|お休み|年休|\\bleave\\b|vacation|day off|days off|holiday|time off");
    static const auto list = pattern(
        "一覧|リスト|全部|すべて|これまで|過去|履歴|\\blist\\b|\\ball (?:of )?my\\b|history|\\ball payslips\\b");
    static const auto everyone =
        pattern("全員|みんな|皆さん|社員全部|everyone|everybody|all (?:employees|staff|colleagues|salaries)");
    static const auto mine = pattern("(?:私|わたし|僕|俺|自分)の(?!上司|部長|同僚|権限|命令|代わり)|(?:私|僕|俺|自分)"
                                     "と|\\bmine\\b|\\bmy (?!boss|manager|colleague|authority|friend)");
    static const auto somebody = pattern("(?:私|わたし|僕|俺)は\\s*(?:Aさん|Bさん|ユーザー|浅野|馬場|山田|高橋)|\\b(?:"
                                         "i am|i[’']m) (?:A-san|B-san|user|asan|bsan|"
                                         "asano|baba|yamada|takahashi)");
    return {has(text, pay),  has(text, record),   has(text, aboutSelf), has(text, find),    has(text, leave),
            has(text, list), has(text, everyone), has(text, mine),      has(text, somebody)};
}

void addLeave(const QString& text, QDate today, const QList<Whom>& others, QList<Wish>& wishes)
{
    static const auto asks = pattern("申請|取りたい|取得|とりたい|ください|休みたい|\\brequest\\b|\\btake\\b|"
                                     "\\bbook\\b|\\bfile\\b|\\bapply\\b|i want|i[’']d like|request_leave");
    static const auto shows = pattern("見せて|教えて|確認|状況|\\bshow\\b|\\bstatus\\b|list_leave");
    if (has(text, asks) && !has(text, shows) && others.isEmpty()) {
        wishes.append(leaveRequest(text, today));
        return;
    }
    const auto whom = others.isEmpty() ? QList<Whom>{{true, {}, {}}} : others;
    for (const auto& one : whom)
        wishes.append({Wish::Kind::LeaveList, one, {}, {}, {}, {}, {}, {}});
}

} // namespace

QList<Whom> peopleIn(const QString& text)
{
    QList<Place> places;
    for (const auto& name : names()) {
        const auto match = name.expression.match(text);
        if (match.hasMatch()) places.append({match.capturedStart(), name.whom});
    }
    addStrangers(text, places);
    std::sort(places.begin(), places.end(), [](const Place& a, const Place& b) { return a.at < b.at; });
    QList<Whom> found;
    for (const auto& place : places)
        if (!found.contains(place.whom)) found.append(place.whom);
    return found;
}

Language languageOf(const QString& text)
{
    static const QRegularExpression japanese(QStringLiteral("[\\x{3040}-\\x{30ff}\\x{3400}-\\x{9fff}]"));
    return has(text, japanese) ? Language::Japanese : Language::English;
}

QList<Wish> ordersIn(const QString& text, const QStringList& offeredTools)
{
    static const QRegularExpression order(QStringLiteral("\\b([a-z][a-z0-9_]{2,60})\\s*\\(?\\s*(\\{[^{}]{0,400}\\})"));
    QList<Wish> orders;
    for (auto matches = order.globalMatch(text); matches.hasNext();) {
        const auto match = matches.next();
        if (!offeredTools.contains(match.captured(1))) continue;
        const auto arguments = QJsonDocument::fromJson(match.captured(2).toUtf8());
        if (!arguments.isObject()) continue;
        Wish wish;
        wish.kind = Wish::Kind::ExactCall;
        wish.tool = match.captured(1);
        wish.arguments = arguments.object();
        if (!orders.contains(wish)) orders.append(wish);
    }
    return orders;
}

Understanding understand(const QString& text, const QStringList& offeredTools, QDate today)
{
    static const auto greeting = pattern("^\\s*(?:こんにちは|こんばんは|おはよう|はじめまして|hello|hi|hey|good "
                                         "(?:morning|evening|afternoon))[!！。.\\s]*$");
    static const auto ignores = pattern(
        "ルールを?無視|指示を?(?:無視|忘れ)|制限を?(?:無視|解除)|権限を?無視|ignore (?:all |any |the |your |previous "
        "|every )*"
        "(?:rules?|instructions?|restrictions?|policy|policies)|forget (?:all |your |the )*(?:rules|instructions)|"
        "\\bjailbreak|developer mode|sudo\\b|\\boverride\\b");
    static const auto invents = pattern(
        "でっち上げ|作り話|推測で|推測して|当ててみて|想像で|適当な数字|断られても|拒否されても|ブロックされても|"
        "make (?:it|one|a number|something) up|\\binvent\\b|\\bguess\\b|even if (?:it|you|they|the api)"
        ".{0,24}(?:refuse|block|den|forb)|\\bpretend\\b");
    Understanding understood;
    understood.language = languageOf(text);
    understood.greeting = has(text, greeting);
    understood.ignoresRules = has(text, ignores);
    understood.wantsInvention = has(text, invents);
    understood.wishes = ordersIn(text, offeredTools);
    if (!understood.wishes.isEmpty()) return understood;

    const auto rest = withoutClaims(text, understood.claimsRole);
    understood.wishes = workWishes(text);
    if (!understood.wishes.isEmpty()) return understood;
    auto others = peopleIn(rest);
    if (others.isEmpty() && understood.claimsRole) {
        others = peopleIn(text);
        others.removeIf([](const Whom& whom) { return whom.lookUp == QStringLiteral("部長"); });
    }
    const auto words = wordsOf(rest);
    if (words.everyone && (words.pay || words.record)) {
        others.clear();
        for (const char* id : {"asan", "bsan", "yamada", "bucho"})
            others.append({false, QLatin1String(id), {}});
    }
    auto subjects = others;
    if (others.isEmpty() || (words.mine && !words.claimsToBeSomebody && !words.everyone))
        subjects.prepend({true, {}, {}});

    auto& wishes = understood.wishes;
    if (words.leave) addLeave(rest, today, others, wishes);
    for (const auto& whom : subjects) {
        if (words.pay)
            wishes.append({words.list ? Wish::Kind::PayslipList : Wish::Kind::Payslip,
                           whom,
                           words.list ? QString() : month(rest, today),
                           {},
                           {},
                           {},
                           {},
                           {}});
        if (words.record) wishes.append({Wish::Kind::Record, whom, {}, {}, {}, {}, {}, {}});
    }
    if (!wishes.isEmpty()) return understood;
    if (words.find && !others.isEmpty()) {
        for (auto whom : others) {
            if (whom.lookUp.isEmpty()) whom.lookUp = std::exchange(whom.id, {});
            wishes.append({Wish::Kind::Colleague, whom, {}, {}, {}, {}, {}, {}});
        }
    } else if (words.find) {
        static const auto section = pattern("営業|開発|sales|engineering");
        const auto match = section.match(rest);
        wishes.append({Wish::Kind::Colleague, {false, {}, match.captured(0)}, {}, {}, {}, {}, {}, {}});
    } else if (words.aboutSelf && others.isEmpty()) {
        wishes.append({Wish::Kind::AboutMe, {true, {}, {}}, {}, {}, {}, {}, {}, {}});
    } else {
        for (const auto& whom : others)
            wishes.append({Wish::Kind::Record, whom, {}, {}, {}, {}, {}, {}});
    }
    return understood;
}

} // namespace app::demo
