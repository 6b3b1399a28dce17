#pragma once

#include "core/base/error.h"
#include "core/crypto/jwk.h"

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>
#include <QtCore/QJsonObject>

#include <memory>

namespace core::crypto {

/// A private key that signs JWS: the demo organisation's, and later the one of DPoP proofs. It lives in memory only and
/// has no way out. Thread: any; copies share the key.
class SigningKey {
public:
    /// A fresh key. RSA keys have 2048 bits. The `kid` is the thumbprint (RFC 7638).
    ///
    /// \error Internal  the library could not make one
    [[nodiscard]] static Result<SigningKey> generate(JwsAlgorithm algorithm);
    /// From a private JWK, for the examples of the standards.
    ///
    /// \error InvalidArgument  not a private key that fits `algorithm`
    [[nodiscard]] static Result<SigningKey> fromPrivateJwk(const QJsonObject& json, JwsAlgorithm algorithm);

    [[nodiscard]] JwsAlgorithm algorithm() const;
    /// The public half, with `kid`, `use` and `alg`.
    [[nodiscard]] const Jwk& publicKey() const;

    /// A compact JWS over `payload`; `alg` and `kid` are added to `header`.
    ///
    /// \error Internal  the library failed
    [[nodiscard]] Result<QByteArray> sign(QJsonObject header, QByteArrayView payload) const;
    /// The same over a header that is given byte for byte.
    [[nodiscard]] Result<QByteArray> signWithHeader(QByteArrayView headerJson, QByteArrayView payload) const;

private:
    struct Private;
    explicit SigningKey(std::shared_ptr<const Private> key);
    std::shared_ptr<const Private> private_;
};

} // namespace core::crypto
