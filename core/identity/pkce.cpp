#include "core/identity/pkce.h"

#include "core/crypto/digest.h"
#include "core/crypto/random.h"

#include <algorithm>

namespace core::identity {
namespace {

bool isUnreserved(char character)
{
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
           (character >= '0' && character <= '9') || character == '-' || character == '.' || character == '_' ||
           character == '~';
}

} // namespace

PkceVerifier newVerifier()
{
    return PkceVerifier(Secret::consume(crypto::randomText(32)));
}

Result<QByteArray> pkceChallenge(const PkceVerifier& verifier)
{
    const auto bytes = verifier.expose();
    const QByteArrayView text(reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size()));
    if (text.size() < 43 || text.size() > 128 || !std::all_of(text.begin(), text.end(), isUnreserved)) {
        return fail(Errc::InvalidArgument, QStringLiteral("not a PKCE verifier"), QStringLiteral("code_verifier"));
    }
    return crypto::base64UrlEncode(crypto::sha256(text));
}

} // namespace core::identity
