#include "core/crypto/digest.h"

#include "core/crypto/openssl_p.h"

#include <openssl/crypto.h>
#include <openssl/hmac.h>

#include <array>

namespace core::crypto {
namespace {

constexpr char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr std::array<int, 256> makeReverse()
{
    std::array<int, 256> reverse{};
    for (auto& value : reverse)
        value = -1;
    for (int i = 0; i < 64; ++i)
        reverse[static_cast<unsigned char>(alphabet[i])] = i;
    return reverse;
}
constexpr auto reverseAlphabet = makeReverse();

} // namespace

QByteArray sha256(QByteArrayView data)
{
    QByteArray digest(32, Qt::Uninitialized);
    unsigned int size = 0;
    if (EVP_Digest(data.data(), static_cast<std::size_t>(data.size()), raw(digest), &size, EVP_sha256(), nullptr) !=
            1 ||
        size != 32)
        qFatal("SHA-256 failed"); // nothing that relies on it may go on
    return digest;
}

QByteArray hmacSha256(const Secret& key, QByteArrayView data)
{
    QByteArray mac(32, Qt::Uninitialized);
    unsigned int size = 0;
    static constexpr unsigned char none = 0; // OpenSSL takes a null key for "the one of the last call"
    const auto bytes = key.expose();
    if (!HMAC(EVP_sha256(), bytes.empty() ? &none : raw(bytes), static_cast<int>(bytes.size()), raw(data),
              static_cast<std::size_t>(data.size()), raw(mac), &size) ||
        size != 32)
        qFatal("HMAC failed");
    return mac;
}

QByteArray base64UrlEncode(QByteArrayView data)
{
    return data.toByteArray().toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

Result<QByteArray> base64UrlDecode(QByteArrayView text)
{
    if (text.size() % 4 == 1) return fail(Errc::InvalidArgument, QStringLiteral("base64url of an impossible length"));
    QByteArray bytes;
    bytes.reserve(text.size() * 3 / 4);
    unsigned int buffer = 0;
    int bits = 0;
    for (const char character : text) {
        const int value = reverseAlphabet[static_cast<unsigned char>(character)];
        if (value < 0) return fail(Errc::InvalidArgument, QStringLiteral("not a base64url character"));
        buffer = (buffer << 6) | static_cast<unsigned int>(value);
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        bytes += static_cast<char>((buffer >> bits) & 0xFFU);
        buffer &= (1U << bits) - 1U;
    }
    if (buffer != 0) return fail(Errc::InvalidArgument, QStringLiteral("the last bits of base64url are not zero"));
    return bytes;
}

bool equalsConstantTime(QByteArrayView a, QByteArrayView b) noexcept
{
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), static_cast<std::size_t>(a.size())) == 0;
}

} // namespace core::crypto
