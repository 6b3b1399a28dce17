#pragma once

#include "tests/e2e/kill/approval_world.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QProcess>
#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>

namespace e2e {

/// Where a call has its effect, outside of the program that is killed: every whole request that is not a GET is one.
class EffectServer final : public QObject {
public:
    EffectServer()
    {
        connect(&server_, &QTcpServer::newConnection, this, [this] {
            while (auto* socket = server_.nextPendingConnection())
                take(*socket);
        });
        server_.listen(QHostAddress::LocalHost);
    }
    [[nodiscard]] quint16 port() const { return server_.serverPort(); }

    /// Waits until all is counted that was sent by programs that are gone.
    [[nodiscard]] bool heardAll()
    {
        // Connections are taken in the order in which they were made.
        QTcpSocket last;
        last.connectToHost(QHostAddress(QHostAddress::LocalHost), port());
        const bool taken = QTest::qWaitFor(
            [&] { return last.state() == QTcpSocket::ConnectedState && open_.contains(last.localPort()); });
        last.abort();
        return taken && QTest::qWaitFor([this] { return open_.isEmpty(); });
    }
    [[nodiscard]] int count(const QString& day) const { return counts_.value(day); }
    void forget() { counts_.clear(); }

private:
    void take(QTcpSocket& socket)
    {
        const auto peer = socket.peerPort();
        open_.append(peer);
        const auto bytes = std::make_shared<QByteArray>();
        connect(&socket, &QTcpSocket::readyRead, this, [this, &socket, bytes] {
            *bytes += socket.readAll();
            answer(socket, *bytes);
        });
        connect(&socket, &QTcpSocket::disconnected, this, [this, &socket, peer] {
            open_.removeOne(peer);
            socket.deleteLater();
        });
    }
    void answer(QTcpSocket& socket, QByteArray& bytes)
    {
        const auto headEnd = bytes.indexOf("\r\n\r\n");
        if (headEnd < 0) return;
        if (bytes.startsWith("GET ")) return send(socket, bytes, "200 OK", R"({"name": "A"})");
        const auto length = bytes.indexOf("Content-Length: ");
        if (length < 0) return;
        const auto size = bytes.mid(length + 16, bytes.indexOf('\r', length) - length - 16).toInt();
        const auto body = bytes.mid(headEnd + 4);
        if (body.size() < size) return;
        ++counts_[QJsonDocument::fromJson(body).object().value(QStringLiteral("from")).toString()];
        send(socket, bytes, "201 Created", R"({"ok": true})");
    }
    static void send(QTcpSocket& socket, QByteArray& request, const QByteArray& status, const QByteArray& body)
    {
        request.clear();
        socket.write("HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nContent-Length: " +
                     QByteArray::number(body.size()) + "\r\nConnection: close\r\n\r\n" + body);
        socket.disconnectFromHost();
    }

    QTcpServer server_;
    QList<quint16> open_; ///< by the other end's port
    QHash<QString, int> counts_;
};

/// What a run of approval_writer said before it ended.
struct Said {
    QList<QByteArray> lines;
    bool killed = false;

    /// The number behind the word; nothing: it was not said.
    [[nodiscard]] std::optional<int> at(const QByteArray& word) const
    {
        for (const auto& line : lines)
            if (line.startsWith(word + ' ')) return line.mid(word.size() + 1).toInt();
        return {};
    }
    [[nodiscard]] bool has(const QByteArray& word) const { return at(word).has_value(); }
    [[nodiscard]] QByteArray text() const { return lines.join('\n'); }
};

/// Runs the program, with this thread's servers answering meanwhile.
/// \param folder  where it keeps everything, its temporary files too
inline Said runWriter(const QStringList& command, const QString& folder)
{
    QProcess writer;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("TMPDIR"), folder);
    writer.setProcessEnvironment(environment);
    writer.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    writer.start(command.first(), command.mid(1));
    Said said;
    if (!QTest::qWaitFor([&] { return writer.state() == QProcess::NotRunning; }, 100'000)) {
        writer.kill();
        writer.waitForFinished();
        said.lines.append("does not end");
        return said;
    }
    said.lines = writer.readAllStandardOutput().trimmed().split('\n');
    said.killed = writer.exitStatus() == QProcess::CrashExit;
    return said;
}

} // namespace e2e
