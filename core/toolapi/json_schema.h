#pragma once

#include "core/base/error.h"

#include <QtCore/QJsonValue>
#include <QtCore/QList>
#include <QtCore/QString>

#include <memory>

namespace core::toolapi {

struct SchemaProgram;

/// One thing that is wrong with an instance.
struct SchemaProblem {
    QString instancePointer; ///< JSON Pointer (RFC 6901) to the value; empty: the whole
    QString schemaPointer;   ///< JSON Pointer to the keyword in the schema
    QString keyword;         ///< e.g. "required"; empty when a limit ended the check
    QString message;         ///< plain English that continues "The value at ...": "must be a string, but is a number"
};

/// What came of checking one instance. `problems` is cut after the first few.
struct SchemaVerdict {
    bool valid = false;
    QList<SchemaProblem> problems = {};

    /// One line a problem: "/month must be a string, but is a number". For a model or an admin to act on.
    [[nodiscard]] QString text() const;
};

/// What a schema, or an instance, may cost. Beyond a limit the answer is always "not valid".
struct SchemaLimits {
    int maxSchemas = 4096;       ///< subschemas in one document
    int maxPatternLength = 1024; ///< characters of one regular expression
    int maxDepth = 256;          ///< subschemas inside one another while checking
    int maxSteps = 500'000;      ///< subschemas applied to one instance
    int maxProblems = 8;
};

/// A compiled JSON Schema (draft 2020-12: JSON Schema Core and Validation, of 16 June 2022).
///
/// Everything that asserts something is either carried out or refused by compile(): a schema is never half checked.
/// Not offered, hence Unsupported: references to other documents, other dialects and vocabularies, regular expressions
/// outside the ECMAScript subset of schema_pattern.cpp. Unknown keywords that no draft used as an assertion are
/// annotations (Core section 6.5). The dialect's own metaschema may be referred to.
///
/// A value; cheap to copy. Thread: any.
class JsonSchema {
public:
    enum class Formats {
        Annotate, ///< "format" says nothing about validity, as the draft's default has it (Validation section 7.2.1)
        Assert,   ///< the formats of schema_formats.h must hold; unknown ones still say nothing
    };

    /// \error InvalidArgument  a keyword has the wrong form; `subject` is the JSON Pointer to it
    /// \error Unsupported      it needs something this validator does not have; `subject` likewise
    /// \error TooLarge         it is over a limit
    [[nodiscard]] static Result<JsonSchema> compile(const QJsonValue& schema, Formats formats = Formats::Annotate,
                                                    SchemaLimits limits = {});

    [[nodiscard]] SchemaVerdict validate(const QJsonValue& instance) const;

private:
    explicit JsonSchema(std::shared_ptr<const SchemaProgram> program);
    std::shared_ptr<const SchemaProgram> program_;
};

} // namespace core::toolapi
