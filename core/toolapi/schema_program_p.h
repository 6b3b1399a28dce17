#pragma once

#include "core/toolapi/json_schema.h"
#include "core/toolapi/schema_pattern_p.h"

#include <QtCore/QHash>
#include <QtCore/QSet>
#include <QtCore/QStringList>

#include <map>
#include <optional>
#include <utility>
#include <vector>

// A compiled schema: a graph of nodes that all live in one SchemaProgram and never change afterwards.
namespace core::toolapi {

struct SchemaNode;

/// One schema resource: the root, or a subschema with its own $id (Core section 4.3.5).
struct SchemaResource {
    QString uri;
    const SchemaNode* root = nullptr;
    QHash<QString, const SchemaNode*> anchors;        ///< $anchor and $dynamicAnchor
    QHash<QString, const SchemaNode*> dynamicAnchors; ///< $dynamicAnchor
};

/// The values that `type` allows, as bits.
enum SchemaType : unsigned {
    TypeNull = 1U,
    TypeBoolean = 2U,
    TypeObject = 4U,
    TypeArray = 8U,
    TypeNumber = 16U,
    TypeString = 32U,
    TypeInteger = 64U,
};

/// What a schema says by itself, without its subschemas.
struct SchemaAssertions {
    std::optional<unsigned> types = {};
    std::optional<QSet<QByteArray>> allowed = {}; ///< enum and const, as identities
    QString allowedText = {};                     ///< the same, for a sentence
    QString allowedKeyword = {};
    std::optional<QJsonValue> multipleOf = {};
    std::optional<QJsonValue> maximum = {};
    std::optional<QJsonValue> exclusiveMaximum = {};
    std::optional<QJsonValue> minimum = {};
    std::optional<QJsonValue> exclusiveMinimum = {};
    std::optional<double> maxLength = {};
    std::optional<double> minLength = {};
    std::optional<SchemaPattern> pattern = {};
    std::optional<double> maxItems = {};
    std::optional<double> minItems = {};
    bool uniqueItems = false;
    std::optional<double> maxProperties = {};
    std::optional<double> minProperties = {};
    QStringList required = {};
    std::map<QString, QStringList> dependentRequired = {};
    QString format = {};
};

struct SchemaNode {
    QString pointer; ///< where it stands in the document
    SchemaResource* resource = nullptr;
    std::optional<bool> always = {}; ///< the boolean schemas
    SchemaAssertions assertions = {};

    const SchemaNode* ref = nullptr;
    bool refToMetaschema = false;
    const SchemaNode* dynamicRef =
        nullptr;              ///< where $dynamicRef leads when nothing in the dynamic scope says otherwise
    QString dynamicName = {}; ///< not empty: look for this $dynamicAnchor in the dynamic scope first

    std::vector<const SchemaNode*> allOf = {};
    std::vector<const SchemaNode*> anyOf = {};
    std::vector<const SchemaNode*> oneOf = {};
    const SchemaNode* notSchema = nullptr;
    const SchemaNode* ifSchema = nullptr;
    const SchemaNode* thenSchema = nullptr;
    const SchemaNode* elseSchema = nullptr;
    std::map<QString, const SchemaNode*> dependentSchemas = {};

    std::map<QString, const SchemaNode*> properties = {};
    std::vector<std::pair<SchemaPattern, const SchemaNode*>> patternProperties = {};
    const SchemaNode* additionalProperties = nullptr;
    const SchemaNode* propertyNames = nullptr;
    const SchemaNode* unevaluatedProperties = nullptr;

    std::vector<const SchemaNode*> prefixItems = {};
    const SchemaNode* items = nullptr;
    const SchemaNode* contains = nullptr;
    double minContains = 1;
    std::optional<double> maxContains = {};
    const SchemaNode* unevaluatedItems = nullptr;
};

struct SchemaProgram {
    std::vector<std::unique_ptr<SchemaNode>> nodes;
    std::vector<std::unique_ptr<SchemaResource>> resources;
    const SchemaNode* root = nullptr;
    JsonSchema::Formats formats = JsonSchema::Formats::Annotate;
    SchemaLimits limits;
};

/// Errors as JsonSchema::compile.
[[nodiscard]] Result<std::shared_ptr<const SchemaProgram>>
compileSchema(const QJsonValue& schema, JsonSchema::Formats formats, SchemaLimits limits);
/// As JsonSchema::validate.
[[nodiscard]] SchemaVerdict evaluateSchema(const SchemaProgram& program, const QJsonValue& instance);

} // namespace core::toolapi
