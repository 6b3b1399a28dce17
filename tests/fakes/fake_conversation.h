#pragma once

#include "core/interfaces/window.h"

#include <QtCore/QSet>

#include <deque>
#include <functional>

/// A transcript that is a list. Loads nothing later: every row is there.
class FakeTranscript final : public core::interfaces::Transcript {
public:
    QList<core::interfaces::MessageView> rows;
    QList<std::pair<int, int>> loads; ///< what was asked for, in order

    [[nodiscard]] int count() const override { return static_cast<int>(rows.size()); }
    [[nodiscard]] core::interfaces::MessageView at(int row) const override { return rows.at(row); }
    void load(int first, int count) override { loads.append({first, count}); }

    void append(const core::interfaces::MessageView& message);
    void change(int row, const std::function<void(core::interfaces::MessageView&)>& edit);
    void grow(int row, const QString& piece);
    void removeFrom(int row);
};

/// Whose data the scripted answers speak of.
struct FakePerson {
    core::interfaces::AccountView account;
    bool japanese = false;
};

/// The scripted demo model as far as a window can tell: knows the four questions of the demo tour, answers with tool
/// cards, and says so when a question is none of them. Each send() queues small steps; they run one an event loop pass,
/// or one a call of step().
class FakeTurns final : public core::interfaces::Turns {
public:
    enum class Pace { Automatic, ByHand };

    FakeTurns(std::shared_ptr<FakeTranscript> transcript, FakePerson person, Pace pace);

    std::optional<core::Error> failNextSend;
    QStringList sent;
    core::interfaces::ComposedText lastSent; ///< with where its parts came from
    QStringList sentInstead;                 ///< these are in `sent` too
    QList<core::CallId> replayed;
    QList<core::CallId> undone; ///< what was asked for, held or not
    int retries = 0;
    int stops = 0;

    [[nodiscard]] bool running() const override { return !steps_.empty() || !held_.isEmpty(); }
    [[nodiscard]] core::Async<> send(const core::interfaces::ComposedText& what) override;
    [[nodiscard]] core::Async<> sendInstead(const core::interfaces::ComposedText& what) override;
    void stop() override;
    void retry() override;
    void replayAsAdmin(const core::CallId& call) override;
    /// The turn goes on when nothing is held any more: the agent says so.
    void undo(const core::CallId& call) override;

    /// A step of the agent's with these calls, which are held until undo(), begin() or stop().
    void hold(const QList<core::interfaces::ToolCardView>& cards);
    /// The call was held long enough: it runs, and has run.
    void begin(const core::CallId& call);
    /// Runs one queued step. False: there was none.
    bool step();
    /// Runs all of them.
    void finish();

private:
    void queueAnswer(const QString& text);
    void queueText(int row, const QString& text);
    void next();
    void changeCard(const core::CallId& call, const std::function<void(core::interfaces::ToolCardView&)>& edit);
    void endHold(const core::CallId& call, const std::function<void(core::interfaces::ToolCardView&)>& end);
    std::shared_ptr<FakeTranscript> transcript_;
    FakePerson person_;
    Pace pace_;
    std::deque<std::function<void()>> steps_;
    QSet<core::CallId> held_;
    QString lastText_;
};

/// Asks when it is told to, and remembers what was answered.
class FakeReaders final : public core::interfaces::Readers {
public:
    std::optional<core::interfaces::NewReaderView> asked;
    QList<core::interfaces::NewReaderAnswer> answers;

    void ask(const core::interfaces::NewReaderView& view)
    {
        asked = view;
        Q_EMIT questionChanged();
    }
    [[nodiscard]] std::optional<core::interfaces::NewReaderView> question() const override { return asked; }
    void answer(const core::EndpointId& endpoint, core::interfaces::NewReaderAnswer answer) override
    {
        if (!asked || asked->endpoint.id != endpoint) return;
        asked.reset();
        answers.append(answer);
        Q_EMIT questionChanged();
    }
};

/// What the agent answers to `question` when everything went through: the step with the calls, if there are any, then
/// the step with the words and the chips.
[[nodiscard]] QList<core::interfaces::MessageView> scriptedAnswer(const FakePerson& person, const QString& question);
/// The four questions of the tour.
[[nodiscard]] QList<core::Bilingual> scriptedSuggestions();
