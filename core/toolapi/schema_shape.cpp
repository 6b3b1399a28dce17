#include "core/toolapi/json_pointer.h"
#include "core/toolapi/schema_shape_p.h"
#include "core/toolapi/schema_values_p.h"

#include <QtCore/QHash>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>
#include <QtCore/QSet>

namespace core::toolapi {
namespace {

constexpr int maxSchemaDepth = 100;

const QHash<QString, KeywordShape>& shapes()
{
    using enum KeywordShape;
    static const QHash<QString, KeywordShape> table{
        // Core
        {QStringLiteral("$id"), Identifier},
        {QStringLiteral("$schema"), String},
        {QStringLiteral("$ref"), String},
        {QStringLiteral("$anchor"), Anchor},
        {QStringLiteral("$dynamicRef"), String},
        {QStringLiteral("$dynamicAnchor"), Anchor},
        {QStringLiteral("$vocabulary"), Vocabularies},
        {QStringLiteral("$comment"), String},
        {QStringLiteral("$defs"), SchemaMap},
        // Applicators
        {QStringLiteral("prefixItems"), SchemaList},
        {QStringLiteral("items"), Schema},
        {QStringLiteral("contains"), Schema},
        {QStringLiteral("additionalProperties"), Schema},
        {QStringLiteral("properties"), SchemaMap},
        {QStringLiteral("patternProperties"), SchemaMap},
        {QStringLiteral("dependentSchemas"), SchemaMap},
        {QStringLiteral("propertyNames"), Schema},
        {QStringLiteral("if"), Schema},
        {QStringLiteral("then"), Schema},
        {QStringLiteral("else"), Schema},
        {QStringLiteral("allOf"), SchemaList},
        {QStringLiteral("anyOf"), SchemaList},
        {QStringLiteral("oneOf"), SchemaList},
        {QStringLiteral("not"), Schema},
        {QStringLiteral("unevaluatedItems"), Schema},
        {QStringLiteral("unevaluatedProperties"), Schema},
        // Assertions
        {QStringLiteral("type"), Types},
        {QStringLiteral("const"), Anything},
        {QStringLiteral("enum"), List},
        {QStringLiteral("multipleOf"), PositiveNumber},
        {QStringLiteral("maximum"), Number},
        {QStringLiteral("exclusiveMaximum"), Number},
        {QStringLiteral("minimum"), Number},
        {QStringLiteral("exclusiveMinimum"), Number},
        {QStringLiteral("maxLength"), Count},
        {QStringLiteral("minLength"), Count},
        {QStringLiteral("pattern"), String},
        {QStringLiteral("maxItems"), Count},
        {QStringLiteral("minItems"), Count},
        {QStringLiteral("uniqueItems"), Boolean},
        {QStringLiteral("maxContains"), Count},
        {QStringLiteral("minContains"), Count},
        {QStringLiteral("maxProperties"), Count},
        {QStringLiteral("minProperties"), Count},
        {QStringLiteral("required"), Names},
        {QStringLiteral("dependentRequired"), NamesMap},
        // Annotations
        {QStringLiteral("title"), String},
        {QStringLiteral("description"), String},
        {QStringLiteral("default"), Anything},
        {QStringLiteral("deprecated"), Boolean},
        {QStringLiteral("readOnly"), Boolean},
        {QStringLiteral("writeOnly"), Boolean},
        {QStringLiteral("examples"), List},
        {QStringLiteral("format"), String},
        {QStringLiteral("contentEncoding"), String},
        {QStringLiteral("contentMediaType"), String},
        {QStringLiteral("contentSchema"), Schema},
        // Kept by the metaschema for older schemas
        {QStringLiteral("definitions"), SchemaMap},
        {QStringLiteral("dependencies"), Dependencies},
    };
    return table;
}

tl::unexpected<Error> wrong(const QString& expectation, const QString& pointer)
{
    return fail(Errc::InvalidArgument, pointer + QStringLiteral(" must be ") + expectation, pointer);
}

Result<> checkNames(const QJsonValue& value, const QString& pointer)
{
    if (!value.isArray()) return wrong(QStringLiteral("a list of names"), pointer);
    QSet<QString> seen;
    for (const auto& name : value.toArray()) {
        if (!name.isString() || seen.contains(name.toString()))
            return wrong(QStringLiteral("a list of different strings"), pointer);
        seen.insert(name.toString());
    }
    return {};
}

Result<> checkTypes(const QJsonValue& value, const QString& pointer)
{
    static const QSet<QString> known{QStringLiteral("null"),   QStringLiteral("boolean"), QStringLiteral("object"),
                                     QStringLiteral("array"),  QStringLiteral("number"),  QStringLiteral("string"),
                                     QStringLiteral("integer")};
    const auto expectation = QStringLiteral("one of null, boolean, object, array, number, string and integer, or a "
                                            "list of different ones");
    if (value.isString()) {
        if (known.contains(value.toString())) return {};
        return wrong(expectation, pointer);
    }
    if (!value.isArray() || value.toArray().isEmpty()) return wrong(expectation, pointer);
    QSet<QString> seen;
    for (const auto& name : value.toArray()) {
        if (!name.isString() || !known.contains(name.toString()) || seen.contains(name.toString()))
            return wrong(expectation, pointer);
        seen.insert(name.toString());
    }
    return {};
}

// ^[A-Za-z_][-A-Za-z0-9._]*$
bool isAnchor(const QString& text)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        const auto c = text[i].unicode();
        const bool first = (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || c == u'_';
        const bool later = (c >= u'0' && c <= u'9') || c == u'-' || c == u'.';
        if (!first && (i == 0 || !later)) return false;
    }
    return !text.isEmpty();
}

bool isCount(const QJsonValue& value)
{
    return value.isDouble() && isIntegral(value) && value.toDouble() >= 0;
}

Result<> checkSchema(const QJsonValue& value, const QString& pointer, int depth);

Result<> checkMap(const QJsonValue& value, const QString& pointer, int depth, KeywordShape shape)
{
    if (!value.isObject()) return wrong(QStringLiteral("an object"), pointer);
    const auto object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it) {
        const auto child = pointerChild(pointer, it.key());
        const bool names = shape == KeywordShape::NamesMap ||
                           (shape == KeywordShape::Dependencies && QJsonValue(it.value()).isArray());
        TRY(names ? checkNames(it.value(), child) : checkSchema(it.value(), child, depth));
    }
    return {};
}

Result<> checkSchemaList(const QJsonValue& value, const QString& pointer, int depth)
{
    if (!value.isArray() || value.toArray().isEmpty())
        return wrong(QStringLiteral("a list with at least one schema"), pointer);
    const auto list = value.toArray();
    for (qsizetype i = 0; i < list.size(); ++i)
        TRY(checkSchema(list.at(i), pointerChild(pointer, QString::number(i)), depth));
    return {};
}

Result<> checkVocabularies(const QJsonValue& value, const QString& pointer)
{
    if (!value.isObject()) return wrong(QStringLiteral("an object"), pointer);
    for (const auto& required : value.toObject())
        if (!required.isBool()) return wrong(QStringLiteral("an object of booleans"), pointer);
    return {};
}

Result<> checkKeyword(KeywordShape shape, const QJsonValue& value, const QString& pointer, int depth)
{
    switch (shape) {
    case KeywordShape::Schema: return checkSchema(value, pointer, depth);
    case KeywordShape::SchemaList: return checkSchemaList(value, pointer, depth);
    case KeywordShape::SchemaMap:
    case KeywordShape::NamesMap:
    case KeywordShape::Dependencies: return checkMap(value, pointer, depth, shape);
    case KeywordShape::Types: return checkTypes(value, pointer);
    case KeywordShape::Number:
        if (!value.isDouble()) return wrong(QStringLiteral("a number"), pointer);
        return {};
    case KeywordShape::PositiveNumber:
        if (!value.isDouble() || value.toDouble() <= 0) return wrong(QStringLiteral("a number over zero"), pointer);
        return {};
    case KeywordShape::Count:
        if (!isCount(value)) return wrong(QStringLiteral("a whole number, zero or more"), pointer);
        return {};
    case KeywordShape::Boolean:
        if (!value.isBool()) return wrong(QStringLiteral("true or false"), pointer);
        return {};
    case KeywordShape::String:
        if (!value.isString()) return wrong(QStringLiteral("a string"), pointer);
        return {};
    case KeywordShape::Identifier: {
        const auto text = value.toString();
        const auto hash = text.indexOf(u'#');
        if (!value.isString() || (hash >= 0 && hash != text.size() - 1))
            return wrong(QStringLiteral("a URI reference without a fragment"), pointer);
        return {};
    }
    case KeywordShape::Anchor:
        if (!isAnchor(value.toString())) return wrong(QStringLiteral("an anchor name"), pointer);
        return {};
    case KeywordShape::Names: return checkNames(value, pointer);
    case KeywordShape::List:
        if (!value.isArray()) return wrong(QStringLiteral("a list"), pointer);
        return {};
    case KeywordShape::Vocabularies: return checkVocabularies(value, pointer);
    case KeywordShape::Anything: return {};
    } // no default: a new shape must not compile without a check
    return fail(Errc::Internal, QStringLiteral("unknown keyword shape"), pointer);
}

Result<> checkSchema(const QJsonValue& value, const QString& pointer, int depth)
{
    if (depth >= maxSchemaDepth) return fail(Errc::TooLarge, QStringLiteral("schemas are nested too deeply"), pointer);
    if (value.isBool()) return {};
    if (value.isArray() && pointer.endsWith(QLatin1String("/items")))
        return wrong(QStringLiteral("one schema; since 2020-12 a list of schemas is called prefixItems"), pointer);
    if (!value.isObject()) return wrong(QStringLiteral("a schema: an object, true or false"), pointer);
    const auto object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it) {
        const auto shape = keywordShape(it.key());
        if (shape) TRY(checkKeyword(*shape, it.value(), pointerChild(pointer, it.key()), depth + 1));
    }
    return {};
}

} // namespace

std::optional<KeywordShape> keywordShape(const QString& keyword)
{
    const auto found = shapes().find(keyword);
    if (found == shapes().end()) return std::nullopt;
    return *found;
}

Result<> checkSchemaShape(const QJsonValue& schema, const QString& pointer)
{
    return checkSchema(schema, pointer, 0);
}

} // namespace core::toolapi
