#pragma once

#include "core/base/error.h"

#include <QtCore/QJsonObject>
#include <QtCore/QString>

namespace app::cli {

/// Standard output for results and standard error for everything else, as text or as one JSON object a line.
///
/// What a model, a server or a tool wrote is made harmless first. In text, every line of the agent's words begins with
/// two spaces and no line of facts does, so words cannot pass for facts.
class Console {
public:
    enum class Form { Text, Json };
    explicit Console(Form form);

    [[nodiscard]] bool json() const { return form_ == Form::Json; }

    /// A result, on one line of standard output.
    void result(const QString& line);
    void result(const QJsonObject& object);

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
    int outputError_ = 0;   ///< of the first write that failed
    bool lineStart_ = true; ///< of the agent's words
};

} // namespace app::cli
