#include "core/base/whole_characters.h"
#include "core/conversations/cells_p.h"
#include "core/conversations/codec_p.h"
#include "core/conversations/writing_p.h"

namespace core::conversations {
namespace {

using storage::Row;
using storage::Values;

constexpr auto streaming = static_cast<qint64>(MessageState::Streaming);
constexpr auto interrupted = static_cast<qint64>(MessageState::Interrupted);

// The end of what can be sealed as a text of its own.
qsizetype safeEnd(const QString& text)
{
    return wholeCharacters(text, text.size());
}

} // namespace

Result<> Writer::mustChange(const char* what, const QString& sql, const Values& values) const
{
    TRY_ASSIGN(const auto changed, connection.change(sql, values));
    if (changed == 0) return fail(Errc::NotFound, QStringLiteral("no such ") + QLatin1String(what));
    return {};
}

// Made now if it is not there; in either case it becomes the newest.
Result<qint64> Writer::ensureConversation(const ConversationId& id, const QString& title) const
{
    TRY_ASSIGN(const auto found, connection.first(QStringLiteral("SELECT key FROM conversation WHERE id = ?"),
                                                  {id.text()}, [](const Row& row) { return row.integer(0); }));
    TRY_ASSIGN(const auto newest,
               connection.first(QStringLiteral("SELECT coalesce(max(sequence), 0) + 1 FROM conversation"), {},
                                [](const Row& row) { return row.integer(0); }));
    if (found) {
        TRY(connection.change(QStringLiteral("UPDATE conversation SET sequence = ?, changed = ? WHERE key = ?"),
                              {newest.value_or(1), now, *found}));
        return *found;
    }
    QVariant sealed;
    if (!title.isEmpty()) {
        TRY_ASSIGN(sealed, sealer.sealText(cellOf("conversation", id.text(), "title"), title));
    }
    TRY(connection.change(
        QStringLiteral("INSERT INTO conversation (id, sequence, created, changed, title) VALUES (?, ?, ?, ?, ?)"),
        {id.text(), newest.value_or(1), now, now, sealed}));
    return connection.lastInsertId();
}

Result<int> Writer::insertRow(qint64 conversation, const NewRow& row) const
{
    struct Last {
        qint64 position = -1;
        QString id = {};
    };
    TRY_ASSIGN(const auto found,
               connection.first(QStringLiteral("SELECT position, id FROM message WHERE conversation = "
                                               "? ORDER BY position DESC LIMIT 1"),
                                {conversation}, [](const Row& last) { return Last{last.integer(0), last.text(1)}; }));
    const auto last = found.value_or(Last());
    TRY(connection.change(
        QStringLiteral("INSERT INTO message (id, conversation, position, parent, turn, speaker, state, at, size) "
                       "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"),
        {row.id.text(), conversation, last.position + 1, last.id, row.turn == 0 ? QVariant() : QVariant(row.turn),
         static_cast<qint64>(row.speaker), static_cast<qint64>(row.state), now, row.text.size()}));
    const auto key = connection.lastInsertId();
    TRY_ASSIGN(const auto text, sealer.sealText(cellOf("body", row.id.text(), "text"), row.text));
    TRY_ASSIGN(const auto details, sealer.seal(cellOf("body", row.id.text(), "details"), row.details));
    TRY(connection.change(QStringLiteral("INSERT INTO body (message, text, details) VALUES (?, ?, ?)"),
                          {key, text, details}));
    return static_cast<int>(last.position + 1);
}

Result<int> Writer::append(const ConversationId& id, const NewMessage& message, const QString& title) const
{
    TRY_ASSIGN(const auto conversation, ensureConversation(id, title));
    return insertRow(conversation,
                     {message.id, 0, Speaker::Person, MessageState::Complete, message.text, detailsOf(message.label)});
}

Result<qint64> Writer::ensureTurn(qint64 conversation, const StepBegin& begin) const
{
    const auto id = begin.turn.text();
    TRY(connection.change(
        QStringLiteral("INSERT INTO turn (id, conversation, endpoint, state, run) VALUES (?, ?, ?, 0, "
                       "?) ON CONFLICT (id) DO UPDATE SET state = 0, run = excluded.run, endpoint = "
                       "excluded.endpoint, ending = NULL WHERE conversation = excluded.conversation"),
        {id, conversation, begin.endpoint.text(), run}));
    TRY_ASSIGN(const auto key,
               connection.first(QStringLiteral("SELECT key FROM turn WHERE id = ? AND conversation = ?"),
                                {id, conversation}, [](const Row& row) { return row.integer(0); }));
    if (!key) return fail(Errc::Conflict, QStringLiteral("the turn belongs to another conversation"));
    return *key;
}

// It may have been stored before the turn began, or have begun another one that is answered anew: the row says who was
// asked, so it has to be the turn that was.
Result<> Writer::placePersonMessage(qint64 conversation, qint64 turn, const NewMessage& message) const
{
    TRY_ASSIGN(const auto placed,
               connection.change(QStringLiteral("UPDATE message SET turn = ? WHERE id = ? AND conversation = ? AND "
                                                "speaker = 0"),
                                 {turn, message.id.text(), conversation}));
    if (placed > 0) return {};
    TRY(insertRow(conversation,
                  {message.id, turn, Speaker::Person, MessageState::Complete, message.text, detailsOf(message.label)}));
    return {};
}

Result<> Writer::stepBegun(const StepBegin& begin) const
{
    TRY_ASSIGN(const auto conversation, ensureConversation(begin.conversation, begin.title));
    TRY(connection.change(QStringLiteral("INSERT OR IGNORE INTO endpoint (conversation, endpoint, since) VALUES (?, ?, "
                                         "?)"),
                          {conversation, begin.endpoint.text(), now}));
    if (begin.replacesFrom) {
        TRY(nothingWasDone(conversation, *begin.replacesFrom));
        TRY(removeFrom(conversation, *begin.replacesFrom));
    }
    TRY_ASSIGN(const auto turn, ensureTurn(conversation, begin));
    if (begin.message) TRY(placePersonMessage(conversation, turn, *begin.message));
    TRY(insertRow(conversation,
                  {begin.step, turn, Speaker::Agent, MessageState::Streaming, {}, detailsOf(toolapi::fromModel())}));
    return begin.message || begin.replacesFrom ? dropEmptyTurns(conversation) : Result<>();
}

Result<Writer::Found> Writer::findStep(const MessageId& step) const
{
    TRY_ASSIGN(const auto found,
               connection.first(QStringLiteral("SELECT key, state FROM message WHERE id = ? AND "
                                               "speaker = 1"),
                                {step.text()}, [](const Row& row) { return Found{row.integer(0), row.integer(1)}; }));
    if (!found) return fail(Errc::NotFound, QStringLiteral("no such step"));
    return *found;
}

Result<> Writer::stepText(const MessageId& step, const QString& text, const QString& reasoning) const
{
    TRY_ASSIGN(const auto found, findStep(step));
    if (found.state != streaming) return fail(Errc::Conflict, QStringLiteral("the step is over"));
    struct Last {
        qint64 number = -1;
        qint64 text = 0;
        qint64 reasoning = 0;
    };
    TRY_ASSIGN(const auto piece,
               connection.first(QStringLiteral("SELECT number, text_end, reasoning_end FROM piece WHERE message = ? "
                                               "ORDER BY number DESC LIMIT 1"),
                                {found.key},
                                [](const Row& row) { return Last{row.integer(0), row.integer(1), row.integer(2)}; }));
    auto last = piece.value_or(Last());
    const auto textEnd = safeEnd(text);
    const auto reasoningEnd = safeEnd(reasoning);
    if (textEnd < last.text || reasoningEnd < last.reasoning) { // not a longer one but another one
        TRY(connection.change(QStringLiteral("DELETE FROM piece WHERE message = ?"), {found.key}));
        last = Last();
    }
    if (textEnd == last.text && reasoningEnd == last.reasoning) return {};
    const auto number = last.number + 1;
    TRY_ASSIGN(const auto sealedText,
               sealer.sealText(pieceCell(step.text(), number, "text"), text.mid(last.text, textEnd - last.text)));
    TRY_ASSIGN(const auto sealedReasoning,
               sealer.sealText(pieceCell(step.text(), number, "reasoning"),
                               reasoning.mid(last.reasoning, reasoningEnd - last.reasoning)));
    TRY(connection.change(
        QStringLiteral("INSERT INTO piece (message, number, text_end, reasoning_end, text, reasoning) "
                       "VALUES (?, ?, ?, ?, ?, ?)"),
        {found.key, number, textEnd, reasoningEnd, sealedText, sealedReasoning}));
    TRY(connection.change(QStringLiteral("UPDATE message SET size = ? WHERE key = ?"), {textEnd, found.key}));
    return {};
}

Result<> Writer::stepFinished(const StepEnd& end) const
{
    TRY_ASSIGN(const auto found, findStep(end.step));
    if (found.state != streaming && found.state != interrupted)
        return fail(Errc::Conflict, QStringLiteral("the step is over already"));
    TRY_ASSIGN(const auto text, sealer.sealText(cellOf("body", end.step.text(), "text"), end.text));
    TRY_ASSIGN(const auto details, sealer.seal(cellOf("body", end.step.text(), "details"), detailsOf(end)));
    TRY(connection.change(QStringLiteral("UPDATE message SET state = ?, size = ? WHERE key = ?"),
                          {static_cast<qint64>(end.state), end.text.size(), found.key}));
    TRY(connection.change(QStringLiteral("UPDATE body SET text = ?, details = ? WHERE message = ?"),
                          {text, details, found.key}));
    TRY(connection.change(QStringLiteral("DELETE FROM piece WHERE message = ?"), {found.key}));
    int number = 0;
    for (const auto& call : end.calls)
        TRY(insertCall(found.key, number++, call));
    return {};
}

Result<> Writer::insertCall(qint64 message, int number, const ProposedCall& call) const
{
    TRY_ASSIGN(const auto proposal, sealer.seal(cellOf("call", call.id.text(), "proposal"), proposalOf(call)));
    TRY(connection.change(
        QStringLiteral("INSERT INTO call (id, message, number, state, proposal) VALUES (?, ?, ?, 0, ?)"),
        {call.id.text(), message, number, proposal}));
    return {};
}

// What is needed to decide whether it may go on: its state, effect and outcome.
Result<StoredCall> Writer::findCall(const CallId& call) const
{
    TRY_ASSIGN(const auto found,
               connection.first(QStringLiteral("SELECT state, proposal, outcome FROM call WHERE id = ?"), {call.text()},
                                [&](const Row& row) -> Result<StoredCall> {
                                    StoredCall stored;
                                    stored.id = call;
                                    stored.state = static_cast<CallState>(row.integer(0));
                                    TRY_ASSIGN(const auto proposal,
                                               sealer.open(cellOf("call", call.text(), "proposal"), row.bytes(1)));
                                    readProposal(proposal, stored);
                                    if (row.isNull(2)) return stored;
                                    TRY_ASSIGN(const auto outcome,
                                               sealer.open(cellOf("call", call.text(), "outcome"), row.bytes(2)));
                                    readOutcome(outcome, stored);
                                    return stored;
                                }));
    if (!found) return fail(Errc::NotFound, QStringLiteral("no such call"));
    return *found;
}

Result<> Writer::callDecided(const CallDecision& decision) const
{
    const auto id = decision.call.text();
    TRY_ASSIGN(const auto call, findCall(decision.call));
    const bool again = call.state == CallState::Started && toolapi::isRepeatable(call.effect);
    if (call.state != CallState::Proposed && !again)
        return fail(Errc::Conflict, QStringLiteral("the call was started before"));
    const auto state = decision.kind == CallDecision::Kind::Run ? CallState::Started : CallState::Proposed;
    TRY_ASSIGN(const auto sealed, sealer.seal(cellOf("call", id, "decision"), bytesOf(decision)));
    return mustChange("call", QStringLiteral("UPDATE call SET state = ?, decided = ?, decision = ? WHERE id = ?"),
                      {static_cast<qint64>(state), now, sealed, id});
}

Result<> Writer::callEnded(const toolapi::ToolResult& result) const
{
    const auto id = result.id.text();
    TRY_ASSIGN(const auto call, findCall(result.id));
    if (call.state == CallState::Ended) {
        if (call.result && call.result->outcome == result.outcome) return {};
        return fail(Errc::Conflict, QStringLiteral("the call has another outcome already"));
    }
    if (call.state == CallState::Started && toolapi::saysNotBegun(result.outcome))
        return fail(Errc::Conflict, QStringLiteral("the call was begun"));
    const auto body = result.api ? result.api->body : QByteArray();
    const auto value = valueBytes(result.value);
    TRY_ASSIGN(const auto outcome, sealer.seal(cellOf("call", id, "outcome"), outcomeOf(result)));
    TRY_ASSIGN(const auto sealedValue, sealer.seal(cellOf("answer", id, "value"), value));
    TRY_ASSIGN(const auto sealedBody, sealer.seal(cellOf("answer", id, "api_body"), body));
    TRY(connection.change(
        QStringLiteral("UPDATE call SET state = 2, ended = ?, outcome = ?, answer_size = ? WHERE id = ?"),
        {now, outcome, qMax(body.size(), value.size() - 2), id}));
    TRY(connection.change(QStringLiteral("INSERT INTO answer (call, value, api_body) SELECT key, ?, ? FROM call "
                                         "WHERE id = ?"),
                          {sealedValue, sealedBody, id}));
    return {};
}

Result<> Writer::turnEnded(const TurnId& turn, const QString& ending, const std::optional<Error>& error) const
{
    TRY_ASSIGN(const auto sealed, sealer.seal(cellOf("turn", turn.text(), "ending"), endingOf(ending, error)));
    return mustChange("turn", QStringLiteral("UPDATE turn SET state = 2, ending = ? WHERE id = ?"),
                      {sealed, turn.text()});
}

Result<> Writer::turnResumed(const TurnId& turn) const
{
    return mustChange("turn", QStringLiteral("UPDATE turn SET state = 0, run = ?, ending = NULL WHERE id = ?"),
                      {run, turn.text()});
}

Result<> Writer::turnInterrupted(const TurnId& turn) const
{
    TRY(mustChange("turn", QStringLiteral("UPDATE turn SET state = 1 WHERE id = ? AND state < 2"), {turn.text()}));
    TRY(connection.change(
        QStringLiteral("UPDATE message SET state = 4 WHERE state = 1 AND turn = (SELECT key FROM turn "
                       "WHERE id = ?)"),
        {turn.text()}));
    return {};
}

// What a call did would be gone from the conversation, and might be had a second time.
Result<> Writer::nothingWasDone(qint64 conversation, int row) const
{
    TRY_ASSIGN(
        const auto begun,
        connection.all(QStringLiteral("SELECT call.id FROM call JOIN message ON message.key = call.message WHERE "
                                      "message.conversation = ? AND message.position >= ? AND call.decided IS "
                                      "NOT NULL"),
                       {conversation, row}, [](const Row& found) { return CallId(found.text(0)); }));
    for (const auto& id : begun) {
        TRY_ASSIGN(const auto call, findCall(id));
        if (!toolapi::isRepeatable(call.effect))
            return fail(Errc::Conflict, QStringLiteral("what is replaced has done something"));
    }
    return {};
}

Result<> Writer::removeFrom(qint64 conversation, int row) const
{
    TRY(connection.change(QStringLiteral("DELETE FROM message WHERE conversation = ? AND position >= ?"),
                          {conversation, row}));
    return {};
}

Result<> Writer::dropEmptyTurns(qint64 conversation) const
{
    TRY(connection.change(
        QStringLiteral("DELETE FROM turn WHERE conversation = ? AND NOT EXISTS (SELECT 1 FROM message "
                       "WHERE message.turn = turn.key)"),
        {conversation}));
    return {};
}

Result<> Writer::rename(const ConversationId& id, const QString& title) const
{
    QVariant sealed;
    if (!title.isEmpty()) {
        TRY_ASSIGN(sealed, sealer.sealText(cellOf("conversation", id.text(), "title"), title));
    }
    return mustChange("conversation", QStringLiteral("UPDATE conversation SET title = ? WHERE id = ?"),
                      {sealed, id.text()});
}

Result<> Writer::remove(const ConversationId& id) const
{
    return mustChange("conversation", QStringLiteral("UPDATE conversation SET removed_by = ? WHERE id = ?"),
                      {run, id.text()});
}

Result<> Writer::restore(const ConversationId& id) const
{
    return mustChange("conversation", QStringLiteral("UPDATE conversation SET removed_by = NULL WHERE id = ?"),
                      {id.text()});
}

Result<> Writer::setDraft(const ConversationId& id, const QString& text) const
{
    if (text.isEmpty()) {
        TRY(connection.change(QStringLiteral("DELETE FROM draft WHERE conversation = ?"), {id.text()}));
        return {};
    }
    TRY_ASSIGN(const auto sealed, sealer.sealText(cellOf("draft", id.text(), "text"), text));
    TRY(connection.change(QStringLiteral("INSERT INTO draft (conversation, text) VALUES (?, ?) ON CONFLICT "
                                         "(conversation) DO UPDATE SET text = excluded.text"),
                          {id.text(), sealed}));
    return {};
}

Result<> Writer::setConsent(const ConversationId& id, const EndpointId& endpoint, EarlierTurns earlier) const
{
    const auto& word = earlier == EarlierTurns::Given ? givenWord : withheldWord;
    TRY_ASSIGN(const auto sealed, sealer.seal(consentCell(id, endpoint), word));
    return mustChange("conversation",
                      QStringLiteral("INSERT INTO consent (conversation, endpoint, earlier, since) SELECT key, ?, ?, ? "
                                     "FROM conversation WHERE id = ? ON CONFLICT (conversation, endpoint) DO UPDATE "
                                     "SET earlier = excluded.earlier, since = excluded.since"),
                      {endpoint.text(), sealed, now, id.text()});
}

} // namespace core::conversations
