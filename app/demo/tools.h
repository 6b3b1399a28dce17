#pragma once

#include <QtCore/QJsonObject>
#include <QtCore/QString>

namespace app::demo {

/// The HR API as HTTP tools, in the format that any organisation's file has (core/connectors).
[[nodiscard]] QJsonObject hrTools(const QString& hrOrigin, const QString& hrAudience);

} // namespace app::demo
