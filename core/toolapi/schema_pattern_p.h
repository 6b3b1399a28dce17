#pragma once

#include "core/base/error.h"

#include <QtCore/QRegularExpression>
#include <QtCore/QString>

namespace core::toolapi {

/// A JSON Schema `pattern`: ECMA-262 with the "u" flag, searched for anywhere in the string (Core section 6.4), run by
/// PCRE2 after a translation that keeps the meaning, under limits that end a hostile pattern quickly.
class SchemaPattern {
public:
    enum class Match {
        Yes,
        No,
        OverLimit, ///< it cannot be told within the limits
    };

    SchemaPattern() = default;

    /// \error Unsupported      a construct outside the translated subset (back references among them)
    /// \error InvalidArgument  not a regular expression
    /// \error TooLarge         longer than `maxLength`
    /// Every error's `detail` names the construct.
    [[nodiscard]] static Result<SchemaPattern> compile(const QString& source, int maxLength);

    [[nodiscard]] Match match(const QString& text) const;
    [[nodiscard]] const QString& source() const noexcept { return source_; }

private:
    QString source_;
    QRegularExpression expression_;
    qsizetype longestText_ = 0;
};

} // namespace core::toolapi
