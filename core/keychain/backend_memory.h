#pragma once

#include "core/base/error.h"

#include <QtCore/QString>

namespace core::keychain {

/// Remembers which keychain this installation has used, so that another one is noticed. Not a secret.
class BackendMemory {
public:
    virtual ~BackendMemory() = default;
    BackendMemory() = default;
    BackendMemory(const BackendMemory&) = delete;
    BackendMemory& operator=(const BackendMemory&) = delete;

    /// Empty when none was seen yet. \error Corrupt  what was remembered cannot be read: nothing may be assumed
    [[nodiscard]] virtual Result<QString> name() const = 0;
    /// \error DiskFull  it cannot be kept
    [[nodiscard]] virtual Result<> remember(const QString& name) = 0;
};

/// In a small file of its own (mode 0600), written as a whole or not at all. Blocks for the length of one small file:
/// it is read once and written once in an installation's life.
class BackendFile final : public BackendMemory {
public:
    explicit BackendFile(QString path);
    [[nodiscard]] Result<QString> name() const override;
    [[nodiscard]] Result<> remember(const QString& name) override;

private:
    QString path_;
};

/// For "this run only" and for tests.
class BackendInMemory final : public BackendMemory {
public:
    explicit BackendInMemory(QString name = {})
        : name_(std::move(name))
    {}
    [[nodiscard]] Result<QString> name() const override { return name_; }
    [[nodiscard]] Result<> remember(const QString& name) override
    {
        name_ = name;
        return {};
    }

private:
    QString name_;
};

} // namespace core::keychain
