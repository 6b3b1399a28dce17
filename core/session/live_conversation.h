#pragma once

#include "core/agent/turn_runner.h"
#include "core/interfaces/window.h"
#include "core/session/message_views.h"
#include "core/session/person.h"

#include <QtCore/QObject>

#include <memory>
#include <vector>

namespace core::session {

/// One open conversation: its rows as far as they were read, and the turn that runs in it, if one does. The window has
/// it through two thin faces, Transcript and Turns; a turn goes on when the window looks elsewhere.
///
/// What is shown of an ended step or call is read back from the store, so that it is what is on the disk.
class LiveConversation final : public QObject {
    Q_OBJECT
public:
    LiveConversation(ConversationId id, Person& person, QObject* parent = nullptr);

    /// Reads the heads of all rows and the contents of the last few.
    [[nodiscard]] Async<> load();

    [[nodiscard]] int count() const { return static_cast<int>(rows_.size()); }
    [[nodiscard]] interfaces::MessageView at(int row) const;
    void load(int first, int count);

    [[nodiscard]] bool running() const { return starting_ || runner_ != nullptr; }
    [[nodiscard]] Async<> send(const QString& text);
    void stop();
    void retry();
    void replayAsAdmin(const CallId& call);

Q_SIGNALS:
    void reset();
    void rowsAdded(int first, int count);
    void rowsChanged(int first, int count);
    void rowsRemoved(int first, int count);
    void textAppended(int row, const QString& piece);
    void runningChanged();

private:
    enum class TurnStart { New, Again, TakeUp };

    [[nodiscard]] int rowOf(const MessageId& message) const;
    void addRow(interfaces::MessageView view);
    void readBack(int row);
    void begin(TurnStart how, agent::PersonMessage message, agent::TurnId turn, const Answer<>& sent);
    void run(TurnStart how, agent::TurnInput input, const QList<conversations::StoredMessage>& rows,
             std::shared_ptr<PersonParts> parts, std::shared_ptr<ChosenModel> model, const Answer<>& sent);
    void connectRunner(const Answer<>& sent, const agent::PersonMessage& message);
    void turnEnded(const agent::TurnEnd& end);
    void failBeforeStart(const Error& error, const Answer<>& sent);
    void showReplay(const CallId& call, interfaces::AdminReplayView replay);
    void decorate(interfaces::MessageView& view, int row) const;
    void takeUpOrRepeat(const QList<conversations::StoredMessage>& rows);

    ConversationId id_;
    Person& person_;
    std::vector<interfaces::MessageView> rows_;
    QHash<CallId, interfaces::AdminReplayView> adminReplays_;
    std::shared_ptr<ChosenModel> model_; ///< outlives runner_
    std::shared_ptr<PersonParts> parts_;
    std::unique_ptr<agent::TurnRunner> runner_;
    bool starting_ = false;
    bool stopWanted_ = false;
    bool suggestionsAtEnd_ = false;
};

} // namespace core::session
