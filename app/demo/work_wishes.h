#pragma once

#include "app/demo/understanding.h"

namespace app::demo {

/// What a text wants done about messages, documents, invoices and pages, in Japanese or English, by patterns; empty when
/// it speaks of something else. Pure.
[[nodiscard]] QList<Wish> workWishes(const QString& text);

/// Those of them that change something: to send, to share, to pay. This model follows them in a page, too. Pure.
[[nodiscard]] QList<Wish> effectWishes(const QString& text);

} // namespace app::demo
