#include "core/model/local_servers.h"

#include <array>

namespace core::model {

namespace {

struct KnownPort {
    quint16 port;
    const char* name;
};
constexpr std::array<KnownPort, 3> knownPorts{{{11434, "Ollama"}, {1234, "LM Studio"}, {8080, "llama.cpp"}}};

/// Which loopback addresses a listening socket answers on.
struct Reach {
    bool v4 = false; ///< 127.0.0.1
    bool v6 = false; ///< ::1
};

Reach reachOf(const net::SocketRow::Address& address)
{
    const net::SocketRow::Address any{};
    auto loopback = any;
    loopback[15] = 1;
    if (address == any) return {true, true}; // unless it asked for IPv6 only, which the table does not show
    if (address == loopback) return {false, true};
    const auto v4 = net::ipv4Of(address);
    return {v4 && (*v4 == 0 || *v4 >> 24 == 127), false};
}

struct Ownership {
    bool somebody = false;
    bool onlyUs = true;
};

} // namespace

std::optional<QUrl> ownServerAt(const net::SocketTables& tables, quint16 port, quint32 user)
{
    Ownership v4;
    Ownership v6;
    for (const auto& row : net::socketRows(tables)) {
        if (row.state != net::SocketRow::State::Listening || row.localPort != port) continue;
        const bool ours = net::isTrusted(row, user);
        const auto reach = reachOf(row.local);
        for (auto [reached, ownership] : {std::pair{reach.v4, &v4}, std::pair{reach.v6, &v6}}) {
            if (!reached) continue;
            ownership->somebody = true;
            ownership->onlyUs = ownership->onlyUs && ours;
        }
    }
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
    search->stop = std::move(stop);
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
        const auto asking = tester_.models(endpoint, BoundKey(), std::chrono::seconds(3), search->stop);
        onReady(asking, &guard_, [this, search, index, portAsked = port](const Result<QStringList>& models) {
            asked(search, index, portAsked, models);
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
