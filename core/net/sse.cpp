#include "core/net/sse.h"

#include <algorithm>
#include <string_view>

namespace core::net {
namespace {

const QByteArray byteOrderMark("\xEF\xBB\xBF");

} // namespace

SseParser::SseParser(SseLimits limits)
    : limits_(limits)
{}

bool SseParser::isMidEvent() const
{
    return !line_.isEmpty() || !data_.isEmpty() || !type_.isEmpty();
}

Result<std::vector<SseEvent>> SseParser::feed(const QByteArray& bytes)
{
    std::vector<SseEvent> events;
    std::string_view rest(bytes.constData(), static_cast<std::size_t>(bytes.size()));
    while (!failed_ && !rest.empty()) {
        // A line ends with CR LF, LF or CR. At a CR it is not known yet whether an LF belongs to it.
        if (std::exchange(afterCarriageReturn_, false) && rest.front() == '\n') {
            rest.remove_prefix(1);
            continue;
        }
        const auto end = rest.find_first_of("\r\n");
        const auto piece = rest.substr(0, end);
        line_.append(piece.data(), static_cast<qsizetype>(piece.size()));
        if (line_.size() > limits_.maxLineBytes) failed_ = true;
        if (end == std::string_view::npos) break;
        afterCarriageReturn_ = rest[end] == '\r';
        rest.remove_prefix(end + 1);
        if (failed_) break;
        takeLine(line_, events);
        line_.clear();
    }
    if (failed_) return fail(Errc::TooLarge, QStringLiteral("an event stream's line or event is too long"));
    return events;
}

void SseParser::takeLine(const QByteArray& raw, std::vector<SseEvent>& events)
{
    // "one leading U+FEFF BYTE ORDER MARK character must be ignored if any are present"
    const bool hasMark = std::exchange(atStart_, false) && raw.startsWith(byteOrderMark);
    const auto line = hasMark ? raw.mid(byteOrderMark.size()) : raw;
    if (line.isEmpty()) return dispatch(events);
    const auto colon = line.indexOf(':');
    if (colon == 0) return; // a comment
    if (colon < 0) return takeField(line, {});
    auto value = line.mid(colon + 1);
    if (value.startsWith(' ')) value.remove(0, 1);
    takeField(line.left(colon), value);
}

void SseParser::takeField(const QByteArray& name, const QByteArray& value)
{
    if (name == "data") {
        if (data_.size() + value.size() + 1 > limits_.maxEventBytes) {
            failed_ = true;
            return;
        }
        data_ += value;
        data_ += '\n';
    } else if (name == "event") {
        type_ = value;
    } else if (name == "id") {
        if (!value.contains('\0')) idBuffer_ = value;
    } else if (name == "retry") {
        const bool digits =
            std::all_of(value.begin(), value.end(), [](char byte) { return byte >= '0' && byte <= '9'; });
        // More digits than a timer can hold are no wish that can be met.
        if (digits && !value.isEmpty() && value.size() <= 9)
            reconnectionTime_ = std::chrono::milliseconds(value.toLongLong());
    }
}

void SseParser::dispatch(std::vector<SseEvent>& events)
{
    lastEventId_ = idBuffer_;
    auto data = std::exchange(data_, {});
    auto type = std::exchange(type_, {});
    if (data.isEmpty()) return;
    data.chop(1); // the last line's LF
    events.push_back({type.isEmpty() ? QByteArray("message") : std::move(type), std::move(data), lastEventId_});
}

} // namespace core::net
