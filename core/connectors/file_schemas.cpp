#include "core/base/canonical_json.h"
#include "core/connectors/tool_checks_p.h"
#include "core/toolapi/json_schema.h"

namespace core::connectors {
namespace {

QJsonValue parsed(const char* text)
{
    const auto value = parseStrictJson(QByteArray(text));
    Q_ASSERT(value);
    return value.value_or(QJsonValue(false)); // false: nothing fits
}

} // namespace

QJsonValue fileSchema()
{
    static const auto schema = parsed(R"({
        "type": "object",
        "required": ["version", "resourceServers", "tools"],
        "additionalProperties": false,
        "properties": {
            "$schema": {"type": "string"},
            "version": {"const": 1},
            "issuer": {"type": ["string", "array"], "maxItems": 32},
            "resourceServers": {"type": "array", "maxItems": 32},
            "tools": {"type": "array", "maxItems": 256}
        }
    })");
    return schema;
}

QJsonValue resourceServerSchema()
{
    static const auto schema = parsed(R"({
        "type": "object",
        "required": ["audience", "origin", "name"],
        "additionalProperties": false,
        "properties": {
            "audience": {"type": "string", "minLength": 1, "maxLength": 500},
            "origin": {"type": "string", "minLength": 1, "maxLength": 500},
            "name": {
                "type": "object",
                "required": ["en", "ja"],
                "additionalProperties": false,
                "properties": {
                    "en": {"type": "string", "minLength": 1, "maxLength": 100},
                    "ja": {"type": "string", "minLength": 1, "maxLength": 100}
                }
            }
        }
    })");
    return schema;
}

QJsonValue toolSchema()
{
    static const auto schema = parsed(R"({
        "$defs": {
            "title": {"type": "string", "minLength": 1, "maxLength": 100},
            "pointers": {
                "type": "array",
                "maxItems": 64,
                "uniqueItems": true,
                "items": {"type": "string", "pattern": "^/"}
            }
        },
        "type": "object",
        "required": ["name", "title", "description", "method", "url", "inputSchema", "effect", "audience"],
        "additionalProperties": false,
        "properties": {
            "name": {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$"},
            "title": {
                "type": "object",
                "required": ["en", "ja"],
                "additionalProperties": false,
                "properties": {"en": {"$ref": "#/$defs/title"}, "ja": {"$ref": "#/$defs/title"}}
            },
            "description": {"type": "string", "minLength": 1, "maxLength": 4000},
            "method": {"enum": ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]},
            "url": {"type": "string", "minLength": 1, "maxLength": 2000},
            "query": {
                "type": "object",
                "maxProperties": 64,
                "propertyNames": {"minLength": 1, "maxLength": 200},
                "additionalProperties": {"type": "string", "maxLength": 2000}
            },
            "body": {"type": ["object", "array", "string"]},
            "inputSchema": {"type": "object"},
            "effect": {
                "enum": ["read", "read-egress", "write", "egress", "permission", "commit", "destructive", "credential"]
            },
            "controlArguments": {"$ref": "#/$defs/pointers"},
            "contentArguments": {"$ref": "#/$defs/pointers"},
            "targetArguments": {"$ref": "#/$defs/pointers"},
            "audience": {"type": "string", "minLength": 1},
            "scopes": {
                "type": "array",
                "maxItems": 64,
                "uniqueItems": true,
                "items": {"type": "string", "pattern": "^[!#-\\[\\]-~]{1,200}$"}
            },
            "signIn": {
                "type": "object",
                "minProperties": 1,
                "additionalProperties": false,
                "properties": {
                    "acr": {"type": "string", "pattern": "^[!-~]{1,200}$"},
                    "maxAge": {"type": "integer", "minimum": 0, "maximum": 1000000}
                }
            },
            "canWait": {"type": "boolean"},
            "timeoutSeconds": {"type": "integer", "minimum": 1, "maximum": 120}
        }
    })");
    return schema;
}

QList<ToolProblem> misfits(const QJsonValue& schema, const QJsonValue& value)
{
    const auto compiled = toolapi::JsonSchema::compile(schema);
    if (!compiled) return {{QString(), compiled.error().detail}};
    QList<ToolProblem> problems;
    for (const auto& problem : compiled->validate(value).problems)
        problems += ToolProblem{problem.instancePointer, problem.message};
    return problems;
}

} // namespace core::connectors
