// What the demo model says about a tool's answer.

#include "app/demo/model_script.h"
#include "app/demo/pages_api.h"
#include "app/demo/words.h"
#include "app/demo/work_words.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QLocale>

namespace app::demo {
namespace {

QString monthName(const QString& month, Language language)
{
    const auto date = QDate::fromString(month + QStringLiteral("-01"), Qt::ISODate);
    return language == Language::Japanese ? QStringLiteral("%1年%2月分").arg(date.year()).arg(date.month())
                                          : QLocale(QLocale::English).toString(date, QStringLiteral("MMMM yyyy"));
}

QString payslip(const QJsonObject& json, Language language)
{
    struct Line {
        const char* member;
        const char* en;
        const char* ja;
    };
    static constexpr Line lines[] = {
        {"base", "Base pay", "基本給"},
        {"overtime", "Overtime and allowances", "時間外・諸手当"},
        {"commuting", "Commuting allowance", "通勤手当"},
        {"gross", "**Gross pay**", "**支給合計**"},
        {"healthInsurance", "Health insurance", "健康保険料"},
        {"pension", "Pension", "厚生年金保険料"},
        {"employmentInsurance", "Employment insurance", "雇用保険料"},
        {"incomeTax", "Income tax", "所得税"},
        {"residentTax", "Resident tax", "住民税"},
        {"deductions", "**Deductions**", "**控除合計**"},
        {"net", "**Take-home pay**", "**差引支給額**"},
    };
    Table table(text(language, "Item", "項目"), text(language, "Amount", "金額"), true);
    for (const auto& line : lines)
        table.row(text(language, line.en, line.ja), yen(json.value(QLatin1String(line.member)), language));
    return text(language, "Payslip of **%1** for **%2** (paid on %3). Take-home pay: **%4**.\n\n",
                "**%1**さんの**%2**の給与明細です（支給日：%3）。差引支給額は**%4**です。\n\n")
               .arg(nameIn(json, language), monthName(json.value(QLatin1String("month")).toString(), language),
                    cell(json.value(QLatin1String("payday")).toString()),
                    yen(json.value(QLatin1String("net")), language)) +
           table.markdown();
}

QString payslipList(const QJsonObject& json, Language language)
{
    Table table(text(language, "Month", "月"), text(language, "Take-home pay", "差引支給額"), true);
    const auto slips = json.value(QLatin1String("payslips")).toArray();
    for (const auto& slip : slips)
        table.row(monthName(slip.toObject().value(QLatin1String("month")).toString(), language),
                  yen(slip.toObject().value(QLatin1String("net")), language));
    return text(language, "The last %1 payslips of **%2**:\n\n", "**%2**さんの最近%1か月の給与明細です。\n\n")
               .arg(slips.size())
               .arg(nameIn(json, language)) +
           table.markdown();
}

QString record(const QJsonObject& json, Language language)
{
    struct Line {
        const char* member;
        const char* en;
        const char* ja;
    };
    static constexpr Line lines[] = {
        {"employeeNumber", "Employee number", "社員番号"},
        {"department", nullptr, "部署"},
        {"departmentLatin", "Department", nullptr},
        {"title", nullptr, "役職"},
        {"titleLatin", "Position", nullptr},
        {"birthday", "Date of birth", "生年月日"},
        {"email", "E-mail", "メール"},
        {"phone", "Phone", "電話番号"},
        {"postalCode", "Postal code", "郵便番号"},
        {"address", "Address", "住所"},
        {"joined", "Joined", "入社日"},
        {"emergencyContact", "Emergency contact", "緊急連絡先"},
    };
    Table table(text(language, "Item", "項目"), text(language, "Value", "内容"), false);
    for (const auto& line : lines)
        if (const char* name = language == Language::Japanese ? line.ja : line.en)
            table.row(QString::fromUtf8(name), cell(json.value(QLatin1String(line.member)).toString()));
    return text(language, "The record of **%1**:\n\n", "**%1**さんの登録情報です。\n\n").arg(nameIn(json, language)) +
           table.markdown();
}

QString userInfo(const QJsonObject& json, Language language)
{
    struct Line {
        const char* claim;
        const char* en;
        const char* ja;
    };
    static constexpr Line lines[] = {
        {"name", "Name", "氏名"},
        {"organisation", nullptr, "組織"},
        {"organisation#en", "Organisation", nullptr},
        {"department", nullptr, "部署"},
        {"department#en", "Department", nullptr},
        {"title", nullptr, "役職"},
        {"title#en", "Position", nullptr},
        {"employee_number", "Employee number", "社員番号"},
        {"email", "E-mail", "メール"},
        {"phone_number", "Phone", "電話番号"},
        {"birthdate", "Date of birth", "生年月日"},
    };
    Table table(text(language, "Item", "項目"), text(language, "Value", "内容"), false);
    for (const auto& line : lines)
        if (const char* name = language == Language::Japanese ? line.ja : line.en)
            table.row(QString::fromUtf8(name), cell(json.value(QLatin1String(line.claim)).toString()));
    table.row(text(language, "Address", "住所"),
              cell(json.value(QLatin1String("address")).toObject().value(QLatin1String("formatted")).toString()));
    // A provider other than the demo's own has other claims: at least the subject is always there.
    if (!json.contains(QLatin1String("name")))
        table.row(text(language, "User", "ユーザー"), cell(json.value(QLatin1String("sub")).toString()));
    return text(language, "This is what your organisation knows about you:\n\n", "あなたの情報です。\n\n") +
           table.markdown();
}

QString colleagues(const QJsonObject& json, Language language)
{
    const auto people = json.value(QLatin1String("people")).toArray();
    if (people.isEmpty())
        return text(language, "I found nobody in the directory.", "社員名簿に該当者はいませんでした。");
    QString rows = text(language, "| Name | Department | Position | ID |\n|---|---|---|---|\n",
                        "| 氏名 | 部署 | 役職 | ID |\n|---|---|---|---|\n");
    const bool japanese = language == Language::Japanese;
    for (const auto& item : people) {
        const auto person = item.toObject();
        const auto member = [&](const char* ja, const char* en) {
            return cell(person.value(QLatin1String(japanese ? ja : en)).toString());
        };
        rows += QStringLiteral("| %1 | %2 | %3 | %4 |\n")
                    .arg(nameIn(person, language), member("department", "departmentLatin"),
                         member("title", "titleLatin"), cell(person.value(QLatin1String("id")).toString()));
    }
    return text(language, "I found %1 in the directory:\n\n", "社員名簿に%1人見つかりました。\n\n").arg(people.size()) +
           rows;
}

QString leave(const QJsonObject& json, Language language)
{
    const auto entries = json.value(QLatin1String("leave")).toArray();
    if (entries.isEmpty())
        return text(language, "There is no leave on record for **%1**.", "**%1**さんの休暇の記録はありません。")
            .arg(nameIn(json, language));
    Table table(text(language, "Dates", "期間"), text(language, "Reason", "理由"), false);
    for (const auto& item : entries) {
        const auto entry = item.toObject();
        table.row(QStringLiteral("%1 – %2").arg(cell(entry.value(QLatin1String("from")).toString()),
                                                cell(entry.value(QLatin1String("to")).toString())),
                  cell(entry.value(QLatin1String("reason")).toString()));
    }
    return text(language, "Leave of **%1**:\n\n", "**%1**さんの休暇です。\n\n").arg(nameIn(json, language)) +
           table.markdown();
}

QString whatWasAsked(const ScriptedCall& call, Language language)
{
    const auto person = call.arguments.value(QLatin1String("person")).toString();
    const bool self = person.isEmpty() || person == QLatin1String("me");
    const auto whose = self ? text(language, "your", "あなた") : cell(person);
    if (call.name == QLatin1String("read_payslip") || call.name == QLatin1String("list_payslips"))
        return self ? text(language, "your payslip", "あなたの給与明細")
                    : text(language, "the payslip of %1", "%1さんの給与明細").arg(whose);
    if (call.name == QLatin1String("get_employee_record"))
        return self ? text(language, "your record", "あなたの登録情報")
                    : text(language, "the personal information of %1", "%1さんの個人情報").arg(whose);
    if (call.name == QLatin1String("get_user_info")) return text(language, "your information", "あなたの情報");
    if (call.name == QLatin1String("request_leave")) return text(language, "the leave request", "休暇申請");
    if (const auto work = whatWorkWasAsked(call, language); !work.isEmpty()) return work;
    return QStringLiteral("`%1`").arg(call.name);
}

QString refusal(const AnsweredCall& answered, Language language)
{
    const auto what = whatWasAsked(answered.call, language);
    const auto& said = answered.result;
    if (const auto effect = refusedEffect(answered, what, language); !effect.isEmpty()) return effect;
    if (said.contains(QLatin1String("said no")))
        return text(language, "You declined %1, so nothing was changed.",
                    "%1は拒否されたため、何も変更されていません。")
            .arg(what);
    if (said.contains(QLatin1String("took it back")))
        return text(language, "You took %1 back before it began, so nothing was changed.",
                    "%1は始まる前に取り消されたため、何も変更されていません。")
            .arg(what);
    if (said.contains(QLatin1String("in time")) || said.contains(QLatin1String("taken back")))
        return text(language, "%1 was not approved, so nothing was changed.",
                    "%1は承認されなかったため、何も変更されていません。")
            .arg(what);
    if (said.contains(QLatin1String("checkpoint"), Qt::CaseInsensitive))
        return text(language, "The checkpoint stopped %1: nothing was changed.",
                    "%1は関所で止められました。何も変更されていません。")
            .arg(what);
    if (said.contains(QLatin1String("403")) || said.contains(QLatin1String("401")) ||
        said.contains(QLatin1String("forbidden"), Qt::CaseInsensitive))
        return text(language, "I cannot show %1. %2 refused: you are not allowed to read it with your own sign-in.",
                    "%1は表示できません。%2が「あなたの権限では閲覧できない」と拒否しました。")
            .arg(what, whatWorkWasAsked(answered.call, language).isEmpty() ? text(language, "The HR API", "人事API")
                                                                           : text(language, "The API", "API"));
    if (said.contains(QLatin1String("404")))
        return text(language, "There is nothing there for %1.", "%1は見つかりませんでした。").arg(what);
    return text(language, "I could not get %1: the call did not succeed.",
                "%1を取得できませんでした（呼び出しに失敗しました）。")
        .arg(what);
}

} // namespace

bool wasAnswered(const AnsweredCall& answered)
{
    if (answered.call.name == QLatin1String("fetch_page")) return looksLikePage(answered.result);
    const auto document = QJsonDocument::fromJson(answered.result.toUtf8());
    return document.isArray() || (document.isObject() && !document.object().contains(QLatin1String("error")));
}

QString describeAnswer(const AnsweredCall& answered, Language language)
{
    if (!wasAnswered(answered)) return refusal(answered, language);
    const auto json = QJsonDocument::fromJson(answered.result.toUtf8()).object();
    const auto& tool = answered.call.name;
    if (tool == QLatin1String("get_user_info")) return userInfo(json, language);
    if (tool == QLatin1String("read_payslip")) return payslip(json, language);
    if (tool == QLatin1String("list_payslips")) return payslipList(json, language);
    if (tool == QLatin1String("get_employee_record")) return record(json, language);
    if (tool == QLatin1String("find_colleague")) return colleagues(json, language);
    if (tool == QLatin1String("list_leave")) return leave(json, language);
    if (tool == QLatin1String("request_leave"))
        return text(language, "Your leave from %1 to %2 is requested.", "%1から%2までの休暇を申請しました。")
            .arg(cell(json.value(QLatin1String("from")).toString()), cell(json.value(QLatin1String("to")).toString()));
    if (const auto work = describeWork(answered, language); !work.isEmpty()) return work;
    return QStringLiteral("```json\n%1\n```").arg(answered.result.left(2000).remove(QStringLiteral("```")));
}

} // namespace app::demo
