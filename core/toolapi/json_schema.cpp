#include "core/toolapi/json_schema.h"

#include "core/toolapi/schema_program_p.h"

namespace core::toolapi {

QString SchemaVerdict::text() const
{
    QStringList lines;
    for (const auto& problem : problems) {
        const auto where = problem.instancePointer.isEmpty() ? QStringLiteral("The value") : problem.instancePointer;
        lines += where + u' ' + problem.message;
    }
    return lines.join(u'\n');
}

JsonSchema::JsonSchema(std::shared_ptr<const SchemaProgram> program)
    : program_(std::move(program))
{}

Result<JsonSchema> JsonSchema::compile(const QJsonValue& schema, Formats formats, SchemaLimits limits)
{
    TRY_ASSIGN(auto program, compileSchema(schema, formats, limits));
    return JsonSchema(std::move(program));
}

SchemaVerdict JsonSchema::validate(const QJsonValue& instance) const
{
    return evaluateSchema(*program_, instance);
}

} // namespace core::toolapi
