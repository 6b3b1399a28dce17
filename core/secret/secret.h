#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QDebug>

#include <cstddef>
#include <iosfwd>
#include <memory>
#include <span>

namespace core {

/// Bytes that must not leak: tokens, client secrets, PKCE verifiers, sealing keys.
///
/// - A Secret is a handle. Copying it copies the handle, never the bytes; they are zeroed when the last handle goes.
/// - The bytes lie in pages that are left out of a core dump and, where the limit allows, never swapped.
/// - It cannot be printed, compared with == or turned into a string: none of it compiles.
/// - `expose()` is the only way out; tests/lint/expose_allowlist.txt lists every caller.
///
/// Not promised: libraries copy what passes through them (Qt a header while it sends a request), and such a copy lasts
/// until its buffer goes back to the heap, which zeroes it in the programs that hold secrets. That is also why
/// every process that holds one also forbids core dumps and tracing of itself (hardening.h).
///
/// Thread: handles may be copied and dropped on any thread.
class Secret {
public:
    Secret() noexcept = default;
    /// Takes over the bytes and zeroes `source`, which must be the only owner of its buffer.
    [[nodiscard]] static Secret consume(QByteArray&& source);
    /// `size` random bytes from the operating system.
    [[nodiscard]] static Secret random(std::size_t size);

    [[nodiscard]] bool isEmpty() const noexcept { return !bytes_; }
    [[nodiscard]] std::size_t size() const noexcept;
    [[nodiscard]] std::span<const std::byte> expose() const noexcept;
    /// Takes the same time wherever the first difference is. The length is not hidden.
    [[nodiscard]] bool equalsConstantTime(const Secret& other) const noexcept;

    friend bool operator==(const Secret&, const Secret&) = delete;
    friend QDebug operator<<(QDebug, const Secret&) = delete;
    friend std::ostream& operator<<(std::ostream&, const Secret&) = delete;

private:
    struct Bytes;
    std::shared_ptr<const Bytes> bytes_;
};

/// Overwrites the buffer in a way the compiler may not leave out, then empties it. A buffer shared with another
/// QByteArray is left alone: only the caller's handle goes.
void wipe(QByteArray& bytes) noexcept;

/// A Secret with a role, so that a refresh token cannot be passed as an access token.
template <typename Role>
class RoleSecret : public Secret {
public:
    RoleSecret() noexcept = default;
    explicit RoleSecret(Secret bytes) noexcept
        : Secret(std::move(bytes))
    {}
    template <typename OtherRole>
    RoleSecret(const RoleSecret<OtherRole>&) = delete; // a role is given once
};

using AccessToken = RoleSecret<struct AccessTokenRole>;
using RefreshToken = RoleSecret<struct RefreshTokenRole>;
using IdToken = RoleSecret<struct IdTokenRole>;
using AuthorizationCode = RoleSecret<struct AuthorizationCodeRole>;
using PkceVerifier = RoleSecret<struct PkceVerifierRole>;
using SealingKey = RoleSecret<struct SealingKeyRole>; ///< 32 bytes: the person's AES-256-GCM key
using ApiKey = RoleSecret<struct ApiKeyRole>;         ///< a model endpoint's key

} // namespace core
