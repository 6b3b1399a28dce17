#pragma once

#include "app/cli/terminal_text.h"
#include "core/base/error.h"

#include <QtCore/QJsonObject>
#include <QtCore/QString>

namespace app::cli {

/// Standard output for results and standard error for everything else, as text or as one JSON object a line.
///
/// What a model, a server or a tool wrote is made harmless first. In text, every line of the agent's words begins with
/// two spaces and no line of facts does, so words cannot pass for facts. On a terminal that holds for the lines that it
/// shows: what is longer than one is broken here, and goes on behind two spaces.
class Console {
public:
    enum class Form { Text, Json };
    explicit Console(Form form);

    [[nodiscard]] bool json() const { return form_ == Form::Json; }

    /// A result, on one line of standard output.
    void result(const QString& line);
    void result(const QJsonObject& object);
    /// A line of facts with words in it that somebody else chose: what a terminal cannot show on one line goes on behind
    /// two spaces.
    void fact(const QString& line);

    /// The agent's words, piece by piece. Text form only.
    void words(const QString& piece);
    /// Begins a new line if words() left one open.
    void endWords();

    /// Something to know that does not keep the command from its work: one line on standard error.
    void note(const QString& sentence);
    /// Why the command did not work, and what to do: one line on standard error. Never a token: `Error` holds none.
    /// \param sentence  empty: that of the error's code
    void failure(const core::Error& error, const QString& sentence = {});

    /// Why something written to standard output did not arrive, as errno has it: ENOSPC on a full disk, EPIPE when
    /// whoever read it is gone. 0: everything arrived.
    [[nodiscard]] int outputError() const { return outputError_; }

private:
    void write(const QByteArray& bytes); ///< to standard output

    Form form_;
    int outputError_ = 0; ///< of the first write that failed
    Folding words_;       ///< of the agent
};

} // namespace app::cli
