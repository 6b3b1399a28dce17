#pragma once

#include "core/interfaces/audit_views.h"
#include "ui/theme/icon.h"

namespace ui::audit {

/// What happened, in one sentence: "“Request leave” was approved by you". Plain text; what comes from outside is made
/// safe.
[[nodiscard]] QString sentenceOf(const core::interfaces::AuditEntryView& entry);
/// The same with its time in front: "10:32 · You signed in". The day stands there unless it is today's; local time.
[[nodiscard]] QString lineOf(const core::interfaces::AuditEntryView& entry, const QDateTime& nowUtc);
/// Everything that the record says, one thing a line, to be read and copied.
[[nodiscard]] QString detailsOf(const core::interfaces::AuditEntryView& entry);

/// How a row is marked. The icons differ as the inks do: nothing is told by a colour alone.
struct Mark {
    theme::Icon icon;
    theme::Ink ink;
};
[[nodiscard]] Mark markOf(core::interfaces::AuditEntryView::Event event);

} // namespace ui::audit
