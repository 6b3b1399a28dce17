#pragma once

#include "core/base/error.h"
#include "core/crypto/jwk.h"

#include <QtCore/QByteArrayView>

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <memory>

namespace core::crypto {

template <auto release>
struct Releaser {
    template <typename Handle>
    void operator()(Handle* handle) const noexcept
    {
        release(handle);
    }
};

using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, Releaser<EVP_CIPHER_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Releaser<EVP_MD_CTX_free>>;
using PkeyContext = std::unique_ptr<EVP_PKEY_CTX, Releaser<EVP_PKEY_CTX_free>>;
using Pkey = std::unique_ptr<EVP_PKEY, Releaser<EVP_PKEY_free>>;
using BigNumber = std::unique_ptr<BIGNUM, Releaser<BN_clear_free>>;
using ParameterBuilder = std::unique_ptr<OSSL_PARAM_BLD, Releaser<OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Releaser<OSSL_PARAM_free>>;
using EcdsaSignature = std::unique_ptr<ECDSA_SIG, Releaser<ECDSA_SIG_free>>;

[[nodiscard]] inline const unsigned char* raw(QByteArrayView bytes)
{
    return reinterpret_cast<const unsigned char*>(bytes.data());
}
[[nodiscard]] inline const unsigned char* raw(std::span<const std::byte> bytes)
{
    return reinterpret_cast<const unsigned char*>(bytes.data());
}
[[nodiscard]] inline unsigned char* raw(QByteArray& bytes)
{
    return reinterpret_cast<unsigned char*>(bytes.data());
}

enum class KeyKind { Rsa, P256, Ed25519 };

struct Jwk::Key {
    KeyKind kind = KeyKind::Rsa;
    Pkey pkey;
    QString kid;
    std::optional<JwsAlgorithm> algorithm; ///< when the key says what it is for
    QJsonObject required;                  ///< the members of the thumbprint
};

[[nodiscard]] bool kindFits(KeyKind kind, JwsAlgorithm algorithm);

/// What "sign" and "verify" have in common: the digest, and the padding of the two RSA ways.
[[nodiscard]] bool setUpPadding(EVP_PKEY_CTX* context, JwsAlgorithm algorithm);
[[nodiscard]] const EVP_MD* digestOf(JwsAlgorithm algorithm); ///< null for EdDSA, which hashes by itself

} // namespace core::crypto
