#include "core/conversations/cells_p.h"
#include "core/conversations/codec_p.h"
#include "core/conversations/reading_p.h"

#include <QtCore/QHash>

namespace core::conversations {
namespace {

using storage::Row;

constexpr int mostAtOnce = 500;

MessageState messageState(qint64 number)
{
    switch (static_cast<MessageState>(number)) {
    case MessageState::Complete:
    case MessageState::Streaming:
    case MessageState::Stopped:
    case MessageState::Failed:
    case MessageState::Interrupted: return static_cast<MessageState>(number);
    }
    return MessageState::Failed;
}

CallState callState(qint64 number)
{
    switch (static_cast<CallState>(number)) {
    case CallState::Proposed:
    case CallState::Started:
    case CallState::Ended: return static_cast<CallState>(number);
    }
    return CallState::Started; // unknown: it may have had its effect
}

TurnState turnState(qint64 number)
{
    switch (static_cast<TurnState>(number)) {
    case TurnState::Running:
    case TurnState::Interrupted:
    case TurnState::Ended: return static_cast<TurnState>(number);
    }
    return TurnState::Ended; // unknown: nothing is run again
}

Speaker speakerOf(qint64 number)
{
    return number == static_cast<qint64>(Speaker::Person) ? Speaker::Person : Speaker::Agent;
}

tl::unexpected<Error> missing(const char* what)
{
    return fail(Errc::NotFound, QStringLiteral("no such ") + QLatin1String(what));
}

} // namespace

QDateTime timeFrom(qint64 milliseconds)
{
    return QDateTime::fromMSecsSinceEpoch(milliseconds, Qt::UTC);
}

Result<qint64> Reader::conversationKey(const ConversationId& id) const
{
    TRY_ASSIGN(const auto key, connection.first(QStringLiteral("SELECT key FROM conversation WHERE id = ?"),
                                                {id.text()}, [](const Row& row) { return row.integer(0); }));
    if (!key) return missing("conversation");
    return *key;
}

Result<QString> Reader::title(const QString& id, const QByteArray& sealed) const
{
    if (sealed.isEmpty()) return QString();
    return sealer.openText(cellOf("conversation", id, "title"), sealed);
}

Result<QList<ConversationSummary>> Reader::page(int offset, int count) const
{
    return connection.all(
        QStringLiteral("SELECT id, title, created, changed FROM conversation WHERE removed_by IS NULL "
                       "ORDER BY sequence DESC LIMIT ? OFFSET ?"),
        {qMax(count, 0), qMax(offset, 0)}, [this](const Row& row) -> Result<ConversationSummary> {
            TRY_ASSIGN(const auto name, title(row.text(0), row.bytes(1)));
            return ConversationSummary{ConversationId(row.text(0)), name, timeFrom(row.integer(2)),
                                       timeFrom(row.integer(3))};
        });
}

Result<QHash<ConversationId, QString>> Reader::titles(const QList<ConversationId>& ids) const
{
    QHash<ConversationId, QString> found;
    for (const auto& id : ids) {
        TRY_ASSIGN(
            const auto name,
            connection.first(QStringLiteral("SELECT title FROM conversation WHERE id = ? AND removed_by IS NULL"),
                             {id.text()}, [&](const Row& row) { return title(id.text(), row.bytes(0)); }));
        if (name) found.insert(id, *name);
    }
    return found;
}

Result<int> Reader::count(const ConversationId& id) const
{
    // The newest position, from the index: rows are only ever taken away from the end.
    TRY_ASSIGN(
        const auto last,
        connection.first(QStringLiteral("SELECT max(position) FROM message WHERE conversation = (SELECT key FROM "
                                        "conversation WHERE id = ?)"),
                         {id.text()}, [](const Row& row) { return row.isNull(0) ? -1 : row.integer(0); }));
    return static_cast<int>(last.value_or(-1) + 1);
}

Result<QList<MessageHead>> Reader::heads(const ConversationId& id, int first, int count) const
{
    TRY_ASSIGN(const auto conversation, conversationKey(id));
    return connection.all(
        QStringLiteral("SELECT id, speaker, state, at, size, (SELECT id FROM turn WHERE turn.key = message.turn), "
                       "(SELECT count(*) FROM call WHERE call.message = message.key) FROM message "
                       "WHERE conversation = ? AND position >= ? AND position < ? ORDER BY position"),
        {conversation, first, qint64(first) + qMax(count, 0)}, [](const Row& row) {
            return MessageHead{MessageId(row.text(0)),          TurnId(row.text(5)),      speakerOf(row.integer(1)),
                               messageState(row.integer(2)),    timeFrom(row.integer(3)), row.integer(4),
                               static_cast<int>(row.integer(6))};
        });
}

Result<QList<StoredMessage>> Reader::messages(const ConversationId& id, int first, int count) const
{
    TRY_ASSIGN(const auto conversation, conversationKey(id));
    struct Keyed {
        qint64 key;
        qint64 turn;
        StoredMessage message;
    };
    TRY_ASSIGN(auto rows,
               connection.all(QStringLiteral("SELECT key, id, parent, turn, position, speaker, state, at FROM message "
                                             "WHERE conversation = ? AND position >= ? AND position < ? "
                                             "ORDER BY position"),
                              {conversation, first, qint64(first) + qBound(0, count, mostAtOnce)}, [](const Row& row) {
                                  Keyed keyed{row.integer(0), row.isNull(3) ? 0 : row.integer(3), {}};
                                  keyed.message.id = MessageId(row.text(1));
                                  keyed.message.parent = MessageId(row.text(2));
                                  keyed.message.row = static_cast<int>(row.integer(4));
                                  keyed.message.speaker = speakerOf(row.integer(5));
                                  keyed.message.state = messageState(row.integer(6));
                                  keyed.message.atUtc = timeFrom(row.integer(7));
                                  return keyed;
                              }));
    QList<StoredMessage> messages;
    QHash<qint64, StoredTurn> turns;
    for (auto& [key, turnKey, message] : rows) {
        TRY(fillBody(key, message));
        TRY(fillPieces(key, message));
        TRY_ASSIGN(message.calls, calls(key));
        if (turnKey != 0 && !turns.contains(turnKey)) {
            TRY_ASSIGN(turns[turnKey], turn(turnKey));
        }
        message.turn = turns.value(turnKey);
        messages.append(std::move(message));
    }
    return messages;
}

Result<> Reader::fillBody(qint64 key, StoredMessage& message) const
{
    return connection.each(
        QStringLiteral("SELECT text, details FROM body WHERE message = ?"), {key}, [&](const Row& row) -> Result<> {
            TRY_ASSIGN(message.text, sealer.openText(cellOf("body", message.id.text(), "text"), row.bytes(0)));
            TRY_ASSIGN(const auto details, sealer.open(cellOf("body", message.id.text(), "details"), row.bytes(1)));
            readDetails(details, message);
            return {};
        });
}

Result<> Reader::fillPieces(qint64 key, StoredMessage& message) const
{
    return connection.each(
        QStringLiteral("SELECT number, text, reasoning FROM piece WHERE message = ? ORDER BY number"), {key},
        [&](const Row& row) -> Result<> {
            const auto number = row.integer(0);
            TRY_ASSIGN(const auto text, sealer.openText(pieceCell(message.id.text(), number, "text"), row.bytes(1)));
            TRY_ASSIGN(const auto reasoning,
                       sealer.openText(pieceCell(message.id.text(), number, "reasoning"), row.bytes(2)));
            message.text += text;
            message.reasoning += reasoning;
            return {};
        });
}

Result<QString> Reader::text(qint64 key, const QString& id) const
{
    QString whole;
    TRY(connection.each(QStringLiteral("SELECT text FROM body WHERE message = ?"), {key},
                        [&](const Row& row) -> Result<> {
                            TRY_ASSIGN(whole, sealer.openText(cellOf("body", id, "text"), row.bytes(0)));
                            return {};
                        }));
    TRY(connection.each(QStringLiteral("SELECT number, text FROM piece WHERE message = ? ORDER BY number"), {key},
                        [&](const Row& row) -> Result<> {
                            TRY_ASSIGN(const auto piece,
                                       sealer.openText(pieceCell(id, row.integer(0), "text"), row.bytes(1)));
                            whole += piece;
                            return {};
                        }));
    return whole;
}

Result<QList<StoredCall>> Reader::calls(qint64 key) const
{
    return connection.all(
        QStringLiteral("SELECT id, state, decided, ended, answer_size, proposal, decision, outcome FROM call "
                       "WHERE message = ? ORDER BY number"),
        {key}, [this](const Row& row) -> Result<StoredCall> {
            StoredCall call;
            const auto id = row.text(0);
            call.id = CallId(id);
            call.state = callState(row.integer(1));
            if (!row.isNull(2)) call.decidedUtc = timeFrom(row.integer(2));
            if (!row.isNull(3)) call.endedUtc = timeFrom(row.integer(3));
            call.answerSize = row.integer(4);
            TRY_ASSIGN(const auto proposal, sealer.open(cellOf("call", id, "proposal"), row.bytes(5)));
            readProposal(proposal, call);
            if (!row.isNull(6)) {
                TRY_ASSIGN(const auto decision, sealer.open(cellOf("call", id, "decision"), row.bytes(6)));
                call.decision = decisionFrom(call.id, decision);
            }
            if (!row.isNull(7)) {
                TRY_ASSIGN(const auto outcome, sealer.open(cellOf("call", id, "outcome"), row.bytes(7)));
                readOutcome(outcome, call);
            }
            return call;
        });
}

Result<StoredTurn> Reader::turn(qint64 key) const
{
    TRY_ASSIGN(const auto found,
               connection.first(
                   QStringLiteral("SELECT id, endpoint, state, ending FROM turn WHERE key = ?"), {key},
                   [this](const Row& row) -> Result<StoredTurn> {
                       StoredTurn turn{TurnId(row.text(0)), EndpointId(row.text(1)), turnState(row.integer(2)), {}, {}};
                       if (row.isNull(3)) return turn;
                       TRY_ASSIGN(const auto ending, sealer.open(cellOf("turn", row.text(0), "ending"), row.bytes(3)));
                       readEnding(ending, turn);
                       return turn;
                   }));
    if (!found) return missing("turn");
    return *found;
}

Result<CallAnswer> Reader::callAnswer(const CallId& call) const
{
    TRY_ASSIGN(const auto found,
               connection.first(QStringLiteral("SELECT value, api_body FROM answer WHERE call = (SELECT key FROM call "
                                               "WHERE id = ?)"),
                                {call.text()}, [&](const Row& row) -> Result<CallAnswer> {
                                    TRY_ASSIGN(const auto value,
                                               sealer.open(cellOf("answer", call.text(), "value"), row.bytes(0)));
                                    TRY_ASSIGN(const auto body,
                                               sealer.open(cellOf("answer", call.text(), "api_body"), row.bytes(1)));
                                    return CallAnswer{valueFrom(value), body};
                                }));
    if (!found) return missing("answer");
    return *found;
}

Result<QList<EndpointId>> Reader::endpoints(const ConversationId& id) const
{
    return connection.all(QStringLiteral("SELECT endpoint FROM endpoint WHERE conversation = (SELECT key FROM "
                                         "conversation WHERE id = ?) ORDER BY since, rowid"),
                          {id.text()}, [](const Row& row) { return EndpointId(row.text(0)); });
}

Result<std::optional<EarlierTurns>> Reader::consent(const ConversationId& id, const EndpointId& endpoint) const
{
    TRY_ASSIGN(const auto found,
               connection.first(QStringLiteral("SELECT earlier FROM consent WHERE conversation = (SELECT key FROM "
                                               "conversation WHERE id = ?) AND endpoint = ?"),
                                {id.text(), endpoint.text()},
                                [&](const Row& row) { return sealer.open(consentCell(id, endpoint), row.bytes(0)); }));
    if (found == givenWord) return EarlierTurns::Given;
    if (found == withheldWord) return EarlierTurns::Withheld;
    return std::optional<EarlierTurns>(); // none, or one that this program does not know: to be asked
}

Result<QString> Reader::draft(const ConversationId& id) const
{
    TRY_ASSIGN(const auto found,
               connection.first(
                   QStringLiteral("SELECT text FROM draft WHERE conversation = ?"), {id.text()},
                   [&](const Row& row) { return sealer.openText(cellOf("draft", id.text(), "text"), row.bytes(0)); }));
    return found.value_or(QString());
}

} // namespace core::conversations
