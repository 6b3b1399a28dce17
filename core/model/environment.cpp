#include "core/model/environment.h"

#include <cstdlib>
#include <cstring>

namespace core::model {

namespace {

ApiKey takeKey(const char* name)
{
    char* value = std::getenv(name);
    if (!value) return {};
    const auto length = std::strlen(value);
    auto bytes = QByteArray(value, static_cast<qsizetype>(length));
    explicit_bzero(value, length);
    unsetenv(name);
    // A line end from a shell's `$(cat file)` or an env file is not part of the key.
    while (!bytes.isEmpty() && static_cast<unsigned char>(bytes.back()) <= ' ')
        bytes.chop(1);
    if (bytes.isEmpty()) return {};
    return ApiKey(Secret::consume(std::move(bytes)));
}

void describe(EnvironmentDefaults& defaults, Protocol protocol, const char* urlVariable, ApiKey key,
              const QString& model)
{
    const auto given = qEnvironmentVariable(urlVariable);
    if (given.isEmpty() && key.isEmpty()) return;
    auto endpoint = makeEndpoint(protocol, given.isEmpty() ? defaultBaseUrl(protocol) : given, model);
    if (!endpoint) {
        // The key was meant for that address: it goes nowhere else.
        defaults.refused.append(Error{endpoint.error().code, endpoint.error().detail, QLatin1String(urlVariable)});
        return;
    }
    if (!key.isEmpty()) *endpoint = withKey(std::move(*endpoint));
    defaults.endpoints.append({std::move(*endpoint), std::move(key)});
}

} // namespace

QString defaultOpenAiModel()
{
    return QStringLiteral("gpt-4o-mini");
}

QString defaultAnthropicModel()
{
    return QStringLiteral("claude-sonnet-4-5");
}

QString defaultBaseUrl(Protocol protocol)
{
    switch (protocol) {
    case Protocol::ChatCompletions: return QStringLiteral("https://api.openai.com/v1");
    case Protocol::AnthropicMessages: return QStringLiteral("https://api.anthropic.com");
    }
    return {};
}

EnvironmentDefaults takeEnvironment()
{
    auto openAi = takeKey("OPENAI_API_KEY");
    auto anthropic = takeKey("ANTHROPIC_API_KEY");
    EnvironmentDefaults defaults;
    describe(defaults, Protocol::ChatCompletions, "OPENAI_BASE_URL", std::move(openAi), defaultOpenAiModel());
    describe(defaults, Protocol::AnthropicMessages, "ANTHROPIC_BASE_URL", std::move(anthropic),
             defaultAnthropicModel());
    return defaults;
}

} // namespace core::model
