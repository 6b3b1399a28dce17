#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QString>

namespace app::signin {

/// How the window ends; the value is the exit code.
enum class Outcome {
    Redirected = 0,
    Closed = 10,
    Timeout = 11,
    Refused = 12,
    Failed = 13,
    Unavailable = 14,
};

/// The one line for standard output, at most rules::maxAnswerBytes with its end. A redirect that does not fit becomes
/// Failed. `detail` is the redirect's URL, or one word for the caller.
struct Answer {
    Outcome outcome = Outcome::Failed;
    QByteArray line;
};
[[nodiscard]] Answer makeAnswer(Outcome outcome, const QByteArray& detail);

/// Writes the line and ends the process with the outcome's code, without running destructors: a browser that is in
/// somebody else's hands gets no further say.
[[noreturn]] void endWith(Outcome outcome, const QByteArray& detail);

} // namespace app::signin
