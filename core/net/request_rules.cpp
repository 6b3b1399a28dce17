#include "core/net/request_rules.h"

#include "core/net/loopback.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace core::net {
namespace {

// RFC 9110 section 5.6.2
bool isToken(const QByteArray& text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), [](char byte) {
        return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
               std::string_view("!#$%&'*+-.^_`|~").find(byte) != std::string_view::npos;
    });
}

bool isHeaderByte(unsigned char byte)
{
    return (byte >= 0x20 && byte != 0x7f) || byte == '\t';
}

bool isHeaderValue(const QByteArray& text)
{
    return std::all_of(text.begin(), text.end(),
                       [](char byte) { return isHeaderByte(static_cast<unsigned char>(byte)); });
}

bool isHeaderValue(const Secret& secret)
{
    const auto bytes = secret.expose();
    return std::all_of(bytes.begin(), bytes.end(),
                       [](std::byte byte) { return isHeaderByte(std::to_integer<unsigned char>(byte)); });
}

bool framesTheMessage(const QByteArray& name)
{
    static constexpr std::array<std::string_view, 9> names{
        "host", "content-length", "transfer-encoding", "connection", "accept-encoding", "expect", "upgrade",
        "te",   "trailer"};
    const auto lower = name.toLower();
    return lower.startsWith("proxy-") ||
           std::find(names.begin(), names.end(), std::string_view(lower.constData(), size_t(lower.size()))) !=
               names.end();
}

Result<> checkUrl(const HttpRequest& request)
{
    const auto host = request.url.host();
    if (!request.url.isValid() || host.isEmpty())
        return fail(Errc::InvalidArgument, QStringLiteral("the URL is not absolute"), host);
    if (!request.url.userInfo().isEmpty())
        return fail(Errc::InvalidArgument, QStringLiteral("the URL carries user information"), host);
    if (request.url.scheme() == QLatin1String("https")) return {};
    const bool allowed = request.url.scheme() == QLatin1String("http") && request.plainHttp == PlainHttp::Loopback &&
                         isLoopback(request.url);
    if (!allowed) return fail(Errc::InvalidArgument, QStringLiteral("the URL must be https"), host);
    return {};
}

Result<> checkHeader(const QByteArray& name, bool valueIsGood)
{
    if (isToken(name) && valueIsGood && !framesTheMessage(name)) return {};
    return fail(Errc::InvalidArgument, QStringLiteral("a header that may not be sent"),
                isToken(name) ? QString::fromLatin1(name) : QString());
}

void appendEncoded(QByteArray& out, char byte)
{
    static constexpr std::string_view digits = "0123456789ABCDEF";
    const bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
                       std::string_view("*-._").find(byte) != std::string_view::npos;
    if (plain) {
        out.append(byte);
    } else if (byte == ' ') {
        out.append('+');
    } else {
        const auto code = static_cast<unsigned char>(byte);
        out.append('%');
        out.append(digits[code >> 4U]);
        out.append(digits[code & 15U]);
    }
}

} // namespace

Result<> checkRequest(const HttpRequest& request)
{
    TRY(checkUrl(request));
    if (!isToken(request.method)) return fail(Errc::InvalidArgument, QStringLiteral("the method is not a token"));
    for (const auto& [name, value] : request.headers)
        TRY(checkHeader(name, isHeaderValue(value)));
    for (const auto& header : request.secretHeaders)
        TRY(checkHeader(header.name, isHeaderValue(header.prefix) && isHeaderValue(header.value)));
    if (!request.body.isEmpty() && !request.form.empty())
        return fail(Errc::InvalidArgument, QStringLiteral("both a body and a form"), request.url.host());
    if (request.timeout <= std::chrono::milliseconds::zero() || request.maxAnswerBytes <= 0)
        return fail(Errc::InvalidArgument, QStringLiteral("a limit is not positive"), request.url.host());
    return {};
}

Secret encodeForm(const std::vector<FormField>& form)
{
    qsizetype longest = 0;
    for (const auto& field : form)
        longest += 3 * (field.name.size() + field.value.size() + static_cast<qsizetype>(field.secret.size())) + 2;
    QByteArray encoded;
    encoded.reserve(longest); // it never grows, so no copy of a secret is left behind
    for (const auto& field : form) {
        if (!encoded.isEmpty()) encoded.append('&');
        for (const char byte : field.name)
            appendEncoded(encoded, byte);
        encoded.append('=');
        for (const std::byte byte : field.secret.expose())
            appendEncoded(encoded, static_cast<char>(byte));
        if (field.secret.isEmpty()) {
            for (const char byte : field.value)
                appendEncoded(encoded, byte);
        }
    }
    return Secret::consume(std::move(encoded));
}

} // namespace core::net
