// One class over 400 lines: the keywords of the draft, one after the other; splitting them would hide what is missing.
#include "core/toolapi/json_pointer.h"
#include "core/toolapi/schema_program_p.h"
#include "core/toolapi/schema_shape_p.h"
#include "core/toolapi/schema_values_p.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>
#include <QtCore/QUrl>

namespace core::toolapi {
namespace {

constexpr auto dialect = QLatin1String("https://json-schema.org/draft/2020-12/schema");
constexpr auto vocabularyPrefix = QLatin1String("https://json-schema.org/draft/2020-12/vocab/");
// Where relative references start in a document that does not say its own address (RFC 3986 section 5.1.4).
constexpr auto defaultBase = QLatin1String("json-schema://document/");

QString absolute(const QUrl& url)
{
    return url.toString(QUrl::FullyEncoded | QUrl::RemoveFragment);
}

unsigned typeBit(const QString& name)
{
    static const QHash<QString, unsigned> bits{
        {QStringLiteral("null"), TypeNull},       {QStringLiteral("boolean"), TypeBoolean},
        {QStringLiteral("object"), TypeObject},   {QStringLiteral("array"), TypeArray},
        {QStringLiteral("number"), TypeNumber},   {QStringLiteral("string"), TypeString},
        {QStringLiteral("integer"), TypeInteger},
    };
    return bits.value(name, 0U);
}

QStringList namesOf(const QJsonValue& list)
{
    QStringList names;
    for (const auto& name : list.toArray())
        names += name.toString();
    return names;
}

class SchemaCompiler {
public:
    SchemaCompiler(const QJsonValue& document, SchemaProgram& program)
        : document_(document)
        , program_(program)
    {}

    Result<> run()
    {
        TRY(checkSchemaShape(document_, QString()));
        const auto base = QUrl(QString(defaultBase));
        TRY_ASSIGN(auto* const root, node(document_, QString(), addResource(base)));
        program_.root = root;
        while (!pending_.isEmpty()) // resolving one may compile a place that nothing else leads to
            TRY(resolve(pending_.takeFirst()));
        return refuseEndlessReferences();
    }

private:
    struct Reference {
        SchemaNode* from;
        QString keyword;
        QString text;
    };

    SchemaResource* addResource(const QUrl& uri)
    {
        program_.resources.push_back(std::make_unique<SchemaResource>());
        auto* resource = program_.resources.back().get();
        resource->uri = absolute(uri);
        resourceByUri_.insert(resource->uri, resource);
        return resource;
    }

    static tl::unexpected<Error> unsupported(const QString& what, const QString& pointer)
    {
        return fail(Errc::Unsupported, QStringLiteral("%1: %2").arg(pointer, what), pointer);
    }

    Result<SchemaNode*> node(const QJsonValue& value, const QString& pointer, SchemaResource* resource)
    {
        if (static_cast<int>(program_.nodes.size()) >= program_.limits.maxSchemas)
            return fail(Errc::TooLarge, QStringLiteral("the schema has too many subschemas"), pointer);
        program_.nodes.push_back(std::make_unique<SchemaNode>());
        auto* made = program_.nodes.back().get();
        made->pointer = pointer;
        made->resource = resource;
        byPointer_.insert(pointer, made);
        if (value.isBool()) {
            made->always = value.toBool();
        } else {
            TRY(identify(*made, value.toObject()));
            TRY(keywords(*made, value.toObject()));
        }
        if (!made->resource->root) made->resource->root = made;
        return made;
    }

    // $id, $schema, $vocabulary and the anchors (Core section 8).
    Result<> identify(SchemaNode& made, const QJsonObject& object)
    {
        const auto id = object.value(QLatin1String("$id"));
        if (id.isString()) {
            const auto uri = QUrl(made.resource->uri).resolved(QUrl(id.toString()));
            if (!uri.isValid()) return unsupported(QStringLiteral("$id is not a URI"), made.pointer);
            const auto* same = resourceByUri_.value(absolute(uri));
            if (same && same->root)
                return fail(Errc::InvalidArgument, QStringLiteral("two schemas have the same $id"), made.pointer);
            made.resource = addResource(uri);
            made.resource->root = &made;
        }
        if (!made.resource->root) made.resource->root = &made;
        auto schema = object.value(QLatin1String("$schema")).toString(dialect);
        if (schema.endsWith(u'#')) schema.chop(1);
        if (schema != dialect)
            return unsupported(QStringLiteral("$schema names the dialect %1; only 2020-12 is known").arg(schema),
                               made.pointer);
        const auto vocabularies = object.value(QLatin1String("$vocabulary")).toObject();
        for (auto it = vocabularies.begin(); it != vocabularies.end(); ++it)
            if (it.value().toBool() && !it.key().startsWith(vocabularyPrefix))
                return unsupported(QStringLiteral("the vocabulary %1 is not known").arg(it.key()), made.pointer);
        for (const auto& keyword : {QStringLiteral("$anchor"), QStringLiteral("$dynamicAnchor")}) {
            const auto name = object.value(keyword).toString();
            if (name.isEmpty()) continue;
            made.resource->anchors.insert(name, &made);
            if (keyword == QLatin1String("$dynamicAnchor")) made.resource->dynamicAnchors.insert(name, &made);
        }
        return {};
    }

    Result<> keywords(SchemaNode& made, const QJsonObject& object)
    {
        // What earlier drafts asserted with and 2020-12 would read past: better no tool than a half-checked one.
        for (const auto& old : {QStringLiteral("additionalItems"), QStringLiteral("$recursiveRef"),
                                QStringLiteral("disallow"), QStringLiteral("extends"), QStringLiteral("divisibleBy")})
            if (object.contains(old))
                return unsupported(QStringLiteral("%1 is a keyword of an older draft").arg(old), made.pointer);
        for (const auto& keyword : {QStringLiteral("$ref"), QStringLiteral("$dynamicRef")})
            if (object.contains(keyword)) pending_ += Reference{&made, keyword, object.value(keyword).toString()};
        TRY(applicators(made, object));
        TRY(objectApplicators(made, object));
        TRY(arrayApplicators(made, object));
        TRY(places(made, object));
        numberAssertions(made.assertions, object);
        sizeAssertions(made.assertions, object);
        return generalAssertions(made, object);
    }

    Result<> one(SchemaNode& made, const QJsonObject& object, QLatin1String keyword, const SchemaNode*& slot)
    {
        if (!object.contains(keyword)) return {};
        TRY_ASSIGN(slot, node(object.value(keyword), pointerChild(made.pointer, keyword), made.resource));
        return {};
    }

    Result<> list(SchemaNode& made, const QJsonObject& object, QLatin1String keyword,
                  std::vector<const SchemaNode*>& slot)
    {
        const auto pointer = pointerChild(made.pointer, keyword);
        const auto schemas = object.value(keyword).toArray();
        for (qsizetype i = 0; i < schemas.size(); ++i) {
            TRY_ASSIGN(auto* const child,
                       node(schemas.at(i), pointerChild(pointer, QString::number(i)), made.resource));
            slot.push_back(child);
        }
        return {};
    }

    Result<> map(SchemaNode& made, const QJsonObject& object, QLatin1String keyword,
                 std::map<QString, const SchemaNode*>& slot)
    {
        const auto pointer = pointerChild(made.pointer, keyword);
        const auto schemas = object.value(keyword).toObject();
        for (auto it = schemas.begin(); it != schemas.end(); ++it) {
            TRY_ASSIGN(auto* const child, node(it.value(), pointerChild(pointer, it.key()), made.resource));
            slot.emplace(it.key(), child);
        }
        return {};
    }

    Result<> applicators(SchemaNode& made, const QJsonObject& object)
    {
        TRY(list(made, object, QLatin1String("allOf"), made.allOf));
        TRY(list(made, object, QLatin1String("anyOf"), made.anyOf));
        TRY(list(made, object, QLatin1String("oneOf"), made.oneOf));
        TRY(one(made, object, QLatin1String("not"), made.notSchema));
        TRY(one(made, object, QLatin1String("if"), made.ifSchema));
        TRY(one(made, object, QLatin1String("then"), made.thenSchema));
        TRY(one(made, object, QLatin1String("else"), made.elseSchema));
        TRY(map(made, object, QLatin1String("dependentSchemas"), made.dependentSchemas));
        return dependencies(made, object);
    }

    // "dependencies" of the older drafts, which the metaschema of 2020-12 still describes.
    Result<> dependencies(SchemaNode& made, const QJsonObject& object)
    {
        const auto pointer = pointerChild(made.pointer, QStringLiteral("dependencies"));
        const auto all = object.value(QLatin1String("dependencies")).toObject();
        for (auto it = all.begin(); it != all.end(); ++it) {
            const QJsonValue dependency = it.value();
            if (dependency.isArray()) {
                made.assertions.dependentRequired[it.key()] += namesOf(dependency);
                continue;
            }
            if (made.dependentSchemas.count(it.key()) != 0)
                return unsupported(QStringLiteral("dependencies and dependentSchemas name the same property"), pointer);
            TRY_ASSIGN(auto* const child, node(dependency, pointerChild(pointer, it.key()), made.resource));
            made.dependentSchemas.emplace(it.key(), child);
        }
        return {};
    }

    Result<> objectApplicators(SchemaNode& made, const QJsonObject& object)
    {
        TRY(map(made, object, QLatin1String("properties"), made.properties));
        TRY(one(made, object, QLatin1String("additionalProperties"), made.additionalProperties));
        TRY(one(made, object, QLatin1String("propertyNames"), made.propertyNames));
        TRY(one(made, object, QLatin1String("unevaluatedProperties"), made.unevaluatedProperties));
        std::map<QString, const SchemaNode*> byPattern;
        TRY(map(made, object, QLatin1String("patternProperties"), byPattern));
        for (const auto& [source, child] : byPattern) {
            TRY_ASSIGN(SchemaPattern pattern, this->pattern(source, child->pointer));
            made.patternProperties.emplace_back(std::move(pattern), child);
        }
        return {};
    }

    Result<> arrayApplicators(SchemaNode& made, const QJsonObject& object)
    {
        TRY(list(made, object, QLatin1String("prefixItems"), made.prefixItems));
        TRY(one(made, object, QLatin1String("items"), made.items));
        TRY(one(made, object, QLatin1String("contains"), made.contains));
        TRY(one(made, object, QLatin1String("unevaluatedItems"), made.unevaluatedItems));
        made.minContains = object.value(QLatin1String("minContains")).toDouble(1);
        made.maxContains = count(object, QLatin1String("maxContains"));
        return {};
    }

    // Schemas that are only there to be referred to.
    Result<> places(SchemaNode& made, const QJsonObject& object)
    {
        std::map<QString, const SchemaNode*> unused;
        TRY(map(made, object, QLatin1String("$defs"), unused));
        TRY(map(made, object, QLatin1String("definitions"), unused));
        const SchemaNode* content = nullptr;
        return one(made, object, QLatin1String("contentSchema"), content);
    }

    Result<SchemaPattern> pattern(const QString& source, const QString& pointer)
    {
        auto compiled = SchemaPattern::compile(source, program_.limits.maxPatternLength);
        if (compiled) return compiled;
        return fail(compiled.error().code, QStringLiteral("%1: %2").arg(pointer, compiled.error().detail), pointer);
    }

    static std::optional<double> count(const QJsonObject& object, QLatin1String keyword)
    {
        if (!object.contains(keyword)) return std::nullopt;
        return object.value(keyword).toDouble();
    }

    static std::optional<QJsonValue> number(const QJsonObject& object, QLatin1String keyword)
    {
        if (!object.contains(keyword)) return std::nullopt;
        return object.value(keyword);
    }

    static void numberAssertions(SchemaAssertions& made, const QJsonObject& object)
    {
        made.multipleOf = number(object, QLatin1String("multipleOf"));
        made.maximum = number(object, QLatin1String("maximum"));
        made.exclusiveMaximum = number(object, QLatin1String("exclusiveMaximum"));
        made.minimum = number(object, QLatin1String("minimum"));
        made.exclusiveMinimum = number(object, QLatin1String("exclusiveMinimum"));
    }

    static void sizeAssertions(SchemaAssertions& made, const QJsonObject& object)
    {
        made.maxLength = count(object, QLatin1String("maxLength"));
        made.minLength = count(object, QLatin1String("minLength"));
        made.maxItems = count(object, QLatin1String("maxItems"));
        made.minItems = count(object, QLatin1String("minItems"));
        made.maxProperties = count(object, QLatin1String("maxProperties"));
        made.minProperties = count(object, QLatin1String("minProperties"));
        made.uniqueItems = object.value(QLatin1String("uniqueItems")).toBool();
        made.required = namesOf(object.value(QLatin1String("required")));
        const auto dependent = object.value(QLatin1String("dependentRequired")).toObject();
        for (auto it = dependent.begin(); it != dependent.end(); ++it)
            made.dependentRequired[it.key()] += namesOf(it.value());
    }

    Result<> generalAssertions(SchemaNode& made, const QJsonObject& object)
    {
        auto& assertions = made.assertions;
        const auto type = object.value(QLatin1String("type"));
        if (type.isString()) assertions.types = typeBit(type.toString());
        if (type.isArray()) {
            assertions.types = 0U;
            for (const auto& name : namesOf(type))
                *assertions.types |= typeBit(name);
        }
        if (object.contains(QLatin1String("enum"))) allow(assertions, QStringLiteral("enum"), object);
        if (object.contains(QLatin1String("const"))) allow(assertions, QStringLiteral("const"), object);
        if (object.contains(QLatin1String("pattern"))) {
            const auto pointer = pointerChild(made.pointer, QStringLiteral("pattern"));
            TRY_ASSIGN(assertions.pattern, pattern(object.value(QLatin1String("pattern")).toString(), pointer));
        }
        assertions.format = object.value(QLatin1String("format")).toString();
        return {};
    }

    static void allow(SchemaAssertions& made, const QString& keyword, const QJsonObject& object)
    {
        const auto value = object.value(keyword);
        const auto values = keyword == QLatin1String("const") ? QJsonArray{value} : value.toArray();
        QSet<QByteArray> identities;
        QStringList texts;
        for (const auto& one : values) {
            identities.insert(identityOf(one));
            texts += shown(one);
        }
        if (made.allowed) identities.intersect(*made.allowed);
        made.allowed = identities;
        made.allowedText = texts.mid(0, 20).join(QStringLiteral(", "));
        made.allowedKeyword = keyword;
    }

    Result<> resolve(const Reference& reference)
    {
        const auto pointer = pointerChild(reference.from->pointer, reference.keyword);
        const auto url = QUrl(reference.from->resource->uri).resolved(QUrl(reference.text));
        if (!url.isValid()) return unsupported(QStringLiteral("%1 is not a URI").arg(reference.text), pointer);
        const auto fragment = url.fragment(QUrl::FullyDecoded);
        const auto document = absolute(url);
        const bool dynamic = reference.keyword == QLatin1String("$dynamicRef");
        auto* resource = resourceByUri_.value(document);
        if (!resource || !resource->root) {
            if (document == dialect && fragment.isEmpty()) {
                reference.from->refToMetaschema = true;
                return {};
            }
            return unsupported(
                QStringLiteral("it refers to another document (%1), and none is ever loaded").arg(document), pointer);
        }
        const SchemaNode* target = resource->anchors.value(fragment);
        if (fragment.isEmpty()) target = resource->root;
        if (!target && fragment.startsWith(u'/')) {
            TRY_ASSIGN(target, atPointer(*resource, fragment, pointer));
        }
        if (!target)
            return fail(Errc::InvalidArgument, QStringLiteral("%1: there is no %2").arg(pointer, reference.text),
                        pointer);
        (dynamic ? reference.from->dynamicRef : reference.from->ref) = target;
        if (dynamic && resource->dynamicAnchors.value(fragment) == target) reference.from->dynamicName = fragment;
        return {};
    }

    // The schema at a JSON Pointer from a resource's root; a place that no keyword makes a schema is compiled now.
    Result<const SchemaNode*> atPointer(const SchemaResource& resource, const QString& fragment, const QString& from)
    {
        const auto tokens = pointerTokens(fragment);
        if (!tokens) return fail(Errc::InvalidArgument, from + QStringLiteral(" is not a JSON Pointer"), from);
        QString pointer = resource.root->pointer;
        auto* owner = byPointer_.value(pointer);
        for (const auto& token : *tokens) {
            pointer = pointerChild(pointer, token);
            if (auto* passed = byPointer_.value(pointer)) owner = passed;
        }
        if (owner->pointer == pointer) return owner;
        const auto value = pointerValue(document_, pointer);
        if (!value.isObject() && !value.isBool())
            return fail(Errc::InvalidArgument, QStringLiteral("%1: there is no schema at %2").arg(from, pointer), from);
        TRY(checkSchemaShape(value, pointer));
        TRY_ASSIGN(const SchemaNode* made, node(value, pointer, owner->resource));
        return made;
    }

    // Schemas that apply to the very same value and lead back to themselves can never be decided (Core section 9.4.1).
    Result<> refuseEndlessReferences()
    {
        for (const auto& node : program_.nodes)
            if (leadsBack(*node)) {
                const auto where = node->pointer.isEmpty() ? QStringLiteral("the root") : node->pointer;
                return fail(Errc::InvalidArgument, QStringLiteral("%1 refers to itself without end").arg(where),
                            node->pointer);
            }
        return {};
    }

    bool leadsBack(const SchemaNode& node)
    {
        auto& state = visited_[&node];
        if (state == Visit::Done) return false;
        if (state == Visit::Open) return true;
        state = Visit::Open;
        std::vector<const SchemaNode*> next = node.allOf;
        next.insert(next.end(), node.anyOf.begin(), node.anyOf.end());
        next.insert(next.end(), node.oneOf.begin(), node.oneOf.end());
        for (const auto& dependent : node.dependentSchemas)
            next.push_back(dependent.second);
        const auto* dynamic = node.dynamicName.isEmpty() ? node.dynamicRef : nullptr;
        for (const auto* child : {node.ref, dynamic, node.notSchema, node.ifSchema, node.thenSchema, node.elseSchema})
            if (child) next.push_back(child);
        for (const auto* child : next)
            if (leadsBack(*child)) return true;
        visited_[&node] = Visit::Done;
        return false;
    }

    enum class Visit { New, Open, Done };

    const QJsonValue& document_;
    SchemaProgram& program_;
    QHash<QString, SchemaResource*> resourceByUri_;
    QHash<QString, SchemaNode*> byPointer_;
    QList<Reference> pending_;
    std::map<const SchemaNode*, Visit> visited_;
};

} // namespace

Result<std::shared_ptr<const SchemaProgram>> compileSchema(const QJsonValue& schema, JsonSchema::Formats formats,
                                                           SchemaLimits limits)
{
    auto program = std::make_shared<SchemaProgram>();
    program->formats = formats;
    program->limits = limits;
    TRY(SchemaCompiler(schema, *program).run());
    return std::shared_ptr<const SchemaProgram>(std::move(program));
}

} // namespace core::toolapi
