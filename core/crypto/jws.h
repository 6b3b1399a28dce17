#pragma once

#include "core/base/error.h"
#include "core/crypto/jwk.h"

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>
#include <QtCore/QJsonObject>

namespace core::crypto {

/// A signature that held: the protected header and the signed bytes.
struct JwsContent {
    QJsonObject header;
    QByteArray payload;
};

/// Verifies a compact JWS (RFC 7515 sections 5.2 and 7.1): exactly three parts of strict base64url, a header of strict
/// JSON whose `alg` equals `pinned`, no `crit`, and a signature by a key of the set. Keys that the header itself brings
/// or points to (jwk, jku, x5c, x5u) are never looked at.
///
/// Which key: the ones with the header's `kid`. Without `kid` in the header the set must have exactly one key that fits
/// the algorithm (OpenID Connect Core section 10.1).
///
/// \param pinned  the algorithm agreed on with this provider, never taken from the token
///
/// \error BadToken  malformed, another algorithm, or the signature does not hold; refuse the token
/// \error NotFound  no key of the set fits the header's `kid`; fetch the key set again once, then refuse
/// \error TooLarge  over 256 KiB
///
/// Thread: any. Logs: nothing.
[[nodiscard]] Result<JwsContent> verifyJws(QByteArrayView compact, const JwkSet& keys, JwsAlgorithm pinned);

} // namespace core::crypto
