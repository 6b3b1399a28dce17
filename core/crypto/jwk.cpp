#include "core/crypto/jwk.h"

#include "core/base/canonical_json.h"
#include "core/crypto/digest.h"
#include "core/crypto/openssl_p.h"

#include <QtCore/QJsonArray>

#include <openssl/core_names.h>

#include <algorithm>

namespace core::crypto {
namespace {

constexpr int smallestRsa = 2048; // RFC 7518 sections 3.3 and 3.5: "A key of size 2048 bits or larger MUST be used"
// Each key is checked when a set is read, which for RSA means looking for factors of the modulus: about 25 ms for 4096
// bits and 280 ms for 8192, on the thread that draws the window. A set at both limits takes less than a second. The
// large providers publish up to about a dozen keys, of 2048 bits, sometimes 4096.
constexpr int largestRsa = 4096;
constexpr qsizetype mostKeys = 32;

Result<QByteArray> octets(const QJsonObject& json, const QString& name)
{
    const auto value = json.value(name);
    if (!value.isString() || value.toString().isEmpty())
        return fail(Errc::InvalidArgument, QStringLiteral("member %1 is missing").arg(name), name);
    auto bytes = base64UrlDecode(value.toString().toUtf8());
    if (!bytes) return fail(Errc::InvalidArgument, QStringLiteral("member %1 is not base64url").arg(name), name);
    return bytes;
}

BigNumber toNumber(const QByteArray& bytes)
{
    return BigNumber(BN_bin2bn(raw(bytes), static_cast<int>(bytes.size()), nullptr));
}

// Keys made by the chips of CVE-2017-15361 have moduli that, modulo each small prime, are powers of 65537; others have
// that property for all these primes only once in about 2^27 (Nemec et al., "The Return of Coppersmith's Attack",
// 2017).
bool hasRocaWeakness(const BIGNUM* modulus)
{
    static constexpr BN_ULONG primes[] = {3,   5,   7,   11,  13,  17,  19,  23,  29,  31,  37,  41,  43,
                                          47,  53,  59,  61,  67,  71,  73,  79,  83,  89,  97,  101, 103,
                                          107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167};
    for (const BN_ULONG prime : primes) {
        const BN_ULONG rest = BN_mod_word(modulus, prime);
        bool isPower = false;
        BN_ULONG power = 1;
        do {
            isPower = isPower || power == rest;
            power = power * 65537 % prime;
        } while (power != 1);
        if (!isPower) return false;
    }
    return true;
}

Result<Pkey> fromParameters(const char* type, OSSL_PARAM_BLD* builder)
{
    const Parameters parameters(OSSL_PARAM_BLD_to_param(builder));
    const PkeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
    EVP_PKEY* made = nullptr;
    if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1) {
        ERR_clear_error();
        return fail(Errc::InvalidArgument, QStringLiteral("not a %1 key").arg(QLatin1String(type)));
    }
    Pkey key(made);
    const PkeyContext check(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr));
    if (!check || EVP_PKEY_public_check(check.get()) != 1) {
        ERR_clear_error();
        return fail(Errc::InvalidArgument, QStringLiteral("the %1 key is not sound").arg(QLatin1String(type)));
    }
    return key;
}

Result<Pkey> parseRsa(const QJsonObject& json)
{
    TRY_ASSIGN(const QByteArray modulus, octets(json, QStringLiteral("n")));
    TRY_ASSIGN(const QByteArray exponent, octets(json, QStringLiteral("e")));
    const auto n = toNumber(modulus);
    const auto e = toNumber(exponent);
    if (!n || !e) return fail(Errc::Internal, QStringLiteral("out of memory"));
    const int bits = BN_num_bits(n.get());
    if (bits < smallestRsa) return fail(Errc::Unsupported, QStringLiteral("RSA of %1 bits is too short").arg(bits));
    if (bits > largestRsa) return fail(Errc::Unsupported, QStringLiteral("RSA of %1 bits is too long").arg(bits));
    if (BN_num_bits(e.get()) > 64 || !BN_is_odd(e.get()) || BN_is_one(e.get()) || !BN_is_odd(n.get()))
        return fail(Errc::InvalidArgument, QStringLiteral("not an RSA exponent or modulus"), QStringLiteral("e"));
    if (hasRocaWeakness(n.get()))
        return fail(Errc::InvalidArgument, QStringLiteral("an RSA key with the ROCA weakness"), QStringLiteral("n"));
    const ParameterBuilder builder(OSSL_PARAM_BLD_new());
    if (!builder || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1 ||
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1)
        return fail(Errc::Internal, QStringLiteral("out of memory"));
    return fromParameters("RSA", builder.get());
}

Result<Pkey> parseP256(const QJsonObject& json)
{
    TRY_ASSIGN(const QByteArray x, octets(json, QStringLiteral("x")));
    TRY_ASSIGN(const QByteArray y, octets(json, QStringLiteral("y")));
    // RFC 7518 section 6.2.1.2: "The length of this octet string MUST be the full size of a coordinate"
    if (x.size() != 32 || y.size() != 32)
        return fail(Errc::InvalidArgument, QStringLiteral("a coordinate is not 32 bytes"), QStringLiteral("x"));
    const QByteArray point = QByteArray(1, '\x04') + x + y;
    const ParameterBuilder builder(OSSL_PARAM_BLD_new());
    if (!builder || OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) != 1 ||
        OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.constData(),
                                         static_cast<std::size_t>(point.size())) != 1)
        return fail(Errc::Internal, QStringLiteral("out of memory"));
    return fromParameters("EC", builder.get());
}

Result<Pkey> parseEd25519(const QJsonObject& json)
{
    TRY_ASSIGN(const QByteArray x, octets(json, QStringLiteral("x")));
    if (x.size() != 32)
        return fail(Errc::InvalidArgument, QStringLiteral("the key is not 32 bytes"), QStringLiteral("x"));
    Pkey key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, raw(x), 32));
    if (!key) {
        ERR_clear_error();
        return fail(Errc::InvalidArgument, QStringLiteral("not an Ed25519 key"), QStringLiteral("x"));
    }
    return key;
}

// Says whether the key is meant for verifying at all (RFC 7517 sections 4.2 and 4.3).
Result<> checkUse(const QJsonObject& json)
{
    if (const auto use = json.value(QLatin1String("use")); !use.isUndefined() && use != QLatin1String("sig"))
        return fail(Errc::Unsupported, QStringLiteral("the key's use is not \"sig\""), QStringLiteral("use"));
    const auto operations = json.value(QLatin1String("key_ops"));
    if (operations.isUndefined()) return {};
    if (!operations.isArray() || !operations.toArray().contains(QStringLiteral("verify")))
        return fail(Errc::Unsupported, QStringLiteral("the key may not verify"), QStringLiteral("key_ops"));
    return {};
}

Result<std::optional<JwsAlgorithm>> parseAlgorithm(const QJsonObject& json, KeyKind kind)
{
    const auto value = json.value(QLatin1String("alg"));
    if (value.isUndefined()) return std::optional<JwsAlgorithm>();
    const auto algorithm = jwsAlgorithmFromName(value.toString());
    if (!algorithm)
        return fail(Errc::Unsupported, QStringLiteral("the key is for an algorithm that is not offered"),
                    QStringLiteral("alg"));
    if (!kindFits(kind, *algorithm))
        return fail(Errc::InvalidArgument, QStringLiteral("the key's alg and kty do not fit"), QStringLiteral("alg"));
    return algorithm;
}

Result<KeyKind> parseKind(const QJsonObject& json)
{
    const auto type = json.value(QLatin1String("kty")).toString();
    const auto curve = json.value(QLatin1String("crv")).toString();
    if (type == QLatin1String("RSA")) return KeyKind::Rsa;
    if (type == QLatin1String("EC") && curve == QLatin1String("P-256")) return KeyKind::P256;
    if (type == QLatin1String("OKP") && curve == QLatin1String("Ed25519")) return KeyKind::Ed25519;
    return fail(Errc::Unsupported, QStringLiteral("a kind of key that is not offered"), QStringLiteral("kty"));
}

QJsonObject pick(const QJsonObject& json, std::initializer_list<const char*> names)
{
    QJsonObject picked;
    for (const char* name : names)
        picked.insert(QLatin1String(name), json.value(QLatin1String(name)));
    return picked;
}

} // namespace

QString jwsAlgorithmName(JwsAlgorithm algorithm)
{
    switch (algorithm) {
    case JwsAlgorithm::RS256: return QStringLiteral("RS256");
    case JwsAlgorithm::PS256: return QStringLiteral("PS256");
    case JwsAlgorithm::ES256: return QStringLiteral("ES256");
    case JwsAlgorithm::EdDSA: return QStringLiteral("EdDSA");
    }
    return {};
}

std::optional<JwsAlgorithm> jwsAlgorithmFromName(const QString& name)
{
    for (const auto algorithm : {JwsAlgorithm::RS256, JwsAlgorithm::PS256, JwsAlgorithm::ES256, JwsAlgorithm::EdDSA}) {
        if (jwsAlgorithmName(algorithm) == name) return algorithm;
    }
    return {};
}

bool kindFits(KeyKind kind, JwsAlgorithm algorithm)
{
    switch (algorithm) {
    case JwsAlgorithm::RS256:
    case JwsAlgorithm::PS256: return kind == KeyKind::Rsa;
    case JwsAlgorithm::ES256: return kind == KeyKind::P256;
    case JwsAlgorithm::EdDSA: return kind == KeyKind::Ed25519;
    }
    return false;
}

Jwk::Jwk(std::shared_ptr<const Key> key)
    : key_(std::move(key))
{}

Result<Jwk> Jwk::parse(const QJsonObject& json)
{
    for (const char* name : {"d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"}) {
        if (json.contains(QLatin1String(name)))
            return fail(Errc::InvalidArgument, QStringLiteral("a key that is not public"), QLatin1String(name));
    }
    TRY_ASSIGN(const KeyKind kind, parseKind(json));
    TRY(checkUse(json));
    auto key = std::make_shared<Key>();
    key->kind = kind;
    TRY_ASSIGN(key->algorithm, parseAlgorithm(json, kind));
    if (const auto kid = json.value(QLatin1String("kid")); !kid.isUndefined()) {
        if (!kid.isString())
            return fail(Errc::InvalidArgument, QStringLiteral("kid is not text"), QStringLiteral("kid"));
        key->kid = kid.toString();
    }
    switch (kind) {
    case KeyKind::Rsa: {
        TRY_ASSIGN(key->pkey, parseRsa(json));
        key->required = pick(json, {"e", "kty", "n"});
        break;
    }
    case KeyKind::P256: {
        TRY_ASSIGN(key->pkey, parseP256(json));
        key->required = pick(json, {"crv", "kty", "x", "y"});
        break;
    }
    case KeyKind::Ed25519: {
        TRY_ASSIGN(key->pkey, parseEd25519(json));
        key->required = pick(json, {"crv", "kty", "x"});
        break;
    }
    }
    return Jwk(std::move(key));
}

const QString& Jwk::kid() const
{
    return key_->kid;
}

bool Jwk::fits(JwsAlgorithm algorithm) const
{
    return kindFits(key_->kind, algorithm) && key_->algorithm.value_or(algorithm) == algorithm;
}

QByteArray Jwk::thumbprint() const
{
    // The members are ASCII text, for which RFC 8785 gives exactly what RFC 7638 section 3 asks for.
    const auto canonical = canonicalJson(key_->required);
    Q_ASSERT(canonical);
    return base64UrlEncode(sha256(*canonical));
}

QJsonObject Jwk::toJson() const
{
    QJsonObject json = key_->required;
    if (!key_->kid.isEmpty()) json.insert(QStringLiteral("kid"), key_->kid);
    json.insert(QStringLiteral("use"), QStringLiteral("sig"));
    if (key_->algorithm) json.insert(QStringLiteral("alg"), jwsAlgorithmName(*key_->algorithm));
    return json;
}

JwkSet::JwkSet(QList<Jwk> keys)
    : keys_(std::move(keys))
{}

Result<JwkSet> JwkSet::parse(const QByteArray& json)
{
    TRY_ASSIGN(const QJsonValue value, parseStrictJson(json));
    const auto members = value.toObject().value(QLatin1String("keys"));
    if (!members.isArray()) return fail(Errc::InvalidArgument, QStringLiteral("not a key set"), QStringLiteral("keys"));
    const auto list = members.toArray();
    if (list.size() > mostKeys)
        return fail(Errc::InvalidArgument, QStringLiteral("too many keys"), QStringLiteral("keys"));
    JwkSet set;
    for (const auto& item : list) {
        const auto object = item.toObject();
        if (object.value(QLatin1String("kty")) == QLatin1String("oct") || object.contains(QLatin1String("k")))
            return fail(Errc::Protocol, QStringLiteral("the key set holds a symmetric key"), QStringLiteral("keys"));
        auto key = Jwk::parse(object);
        if (key)
            set.keys_.append(std::move(*key));
        else
            set.skipped_.append({object.value(QLatin1String("kid")).toString(), std::move(key).error()});
    }
    return set;
}

QJsonObject JwkSet::toJson() const
{
    QJsonArray list;
    for (const auto& key : keys_)
        list.append(key.toJson());
    return {{QStringLiteral("keys"), list}};
}

} // namespace core::crypto
