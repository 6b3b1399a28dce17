#include "core/identity/sign_out_task.h"

#include "core/crypto/random.h"
#include "core/identity/end_session.h"
#include "core/identity/redirect_path.h"

namespace core::identity {
namespace {

constexpr std::chrono::seconds lockTimeout(60);

} // namespace

SignOutTask::SignOutTask(Identity& identity, Keeping keeping, QString person, Browser* browser, std::stop_token stop)
    : QObject(&identity)
    , identity_(identity)
    , keeping_(keeping)
    , person_(std::move(person))
    , browser_(browser)
    , stop_(std::move(stop))
    , unfinished_(identity.unfinished_.hold())
{}

Async<SignOutReport> SignOutTask::start()
{
    const auto future = answer_.future();
    onReady(keeping_.locks.acquire(person_, lockTimeout, stop_), this,
            [this](const Result<std::shared_ptr<PersonLock>>& lock) { locked(lock); });
    return future;
}

void SignOutTask::locked(const Result<std::shared_ptr<PersonLock>>& lock)
{
    if (!lock) return giveUp(lock.error());
    lock_ = *lock;
    onReady(keeping_.store.read(person_), this, [this](const Result<StoredSession>& stored) { sessionRead(stored); });
}

void SignOutTask::revokeLater(const StoredSession& session)
{
    const auto add = [this](const Secret& token, TokenEndpoint::Hint hint) {
        const bool known = std::any_of(pending_.begin(), pending_.end(),
                                       [&token](const Revocation& one) { return one.token.equalsConstantTime(token); });
        if (!token.isEmpty() && !known) pending_.push_back({token, hint});
    };
    add(session.refresh, TokenEndpoint::Hint::RefreshToken);
    for (const auto& held : session.access)
        add(held.token, TokenEndpoint::Hint::AccessToken);
}

void SignOutTask::sessionRead(const Result<StoredSession>& stored)
{
    if (!stored) return giveUp(stored.error());
    stored_ = *stored;
    hint_ = stored_->idToken;
    revokeLater(*stored_);
    // What a full disk kept from being written is what the provider goes by.
    if (const auto unstored = identity_.keeper_.unstored(person_)) revokeLater(*unstored);
    onReady(identity_.directory_.metadata(stored_->config, Freshness::Remembered, stop_), this,
            [this](const Result<ProviderMetadata>& metadata) { described(metadata); });
}

void SignOutTask::described(const Result<ProviderMetadata>& metadata)
{
    if (!metadata) { // the provider cannot be told, and the tokens are dropped here all the same
        note(metadata.error());
        return dropTokens();
    }
    metadata_ = *metadata;
    report_.tokensRevoked = !pending_.empty();
    revokeNext();
}

void SignOutTask::revokeNext()
{
    if (pending_.empty()) return dropTokens();
    onReady(
        identity_.endpoint_.revoke(stored_->config, *metadata_, pending_.front().token, pending_.front().hint, stop_),
        this, [this](const Result<>& result) { revoked(result); });
}

void SignOutTask::revoked(const Result<>& result)
{
    const auto hint = pending_.front().hint;
    pending_.erase(pending_.begin());
    if (hint == TokenEndpoint::Hint::RefreshToken && result) refreshTokenRevoked_ = true;
    // Some providers revoke refresh tokens only; the access tokens then end with the grant or expire within minutes.
    const bool endsWithGrant = !result && hint == TokenEndpoint::Hint::AccessToken && refreshTokenRevoked_ &&
                               result.error().code == Errc::Unsupported;
    if (!result && !endsWithGrant) {
        report_.tokensRevoked = false;
        note(result.error());
    }
    audit::Record record;
    record.kind = audit::Kind::Revocation;
    record.person = person_;
    record.host = metadata_->revocationEndpoint.host();
    record.outcome = result ? QStringLiteral("ok") : errcName(result.error().code);
    record.rule =
        hint == TokenEndpoint::Hint::RefreshToken ? QStringLiteral("refresh token") : QStringLiteral("access token");
    identity_.record(std::move(record));
    revokeNext();
}

void SignOutTask::dropTokens()
{
    const auto version = stored_->version;
    stored_->refresh = {};
    stored_->access.clear();
    stored_->idToken = {};
    onReady(keeping_.store.write(*stored_, version), this, [this](const Result<qint64>& written) { dropped(written); });
}

void SignOutTask::dropped(const Result<qint64>& version)
{
    if (!version) return giveUp(version.error());
    identity_.keeper_.drop(person_);
    lock_->release();
    unfinished_.reset();
    if (browser_ == nullptr || !metadata_ || metadata_->endSessionEndpoint.isEmpty()) return finish();
    onReady(browser_->prepare(redirectPath(stored_->config), stop_), this,
            [this](const Result<QUrl>& redirect) { redirectReady(redirect); });
}

void SignOutTask::redirectReady(const Result<QUrl>& redirect)
{
    if (!redirect) {
        note(redirect.error());
        return finish();
    }
    EndSessionParts parts;
    parts.idTokenHint = hint_;
    parts.logoutHint = stored_->session.login();
    parts.postLogoutRedirectUri = *redirect;
    parts.state = crypto::randomText();
    const auto withHint = endSessionUrl(stored_->config, *metadata_, parts);
    const auto withoutHint = endSessionUrlWithoutHint(stored_->config, *metadata_, parts);
    if (!withHint || !withoutHint) {
        note(withHint ? withoutHint.error() : withHint.error());
        return finish();
    }
    EndSessionRequest request;
    request.url = *withHint;
    request.urlWithoutHint = *withoutHint;
    request.redirectUri = *redirect;
    request.state = parts.state;
    request.allowedOrigins = QStringList{originOf(metadata_->endSessionEndpoint)} + stored_->config.signInOrigins;
    request.organisation = stored_->config.name.isEmpty() ? QUrl(stored_->config.issuer).host() : stored_->config.name;
    request.demo = stored_->config.demo;
    onReady(browser_->endSession(std::move(request), stop_), this,
            [this](const Result<SessionEnd>& ended) { sessionEnded(ended); });
}

void SignOutTask::sessionEnded(const Result<SessionEnd>& ended)
{
    report_.providerSessionEnded = ended == SessionEnd::Ended;
    if (!ended) note(ended.error());
    finish();
}

void SignOutTask::finish()
{
    audit::Record record;
    record.kind = audit::Kind::SignOut;
    record.person = person_;
    record.host = QUrl(stored_->config.issuer).host();
    record.outcome = report_.error ? errcName(report_.error->code) : QStringLiteral("ok");
    identity_.record(std::move(record));
    answer_.give(report_);
    Q_EMIT identity_.sessionsChanged();
    deleteLater();
}

void SignOutTask::giveUp(const Error& error)
{
    if (lock_) lock_->release();
    unfinished_.reset();
    answer_.give(tl::unexpected(error));
    deleteLater();
}

void SignOutTask::note(const Error& error)
{
    if (!report_.error) report_.error = error;
}

} // namespace core::identity
