#pragma once

#include "core/keychain/keychain.h"

#include <QtCore/QObject>

#include <map>

namespace core::identity {

/// One random 256-bit key a person: everything of that person on this machine is sealed under it. Kept in the operating
/// system's keychain under "person-key:<storageName>", or, for "this run only", in memory.
///
/// \error KeychainMissing, KeychainLocked  as core::keychain
/// \error NotFound  this person has no key (any more): what was sealed under it is lost, and saying so is all one can
/// do
/// \error Corrupt   what lies in the keychain is not a key
///
/// Thread: that of the keychain. Logs: nothing but what the keychain logs.
class PersonKeys : public QObject {
    Q_OBJECT
public:
    /// \param keychain  outlives this object; null: keys live in memory and die with this object
    explicit PersonKeys(keychain::Keychain* keychain, QObject* parent = nullptr);

    /// Proves that keys can be kept at all, before a person takes the trouble to sign in.
    [[nodiscard]] Async<> probe();
    [[nodiscard]] Async<SealingKey> key(const QString& person);
    /// Makes one if there is none. Call it with the person's lock held: two processes would make two.
    [[nodiscard]] Async<SealingKey> keyOrNew(const QString& person);
    /// Whatever was sealed under the key is unreadable from then on. A key that is not there is no error.
    [[nodiscard]] Async<> remove(const QString& person);

    [[nodiscard]] static QString entryName(const QString& person);

private:
    [[nodiscard]] Async<SealingKey> makeKey(const QString& person);

    keychain::Keychain* keychain_;
    std::map<QString, SealingKey> known_;
};

} // namespace core::identity
