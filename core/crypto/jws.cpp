#include "core/crypto/jws.h"

#include "core/base/canonical_json.h"
#include "core/crypto/digest.h"
#include "core/crypto/openssl_p.h"

#include <openssl/rsa.h>

namespace core::crypto {
namespace {

constexpr qsizetype largestJws = 256 * 1024;

struct Parts {
    QByteArrayView signingInput;
    QByteArray header;
    QByteArray payload;
    QByteArray signature;
};

tl::unexpected<Error> bad(const QString& detail)
{
    return fail(Errc::BadToken, detail);
}

Result<Parts> split(QByteArrayView compact)
{
    const auto first = compact.indexOf('.');
    const auto second = first < 0 ? -1 : compact.indexOf('.', first + 1);
    if (second < 0 || compact.indexOf('.', second + 1) >= 0) return bad(QStringLiteral("not three parts"));
    Parts parts;
    parts.signingInput = compact.first(second);
    auto header = base64UrlDecode(compact.first(first));
    auto payload = base64UrlDecode(compact.sliced(first + 1, second - first - 1));
    auto signature = base64UrlDecode(compact.sliced(second + 1));
    if (!header || !payload || !signature) return bad(QStringLiteral("a part is not base64url"));
    if (header->isEmpty() || signature->isEmpty()) return bad(QStringLiteral("a part is empty"));
    parts.header = std::move(*header);
    parts.payload = std::move(*payload);
    parts.signature = std::move(*signature);
    return parts;
}

Result<QJsonObject> checkHeader(const QByteArray& text, JwsAlgorithm pinned)
{
    const auto value = parseStrictJson(text);
    if (!value || !value->isObject()) return bad(QStringLiteral("the header is not a JSON object, or ambiguous"));
    const auto header = value->toObject();
    if (header.value(QLatin1String("alg")) != jwsAlgorithmName(pinned))
        return bad(QStringLiteral("the header's alg is not the agreed one"));
    // RFC 7515 section 4.1.11: an extension that is listed here and not understood makes the JWS invalid; none is.
    if (header.contains(QLatin1String("crit"))) return bad(QStringLiteral("the header has crit"));
    if (header.contains(QLatin1String("kid")) && !header.value(QLatin1String("kid")).isString())
        return bad(QStringLiteral("the header's kid is not text"));
    return header;
}

// ECDSA in JWS is r and s, each 32 bytes (RFC 7518 section 3.4); OpenSSL wants them as DER.
QByteArray toDer(const QByteArray& signature)
{
    if (signature.size() != 64) return {};
    const EcdsaSignature pair(ECDSA_SIG_new());
    BigNumber r(BN_bin2bn(raw(signature), 32, nullptr));
    BigNumber s(BN_bin2bn(raw(signature) + 32, 32, nullptr));
    if (!pair || !r || !s || ECDSA_SIG_set0(pair.get(), r.get(), s.get()) != 1) return {};
    (void)r.release(); // they belong to the pair now
    (void)s.release();
    unsigned char* der = nullptr;
    const int size = i2d_ECDSA_SIG(pair.get(), &der);
    if (size <= 0) return {};
    QByteArray bytes(reinterpret_cast<const char*>(der), size);
    OPENSSL_free(der);
    return bytes;
}

bool holds(const Jwk& jwk, JwsAlgorithm algorithm, QByteArrayView input, const QByteArray& signature)
{
    const QByteArray native = algorithm == JwsAlgorithm::ES256 ? toDer(signature) : signature;
    if (native.isEmpty()) return false;
    const DigestContext context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* padding = nullptr; // belongs to the context
    const bool verified =
        context &&
        EVP_DigestVerifyInit(context.get(), &padding, digestOf(algorithm), nullptr, jwk.key().pkey.get()) == 1 &&
        setUpPadding(padding, algorithm) &&
        EVP_DigestVerify(context.get(), raw(native), static_cast<std::size_t>(native.size()), raw(input),
                         static_cast<std::size_t>(input.size())) == 1;
    ERR_clear_error();
    return verified;
}

} // namespace

bool setUpPadding(EVP_PKEY_CTX* context, JwsAlgorithm algorithm)
{
    switch (algorithm) {
    case JwsAlgorithm::RS256: return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1;
    case JwsAlgorithm::PS256:
        // RFC 7518 section 3.5: "The size of the salt value is the same size as the hash function output."
        return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
               EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1 &&
               EVP_PKEY_CTX_set_rsa_mgf1_md(context, EVP_sha256()) == 1;
    case JwsAlgorithm::ES256:
    case JwsAlgorithm::EdDSA: return true;
    }
    return false;
}

const EVP_MD* digestOf(JwsAlgorithm algorithm)
{
    return algorithm == JwsAlgorithm::EdDSA ? nullptr : EVP_sha256();
}

Result<JwsContent> verifyJws(QByteArrayView compact, const JwkSet& keys, JwsAlgorithm pinned)
{
    if (compact.size() > largestJws) return fail(Errc::TooLarge, QStringLiteral("the token is over 256 KiB"));
    TRY_ASSIGN(const Parts parts, split(compact));
    TRY_ASSIGN(const QJsonObject header, checkHeader(parts.header, pinned));

    const bool named = header.contains(QLatin1String("kid"));
    const QString kid = header.value(QLatin1String("kid")).toString();
    QList<Jwk> candidates;
    for (const auto& key : keys.keys()) {
        if (key.fits(pinned) && (!named || key.kid() == kid)) candidates.append(key);
    }
    if (candidates.isEmpty()) return fail(Errc::NotFound, QStringLiteral("no key fits the token's kid"));
    if (!named && candidates.size() > 1) return bad(QStringLiteral("the token names no key and several fit"));
    for (const auto& key : candidates) {
        if (holds(key, pinned, parts.signingInput, parts.signature)) return JwsContent{header, parts.payload};
    }
    return bad(QStringLiteral("the signature does not hold"));
}

} // namespace core::crypto
