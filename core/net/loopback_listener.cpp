#include "core/net/loopback_listener.h"

#include "core/base/logging.h"
#include "core/net/loopback_page_p.h"

#include <QtCore/QRandomGenerator>
#include <QtCore/QTimer>
#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>

#include <algorithm>
#include <array>
#include <string_view>

namespace core::net {
namespace {

bool isPlainPath(const QByteArray& path)
{
    return path.startsWith('/') && path.size() <= 256 && std::all_of(path.begin(), path.end(), [](char byte) {
               return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
                      std::string_view("-_.~/").find(byte) != std::string_view::npos;
           });
}

// 128 bits that nobody guesses. Not of core/crypto, which this module does not know.
QByteArray randomName()
{
    std::array<quint32, 4> words{};
    QRandomGenerator::system()->fillRange(words.data(), qsizetype(words.size()));
    return QByteArray(reinterpret_cast<const char*>(words.data()), sizeof words).toHex();
}

struct Asked {
    LoopbackPage page = LoopbackPage::Bad;
    QByteArray target = {}; ///< when the page is not Bad or Refused
};

QByteArray headerOf(const QList<QByteArray>& lines, const QByteArray& name, int* count)
{
    QByteArray value;
    for (const auto& line : lines) {
        const auto colon = line.indexOf(':');
        if (colon <= 0 || line.left(colon).toLower() != name) continue;
        value = line.mid(colon + 1).trimmed();
        ++*count;
    }
    return value;
}

/// What a whole head asks for. Pure.
Asked judge(const QByteArray& head, const QByteArray& path, const QByteArray& startPath, const QByteArray& authority)
{
    auto lines = head.split('\n');
    for (auto& line : lines)
        line = line.trimmed();
    const auto words = lines.takeFirst().split(' ');
    if (words.size() != 3 || words[0] != "GET" || !words[2].startsWith("HTTP/1.")) return {};
    const auto& target = words[1];
    if (std::any_of(target.begin(), target.end(), [](char byte) { return byte <= 0x20 || byte == 0x7f; })) return {};

    int hosts = 0;
    int modes = 0;
    const auto host = headerOf(lines, "host", &hosts);
    const auto mode = headerOf(lines, "sec-fetch-mode", &modes);
    if (hosts != 1) return {};
    // Another name that was made to point here (DNS rebinding), or a script's request and not the person's browser tab.
    if (host.toLower() != authority || (modes > 0 && mode != "navigate")) return {LoopbackPage::Refused};

    if (!startPath.isEmpty() && target == startPath) return {LoopbackPage::Start, target};
    const auto mark = target.indexOf('?');
    if (mark < 0 || target.left(mark) != path || mark + 1 == target.size()) return {LoopbackPage::NotFound};
    return {LoopbackPage::Received, target};
}

class TcpLoopbackListener final : public LoopbackListener {
public:
    TcpLoopbackListener(QByteArray path, LoopbackListenerLimits limits, PeerCheck mayTalk)
        : path_(std::move(path))
        , limits_(limits)
        , mayTalk_(std::move(mayTalk))
    {
        timer_.setSingleShot(true);
        QObject::connect(&timer_, &QTimer::timeout, &context_,
                         [this] { finish(fail(Errc::Timeout, QStringLiteral("nobody came back from the browser"))); });
        QObject::connect(&server_, &QTcpServer::newConnection, &context_, [this] { admit(); });
    }
    ~TcpLoopbackListener() override
    {
        stopped_.reset();
        finish(fail(Errc::Cancelled, QStringLiteral("the listener was destroyed")));
    }
    TcpLoopbackListener(const TcpLoopbackListener&) = delete;
    TcpLoopbackListener& operator=(const TcpLoopbackListener&) = delete;

    Result<> start(quint16 port)
    {
        server_.setMaxPendingConnections(limits_.maxConnections);
        if (!server_.listen(QHostAddress(QHostAddress::LocalHost), port))
            return fail(Errc::Busy, QStringLiteral("cannot listen: error %1").arg(int(server_.serverError())),
                        QString::number(port));
        authority_ = "127.0.0.1:" + QByteArray::number(server_.serverPort());
        return {};
    }

    QUrl redirectUri() const override { return QUrl(QString::fromLatin1("http://" + authority_ + path_)); }

    QUrl startAt(const QUrl& destination) override
    {
        startPath_ = "/start/" + randomName();
        destination_ = destination.toEncoded(QUrl::FullyEncoded);
        return QUrl(QString::fromLatin1("http://" + authority_ + startPath_));
    }

    Async<> started() const override { return started_.future(); }

    Async<QByteArray> wait(std::function<bool(const QByteArray&)> isAnswer, std::chrono::milliseconds timeout,
                           std::stop_token stop) override
    {
        if (!finished_) {
            isAnswer_ = std::move(isAnswer);
            timer_.start(timeout);
            stopped_.emplace(std::move(stop), [this] {
                QMetaObject::invokeMethod(
                    &context_, [this] { finish(fail(Errc::Cancelled, QStringLiteral("stop was requested"))); },
                    Qt::QueuedConnection);
            });
        }
        return answer_.future();
    }

private:
    void admit()
    {
        while (auto* socket = server_.nextPendingConnection()) {
            const bool foreign = !mayTalk_({socket->peerAddress().toIPv4Address(), socket->peerPort()},
                                           {socket->localAddress().toIPv4Address(), socket->localPort()});
            if (foreign)
                qCWarning(logNet, "the redirect listener refused a connection that is not this user's, number %d",
                          ++foreign_);
            if (foreign || open_ >= limits_.maxConnections) {
                socket->abort();
                socket->deleteLater();
                continue;
            }
            ++open_;
            socket->setParent(&server_);
            socket->setReadBufferSize(limits_.maxHeadBytes + 1);
            auto* patience = new QTimer(socket);
            patience->setSingleShot(true);
            QObject::connect(patience, &QTimer::timeout, socket, [socket] { socket->abort(); });
            patience->start(limits_.requestTimeout);
            QObject::connect(socket, &QTcpSocket::readyRead, &context_, [this, socket] { read(socket); });
            QObject::connect(socket, &QTcpSocket::disconnected, &context_, [this, socket] {
                --open_;
                socket->deleteLater();
            });
            if (socket->state() != QAbstractSocket::ConnectedState) { // gone before it was looked at
                --open_;
                socket->deleteLater();
                continue;
            }
            read(socket);
        }
    }

    void read(QTcpSocket* socket)
    {
        if (finished_ || socket->state() != QAbstractSocket::ConnectedState) return;
        const auto bytes = socket->peek(limits_.maxHeadBytes + 1);
        const auto end = bytes.indexOf("\r\n\r\n");
        if (end < 0 && bytes.size() <= limits_.maxHeadBytes && !isHopeless(bytes)) return; // more to come
        auto asked = end < 0 ? Asked{} : judge(bytes.left(end), path_, startPath_, authority_);
        const auto url = "http://" + authority_ + asked.target;
        if (asked.page == LoopbackPage::Received && !isAnswer_) asked.page = LoopbackPage::NotFound;
        if (asked.page == LoopbackPage::Received && !isAnswer_(url)) asked.page = LoopbackPage::Refused;
        socket->readAll();
        socket->write(asked.page == LoopbackPage::Start ? loopbackStart(destination_) : loopbackPage(asked.page));
        socket->flush(); // an answer this small goes to the kernel at once, so that it outlives this object
        socket->disconnectFromHost();
        if (asked.page == LoopbackPage::Start) {
            startPath_.clear(); // once
            return started_.give({});
        }
        if (asked.page != LoopbackPage::Received) {
            qCInfo(logNet) << "the redirect listener turned a request away, reason" << int(asked.page);
            return;
        }
        finish(url);
    }

    // What cannot become "GET /..." any more need not be waited for.
    static bool isHopeless(const QByteArray& bytes)
    {
        static const QByteArray start("GET /");
        return !start.startsWith(bytes.left(start.size()));
    }

    void finish(Result<QByteArray> result)
    {
        if (std::exchange(finished_, true)) return;
        server_.close();
        timer_.stop();
        stopped_.reset();
        started_.give(result ? Result<>() : tl::unexpected(result.error()));
        answer_.give(std::move(result));
    }

    QByteArray path_;
    LoopbackListenerLimits limits_;
    PeerCheck mayTalk_;
    QByteArray authority_;
    QByteArray startPath_; ///< empty: there is none, or it was used
    QByteArray destination_;
    std::function<bool(const QByteArray&)> isAnswer_;
    Answer<QByteArray> answer_;
    Answer<> started_;
    int open_ = 0;
    int foreign_ = 0;
    bool finished_ = false;
    std::optional<std::stop_callback<std::function<void()>>> stopped_;
    QTimer timer_;
    QTcpServer server_;
    QObject context_; // last, so that it is destroyed first: every handler above is bound to it
};

} // namespace

Result<std::unique_ptr<LoopbackListener>> LoopbackListener::listen(const QByteArray& path, quint16 port,
                                                                   LoopbackListenerLimits limits, PeerCheck mayTalk)
{
    if (!isPlainPath(path))
        return fail(Errc::InvalidArgument, QStringLiteral("not a plain path"), QStringLiteral("path"));
    auto listener = std::make_unique<TcpLoopbackListener>(path, limits, std::move(mayTalk));
    TRY(listener->start(port));
    return listener;
}

} // namespace core::net
