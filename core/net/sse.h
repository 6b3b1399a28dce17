#pragma once

#include "core/base/error.h"

#include <QtCore/QByteArray>

#include <chrono>
#include <optional>
#include <vector>

namespace core::net {

/// One event of a text/event-stream. The bytes are UTF-8 as they came; QString::fromUtf8 puts U+FFFD for what is not.
struct SseEvent {
    QByteArray type; ///< "message" when the stream names none
    QByteArray data;
    QByteArray lastEventId;
};

struct SseLimits {
    qsizetype maxLineBytes = 1024 * 1024;
    qsizetype maxEventBytes = 4 * 1024 * 1024; ///< all data lines of one event
};

/// Reads a server-sent event stream piece by piece, cut anywhere, inside a character too (WHATWG HTML section 9.2.6).
/// Pure. An event that the stream's end cuts off is dropped, as the standard says.
class SseParser {
public:
    explicit SseParser(SseLimits limits = {});

    /// \return the events that `bytes` completed
    /// \error TooLarge a line or an event is over its limit; the parser takes nothing more
    [[nodiscard]] Result<std::vector<SseEvent>> feed(const QByteArray& bytes);

    /// What a reconnection would send as Last-Event-ID.
    [[nodiscard]] QByteArray lastEventId() const { return lastEventId_; }
    /// The stream's own wish for the wait before a reconnection, when it named one.
    [[nodiscard]] std::optional<std::chrono::milliseconds> reconnectionTime() const { return reconnectionTime_; }
    /// Whether something was fed that has not become an event yet: the stream ended in the middle of one.
    [[nodiscard]] bool isMidEvent() const;

private:
    void takeLine(const QByteArray& line, std::vector<SseEvent>& events);
    void takeField(const QByteArray& name, const QByteArray& value);
    void dispatch(std::vector<SseEvent>& events);

    SseLimits limits_;
    QByteArray line_;
    QByteArray data_;
    QByteArray type_;
    QByteArray idBuffer_;
    QByteArray lastEventId_;
    std::optional<std::chrono::milliseconds> reconnectionTime_;
    bool atStart_ = true;
    bool afterCarriageReturn_ = false;
    bool failed_ = false;
};

} // namespace core::net
