#include "app/demo/organisation.h"
#include "core/base/logging.h"
#include "core/secret/hardening.h"

#include <QtCore/QCommandLineParser>
#include <QtCore/QCoreApplication>
#include <QtCore/QJsonDocument>
#include <QtCore/QSocketNotifier>

#include <array>
#include <cerrno>
#include <cstdio>
#include <unistd.h>

namespace {

// The parent holds the other end. Its death, however it comes, closes the pipe.
void endWithParent(QCoreApplication& application)
{
    auto* notifier = new QSocketNotifier(STDIN_FILENO, QSocketNotifier::Read, &application);
    QObject::connect(notifier, &QSocketNotifier::activated, &application, [] {
        std::array<char, 256> ignored{};
        const auto size = read(STDIN_FILENO, ignored.data(), ignored.size());
        if (size == 0 || (size < 0 && errno != EINTR && errno != EAGAIN)) QCoreApplication::quit();
    });
}

int number(const QCommandLineParser& parser, const QString& option, int smallest)
{
    bool ok = false;
    const int value = parser.value(option).toInt(&ok);
    return ok && value >= smallest ? value : -1;
}

} // namespace

int main(int argc, char** argv)
{
    core::forbidDumpsAndTracing(); // keys and tokens are in this process's memory
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("sekisho-demo"));

    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Sekisho's demo organisation. Started by Sekisho; ends when its "
                                                    "standard input closes."));
    parser.addHelpOption();
    const QString lifetime = QStringLiteral("access-token-seconds");
    const QString delay = QStringLiteral("stream-delay-ms");
    parser.addOption({lifetime, QStringLiteral("Lifetime of access tokens, for tests."), QStringLiteral("seconds"),
                      QStringLiteral("300")});
    parser.addOption({delay, QStringLiteral("Pause between two pieces of a streamed answer."),
                      QStringLiteral("milliseconds"), QStringLiteral("15")});
    const QString code = QStringLiteral("second-factor");
    parser.addOption({code, QStringLiteral("The code of every second factor, for tests."), QStringLiteral("digits")});
    parser.process(application);
    const int seconds = number(parser, lifetime, 1);
    const int milliseconds = number(parser, delay, 0);
    if (seconds < 0 || milliseconds < 0) {
        std::fputs("sekisho-demo: an option is not a number\n", stderr);
        return 2;
    }

    const core::SystemClock clock;
    app::demo::Organisation::Options options;
    options.accessLifetime = std::chrono::seconds(seconds);
    options.secondFactor = parser.value(code).toLatin1();
    options.model.betweenPieces = std::chrono::milliseconds(milliseconds);
    const auto organisation = app::demo::Organisation::start(options, clock);
    if (!organisation) {
        qCCritical(core::logDemo) << "cannot start:" << core::errcName(organisation.error().code);
        return 1;
    }
    const auto line = QJsonDocument((*organisation)->announcement()).toJson(QJsonDocument::Compact) + '\n';
    std::fwrite(line.constData(), 1, static_cast<std::size_t>(line.size()), stdout);
    std::fflush(stdout);
    endWithParent(application);
    return QCoreApplication::exec();
}
