#include "app/cli/console.h"

#include "app/cli/terminal_text.h"

#include <QtCore/QJsonDocument>

#include <cerrno>
#include <cstdio>

namespace app::cli {
namespace {

QByteArray jsonLine(const QJsonObject& object)
{
    return harmlessJson(QJsonDocument(object).toJson(QJsonDocument::Compact));
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
    case Errc::ForeignServer:
        return QStringLiteral("Something other than your own server answers at that address of this machine: a program "
                              "of another user's. "
                              "Nothing was sent. Run the server under your own account, or use another address. One "
                              "that a system account runs, such as Ollama's service, can be accepted with the "
                              "endpoint's serverUser in the settings.");
    case Errc::UnknownServer:
        return QStringLiteral(
            "Whose program answers at that address of this machine cannot be told, so nothing was sent. Run the server "
            "under your own account and outside a container, or use another address.");
    case Errc::ProviderDown:
        return QStringLiteral("The provider that you sign in with could not be reached or gave no valid answer, so "
                              "nothing was sent. Check the network and try again.");
    case Errc::NotFound: return QStringLiteral("There is nothing at that address or of that name. Check it.");
    case Errc::InvalidArgument: return QStringLiteral("A value is not valid. Correct it and try again.");
    case Errc::Protocol:
        return QStringLiteral("The server's answer does not follow the standard. Tell whoever runs the server.");
    case Errc::NotJson:
        return QStringLiteral(
            "The server answered with something other than JSON, perhaps a web page. Check the address.");
    case Errc::WrongIssuer:
        return QStringLiteral(
            "The answer comes from another provider than the one that was asked. Check --issuer, also for a slash at "
            "its end.");
    case Errc::BadToken:
        return QStringLiteral("The provider's token does not verify, so you were not signed in. Tell whoever runs it.");
    case Errc::Denied: return QStringLiteral("The sign-in was refused at the provider. Try again, or ask why there.");
    case Errc::OtherAccount: return QStringLiteral("A different account signed in. Nothing was kept; try again.");
    case Errc::WindowClosed: return QStringLiteral("The sign-in window was closed. Try again.");
    case Errc::SignInNeeded: return QStringLiteral("Nobody is signed in. Sign in first: sekisho-cli signin.");
    case Errc::Unauthorized:
        return QStringLiteral("The key or the session was not accepted. Set another key, or sign in again.");
    case Errc::Forbidden: return QStringLiteral("The server refused this person. Ask whoever runs it for access.");
    case Errc::RateLimited: return QStringLiteral("Too many requests. Wait a little and try again.");
    case Errc::ServerFault: return QStringLiteral("The server has a problem of its own. Try again later.");
    case Errc::Refused:
        return QStringLiteral("It was refused, by your administrator's settings or a rule; nothing was "
                              "done. Ask your administrator.");
    case Errc::TooLarge: return QStringLiteral("It is larger than is allowed. Try a part of it.");
    case Errc::Unsupported: return QStringLiteral("This is not supported. Try another way.");
    case Errc::Unavailable: return QStringLiteral("Something this needs is missing on this machine. Install it.");
    case Errc::KeychainLocked: return QStringLiteral("The keychain is locked. Unlock it and try again.");
    case Errc::KeychainMissing:
        return QStringLiteral(
            "There is no usable keychain here, so nothing can be kept, and Sekisho never keeps it in the "
            "clear. Start one (gnome-keyring, KWallet, KeePassXC), or add --this-run-only to sign in "
            "for one command.");
    case Errc::Corrupt:
        return QStringLiteral(
            "Stored data is damaged and was left as it is. Sign out and in again, or restore a backup.");
    case Errc::DiskFull: return QStringLiteral("There is no room, or no right, to write. Make room and try again.");
    case Errc::Busy: return QStringLiteral("Another program is using it. Try again when it is done.");
    case Errc::Conflict: return QStringLiteral("It changed in the meantime. Try again.");
    case Errc::OutcomeUnknown: return QStringLiteral("It may or may not have happened. Check before you try again.");
    case Errc::Internal: return QStringLiteral("This is a fault of Sekisho's. Please report it.");
    }
    return {};
}

} // namespace

Console::Console(Form form)
    : form_(form)
{}

void Console::result(const QString& line)
{
    endWords();
    write(harmless(line).toUtf8() + '\n');
}

void Console::fact(const QString& line)
{
    endWords();
    write(Folding(FoldAt::Margin).next(harmless(line), columnsOf(stdout)).toUtf8() + '\n');
}

void Console::result(const QJsonObject& object)
{
    write(jsonLine(object) + '\n');
}

void Console::words(const QString& piece)
{
    write(words_.next(harmless(piece, LineEnds::Keep), columnsOf(stdout)).toUtf8());
}

void Console::endWords()
{
    if (words_.midLine()) write("\n");
    words_.newLine();
}

void Console::note(const QString& sentence)
{
    endWords();
    const QJsonObject object{{QStringLiteral("type"), QStringLiteral("note")}, {QStringLiteral("message"), sentence}};
    writeLine(stderr, json() ? jsonLine(object) : harmless(sentence).toUtf8());
}

void Console::failure(const core::Error& error, const QString& given)
{
    endWords();
    auto message = given;
    if (message.isEmpty()) {
        message = sentence(error.code);
        if (!error.subject.isEmpty()) message += QStringLiteral(" (%1)").arg(error.subject);
    }
    const QJsonObject object{{QStringLiteral("type"), QStringLiteral("error")},
                             {QStringLiteral("code"), core::errcName(error.code)},
                             {QStringLiteral("subject"), error.subject},
                             {QStringLiteral("message"), message}};
    if (json())
        writeLine(stderr, jsonLine(object));
    else
        writeLine(stderr, Folding(FoldAt::Margin).next(harmless(message), columnsOf(stderr)).toUtf8());
}

void Console::write(const QByteArray& bytes)
{
    const auto size = static_cast<size_t>(bytes.size());
    const bool written = std::fwrite(bytes.constData(), 1, size, stdout) == size && std::fflush(stdout) == 0;
    if (!written && outputError_ == 0) outputError_ = errno;
}

} // namespace app::cli
