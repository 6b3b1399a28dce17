#include "ui/text/error_text.h"

#include "ui/text/visible_text.h"

#include <QtCore/QCoreApplication>

#include <optional>

namespace ui::text {

namespace {

using core::Errc;
using core::Error;

struct ErrorText {
    Q_DECLARE_TR_FUNCTIONS(ErrorText)
};

/// The sentence with the subject put in, or the stand-in where the error names none.
QString with(const QString& sentence, const Error& error, const QString& standIn)
{
    return sentence.arg(error.subject.isEmpty() ? standIn : visibleText(error.subject));
}

QString general(const Error& error)
{
    const QString other = ErrorText::tr("the other side");
    switch (error.code) {
    case Errc::Cancelled: return ErrorText::tr("This was stopped before it finished.");
    case Errc::Timeout:
        return with(ErrorText::tr("There was no answer from %1 in time. Try again in a moment."), error, other);
    case Errc::Network:
        return with(ErrorText::tr("There is no connection to %1. Check the network, then try again."), error, other);
    case Errc::ConnectionLost:
        return with(ErrorText::tr("The connection to %1 broke after the request was sent, so it may have been carried "
                                  "out. Check before you try again."),
                    error, other);
    case Errc::Tls:
        return with(ErrorText::tr("The certificate of %1 was not accepted, so nothing was sent. Check the address and "
                                  "this computer's clock, or ask your IT department."),
                    error, other);
    case Errc::ForeignServer:
        return with(ErrorText::tr("Something other than your own server answers at %1: a program that another user of "
                                  "this computer runs. Nothing was sent. Start the server under your own account, or "
                                  "use another address."),
                    error, ErrorText::tr("this address"));
    case Errc::UnknownServer:
        return with(ErrorText::tr("It cannot be told whose program answers at %1 on this computer, so nothing was "
                                  "sent. Start the server under your own account and outside a container, or use "
                                  "another address."),
                    error, ErrorText::tr("this address"));
    case Errc::ProviderDown:
        return with(ErrorText::tr("%1, where you sign in, could not be reached or gave no valid answer, so nothing was "
                                  "sent. Check the network, then try again in a moment."),
                    error, ErrorText::tr("The provider"));
    case Errc::NotFound:
        return error.subject.isEmpty() ? ErrorText::tr("What was asked for does not exist.")
                                       : with(ErrorText::tr("What was asked for does not exist: %1"), error, {});
    case Errc::InvalidArgument:
        return error.subject.isEmpty()
                   ? ErrorText::tr("Something that was entered cannot be used. Check it and try again.")
                   : with(ErrorText::tr("This entry cannot be used: %1. Check it and try again."), error, {});
    case Errc::Protocol:
        return with(ErrorText::tr("The answer from %1 does not follow the standard, so it was not used. Ask whoever "
                                  "runs that server."),
                    error, other);
    case Errc::NotJson:
        return with(ErrorText::tr("%1 answered with something other than data, perhaps a web page. Check the address."),
                    error, ErrorText::tr("The server"));
    case Errc::WrongIssuer:
        return with(ErrorText::tr("The answer came from another provider than the one that was asked (%1), so it was "
                                  "not used."),
                    error, ErrorText::tr("unknown"));
    case Errc::BadToken:
        return ErrorText::tr("The proof of who you are did not pass the check, so it was not used. Sign in again; if "
                             "that does not help, ask your IT department.");
    case Errc::Denied: return ErrorText::tr("This was declined.");
    case Errc::OtherAccount: return ErrorText::tr("A different account signed in, so nothing was changed.");
    case Errc::WindowClosed: return ErrorText::tr("The sign-in window was closed before you were signed in.");
    case Errc::SignInNeeded: return ErrorText::tr("Your sign-in has expired. Sign in again to go on.");
    case Errc::Unauthorized:
        return with(ErrorText::tr("Your sign-in was not accepted by %1. Sign in again."), error, other);
    case Errc::Forbidden: return with(ErrorText::tr("You do not have permission for this at %1."), error, other);
    case Errc::RateLimited:
        return with(ErrorText::tr("There were too many requests to %1. Wait a little, then try again."), error, other);
    case Errc::ServerFault:
        return with(ErrorText::tr("There is a fault at %1. It is not on your side; try again later."), error, other);
    case Errc::Refused: return ErrorText::tr("This was stopped at the checkpoint and was not carried out.");
    case Errc::TooLarge: return ErrorText::tr("This is larger than the limit. Try it with less.");
    case Errc::Unsupported:
        return with(ErrorText::tr("This is not supported by %1."), error, ErrorText::tr("this version"));
    case Errc::Unavailable:
        return with(ErrorText::tr("Something this needs is missing on this computer: %1"), error,
                    ErrorText::tr("unknown"));
    case Errc::KeychainLocked:
        return ErrorText::tr("The keychain of this computer is locked. Unlock it, then try again.");
    case Errc::KeychainMissing:
        return ErrorText::tr("This computer has no keychain that can be used, so nothing secret can be kept safely.");
    case Errc::Corrupt:
        return ErrorText::tr(
            "Stored data on this computer is damaged or was changed from outside, so it was not used.");
    case Errc::DiskFull:
        return ErrorText::tr(
            "It could not be saved: the disk is full, or writing is not allowed. Make room, then try again.");
    case Errc::Busy: return ErrorText::tr("Another Sekisho is using this right now. Close it, then try again.");
    case Errc::Conflict: return ErrorText::tr("This was changed somewhere else in the meantime. Look at it again.");
    case Errc::OutcomeUnknown:
        return with(ErrorText::tr("It is not known whether this was carried out at %1: the connection broke before the "
                                  "answer. Check there; it will not be sent again by itself."),
                    error, other);
    case Errc::Internal:
        return ErrorText::tr("Something went wrong inside Sekisho. Try again; if it stays, report it.");
    }
    return ErrorText::tr("Something went wrong inside Sekisho. Try again; if it stays, report it.");
}

std::optional<QString> signIn(const Error& error)
{
    const QString provider = ErrorText::tr("the provider");
    switch (error.code) {
    case Errc::Cancelled: return ErrorText::tr("The sign-in was cancelled. Nothing was changed.");
    case Errc::Timeout:
        return with(ErrorText::tr("The sign-in took too long, or %1 did not answer. Try again."), error, provider);
    case Errc::Network:
        return with(ErrorText::tr("%1 cannot be reached. Check the address and the network, then try again."), error,
                    ErrorText::tr("The provider"));
    case Errc::Tls:
        return with(ErrorText::tr("The certificate of %1 was not accepted, so nothing was sent. Check the address and "
                                  "this computer's clock, or ask your IT department."),
                    error, provider);
    case Errc::ConnectionLost:
        return with(ErrorText::tr("The connection to %1 broke during the sign-in. Try again."), error, provider);
    case Errc::NotJson:
        return with(ErrorText::tr("%1 answered with a web page instead of its sign-in settings. The issuer URL is "
                                  "probably not quite right."),
                    error, ErrorText::tr("The provider"));
    case Errc::NotFound:
        if (error.subject == QLatin1String("account"))
            return ErrorText::tr(
                "This account is no longer on this computer. Sign in with it as if for the first time.");
        return with(ErrorText::tr("No sign-in settings were found at %1. Check the issuer URL."), error, provider);
    case Errc::Protocol:
        return with(ErrorText::tr("The answer from %1 does not follow the OpenID Connect standard, so the sign-in was "
                                  "stopped. Ask your IT department."),
                    error, provider);
    case Errc::WrongIssuer:
        if (error.subject.isEmpty())
            return ErrorText::tr(
                "The answer does not say which provider it comes from, so it was not used. Check the issuer URL with "
                "your IT department: the provider has to send its name with the answer (RFC 9207), or your "
                "administrator sets your organisation up in Sekisho.");
        return with(
            ErrorText::tr("The answer names another provider (%1) than the issuer URL that was entered. Use exactly "
                          "the issuer that the provider states."),
            error, ErrorText::tr("unknown"));
    case Errc::BadToken:
        return ErrorText::tr("The provider's proof of who signed in did not pass the check, so the sign-in was "
                             "stopped. Ask your IT department.");
    case Errc::Denied:
        return ErrorText::tr(
            "The sign-in was declined at the provider. Try again, or ask your IT department for access.");
    case Errc::OtherAccount:
        return ErrorText::tr("A different account signed in, so nothing was changed. Try again and "
                             "choose the account that is shown here.");
    case Errc::WindowClosed:
        return ErrorText::tr("The sign-in window was closed before you were signed in. Try again whenever you like.");
    case Errc::SignInNeeded:
    case Errc::Unauthorized:
        return ErrorText::tr(
            "The provider did not accept this application. Check the client ID with your IT department.");
    case Errc::InvalidArgument:
        if (error.subject == QLatin1String("client_id"))
            return ErrorText::tr(
                "The provider does not know this client ID, or wants a client secret with it. Check it "
                "with your IT department.");
        if (error.subject == QLatin1String("redirect_uri"))
            return ErrorText::tr("The provider knows this client ID, but not the redirect addresses of Sekisho for "
                                 "this issuer. Ask your "
                                 "IT department to register the ones shown here.");
        return ErrorText::tr("This entry cannot be used. Check it and try again.");
    case Errc::Forbidden:
        return ErrorText::tr(
            "The provider does not let this application sign you in. Ask your IT department for access.");
    case Errc::Unavailable:
        return with(ErrorText::tr("The sign-in window cannot be opened on this computer (missing: %1). Use the system "
                                  "browser instead."),
                    error, ErrorText::tr("unknown"));
    case Errc::KeychainMissing:
        return ErrorText::tr("This computer has no keychain that can be used. You can sign in for this run only: "
                             "when you close Sekisho, you are signed out and nothing is kept.");
    case Errc::KeychainLocked:
        return ErrorText::tr("The keychain of this computer is locked. Unlock it and try again, or sign in for this "
                             "run only.");
    case Errc::ForeignServer:
    case Errc::UnknownServer:
    case Errc::ProviderDown:
    case Errc::RateLimited:
    case Errc::ServerFault:
    case Errc::Refused:
    case Errc::TooLarge:
    case Errc::Unsupported:
    case Errc::Corrupt:
    case Errc::DiskFull:
    case Errc::Busy:
    case Errc::Conflict:
    case Errc::OutcomeUnknown:
    case Errc::Internal: return std::nullopt;
    }
    return std::nullopt;
}

std::optional<QString> model(const Error& error)
{
    const QString server = ErrorText::tr("the model's server");
    switch (error.code) {
    case Errc::Cancelled: return ErrorText::tr("The answer was stopped.");
    case Errc::Timeout:
        return with(ErrorText::tr("The model at %1 did not answer in time. Try again, or choose another model."), error,
                    server);
    case Errc::Network:
        return with(ErrorText::tr("The model at %1 cannot be reached. Check that it is running and that the address is "
                                  "right."),
                    error, server);
    case Errc::ConnectionLost:
        return with(ErrorText::tr("The connection to the model at %1 broke in the middle of the answer. What had "
                                  "arrived is kept; try again."),
                    error, server);
    case Errc::NotFound:
        return with(ErrorText::tr("This model does not exist at %1. Check the model's name and the address."), error,
                    server);
    case Errc::NotJson:
    case Errc::Protocol:
        return with(
            ErrorText::tr("The answer from %1 is not one a model gives. Check the address: it often ends in /v1."),
            error, server);
    case Errc::Unauthorized:
    case Errc::SignInNeeded:
        return with(ErrorText::tr("The key was not accepted by %1. Check it and enter it again."), error, server);
    case Errc::Forbidden:
        return with(
            ErrorText::tr("This key may not use this model at %1. Choose another model or ask whoever gave you the "
                          "key."),
            error, server);
    case Errc::RateLimited:
        return with(
            ErrorText::tr("%1 is asking to slow down, or your quota there is used up. Wait a little, then try again."),
            error, ErrorText::tr("The model's server"));
    case Errc::TooLarge:
        if (error.subject == QLatin1String("answer"))
            return ErrorText::tr("The answer grew longer than the limit and was cut off there. What had arrived is "
                                 "kept; ask for a shorter one.");
        return ErrorText::tr("The conversation has become too long for this model. Start a new one, or choose a model "
                             "with more room.");
    case Errc::InvalidArgument:
        return with(ErrorText::tr("The request was not accepted by %1. Check the model's name in the settings."), error,
                    server);
    case Errc::KeychainMissing:
    case Errc::KeychainLocked:
        return ErrorText::tr(
            "The key cannot be kept because the keychain of this computer is not available. Unlock it, "
            "then try again.");
    case Errc::Denied:
    case Errc::Refused:
        return ErrorText::tr("The model may not be used for this conversation until you agree to send it there.");
    case Errc::Unsupported:
        return with(ErrorText::tr("This model cannot use tools, or %1 does not offer what is needed. Choose another "
                                  "model."),
                    error, server);
    case Errc::Conflict:
        return ErrorText::tr("This answer may have changed something, so it is not asked for a second time. Write what "
                             "you need as a new message.");
    case Errc::ForeignServer:
        return with(ErrorText::tr("Something other than your own server answers at %1: a program that another user of "
                                  "this computer, or a system account, runs. Nothing was sent. Choose the model again "
                                  "in the settings: a system account's, such as Ollama's service, you can accept "
                                  "there. Otherwise start the server under your own account."),
                    error, ErrorText::tr("this address"));
    case Errc::Tls:
    case Errc::UnknownServer:
    case Errc::ProviderDown:
    case Errc::WrongIssuer:
    case Errc::BadToken:
    case Errc::OtherAccount:
    case Errc::WindowClosed:
    case Errc::ServerFault:
    case Errc::Unavailable:
    case Errc::Corrupt:
    case Errc::DiskFull:
    case Errc::Busy:
    case Errc::OutcomeUnknown:
    case Errc::Internal: return std::nullopt;
    }
    return std::nullopt;
}

std::optional<QString> toolCall(const Error& error)
{
    const QString api = ErrorText::tr("the API");
    switch (error.code) {
    case Errc::Forbidden:
        return with(ErrorText::tr("%1 answered that you do not have permission for this. Nothing was shown."), error,
                    ErrorText::tr("The API"));
    case Errc::Unauthorized:
    case Errc::SignInNeeded:
        return with(ErrorText::tr("Your sign-in was no longer accepted by %1. Sign in again, then ask once more."),
                    error, api);
    case Errc::NotFound:
        return with(ErrorText::tr("%1 answered that there is no such thing, or none that you may see."), error,
                    ErrorText::tr("The API"));
    case Errc::Refused: return ErrorText::tr("This was stopped at the checkpoint, before any request was made.");
    case Errc::InvalidArgument:
        return ErrorText::tr("The model asked for this in a form the tool does not accept. No request was made; the "
                             "model was told and can try again.");
    case Errc::Cancelled: return ErrorText::tr("You stopped this before it was finished.");
    case Errc::ConnectionLost: // of what reads; an effect that is cut off has an ending of its own
        return with(ErrorText::tr("The connection to %1 broke before its answer came. Ask again in a moment."), error,
                    api);
    case Errc::TooLarge:
        return with(ErrorText::tr("The answer from %1 is larger than the limit, so it was not used. Ask for less."),
                    error, api);
    case Errc::Timeout:
    case Errc::Network:
    case Errc::Tls:
    case Errc::ForeignServer:
    case Errc::UnknownServer:
    case Errc::ProviderDown:
    case Errc::Protocol:
    case Errc::NotJson:
    case Errc::WrongIssuer:
    case Errc::BadToken:
    case Errc::Denied:
    case Errc::OtherAccount:
    case Errc::WindowClosed:
    case Errc::RateLimited:
    case Errc::ServerFault:
    case Errc::Unsupported:
    case Errc::Unavailable:
    case Errc::KeychainLocked:
    case Errc::KeychainMissing:
    case Errc::Corrupt:
    case Errc::DiskFull:
    case Errc::Busy:
    case Errc::Conflict:
    case Errc::OutcomeUnknown:
    case Errc::Internal: return std::nullopt;
    }
    return std::nullopt;
}

std::optional<QString> storage(const Error& error)
{
    switch (error.code) {
    case Errc::NotFound: return ErrorText::tr("This conversation is no longer on this computer.");
    case Errc::Busy:
        return ErrorText::tr("A turn is still running here, or another Sekisho has these conversations open. Wait or "
                             "close the other one, then try again.");
    case Errc::Corrupt:
        return ErrorText::tr("The stored conversations are damaged or were changed from outside. What cannot be "
                             "trusted is not shown; new conversations work.");
    case Errc::KeychainLocked:
    case Errc::KeychainMissing:
        return ErrorText::tr("The stored conversations cannot be opened because the keychain of this computer is not "
                             "available. Unlock it, then try again.");
    case Errc::Cancelled:
    case Errc::Timeout:
    case Errc::Network:
    case Errc::ConnectionLost:
    case Errc::Tls:
    case Errc::ForeignServer:
    case Errc::UnknownServer:
    case Errc::ProviderDown:
    case Errc::InvalidArgument:
    case Errc::Protocol:
    case Errc::NotJson:
    case Errc::WrongIssuer:
    case Errc::BadToken:
    case Errc::Denied:
    case Errc::OtherAccount:
    case Errc::WindowClosed:
    case Errc::SignInNeeded:
    case Errc::Unauthorized:
    case Errc::Forbidden:
    case Errc::RateLimited:
    case Errc::ServerFault:
    case Errc::Refused:
    case Errc::TooLarge:
    case Errc::Unsupported:
    case Errc::Unavailable:
    case Errc::DiskFull:
    case Errc::Conflict:
    case Errc::OutcomeUnknown:
    case Errc::Internal: return std::nullopt;
    }
    return std::nullopt;
}

std::optional<QString> inContext(const Error& error, Context context)
{
    switch (context) {
    case Context::General: return std::nullopt;
    case Context::SignIn: return signIn(error);
    case Context::Model: return model(error);
    case Context::ToolCall: return toolCall(error);
    case Context::Storage: return storage(error);
    }
    return std::nullopt;
}

} // namespace

QString errorText(const core::Error& error, Context context)
{
    const auto special = inContext(error, context);
    QString sentence = special ? *special : general(error);
    if (error.retryAfter && error.retryAfter->count() > 0)
        sentence = ErrorText::tr("%1 (The server suggests waiting %n second(s).)", nullptr,
                                 static_cast<int>(error.retryAfter->count()))
                       .arg(sentence);
    return sentence;
}

} // namespace ui::text
