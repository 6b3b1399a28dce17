#pragma once

#include "core/base/error.h"
#include "core/secret/secret.h"

#include <QtCore/QByteArray>
#include <QtCore/QList>

#include <map>

namespace core::identity {

/// A JSON object without its secret members, and those members apart.
struct SplitJson {
    QByteArray rest; ///< the same text; each secret string is now ""
    std::map<QByteArray, Secret> secrets;
};

/// Takes the named top-level string members out of a JSON text before a parser sees it, so that no token is ever a
/// QString: those are shared and cannot be zeroed. Tokens are printable ASCII without '"' and '\' in every form the
/// standards know (RFC 6749 appendix A.12); one with an escape or another character is refused.
///
/// The text is not checked further: parse `rest` afterwards.
///
/// \error NotJson   it is no JSON object
/// \error Protocol  a named member comes twice, or is a string that cannot be a token
[[nodiscard]] Result<SplitJson> splitSecretMembers(const QByteArray& json, const QList<QByteArray>& names);

} // namespace core::identity
