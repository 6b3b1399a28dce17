#include "core/session/argument_marks.h"

#include "core/base/canonical_json.h"

namespace core::session {

ArgumentMarks::ArgumentMarks(storage::Sealer sealer)
    : sealer_(std::move(sealer))
{}

QString ArgumentMarks::of(const QJsonObject& arguments) const
{
    const auto canonical = canonicalJson(arguments);
    if (!sealer_ || !canonical) return {};
    return QString::fromLatin1(sealer_->mark("audit: arguments", *canonical).toHex());
}

} // namespace core::session
