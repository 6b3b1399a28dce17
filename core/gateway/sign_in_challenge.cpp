#include "core/gateway/sign_in_challenge.h"

#include <map>

namespace core::gateway {
namespace {

constexpr qsizetype longestHeader = 4096;
constexpr qsizetype longestAcr = 200;
constexpr qsizetype mostRemembered = 64;

bool isTokenByte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           QByteArrayView("!#$%&'*+-.^_`|~").contains(c);
}

/// Reads challenges: `scheme name=value, name="value", scheme ...` (RFC 9110 section 11.6.1).
class ChallengeReader {
public:
    explicit ChallengeReader(QByteArrayView text)
        : text_(text)
    {}

    using Fields = std::map<QByteArray, QByteArray>; ///< by lower-case name

    /// The fields of the first challenge of a bearer kind with this error; nothing when the header cannot be read.
    std::optional<Fields> withError(QByteArrayView error)
    {
        while (skipTo(), at_ < text_.size()) {
            const auto scheme = token().toLower();
            if (scheme.isEmpty()) return {};
            Fields fields;
            if (!read(fields)) return {};
            const bool bearer = scheme == "bearer" || scheme == "dpop";
            const auto found = fields.find("error");
            if (bearer && found != fields.end() && found->second == error) return fields;
        }
        return {};
    }

private:
    void skipBlanks()
    {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t'))
            ++at_;
    }
    void skipTo()
    {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == ','))
            ++at_;
    }
    QByteArray token()
    {
        const auto begin = at_;
        while (at_ < text_.size() && isTokenByte(text_[at_]))
            ++at_;
        return text_.sliced(begin, at_ - begin).toByteArray();
    }
    // False: unreadable. Stops before the next scheme.
    bool read(Fields& fields)
    {
        for (;;) {
            skipTo();
            const auto begin = at_;
            const auto name = token().toLower();
            if (name.isEmpty()) return at_ >= text_.size();
            skipBlanks();
            if (at_ >= text_.size() || text_[at_] != '=') {
                at_ = begin; // another scheme
                return true;
            }
            ++at_;
            skipBlanks();
            const auto value = at_ < text_.size() && text_[at_] == '"' ? quoted() : std::optional(token());
            // A name twice could be read either way.
            if (!value || !fields.emplace(name, *value).second) return false;
        }
    }
    std::optional<QByteArray> quoted()
    {
        QByteArray value;
        for (++at_; at_ < text_.size(); ++at_) {
            if (text_[at_] == '"') {
                ++at_;
                return value;
            }
            if (text_[at_] == '\\') ++at_; // what follows stands for itself
            if (at_ >= text_.size()) return {};
            value += text_[at_];
        }
        return {};
    }

    QByteArrayView text_;
    qsizetype at_ = 0;
};

std::optional<toolapi::SignInNeed> needOf(const std::map<QByteArray, QByteArray>& fields)
{
    toolapi::SignInNeed need;
    if (const auto acr = fields.find("acr_values"); acr != fields.end()) {
        const auto first = acr->second.simplified().split(' ').first();
        if (first.size() > longestAcr) return {};
        if (!first.isEmpty()) need.acr = {QString::fromUtf8(first)};
    }
    if (const auto age = fields.find("max_age"); age != fields.end()) {
        bool ok = false;
        const auto seconds = age->second.toUInt(&ok);
        if (!ok) return {};
        need.maxAge = std::chrono::seconds(seconds);
    }
    return need;
}

} // namespace

std::optional<toolapi::SignInNeed> signInChallenge(const toolapi::ApiAnswer& answer)
{
    if (answer.status != 401 && answer.status != 403) return {};
    for (const auto& [name, value] : answer.headers) {
        if (name != "www-authenticate" || value.size() > longestHeader) continue;
        if (const auto fields = ChallengeReader(value).withError("insufficient_user_authentication"))
            return needOf(*fields);
    }
    return {};
}

QString SignInChallenges::keyOf(const ToolName& tool, const QString& argumentsHash)
{
    return tool.text() + QLatin1Char('\n') + argumentsHash;
}

void SignInChallenges::add(const ToolName& tool, const QString& argumentsHash, const toolapi::SignInNeed& need)
{
    const auto key = keyOf(tool, argumentsHash);
    if (!needs_.contains(key)) order_.append(key);
    needs_.insert(key, need);
    if (order_.size() > mostRemembered) needs_.remove(order_.takeFirst());
}

std::optional<toolapi::SignInNeed> SignInChallenges::of(const ToolName& tool, const QString& argumentsHash) const
{
    const auto found = needs_.constFind(keyOf(tool, argumentsHash));
    return found == needs_.constEnd() ? std::nullopt : std::optional(*found);
}

void SignInChallenges::drop(const ToolName& tool, const QString& argumentsHash)
{
    const auto key = keyOf(tool, argumentsHash);
    needs_.remove(key);
    order_.removeAll(key);
}

} // namespace core::gateway
