// One class over 400 lines: every assertion of the draft with the sentence that explains its failure, in one place.
#include "core/toolapi/json_pointer.h"
#include "core/toolapi/schema_formats_p.h"
#include "core/toolapi/schema_program_p.h"
#include "core/toolapi/schema_shape_p.h"
#include "core/toolapi/schema_values_p.h"

#include <QtCore/QDeadlineTimer>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>

#include <chrono>

namespace core::toolapi {
namespace {

// The place of the value under test, as a chain: the pointer is only spelled out for a problem.
struct Place {
    const Place* parent = nullptr;
    QString token = {};

    [[nodiscard]] QString pointer() const { return parent ? pointerChild(parent->pointer(), token) : QString(); }
};

// Which properties and items some subschema has looked at (Core section 11), for unevaluatedProperties and -Items.
struct Marks {
    QSet<QString> properties = {};
    bool allProperties = false;
    QSet<qsizetype> items = {};
    qsizetype firstItems = 0; ///< all up to here
    bool allItems = false;

    void add(const Marks& other)
    {
        properties.unite(other.properties);
        allProperties = allProperties || other.allProperties;
        items.unite(other.items);
        firstItems = std::max(firstItems, other.firstItems);
        allItems = allItems || other.allItems;
    }
};

using Problems = QList<SchemaProblem>;

class SchemaEvaluator {
public:
    explicit SchemaEvaluator(const SchemaProgram& program)
        : program_(program)
    {}

    SchemaVerdict run(const QJsonValue& instance)
    {
        Problems problems;
        Marks marks;
        const bool valid = evaluate(*program_.root, instance, Place{}, marks, &problems);
        if (!overLimit_.isEmpty()) problems = {SchemaProblem{QString(), QString(), QString(), overLimit_}};
        return {valid && overLimit_.isEmpty(), problems};
    }

private:
    // Ends the whole check: under "not", a mere failure would turn into a success.
    bool stop(const QString& why)
    {
        if (overLimit_.isEmpty()) overLimit_ = why;
        return false;
    }

    bool wrong(const SchemaNode& node, const QString& keyword, const Place& place, Problems* problems,
               const QString& message) const
    {
        if (problems && problems->size() < program_.limits.maxProblems)
            problems->append({place.pointer(), pointerChild(node.pointer, keyword), keyword, message});
        return false;
    }

    bool evaluate(const SchemaNode& node, const QJsonValue& value, const Place& place, Marks& marks, Problems* problems)
    {
        if (!overLimit_.isEmpty()) return false;
        if (++steps_ > program_.limits.maxSteps || deadline_.hasExpired())
            return stop(QStringLiteral("is too large to be checked"));
        if (depth_ >= program_.limits.maxDepth) return stop(QStringLiteral("is nested too deeply to be checked"));
        if (node.always) {
            if (*node.always) return true;
            if (problems && problems->size() < program_.limits.maxProblems)
                problems->append({place.pointer(), node.pointer, QString(), QStringLiteral("is not allowed here")});
            return false;
        }
        ++depth_;
        const bool entered = scope_.empty() || scope_.back() != node.resource;
        if (entered) scope_.push_back(node.resource);
        Marks own;
        bool valid = checkValue(node, value, place, problems);
        if (valid || problems) valid = references(node, value, place, own, problems) && valid;
        if (valid || problems) valid = combinations(node, value, place, own, problems) && valid;
        if (valid || problems) valid = conditions(node, value, place, own, problems) && valid;
        if (value.isObject() && (valid || problems))
            valid = properties(node, value.toObject(), place, own, problems) && valid;
        if (value.isArray() && (valid || problems)) valid = items(node, value.toArray(), place, own, problems) && valid;
        if (valid) marks.add(own);
        if (entered) scope_.pop_back();
        --depth_;
        return valid && overLimit_.isEmpty();
    }

    // --- assertions -------------------------------------------------------------------------------------------------

    bool checkValue(const SchemaNode& node, const QJsonValue& value, const Place& place, Problems* problems)
    {
        const auto& assertions = node.assertions;
        if (assertions.types && !hasType(*assertions.types, value))
            return wrong(node, QStringLiteral("type"), place, problems,
                         QStringLiteral("must be %1, but is %2").arg(typesText(*assertions.types), kindOf(value)));
        bool valid = true;
        if (assertions.allowed && !assertions.allowed->contains(identityOf(value)))
            valid = wrong(node, assertions.allowedKeyword, place, problems,
                          QStringLiteral("must be one of %1, but is %2").arg(assertions.allowedText, shown(value)));
        switch (value.type()) {
        case QJsonValue::Double: return checkNumber(node, value, place, problems) && valid;
        case QJsonValue::String: return checkString(node, value.toString(), place, problems) && valid;
        case QJsonValue::Array: return checkArray(node, value.toArray(), place, problems) && valid;
        case QJsonValue::Object: return checkObject(node, value.toObject(), place, problems) && valid;
        case QJsonValue::Null:
        case QJsonValue::Bool:
        case QJsonValue::Undefined: break;
        }
        return valid;
    }

    static bool hasType(unsigned types, const QJsonValue& value)
    {
        switch (value.type()) {
        case QJsonValue::Null: return (types & TypeNull) != 0;
        case QJsonValue::Bool: return (types & TypeBoolean) != 0;
        case QJsonValue::Double: return (types & TypeNumber) != 0 || ((types & TypeInteger) != 0 && isIntegral(value));
        case QJsonValue::String: return (types & TypeString) != 0;
        case QJsonValue::Array: return (types & TypeArray) != 0;
        case QJsonValue::Object: return (types & TypeObject) != 0;
        case QJsonValue::Undefined: break;
        }
        return false;
    }

    static QString typesText(unsigned types)
    {
        QStringList names;
        if (types & TypeNull) names += QStringLiteral("null");
        if (types & TypeBoolean) names += QStringLiteral("true or false");
        if (types & TypeObject) names += QStringLiteral("an object");
        if (types & TypeArray) names += QStringLiteral("an array");
        if (types & TypeNumber) names += QStringLiteral("a number");
        if (types & TypeString) names += QStringLiteral("a string");
        if (types & TypeInteger) names += QStringLiteral("an integer");
        return names.join(QStringLiteral(" or "));
    }

    bool checkNumber(const SchemaNode& node, const QJsonValue& value, const Place& place, Problems* problems) const
    {
        const auto& assertions = node.assertions;
        bool valid = true;
        const auto demand = [&](const std::optional<QJsonValue>& bound, QLatin1String keyword, QLatin1String words,
                                bool (*holds)(std::partial_ordering)) {
            if (!bound || holds(compareNumbers(value, *bound))) return;
            valid = wrong(node, keyword, place, problems,
                          QStringLiteral("must be %1 %2, but is %3").arg(words, shown(*bound), shown(value)));
        };
        demand(assertions.minimum, QLatin1String("minimum"), QLatin1String("at least"), std::is_gteq);
        demand(assertions.maximum, QLatin1String("maximum"), QLatin1String("at most"), std::is_lteq);
        demand(assertions.exclusiveMinimum, QLatin1String("exclusiveMinimum"), QLatin1String("over"), std::is_gt);
        demand(assertions.exclusiveMaximum, QLatin1String("exclusiveMaximum"), QLatin1String("under"), std::is_lt);
        if (assertions.multipleOf && !isMultipleOf(value, *assertions.multipleOf))
            valid = wrong(
                node, QStringLiteral("multipleOf"), place, problems,
                QStringLiteral("must be a multiple of %1, but is %2").arg(shown(*assertions.multipleOf), shown(value)));
        return valid;
    }

    // The four pairs of a lowest and a highest count.
    bool checkCount(const SchemaNode& node, double count, const std::optional<double>& lowest,
                    const std::optional<double>& highest, QLatin1String what, QLatin1String suffix, const Place& place,
                    Problems* problems) const
    {
        if (lowest && count < *lowest)
            return wrong(node, QStringLiteral("min") + suffix, place, problems,
                         QStringLiteral("must have at least %1 %2, but has %3").arg(*lowest).arg(what).arg(count));
        if (highest && count > *highest)
            return wrong(node, QStringLiteral("max") + suffix, place, problems,
                         QStringLiteral("must have at most %1 %2, but has %3").arg(*highest).arg(what).arg(count));
        return true;
    }

    bool checkString(const SchemaNode& node, const QString& text, const Place& place, Problems* problems)
    {
        const auto& assertions = node.assertions;
        bool valid = true;
        if (assertions.minLength || assertions.maxLength)
            valid = checkCount(node, static_cast<double>(codePoints(text)), assertions.minLength, assertions.maxLength,
                               QLatin1String("characters"), QLatin1String("Length"), place, problems);
        if (assertions.pattern && !matches(*assertions.pattern, text))
            valid = wrong(
                node, QStringLiteral("pattern"), place, problems,
                QStringLiteral("must match the pattern %1, but is %2").arg(assertions.pattern->source(), shown(text)));
        if (program_.formats == JsonSchema::Formats::Assert && !assertions.format.isEmpty() &&
            !hasFormat(assertions.format, text).value_or(true))
            valid = wrong(node, QStringLiteral("format"), place, problems,
                          QStringLiteral("must have the format \"%1\", but is %2").arg(assertions.format, shown(text)));
        return valid;
    }

    bool matches(const SchemaPattern& pattern, const QString& text)
    {
        switch (pattern.match(text)) {
        case SchemaPattern::Match::Yes: return true;
        case SchemaPattern::Match::No: return false;
        case SchemaPattern::Match::OverLimit: break;
        }
        return stop(QStringLiteral("has a text too long or too costly to be matched with the pattern %1")
                        .arg(pattern.source()));
    }

    bool checkArray(const SchemaNode& node, const QJsonArray& array, const Place& place, Problems* problems) const
    {
        const auto& assertions = node.assertions;
        bool valid = checkCount(node, static_cast<double>(array.size()), assertions.minItems, assertions.maxItems,
                                QLatin1String("items"), QLatin1String("Items"), place, problems);
        if (!assertions.uniqueItems) return valid;
        QSet<QByteArray> seen;
        for (const auto& item : array) {
            const auto identity = identityOf(item);
            if (seen.contains(identity))
                return wrong(node, QStringLiteral("uniqueItems"), place, problems,
                             QStringLiteral("must have no item twice, but has %1 twice").arg(shown(item)));
            seen.insert(identity);
        }
        return valid;
    }

    bool checkObject(const SchemaNode& node, const QJsonObject& object, const Place& place, Problems* problems) const
    {
        const auto& assertions = node.assertions;
        bool valid =
            checkCount(node, static_cast<double>(object.size()), assertions.minProperties, assertions.maxProperties,
                       QLatin1String("properties"), QLatin1String("Properties"), place, problems);
        for (const auto& name : assertions.required)
            if (!object.contains(name))
                valid = wrong(node, QStringLiteral("required"), place, problems,
                              QStringLiteral("must have the property \"%1\", which is missing").arg(name));
        for (const auto& [property, names] : assertions.dependentRequired) {
            if (!object.contains(property)) continue;
            for (const auto& name : names)
                if (!object.contains(name))
                    valid = wrong(
                        node, QStringLiteral("dependentRequired"), place, problems,
                        QStringLiteral("must have the property \"%1\" because it has \"%2\"").arg(name, property));
        }
        return valid;
    }

    // --- subschemas on the same value -------------------------------------------------------------------------------

    bool references(const SchemaNode& node, const QJsonValue& value, const Place& place, Marks& own, Problems* problems)
    {
        bool valid = true;
        if (node.ref) valid = evaluate(*node.ref, value, place, own, problems);
        if (node.refToMetaschema) {
            const auto shape = checkSchemaShape(value, place.pointer());
            if (!shape)
                valid = wrong(node, QStringLiteral("$ref"), place, problems,
                              QStringLiteral("must be a JSON Schema: %1").arg(shape.error().detail));
        }
        if (node.dynamicRef) valid = evaluate(*dynamicTarget(node), value, place, own, problems) && valid;
        return valid;
    }

    // The outermost resource on the way here that has the anchor wins (Core section 8.2.3.2).
    [[nodiscard]] const SchemaNode* dynamicTarget(const SchemaNode& node) const
    {
        if (!node.dynamicName.isEmpty())
            for (const auto* resource : scope_)
                if (const auto* target = resource->dynamicAnchors.value(node.dynamicName)) return target;
        return node.dynamicRef;
    }

    bool combinations(const SchemaNode& node, const QJsonValue& value, const Place& place, Marks& own,
                      Problems* problems)
    {
        bool valid = true;
        for (const auto* part : node.allOf)
            valid = evaluate(*part, value, place, own, problems) && valid;
        valid = alternatives(node, node.anyOf, false, value, place, own, problems) && valid;
        valid = alternatives(node, node.oneOf, true, value, place, own, problems) && valid;
        if (node.notSchema) {
            Marks unused;
            if (evaluate(*node.notSchema, value, place, unused, nullptr))
                valid = wrong(node, QStringLiteral("not"), place, problems,
                              QStringLiteral("has a form that is excluded here"));
        }
        return valid;
    }

    bool alternatives(const SchemaNode& node, const std::vector<const SchemaNode*>& all, bool exactlyOne,
                      const QJsonValue& value, const Place& place, Marks& own, Problems* problems)
    {
        if (all.empty()) return true;
        int matching = 0;
        QStringList reasons;
        for (const auto* one : all) {
            Problems inner;
            if (evaluate(*one, value, place, own, problems ? &inner : nullptr))
                ++matching;
            else if (!inner.isEmpty())
                reasons += inner.first().instancePointer + u' ' + inner.first().message;
        }
        const auto keyword = exactlyOne ? QStringLiteral("oneOf") : QStringLiteral("anyOf");
        if (matching == 0)
            return wrong(node, keyword, place, problems,
                         QStringLiteral("must fit one of %1 alternatives and fits none (%2)")
                             .arg(all.size())
                             .arg(reasons.mid(0, 4).join(QStringLiteral("; or "))));
        if (exactlyOne && matching > 1)
            return wrong(
                node, keyword, place, problems,
                QStringLiteral("must fit exactly one of %1 alternatives and fits %2").arg(all.size()).arg(matching));
        return true;
    }

    bool conditions(const SchemaNode& node, const QJsonValue& value, const Place& place, Marks& own, Problems* problems)
    {
        bool valid = true;
        if (node.ifSchema) {
            const bool holds = evaluate(*node.ifSchema, value, place, own, nullptr);
            const auto* branch = holds ? node.thenSchema : node.elseSchema;
            if (branch) valid = evaluate(*branch, value, place, own, problems);
        }
        if (!value.isObject()) return valid;
        const auto object = value.toObject();
        for (const auto& [property, schema] : node.dependentSchemas)
            if (object.contains(property)) valid = evaluate(*schema, value, place, own, problems) && valid;
        return valid;
    }

    // --- subschemas on the parts of a value -------------------------------------------------------------------------

    bool part(const SchemaNode& schema, const QJsonValue& value, const Place& place, Problems* problems)
    {
        Marks ofThePart;
        return evaluate(schema, value, place, ofThePart, problems);
    }

    bool properties(const SchemaNode& node, const QJsonObject& object, const Place& place, Marks& own,
                    Problems* problems)
    {
        bool valid = true;
        for (auto it = object.begin(); it != object.end(); ++it) {
            const Place here{&place, it.key()};
            if (node.propertyNames && !part(*node.propertyNames, QJsonValue(it.key()), here, nullptr))
                valid = wrong(node, QStringLiteral("propertyNames"), here, problems,
                              QStringLiteral("has a name that is not allowed"));
            bool known = false;
            if (const auto found = node.properties.find(it.key()); found != node.properties.end()) {
                known = true;
                valid = part(*found->second, it.value(), here, problems) && valid;
            }
            for (const auto& [pattern, schema] : node.patternProperties) {
                if (!matches(pattern, it.key())) continue;
                known = true;
                valid = part(*schema, it.value(), here, problems) && valid;
            }
            if (known)
                own.properties.insert(it.key());
            else if (node.additionalProperties)
                valid = further(node, *node.additionalProperties, QStringLiteral("additionalProperties"), it.value(),
                                here, problems) &&
                        valid;
            if (!overLimit_.isEmpty()) return false;
        }
        if (node.additionalProperties) own.allProperties = true;
        if (node.unevaluatedProperties && !own.allProperties) {
            for (auto it = object.begin(); it != object.end(); ++it)
                if (!own.properties.contains(it.key()))
                    valid = further(node, *node.unevaluatedProperties, QStringLiteral("unevaluatedProperties"),
                                    it.value(), Place{&place, it.key()}, problems) &&
                            valid;
        }
        if (node.unevaluatedProperties) own.allProperties = true;
        return valid;
    }

    bool further(const SchemaNode& node, const SchemaNode& schema, const QString& keyword, const QJsonValue& value,
                 const Place& here, Problems* problems)
    {
        if (schema.always != false) return part(schema, value, here, problems);
        QStringList names;
        for (const auto& known : node.properties)
            names += u'"' + known.first + u'"';
        const auto message = names.isEmpty() ? QStringLiteral("is not a known property")
                                             : QStringLiteral("is not a known property; known are %1")
                                                   .arg(names.mid(0, 30).join(QStringLiteral(", ")));
        return wrong(node, keyword, here, problems, message);
    }

    bool items(const SchemaNode& node, const QJsonArray& array, const Place& place, Marks& own, Problems* problems)
    {
        bool valid = true;
        const auto prefix = static_cast<qsizetype>(node.prefixItems.size());
        for (qsizetype i = 0; i < array.size(); ++i) {
            const auto* schema = i < prefix ? node.prefixItems[static_cast<std::size_t>(i)] : node.items;
            if (!schema) break;
            valid = part(*schema, array.at(i), Place{&place, QString::number(i)}, problems) && valid;
            if (!overLimit_.isEmpty()) return false;
        }
        own.firstItems = std::max(own.firstItems, std::min(prefix, array.size()));
        if (node.items) own.allItems = true;
        if (node.contains) valid = contains(node, array, place, own, problems) && valid;
        if (!node.unevaluatedItems) return valid;
        for (qsizetype i = own.allItems ? array.size() : own.firstItems; i < array.size(); ++i) {
            if (own.items.contains(i)) continue;
            valid = part(*node.unevaluatedItems, array.at(i), Place{&place, QString::number(i)}, problems) && valid;
            if (!overLimit_.isEmpty()) return false;
        }
        own.allItems = true;
        return valid;
    }

    bool contains(const SchemaNode& node, const QJsonArray& array, const Place& place, Marks& own, Problems* problems)
    {
        double matching = 0;
        for (qsizetype i = 0; i < array.size(); ++i) {
            if (!part(*node.contains, array.at(i), Place{&place, QString::number(i)}, nullptr)) continue;
            ++matching;
            own.items.insert(i);
        }
        if (matching < node.minContains)
            return wrong(node, QStringLiteral("contains"), place, problems,
                         QStringLiteral("must have at least %1 items of a certain form, but has %2")
                             .arg(node.minContains)
                             .arg(matching));
        if (node.maxContains && matching > *node.maxContains)
            return wrong(node, QStringLiteral("maxContains"), place, problems,
                         QStringLiteral("must have at most %1 items of a certain form, but has %2")
                             .arg(*node.maxContains)
                             .arg(matching));
        return true;
    }

    const SchemaProgram& program_;
    std::vector<const SchemaResource*> scope_;
    QString overLimit_;
    /// A backstop behind the counted limits: patterns are the only costly single step.
    QDeadlineTimer deadline_{std::chrono::seconds(2)};
    int steps_ = 0;
    int depth_ = 0;
};

} // namespace

SchemaVerdict evaluateSchema(const SchemaProgram& program, const QJsonValue& instance)
{
    return SchemaEvaluator(program).run(instance);
}

} // namespace core::toolapi
