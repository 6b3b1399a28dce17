#pragma once

#include "core/audit/reading.h"
#include "core/interfaces/audit_views.h"
#include "core/session/message_views.h"

namespace core::session {

/// A record of the audit log as the window draws it. Pure. Names of tools and APIs are those of `facts`; whatever the
/// record says of arguments is left out.
[[nodiscard]] interfaces::AuditEntryView auditEntryView(const CardFacts& facts, const audit::CheckedRecord& record);

/// The filter, to be asked on the log's own thread: it refers to nothing.
/// \param sinceUtc  not valid: from the first record on. A record whose time cannot be read belongs to every span
[[nodiscard]] audit::Wanted wantedBy(const interfaces::AuditFilter& filter, const QDateTime& sinceUtc,
                                     const CardFacts& facts);

/// When the span begins; not valid for Always.
[[nodiscard]] QDateTime beginOf(interfaces::AuditFilter::Span span, const QDateTime& nowUtc);

} // namespace core::session
