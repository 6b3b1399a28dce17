// An ID token, and the answer of a token endpoint it comes in: written by the provider, or by whoever is in its place.
#include "core/crypto/signing_key.h"
#include "core/identity/id_token.h"
#include "core/identity/secret_members.h"
#include "core/identity/token_endpoint.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace core::identity;

namespace {

core::IdToken token(const QByteArray& compact)
{
    return core::IdToken(core::Secret::consume(QByteArray(compact.constData(), compact.size())));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    static const auto key = *core::crypto::SigningKey::generate(core::crypto::JwsAlgorithm::EdDSA);
    static const core::crypto::JwkSet keys(QList<core::crypto::Jwk>{key.publicKey()});
    static const auto now = QDateTime::fromSecsSinceEpoch(1772355600, Qt::UTC);
    const QByteArray text(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));

    IdTokenExpectation expected;
    expected.issuer = QStringLiteral("https://id.example");
    expected.clientId = QStringLiteral("client");
    expected.algorithm = core::crypto::JwsAlgorithm::EdDSA;
    expected.nonce = "N-0S6";
    expected.maxAge = std::chrono::seconds(300);
    // Whole, nothing signed by this run's key can be in the input.
    if (SessionVerifier::verify(token(text), keys, expected, now)) std::abort();
    (void)SessionVerifier::samePerson(token(text), {expected.issuer, QStringLiteral("asan")}, expected.clientId);
    // As claims under a good signature, so that the checks are reached: what they accept is what was expected.
    if (const auto signedText = key.sign({}, text)) {
        const auto session = SessionVerifier::verify(token(*signedText), keys, expected, now);
        if (session && (session->key().issuer != expected.issuer || session->key().subject.isEmpty())) std::abort();
    }

    core::net::HttpResponse response;
    response.status = 200;
    response.body = text;
    const auto answer = readTokenAnswer(response, {}, {}, now);
    if (answer && answer->access.isEmpty()) std::abort();
    (void)core::crypto::JwkSet::parse(text);
    return 0;
}
