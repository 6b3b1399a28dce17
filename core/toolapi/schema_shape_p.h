#pragma once

#include "core/base/error.h"

#include <QtCore/QJsonValue>

// What the 2020-12 metaschema says about the form of each keyword, as a table: both what compile() demands of a schema
// and what a reference to the metaschema demands of an instance.
namespace core::toolapi {

enum class KeywordShape {
    Schema,
    SchemaMap,
    SchemaList,
    Types,
    Number,
    PositiveNumber,
    Count,
    Boolean,
    String,
    Identifier,
    Anchor,
    Names,
    NamesMap,
    Dependencies,
    List,
    Vocabularies,
    Anything,
};

/// The form of a keyword of 2020-12, or nothing for one that the draft does not define.
[[nodiscard]] std::optional<KeywordShape> keywordShape(const QString& keyword);

/// Whether the value has the form of a schema, with everything in it.
///
/// \error InvalidArgument  it has not; `subject` is the JSON Pointer to what is wrong
/// \error TooLarge         it is nested too deeply
[[nodiscard]] Result<> checkSchemaShape(const QJsonValue& schema, const QString& pointer);

} // namespace core::toolapi
