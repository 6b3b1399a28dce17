#include "app/cli/console.h"

#include <QtCore/QJsonDocument>

#include <cstdio>

namespace app::cli {
namespace {

void writeLine(FILE* stream, const QByteArray& line)
{
    std::fwrite(line.constData(), 1, static_cast<size_t>(line.size()), stream);
    std::fputc('\n', stream);
    std::fflush(stream);
}

QString sentence(core::Errc code)
{
    using core::Errc;
    switch (code) {
    case Errc::Cancelled: return QStringLiteral("It was stopped.");
    case Errc::Timeout: return QStringLiteral("There was no answer in time. Try again.");
    case Errc::Network: return QStringLiteral("No connection could be made. Check the network and the address.");
    case Errc::ConnectionLost: return QStringLiteral("The connection broke before the answer was complete. Try again.");
    case Errc::Tls:
        return QStringLiteral(
            "The server's certificate is not trusted. Nothing was sent; tell whoever runs the server.");
    case Errc::NotFound: return QStringLiteral("There is no such thing.");
    case Errc::InvalidArgument: return QStringLiteral("A value is not valid. Correct it and try again.");
    case Errc::Protocol: return QStringLiteral("The server's answer does not follow the standard.");
    case Errc::NotJson:
        return QStringLiteral(
            "The server answered with something other than JSON, perhaps a web page. Check the address.");
    case Errc::WrongIssuer:
        return QStringLiteral("The answer comes from another provider than the one that was asked.");
    case Errc::BadToken: return QStringLiteral("The provider's token does not verify. You were not signed in.");
    case Errc::Denied: return QStringLiteral("The sign-in was refused at the provider.");
    case Errc::OtherAccount:
        return QStringLiteral("Another account signed in than the one expected. Nothing was kept.");
    case Errc::WindowClosed: return QStringLiteral("The sign-in window was closed. Try again.");
    case Errc::SignInNeeded: return QStringLiteral("Sign in first: sekisho-cli signin.");
    case Errc::Unauthorized: return QStringLiteral("The key or the session was not accepted.");
    case Errc::Forbidden: return QStringLiteral("The server refused this person.");
    case Errc::RateLimited: return QStringLiteral("Too many requests. Wait a little and try again.");
    case Errc::ServerFault: return QStringLiteral("The server has a problem of its own. Try again later.");
    case Errc::Refused: return QStringLiteral("It was refused; nothing was done.");
    case Errc::TooLarge: return QStringLiteral("It is larger than is allowed.");
    case Errc::Unsupported: return QStringLiteral("This is not supported.");
    case Errc::Unavailable: return QStringLiteral("Something this needs is missing on this machine.");
    case Errc::KeychainLocked: return QStringLiteral("The keychain is locked. Unlock it and try again.");
    case Errc::KeychainMissing:
        return QStringLiteral(
            "There is no usable keychain, so nothing can be kept. Use --this-run-only to go on without one.");
    case Errc::Corrupt: return QStringLiteral("Stored data is damaged and was left as it is.");
    case Errc::DiskFull: return QStringLiteral("There is no room, or no right, to write.");
    case Errc::Busy: return QStringLiteral("Another program is using it. Try again.");
    case Errc::Conflict: return QStringLiteral("It changed in the meantime. Try again.");
    case Errc::OutcomeUnknown: return QStringLiteral("It may or may not have happened. Check before you try again.");
    case Errc::Internal: return QStringLiteral("This is a fault of Sekisho's. Please report it.");
    }
    return {};
}

} // namespace

void print(const QString& line)
{
    writeLine(stdout, line.toUtf8());
}

void complain(const QString& line)
{
    writeLine(stderr, line.toUtf8());
}

void printJson(const QJsonObject& object)
{
    writeLine(stdout, QJsonDocument(object).toJson(QJsonDocument::Compact));
}

QString explain(const core::Error& error)
{
    const auto about = error.subject.isEmpty() ? QString() : QStringLiteral(" (") + error.subject + QLatin1Char(')');
    return sentence(error.code) + about;
}

QJsonObject errorJson(const core::Error& error)
{
    return {{QStringLiteral("error"), QJsonObject{{QStringLiteral("code"), core::errcName(error.code)},
                                                  {QStringLiteral("subject"), error.subject}}}};
}

} // namespace app::cli
