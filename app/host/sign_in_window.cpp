#include "app/host/sign_in_window.h"

#include "app/host/child_process.h"
#include "app/host/redirect_ports.h"
#include "core/base/logging.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QProcess>
#include <QtCore/QTimer>

namespace app::host {
namespace {

constexpr qsizetype maxAnswerBytes = 20 * 1024;

core::Errc codeOfOutcome(const QString& outcome, const QString& detail)
{
    if (outcome == QLatin1String("closed")) return core::Errc::WindowClosed;
    if (outcome == QLatin1String("timeout")) return core::Errc::Timeout;
    if (outcome == QLatin1String("refused")) return core::Errc::Tls; // the one thing it ends over by itself
    if (outcome == QLatin1String("unavailable")) return core::Errc::Unavailable;
    if (outcome != QLatin1String("failed")) return core::Errc::Protocol;
    if (detail == QLatin1String("load")) return core::Errc::Network;
    return detail == QLatin1String("redirect-too-long") ? core::Errc::Protocol : core::Errc::Internal;
}

/// One running window. Deletes itself when its process is gone.
class Run final : public QObject {
public:
    Run(const QString& program, QByteArray request, std::chrono::seconds timeout, core::Answer<QByteArray> answer,
        std::stop_token stop, QObject* parent)
        : QObject(parent)
        , answer_(std::move(answer))
        , stopped_(std::move(stop), [this] { QMetaObject::invokeMethod(this, &Run::cancel); })
    {
        prepareChild(process_, ChildNeeds::Display);
        process_.setProgram(program);
        connect(&process_, &QProcess::readyReadStandardOutput, this, &Run::read);
        connect(&process_, &QProcess::finished, this, &Run::finish);
        connect(&process_, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
            if (error == QProcess::FailedToStart) finish();
        });
        // Chromium and Qt talk a lot on standard error; nothing of it is for a log.
        process_.setStandardErrorFile(QProcess::nullDevice());
        connect(&process_, &QProcess::started, this, [this, request = std::move(request)] {
            process_.write(request);
            process_.closeWriteChannel();
        });
        // The window has its own time-out; this one is for a window that no longer keeps it.
        QTimer::singleShot(timeout + std::chrono::seconds(15), this, [this] {
            answer_.give(core::fail(core::Errc::Timeout, QStringLiteral("sign-in process did not end")));
            process_.kill();
        });
        process_.start();
    }

private:
    void read()
    {
        line_ += process_.readAllStandardOutput();
        if (line_.size() > maxAnswerBytes) process_.kill();
    }

    void cancel()
    {
        answer_.give(core::fail(core::Errc::Cancelled, QStringLiteral("stopped by the person")));
        process_.kill();
    }

    void finish()
    {
        if (std::exchange(finished_, true)) return;
        read();
        auto result = readSignInAnswer(line_);
        qCInfo(core::logSignIn) << "window ended:"
                                << (result ? QStringLiteral("redirected") : core::errcName(result.error().code));
        answer_.give(std::move(result));
        deleteLater();
    }

    QProcess process_;
    QByteArray line_;
    bool finished_ = false;
    core::Answer<QByteArray> answer_;
    std::stop_callback<std::function<void()>> stopped_;
};

} // namespace

core::Result<QByteArray> readSignInAnswer(const QByteArray& line)
{
    if (line.size() > maxAnswerBytes)
        return core::fail(core::Errc::Protocol, QStringLiteral("sign-in answer too long"));
    if (line.trimmed().isEmpty()) return core::fail(core::Errc::WindowClosed, QStringLiteral("sign-in process died"));
    const auto answer = QJsonDocument::fromJson(line).object();
    const auto redirect = answer.value(QStringLiteral("redirect")).toString();
    if (!redirect.isEmpty()) return redirect.toLatin1();
    const auto outcome = answer.value(QStringLiteral("outcome")).toString();
    const auto detail = answer.value(QStringLiteral("detail")).toString();
    const auto code = codeOfOutcome(outcome, detail);
    // The detail is a word of ours. Only what is missing here is named by it; it is nobody's host.
    return core::fail(code, QStringLiteral("sign-in window: %1 %2").arg(outcome, detail),
                      code == core::Errc::Unavailable ? detail : QString());
}

SignInWindow::SignInWindow(QString program, std::function<WindowLook()> look, std::chrono::seconds timeout,
                           QObject* parent)
    : QObject(parent)
    , program_(std::move(program))
    , look_(std::move(look))
    , timeout_(timeout)
{}

core::Async<QUrl> SignInWindow::prepare(const QByteArray& path, std::stop_token)
{
    if (program_.isEmpty())
        return core::failed<QUrl>(core::Errc::Unavailable, QStringLiteral("sekisho-signin not found"),
                                  QStringLiteral("sekisho-signin"));
    // Nobody listens there: the window stops at this address. Which attempt it answers is told by its state.
    return core::ready<QUrl>(
        QUrl(QStringLiteral("http://127.0.0.1:%1").arg(redirectPorts.front()) + QString::fromLatin1(path)));
}

core::Async<QByteArray> SignInWindow::authorize(core::identity::BrowserRequest request, std::stop_token stop)
{
    if (stop.stop_requested())
        return core::failed<QByteArray>(core::Errc::Cancelled, QStringLiteral("stopped before the window opened"));
    const auto look = look_();
    const QJsonObject line{{QStringLiteral("authorizationUrl"), request.authorizationUrl.toString(QUrl::FullyEncoded)},
                           {QStringLiteral("redirectUri"), request.redirectUri.toString(QUrl::FullyEncoded)},
                           {QStringLiteral("allowedOrigins"), QJsonArray::fromStringList(request.allowedOrigins)},
                           {QStringLiteral("language"), look.language},
                           {QStringLiteral("theme"), look.dark ? QStringLiteral("dark") : QStringLiteral("light")},
                           {QStringLiteral("organisation"), request.organisation},
                           {QStringLiteral("demo"), request.demo},
                           {QStringLiteral("timeoutSeconds"), static_cast<int>(timeout_.count())}};
    core::Answer<QByteArray> answer;
    new Run(program_, QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n', timeout_, answer, std::move(stop),
            this);
    return answer.future();
}

core::Async<core::identity::SessionEnd> SignInWindow::endSession(core::identity::EndSessionRequest, std::stop_token)
{
    return core::failed<core::identity::SessionEnd>(core::Errc::Unsupported,
                                                    QStringLiteral("the embedded window keeps no session"));
}

} // namespace app::host
