#pragma once

#include "core/base/async.h"
#include "core/base/ids.h"
#include "core/secret/secret.h"

#include <QtCore/QString>

namespace core::keychain {

/// What the operating system offers on this machine.
struct Backend {
    QString name; ///< "Secret Service", "KWallet", "macOS Keychain", ...: shown in the settings and recorded
};

/// Small secrets in the operating system's keychain. Never falls back to a file.
///
/// \error KeychainMissing there is none, or it is not the one this installation has used before (QtKeychain picks the
///                        backend by itself; a silent change would look like lost data)
/// \error KeychainLocked  the person did not unlock it
/// \error NotFound        read and remove: no such entry
///
/// Thread: call on, and answered on, the thread that owns the object. Logs: entry names and codes, never a value.
class Keychain {
public:
    virtual ~Keychain() = default;
    Keychain() = default;
    Keychain(const Keychain&) = delete;
    Keychain& operator=(const Keychain&) = delete;

    /// Finds the backend and proves that it works by writing, reading and removing a probe entry.
    [[nodiscard]] virtual Async<Backend> probe() = 0;
    [[nodiscard]] virtual Async<Secret> read(const QString& entry) = 0;
    /// Replaces what was there.
    [[nodiscard]] virtual Async<> write(const QString& entry, const Secret& value) = 0;
    [[nodiscard]] virtual Async<> remove(const QString& entry) = 0;
};

} // namespace core::keychain
