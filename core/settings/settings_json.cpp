#include "core/base/model_address.h"
#include "core/settings/settings_json_p.h"

#include <QtCore/QHash>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

#include <algorithm>
#include <array>
#include <cstring>
#include <span>

namespace core::settings {
namespace {

constexpr qsizetype longestText = 500;
constexpr qsizetype mostEndpoints = 50;

template <typename T>
struct Word {
    T value;
    const char* word;
};
constexpr std::array themes{Word<Theme>{Theme::System, "system"}, Word<Theme>{Theme::Light, "light"},
                            Word<Theme>{Theme::Dark, "dark"}};
constexpr std::array ways{Word<SignInWay>{SignInWay::Window, "window"},
                          Word<SignInWay>{SignInWay::SystemBrowser, "system-browser"}};
constexpr std::array protocols{Word<ModelProtocol>{ModelProtocol::ChatCompletions, "chat-completions"},
                               Word<ModelProtocol>{ModelProtocol::AnthropicMessages, "anthropic-messages"}};

template <typename Table>
auto valueOf(const Table& table, const QJsonValue& json) -> std::optional<decltype(table[0].value)>
{
    for (const auto& entry : table)
        if (json.toString() == QLatin1String(entry.word)) return entry.value;
    return {};
}

template <typename Table, typename T>
QString wordOf(const Table& table, T value)
{
    for (const auto& entry : table)
        if (entry.value == value) return QLatin1String(entry.word);
    return {};
}

bool isText(const QJsonValue& json)
{
    return json.isString() && json.toString().size() <= longestText;
}

bool isFilledText(const QJsonValue& json)
{
    return isText(json) && !json.toString().trimmed().isEmpty();
}

bool isLoopback(const QString& host)
{
    return host == QLatin1String("localhost") || host == QLatin1String("127.0.0.1") || host == QLatin1String("::1");
}

// Without a user name or password: there is no secret in a settings file.
bool isAddress(const QJsonValue& json)
{
    const QUrl url(json.toString(), QUrl::StrictMode);
    return isFilledText(json) && url.isValid() && !url.host().isEmpty() && url.userInfo().isEmpty() &&
           !url.hasFragment() && (url.scheme() == QLatin1String("https") || url.scheme() == QLatin1String("http"));
}

// Without a query (OpenID Connect Discovery 1.0 section 2).
bool isIssuer(const QJsonValue& json)
{
    const QUrl url(json.toString(), QUrl::StrictMode);
    return isAddress(json) && !url.hasQuery() && (url.scheme() == QLatin1String("https") || isLoopback(url.host()));
}

bool isModelAddress(const QJsonValue& json)
{
    return isAddress(json) && hasKeepableQuery(QUrl(json.toString(), QUrl::StrictMode));
}

struct Member {
    const char* name;
    bool (*fits)(const QJsonValue&);
    bool needed;
};

// The path of the first member that is missing, unknown or does not fit.
std::optional<QString> faultIn(const QJsonValue& json, const QString& path, std::span<const Member> members)
{
    if (!json.isObject()) return path;
    const auto object = json.toObject();
    for (const auto& name : object.keys()) {
        const auto known = std::ranges::find_if(members, [&](const Member& member) {
            return name == QLatin1String(member.name) && member.fits(object.value(name));
        });
        if (known == members.end()) return path + QLatin1Char('/') + name;
    }
    for (const auto& member : members)
        if (member.needed && !object.contains(QLatin1String(member.name))) return path;
    return {};
}

std::optional<QString> faultInEndpoints(const QJsonValue& json, const QString& path)
{
    static constexpr Member members[] = {
        {"id", isFilledText, true},
        {"name", isText, false},
        {"protocol", [](const QJsonValue& value) { return valueOf(protocols, value).has_value(); }, true},
        {"baseUrl", isModelAddress, true},
        {"model", isFilledText, true},
        {"serverUser", isFilledText, false},
    };
    if (!json.isArray() || json.toArray().size() > mostEndpoints) return path;
    QStringList ids;
    const auto array = json.toArray();
    for (qsizetype i = 0; i < array.size(); ++i) {
        const auto place = path + QLatin1Char('/') + QString::number(i);
        if (auto fault = faultIn(array.at(i), place, members)) return fault;
        const auto id = array.at(i).toObject().value(QLatin1String("id")).toString();
        if (ids.contains(id)) return place + QStringLiteral("/id");
        ids.append(id);
    }
    return {};
}

std::optional<QString> faultInKey(Key key, const QJsonValue& json)
{
    static constexpr Member organisation[] = {{"issuer", isIssuer, true},
                                              {"clientId", isFilledText, true},
                                              {"audience", isText, false},
                                              {"name", isText, false}};
    static constexpr Member demo[] = {{"enabled", [](const QJsonValue& value) { return value.isBool(); }, true}};
    const auto path = QLatin1Char('/') + keyName(key);
    bool fits = false;
    switch (key) {
    case Key::Language: {
        const auto language = json.toString();
        fits = json.isString() &&
               (language.isEmpty() || language == QLatin1String("en") || language == QLatin1String("ja"));
        break;
    }
    case Key::Theme: fits = valueOf(themes, json).has_value(); break;
    case Key::SignInWay: fits = valueOf(ways, json).has_value(); break;
    case Key::Endpoints: return faultInEndpoints(json, path);
    case Key::Organisation: return faultIn(json, path, organisation);
    case Key::DemoEnabled: return faultIn(json, path, demo);
    case Key::DesktopNotifications: fits = json.isBool(); break;
    }
    return fits ? std::nullopt : std::optional(path);
}

// Where each member of a JSON text starts, by its path, and the first name that is there twice. The text is known to
// be JSON.
class Locator {
public:
    explicit Locator(const QByteArray& text)
        : text_(text)
    {
        value(QString());
    }

    [[nodiscard]] int lineOf(QString path) const
    {
        // A member that is missing is looked for where its object starts.
        while (!lines_.contains(path) && path.contains(QLatin1Char('/')))
            path.truncate(path.lastIndexOf(QLatin1Char('/')));
        return lines_.value(path, 1);
    }
    [[nodiscard]] const std::optional<QString>& repeated() const { return repeated_; }

private:
    void space()
    {
        while (at_ < text_.size() && strchr(" \t\r\n", text_.at(at_)) != nullptr)
            ++at_;
    }
    [[nodiscard]] char peek() const { return at_ < text_.size() ? text_.at(at_) : '\0'; }
    [[nodiscard]] int line() const { return static_cast<int>(text_.left(at_).count('\n')) + 1; }

    QString string()
    {
        const auto start = at_++;
        while (at_ < text_.size() && text_.at(at_) != '"')
            at_ += text_.at(at_) == '\\' ? 2 : 1;
        ++at_;
        return QJsonDocument::fromJson('[' + text_.mid(start, at_ - start) + ']').array().at(0).toString();
    }

    void value(const QString& path)
    {
        space();
        if (!lines_.contains(path)) lines_.insert(path, line());
        if (peek() == '{') return members(path, '}');
        if (peek() == '[') return members(path, ']');
        if (peek() == '"') {
            string();
            return;
        }
        while (at_ < text_.size() && strchr(",]} \t\r\n", text_.at(at_)) == nullptr)
            ++at_;
    }

    // Of an object (by name) or of a list (by number).
    void members(const QString& path, char end)
    {
        ++at_;
        int number = 0;
        for (space(); peek() != end && at_ < text_.size(); space()) {
            auto name = QString::number(number++);
            const int start = line();
            if (end == '}') {
                name = string();
                space();
                ++at_; // the colon
            }
            const auto inner = path + QLatin1Char('/') + name;
            if (lines_.contains(inner) && !repeated_) {
                repeated_ = inner;
                lines_.insert(inner, start);
            } else if (!lines_.contains(inner)) {
                lines_.insert(inner, start);
            }
            value(inner);
            space();
            if (peek() == ',') ++at_;
        }
        ++at_;
    }

    const QByteArray& text_;
    qsizetype at_ = 0;
    QHash<QString, int> lines_;
    std::optional<QString> repeated_;
};

} // namespace

QString keyName(Key key)
{
    switch (key) {
    case Key::Language: return QStringLiteral("language");
    case Key::Theme: return QStringLiteral("theme");
    case Key::SignInWay: return QStringLiteral("signInWay");
    case Key::Endpoints: return QStringLiteral("endpoints");
    case Key::Organisation: return QStringLiteral("organisation");
    case Key::DemoEnabled: return QStringLiteral("demo");
    case Key::DesktopNotifications: return QStringLiteral("desktopNotifications");
    }
    return {};
}

std::optional<QString> firstFault(const QJsonObject& object)
{
    for (const auto& name : object.keys()) {
        const auto* key = std::ranges::find_if(allKeys, [&](Key known) { return keyName(known) == name; });
        if (key == std::end(allKeys)) return QLatin1Char('/') + name;
        if (auto fault = faultInKey(*key, object.value(name))) return fault;
    }
    return {};
}

tl::expected<QJsonObject, Fault> parseSettings(const QByteArray& text)
{
    QJsonParseError error{};
    const auto document = QJsonDocument::fromJson(text, &error);
    if (error.error != QJsonParseError::NoError)
        return tl::unexpected(Fault{static_cast<int>(text.left(error.offset).count('\n')) + 1, error.errorString()});
    if (!document.isObject()) return tl::unexpected(Fault{1, QStringLiteral("not a JSON object")});
    const Locator locator(text);
    if (locator.repeated())
        return tl::unexpected(
            Fault{locator.lineOf(*locator.repeated()), *locator.repeated() + QStringLiteral(" twice")});
    if (const auto fault = firstFault(document.object()))
        return tl::unexpected(Fault{locator.lineOf(*fault), *fault + QStringLiteral(" does not fit")});
    return document.object();
}

void apply(const QJsonObject& object, Values& values)
{
    const auto text = [](const QJsonValue& json, const char* name) {
        return json.toObject().value(QLatin1String(name)).toString();
    };
    if (const auto json = object.value(keyName(Key::Language)); json.isString()) values.language = json.toString();
    if (const auto theme = valueOf(themes, object.value(keyName(Key::Theme)))) values.theme = *theme;
    if (const auto way = valueOf(ways, object.value(keyName(Key::SignInWay)))) values.signInWay = way;
    if (const auto json = object.value(keyName(Key::Organisation)); json.isObject())
        values.organisation =
            Organisation{text(json, "issuer"), text(json, "clientId"), text(json, "audience"), text(json, "name")};
    if (const auto json = object.value(keyName(Key::DemoEnabled)); json.isObject())
        values.demoEnabled = json.toObject().value(QLatin1String("enabled")).toBool();
    if (const auto json = object.value(keyName(Key::DesktopNotifications)); json.isBool())
        values.desktopNotifications = json.toBool();
    if (const auto json = object.value(keyName(Key::Endpoints)); json.isArray()) {
        values.endpoints.clear();
        for (const auto& endpoint : json.toArray())
            values.endpoints.append(Endpoint{EndpointId(text(endpoint, "id")), text(endpoint, "name"),
                                             valueOf(protocols, endpoint.toObject().value(QLatin1String("protocol")))
                                                 .value_or(ModelProtocol::ChatCompletions),
                                             QUrl(text(endpoint, "baseUrl"), QUrl::StrictMode), text(endpoint, "model"),
                                             text(endpoint, "serverUser")});
    }
}

QJsonValue toJson(Key key, const Values& values)
{
    static const Values defaults;
    switch (key) {
    case Key::Language:
        return values.language == defaults.language ? QJsonValue(QJsonValue::Undefined) : values.language;
    case Key::Theme:
        return values.theme == defaults.theme ? QJsonValue(QJsonValue::Undefined) : wordOf(themes, values.theme);
    case Key::SignInWay: return values.signInWay ? wordOf(ways, *values.signInWay) : QJsonValue(QJsonValue::Undefined);
    case Key::Endpoints: {
        QJsonArray list;
        for (const auto& endpoint : values.endpoints) {
            QJsonObject written{{QStringLiteral("id"), endpoint.id.text()},
                                {QStringLiteral("name"), endpoint.name},
                                {QStringLiteral("protocol"), wordOf(protocols, endpoint.protocol)},
                                {QStringLiteral("baseUrl"), QString::fromLatin1(endpoint.baseUrl.toEncoded())},
                                {QStringLiteral("model"), endpoint.model}};
            if (!endpoint.serverUser.isEmpty()) written[QStringLiteral("serverUser")] = endpoint.serverUser;
            list.append(written);
        }
        return list.isEmpty() ? QJsonValue(QJsonValue::Undefined) : list;
    }
    case Key::Organisation:
        if (!values.organisation) return QJsonValue::Undefined;
        return QJsonObject{{QStringLiteral("issuer"), values.organisation->issuer},
                           {QStringLiteral("clientId"), values.organisation->clientId},
                           {QStringLiteral("audience"), values.organisation->audience},
                           {QStringLiteral("name"), values.organisation->name}};
    case Key::DemoEnabled:
        if (values.demoEnabled == defaults.demoEnabled) return QJsonValue::Undefined;
        return QJsonObject{{QStringLiteral("enabled"), values.demoEnabled}};
    case Key::DesktopNotifications:
        return values.desktopNotifications == defaults.desktopNotifications ? QJsonValue(QJsonValue::Undefined)
                                                                            : values.desktopNotifications;
    }
    return QJsonValue::Undefined;
}

} // namespace core::settings
