#pragma once

#include "core/keychain/backend_memory.h"
#include "core/keychain/keychain.h"

#include <QtCore/QObject>

#include <chrono>
#include <deque>
#include <memory>
#include <optional>

namespace core::keychain {

class SessionBus;

/// The operating system's keychain through QtKeychain: the Secret Service or KWallet on Linux, the macOS Keychain, the
/// Windows Credential Store. QtKeychain's own fallback to a file is off.
///
/// What it adds, because QtKeychain does not tell: nothing is written before a probe has shown that the keychain works
/// and is the one seen before, and nothing that was read is given out, nor said not to be there, before an entry or a
/// probe has shown the latter; a locked keychain is KeychainLocked and never NotFound (taken as "no key yet" it would
/// make a new key and lose everything sealed with the old one); what was written is read back; nothing waits for ever.
///
/// On Linux it needs the main thread with Qt's GLib event loop (libsecret answers there).
///
/// Not promised: QtKeychain and libsecret keep copies of a value in memory until they give them back to the heap.
class QtKeychainStore final : public QObject, public Keychain {
    Q_OBJECT
public:
    struct Limits {
        std::chrono::milliseconds answer = std::chrono::seconds(5);   ///< when nobody has to be asked
        std::chrono::milliseconds person = std::chrono::seconds(120); ///< when the person is asked to unlock it
    };

    /// \param service  the name all entries are filed under
    /// \param memory   which keychain was seen before
    QtKeychainStore(QString service, std::shared_ptr<BackendMemory> memory, Limits limits, QObject* parent = nullptr);
    QtKeychainStore(QString service, std::shared_ptr<BackendMemory> memory);
    ~QtKeychainStore() override;

    [[nodiscard]] Async<Backend> probe() override;
    [[nodiscard]] Async<Secret> read(const QString& entry) override;
    /// \error InvalidArgument  an empty value
    [[nodiscard]] Async<> write(const QString& entry, const Secret& value) override;
    [[nodiscard]] Async<> remove(const QString& entry) override;

private:
    enum class Kind { Read, Write, Remove };
    struct Operation;
    class Probe;

    [[nodiscard]] Async<Backend> probed();
    [[nodiscard]] Async<Secret> readProbed(const QString& entry);
    [[nodiscard]] Async<Secret> checkHolder(const QString& entry, const Secret& value, const QString& before);
    void saw(const QString& backend);
    [[nodiscard]] Async<Secret> perform(Kind kind, const QString& entry, const Secret& value);
    [[nodiscard]] Async<> writeAndCheck(const QString& entry, const Secret& value);
    [[nodiscard]] Async<> removeExisting(const QString& entry);
    void startNext();
    void run(const std::shared_ptr<Operation>& operation);
    void explain(const std::shared_ptr<Operation>& operation, Error error);
    void end(const std::shared_ptr<Operation>& operation, Result<Secret> result);

    QString service_;
    std::shared_ptr<BackendMemory> memory_;
    Limits limits_;
    std::unique_ptr<SessionBus> bus_;
    std::optional<Async<Backend>> probed_;
    std::deque<std::shared_ptr<Operation>> waiting_;
    std::shared_ptr<Operation> running_;
    bool seen_ = false; ///< the keychain in use is the one seen before, or the first one ever
    bool secretServiceFound_ = false;
    int stuck_ = 0; ///< jobs that were given up but that QtKeychain, which runs one at a time, still works on
};

} // namespace core::keychain
