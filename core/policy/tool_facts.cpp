#include "core/policy/tool_facts.h"

#include "core/toolapi/json_pointer.h"

#include <QtCore/QHash>
#include <QtCore/QJsonArray>

#include <algorithm>

namespace core::policy {

using toolapi::Effect;

namespace {

bool isNothing(const QJsonValue& value)
{
    return value.isNull() || value.isUndefined() || (value.isString() && value.toString().isEmpty()) ||
           (value.isArray() && value.toArray().isEmpty()) || (value.isObject() && value.toObject().isEmpty());
}

bool isPrefix(const QStringList& prefix, const QStringList& path)
{
    return prefix.size() <= path.size() && std::equal(prefix.begin(), prefix.end(), path.begin());
}

QList<QStringList> paths(const QStringList& pointers)
{
    QList<QStringList> made;
    for (const auto& pointer : pointers)
        if (const auto tokens = toolapi::pointerTokens(pointer)) made += *tokens;
    return made;
}

// Of "this or null", this.
QJsonObject withoutNull(const QJsonObject& schema)
{
    for (const auto* keyword : {"anyOf", "oneOf"}) {
        QList<QJsonObject> others;
        for (const auto& choice : schema.value(QLatin1String(keyword)).toArray())
            if (choice.toObject().value(QLatin1String("type")) != QLatin1String("null")) others += choice.toObject();
        if (others.size() == 1) return others.first();
    }
    return schema;
}

std::optional<Kind> kindOfSchema(const QJsonObject& schema)
{
    static const QHash<QString, Kind> formats{
        {QStringLiteral("email"), Kind::Email},       {QStringLiteral("idn-email"), Kind::Email},
        {QStringLiteral("uri"), Kind::Url},           {QStringLiteral("iri"), Kind::Url},
        {QStringLiteral("uri-reference"), Kind::Url}, {QStringLiteral("iri-reference"), Kind::Url},
        {QStringLiteral("hostname"), Kind::Host},     {QStringLiteral("idn-hostname"), Kind::Host},
        {QStringLiteral("date"), Kind::Date},         {QStringLiteral("time"), Kind::Time},
        {QStringLiteral("date-time"), Kind::DateTime}};
    const auto found = formats.constFind(schema.value(QLatin1String("format")).toString());
    return found == formats.constEnd() ? std::nullopt : std::optional(*found);
}

// Whether the pointer leads to the place or to something in it.
bool isWithin(const QString& pointer, const QString& place)
{
    return pointer == place || pointer.startsWith(place + u'/');
}

// Not a word of its own definition is taken for it.
bool isForeign(const toolapi::ToolSpec& spec)
{
    switch (spec.definedBy) {
    case toolapi::DefinedBy::Program:
    case toolapi::DefinedBy::Organisation:
    case toolapi::DefinedBy::Person: return false;
    case toolapi::DefinedBy::Server: break;
    } // no default, and what is none of these is foreign
    return true;
}

Leaf missing(const QString& argument, const QString& pointer)
{
    Leaf leaf{argument, pointer, QJsonValue(QJsonValue::Undefined)};
    leaf.isMissing = true;
    return leaf;
}

QJsonObject completed(QJsonObject object, const QJsonObject& known)
{
    for (auto it = known.begin(); it != known.end(); ++it) {
        const auto schema = it->toObject();
        const auto given = object.value(it.key());
        if (given.isObject()) {
            const auto inner = withoutNull(schema).value(QLatin1String("properties")).toObject();
            if (!inner.isEmpty()) object.insert(it.key(), completed(given.toObject(), inner));
        } else if (given.isUndefined() && !isNothing(schema.value(QLatin1String("default")))) {
            object.insert(it.key(), schema.value(QLatin1String("default")));
        }
    }
    return object;
}

} // namespace

struct ToolFacts::Walk {
    QString argument;
    QString pointer;
    QStringList path;

    [[nodiscard]] Walk inside(const QString& token) const
    {
        return {argument.isEmpty() ? token : argument, toolapi::pointerChild(pointer, token),
                path + QStringList{token}};
    }
};

bool Leaf::isNothing() const
{
    return policy::isNothing(value);
}

ToolFacts::ToolFacts(const toolapi::ToolSpec& spec)
    : name_(spec.name)
    , title_(spec.title)
    , effect_(spec.effect == Effect::Read && isForeign(spec) ? Effect::ReadEgress : spec.effect)
    , audience_(spec.audience)
    , signIn_(spec.signIn)
    , builtIn_(spec.definedBy == toolapi::DefinedBy::Program)
    , control_(paths(spec.controlArguments))
    , content_(paths(spec.contentArguments))
    , schema_(spec.inputSchema)
{
    const auto properties = schema_.value(QLatin1String("properties")).toObject();
    hasControl_ = !control_.isEmpty();
    for (auto it = properties.begin(); it != properties.end(); ++it) {
        hasControl_ = hasControl_ || roleOf({it.key()}) == Role::Control;
    }
    if (isForeign(spec) || (effect_ != Effect::Read && effect_ != Effect::Write)) return;
    // Nobody but the person vouches for whoever is behind the API of a file of their own: it hears what it is sent.
    receivers_.emplace();
    if (spec.definedBy == toolapi::DefinedBy::Person) receivers_->insert(toolapi::apiReader(spec.audience));
}

Role ToolFacts::roleOf(const QStringList& path) const
{
    // A value where the manifest expects a container with a control argument inside is one too.
    const auto steers = [&path](const QStringList& pointer) {
        return isPrefix(pointer, path) || isPrefix(path, pointer);
    };
    if (std::any_of(control_.begin(), control_.end(), steers)) return Role::Control;
    const auto carries = [&path](const QStringList& pointer) { return isPrefix(pointer, path); };
    return std::any_of(content_.begin(), content_.end(), carries) ? Role::Content : Role::Control;
}

void ToolFacts::walk(const QJsonValue& value, const QJsonObject& schema, const Walk& at, QList<Leaf>& leaves) const
{
    const auto own = withoutNull(schema);
    const bool empty = policy::isNothing(value);
    if (value.isArray() && !empty) {
        const auto array = value.toArray();
        const auto items = own.value(QLatin1String("items")).toObject();
        for (qsizetype i = 0; i < array.size(); ++i)
            walk(array.at(i), items, at.inside(QString::number(i)), leaves);
        return;
    }
    if (value.isObject() && !empty) {
        walkMembers(value.toObject(), own, at, leaves);
        return;
    }
    Leaf leaf{at.argument, at.pointer, value, roleOf(at.path), kindOfSchema(own)};
    leaf.isDefault =
        empty && schema.contains(QLatin1String("default")) && schema.value(QLatin1String("default")) == value;
    leaves += leaf;
}

// Also what is not given: the schema may say what then holds. Where it does not, a control argument that is left out
// steers too, and nobody knows where.
void ToolFacts::walkMembers(const QJsonObject& object, const QJsonObject& schema, const Walk& at,
                            QList<Leaf>& leaves) const
{
    const auto known = schema.value(QLatin1String("properties")).toObject();
    const auto required = schema.value(QLatin1String("required")).toArray();
    for (auto it = object.begin(); it != object.end(); ++it) {
        const auto inside = at.inside(it.key());
        if (!known.contains(it.key()))
            leaves += Leaf{inside.argument, inside.pointer, it.key(), roleOf(inside.path), {}, true};
        walk(*it, known.value(it.key()).toObject(), inside, leaves);
    }
    for (auto it = known.begin(); it != known.end(); ++it) {
        if (object.contains(it.key())) continue;
        const auto inside = at.inside(it.key());
        const auto own = it->toObject();
        if (own.contains(QLatin1String("default")))
            walk(own.value(QLatin1String("default")), own, inside, leaves);
        else if (roleOf(inside.path) == Role::Control || required.contains(it.key()))
            leaves += missing(inside.argument, inside.pointer);
    }
}

QJsonObject ToolFacts::withDefaults(const QJsonObject& arguments) const
{
    return completed(arguments, schema_.value(QLatin1String("properties")).toObject());
}

QList<Leaf> ToolFacts::leavesOf(const QJsonObject& arguments) const
{
    QList<Leaf> leaves;
    walkMembers(arguments, schema_, {}, leaves);
    // A control argument that the schema does not know.
    for (const auto& path : control_) {
        QString pointer;
        for (const auto& token : path)
            pointer = toolapi::pointerChild(pointer, token);
        const bool seen = std::any_of(leaves.begin(), leaves.end(), [&pointer](const Leaf& leaf) {
            return isWithin(leaf.pointer, pointer) || isWithin(pointer, leaf.pointer);
        });
        if (!seen && !path.isEmpty()) leaves += missing(path.first(), pointer);
    }
    return leaves;
}

} // namespace core::policy
