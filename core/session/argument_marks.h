#pragma once

#include "core/storage/sealer.h"

#include <QtCore/QJsonObject>

#include <optional>

namespace core::session {

/// What the audit log says of a call's arguments: a mark made with the person's key. Equal arguments have equal marks;
/// whoever has the disk and not the key can neither read them nor try which ones they were.
class ArgumentMarks {
public:
    ArgumentMarks() = default; ///< every mark is empty
    explicit ArgumentMarks(storage::Sealer sealer);

    /// Hexadecimal; empty when the arguments have no canonical form (RFC 8785).
    [[nodiscard]] QString of(const QJsonObject& arguments) const;

private:
    std::optional<storage::Sealer> sealer_;
};

} // namespace core::session
