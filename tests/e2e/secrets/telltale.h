#pragma once

#include "core/net/qt_http.h"

#include <QtCore/QByteArrayView>
#include <QtCore/QFile>

#include <array>
#include <cstring>
#include <memory>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace e2e {

/// How a program under test tells the test which secrets pass through it: over a local socket of the test's. What is
/// told is written straight from where it lies, so that looking on leaves no copy in the program's own memory.
class Telltale {
public:
    explicit Telltale(const QString& socketPath)
        : socket_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        const auto path = QFile::encodeName(socketPath);
        if (path.size() < qsizetype(sizeof address.sun_path)) std::strcpy(address.sun_path, path.constData());
        connected_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    }
    ~Telltale() { ::close(socket_); }
    Telltale(const Telltale&) = delete;
    Telltale& operator=(const Telltale&) = delete;

    [[nodiscard]] bool connected() const { return connected_; }

    void tell(QByteArrayView kind, const char* bytes, qsizetype size) const
    {
        if (size == 0) return;
        const auto head = kind.toByteArray() + ' ' + QByteArray::number(size) + '\n';
        write(head.constData(), head.size());
        write(bytes, size);
    }
    void tell(QByteArrayView kind, const core::Secret& secret) const
    {
        const auto bytes = secret.expose();
        tell(kind, reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size()));
    }
    /// Says where the program is and waits, doing nothing else, until the test says to go on.
    [[nodiscard]] bool hold(QByteArrayView where) const
    {
        tell("hold", where.data(), where.size());
        char go = 0;
        return ::read(socket_, &go, 1) == 1;
    }

private:
    void write(const char* bytes, qsizetype size) const
    {
        while (size > 0) {
            const auto written = ::send(socket_, bytes, static_cast<size_t>(size), MSG_NOSIGNAL);
            if (written <= 0) return;
            bytes += written;
            size -= written;
        }
    }

    int socket_;
    bool connected_ = false;
};

/// The program's own HTTP client, with each secret that goes out or comes in told.
class RecordingHttp final : public core::net::Http {
public:
    explicit RecordingHttp(std::shared_ptr<const Telltale> told)
        : told_(std::move(told))
    {}

    core::Async<core::net::HttpResponse> send(core::net::HttpRequest request, std::stop_token stop) override
    {
        tellRequest(request);
        const bool gives = request.url.path().endsWith(QLatin1String("/token"));
        auto answer = http_.send(std::move(request), std::move(stop));
        if (!gives) return answer;
        return answer.then([told = told_](const core::Result<core::net::HttpResponse>& response) {
            if (response) told->tell("answer", response->body.constData(), response->body.size());
            return response;
        });
    }
    core::Async<core::net::HttpResponse> stream(core::net::HttpRequest request,
                                                std::function<void(const QByteArray&)> onBytes,
                                                std::stop_token stop) override
    {
        tellRequest(request);
        return http_.stream(std::move(request), std::move(onBytes), std::move(stop));
    }

private:
    void tellRequest(const core::net::HttpRequest& request) const
    {
        for (const auto& header : request.secretHeaders)
            told_->tell(header.name, header.value);
        for (const auto& field : request.form) {
            told_->tell(field.name, field.secret);
            if (field.name == "password") told_->tell(field.name, field.value.constData(), field.value.size());
        }
    }

    core::net::QtHttp http_;
    std::shared_ptr<const Telltale> told_;
};

} // namespace e2e
