#pragma once

#include "core/base/error.h"
#include "core/secret/secret.h"

#include <QtCore/QByteArray>

namespace core::identity {

/// A fresh verifier: 43 characters over 256 random bits (RFC 7636 sections 4.1 and 7.1). Thread: any.
[[nodiscard]] PkceVerifier newVerifier();

/// BASE64URL(SHA256(verifier)), the S256 challenge (RFC 7636 section 4.2); `plain` is not offered. Thread: any.
/// \error InvalidArgument  not 43 to 128 unreserved characters (section 4.1)
[[nodiscard]] Result<QByteArray> pkceChallenge(const PkceVerifier& verifier);

} // namespace core::identity
