#include "app/demo/documents_api.h"

#include <QtCore/QJsonArray>

namespace app::demo {
namespace {

QJsonObject entry(const Document& document, const QString& reader)
{
    const auto access = document.owner == reader ? QStringLiteral("owner") : document.shares.value(reader);
    return {{QStringLiteral("id"), document.id},
            {QStringLiteral("title"), document.title.ja},
            {QStringLiteral("titleLatin"), document.title.en},
            {QStringLiteral("owner"), document.owner},
            {QStringLiteral("access"), access}};
}

Response notFound()
{
    return problem(404, "not_found", QStringLiteral("There is no such person or document."),
                   QStringLiteral("該当する社員または文書がありません。"));
}

} // namespace

QList<Document> firstDocuments()
{
    QList<Document> made;
    const auto add = [&made](const char* owner, const char* id, const char* en, const char* ja, const char* text) {
        made.append({QLatin1String(id),
                     QLatin1String(owner),
                     {QLatin1String(en), QString::fromUtf8(ja)},
                     QString::fromUtf8(text),
                     {}});
    };
    add("asan", "travel-report", "Travel report", "出張報告", "小田原の得意先は三月に発注する予定です。");
    add("asan", "trade-fair-plan", "Trade fair plan", "展示会の計画", "展示会のブースは南館の角に決めました。");
    add("bsan", "price-draft", "Price draft", "価格案", "法人向けの価格は秋から一割下げる案です。");
    add("bsan", "customer-list", "Customer list", "顧客一覧", "上位の顧客は足柄食品と大磯海運の二社です。");
    add("yamada", "prototype-notes", "Prototype notes", "試作メモ", "試作機の軸受けは五百時間で摩耗しました。");
    add("yamada", "patent-draft", "Patent draft", "特許の下書き", "関所式の逆止弁は二枚の板で水を止めます。");
    add("bucho", "sales-targets", "Sales targets", "売上目標", "下期の目標は前年の一割五分増しです。");
    add("bucho", "staff-review", "Staff review", "人事評価", "評価の面談では異動の希望も確認します。");
    for (auto& document : made)
        if (document.id == QLatin1String("sales-targets"))
            document.shares = {{QStringLiteral("asan"), QStringLiteral("viewer")},
                               {QStringLiteral("bsan"), QStringLiteral("viewer")}};
    return made;
}

DocumentsApi::DocumentsApi(ApiOptions options, const People& people, AccessTokenVerifier verifier,
                           core::Secret adminKey)
    : door_(options, people, std::move(verifier), std::move(adminKey))
    , documents_(firstDocuments())
{}

const Document* DocumentsApi::find(const QString& id) const
{
    for (const auto& document : documents_)
        if (document.id == id) return &document;
    return nullptr;
}

Response DocumentsApi::handle(const Request& request)
{
    const auto path = request.path.split(QLatin1Char('/'));
    if (path.size() < 4 || !path.at(0).isEmpty() || path.at(1) != QLatin1String("documents")) return notFound();
    const bool files = path.at(2) == QLatin1String("files");
    if (files && path.size() == 5 && path.at(4) == QLatin1String("shares"))
        return request.method == "POST" ? share(request, path.at(3)) : methodNotAllowed("POST");
    if (path.size() != 4 || (!files && path.at(2) != QLatin1String("people"))) return notFound();
    if (request.method != "GET") return methodNotAllowed("GET");
    const auto caller = door_.open(request, QStringLiteral("documents:read"));
    if (!caller) return caller.error();
    return files ? read(*caller, path.at(3)) : list(*caller, path.at(3));
}

Response DocumentsApi::list(const Caller& caller, const QString& person) const
{
    const auto* target = door_.named(caller, person);
    if (!target) return notFound();
    if (!door_.mayRead(caller, {target->id})) return notTheirs(caller.subject(), target->id);
    QJsonArray found;
    for (const auto& document : documents_)
        if (document.readers().contains(target->id)) found.append(entry(document, target->id));
    return jsonResponse(200, {{QStringLiteral("person"), target->id},
                              {QStringLiteral("name"), target->name.ja},
                              {QStringLiteral("nameLatin"), target->name.en},
                              {QStringLiteral("documents"), found}});
}

Response DocumentsApi::read(const Caller& caller, const QString& id) const
{
    const auto* document = find(id);
    if (!document) return notFound();
    if (!door_.mayRead(caller, document->readers())) return notTheirs(caller.subject(), document->owner);
    auto json = entry(*document, caller.subject());
    json.insert(QStringLiteral("text"), document->text);
    return jsonResponse(200, json);
}

Response DocumentsApi::share(const Request& request, const QString& id)
{
    const auto caller = door_.open(request, QStringLiteral("documents:share"));
    if (!caller) return caller.error();
    const auto sharer = caller->subject();
    if (auto first = answers_.before(sharer, request)) return std::move(*first);
    const auto json = bodyOf(request);
    const auto person = json.value(QLatin1String("person")).toString();
    const auto access = json.value(QLatin1String("access")).toString();
    if (!find(id) || !door_.people().find(person)) return notFound();
    for (auto& document : documents_) {
        if (document.id != id) continue;
        if (document.owner != sharer)
            return problem(
                403, "forbidden", QStringLiteral("%1 may not share %2: only its owner may.").arg(sharer, id),
                QStringLiteral("%1には%2を共有する権限がありません。共有できるのは所有者だけです。").arg(sharer, id));
        if (person == sharer || (access != QLatin1String("viewer") && access != QLatin1String("editor")))
            return problem(400, "invalid_request",
                           QStringLiteral("\"person\" must be a colleague, and \"access\" viewer or editor."),
                           QStringLiteral("「person」は同僚、「access」はviewerまたはeditorにしてください。"));
        document.shares.insert(person, access);
    }
    const auto response = jsonResponse(
        200,
        {{QStringLiteral("document"), id}, {QStringLiteral("person"), person}, {QStringLiteral("access"), access}});
    answers_.keep(sharer, request, response);
    return response;
}

} // namespace app::demo
