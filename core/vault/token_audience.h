#pragma once

#include "core/secret/secret.h"

#include <QtCore/QString>

namespace core::vault {

/// Whether an access token may go to the API with this audience, as far as that can be seen from here.
///
/// A token that is a JWT says for whom it is: `aud`, one text or a list (RFC 7519 section 4.1.3), which RFC 9068
/// section 2.2 demands of access tokens. The audience must be among them, byte for byte; a JWT that names none, or
/// whose claims cannot be read, is for nobody. So a provider that ignores what it was asked for does not make one API's
/// token reach another.
///
/// Any other token is opaque: nothing can be read from it, and the provider's word is all there is. An encrypted JWT
/// (five parts) is one of these. The signature is not checked: that is the API's business, and whoever could forge a
/// token here would be the provider.
[[nodiscard]] bool mayGoTo(const Secret& token, const QString& audience);

} // namespace core::vault
