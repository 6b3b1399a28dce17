#pragma once

#include "app/cli/console.h"
#include "core/interfaces/window.h"

#include <QtCore/QObject>

namespace app::cli {

/// Asks one question in an open conversation and says the answer: words as they come, calls when they are on the disk.
class Question final : public QObject {
    Q_OBJECT
public:
    /// \param console  outlives this object
    Question(core::interfaces::OpenConversation conversation, Console& console);

    /// Once. ended() or failed() follows.
    void ask(const core::interfaces::ComposedText& text);
    /// The turn ends with what was said so far.
    void stop();
    [[nodiscard]] bool running() const { return conversation_.turns->running(); }

Q_SIGNALS:
    void ended(const core::interfaces::MessageView& last);
    /// It never began. \error as core::interfaces::Turns::send
    void failed(const core::Error& error);

private:
    void report();
    void reportRow(const core::interfaces::MessageView& view);

    core::interfaces::OpenConversation conversation_;
    Console& console_;
    int row_ = 0;          ///< the first one that is not reported whole
    qsizetype spoken_ = 0; ///< how much of its text is
    bool sent_ = false;    ///< the question is stored, so its turn runs or has run
    bool ended_ = false;
};

} // namespace app::cli
