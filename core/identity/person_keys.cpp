#include "core/identity/person_keys.h"

#include "core/base/async_steps.h"

namespace core::identity {
namespace {

constexpr std::size_t keySize = 32;

} // namespace

PersonKeys::PersonKeys(keychain::Keychain* keychain, QObject* parent)
    : QObject(parent)
    , keychain_(keychain)
{}

QString PersonKeys::entryName(const QString& person)
{
    return QStringLiteral("person-key:") + person;
}

Async<> PersonKeys::probe()
{
    if (keychain_ == nullptr) return ready<void>({});
    return thenStep(keychain_->probe(), this, [](const keychain::Backend&) { return ready<void>({}); });
}

Async<SealingKey> PersonKeys::key(const QString& person)
{
    if (const auto found = known_.find(person); found != known_.end()) return ready<SealingKey>(found->second);
    if (keychain_ == nullptr) return failed<SealingKey>(Errc::NotFound, QStringLiteral("no key in this run"));
    return thenStep(keychain_->read(entryName(person)), this, [this, person](const Secret& bytes) {
        if (bytes.size() != keySize) {
            return failed<SealingKey>(Errc::Corrupt, QStringLiteral("the keychain holds something that is no key"));
        }
        const SealingKey key{bytes};
        known_.insert_or_assign(person, key);
        return ready<SealingKey>(key);
    });
}

Async<SealingKey> PersonKeys::keyOrNew(const QString& person)
{
    // What is remembered here may be gone: another process has forgotten the person, key and all. What would be sealed
    // under it now could not be opened at the next start.
    if (keychain_ != nullptr) known_.erase(person);
    Answer<SealingKey> answer;
    onReady(key(person), this, [this, person, answer](const Result<SealingKey>& found) {
        if (found || found.error().code != Errc::NotFound)
            answer.give(found);
        else
            forward(makeKey(person), this, answer);
    });
    return answer.future();
}

Async<SealingKey> PersonKeys::makeKey(const QString& person)
{
    const SealingKey key{Secret::random(keySize)};
    if (keychain_ == nullptr) {
        known_.insert_or_assign(person, key);
        return ready<SealingKey>(key);
    }
    return thenStep(keychain_->write(entryName(person), key), this, [this, person, key] {
        known_.insert_or_assign(person, key);
        return ready<SealingKey>(key);
    });
}

Async<> PersonKeys::remove(const QString& person)
{
    known_.erase(person);
    if (keychain_ == nullptr) return ready<void>({});
    Answer<> answer;
    onReady(keychain_->remove(entryName(person)), this, [answer](const Result<>& removed) {
        if (!removed && removed.error().code == Errc::NotFound)
            answer.give({});
        else
            answer.give(removed);
    });
    return answer.future();
}

} // namespace core::identity
