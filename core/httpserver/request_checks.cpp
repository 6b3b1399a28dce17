#include "core/httpserver/request_checks.h"

#include <QtCore/QUrl>

#include <algorithm>
#include <array>

namespace core::httpserver {
namespace {

// RFC 9110 section 5.6.2
bool isTokenByte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
           std::string_view("!#$%&'*+-.^_`|~").find(byte) != std::string_view::npos;
}

// A header line must start with a name and a colon directly behind it: what starts with white space is a folded line.
bool isFieldLine(std::string_view line)
{
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0) return false;
    return std::all_of(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(colon), isTokenByte);
}

bool isThisServer(const QByteArray& host, quint16 port)
{
    const auto lower = host.toLower();
    for (const QByteArray& name : {QByteArray("127.0.0.1"), QByteArray("localhost")}) {
        if (lower == name || lower == name + ':' + QByteArray::number(port)) return true;
    }
    return false;
}

qsizetype count(const HeadFacts& head, const char* name)
{
    return std::count_if(head.headers.begin(), head.headers.end(),
                         [name](const auto& field) { return field.first == name; });
}

QByteArray first(const HeadFacts& head, const char* name)
{
    const auto found = std::find_if(head.headers.begin(), head.headers.end(),
                                    [name](const auto& field) { return field.first == name; });
    return found == head.headers.end() ? QByteArray() : found->second;
}

bool isDigits(const QByteArray& text)
{
    return !text.isEmpty() && text.size() <= 18 &&
           std::all_of(text.begin(), text.end(), [](char byte) { return byte >= '0' && byte <= '9'; });
}

std::optional<int> refuseFraming(const HeadFacts& head)
{
    const auto lengths = count(head, "content-length");
    const auto encodings = count(head, "transfer-encoding");
    // RFC 9112 section 6.3: "ought to be handled as an error", because it is how a request is smuggled.
    if (lengths > 1 || encodings > 1 || (lengths == 1 && encodings == 1)) return 400;
    if (lengths == 1 && !isDigits(first(head, "content-length"))) return 400;
    if (encodings == 1) {
        // Section 6.1: "A server that receives an HTTP/1.0 message containing a Transfer-Encoding header field MUST
        // treat the message as if the framing is faulty".
        if (!head.http11) return 400;
        if (first(head, "transfer-encoding").toLower() != "chunked") return 501;
    }
    return std::nullopt;
}

} // namespace

HeadScan scanHead(std::string_view bytes)
{
    std::size_t start = 0;
    bool requestLine = true;
    while (start < bytes.size()) {
        const auto end = bytes.find_first_of(std::string_view("\r\n\0", 3), start);
        if (end == std::string_view::npos) break;
        if (bytes[end] != '\r') return {HeadScan::State::Malformed, 0};
        if (end + 1 == bytes.size()) break;
        if (bytes[end + 1] != '\n') return {HeadScan::State::Malformed, 0};
        const auto line = bytes.substr(start, end - start);
        start = end + 2;
        if (line.empty()) {
            if (requestLine) return {HeadScan::State::Malformed, 0};
            return {HeadScan::State::Complete, start};
        }
        if (!requestLine && !isFieldLine(line)) return {HeadScan::State::Malformed, 0};
        requestLine = false;
    }
    return {HeadScan::State::Incomplete, 0};
}

std::optional<int> refuseHead(const HeadFacts& head, quint16 port)
{
    if (count(head, "host") != 1) return 400;
    if (!isThisServer(first(head, "host"), port)) return 421;
    if (head.target != "*" && !head.target.startsWith('/')) return 400;
    if (head.target == "*" && head.method != "OPTIONS") return 400;
    if (QByteArray::fromPercentEncoding(head.target).contains('\0')) return 400;
    if (const auto refused = refuseFraming(head)) return refused;
    if (count(head, "expect") > 0 && first(head, "expect").toLower() != "100-continue") return 417;
    return std::nullopt;
}

bool mayAnswerWith(const QByteArray& name, const QByteArray& value)
{
    static const std::array<QByteArray, 4> framing{"content-length", "transfer-encoding", "connection", "date"};
    if (name.isEmpty() || !std::all_of(name.begin(), name.end(), isTokenByte)) return false;
    if (std::find(framing.begin(), framing.end(), name.toLower()) != framing.end()) return false;
    return std::none_of(value.begin(), value.end(), [](char byte) {
        const auto code = static_cast<unsigned char>(byte);
        return (code < 0x20 && code != '\t') || code == 0x7f;
    });
}

} // namespace core::httpserver
