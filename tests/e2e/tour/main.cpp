#include "core/secret/hardening.h"
#include "tests/e2e/tour/own_provider.h"
#include "tests/e2e/tour/tour.h"

#include <QtCore/QCommandLineParser>
#include <QtWidgets/QApplication>

#include <cstdio>

// The demo organisation as a newcomer meets it, in the real window, each step checked. Also what `./packaging/dev run`
// does where there is no display. With --own-provider: an organisation that is not the demo.
int main(int argc, char** argv)
{
    core::forbidDumpsAndTracing();
    QApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("sekisho"));
    QCommandLineParser parser;
    parser.addOptions(
        {{QStringLiteral("out"), QStringLiteral("Folder for the transcript and pictures."), QStringLiteral("folder"),
          QStringLiteral(".")},
         {QStringLiteral("language"), QStringLiteral("en or ja."), QStringLiteral("language"), QStringLiteral("en")},
         {QStringLiteral("dark"), QStringLiteral("In dark colours.")},
         {QStringLiteral("need-window"), QStringLiteral("Fail where the embedded sign-in window cannot run.")},
         {QStringLiteral("own-provider"), QStringLiteral("Visit the organisation of SEKISHO_ORGANISATION.")},
         {QStringLiteral("tell-secrets-to"), QStringLiteral("A test's socket."), QStringLiteral("socket")}});
    parser.addHelpOption();
    parser.process(application);

    VisitOptions options;
    options.out = parser.value(QStringLiteral("out"));
    options.language = parser.value(QStringLiteral("language"));
    options.dark = parser.isSet(QStringLiteral("dark"));
    options.binFolder = qEnvironmentVariable("SEKISHO_BIN_DIR", QStringLiteral(SEKISHO_BIN_DIR));
    if (!parser.isSet(QStringLiteral("own-provider")))
        return Tour(options,
                    {parser.isSet(QStringLiteral("need-window")), parser.value(QStringLiteral("tell-secrets-to"))})
                       .run()
                   ? 0
                   : 1;
    const auto obstacle = signInWindowObstacle(options.binFolder + QStringLiteral("/sekisho-signin"));
    if (!obstacle.isEmpty()) {
        std::printf("skipped: the sign-in window cannot run here (%s)\n", qPrintable(obstacle));
        return 0;
    }
    return OwnProvider(options).run() ? 0 : 1;
}
