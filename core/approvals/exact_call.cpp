#include "core/approvals/exact_call.h"

#include "core/approvals/request_codec_p.h"
#include "core/base/canonical_json.h"
#include "core/crypto/digest.h"

namespace core::approvals {

Result<QString> digestOf(const ExactCall& call)
{
    TRY_ASSIGN(const auto canonical, canonicalJson(toJson(call)));
    return QString::fromLatin1(crypto::sha256(canonical).toHex());
}

} // namespace core::approvals
