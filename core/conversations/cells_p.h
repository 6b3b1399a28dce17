#pragma once

#include "core/base/ids.h"
#include "core/storage/sealer.h"

namespace core::conversations {

// Where each sealed value lies; written and read with the same name.
[[nodiscard]] inline storage::Cell cellOf(const char* table, const QString& record, const char* column)
{
    return {QLatin1String(table), record, QLatin1String(column)};
}

/// A streamed piece: its number is part of the record, so that pieces cannot be put into another order.
[[nodiscard]] inline storage::Cell pieceCell(const QString& message, qint64 number, const char* column)
{
    return cellOf("piece", message + QLatin1Char('/') + QString::number(number), column);
}

inline const QByteArray givenWord = QByteArrayLiteral("given");
inline const QByteArray withheldWord = QByteArrayLiteral("withheld");

/// The person's word about one endpoint: it cannot be moved to another one.
[[nodiscard]] inline storage::Cell consentCell(const ConversationId& conversation, const EndpointId& endpoint)
{
    return cellOf("consent", conversation.text() + QLatin1Char('/') + endpoint.text(), "earlier");
}

} // namespace core::conversations
