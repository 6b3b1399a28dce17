#include "core/session/message_parts.h"

namespace core::session {
namespace {

policy::MessagePart::Origin originOf(interfaces::TextPart::Origin origin)
{
    switch (origin) {
    case interfaces::TextPart::Origin::Keys: return policy::MessagePart::Origin::Keys;
    case interfaces::TextPart::Origin::Paste: return policy::MessagePart::Origin::Paste;
    case interfaces::TextPart::Origin::Other: break;
    } // no default, and what is none of these is nobody's keys
    return policy::MessagePart::Origin::Other;
}

} // namespace

QList<policy::MessagePart> messageParts(const interfaces::ComposedText& text)
{
    QList<policy::MessagePart> parts;
    for (const auto& part : text.parts)
        parts.append({originOf(part.origin), part.text});
    return parts;
}

} // namespace core::session
