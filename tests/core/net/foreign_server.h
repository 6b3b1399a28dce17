#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QtGlobal>

#include <cerrno>
#include <csignal>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/// A server of another user's on this machine, in a process of its own; only root can make one. It takes one
/// connection, at once or only when it is asked what came, and says how many bytes came over it. It answers nothing, or
/// "ok".
class ForeignServer {
public:
    enum class Takes { AtOnce, Later, AndAnswers };

    ForeignServer(int family, Takes takes, uid_t user = 65534)
    {
        int toChild[2];
        int toParent[2];
        if (::pipe(toChild) != 0 || ::pipe(toParent) != 0) return;
        child_ = ::fork();
        if (child_ == 0) {
            ::close(toChild[1]);
            ::close(toParent[0]);
            serve(family, takes, user, toChild[0], toParent[1]);
        }
        ::close(toChild[0]);
        ::close(toParent[1]);
        ask_ = toChild[1];
        tell_ = toParent[0];
        if (::read(tell_, &port_, sizeof port_) != sizeof port_) port_ = 0;
    }
    ~ForeignServer()
    {
        if (ask_ >= 0) ::close(ask_);
        if (tell_ >= 0) ::close(tell_);
        if (child_ > 0) {
            ::kill(child_, SIGKILL);
            ::waitpid(child_, nullptr, 0);
        }
    }
    ForeignServer(const ForeignServer&) = delete;
    ForeignServer& operator=(const ForeignServer&) = delete;

    /// 0: it could not be started
    [[nodiscard]] quint16 port() const { return port_; }

    /// How many bytes came over the one connection, which is closed on our side by now. -1: there was none.
    [[nodiscard]] int received() const
    {
        const char go = 1;
        int count = -1;
        if (::write(ask_, &go, 1) != 1 || ::read(tell_, &count, sizeof count) != sizeof count) return -1;
        return count;
    }

private:
    [[noreturn]] static void serve(int family, Takes takes, uid_t user, int asked, int tell)
    {
        ::alarm(60); // whatever becomes of the test
        if (::setgid(65534) != 0 || ::setuid(user) != 0) ::_exit(1);
        const int listener = ::socket(family, SOCK_STREAM, 0);
        quint16 port = 0;
        if (family == AF_INET) {
            sockaddr_in address{};
            address.sin_family = AF_INET;
            address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
            port = listenAt(listener, address, address.sin_port);
        } else {
            sockaddr_in6 address{};
            address.sin6_family = AF_INET6;
            address.sin6_addr = in6addr_loopback;
            port = listenAt(listener, address, address.sin6_port);
        }
        if (::write(tell, &port, sizeof port) != sizeof port || port == 0) ::_exit(1);
        char go = 0;
        if (takes == Takes::Later && ::read(asked, &go, 1) != 1) ::_exit(1);
        const int connection = ::accept(listener, nullptr, nullptr);
        if (takes == Takes::AtOnce && ::read(asked, &go, 1) != 1) ::_exit(1);
        int count = connection < 0 ? -1 : 0;
        char bytes[4096];
        const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
        for (ssize_t size = 1; connection >= 0 && size > 0; count += size > 0 ? int(size) : 0) {
            size = ::read(connection, bytes, sizeof bytes);
            const bool answers = takes == Takes::AndAnswers && size > 0 && count == 0;
            if (answers && ::write(connection, answer, sizeof answer - 1) < 0) ::_exit(1);
        }
        if (takes == Takes::AndAnswers && ::read(asked, &go, 1) != 1) ::_exit(1);
        ::_exit(::write(tell, &count, sizeof count) == sizeof count ? 0 : 1);
    }

    template <typename Address>
    static quint16 listenAt(int listener, Address& address, const in_port_t& port)
    {
        socklen_t size = sizeof address;
        auto* const plain = reinterpret_cast<sockaddr*>(&address);
        const bool listens = ::bind(listener, plain, size) == 0 && ::listen(listener, 4) == 0 &&
                             ::getsockname(listener, plain, &size) == 0;
        return listens ? ntohs(port) : quint16(0);
    }

    pid_t child_ = -1;
    int ask_ = -1;
    int tell_ = -1;
    quint16 port_ = 0;
};
