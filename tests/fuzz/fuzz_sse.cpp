// Input: a first byte that says which protocol and how the rest is cut, then the body of a model's streamed answer.
// Whatever comes, the answer is the same however it is cut, and a broken one is said to be broken.
#include "core/model/answer_reader.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace {

core::agent::ModelTurn read(core::model::Protocol protocol, const QByteArray& body, qsizetype piece)
{
    core::model::AnswerReader reader(protocol, {});
    for (qsizetype from = 0; from < body.size(); from += piece)
        reader.feed(body.mid(from, piece));
    return reader.finish(std::nullopt);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size < 2 || size > 65536) return 0;
    const auto protocol =
        (data[0] & 1) != 0 ? core::model::Protocol::AnthropicMessages : core::model::Protocol::ChatCompletions;
    const QByteArray body(reinterpret_cast<const char*>(data) + 1, static_cast<qsizetype>(size - 1));
    const auto whole = read(protocol, body, body.size());
    const auto cut = read(protocol, body, 1 + data[0] / 2);
    if (whole.text != cut.text || whole.reasoning != cut.reasoning || whole.finish != cut.finish) std::abort();
    if (whole.toolCalls.size() != cut.toolCalls.size() || whole.error.has_value() != cut.error.has_value())
        std::abort();
    for (qsizetype index = 0; index < whole.toolCalls.size(); ++index) {
        if (whole.toolCalls[index].id.isEmpty()) std::abort();
        if (whole.toolCalls[index].arguments != cut.toolCalls[index].arguments) std::abort();
    }
    return 0;
}
