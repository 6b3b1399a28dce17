#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QHash>
#include <QtCore/QString>

#include <compare>

namespace core {

/// An identifier that cannot be mistaken for another kind's. Opaque text; compared byte for byte.
template <typename Tag>
class StrongId {
public:
    StrongId() = default;
    explicit StrongId(QString text)
        : text_(std::move(text))
    {}

    [[nodiscard]] const QString& text() const noexcept { return text_; }
    [[nodiscard]] bool isEmpty() const noexcept { return text_.isEmpty(); }

    friend bool operator==(const StrongId& a, const StrongId& b) noexcept { return a.text_ == b.text_; }
    friend std::strong_ordering operator<=>(const StrongId& a, const StrongId& b) noexcept
    {
        return a.text_.compare(b.text_) <=> 0;
    }
    friend size_t qHash(const StrongId& id, size_t seed = 0) noexcept { return ::qHash(id.text_, seed); }

private:
    QString text_;
};

using ConversationId = StrongId<struct ConversationTag>;
using MessageId = StrongId<struct MessageTag>;
using CallId = StrongId<struct CallTag>;         ///< one tool call, ours; the model's own id is kept beside it
using EndpointId = StrongId<struct EndpointTag>; ///< one model endpoint
using ToolName = StrongId<struct ToolNameTag>;

/// 128 random bits as 26 lower-case base32 characters; sorts by nothing.
[[nodiscard]] QString newId();

/// The person, everywhere: issuer and subject of a verified ID token (OpenID Connect Core 1.0 section 2). Caches,
/// files, keys and indexes are per UserKey. Both parts are compared byte for byte.
struct UserKey {
    QString issuer;
    QString subject;

    friend bool operator==(const UserKey&, const UserKey&) = default;
    friend auto operator<=>(const UserKey& a, const UserKey& b)
    {
        if (const auto order = a.issuer.compare(b.issuer) <=> 0; order != 0) return order;
        return a.subject.compare(b.subject) <=> 0;
    }
    friend size_t qHash(const UserKey& key, size_t seed = 0) noexcept
    {
        return qHashMulti(seed, key.issuer, key.subject);
    }

    /// A name for files and keychain entries: 32 lower-case hexadecimal digits of SHA-256 over both parts, each
    /// prefixed with its length, so that no two people can share one.
    [[nodiscard]] QString storageName() const;
};

} // namespace core
