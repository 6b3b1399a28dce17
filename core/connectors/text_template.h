#pragma once

#include "core/base/error.h"

#include <QtCore/QString>
#include <QtCore/QStringList>

#include <functional>
#include <optional>
#include <vector>

namespace core::connectors {

/// Text with places for arguments: "/people/{person}/payslips". Simple string expansion only, RFC 6570 level 1.
class TextTemplate {
public:
    struct Part {
        QString text; ///< literal text, or the variable's name
        bool variable = false;
    };

    /// \error InvalidArgument  a brace without its partner, or a name that is not letters, digits and '_'
    [[nodiscard]] static Result<TextTemplate> parse(const QString& text);

    [[nodiscard]] QStringList variables() const;
    /// The name, when the whole text is one variable.
    [[nodiscard]] std::optional<QString> onlyVariable() const;
    /// Literal text as it stands, each variable replaced by what `value` gives.
    [[nodiscard]] QString expand(const std::function<QString(const QString& name)>& value) const;

private:
    std::vector<Part> parts_;
};

} // namespace core::connectors
