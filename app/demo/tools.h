#pragma once

#include <QtCore/QJsonObject>
#include <QtCore/QString>

namespace app::demo {

/// The HR API as HTTP tools for people of `issuer`, in the format that any organisation's file has (core/connectors).
[[nodiscard]] QJsonObject hrTools(const QString& hrOrigin, const QString& hrAudience, const QString& issuer);

} // namespace app::demo
