#pragma once

#include <QtCore/QString>
#include <QtCore/QStringList>

#include <optional>
#include <set>

namespace core::toolapi {

/// Who may read a value. Everyone is the largest set; joining intersects.
struct Readers {
    bool everyone = true;
    std::set<QString> who = {}; ///< meaningful when not everyone: e-mail addresses, channel names, "endpoint:..."

    friend bool operator==(const Readers&, const Readers&) = default;
};

enum class Integrity { Trusted, Untrusted };

/// Where a value comes from, how far it is trusted and who may read it. Stays with every message and value.
/// join = the lower integrity, the union of the sources, the intersection of the readers.
struct Label {
    Integrity integrity = Integrity::Untrusted;
    std::set<QString> sources = {}; ///< "person", "tool:read_payslip", "model", ...
    Readers readers = {};

    friend bool operator==(const Label&, const Label&) = default;
};

[[nodiscard]] Label join(const Label& a, const Label& b);

/// An API as a reader: what came from it may go back to it.
[[nodiscard]] QString apiReader(const QString& audience);

/// What the person typed or picked.
[[nodiscard]] Label fromPerson();
/// What a model wrote.
[[nodiscard]] Label fromModel();
/// What a tool answered.
[[nodiscard]] Label fromTool(const QString& toolName, Readers readers);

} // namespace core::toolapi
