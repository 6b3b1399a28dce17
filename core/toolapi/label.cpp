#include "core/toolapi/label.h"

#include <algorithm>

namespace core::toolapi {

Label join(const Label& a, const Label& b)
{
    Label joined;
    joined.integrity = a.integrity == Integrity::Trusted && b.integrity == Integrity::Trusted ? Integrity::Trusted
                                                                                              : Integrity::Untrusted;
    joined.sources = a.sources;
    joined.sources.insert(b.sources.begin(), b.sources.end());
    if (a.readers.everyone) {
        joined.readers = b.readers;
    } else if (b.readers.everyone) {
        joined.readers = a.readers;
    } else {
        joined.readers.everyone = false;
        std::set_intersection(a.readers.who.begin(), a.readers.who.end(), b.readers.who.begin(), b.readers.who.end(),
                              std::inserter(joined.readers.who, joined.readers.who.end()));
    }
    return joined;
}

QString apiReader(const QString& audience)
{
    return QStringLiteral("api:") + audience;
}

Label fromPerson()
{
    return {Integrity::Trusted, {QStringLiteral("person")}, {}};
}

Label fromModel()
{
    return {Integrity::Untrusted, {QStringLiteral("model")}, {}};
}

Label fromTool(const QString& toolName, Readers readers)
{
    return {Integrity::Untrusted, {QStringLiteral("tool:") + toolName}, std::move(readers)};
}

} // namespace core::toolapi
