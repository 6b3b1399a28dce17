#include "core/base/model_address.h"

#include <QtCore/QRegularExpression>

namespace core {

bool hasKeepableQuery(const QUrl& address)
{
    static const QRegularExpression version(QStringLiteral("\\Aapi-version=[A-Za-z0-9.-]{1,40}\\z"));
    return !address.hasQuery() || version.match(address.query(QUrl::FullyEncoded)).hasMatch();
}

} // namespace core
