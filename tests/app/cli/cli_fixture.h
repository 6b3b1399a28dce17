#pragma once

#include "core/httpserver/http_server.h"

#include <QtCore/QDir>
#include <QtCore/QDirIterator>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QIODevice>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QProcess>
#include <QtCore/QProcessEnvironment>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <csignal>
#include <unistd.h>
#include <utility>

namespace cli_tests {

inline QString s(const char* text)
{
    return QString::fromUtf8(text);
}

/// With the demo organisation's A-san, for this command alone.
inline QStringList asAsan(QStringList words)
{
    return words << s("--demo-account") << s("asan") << s("--this-run-only");
}

/// What a command left behind.
struct Outcome {
    int code = -1;
    QByteArray out;
    QByteArray err;

    [[nodiscard]] QList<QByteArray> errorLines() const
    {
        auto lines = err.split('\n');
        lines.removeAll(QByteArray());
        return lines;
    }
    /// Each line of standard output as an object; empty when one is not.
    [[nodiscard]] QList<QJsonObject> objects() const { return objectsIn(out); }
    [[nodiscard]] QJsonObject error() const { return objectsIn(err).value(0); }

    static QList<QJsonObject> objectsIn(const QByteArray& text)
    {
        QList<QJsonObject> objects;
        for (const auto& line : text.split('\n')) {
            if (line.isEmpty()) continue;
            const auto document = QJsonDocument::fromJson(line);
            if (!document.isObject()) return {};
            objects.append(document.object());
        }
        return objects;
    }
    /// For a failing test.
    [[nodiscard]] QByteArray all() const
    {
        return "exit " + QByteArray::number(code) + "\n--- out\n" + out + "--- err\n" + err;
    }
};

/// Nothing on standard output, one line on standard error that names what to do, and no token anywhere.
inline bool isOneClearMessage(const Outcome& outcome, int code, const char* says)
{
    return outcome.code == code && outcome.out.isEmpty() && outcome.errorLines().size() == 1 &&
           outcome.err.contains(says) && !outcome.err.contains("eyJ");
}

/// A person's home and a shell in it. `sekisho-cli` gets this environment and no other.
class Shell {
public:
    enum class Keychain { None, OfTheSession };
    explicit Shell(Keychain keychain = Keychain::None)
    {
        environment.insert(s("PATH"), qEnvironmentVariable("PATH"));
        environment.insert(s("LANG"), s("C.UTF-8"));
        environment.insert(s("HOME"), home.path());
        environment.insert(s("XDG_CONFIG_DIRS"), home.filePath(s("etc")));
        for (const auto* name : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"})
            environment.insert(s(name), home.filePath(s(name)));
        environment.insert(s("XDG_RUNTIME_DIR"), qEnvironmentVariable("XDG_RUNTIME_DIR", home.path()));
        if (keychain == Keychain::OfTheSession)
            environment.insert(s("DBUS_SESSION_BUS_ADDRESS"), qEnvironmentVariable("DBUS_SESSION_BUS_ADDRESS"));
    }

    /// A command that runs, in a process group of its own as a shell with job control makes it.
    [[nodiscard]] std::unique_ptr<QProcess> start(const QStringList& arguments, const QByteArray& input = {}) const
    {
        auto process = std::make_unique<QProcess>();
        process->setProcessEnvironment(environment);
        process->setChildProcessModifier([] { ::setpgid(0, 0); });
        if (!outputFile.isEmpty()) process->setStandardOutputFile(outputFile);
        const auto folder = qEnvironmentVariable("SEKISHO_BIN_DIR", s(SEKISHO_BIN_DIR));
        process->start(folder + s("/sekisho-cli"), arguments);
        process->write(input);
        process->closeWriteChannel();
        return process;
    }
    /// Its end, however it comes.
    [[nodiscard]] static Outcome finish(QProcess& process)
    {
        if (!QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, 60'000)) process.kill();
        process.waitForFinished();
        const bool exited = process.exitStatus() == QProcess::NormalExit;
        return {exited ? process.exitCode() : -1, process.readAllStandardOutput(), process.readAllStandardError()};
    }
    [[nodiscard]] Outcome run(const QStringList& arguments, const QByteArray& input = {}) const
    {
        const auto process = start(arguments, input);
        return finish(*process);
    }
    /// Ctrl-C, once that text is on the screen. A terminal sends it to the whole process group.
    [[nodiscard]] static Outcome interruptAfter(QProcess& process, const std::function<bool()>& seen)
    {
        if (!QTest::qWaitFor(seen, 60'000)) process.kill();
        ::kill(-static_cast<pid_t>(process.processId()), SIGINT);
        return finish(process);
    }

    /// \param path  below the home folder
    void write(const QString& path, const QByteArray& bytes) const
    {
        QDir(home.path()).mkpath(QFileInfo(path).path());
        QFile file(home.filePath(path));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) qFatal("a test file");
    }
    void useModel(const QString& baseUrl, const QString& model) const
    {
        const QJsonObject endpoint{
            {s("id"), s("test")}, {s("protocol"), s("chat-completions")}, {s("baseUrl"), baseUrl}, {s("model"), model}};
        write(s("XDG_CONFIG_HOME/sekisho/settings.json"),
              QJsonDocument(QJsonObject{{s("endpoints"), QJsonArray{endpoint}}}).toJson());
    }
    /// The files below the home folder that hold this text.
    [[nodiscard]] QStringList filesWith(const QByteArray& text) const
    {
        QStringList found;
        QDirIterator files(home.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (file.open(QIODevice::ReadOnly) && file.readAll().contains(text)) found.append(file.fileName());
        }
        return found;
    }

    QTemporaryDir home;
    QProcessEnvironment environment;
    QString outputFile; ///< not empty: standard output goes there
};

/// A chat-completions endpoint that says what a test wants, and may leave the rest of its answer unsaid.
class TalkingModel {
public:
    QString text;       ///< of each answer
    QJsonObject call;   ///< not empty: {"name", "arguments": text}, which the first answer calls
    bool endsIt = true; ///< false: the answer never comes to its end
    QByteArray lastKey; ///< Authorization header of the last request
    int requests = 0;

    TalkingModel()
    {
        auto listening = core::httpserver::HttpServer::listen(
            0, {}, &context_,
            [this](const core::httpserver::Request& request, std::shared_ptr<core::httpserver::Responder> responder) {
                answer(request, std::move(responder));
            });
        if (!listening) qFatal("no port for a test server");
        server_ = std::move(*listening);
    }
    [[nodiscard]] QString baseUrl() const { return s("http://127.0.0.1:%1/v1").arg(server_->port()); }

private:
    void answer(const core::httpserver::Request& request, std::shared_ptr<core::httpserver::Responder> responder)
    {
        ++requests;
        lastKey = request.header("authorization");
        core::httpserver::Response head;
        head.contentType = "text/event-stream";
        responder->begin(std::move(head));
        if (const auto called = std::exchange(call, {}); !called.isEmpty()) {
            const QJsonObject one{
                {s("index"), 0}, {s("id"), s("call_1")}, {s("type"), s("function")}, {s("function"), called}};
            responder->write(event({{s("tool_calls"), QJsonArray{one}}}, QJsonValue()));
            responder->write(event({}, s("tool_calls")) + "data: [DONE]\n\n");
            responder->end();
            return;
        }
        responder->write(event({{s("content"), text}}, QJsonValue()));
        if (!endsIt) {
            open_.push_back(std::move(responder));
            return;
        }
        responder->write(event({}, s("stop")) + "data: [DONE]\n\n");
        responder->end();
    }
    static QByteArray event(const QJsonObject& delta, const QJsonValue& finish)
    {
        const QJsonObject choice{{s("index"), 0}, {s("delta"), delta}, {s("finish_reason"), finish}};
        const QJsonObject chunk{{s("id"), s("chatcmpl-1")},
                                {s("object"), s("chat.completion.chunk")},
                                {s("created"), 1},
                                {s("model"), s("test")},
                                {s("choices"), QJsonArray{choice}}};
        return "data: " + QJsonDocument(chunk).toJson(QJsonDocument::Compact) + "\n\n";
    }

    QObject context_;
    std::vector<std::shared_ptr<core::httpserver::Responder>> open_;
    std::unique_ptr<core::httpserver::HttpServer> server_;
};

} // namespace cli_tests
