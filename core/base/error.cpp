#include "core/base/error.h"

namespace core {

QString errcName(Errc code)
{
    switch (code) {
    case Errc::Cancelled: return QStringLiteral("Cancelled");
    case Errc::Timeout: return QStringLiteral("Timeout");
    case Errc::Network: return QStringLiteral("Network");
    case Errc::ConnectionLost: return QStringLiteral("ConnectionLost");
    case Errc::Tls: return QStringLiteral("Tls");
    case Errc::ForeignServer: return QStringLiteral("ForeignServer");
    case Errc::UnknownServer: return QStringLiteral("UnknownServer");
    case Errc::ProviderDown: return QStringLiteral("ProviderDown");
    case Errc::NotFound: return QStringLiteral("NotFound");
    case Errc::InvalidArgument: return QStringLiteral("InvalidArgument");
    case Errc::Protocol: return QStringLiteral("Protocol");
    case Errc::NotJson: return QStringLiteral("NotJson");
    case Errc::WrongIssuer: return QStringLiteral("WrongIssuer");
    case Errc::BadToken: return QStringLiteral("BadToken");
    case Errc::Denied: return QStringLiteral("Denied");
    case Errc::OtherAccount: return QStringLiteral("OtherAccount");
    case Errc::WindowClosed: return QStringLiteral("WindowClosed");
    case Errc::SignInNeeded: return QStringLiteral("SignInNeeded");
    case Errc::Unauthorized: return QStringLiteral("Unauthorized");
    case Errc::Forbidden: return QStringLiteral("Forbidden");
    case Errc::RateLimited: return QStringLiteral("RateLimited");
    case Errc::ServerFault: return QStringLiteral("ServerFault");
    case Errc::Refused: return QStringLiteral("Refused");
    case Errc::TooLarge: return QStringLiteral("TooLarge");
    case Errc::Unsupported: return QStringLiteral("Unsupported");
    case Errc::Unavailable: return QStringLiteral("Unavailable");
    case Errc::KeychainLocked: return QStringLiteral("KeychainLocked");
    case Errc::KeychainMissing: return QStringLiteral("KeychainMissing");
    case Errc::Corrupt: return QStringLiteral("Corrupt");
    case Errc::DiskFull: return QStringLiteral("DiskFull");
    case Errc::Busy: return QStringLiteral("Busy");
    case Errc::Conflict: return QStringLiteral("Conflict");
    case Errc::OutcomeUnknown: return QStringLiteral("OutcomeUnknown");
    case Errc::Internal: return QStringLiteral("Internal");
    }
    return QStringLiteral("Unknown");
}

} // namespace core
