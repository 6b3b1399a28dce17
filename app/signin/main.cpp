// sekisho-signin: see README.md for what goes in and what comes out.

#include "app/signin/confinement.h"
#include "app/signin/profile.h"
#include "app/signin/sign_in_window.h"
#include "ui/theme/appearance.h"

#include <QtCore/QLocale>
#include <QtCore/QTranslator>
#include <QtWidgets/QApplication>

#include <array>
#include <cerrno>
#include <poll.h>
#include <unistd.h>

namespace {

using namespace app::signin;

constexpr int requestWaitMilliseconds = 10'000;

/// One line from standard input. Empty when it does not come, or is too long.
QByteArray readRequestLine()
{
    QByteArray line;
    std::array<char, 4096> piece{};
    while (line.size() <= rules::maxRequestBytes && !line.contains('\n')) {
        pollfd input{STDIN_FILENO, POLLIN, 0};
        const int ready = ::poll(&input, 1, requestWaitMilliseconds);
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0) return {};
        const auto size = ::read(STDIN_FILENO, piece.data(), piece.size());
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) break;
        line.append(piece.data(), static_cast<qsizetype>(size));
    }
    return line.size() <= rules::maxRequestBytes ? line : QByteArray();
}

/// Qt ends the process when it finds no display that works; the caller gets to know why. Everything else that Qt and
/// Chromium have to say is not for anybody's log.
void onMessage(QtMsgType type, const QMessageLogContext&, const QString&)
{
    if (type == QtFatalMsg) endWith(Outcome::Unavailable, "display");
}

} // namespace

int main(int argc, char* argv[])
{
    confine();
    if (const auto obstacle = sandboxObstacle(); !obstacle.isEmpty()) endWith(Outcome::Unavailable, obstacle);
    if (const auto obstacle = displayObstacle(); !obstacle.isEmpty()) endWith(Outcome::Unavailable, obstacle);
    const auto request = rules::parseSignInRequest(readRequestLine());
    if (!request) endWith(Outcome::Failed, "request");

    qputenv("QTWEBENGINE_CHROMIUM_FLAGS", chromiumFlags(*request));
    // A page of forms needs no graphics driver, and a driver keeps a cache on disk.
    qputenv("QT_QUICK_BACKEND", "software");
    qputenv("QT_XCB_GL_INTEGRATION", "none");
    qputenv("MESA_SHADER_CACHE_DISABLE", "true");
    qInstallMessageHandler(onMessage);

    QApplication application(argc, argv);
    // The display is connected, and the browser does not run yet.
    if (!shutLocalSockets()) endWith(Outcome::Unavailable, "seccomp");
    QApplication::setApplicationName(QStringLiteral("sekisho-signin"));
    QApplication::setApplicationDisplayName(QStringLiteral("Sekisho"));
    QApplication::setDesktopFileName(QStringLiteral("sekisho"));
    QLocale::setDefault(QLocale(request->language));
    QTranslator translator;
    if (request->language == QLatin1String("ja") && translator.load(QStringLiteral(":/i18n/signin_ja.qm")))
        QApplication::installTranslator(&translator);
    ui::theme::Appearance appearance(application);
    appearance.setTheme(request->dark ? core::interfaces::Theme::Dark : core::interfaces::Theme::Light);
    appearance.setLanguage(request->language);

    SignInWindow window(*request);
    window.start();
    return QApplication::exec();
}
