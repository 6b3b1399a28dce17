// Input: what a model sends as a tool's arguments. Whatever gets through the schema must stay inside its own place in
// the address, or not be sent at all.
#include "core/base/canonical_json.h"
#include "core/connectors/http_tools_file.h"
#include "core/toolapi/json_schema.h"
#include "tests/fakes/fake_authorized_http.h"

#include <QtCore/QUrlQuery>

#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace {

const QByteArray toolsFile =
    R"({"version":1,"issuer":"https://login.example",
        "resourceServers":[{"audience":"hr","origin":"https://hr.example","name":{"en":"a","ja":"b"}}],
        "tools":[{"name":"t","title":{"en":"a","ja":"b"},"description":"d","method":"GET","audience":"hr",
        "url":"https://hr.example/people/{person}/x-{kind}/end","query":{"month":"{month}"},"effect":"read",
        "inputSchema":{"type":"object","required":["person","kind"],"additionalProperties":false,"properties":{
        "person":{"type":"string"},"kind":{"type":"string"},"month":{"type":"string"}}}}]})";

void demand(bool holds)
{
    if (!holds) std::abort();
}

void check(const QUrl& url)
{
    demand(url.scheme() == QLatin1String("https") && url.authority() == QLatin1String("hr.example"));
    demand(!url.hasFragment());
    const auto segments = url.path(QUrl::FullyEncoded).split(u'/');
    demand(segments.size() == 5 && segments.at(1) == QLatin1String("people") && segments.at(4) == QLatin1String("end"));
    demand(segments.at(3).startsWith(QLatin1String("x-")));
    for (const auto& segment : segments) {
        const auto decoded = QByteArray::fromPercentEncoding(segment.toLatin1()).split(';').first();
        demand(decoded != "." && decoded != ".." && !decoded.contains('/') && !decoded.contains('\\'));
    }
    const auto items = QUrlQuery(url).queryItems(QUrl::FullyEncoded);
    demand(items.size() <= 1 && (items.isEmpty() || items.first().first == QLatin1String("month")));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace core;
    static FakeAuthorizedHttp http;
    static const auto tool = connectors::loadHttpTools(toolsFile, {http, QStringLiteral("fuzz.json")}).tools.value(0);
    static const auto schema = toolapi::JsonSchema::compile(tool.inputSchema, toolapi::JsonSchema::Formats::Assert);
    demand(schema.has_value() && tool.run);
    const auto arguments =
        parseStrictJson(QByteArray(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size)));
    if (!arguments || !schema->validate(*arguments).valid) return 0;
    http.sent.clear();
    (void)tool.run({}, arguments->toObject());
    for (const auto& sent : http.sent)
        check(sent.request.url);
    return 0;
}
