#pragma once

#include "core/base/async.h"

#include <QtCore/QObject>

#include <chrono>

class QDBusMessage;
class QDBusPendingCallWatcher;

namespace core::keychain {

enum class Lock { Open, Locked, NoneYet, Unknown };

/// What can be learned about the keychain beside QtKeychain, which tells neither which one it picked nor whether it is
/// locked (with libsecret, a prompt that was dismissed looks like "no such entry"). Asks names and states, never a
/// secret. On systems without a session bus the answers are fixed.
/// Thread: the owner's. Nothing blocks but the first connection to the bus.
class SessionBus : public QObject {
public:
    explicit SessionBus(std::chrono::milliseconds timeout);

    /// \error KeychainMissing  no session bus, or nobody on it who keeps secrets
    [[nodiscard]] Async<> findService();
    /// Of the default collection, where entries are kept; Locked also when that is open and the entry lies in another
    /// one, which is locked. Never fails: Unknown when it cannot be told.
    [[nodiscard]] Async<Lock> lockState(const QString& service, const QString& entry);
    /// The name of the keychain that holds this entry. \error KeychainMissing  none that is known
    [[nodiscard]] static QString secretServiceName() { return QStringLiteral("Secret Service"); }
    [[nodiscard]] Async<QString> holderOf(const QString& service, const QString& entry);

private:
    using Arrived = std::function<void(const QDBusPendingCallWatcher&)>;
    void call(const QDBusMessage& message, Arrived arrived);
    void ping(QStringList names, const Answer<>& answer);
    void askForKWallet(const Answer<QString>& answer);
    void askLocked(const QString& collection, const QDBusMessage& search, const Answer<Lock>& answer);
    void askPlace(const QDBusMessage& search, const Answer<Lock>& answer);

    std::chrono::milliseconds timeout_;
};

} // namespace core::keychain
