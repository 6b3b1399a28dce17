#pragma once

#include "core/agent/turn_runner.h"
#include "core/interfaces/window.h"
#include "core/session/message_views.h"
#include "core/session/person.h"
#include "core/session/reader_consent.h"
#include "core/session/turn_flow.h"

#include <QtCore/QObject>

#include <map>
#include <memory>
#include <set>
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

    /// Not while the person is asked about a new reader: nothing goes on then.
    [[nodiscard]] bool running() const { return occupied() && !readers_.question(); }
    /// \error Busy  a turn is running; those of Person::parts() and ModelChoice::current(): nothing was stored
    [[nodiscard]] Async<> send(const interfaces::ComposedText& text) { return send(text, TurnStart::New); }
    /// See interfaces::Turns.
    [[nodiscard]] Async<> sendInstead(const interfaces::ComposedText& text) { return send(text, TurnStart::Instead); }
    void stop();
    /// See Person::freeze, which calls it when nothing can be written down any more.
    void freeze();
    /// Takes up the last turn if it was interrupted and the same model is asked; else runs it again from its message,
    /// and its old answer goes. When it cannot begin, everything stays and the last row says why.
    void retry();
    /// A call that waited was answered, or its time is over. Its turn goes on where it is the last one and the same
    /// model is asked; else the call alone is taken to its end.
    void goOn(const MessageId& step, const CallId& call);
    /// See interfaces::Turns.
    void undo(const CallId& call);
    /// See Person::heldUntil: it begins or is over.
    void callHeld(const CallId& call);
    /// Only for a card that says it can: a GET that the demo's API refused.
    void replayAsAdmin(const CallId& call);

    /// Whether calls are being taken to their end without a turn: whoever holds it has to go on holding it.
    [[nodiscard]] bool settling() const { return !underWay_.empty(); }

    [[nodiscard]] ReaderConsent& readers() { return readers_; }

Q_SIGNALS:
    void reset();
    void rowsAdded(int first, int count);
    void rowsChanged(int first, int count);
    void rowsRemoved(int first, int count);
    void textAppended(int row, const QString& piece);
    void runningChanged();
    void settlingChanged();

private:
    enum class TurnStart { New, Instead, Again, TakeUp, GoOn };

    /// A turn on its way to its beginning.
    struct Start {
        TurnStart how = TurnStart::New;
        agent::TurnInput input;
        SentMessage message = {}; ///< what the store does not keep of it
        CallId call = {};         ///< GoOn: the one that was answered
        Answer<> sent;
        QList<conversations::StoredMessage> before = {}; ///< what stands in the store before it
        QList<conversations::StoredMessage> own = {};    ///< Again, Instead: the old steps
        std::optional<int> replacesFrom = {};            ///< Again, Instead: the first row that goes
        QList<agent::StepRecord> steps = {};             ///< TakeUp, GoOn: of the turn itself, so far
        conversations::EarlierTurns earlier = conversations::EarlierTurns::Withheld;
    };

    [[nodiscard]] Async<> readRows(int count);
    [[nodiscard]] int rowOf(const MessageId& message) const;
    void addRow(interfaces::MessageView view);
    void readBack(int row);
    void showStored(int row, interfaces::MessageView view);

    void removed(int first);
    void messageStored(const MessageId& id, const QString& text);
    void stepBegun(const MessageId& step);
    void textArrived(const MessageId& step, const agent::ModelDelta& delta);
    void callStarted(const MessageId& step, const CallId& call);
    void turnEnded(const agent::TurnEnd& end, bool asksAnew);
    void showReplay(const CallId& call, interfaces::AdminReplayView replay);
    void decorate(interfaces::MessageView& view, int row) const;
    [[nodiscard]] QList<Bilingual> mayAct(const MessageId& message) const;

    // --- the beginning of a turn (turn_start.cpp) ---

    [[nodiscard]] Async<> send(const interfaces::ComposedText& text, TurnStart how);
    void begin(const std::shared_ptr<Start>& start);
    [[nodiscard]] bool occupied() const { return starting_ || runner_ != nullptr; }
    [[nodiscard]] Async<QList<conversations::StoredMessage>> readHistory();
    /// For a turn that is repeated: finds out what it was.
    [[nodiscard]] Result<> findOut(Start& start);
    void markAndRun(const std::shared_ptr<Start>& start);
    void run(Start start);
    void connectRunner(const Start& start);
    [[nodiscard]] static bool asksAnew(const Start& start);
    void failBeforeStart(const Start& start, const Error& error);

    // --- waiting calls (waiting_calls.cpp) ---

    /// How a call that waited is on its way to its end.
    enum class Way { Loading, WithTurn, AfterTurn, Alone };
    struct UnderWay {
        MessageId step;
        Way way = Way::Loading;
    };
    void callWaits(const MessageId& step, const CallId& call);
    void showCardAs(const MessageId& step, const CallId& call, interfaces::ToolCardView::State state);
    void leave(const CallId& call);
    void takeUp(const CallId& call);
    [[nodiscard]] bool waits(const MessageId& step, const CallId& call) const;
    void takeUpHeld();
    void leaveTurn();
    void runAlone(const CallId& call);
    void settle(const MessageId& step, const conversations::StoredCall& call);
    void settleWhatWaitsInVain();
    void withdrawQuestions(const QList<conversations::StoredMessage>& rows);
    [[nodiscard]] bool runsAlone(const QList<conversations::StoredMessage>& steps) const;
    [[nodiscard]] interfaces::MessageView viewOf(const conversations::StoredMessage& message) const;
    [[nodiscard]] bool isWaiting(const CallId& call) const;

    ConversationId id_;
    Person& person_;
    ReaderConsent readers_;
    std::vector<interfaces::MessageView> rows_;
    QHash<CallId, interfaces::AdminReplayView> adminReplays_;
    std::shared_ptr<ChosenModel> model_; ///< outlives runner_
    std::shared_ptr<PersonParts> parts_; ///< likewise
    std::unique_ptr<agent::TurnRunner> runner_;
    std::map<CallId, UnderWay> underWay_;
    std::set<MessageId> held_; ///< steps whose turn is about to go on or to be replaced: no call of theirs begins
    std::optional<Async<>> loading_;
    std::optional<Error> trouble_; ///< of the last turn, when the store does not know of it
    bool starting_ = false;
    bool frozen_ = false; ///< nothing can be written down any more, so nothing begins
    bool stopWanted_ = false;
    bool suggestionsAtEnd_ = false;
    bool cutOffAtEnd_ = false; ///< the program ended before the last turn did, maybe behind a whole answer
};

} // namespace core::session
