#pragma once

#include "core/base/placed_json.h"
#include "core/policy/rules.h"

#include <string_view>
#include <vector>

namespace core::policy {

/// What the parts of a policy file are read with: each function returns what stands at a node, or the place and the
/// reason why it cannot be taken.
class NodeReader {
public:
    explicit NodeReader(QByteArrayView text)
        : text_(text)
    {}

    [[nodiscard]] QByteArrayView source() const noexcept { return text_; }
    /// An object with no other members than these.
    [[nodiscard]] Parsed<void> onlyMembers(const PlacedJson& object, const std::vector<std::string_view>& known) const;
    [[nodiscard]] Parsed<const PlacedJson*> needed(const PlacedJson& object, QLatin1StringView name) const;
    /// Not empty, and of characters that show.
    [[nodiscard]] Parsed<QString> text(const PlacedJson& node) const;
    [[nodiscard]] Parsed<QStringList> texts(const PlacedJson& node) const;
    [[nodiscard]] Parsed<QList<Condition>> conditions(const PlacedJson& node) const;

    [[nodiscard]] static tl::unexpected<TextFault> fault(const PlacedJson& node, const QString& en, const QString& ja);

private:
    QByteArrayView text_;
};

} // namespace core::policy
