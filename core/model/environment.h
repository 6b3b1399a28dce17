#pragma once

#include "core/model/endpoint.h"

#include <QtCore/QList>

namespace core::model {

/// The model most quick starts name.
[[nodiscard]] QString defaultOpenAiModel();
[[nodiscard]] QString defaultAnthropicModel();
/// https://api.openai.com/v1 and https://api.anthropic.com
[[nodiscard]] QString defaultBaseUrl(Protocol protocol);

/// An endpoint that the environment describes.
struct EnvironmentEndpoint {
    Endpoint endpoint;
    ApiKey key = {}; ///< bound to the endpoint's origin; empty when the environment gave none
};

struct EnvironmentDefaults {
    QList<EnvironmentEndpoint> endpoints;
    QList<Error> refused; ///< a base URL that may not be used; `subject` is the variable's name
};

/// Takes the first-run defaults out of the environment: OPENAI_BASE_URL, OPENAI_API_KEY, ANTHROPIC_BASE_URL,
/// ANTHROPIC_API_KEY. The keys' bytes are overwritten where they lie, so that /proc/<pid>/environ shows them no more,
/// and the variables are removed, so that no child gets them. Call once, early, while there is one thread.
[[nodiscard]] EnvironmentDefaults takeEnvironment();

} // namespace core::model
