// Starts the real program on a display, as somebody who signed in before: see CMakeLists.txt beside it.
#include "core/httpserver/http_server.h"

#include <QtCore/QFile>
#include <QtCore/QIODevice>
#include <QtCore/QProcess>
#include <QtCore/QStandardPaths>
#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <memory>
#include <vector>

namespace {

constexpr int patience = 20'000; // milliseconds

QString inBin(const QString& name)
{
    return qEnvironmentVariable("SEKISHO_BIN_DIR", QStringLiteral(SEKISHO_BIN_DIR)) + QLatin1Char('/') + name;
}

QByteArray xdotool(const QStringList& words)
{
    QProcess hands;
    hands.start(QStringLiteral("xdotool"), words);
    hands.waitForFinished(patience);
    return hands.readAllStandardOutput();
}

/// The program's windows that are to be seen.
QStringList windows()
{
    return QString::fromLatin1(xdotool({QStringLiteral("search"), QStringLiteral("--onlyvisible"),
                                        QStringLiteral("--class"), QStringLiteral("^sekisho$")}))
        .split(QLatin1Char('\n'), Qt::SkipEmptyParts);
}

void press(const QString& window, const QStringList& keys)
{
    xdotool(QStringList{QStringLiteral("windowfocus"), QStringLiteral("--sync"), window} + keys);
}

void pressEnter(const QString& window)
{
    press(window, {QStringLiteral("key"), QStringLiteral("Return")});
}

} // namespace

class TestStart : public QObject {
    Q_OBJECT
    std::unique_ptr<core::httpserver::HttpServer> model_;
    QList<QByteArray> asked_; ///< bodies of the requests that the model got

    void answer(const core::httpserver::Request& request, const std::shared_ptr<core::httpserver::Responder>& responder)
    {
        asked_.append(request.body);
        responder->send({200, "text/event-stream",
                         "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hello.\"},"
                         "\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"});
    }

    static QString hint()
    {
        return qEnvironmentVariable("XDG_DATA_HOME") + QStringLiteral("/sekisho/account-expected");
    }

    static std::unique_ptr<QProcess> startProgram(const QString& program)
    {
        qputenv("QT_QPA_PLATFORM", "xcb");
        auto process = std::make_unique<QProcess>();
        process->setProcessChannelMode(QProcess::ForwardedChannels);
        process->start(program, QStringList());
        return process;
    }

    /// As the end of the desktop's session does.
    static void end(QProcess& process)
    {
        process.terminate();
        QVERIFY(process.waitForFinished(patience));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 0);
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (QStandardPaths::findExecutable(QStringLiteral("xdotool")).isEmpty()) QSKIP("skipped: no xdotool here");
        auto listening = core::httpserver::HttpServer::listen(
            0, {}, this, [this](const auto& request, const auto& responder) { answer(request, responder); });
        QVERIFY(listening.has_value());
        model_ = std::move(*listening);

        QCOMPARE(QProcess::execute(inBin(QStringLiteral("seed_account")), {QStringLiteral("3")}), 0);
        QFile settings(qEnvironmentVariable("XDG_CONFIG_HOME") + QStringLiteral("/sekisho/settings.json"));
        QVERIFY(settings.open(QIODevice::ReadWrite));
        const auto changed =
            settings.readAll().replace("127.0.0.1:11434", "127.0.0.1:" + QByteArray::number(model_->port()));
        settings.seek(0);
        settings.resize(0);
        settings.write(changed);
    }

    void theFirstStartNotesThatSomebodyIsSignedIn()
    {
        QVERIFY(!QFile::exists(hint()));
        const auto program = startProgram(inBin(QStringLiteral("sekisho")));
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(hint()), patience);
        end(*program);
    }

    void whatIsWrittenAsSoonAsTheWindowIsThereIsSent()
    {
        QVERIFY(QFile::exists(hint()));
        const auto program = startProgram(inBin(QStringLiteral("sekisho")));
        QTRY_VERIFY_WITH_TIMEOUT(!windows().isEmpty(), patience);
        press(windows().first(), {QStringLiteral("type"), QStringLiteral("--delay"), QStringLiteral("1"),
                                  QStringLiteral("typed at once")});
        pressEnter(windows().first());
        QTRY_VERIFY_WITH_TIMEOUT(!asked_.isEmpty(), patience);
        QVERIFY2(asked_.first().contains("typed at once"), asked_.first().constData());
        end(*program);
    }

    void withoutADisplayItSaysWhatToDo()
    {
        QProcess program;
        auto environment = QProcessEnvironment::systemEnvironment();
        for (const auto* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
            environment.remove(QString::fromLatin1(name));
        program.setProcessEnvironment(environment);
        program.start(inBin(QStringLiteral("sekisho")), QStringList());
        QVERIFY(program.waitForFinished(patience));
        QCOMPARE(program.exitStatus(), QProcess::NormalExit);
        QCOMPARE(program.exitCode(), 1);
        const auto words = program.readAllStandardError();
        QVERIFY2(words.contains("there is no display") && words.contains("sekisho-cli"), words.constData());
        for (const auto* option : {"--version", "--help"}) {
            program.start(inBin(QStringLiteral("sekisho")), {QString::fromLatin1(option)});
            QVERIFY(program.waitForFinished(patience));
            QCOMPARE(program.exitCode(), 0);
            QVERIFY(program.readAllStandardOutput().toLower().contains("sekisho"));
        }
    }

    void withoutItsCoreItSaysSoAndEnds()
    {
        const QTemporaryDir elsewhere;
        const auto alone = elsewhere.filePath(QStringLiteral("sekisho"));
        QVERIFY(QFile::copy(inBin(QStringLiteral("sekisho")), alone));
        const auto program = startProgram(alone);
        QSignalSpy finished(program.get(), &QProcess::finished);
        // The window comes first, then what is wrong; Enter does nothing in the one and closes the other.
        const auto closed = [&] {
            for (const auto& window : windows())
                pressEnter(window);
            return !finished.isEmpty();
        };
        QTRY_VERIFY_WITH_TIMEOUT(closed(), patience);
        QCOMPARE(program->exitStatus(), QProcess::NormalExit);
        QCOMPARE(program->exitCode(), 1);
    }
};

QTEST_GUILESS_MAIN(TestStart)
#include "tst_start.moc"
