#include "core/session/call_form.h"

#include "core/base/canonical_json.h"
#include "core/toolapi/json_pointer.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

#include <algorithm>

namespace core::session {

using interfaces::ArgumentEdit;
using interfaces::ArgumentFieldView;
using interfaces::EditProblemView;
using Kind = ArgumentFieldView::Kind;

namespace {

bool isOneLine(const QString& text)
{
    return !text.isEmpty() && std::none_of(text.begin(), text.end(), [](const QChar& one) {
        return one == u'\n' || one == u'\r' || one == QChar::ParagraphSeparator || one == QChar::LineSeparator;
    });
}

bool isTextList(const QJsonValue& value)
{
    const auto items = value.toArray();
    return value.isArray() && std::all_of(items.begin(), items.end(), [](const QJsonValue& item) {
               return item.isString() && isOneLine(item.toString());
           });
}

Kind kindOfValue(const QJsonValue& value)
{
    if (value.isString()) return Kind::Text;
    if (value.isDouble()) return Kind::Number;
    if (value.isBool()) return Kind::Switch;
    return isTextList(value) && !value.toArray().isEmpty() ? Kind::Lines : Kind::Json;
}

std::optional<Kind> kindOfSchema(const QJsonObject& schema)
{
    const auto type = schema.value(QLatin1String("type")).toString();
    if (type == QLatin1String("string")) return Kind::Text;
    if (type == QLatin1String("number") || type == QLatin1String("integer")) return Kind::Number;
    if (type == QLatin1String("boolean")) return Kind::Switch;
    const auto items = schema.value(QLatin1String("items")).toObject().value(QLatin1String("type")).toString();
    if (type == QLatin1String("array") && items == QLatin1String("string")) return Kind::Lines;
    return std::nullopt;
}

bool isOfKind(const QJsonValue& value, Kind kind)
{
    switch (kind) {
    case Kind::Text: return value.isString();
    case Kind::Number: return value.isDouble();
    case Kind::Switch: return value.isBool();
    case Kind::Lines: return isTextList(value);
    case Kind::Json: break;
    } // no default: a new kind must not compile without an answer
    return true;
}

Kind kindOf(const QJsonObject& schema, const QJsonValue& value)
{
    const auto kind = kindOfSchema(schema);
    if (value.isUndefined()) return kind.value_or(Kind::Json);
    if (kind) return isOfKind(value, *kind) ? *kind : Kind::Json;
    return schema.isEmpty() ? kindOfValue(value) : Kind::Json;
}

QString written(const QJsonValue& value, Kind kind)
{
    if (value.isUndefined()) return {};
    if (kind == Kind::Text) return value.toString();
    if (kind == Kind::Lines) {
        QStringList lines;
        for (const auto& item : value.toArray())
            lines += item.toString();
        return lines.join(u'\n');
    }
    if (kind == Kind::Json && value.isObject())
        return QString::fromUtf8(QJsonDocument(value.toObject()).toJson()).trimmed();
    if (kind == Kind::Json && value.isArray())
        return QString::fromUtf8(QJsonDocument(value.toArray()).toJson()).trimmed();
    const auto listed = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(listed.mid(1, listed.size() - 2));
}

QStringList choicesOf(const QJsonObject& schema)
{
    QStringList choices;
    for (const auto& choice : schema.value(QLatin1String("enum")).toArray()) {
        if (!choice.isString()) return {};
        choices += choice.toString();
    }
    return choices;
}

ArgumentFieldView fieldOf(const QString& name, const QJsonObject& schema, const QJsonValue& value,
                          const QJsonValue& agents)
{
    ArgumentFieldView field;
    field.name = name;
    field.kind = kindOf(schema, value);
    // What the agent had has to fit in the same kind of field, or it could not be put back.
    if (!agents.isUndefined() && !isOfKind(agents, field.kind)) field.kind = Kind::Json;
    field.given = !value.isUndefined();
    field.value = written(value, field.kind);
    field.agentGave = !agents.isUndefined();
    field.agents = written(agents, field.kind);
    if (field.kind == Kind::Text) field.choices = choicesOf(schema);
    return field;
}

/// A value as it was written, or why it is none.
tl::expected<QJsonValue, Bilingual> read(const QString& text, Kind kind)
{
    switch (kind) {
    case Kind::Text: return QJsonValue(text);
    case Kind::Lines: {
        QJsonArray items;
        for (const auto& line : text.split(u'\n'))
            if (!line.isEmpty()) items.append(line);
        return QJsonValue(items);
    }
    case Kind::Switch:
        if (text == QLatin1String("true") || text == QLatin1String("false"))
            return QJsonValue(text == QLatin1String("true"));
        return tl::unexpected(
            Bilingual{QStringLiteral("Choose one of the two."), QStringLiteral("どちらかを選んでください。")});
    case Kind::Number: {
        // Also as a Japanese keyboard writes digits.
        const auto number = parseStrictJson(text.normalized(QString::NormalizationForm_KC).trimmed().toUtf8());
        if (number && number->isDouble()) return *number;
        return tl::unexpected(Bilingual{QStringLiteral("Write a number here, as 3 or 2.5."),
                                        QStringLiteral("「3」や「2.5」のように数値を入力してください。")});
    }
    case Kind::Json: {
        const auto json = parseStrictJson(text.toUtf8());
        if (json) return *json;
        return tl::unexpected(
            Bilingual{QStringLiteral("This is not JSON: %1. Correct it here.").arg(json.error().detail),
                      QStringLiteral("JSONとして読み取れません。ここを直してください。")});
    }
    } // no default: a new kind must not compile without a way to read it
    return tl::unexpected(Bilingual{});
}

} // namespace

QList<ArgumentFieldView> argumentFields(const QJsonObject& schema, const QJsonObject& arguments,
                                        const std::optional<QJsonObject>& proposed)
{
    const auto known = schema.value(QLatin1String("properties")).toObject();
    const auto required = schema.value(QLatin1String("required")).toArray();
    const auto agents = proposed.value_or(arguments);
    QStringList names = known.keys();
    for (const auto& name : arguments.keys() + agents.keys())
        if (!names.contains(name)) names += name;
    QList<ArgumentFieldView> fields;
    for (const auto& name : std::as_const(names)) {
        auto field = fieldOf(name, known.value(name).toObject(), arguments.value(name), agents.value(name));
        field.required = required.contains(name);
        fields += field;
    }
    std::stable_sort(fields.begin(), fields.end(),
                     [](const ArgumentFieldView& a, const ArgumentFieldView& b) { return a.required && !b.required; });
    return fields;
}

tl::expected<QByteArray, EditProblemView> editedArguments(const QJsonObject& arguments,
                                                          const QList<ArgumentEdit>& edits)
{
    auto edited = arguments;
    for (const auto& edit : edits) {
        if (!edit.given) {
            edited.remove(edit.name);
            continue;
        }
        const auto value = read(edit.value, edit.kind);
        if (!value) return tl::unexpected(EditProblemView{toolapi::pointerChild({}, edit.name), value.error()});
        edited.insert(edit.name, *value);
    }
    return QJsonDocument(edited).toJson(QJsonDocument::Compact);
}

} // namespace core::session
