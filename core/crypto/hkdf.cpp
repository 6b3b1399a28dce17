#include "core/crypto/hkdf.h"

#include "core/crypto/openssl_p.h"

#include <openssl/core_names.h>
#include <openssl/kdf.h>

namespace core::crypto {
namespace {

using Kdf = std::unique_ptr<EVP_KDF, Releaser<EVP_KDF_free>>;
using KdfContext = std::unique_ptr<EVP_KDF_CTX, Releaser<EVP_KDF_CTX_free>>;

OSSL_PARAM octets(const char* name, const void* bytes, std::size_t size)
{
    // OpenSSL's parameters are not const, but these are only read. A null pointer would mean "not given" to it.
    static constexpr char nothing = 0;
    return OSSL_PARAM_construct_octet_string(name, const_cast<void*>(bytes ? bytes : &nothing), size);
}

} // namespace

Result<Secret> hkdfSha256(const Secret& inputKey, QByteArrayView salt, QByteArrayView info, std::size_t length)
{
    if (length == 0 || length > 255 * 32)
        return fail(Errc::InvalidArgument, QStringLiteral("HKDF cannot give that many bytes"));
    const Kdf kdf(EVP_KDF_fetch(nullptr, "HKDF", nullptr));
    const KdfContext context(kdf ? EVP_KDF_CTX_new(kdf.get()) : nullptr);
    const auto key = inputKey.expose();
    char digest[] = "SHA256";
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
        octets(OSSL_KDF_PARAM_KEY, key.data(), key.size()),
        octets(OSSL_KDF_PARAM_SALT, salt.data(), static_cast<std::size_t>(salt.size())),
        octets(OSSL_KDF_PARAM_INFO, info.data(), static_cast<std::size_t>(info.size())),
        OSSL_PARAM_construct_end(),
    };
    QByteArray out(static_cast<qsizetype>(length), Qt::Uninitialized);
    if (!context || EVP_KDF_derive(context.get(), raw(out), length, parameters) != 1) {
        wipe(out);
        return fail(Errc::Internal, QStringLiteral("HKDF failed"));
    }
    return Secret::consume(std::move(out));
}

} // namespace core::crypto
