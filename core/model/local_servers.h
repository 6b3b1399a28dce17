#pragma once

#include "core/base/clock.h"
#include "core/model/endpoint_tester.h"
#include "core/net/socket_tables.h"

#include <QtCore/QList>

#include <functional>
#include <optional>

namespace core::model {

/// The base URL of whatever listens on this machine's `port`, if every socket that could answer there belongs to
/// `user` or to root. One that belongs to somebody else is enough to say nothing: which of several gets a connection
/// is not for us to guess. Pure.
[[nodiscard]] std::optional<QUrl> ownServerAt(const net::SocketTables& tables, quint16 port, quint32 user);

/// A model server found on this machine.
struct LocalServer {
    QString name; ///< by its usual port: "Ollama", "LM Studio", "llama.cpp"
    QUrl baseUrl;
    QStringList models; ///< not empty
};

/// Looks for model servers at their usual ports: 11434 (Ollama), 1234 (LM Studio), 8080 (llama.cpp). Only such as
/// belong to this user or to root, and that list at least one model. Whose socket it is is looked up before a byte is
/// sent, and once more when the answer is there.
class LocalServers {
public:
    using ReadTables = std::function<net::SocketTables()>;

    /// \param user the person's user id (getuid)
    LocalServers(net::Http& http, const Clock& clock, quint32 user, ReadTables read = &net::readSocketTables);

    /// Never fails: nothing found is an empty list. \error Cancelled `stop` was requested
    [[nodiscard]] Async<QList<LocalServer>> find(std::stop_token stop);

private:
    struct Search;
    void asked(const std::shared_ptr<Search>& search, qsizetype place, quint16 port, const Result<QStringList>& models);

    EndpointTester tester_;
    quint32 user_;
    ReadTables read_;
    QObject guard_;
};

} // namespace core::model
