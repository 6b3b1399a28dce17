#include "app/cli/arguments.h"
#include "app/cli/audit_commands.h"
#include "app/cli/commands.h"
#include "app/cli/policy_commands.h"
#include "app/interrupt/interrupt.h"
#include "core/secret/hardening.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QFile>
#include <QtCore/QLoggingCategory>
#include <QtCore/QProcess>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace {

using app::cli::Console;
using app::cli::Exit;
using app::cli::Request;

// There is no window here, so the person's own browser is asked for, and the address printed in case it does not come.
bool openBrowser(Console& console, const QUrl& url)
{
    const auto address = url.toString(QUrl::FullyEncoded);
    console.note(QStringLiteral("Open this address in a browser on this machine, if none opens by itself: ") + address);
    QProcess browser;
    browser.setProgram(QStringLiteral("xdg-open"));
    browser.setArguments({address});
    // What it has to say is not this command's result.
    browser.setStandardInputFile(QProcess::nullDevice());
    browser.setStandardOutputFile(QProcess::nullDevice());
    browser.setStandardErrorFile(QProcess::nullDevice());
    browser.startDetached();
    return true;
}

// Said in the form that was asked for, also when the words as a whole were wrong.
Console::Form formOf(const QStringList& arguments)
{
    return arguments.contains(QStringLiteral("--json")) ? Console::Form::Json : Console::Form::Text;
}

int say(Console& console, const app::cli::Said& said)
{
    if (said.code != Exit::Ok) {
        console.failure({core::Errc::InvalidArgument, QStringLiteral("wrong words")}, said.text);
        return static_cast<int>(said.code);
    }
    std::fputs(said.text.toUtf8().constData(), stdout);
    return std::fflush(stdout) == 0 ? 0 : static_cast<int>(Exit::Failed);
}

// \return what is wrong with it
std::optional<app::cli::Said> readQuestion(Request& request)
{
    if (request.command != Request::Command::Ask || request.text != QLatin1String("-")) return {};
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return app::cli::Said{Exit::Usage, QStringLiteral("Standard input cannot be read. Give the question as text.")};
    QByteArray bytes;
    while (bytes.size() <= app::cli::longestQuestion) { // a pipe gives what it holds, not what was asked for
        const auto piece = input.read(app::cli::longestQuestion + 1 - bytes.size());
        if (piece.isEmpty()) break;
        bytes += piece;
    }
    const auto question = app::cli::parseQuestion(bytes);
    if (!question) return question.error();
    request.text = *question;
    return {};
}

// Everybody on the machine can read the words a program was started with, for as long as it runs.
void hideQuestion(const Request& request, int argc, char** argv)
{
    if (request.command != Request::Command::Ask) return;
    for (int i = 1; i < argc; ++i)
        if (QString::fromLocal8Bit(argv[i]).trimmed() == request.text) std::memset(argv[i], 0, std::strlen(argv[i]));
}

int carryOut(QCoreApplication& application, Console& console, const Request& request)
{
    app::host::RuntimeOptions options;
    options.openBrowser = [&console](const QUrl& url) { return openBrowser(console, url); };
    options.demoByForm = true;
    options.takesUpAnswers = false; // a window's calls are the window's
    auto runtime = app::host::Runtime::create(std::move(options));
    if (!runtime) {
        const bool managed = runtime.error().code == core::Errc::InvalidArgument;
        console.failure(
            runtime.error(),
            managed ? QStringLiteral("The administrator's settings cannot be used: %1. Nothing is done until that "
                                     "is mended.")
                          .arg(runtime.error().subject)
                    : QString());
        return static_cast<int>(Exit::Failed);
    }
    if (const auto broken = (*runtime)->settings().brokenUserFile(); !broken.isEmpty())
        console.note(QStringLiteral("Your settings file was broken and is now %1; the defaults are used.").arg(broken));
    app::cli::Commands commands(**runtime, console, request);
    QObject::connect(
        &commands, &app::cli::Commands::finished, &application, [](int code) { QCoreApplication::exit(code); },
        Qt::QueuedConnection);
    const app::Interrupt interrupt;
    QObject::connect(&interrupt, &app::Interrupt::asked, &commands, &app::cli::Commands::stop);
    commands.start();
    const int code = QCoreApplication::exec();
    if (code != 0 || console.outputError() == 0) return code;
    if (console.outputError() == EPIPE) return static_cast<int>(Exit::ReaderGone);
    console.failure({core::Errc::DiskFull, QStringLiteral("standard output")},
                    QStringLiteral("Standard output could not be written, so something is missing there. Make room."));
    return static_cast<int>(Exit::Failed);
}

} // namespace

int main(int argc, char** argv)
{
    core::forbidDumpsAndTracing();
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("sekisho-cli"));
    const auto arguments = QCoreApplication::arguments();
    if (const auto code = app::cli::runPolicyCommand(arguments)) return *code;
    Console console(formOf(arguments));
    if (const auto code = app::cli::runAuditCommand(arguments, console)) return *code;
    auto request = app::cli::parseArguments(arguments);
    if (!request) return say(console, request.error());
    hideQuestion(*request, argc, argv);
    // QT_LOGGING_RULES still has its say.
    if (!request->verbose)
        QLoggingCategory::setFilterRules(QStringLiteral("*.debug=false\n*.info=false\n*.warning=false"));
    if (const auto wrong = readQuestion(*request)) return say(console, *wrong);
    return carryOut(application, console, *request);
}
