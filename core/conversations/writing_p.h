#pragma once

#include "core/conversations/records.h"
#include "core/storage/connection.h"
#include "core/storage/sealer.h"

namespace core::conversations {

// What is written, on the database's thread, inside a transaction.

struct Writer {
    storage::Connection& connection;
    const storage::Sealer& sealer;
    qint64 now; ///< milliseconds since 1970, UTC
    QString run;

    [[nodiscard]] Result<int> append(const ConversationId& id, const NewMessage& message, const QString& title) const;
    [[nodiscard]] Result<> stepBegun(const StepBegin& begin) const;
    [[nodiscard]] Result<> stepText(const MessageId& step, const QString& text, const QString& reasoning) const;
    [[nodiscard]] Result<> stepFinished(const StepEnd& end) const;
    [[nodiscard]] Result<> callDecided(const CallDecision& decision) const;
    [[nodiscard]] Result<> callEnded(const toolapi::ToolResult& result) const;
    [[nodiscard]] Result<> turnEnded(const TurnId& turn, const QString& ending,
                                     const std::optional<Error>& error) const;
    [[nodiscard]] Result<> turnResumed(const TurnId& turn) const;
    [[nodiscard]] Result<> turnInterrupted(const TurnId& turn) const;

    [[nodiscard]] Result<> rename(const ConversationId& id, const QString& title) const;
    [[nodiscard]] Result<> remove(const ConversationId& id) const;
    [[nodiscard]] Result<> restore(const ConversationId& id) const;
    [[nodiscard]] Result<> setDraft(const ConversationId& id, const QString& text) const;
    [[nodiscard]] Result<> setConsent(const ConversationId& id, const EndpointId& endpoint, EarlierTurns earlier) const;

private:
    struct NewRow {
        MessageId id;
        qint64 turn; ///< 0: none
        Speaker speaker;
        MessageState state;
        QString text;
        QByteArray details;
    };
    struct Found {
        qint64 key;
        qint64 state;
    };

    [[nodiscard]] Result<qint64> ensureConversation(const ConversationId& id, const QString& title) const;
    [[nodiscard]] Result<qint64> ensureTurn(qint64 conversation, const StepBegin& begin) const;
    [[nodiscard]] Result<int> insertRow(qint64 conversation, const NewRow& row) const;
    [[nodiscard]] Result<> placePersonMessage(qint64 conversation, qint64 turn, const NewMessage& message) const;
    [[nodiscard]] Result<> nothingWasDone(qint64 conversation, int row) const;
    [[nodiscard]] Result<> removeFrom(qint64 conversation, int row) const;
    [[nodiscard]] Result<> dropEmptyTurns(qint64 conversation) const;
    [[nodiscard]] Result<> insertCall(qint64 message, int number, const ProposedCall& call) const;
    [[nodiscard]] Result<Found> findStep(const MessageId& step) const;
    [[nodiscard]] Result<StoredCall> findCall(const CallId& call) const;
    [[nodiscard]] Result<> mustChange(const char* what, const QString& sql, const storage::Values& values) const;
};

} // namespace core::conversations
