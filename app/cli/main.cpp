#include "app/cli/commands.h"
#include "core/secret/hardening.h"

#include <QtCore/QCommandLineParser>
#include <QtCore/QCoreApplication>
#include <QtCore/QProcess>

namespace {

using app::cli::Exit;
using app::cli::Request;

const char* const description = "Sekisho without a window.\n\n"
                                "Commands:\n"
                                "  signin           sign in; in the system browser, or with --demo-account over HTTP\n"
                                "  whoami           who is signed in on this machine\n"
                                "  signout          sign out and void the tokens\n"
                                "  ask TEXT         ask the agent once and print what it said and did\n"
                                "  tools            the tools the signed-in person's agent may use";

std::optional<Request::Command> commandOf(const QString& word)
{
    if (word == QLatin1String("signin")) return Request::Command::SignIn;
    if (word == QLatin1String("whoami")) return Request::Command::WhoAmI;
    if (word == QLatin1String("signout")) return Request::Command::SignOut;
    if (word == QLatin1String("ask")) return Request::Command::Ask;
    if (word == QLatin1String("tools")) return Request::Command::Tools;
    return {};
}

// There is no window here, so the person's own browser is asked for, and the address printed in case it does not come.
bool openBrowser(const QUrl& url)
{
    app::cli::complain(QStringLiteral("Sign in at this address:\n") + url.toString(QUrl::FullyEncoded));
    QProcess::startDetached(QStringLiteral("xdg-open"), {url.toString(QUrl::FullyEncoded)});
    return true;
}

} // namespace

int main(int argc, char** argv)
{
    core::forbidDumpsAndTracing();
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("sekisho"));
    QCoreApplication::setApplicationVersion(QStringLiteral(SEKISHO_VERSION));

    QCommandLineParser parser;
    parser.setApplicationDescription(QString::fromLatin1(description));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(QStringLiteral("command"), QStringLiteral("see above"));
    parser.addOptions(
        {{QStringLiteral("json"), QStringLiteral("One JSON object a line.")},
         {QStringLiteral("demo-account"), QStringLiteral("Use the demo organisation, as asan, bsan, yamada or bucho."),
          QStringLiteral("name")},
         {QStringLiteral("account"), QStringLiteral("Which account, when several are signed in."),
          QStringLiteral("login")},
         {QStringLiteral("issuer"), QStringLiteral("The OpenID provider's issuer URL."), QStringLiteral("url")},
         {QStringLiteral("client-id"), QStringLiteral("The client ID registered for Sekisho there."),
          QStringLiteral("id")},
         {QStringLiteral("audience"), QStringLiteral("The API that the access token is for."),
          QStringLiteral("audience")},
         {QStringLiteral("this-run-only"), QStringLiteral("Keep nothing; for machines without a keychain.")}});
    // Not process(): its exit code for wrong words is that of a failure.
    if (!parser.parse(QCoreApplication::arguments())) {
        app::cli::complain(parser.errorText());
        return static_cast<int>(Exit::Usage);
    }
    if (parser.isSet(QStringLiteral("help"))) parser.showHelp();
    if (parser.isSet(QStringLiteral("version"))) parser.showVersion();

    const auto words = parser.positionalArguments();
    const auto command = words.isEmpty() ? std::nullopt : commandOf(words.first());
    const bool wantsText = command == Request::Command::Ask;
    if (!command || words.size() != (wantsText ? 2 : 1)) {
        app::cli::complain(parser.helpText());
        return static_cast<int>(Exit::Usage);
    }
    Request request;
    request.command = *command;
    request.json = parser.isSet(QStringLiteral("json"));
    request.thisRunOnly = parser.isSet(QStringLiteral("this-run-only"));
    request.demoAccount = parser.value(QStringLiteral("demo-account"));
    request.account = parser.value(QStringLiteral("account"));
    request.organisation.issuer = parser.value(QStringLiteral("issuer"));
    request.organisation.clientId = parser.value(QStringLiteral("client-id"));
    request.organisation.audience = parser.value(QStringLiteral("audience"));
    if (wantsText) request.text = words.at(1);

    app::host::RuntimeOptions options;
    options.openBrowser = openBrowser;
    options.demoByForm = true;
    auto runtime = app::host::Runtime::create(std::move(options));
    if (!runtime) {
        app::cli::complain(app::cli::explain(runtime.error()));
        return static_cast<int>(Exit::Failed);
    }
    app::cli::Commands commands(**runtime, request);
    QObject::connect(
        &commands, &app::cli::Commands::finished, &application, [](int code) { QCoreApplication::exit(code); },
        Qt::QueuedConnection);
    commands.start();
    return QCoreApplication::exec();
}
