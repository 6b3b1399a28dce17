#include "core/model/local_servers.h"

#include <QtCore/QFile>

#include <array>
#include <cstring>

namespace core::model {

namespace {

struct KnownPort {
    quint16 port;
    const char* name;
};
constexpr std::array<KnownPort, 3> knownPorts{{{11434, "Ollama"}, {1234, "LM Studio"}, {8080, "llama.cpp"}}};

/// An address as the kernel prints it: 32-bit words in the machine's byte order, holding the network's.
template <std::size_t Size>
std::optional<std::array<quint8, Size>> addressOf(const QByteArray& text)
{
    if (text.size() != static_cast<qsizetype>(2 * Size)) return std::nullopt;
    std::array<quint8, Size> address{};
    for (std::size_t word = 0; word < Size / 4; ++word) {
        bool number = false;
        const quint32 value = text.mid(static_cast<qsizetype>(8 * word), 8).toUInt(&number, 16);
        if (!number) return std::nullopt;
        std::memcpy(address.data() + 4 * word, &value, 4);
    }
    return address;
}

/// Which loopback addresses a listening socket answers on.
struct Reach {
    bool v4 = false; ///< 127.0.0.1
    bool v6 = false; ///< ::1
};

Reach reachOf(const QByteArray& text)
{
    if (const auto four = addressOf<4>(text)) {
        const std::array<quint8, 4> any{};
        return {*four == any || (*four)[0] == 127, false};
    }
    const auto six = addressOf<16>(text);
    if (!six) return {};
    const std::array<quint8, 16> any{};
    auto loopback = any;
    loopback[15] = 1;
    if (*six == any) return {true, true}; // unless it asked for IPv6 only, which the table does not show
    if (*six == loopback) return {false, true};
    constexpr std::array<quint8, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    if (std::memcmp(six->data(), mapped.data(), mapped.size()) != 0) return {};
    return {(*six)[12] == 127 || (*six)[12] == 0, false};
}

struct Ownership {
    bool somebody = false;
    bool onlyUs = true;
};

void lookAt(const QByteArray& table, quint16 port, quint32 user, Ownership& v4, Ownership& v6)
{
    constexpr auto listening = "0A";
    const auto lines = table.split('\n');
    for (const auto& line : lines.mid(1)) {
        const auto fields = line.simplified().split(' ');
        if (fields.size() < 8 || fields[3] != listening) continue;
        const auto local = fields[1].split(':');
        bool portReadable = false;
        if (local.size() != 2 || local[1].toUInt(&portReadable, 16) != port || !portReadable) continue;
        bool ownerReadable = false;
        const auto owner = fields[7].toUInt(&ownerReadable);
        const bool ours = ownerReadable && (owner == user || owner == 0);
        const auto reach = reachOf(local[0]);
        for (auto [reached, ownership] : {std::pair{reach.v4, &v4}, std::pair{reach.v6, &v6}}) {
            if (!reached) continue;
            ownership->somebody = true;
            ownership->onlyUs = ownership->onlyUs && ours;
        }
    }
}

QByteArray readAll(const char* path)
{
    QFile file(QString::fromLatin1(path));
    if (!file.open(QIODevice::ReadOnly)) return {};
    return file.readAll();
}

} // namespace

SocketTables readSocketTables()
{
    return {readAll("/proc/net/tcp"), readAll("/proc/net/tcp6")};
}

std::optional<QUrl> ownServerAt(const SocketTables& tables, quint16 port, quint32 user)
{
    Ownership v4;
    Ownership v6;
    lookAt(tables.tcp, port, user, v4, v6);
    lookAt(tables.tcp6, port, user, v4, v6);
    if (v4.somebody && v4.onlyUs) return QUrl(QStringLiteral("http://127.0.0.1:%1/v1").arg(port));
    if (!v4.somebody && v6.somebody && v6.onlyUs) return QUrl(QStringLiteral("http://[::1]:%1/v1").arg(port));
    return std::nullopt;
}

struct LocalServers::Search {
    std::array<std::optional<LocalServer>, knownPorts.size()> found = {};
    qsizetype open = 0;
    std::stop_token stop = {};
    Answer<QList<LocalServer>> answer = {};

    void conclude()
    {
        if (open > 0) return;
        if (stop.stop_requested()) return answer.give(fail(Errc::Cancelled, QStringLiteral("stopped")));
        QList<LocalServer> servers;
        for (const auto& server : found) {
            if (server) servers.append(*server);
        }
        answer.give(servers);
    }
};

LocalServers::LocalServers(net::Http& http, const Clock& clock, quint32 user, ReadTables read)
    : tester_(http, clock)
    , user_(user)
    , read_(std::move(read))
{}

Async<QList<LocalServer>> LocalServers::find(std::stop_token stop)
{
    const auto search = std::make_shared<Search>();
    search->stop = stop;
    const auto tables = read_();
    for (std::size_t place = 0; place < knownPorts.size(); ++place) {
        const auto [port, name] = knownPorts[place];
        const auto url = ownServerAt(tables, port, user_);
        if (!url) continue;
        Endpoint endpoint;
        endpoint.baseUrl = *url;
        search->found[place] = LocalServer{QString::fromLatin1(name), *url, {}};
        ++search->open;
        const auto index = static_cast<qsizetype>(place);
        const auto asking = tester_.models(endpoint, BoundKey(), std::chrono::seconds(3), stop);
        onReady(asking, &guard_, [this, search, index, port = port](const Result<QStringList>& models) {
            asked(search, index, port, models);
        });
    }
    search->conclude();
    return search->answer.future();
}

void LocalServers::asked(const std::shared_ptr<Search>& search, qsizetype place, quint16 port,
                         const Result<QStringList>& models)
{
    auto& server = search->found[static_cast<std::size_t>(place)];
    // Somebody else may have taken the port between the look and the request.
    if (!models || models->isEmpty() || ownServerAt(read_(), port, user_) != server->baseUrl)
        server.reset();
    else
        server->models = *models;
    --search->open;
    search->conclude();
}

} // namespace core::model
