#pragma once

#include "core/conversations/conversation_store.h"
#include "core/interfaces/window.h"
#include "core/session/model_choice.h"

#include <QtCore/QObject>

#include <optional>

namespace core::session {

/// Whether a model endpoint may be given what others were told in one conversation. Every endpoint is a reader: without
/// the person's word it gets its own turns only. The word is kept in the store, for that conversation and endpoint.
class ReaderConsent final : public QObject {
    Q_OBJECT
public:
    /// `models` must outlive it.
    ReaderConsent(ConversationId id, ModelChoice& models);

    /// From the store, or asked of the person when others were told something in `rows` and there is no word yet.
    /// Resolves when the word is on the disk. `reader` is the model in use; when another one takes its place, the
    /// question is withdrawn.
    /// \error Cancelled  the person wants neither, or chose another model  \error those of ConversationStore
    [[nodiscard]] Async<conversations::EarlierTurns>
    settle(const std::shared_ptr<conversations::ConversationStore>& store,
           const QList<conversations::StoredMessage>& rows, const EndpointId& reader);

    [[nodiscard]] std::optional<interfaces::NewReaderView> question() const;
    /// Does nothing when `endpoint` is not the one that is asked about.
    void answer(const EndpointId& endpoint, interfaces::NewReaderAnswer answer);
    /// Answers an open question with Cancelled.
    void withdraw();

Q_SIGNALS:
    void questionChanged();

private:
    struct Question {
        interfaces::NewReaderView view;
        Answer<conversations::EarlierTurns> answer;
    };
    [[nodiscard]] Async<conversations::EarlierTurns> ask(const interfaces::EndpointView& reader, bool readPart);
    [[nodiscard]] bool isCurrent(const EndpointId& endpoint) const;

    ConversationId id_;
    ModelChoice& models_;
    std::optional<Question> question_;
};

} // namespace core::session
