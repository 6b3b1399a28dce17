#pragma once

#include "core/audit/reading.h"

#include <QtCore/QDateTime>
#include <QtCore/QJsonObject>

/// A record in the words of the Open Cybersecurity Schema Framework, for the systems that gather such events.
namespace core::audit {

inline constexpr const char* ocsfVersion = "1.3.0";

/// The record as one OCSF event: Authentication (class 3002) for what happened to a sign-in, API Activity (class 6003)
/// for everything else, kinds that this program does not know included. Pure. Thread: any.
///
/// Everything that the record holds is in the event, and nothing that neither the record nor its place in the log says:
/// so `src_endpoint` is missing, which class 6003 asks for, and so are `actor`, `api` and `user` where the record names
/// none. The record's kind is `metadata.event_code`. What the class has no place for stands in `unmapped` under its own
/// name, with `record_hash` and `previous_hash` beside it, by which the event can be found in the log again.
///
/// \param logName  the log's file without its ending: a person's storage name, or "device"
[[nodiscard]] QJsonObject ocsfEvent(const CheckedRecord& record, const QString& logName);

/// When it was written, in UTC. Not valid: the record does not say so in a way that can be read.
[[nodiscard]] QDateTime recordTimeUtc(const QJsonObject& content);

} // namespace core::audit
