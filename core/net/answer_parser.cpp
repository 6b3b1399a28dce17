#include "core/net/answer_parser_p.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

namespace core::net {
namespace {

namespace http = boost::beast::http;

constexpr std::uint32_t maxHeadBytes = 64 * 1024;
// A chunk's extensions and trailers wait here for their end.
constexpr qsizetype maxPendingBytes = 128 * 1024;
constexpr int maxInterimAnswers = 16;

QByteArray toBytes(boost::beast::string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

} // namespace

struct AnswerParser::State {
    std::optional<http::response_parser<http::string_body>> parser;
    QByteArray pending;
    QString host;
    qint64 maxBodyBytes = 0;
    bool toHead = false;
    bool headSeen = false;
    int interim = 0;

    void restart()
    {
        parser.emplace();
        parser->header_limit(maxHeadBytes);
        parser->body_limit(static_cast<std::uint64_t>(maxBodyBytes));
        parser->skip(toHead);
        parser->eager(true);
    }
};

AnswerParser::AnswerParser(bool toHead, qint64 maxBodyBytes, QString host)
    : state_(std::make_unique<State>())
{
    state_->host = std::move(host);
    state_->maxBodyBytes = maxBodyBytes;
    state_->toHead = toHead;
    state_->restart();
}

AnswerParser::~AnswerParser() = default;

bool AnswerParser::isComplete() const
{
    return state_->headSeen && state_->parser->is_done();
}

bool AnswerParser::hasHead() const
{
    return state_->headSeen;
}

int AnswerParser::status() const
{
    return state_->headSeen ? int(state_->parser->get().result_int()) : 0;
}

std::vector<Header> AnswerParser::headers() const
{
    std::vector<Header> fields;
    for (const auto& field : state_->parser->get())
        fields.emplace_back(toBytes(field.name_string()).toLower(), toBytes(field.value()));
    return fields;
}

Result<> AnswerParser::checkHead() const
{
    const auto& message = state_->parser->get();
    // RFC 9110 section 12.5.3: we asked for identity; another coding would reach the caller as noise.
    const auto coding = toBytes(message[http::field::content_encoding]).trimmed().toLower();
    if (!coding.isEmpty() && coding != "identity")
        return fail(Errc::Protocol, QStringLiteral("an encoding nobody asked for"), state_->host);
    const auto transfer = toBytes(message[http::field::transfer_encoding]).trimmed().toLower();
    if (!transfer.isEmpty() && transfer != "chunked")
        return fail(Errc::Protocol, QStringLiteral("a transfer coding nobody asked for"), state_->host);
    return {};
}

Result<> AnswerParser::step()
{
    auto& parser = *state_->parser;
    if (!parser.is_header_done() || state_->headSeen) return {};
    const auto status = parser.get().result_int();
    if (status >= 200) {
        state_->headSeen = true;
        return checkHead();
    }
    // RFC 9110 section 15.2: interim answers come before the one that counts. Nothing was asked to be upgraded.
    if (status == 101 || ++state_->interim > maxInterimAnswers)
        return fail(Errc::Protocol, QStringLiteral("interim answers without an end"), state_->host);
    state_->restart();
    return {};
}

Result<QByteArray> AnswerParser::feed(const QByteArray& bytes)
{
    auto& pending = state_->pending;
    pending += bytes;
    QByteArray body;
    while (!pending.isEmpty() && !isComplete()) {
        boost::system::error_code error;
        const auto used =
            state_->parser->put(boost::asio::const_buffer(pending.constData(), size_t(pending.size())), error);
        pending.remove(0, static_cast<qsizetype>(used));
        if (error == http::error::body_limit || error == http::error::header_limit ||
            error == http::error::buffer_overflow)
            return fail(Errc::TooLarge, QStringLiteral("the answer is too long"), state_->host);
        const bool needsMore = error == http::error::need_more;
        if (error && !needsMore)
            return fail(Errc::Protocol, QStringLiteral("not HTTP: %1").arg(error.value()), state_->host);
        TRY(step());
        if (state_->headSeen) {
            auto& known = state_->parser->get().body();
            body.append(known.data(), static_cast<qsizetype>(known.size()));
            known.clear();
        }
        if (needsMore || used == 0) break;
    }
    if (pending.size() > maxPendingBytes && !isComplete())
        return fail(Errc::TooLarge, QStringLiteral("the answer's head or a chunk's is too long"), state_->host);
    return body;
}

Result<> AnswerParser::endOfConnection()
{
    boost::system::error_code error;
    if (!isComplete() && state_->parser->got_some()) state_->parser->put_eof(error);
    if (error || !isComplete())
        return fail(Errc::ConnectionLost, QStringLiteral("the answer was cut short"), state_->host);
    return {};
}

} // namespace core::net
