#include "core/secret/hardening.h"
#include "tests/e2e/tour/tour.h"

#include <QtCore/QCommandLineParser>
#include <QtCore/QDirIterator>
#include <QtWidgets/QApplication>

// The demo organisation as a newcomer meets it, in the real window, each step checked. Also what `./packaging/dev run`
// does where there is no display.
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
         {QStringLiteral("tell-secrets-to"), QStringLiteral("A test's socket."), QStringLiteral("socket")}});
    parser.addHelpOption();
    parser.process(application);

    TourOptions options;
    options.out = parser.value(QStringLiteral("out"));
    options.language = parser.value(QStringLiteral("language"));
    options.dark = parser.isSet(QStringLiteral("dark"));
    options.needWindow = parser.isSet(QStringLiteral("need-window"));
    options.tellSecretsTo = parser.value(QStringLiteral("tell-secrets-to"));
    options.binFolder = qEnvironmentVariable("SEKISHO_BIN_DIR", QStringLiteral(SEKISHO_BIN_DIR));
    Tour tour(options);
    return tour.run() ? 0 : 1;
}
