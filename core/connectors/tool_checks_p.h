#pragma once

#include "core/connectors/http_tool.h"
#include "core/connectors/http_tools_file.h"

namespace core::connectors {

/// One thing wrong inside one tool: the pointer starts at the tool's own object.
struct ToolProblem {
    QString pointer;
    QString detail;
};

/// A tool of a file, understood.
struct LoadedTool {
    toolapi::ToolSpec spec; ///< without `run`
    HttpToolTemplate request;
};

/// Understands one entry of "tools", or says everything that is wrong with it.
[[nodiscard]] tl::expected<LoadedTool, QList<ToolProblem>>
readTool(const QJsonValue& entry, const QList<ResourceServer>& servers, PlainLoopback loopback);

/// The forms of the parts of a file, as JSON Schema (file_schemas.cpp).
[[nodiscard]] QJsonValue fileSchema();
[[nodiscard]] QJsonValue resourceServerSchema();
[[nodiscard]] QJsonValue toolSchema();

/// What the schema says against the value; empty when it fits.
[[nodiscard]] QList<ToolProblem> misfits(const QJsonValue& schema, const QJsonValue& value);

} // namespace core::connectors
