#pragma once

#include "core/interfaces/views.h"

namespace fakes {

/// A message that a person typed.
inline core::interfaces::ComposedText typed(const QString& text)
{
    return {{{core::interfaces::TextPart::Origin::Keys, text}}};
}
inline core::interfaces::ComposedText typed(const char* text)
{
    return typed(QString::fromUtf8(text));
}

} // namespace fakes
