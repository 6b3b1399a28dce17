// The address a browser comes back with: written by whoever can reach the loopback port or the sign-in window.
#include "core/identity/authorization.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    static const QUrl redirectUri(QStringLiteral("http://127.0.0.1:53111/callback"));
    static const QByteArray state("state-1");
    static const auto issuer = QStringLiteral("https://id.example");
    const QByteArray text(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    // As it came, and as the query of the right address, so that the parser is reached without luck.
    for (const auto& received : {text, redirectUri.toEncoded() + '?' + text}) {
        const bool ours = core::identity::isAnswerTo(received, redirectUri, state);
        for (const bool issRequired : {false, true}) {
            const auto code = core::identity::readRedirect(received, {redirectUri, state, issuer, issRequired});
            // A code comes out of nothing but an answer to this very request.
            if (code && (!ours || code->isEmpty())) std::abort();
        }
    }
    return 0;
}
