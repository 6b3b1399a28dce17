#include "core/crypto/signing_key.h"

#include "core/crypto/digest.h"
#include "core/crypto/openssl_p.h"

#include <QtCore/QJsonDocument>

#include <openssl/core_names.h>
#include <openssl/rsa.h>

namespace core::crypto {
namespace {

QString number(EVP_PKEY* key, const char* name, int size)
{
    BIGNUM* found = nullptr;
    if (EVP_PKEY_get_bn_param(key, name, &found) != 1) return {};
    const BigNumber owner(found);
    QByteArray bytes(size > 0 ? size : BN_num_bytes(found), Qt::Uninitialized);
    if (BN_bn2binpad(found, raw(bytes), static_cast<int>(bytes.size())) < 0) return {};
    return QString::fromLatin1(base64UrlEncode(bytes));
}

// The public members, as the kind of key that `algorithm` needs; invalid ones are found by Jwk::parse.
QJsonObject publicMembers(EVP_PKEY* key, JwsAlgorithm algorithm)
{
    switch (algorithm) {
    case JwsAlgorithm::RS256:
    case JwsAlgorithm::PS256:
        return {{QStringLiteral("kty"), QStringLiteral("RSA")},
                {QStringLiteral("n"), number(key, OSSL_PKEY_PARAM_RSA_N, 0)},
                {QStringLiteral("e"), number(key, OSSL_PKEY_PARAM_RSA_E, 0)}};
    case JwsAlgorithm::ES256:
        return {{QStringLiteral("kty"), QStringLiteral("EC")},
                {QStringLiteral("crv"), QStringLiteral("P-256")},
                {QStringLiteral("x"), number(key, OSSL_PKEY_PARAM_EC_PUB_X, 32)},
                {QStringLiteral("y"), number(key, OSSL_PKEY_PARAM_EC_PUB_Y, 32)}};
    case JwsAlgorithm::EdDSA: {
        QByteArray bytes(32, Qt::Uninitialized);
        std::size_t size = 32;
        if (EVP_PKEY_get_raw_public_key(key, raw(bytes), &size) != 1) return {};
        return {{QStringLiteral("kty"), QStringLiteral("OKP")},
                {QStringLiteral("crv"), QStringLiteral("Ed25519")},
                {QStringLiteral("x"), QString::fromLatin1(base64UrlEncode(bytes))}};
    }
    }
    return {};
}

Result<Jwk> publicHalf(EVP_PKEY* key, JwsAlgorithm algorithm, const QString& kid)
{
    QJsonObject json = publicMembers(key, algorithm);
    json.insert(QStringLiteral("use"), QStringLiteral("sig"));
    json.insert(QStringLiteral("alg"), jwsAlgorithmName(algorithm));
    TRY_ASSIGN(const Jwk unnamed, Jwk::parse(json));
    json.insert(QStringLiteral("kid"), kid.isEmpty() ? QString::fromLatin1(unnamed.thumbprint()) : kid);
    return Jwk::parse(json);
}

Pkey generateKey(JwsAlgorithm algorithm)
{
    switch (algorithm) {
    case JwsAlgorithm::RS256:
    case JwsAlgorithm::PS256: return Pkey(EVP_RSA_gen(2048));
    case JwsAlgorithm::ES256: return Pkey(EVP_EC_gen("P-256"));
    case JwsAlgorithm::EdDSA: return Pkey(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
    }
    return {};
}

BigNumber member(const QJsonObject& json, const char* name)
{
    auto bytes = base64UrlDecode(json.value(QLatin1String(name)).toString().toUtf8());
    if (!bytes || bytes->isEmpty()) return {};
    BigNumber value(BN_bin2bn(raw(*bytes), static_cast<int>(bytes->size()), nullptr));
    wipe(*bytes);
    return value;
}

Pkey assemble(const char* type, OSSL_PARAM_BLD* builder)
{
    const Parameters parameters(OSSL_PARAM_BLD_to_param(builder));
    const PkeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
    EVP_PKEY* made = nullptr;
    if (parameters && context && EVP_PKEY_fromdata_init(context.get()) == 1)
        EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_KEYPAIR, parameters.get());
    ERR_clear_error();
    return Pkey(made);
}

Pkey importRsa(const QJsonObject& json)
{
    const BigNumber n = member(json, "n");
    const BigNumber e = member(json, "e");
    const BigNumber d = member(json, "d");
    const ParameterBuilder builder(OSSL_PARAM_BLD_new());
    if (!builder || !n || !e || !d || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1 ||
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1 ||
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_D, d.get()) != 1)
        return {};
    return assemble("RSA", builder.get());
}

Pkey importP256(const QJsonObject& json)
{
    const auto x = base64UrlDecode(json.value(QLatin1String("x")).toString().toUtf8());
    const auto y = base64UrlDecode(json.value(QLatin1String("y")).toString().toUtf8());
    const BigNumber d = member(json, "d");
    if (!x || !y || !d || x->size() != 32 || y->size() != 32) return {};
    const QByteArray point = QByteArray(1, '\x04') + *x + *y;
    const ParameterBuilder builder(OSSL_PARAM_BLD_new());
    if (!builder || OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) != 1 ||
        OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.constData(),
                                         static_cast<std::size_t>(point.size())) != 1 ||
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, d.get()) != 1)
        return {};
    return assemble("EC", builder.get());
}

Pkey importEd25519(const QJsonObject& json)
{
    auto d = base64UrlDecode(json.value(QLatin1String("d")).toString().toUtf8());
    if (!d || d->size() != 32) return {};
    Pkey key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, raw(*d), 32));
    wipe(*d);
    return key;
}

// OpenSSL gives ECDSA signatures as DER; JWS wants r and s, each 32 bytes (RFC 7518 section 3.4).
QByteArray fromDer(const QByteArray& der)
{
    const unsigned char* at = raw(QByteArrayView(der));
    const EcdsaSignature pair(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
    QByteArray bytes(64, '\0');
    if (!pair || BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), raw(bytes), 32) != 32 ||
        BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), raw(bytes) + 32, 32) != 32)
        return {};
    return bytes;
}

} // namespace

struct SigningKey::Private {
    JwsAlgorithm algorithm;
    Pkey pkey;
    Jwk publicKey;
};

SigningKey::SigningKey(std::shared_ptr<const Private> key)
    : private_(std::move(key))
{}

Result<SigningKey> SigningKey::generate(JwsAlgorithm algorithm)
{
    Pkey pkey = generateKey(algorithm);
    if (!pkey) return fail(Errc::Internal, QStringLiteral("no key could be made"));
    TRY_ASSIGN(const Jwk publicKey, publicHalf(pkey.get(), algorithm, {}));
    return SigningKey(std::make_shared<const Private>(Private{algorithm, std::move(pkey), publicKey}));
}

Result<SigningKey> SigningKey::fromPrivateJwk(const QJsonObject& json, JwsAlgorithm algorithm)
{
    const auto type = json.value(QLatin1String("kty")).toString();
    Pkey pkey;
    if (type == QLatin1String("RSA") && kindFits(KeyKind::Rsa, algorithm))
        pkey = importRsa(json);
    else if (type == QLatin1String("EC") && kindFits(KeyKind::P256, algorithm))
        pkey = importP256(json);
    else if (type == QLatin1String("OKP") && kindFits(KeyKind::Ed25519, algorithm))
        pkey = importEd25519(json);
    if (!pkey) return fail(Errc::InvalidArgument, QStringLiteral("not a private key for this algorithm"));
    TRY_ASSIGN(const Jwk publicKey, publicHalf(pkey.get(), algorithm, json.value(QLatin1String("kid")).toString()));
    return SigningKey(std::make_shared<const Private>(Private{algorithm, std::move(pkey), publicKey}));
}

JwsAlgorithm SigningKey::algorithm() const
{
    return private_->algorithm;
}

const Jwk& SigningKey::publicKey() const
{
    return private_->publicKey;
}

Result<QByteArray> SigningKey::sign(QJsonObject header, QByteArrayView payload) const
{
    header.insert(QStringLiteral("alg"), jwsAlgorithmName(private_->algorithm));
    header.insert(QStringLiteral("kid"), private_->publicKey.kid());
    return signWithHeader(QJsonDocument(header).toJson(QJsonDocument::Compact), payload);
}

Result<QByteArray> SigningKey::signWithHeader(QByteArrayView headerJson, QByteArrayView payload) const
{
    const QByteArray input = base64UrlEncode(headerJson) + '.' + base64UrlEncode(payload);
    const DigestContext context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* padding = nullptr; // belongs to the context
    std::size_t size = static_cast<std::size_t>(EVP_PKEY_get_size(private_->pkey.get()));
    QByteArray signature(static_cast<qsizetype>(size), Qt::Uninitialized);
    if (!context ||
        EVP_DigestSignInit(context.get(), &padding, digestOf(private_->algorithm), nullptr, private_->pkey.get()) !=
            1 ||
        !setUpPadding(padding, private_->algorithm) ||
        EVP_DigestSign(context.get(), raw(signature), &size, raw(QByteArrayView(input)),
                       static_cast<std::size_t>(input.size())) != 1) {
        ERR_clear_error();
        return fail(Errc::Internal, QStringLiteral("signing failed"));
    }
    signature.truncate(static_cast<qsizetype>(size));
    if (private_->algorithm == JwsAlgorithm::ES256) signature = fromDer(signature);
    if (signature.isEmpty()) return fail(Errc::Internal, QStringLiteral("signing failed"));
    return input + '.' + base64UrlEncode(signature);
}

} // namespace core::crypto
