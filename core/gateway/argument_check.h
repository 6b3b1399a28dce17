#pragma once

#include "core/gateway/tool_registry.h"

namespace core::gateway {

struct GatewayLimits;

/// Arguments as the checkpoint goes on with them.
struct TakenIn {
    QJsonObject arguments; ///< normalised
    QByteArray canonical;  ///< RFC 8785

    [[nodiscard]] QString hash() const; ///< SHA-256 (hex) over `canonical`
};

/// Why arguments were not taken in.
struct ArgumentProblem {
    QString pointer; ///< JSON Pointer to what is wrong; empty: the whole
    Bilingual text;  ///< for a person who wrote it
    QString forModel = {};
};

/// The one check of a call's arguments, whoever wrote them: size, strict JSON, exact numbers, the tool's schema, how many
/// values. Pure. \param entry  of a tool that is enabled
[[nodiscard]] tl::expected<TakenIn, ArgumentProblem> takeIn(const ToolRegistry::Entry& entry,
                                                            const QByteArray& arguments, const GatewayLimits& limits);

} // namespace core::gateway
