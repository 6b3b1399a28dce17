#include "core/crypto/aead.h"

#include "core/crypto/openssl_p.h"
#include "core/crypto/random.h"

namespace core::crypto {
namespace {

constexpr char version = 1;
constexpr qsizetype nonceSize = 12;
constexpr qsizetype tagSize = 16;
constexpr std::size_t keySize = 32;
constexpr qsizetype largest = 1LL << 30;

Result<> checkSizes(std::span<const std::byte> key, QByteArrayView nonce)
{
    if (key.size() != keySize) return fail(Errc::InvalidArgument, QStringLiteral("the key is not 32 bytes"));
    if (nonce.size() != nonceSize) return fail(Errc::InvalidArgument, QStringLiteral("the nonce is not 12 bytes"));
    return {};
}

// The version stands in front, so that no envelope of another version can be passed off as this one.
QByteArray boundData(QByteArrayView associatedData)
{
    return QByteArray(1, version) + associatedData.toByteArray();
}

} // namespace

Result<QByteArray> gcmEncrypt(std::span<const std::byte> key, QByteArrayView nonce, QByteArrayView plaintext,
                              QByteArrayView associatedData)
{
    TRY(checkSizes(key, nonce));
    if (plaintext.size() > largest || associatedData.size() > largest)
        return fail(Errc::TooLarge, QStringLiteral("more than 1 GiB to seal"));
    const CipherContext context(EVP_CIPHER_CTX_new());
    QByteArray out(plaintext.size() + tagSize, Qt::Uninitialized);
    int size = 0;
    const bool done =
        context && EVP_EncryptInit_ex2(context.get(), EVP_aes_256_gcm(), raw(key), raw(nonce), nullptr) == 1 &&
        (associatedData.isEmpty() || EVP_EncryptUpdate(context.get(), nullptr, &size, raw(associatedData),
                                                       static_cast<int>(associatedData.size())) == 1) &&
        (plaintext.isEmpty() ||
         EVP_EncryptUpdate(context.get(), raw(out), &size, raw(plaintext), static_cast<int>(plaintext.size())) == 1) &&
        EVP_EncryptFinal_ex(context.get(), raw(out) + plaintext.size(), &size) == 1 &&
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, tagSize, raw(out) + plaintext.size()) == 1;
    if (!done) return fail(Errc::Internal, QStringLiteral("AES-256-GCM failed"));
    return out;
}

Result<QByteArray> gcmDecrypt(std::span<const std::byte> key, QByteArrayView nonce, QByteArrayView ciphertextAndTag,
                              QByteArrayView associatedData)
{
    TRY(checkSizes(key, nonce));
    if (ciphertextAndTag.size() > largest + tagSize || associatedData.size() > largest)
        return fail(Errc::TooLarge, QStringLiteral("more than 1 GiB to open"));
    if (ciphertextAndTag.size() < tagSize) return fail(Errc::Corrupt, QStringLiteral("sealed bytes are cut off"));
    const auto ciphertext = ciphertextAndTag.chopped(tagSize);
    QByteArray tag = ciphertextAndTag.last(tagSize).toByteArray();
    const CipherContext context(EVP_CIPHER_CTX_new());
    QByteArray out(ciphertext.size(), Qt::Uninitialized);
    unsigned char nothing[1] = {};
    int size = 0;
    const bool done = context &&
                      EVP_DecryptInit_ex2(context.get(), EVP_aes_256_gcm(), raw(key), raw(nonce), nullptr) == 1 &&
                      (associatedData.isEmpty() || EVP_DecryptUpdate(context.get(), nullptr, &size, raw(associatedData),
                                                                     static_cast<int>(associatedData.size())) == 1) &&
                      (ciphertext.isEmpty() || EVP_DecryptUpdate(context.get(), raw(out), &size, raw(ciphertext),
                                                                 static_cast<int>(ciphertext.size())) == 1) &&
                      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, tagSize, tag.data()) == 1 &&
                      EVP_DecryptFinal_ex(context.get(), nothing, &size) == 1;
    if (!done) {
        wipe(out); // never hand out what did not verify
        return fail(Errc::Corrupt, QStringLiteral("sealed bytes do not verify"));
    }
    return out;
}

Result<QByteArray> seal(const SealingKey& key, QByteArrayView plaintext, QByteArrayView associatedData)
{
    const QByteArray nonce = randomBytes(nonceSize);
    TRY_ASSIGN(const QByteArray body, gcmEncrypt(key.expose(), nonce, plaintext, boundData(associatedData)));
    return QByteArray(1, version) + nonce + body;
}

Result<QByteArray> seal(const SealingKey& key, const Secret& plaintext, QByteArrayView associatedData)
{
    const auto bytes = plaintext.expose();
    return seal(key, QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size())), associatedData);
}

Result<QByteArray> open(const SealingKey& key, QByteArrayView sealed, QByteArrayView associatedData)
{
    if (sealed.size() < 1 + nonceSize + tagSize) return fail(Errc::Corrupt, QStringLiteral("sealed bytes are cut off"));
    if (sealed[0] != version) {
        if (sealed[0] > version) return fail(Errc::Unsupported, QStringLiteral("sealed by a later version"));
        return fail(Errc::Corrupt, QStringLiteral("not a sealed record"));
    }
    return gcmDecrypt(key.expose(), sealed.sliced(1, nonceSize), sealed.sliced(1 + nonceSize),
                      boundData(associatedData));
}

Result<Secret> openSecret(const SealingKey& key, QByteArrayView sealed, QByteArrayView associatedData)
{
    TRY_ASSIGN(QByteArray plain, open(key, sealed, associatedData));
    if (plain.isEmpty()) return fail(Errc::Corrupt, QStringLiteral("a sealed secret is empty"));
    return Secret::consume(std::move(plain));
}

} // namespace core::crypto
