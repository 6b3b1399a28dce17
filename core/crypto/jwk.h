#pragma once

#include "core/base/error.h"

#include <QtCore/QByteArray>
#include <QtCore/QJsonObject>
#include <QtCore/QList>
#include <QtCore/QString>

#include <memory>
#include <optional>

namespace core::crypto {

/// The signature algorithms that are offered (RFC 7518 section 3.1, RFC 8037). There is no symmetric one and no "none":
/// a value of this type cannot name them.
enum class JwsAlgorithm { RS256, PS256, ES256, EdDSA };

[[nodiscard]] QString jwsAlgorithmName(JwsAlgorithm algorithm);
/// Nothing for every other name; compared byte for byte.
[[nodiscard]] std::optional<JwsAlgorithm> jwsAlgorithmFromName(const QString& name);

/// One public key for verifying signatures (RFC 7517): RSA of 2048 to 4096 bits, EC P-256 or Ed25519. A value; the key
/// behind it is shared and never changes. Thread: any.
class Jwk {
public:
    /// Takes a key only when it may verify signatures: `use` absent or "sig", `key_ops` absent or with "verify", `alg`
    /// absent or one of ours that fits `kty` (RFC 7517 sections 4.2 to 4.4).
    ///
    /// \error Unsupported      a kind, curve, algorithm, size or use that is not offered
    /// \error InvalidArgument  a malformed or missing member, a point that is not on its curve, an RSA modulus with the
    ///                         ROCA weakness (CVE-2017-15361), or private members: a published private key proves
    ///                         nothing
    [[nodiscard]] static Result<Jwk> parse(const QJsonObject& json);

    [[nodiscard]] const QString& kid() const; ///< empty when the key has none
    [[nodiscard]] bool fits(JwsAlgorithm algorithm) const;
    /// SHA-256 over the required members, base64url (RFC 7638).
    [[nodiscard]] QByteArray thumbprint() const;
    /// The public members, with `kid`, `use` and `alg` where known.
    [[nodiscard]] QJsonObject toJson() const;

    struct Key; ///< private to the module
    explicit Jwk(std::shared_ptr<const Key> key);
    [[nodiscard]] const Key& key() const { return *key_; }

private:
    std::shared_ptr<const Key> key_;
};

/// What a provider publishes at its jwks_uri (RFC 7517 section 5).
class JwkSet {
public:
    struct Skipped {
        QString kid;
        Error why;
    };

    JwkSet() = default;
    explicit JwkSet(QList<Jwk> keys);

    /// Keys that are not usable for verifying are skipped, as section 5 says, and listed in `skipped()`.
    ///
    /// \error NotJson          not JSON
    /// \error InvalidArgument  not a set, ambiguous JSON, or more than 32 keys
    /// \error Protocol         the set holds a symmetric key: published, it is no secret, and mixed with public keys it
    ///                         invites a verifier to take one for the other (RFC 8725 section 2.1)
    [[nodiscard]] static Result<JwkSet> parse(const QByteArray& json);

    [[nodiscard]] const QList<Jwk>& keys() const { return keys_; }
    [[nodiscard]] const QList<Skipped>& skipped() const { return skipped_; }
    [[nodiscard]] QJsonObject toJson() const;

private:
    QList<Jwk> keys_;
    QList<Skipped> skipped_;
};

} // namespace core::crypto
