#pragma once

#include "core/base/async.h"
#include "core/base/ids.h"

#include <QtCore/QJsonObject>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <optional>

namespace core::audit {

/// What happened.
enum class Kind {
    SignIn,       ///< a person signed in, or a try failed
    Refresh,      ///< new tokens were asked for
    SignOut,      ///< the session was ended here
    Revocation,   ///< the provider was told to make a token void
    Forgotten,    ///< a person and their key were removed from this machine
    Decision,     ///< the checkpoint decided one call
    Answer,       ///< a person was asked about one call and answered
    GrantWritten, ///< a person wrote a standing grant, from the call that it names
    GrantUsed,    ///< one use of it was counted: the call runs without being asked about
    GrantRevoked, ///< the person took it back
    CallStarted,  ///< the first byte of a call may leave from here on
    CallEnded,    ///< how it ended
    Repaired,     ///< written by the log itself: a torn last record was dropped
};

[[nodiscard]] QString kindName(Kind kind);

/// One entry as it is handed to the log. It names codes, hosts and hashes only; there is no field that could hold a
/// token, a message or an answer. Every text is cut to 512 characters.
struct Record {
    Kind kind = Kind::Decision;
    QString person = {};   ///< UserKey::storageName(); empty: not known (yet)
    QString outcome = {};  ///< "ok", or the name of an Errc or of a tool's Outcome
    QString host = {};     ///< whom the request went to
    QString audience = {}; ///< for whom the token was
    CallId call = {};
    QString tool = {};
    QString definition = {}; ///< hash of the tool's accepted definition
    QString arguments = {};  ///< a keyed hash of them, never what can be tried out or read
    QString decision = {};   ///< "allow", "refuse", ...
    QString rule = {};       ///< which rule decided; of a standing grant "grant:" and its id
    QStringList labels = {};
    int httpStatus = 0;
};

/// Buffered: handed to the system; survives the program's death. Synced: on the disk; survives a power cut.
enum class Durability { Buffered, Synced };

enum class Place { Disk, Memory };

/// Where events go to, as the modules that cause them see it. Thread: call on the thread that owns the object; the
/// answer means that the record is as durable as was asked.
///
/// \error DiskFull  it could not be written: whoever was about to cause an effect does not go on
/// \error Corrupt   the log does not continue where this program left it; nothing more is written to it
/// \error Busy      another process held the log for too long
class AuditSink {
public:
    virtual ~AuditSink() = default;
    AuditSink() = default;
    AuditSink(const AuditSink&) = delete;
    AuditSink& operator=(const AuditSink&) = delete;

    [[nodiscard]] virtual Async<> append(Record record, Durability durability) = 0;

    /// From now on this person's records go there. Memory: signed in "for this run only"; a log that is on the disk
    /// already stays as it is. Nobody said anything: the disk.
    virtual void keepIn(Place place, const QString& person) = 0;
};

} // namespace core::audit
