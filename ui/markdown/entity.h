#pragma once

#include <QtCore/QString>

namespace ui::markdown {

/// "&copy;" to the sign, "&#65;" and "&#x41;" to the character; a name that is not known stays as it is written
/// (CommonMark 0.30 section 2.5). Costs a search in a table: a megabyte of them is no more than a megabyte of text.
///
/// \param entity  with its "&" and ";"; md4c lets only letters and digits stand between
[[nodiscard]] QString decodedEntity(const QString& entity);

} // namespace ui::markdown
