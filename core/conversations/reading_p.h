#pragma once

#include "core/conversations/records.h"
#include "core/storage/connection.h"
#include "core/storage/sealer.h"

#include <QtCore/QHash>

namespace core::conversations {

// What is read, on the database's thread.

struct Reader {
    storage::Connection& connection;
    const storage::Sealer& sealer;

    /// \error NotFound  no such conversation
    [[nodiscard]] Result<qint64> conversationKey(const ConversationId& id) const;
    [[nodiscard]] Result<QList<ConversationSummary>> page(int offset, int count) const;
    [[nodiscard]] Result<QHash<ConversationId, QString>> titles(const QList<ConversationId>& ids) const;
    [[nodiscard]] Result<int> count(const ConversationId& id) const;
    [[nodiscard]] Result<QList<MessageHead>> heads(const ConversationId& id, int first, int count) const;
    [[nodiscard]] Result<QList<StoredMessage>> messages(const ConversationId& id, int first, int count) const;
    [[nodiscard]] Result<CallAnswer> callAnswer(const CallId& call) const;
    [[nodiscard]] Result<QList<EndpointId>> endpoints(const ConversationId& id) const;
    [[nodiscard]] Result<std::optional<EarlierTurns>> consent(const ConversationId& id,
                                                              const EndpointId& endpoint) const;
    [[nodiscard]] Result<QString> draft(const ConversationId& id) const;

    /// One sealed text that may be NULL.
    [[nodiscard]] Result<QString> title(const QString& id, const QByteArray& sealed) const;
    /// A message's text as far as it is known, streamed pieces included.
    [[nodiscard]] Result<QString> text(qint64 key, const QString& id) const;

private:
    [[nodiscard]] Result<> fillBody(qint64 key, StoredMessage& message) const;
    [[nodiscard]] Result<> fillPieces(qint64 key, StoredMessage& message) const;
    [[nodiscard]] Result<QList<StoredCall>> calls(qint64 key) const;
    [[nodiscard]] Result<StoredTurn> turn(qint64 key) const;
};

[[nodiscard]] QDateTime timeFrom(qint64 milliseconds);

} // namespace core::conversations
