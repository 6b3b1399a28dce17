// Input: a JSON list of a schema and an instance. Whatever compiles must be able to judge.
#include "core/base/canonical_json.h"
#include "core/toolapi/json_schema.h"

#include <QtCore/QJsonArray>

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using core::toolapi::JsonSchema;
    if (size > 16384) return 0;
    const QByteArray text(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    const auto parsed = core::parseStrictJson(text);
    if (!parsed || !parsed->isArray()) return 0;
    const auto pair = parsed->toArray();
    const auto schema = JsonSchema::compile(pair.at(0), JsonSchema::Formats::Assert);
    if (!schema) return 0;
    const auto verdict = schema->validate(pair.at(1));
    // Every refusal has its reason, and no reason comes with a success.
    if (verdict.valid != verdict.problems.isEmpty()) std::abort();
    return 0;
}
