#pragma once

#include "core/base/async.h"
#include "core/base/clock.h"
#include "core/conversations/records.h"
#include "core/storage/database.h"
#include "core/storage/sealer.h"

#include <QtCore/QHash>

#include <memory>
#include <stop_token>

namespace core::conversations {

class Run;

/// The conversations of one person on this machine, in one database. Titles, texts, drafts, arguments, answers and
/// errors are sealed with the person's key; ids, times, states, sizes and endpoint ids are not.
///
/// Opening costs the same whatever is stored. Nothing reads more than what it is asked for.
///
/// Thread: any; every answer comes through onReady() on the caller's thread. Calls are carried out in the order they
/// were made. A write that was answered is on the disk (fsync), unless it says otherwise.
///
/// Every function fails with
/// \error DiskFull, Busy  as core::storage::Connection: keep what is on the screen and try again
/// \error Corrupt         the file is damaged, or was sealed with another key
/// \error NotFound        no such conversation, message, call or turn
/// Logs: ids and codes.
class ConversationStore {
public:
    /// Opens the store, making it when it is not there. Turns that were running in a program that is gone become
    /// Interrupted, and so do their streaming steps; what was removed in such a run is deleted for good, bit by bit,
    /// after the answer.
    ///
    /// \param path   <data>/<UserKey::storageName()>/conversations.db
    /// \param clock  must outlive the store
    /// \error Unsupported  a newer program wrote it
    [[nodiscard]] static Async<std::shared_ptr<ConversationStore>> open(const QString& path, storage::Sealer sealer,
                                                                        const Clock& clock);
    /// For "this run only".
    [[nodiscard]] static Async<std::shared_ptr<ConversationStore>> openInMemory(storage::Sealer sealer,
                                                                                const Clock& clock);
    ~ConversationStore();
    ConversationStore(const ConversationStore&) = delete;
    ConversationStore& operator=(const ConversationStore&) = delete;

    /// What was found when the store was opened.
    [[nodiscard]] const QList<InterruptedTurn>& interrupted() const noexcept { return interrupted_; }

    // ---- the list ----

    /// Newest first, without the removed ones.
    [[nodiscard]] Async<QList<ConversationSummary>> page(int offset, int count) const;

    /// The same of those whose title or whose messages' texts contain `text` (case and width do not count; tool
    /// answers are not searched). Decrypts and scans, newest first, in small slices between which other work runs, and
    /// stops as soon as the page is full: README.md says why there is no index.
    ///
    /// \error Cancelled  `stop` was requested, or the store was closed
    [[nodiscard]] Async<QList<ConversationSummary>> search(const QString& text, int offset, int count,
                                                           std::stop_token stop) const;

    /// Of those that are stored and not removed; empty: not named yet.
    [[nodiscard]] Async<QHash<ConversationId, QString>> titles(const QList<ConversationId>& ids) const;

    /// Does not change its place in the list.
    [[nodiscard]] Async<> rename(const ConversationId& id, const QString& title);
    /// Hides it. Until the program ends `restore` brings it back; then it is deleted for good.
    [[nodiscard]] Async<> remove(const ConversationId& id);
    [[nodiscard]] Async<> restore(const ConversationId& id);

    /// What was typed and not sent. The conversation need not be stored yet. An empty text forgets the draft.
    [[nodiscard]] Async<> setDraft(const ConversationId& id, const QString& text);
    /// Empty when there is none.
    [[nodiscard]] Async<QString> draft(const ConversationId& id) const;

    // ---- reading one conversation ----

    /// How many rows it has; 0 when it is not stored.
    [[nodiscard]] Async<int> count(const ConversationId& id) const;
    /// Rows without their contents; none beyond the end.
    [[nodiscard]] Async<QList<MessageHead>> heads(const ConversationId& id, int first, int count) const;
    /// Rows with contents and calls, without the calls' whole answers; at most 500 at once.
    [[nodiscard]] Async<QList<StoredMessage>> messages(const ConversationId& id, int first, int count) const;
    [[nodiscard]] Async<CallAnswer> callAnswer(const CallId& call) const;
    /// The model endpoints that have read it, the first one first.
    [[nodiscard]] Async<QList<EndpointId>> endpoints(const ConversationId& id) const;

    /// What the person answered for this endpoint in this conversation. Nothing: they were not asked yet.
    [[nodiscard]] Async<std::optional<EarlierTurns>> consent(const ConversationId& id,
                                                             const EndpointId& endpoint) const;
    [[nodiscard]] Async<> setConsent(const ConversationId& id, const EndpointId& endpoint, EarlierTurns earlier);

    // ---- writing a turn ----

    /// Stores what the person sent, before any step; makes the conversation when it is not there yet.
    /// \return the new row. \error Conflict  the id is taken
    [[nodiscard]] Async<int> append(const ConversationId& id, NewMessage message, const QString& title = {});

    /// Everything of StepBegin in one transaction. An interrupted turn runs again from here.
    /// \error Conflict  the step is there already, or a call of what is replaced has had an effect
    [[nodiscard]] Async<> stepBegun(StepBegin begin);
    /// A checkpoint of the running step: the whole text so far. Only what is new since the last one is written.
    [[nodiscard]] Async<> stepText(const MessageId& step, const QString& text, const QString& reasoning);
    [[nodiscard]] Async<> stepFinished(StepEnd end);
    /// The decision, and with Kind::Run the intent. A call that only reads may be started again after it was cut off.
    /// \error Conflict  it was started before, or has an outcome: an effect is never begun twice
    [[nodiscard]] Async<> callDecided(CallDecision decision);
    /// Its outcome and whole answer; `id` says which call. Also for a call that was refused or never decided. The
    /// first outcome stays: giving the same one again changes nothing.
    /// \error Conflict  it has another outcome already, or this one says that it was not begun, and it was
    [[nodiscard]] Async<> callEnded(toolapi::ToolResult result);
    /// A turn that waited, or was cut off, runs again, in this run of the program.
    [[nodiscard]] Async<> turnResumed(const TurnId& turn);
    [[nodiscard]] Async<> turnEnded(const TurnId& turn, const QString& ending, std::optional<Error> error);
    /// The running steps of the turn become Interrupted, as after a crash: for a program that ends in the middle.
    [[nodiscard]] Async<> turnInterrupted(const TurnId& turn);

private:
    ConversationStore(std::shared_ptr<storage::Database> database, storage::Sealer sealer, const Clock& clock,
                      std::shared_ptr<Run> run);
    [[nodiscard]] static Async<std::shared_ptr<ConversationStore>>
    start(Async<std::shared_ptr<storage::Database>> opened, const QString& path, storage::Sealer sealer,
          const Clock& clock);
    static void takeUp(const std::shared_ptr<storage::Database>& database, const QString& runs,
                       const storage::Sealer& sealer, const Clock& clock,
                       const Answer<std::shared_ptr<ConversationStore>>& answer);
    void purge();

    std::shared_ptr<Run> run_; // its lock is given up after the database has finished
    std::shared_ptr<storage::Database> database_;
    storage::Sealer sealer_;
    const Clock& clock_;
    QList<InterruptedTurn> interrupted_;
};

} // namespace core::conversations
