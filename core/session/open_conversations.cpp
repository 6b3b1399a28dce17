#include "core/session/open_conversations.h"

#include "core/base/async_steps.h"
#include "core/base/logging.h"
#include "core/session/live_conversation.h"

namespace core::session {
namespace {

// Stands for the conversation that is not begun, which has another id each time.
const ConversationId notBegun(QStringLiteral("not-begun"));

class TranscriptFace final : public interfaces::Transcript {
public:
    TranscriptFace(std::shared_ptr<LiveConversation> live, std::shared_ptr<Person> person)
        : person_(std::move(person))
        , live_(std::move(live))
    {
        connect(live_.get(), &LiveConversation::reset, this, &Transcript::reset);
        connect(live_.get(), &LiveConversation::rowsAdded, this, &Transcript::rowsAdded);
        connect(live_.get(), &LiveConversation::rowsChanged, this, &Transcript::rowsChanged);
        connect(live_.get(), &LiveConversation::rowsRemoved, this, &Transcript::rowsRemoved);
        connect(live_.get(), &LiveConversation::textAppended, this, &Transcript::textAppended);
    }
    [[nodiscard]] int count() const override { return live_->count(); }
    [[nodiscard]] interfaces::MessageView at(int row) const override { return live_->at(row); }
    void load(int first, int count) override { live_->load(first, count); }

private:
    std::shared_ptr<Person> person_; ///< the conversation refers to it
    std::shared_ptr<LiveConversation> live_;
};

class TurnsFace final : public interfaces::Turns {
public:
    TurnsFace(std::shared_ptr<LiveConversation> live, std::shared_ptr<Person> person)
        : person_(std::move(person))
        , live_(std::move(live))
    {
        connect(live_.get(), &LiveConversation::runningChanged, this, &Turns::runningChanged);
    }
    [[nodiscard]] bool running() const override { return live_->running(); }
    [[nodiscard]] Async<> send(const interfaces::ComposedText& text) override { return live_->send(text); }
    [[nodiscard]] Async<> sendInstead(const interfaces::ComposedText& text) override
    {
        return live_->sendInstead(text);
    }
    void stop() override { live_->stop(); }
    void undo(const CallId& call) override { live_->undo(call); }
    void retry() override { live_->retry(); }
    void replayAsAdmin(const CallId& call) override { live_->replayAsAdmin(call); }

private:
    std::shared_ptr<Person> person_;
    std::shared_ptr<LiveConversation> live_;
};

class ReadersFace final : public interfaces::Readers {
public:
    ReadersFace(std::shared_ptr<LiveConversation> live, std::shared_ptr<Person> person)
        : person_(std::move(person))
        , live_(std::move(live))
    {
        connect(&live_->readers(), &ReaderConsent::questionChanged, this, &Readers::questionChanged);
    }
    [[nodiscard]] std::optional<interfaces::NewReaderView> question() const override
    {
        return live_->readers().question();
    }
    void answer(const EndpointId& endpoint, interfaces::NewReaderAnswer answer) override
    {
        live_->readers().answer(endpoint, answer);
    }

private:
    std::shared_ptr<Person> person_;
    std::shared_ptr<LiveConversation> live_;
};

} // namespace

OpenConversations::OpenConversations(std::shared_ptr<Person> person)
    : person_(std::move(person))
{
    connect(person_.get(), &Person::conversationsChanged, this, &Conversations::changed);
    connect(person_.get(), &Person::busyChanged, this, &Conversations::busyChanged);
}

OpenConversations::~OpenConversations()
{
    searching_.request_stop();
}

Async<QList<interfaces::ConversationView>> OpenConversations::page(const QString& search, int offset, int count)
{
    // The list's title reader asks for pages too: only another search takes a search's place.
    if (offset == 0 && !search.isEmpty()) {
        searching_.request_stop();
        searching_ = {};
    }
    const auto stop = searching_.get_token();
    auto found = thenStep(person_->parts(), this, [=](const std::shared_ptr<PersonParts>& parts) {
        return search.isEmpty() ? parts->store->page(offset, count) : parts->store->search(search, offset, count, stop);
    });
    return thenStep(found, this, [this](const QList<conversations::ConversationSummary>& summaries) {
        QList<interfaces::ConversationView> views;
        for (const auto& summary : summaries)
            views.append({summary.id, summary.title, summary.changedUtc, person_->isBusy(summary.id)});
        return ready<QList<interfaces::ConversationView>>(views);
    });
}

ConversationId OpenConversations::create()
{
    return ConversationId(newId());
}

Async<interfaces::OpenConversation> OpenConversations::open(const ConversationId& id)
{
    auto live = person_->live(id);
    const auto draft =
        thenStep(live->load(), this, [this, live, id] { return draftOf(live->count() == 0 ? ConversationId() : id); });
    return thenStep(draft, this, [this, live](const QString& text) {
        return ready<interfaces::OpenConversation>(interfaces::OpenConversation{
            std::make_shared<TranscriptFace>(live, person_), std::make_shared<TurnsFace>(live, person_),
            std::make_shared<ReadersFace>(live, person_), text});
    });
}

Async<QString> OpenConversations::draftOf(const ConversationId& id)
{
    const Answer<QString> answer;
    const auto read = thenStep(person_->parts(), this, [id](const std::shared_ptr<PersonParts>& parts) {
        return parts->store->draft(id.isEmpty() ? notBegun : id);
    });
    onReady(read, this, [answer](const Result<QString>& text) {
        if (!text) qCWarning(logConversations) << "a draft was not read:" << errcName(text.error().code);
        answer.give(text.value_or(QString())); // no reason not to open the conversation
    });
    return answer.future();
}

void OpenConversations::keepDraft(const ConversationId& id, const QString& text)
{
    // Queued at once, so that it is also written when the program is about to end.
    const auto parts = person_->openParts();
    if (!parts) return;
    onReady(parts->store->setDraft(id.isEmpty() ? notBegun : id, text), this, [](const Result<>& done) {
        if (!done) qCWarning(logConversations) << "a draft was not kept:" << errcName(done.error().code);
    });
}

Async<> OpenConversations::rename(const ConversationId& id, const QString& title)
{
    return thenStep(person_->parts(), this, [=, this](const std::shared_ptr<PersonParts>& parts) {
        return thenStep(parts->store->rename(id, title), this, [this] {
            Q_EMIT changed();
            return ready<>({});
        });
    });
}

Async<> OpenConversations::remove(const ConversationId& id, bool restore)
{
    return thenStep(person_->parts(), this, [=, this](const std::shared_ptr<PersonParts>& parts) {
        if (!restore && person_->isBusy(id)) person_->live(id)->stop();
        // First what could still be answered.
        const auto withdrawn =
            restore ? ready<>({}) : person_->approvals().withdrawAll(id, toolapi::Withdrawal::Removed);
        const auto done = thenStep(withdrawn, this, [restore, id, parts] {
            return restore ? parts->store->restore(id) : parts->store->remove(id);
        });
        return thenStep(done, this, [this] {
            Q_EMIT changed();
            return ready<>({});
        });
    });
}

} // namespace core::session
