#pragma once

#include <QtCore/QString>

#include <optional>

namespace core::toolapi {

/// Whether the text has a format of JSON Schema Validation section 7.3. Nothing for a format that is not known here:
/// idn-email, idn-hostname, iri, iri-reference, uri-template, or anything outside the draft.
[[nodiscard]] std::optional<bool> hasFormat(const QString& format, const QString& text);

} // namespace core::toolapi
