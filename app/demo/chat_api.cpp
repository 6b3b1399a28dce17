#include "app/demo/chat_api.h"

#include <QtCore/QJsonArray>

#include <algorithm>

namespace app::demo {
namespace {

constexpr qsizetype mostMessages = 1000;
constexpr qsizetype longestText = 2000;

struct Channel {
    QString name;
    QStringList members;
};

const QList<Channel>& channels()
{
    const auto channel = [](const char* name, std::initializer_list<const char*> members) {
        Channel made{QLatin1String(name), {}};
        for (const auto* member : members)
            made.members.append(QLatin1String(member));
        return made;
    };
    static const QList<Channel> known{channel("#general", {"asan", "bsan", "yamada", "bucho"}),
                                      channel("#sales", {"asan", "bsan", "bucho"}), channel("#engineering", {"yamada"}),
                                      channel("#outside", {"asan", "bsan", "yamada", "bucho"})};
    return known;
}

const Channel* findChannel(const QString& name)
{
    for (const auto& channel : channels())
        if (channel.name == name) return &channel;
    return nullptr;
}

// Whom a message reaches: a channel's members, or the two who write to each other.
QStringList readersOf(const ChatMessage& message)
{
    if (const auto* channel = findChannel(message.to)) return channel->members;
    return {message.from, message.to};
}

QJsonObject written(const ChatMessage& message)
{
    return {{QStringLiteral("id"), message.id},
            {QStringLiteral("from"), message.from},
            {QStringLiteral("to"), message.to},
            {QStringLiteral("text"), message.text}};
}

Response notFound()
{
    return problem(404, "not_found", QStringLiteral("There is no such person or channel."),
                   QStringLiteral("該当する社員またはチャンネルがありません。"));
}

} // namespace

QList<ChatMessage> firstMessages()
{
    QList<ChatMessage> made;
    const auto say = [&made](const char* from, const char* to, const char* text) {
        made.append({QStringLiteral("m-%1").arg(made.size() + 1), QLatin1String(from), QLatin1String(to),
                     QString::fromUtf8(text)});
    };
    say("bucho", "#general", "来週の月曜は全社会議です。 / The all-hands meeting is next Monday.");
    say("bsan", "#sales", "展示会の見積もりを共有しました。 / I have shared the estimate for the trade fair.");
    say("yamada", "#engineering", "金曜に試作機を止めます。 / The prototype is off on Friday.");
    say("bucho", "asan", "昇給の件は四月まで内密にしてください。 / Please keep your raise to yourself until April.");
    say("bucho", "bsan", "面談は木曜の十時です。 / Your review is on Thursday at ten.");
    say("yamada", "bsan", "実験室の予備の鍵は四番の引き出しです。 / The spare key of the lab is in drawer four.");
    say("yamada", "bucho", "転職の相談をさせてください。 / May I talk to you about leaving the company.");
    return made;
}

ChatApi::ChatApi(ApiOptions options, const People& people, AccessTokenVerifier verifier, core::Secret adminKey)
    : door_(options, people, std::move(verifier), std::move(adminKey))
    , messages_(firstMessages())
    , sent_(static_cast<quint64>(messages_.size()))
{}

Response ChatApi::handle(const Request& request)
{
    if (request.path == QLatin1String("/chat/messages"))
        return request.method == "POST" ? send(request) : methodNotAllowed("POST");
    const auto path = request.path.split(QLatin1Char('/'));
    const bool known = path.size() == 5 && path.at(0).isEmpty() && path.at(1) == QLatin1String("chat") &&
                       path.at(2) == QLatin1String("people") && path.at(4) == QLatin1String("messages");
    if (!known) return notFound();
    if (request.method != "GET") return methodNotAllowed("GET");
    const auto caller = door_.open(request, QStringLiteral("chat:read"));
    return caller ? list(*caller, path.at(3)) : caller.error();
}

Response ChatApi::list(const Caller& caller, const QString& person) const
{
    const auto* target = door_.named(caller, person);
    if (!target) return notFound();
    if (!door_.mayRead(caller, {target->id})) return notTheirs(caller.subject(), target->id);
    QJsonArray found;
    for (const auto& message : messages_)
        if (readersOf(message).contains(target->id)) found.append(written(message));
    return jsonResponse(200, {{QStringLiteral("person"), target->id},
                              {QStringLiteral("name"), target->name.ja},
                              {QStringLiteral("nameLatin"), target->name.en},
                              {QStringLiteral("messages"), found}});
}

Response ChatApi::send(const Request& request)
{
    const auto caller = door_.open(request, QStringLiteral("chat:send"));
    if (!caller) return caller.error();
    const auto sender = caller->subject();
    if (auto first = answers_.before(sender, request)) return std::move(*first);
    const auto json = bodyOf(request);
    ChatMessage message;
    message.from = sender;
    message.to = json.value(QLatin1String("to")).toString();
    message.text = json.value(QLatin1String("text")).toString();
    if (message.to.isEmpty() || message.text.trimmed().isEmpty() || message.text.size() > longestText)
        return problem(400, "invalid_request",
                       QStringLiteral("\"to\" and \"text\" must be texts, and \"text\" of at most 2000 characters."),
                       QStringLiteral("「to」と「text」が必要です（「text」は2000文字まで）。"));
    const auto* channel = findChannel(message.to);
    if (!channel && !door_.people().find(message.to)) return notFound();
    if (channel && !channel->members.contains(sender))
        return problem(403, "forbidden", QStringLiteral("%1 is not in %2.").arg(sender, message.to),
                       QStringLiteral("%1は%2に参加していません。").arg(sender, message.to));
    message.id = QStringLiteral("m-%1").arg(++sent_);
    if (messages_.size() >= mostMessages) messages_.removeFirst();
    messages_.append(message);
    const auto response = jsonResponse(201, written(message));
    answers_.keep(sender, request, response);
    return response;
}

} // namespace app::demo
