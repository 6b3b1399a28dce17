#include "core/session/reader_consent.h"

#include "core/base/async_steps.h"
#include "core/session/stored_words.h"

namespace core::session {

using conversations::ConversationStore;
using conversations::EarlierTurns;
using conversations::StoredMessage;
using interfaces::NewReaderAnswer;

ReaderConsent::ReaderConsent(ConversationId id, ModelChoice& models)
    : id_(std::move(id))
    , models_(models)
{
    connect(&models_, &ModelChoice::changed, this, [this] {
        if (question_ && !isCurrent(question_->view.endpoint.id)) withdraw();
    });
}

bool ReaderConsent::isCurrent(const EndpointId& endpoint) const
{
    const auto endpoints = models_.endpoints();
    return !endpoints.isEmpty() && endpoints.first().id == endpoint;
}

Async<EarlierTurns> ReaderConsent::settle(const std::shared_ptr<ConversationStore>& store,
                                          const QList<StoredMessage>& rows, const EndpointId& reader)
{
    if (!othersWereTold(rows, reader)) return ready<EarlierTurns>(EarlierTurns::Withheld);
    const bool readPart =
        std::any_of(rows.begin(), rows.end(), [&](const StoredMessage& row) { return row.turn.endpoint == reader; });
    return thenStep(store->consent(id_, reader), this, [=, this](const std::optional<EarlierTurns>& known) {
        if (known) return ready<EarlierTurns>(*known);
        if (!isCurrent(reader))
            return failed<EarlierTurns>(Errc::Cancelled, QStringLiteral("another model was chosen"));
        return thenStep(ask(models_.endpoints().first(), readPart), this, [=, this](EarlierTurns earlier) {
            return thenStep(store->setConsent(id_, reader, earlier), this,
                            [earlier] { return ready<EarlierTurns>(earlier); });
        });
    });
}

Async<EarlierTurns> ReaderConsent::ask(const interfaces::EndpointView& reader, bool readPart)
{
    question_ = Question{{reader, readPart}, {}};
    const auto answered = question_->answer.future();
    Q_EMIT questionChanged();
    return answered;
}

std::optional<interfaces::NewReaderView> ReaderConsent::question() const
{
    if (!question_) return {};
    return question_->view;
}

void ReaderConsent::answer(const EndpointId& endpoint, NewReaderAnswer answer)
{
    if (!question_ || question_->view.endpoint.id != endpoint) return;
    if (answer == NewReaderAnswer::Cancel) return withdraw();
    const auto asked = *std::exchange(question_, {});
    asked.answer.give(answer == NewReaderAnswer::GiveEarlier ? EarlierTurns::Given : EarlierTurns::Withheld);
    Q_EMIT questionChanged();
}

void ReaderConsent::withdraw()
{
    if (!question_) return;
    const auto asked = *std::exchange(question_, {});
    asked.answer.give(fail(Errc::Cancelled, QStringLiteral("the new reader was not wanted")));
    Q_EMIT questionChanged();
}

} // namespace core::session
