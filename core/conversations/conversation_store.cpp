#include "core/conversations/conversation_store.h"

#include "core/base/logging.h"
#include "core/conversations/reading_p.h"
#include "core/conversations/run_p.h"
#include "core/conversations/schema_p.h"
#include "core/conversations/searching_p.h"
#include "core/conversations/writing_p.h"

namespace core::conversations {
namespace {

using storage::Connection;
using storage::Database;
using storage::Progress;
using storage::Sealer;

// Work that waits in the queue outlives the store, so it holds copies of what it needs.
template <typename Read>
auto reading(Database& database, const Sealer& sealer, Read read)
{
    return database.run(
        [sealer, read = std::move(read)](Connection& connection) { return read(Reader{connection, sealer}); });
}

template <typename Write>
auto writing(Database& database, const Sealer& sealer, const Clock& clock, const Run& run, Write write)
{
    return database.transaction(
        [sealer, now = clock.nowUtc().toMSecsSinceEpoch(), id = run.id(),
         write = std::move(write)](Connection& connection) { return write(Writer{connection, sealer, now, id}); });
}

} // namespace

ConversationStore::ConversationStore(std::shared_ptr<Database> database, Sealer sealer, const Clock& clock,
                                     std::shared_ptr<Run> run)
    : run_(std::move(run))
    , database_(std::move(database))
    , sealer_(std::move(sealer))
    , clock_(clock)
{}

ConversationStore::~ConversationStore() = default;

Async<std::shared_ptr<ConversationStore>> ConversationStore::open(const QString& path, Sealer sealer,
                                                                  const Clock& clock)
{
    return start(Database::open(path, migrations()), path + QStringLiteral(".runs"), std::move(sealer), clock);
}

Async<std::shared_ptr<ConversationStore>> ConversationStore::openInMemory(Sealer sealer, const Clock& clock)
{
    return start(Database::openInMemory(migrations()), {}, std::move(sealer), clock);
}

Async<std::shared_ptr<ConversationStore>> ConversationStore::start(Async<std::shared_ptr<Database>> opened,
                                                                   const QString& runs, Sealer sealer,
                                                                   const Clock& clock)
{
    const Answer<std::shared_ptr<ConversationStore>> answer;
    opened.then([=, sealer = std::move(sealer), &clock](const Result<std::shared_ptr<Database>>& database) {
        if (database)
            takeUp(*database, runs, sealer, clock, answer);
        else
            answer.give(tl::unexpected(database.error()));
    });
    return answer.future();
}

void ConversationStore::takeUp(const std::shared_ptr<Database>& database, const QString& runs, const Sealer& sealer,
                               const Clock& clock, const Answer<std::shared_ptr<ConversationStore>>& answer)
{
    const auto run = Run::begin(runs);
    if (!run) {
        answer.give(tl::unexpected(run.error()));
        return;
    }
    const std::shared_ptr<ConversationStore> store(new ConversationStore(database, sealer, clock, *run));
    auto recovered = database->transaction([run = *run](Connection& connection) { return recover(connection, *run); });
    recovered.then([answer, store](const Result<QList<InterruptedTurn>>& interrupted) {
        if (!interrupted) {
            answer.give(tl::unexpected(interrupted.error()));
            return;
        }
        store->interrupted_ = *interrupted;
        store->purge();
        answer.give(store);
    });
}

void ConversationStore::purge()
{
    auto purged = database_->transactionSlices([run = run_](Connection& connection) -> Result<Progress> {
        TRY_ASSIGN(const auto more, purgeSome(connection, *run));
        if (!more) run->tidy();
        return more ? Progress::More : Progress::Done;
    });
    purged.then([](const Result<>& result) {
        if (!result) qCWarning(logConversations) << "purge:" << errcName(result.error().code);
    });
}

Async<QList<ConversationSummary>> ConversationStore::page(int offset, int count) const
{
    return reading(*database_, sealer_, [=](const Reader& reader) { return reader.page(offset, count); });
}

Async<QList<ConversationSummary>> ConversationStore::search(const QString& text, int offset, int count,
                                                            std::stop_token stop) const
{
    if (text.trimmed().isEmpty()) return page(offset, count);
    const auto search = std::make_shared<Search>(text.trimmed(), offset, count, std::move(stop));
    auto done = database_->slices(
        [search, sealer = sealer_](Connection& connection) { return search->slice(Reader{connection, sealer}); });
    return done.then([search](const Result<>& result) -> Result<QList<ConversationSummary>> {
        if (!result) return tl::unexpected(result.error());
        return search->found();
    });
}

Async<QHash<ConversationId, QString>> ConversationStore::titles(const QList<ConversationId>& ids) const
{
    return reading(*database_, sealer_, [=](const Reader& reader) { return reader.titles(ids); });
}

Async<> ConversationStore::rename(const ConversationId& id, const QString& title)
{
    return writing(*database_, sealer_, clock_, *run_, [=](const Writer& writer) { return writer.rename(id, title); });
}

Async<> ConversationStore::remove(const ConversationId& id)
{
    return writing(*database_, sealer_, clock_, *run_, [=](const Writer& writer) { return writer.remove(id); });
}

Async<> ConversationStore::restore(const ConversationId& id)
{
    return writing(*database_, sealer_, clock_, *run_, [=](const Writer& writer) { return writer.restore(id); });
}

Async<> ConversationStore::setDraft(const ConversationId& id, const QString& text)
{
    return writing(*database_, sealer_, clock_, *run_, [=](const Writer& writer) { return writer.setDraft(id, text); });
}

Async<QString> ConversationStore::draft(const ConversationId& id) const
{
    return reading(*database_, sealer_, [=](const Reader& reader) { return reader.draft(id); });
}

Async<int> ConversationStore::count(const ConversationId& id) const
{
    return reading(*database_, sealer_, [=](const Reader& reader) { return reader.count(id); });
}

Async<QList<MessageHead>> ConversationStore::heads(const ConversationId& id, int first, int count) const
{
    return reading(*database_, sealer_, [=](const Reader& reader) { return reader.heads(id, first, count); });
}

Async<QList<StoredMessage>> ConversationStore::messages(const ConversationId& id, int first, int count) const
{
    return reading(*database_, sealer_, [=](const Reader& reader) { return reader.messages(id, first, count); });
}

Async<CallAnswer> ConversationStore::callAnswer(const CallId& call) const
{
    return reading(*database_, sealer_, [=](const Reader& reader) { return reader.callAnswer(call); });
}

Async<QList<EndpointId>> ConversationStore::endpoints(const ConversationId& id) const
{
    return reading(*database_, sealer_, [=](const Reader& reader) { return reader.endpoints(id); });
}

Async<std::optional<EarlierTurns>> ConversationStore::consent(const ConversationId& id,
                                                              const EndpointId& endpoint) const
{
    return reading(*database_, sealer_, [=](const Reader& reader) { return reader.consent(id, endpoint); });
}

Async<> ConversationStore::setConsent(const ConversationId& id, const EndpointId& endpoint, EarlierTurns earlier)
{
    return writing(*database_, sealer_, clock_, *run_,
                   [=](const Writer& writer) { return writer.setConsent(id, endpoint, earlier); });
}

Async<int> ConversationStore::append(const ConversationId& id, NewMessage message, const QString& title)
{
    return writing(*database_, sealer_, clock_, *run_, [id, message = std::move(message), title](const Writer& writer) {
        return writer.append(id, message, title);
    });
}

Async<> ConversationStore::stepBegun(StepBegin begin)
{
    return writing(*database_, sealer_, clock_, *run_,
                   [begin = std::move(begin)](const Writer& writer) { return writer.stepBegun(begin); });
}

Async<> ConversationStore::stepText(const MessageId& step, const QString& text, const QString& reasoning)
{
    return writing(*database_, sealer_, clock_, *run_,
                   [=](const Writer& writer) { return writer.stepText(step, text, reasoning); });
}

Async<> ConversationStore::stepFinished(StepEnd end)
{
    return writing(*database_, sealer_, clock_, *run_,
                   [end = std::move(end)](const Writer& writer) { return writer.stepFinished(end); });
}

Async<> ConversationStore::callDecided(CallDecision decision)
{
    return writing(*database_, sealer_, clock_, *run_,
                   [decision = std::move(decision)](const Writer& writer) { return writer.callDecided(decision); });
}

Async<> ConversationStore::callEnded(toolapi::ToolResult result)
{
    return writing(*database_, sealer_, clock_, *run_,
                   [result = std::move(result)](const Writer& writer) { return writer.callEnded(result); });
}

Async<> ConversationStore::turnResumed(const TurnId& turn)
{
    return writing(*database_, sealer_, clock_, *run_, [=](const Writer& writer) { return writer.turnResumed(turn); });
}

Async<> ConversationStore::turnEnded(const TurnId& turn, const QString& ending, std::optional<Error> error)
{
    return writing(*database_, sealer_, clock_, *run_, [turn, ending, error = std::move(error)](const Writer& writer) {
        return writer.turnEnded(turn, ending, error);
    });
}

Async<> ConversationStore::turnInterrupted(const TurnId& turn)
{
    return writing(*database_, sealer_, clock_, *run_,
                   [=](const Writer& writer) { return writer.turnInterrupted(turn); });
}

} // namespace core::conversations
