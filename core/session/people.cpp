#include "core/session/people.h"

#include "core/base/async_steps.h"
#include "core/base/logging.h"
#include "core/settings/start_hint.h"
#include "core/storage/database.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QDir>

namespace core::session {

using interfaces::AccountId;

interfaces::AccountView accountView(const identity::SessionSummary& summary)
{
    interfaces::AccountView view;
    view.id = AccountId(summary.person);
    view.thisRunOnly = summary.keep == identity::Keep::ThisRunOnly;
    view.issuer = summary.config.issuer;
    view.organisation = summary.config.name.isEmpty() ? QUrl(summary.config.issuer).host() : summary.config.name;
    view.demo = summary.config.demo;
    view.state = summary.signInNeeded || summary.error ? interfaces::AccountView::State::SignInNeeded
                                                       : interfaces::AccountView::State::Ready;
    if (!summary.session) view.state = interfaces::AccountView::State::Unreadable;
    if (summary.session) {
        view.name = summary.session->displayName();
        view.login = summary.session->login();
        view.subject = summary.session->key().subject;
    }
    return view;
}

std::optional<settings::Organisation> managedOrganisation(const settings::Settings& settings)
{
    return settings.locked(settings::Key::Organisation) ? settings.values().organisation : std::nullopt;
}

People::People(identity::Identity& identity, Desktop& desktop, MakePerson makePerson)
    : identity_(identity)
    , desktop_(desktop)
    , makePerson_(std::move(makePerson))
{
    connect(&identity_, &identity::Identity::sessionEnded, this,
            [this] { onReady(refresh(), this, [](const Result<>&) {}); });
}

People::~People()
{
    // Addresses of demo organisations are random: the next run has another, and nobody waits for this one's file.
    for (const auto& [issuer, lock] : demoLocks_)
        QFile::remove(demoLockPath(issuer));
}

bool People::isAllowed(const identity::SessionSummary& summary) const
{
    const auto& settings = desktop_.settings;
    if (summary.config.demo) return settings.values().demoEnabled;
    const auto managed = managedOrganisation(settings);
    return !managed || summary.config.issuer == managed->issuer.trimmed();
}

interfaces::AccountView People::view(const identity::SessionSummary& summary) const
{
    auto made = accountView(summary);
    if (summary.session && !isAllowed(summary)) made.state = interfaces::AccountView::State::NotAllowed;
    return made;
}

bool People::isUsable(const AccountId& account) const
{
    const auto found = summary(account);
    return found && found->session && isAllowed(*found);
}

Async<> People::refresh()
{
    return thenStep(identity_.sessions(), this, [this](const QList<identity::SessionSummary>& found) {
        listed(found);
        return ready<>({});
    });
}

void People::listed(const QList<identity::SessionSummary>& found)
{
    const auto demo = desktop_.demo.running();
    summaries_.clear();
    otherDemos_.clear();
    for (const auto& summary : found) {
        // The keys came over the pipe: a port that was another demo's before does not make this one that one.
        const bool ours = demo && demo->provider.issuer == summary.config.issuer &&
                          demo->provider.pinnedKeys == summary.config.pinnedKeys;
        const bool other = summary.session && summary.config.demo && !ours;
        (other ? otherDemos_ : summaries_).append(summary);
    }
    // A locked keychain may be open the next time.
    const bool expected = std::any_of(summaries_.cbegin(), summaries_.cend(), [](const auto& summary) {
        return summary.keep == identity::Keep::OnThisMachine && !summary.config.demo &&
               (!summary.signInNeeded || summary.error);
    });
    settings::noteAccountExpected(desktop_.dataFolder, expected);
    Q_EMIT changed();
    if (current_.isEmpty() || isUsable(current_)) return;
    // Nobody asked for it, so nobody else's account is put under the hands of somebody who may be typing.
    letGo(AccountId(current_));
    setCurrent({});
}

Async<> People::load()
{
    return thenStep(refresh(), this, [this] {
        for (const auto& other : std::as_const(otherDemos_))
            forgetEndedDemo(other);
        for (const auto& account : accounts())
            if (current_.isEmpty() && !account.demo && account.state == interfaces::AccountView::State::Ready)
                setCurrent(account.id);
        return ready<>({});
    });
}

QString People::demoLockPath(const QString& issuer) const
{
    const auto digest = QCryptographicHash::hash(issuer.toUtf8(), QCryptographicHash::Sha256).toHex().first(32);
    return desktop_.dataFolder + QStringLiteral("/demo-runs/") + QString::fromLatin1(digest);
}

void People::demoStarted(const QString& issuer)
{
    if (demoLocks_.contains(issuer)) return;
    const auto path = demoLockPath(issuer);
    const auto folder = storage::makePrivateFolder(QFileInfo(path).path());
    auto lock = folder ? FileLock::tryLock(path) : Result<std::optional<FileLock>>(tl::unexpected(folder.error()));
    if (lock && *lock) {
        demoLocks_.emplace(issuer, std::move(**lock));
    } else {
        qCWarning(logDemo) << "another run may forget this run's demo accounts: no lock";
    }
}

void People::forgetEndedDemo(const identity::SessionSummary& summary)
{
    const auto path = demoLockPath(summary.config.issuer);
    if (!storage::makePrivateFolder(QFileInfo(path).path())) return;
    auto lock = FileLock::tryLock(path);
    if (!lock || !*lock) return; // its run goes on
    const auto held = std::make_shared<FileLock>(std::move(**lock));
    onReady(forgetPerson(summary.person), this, [this, path, held](const Result<>& forgotten) {
        if (!forgotten) qCInfo(logDemo) << "an ended demo's account stays:" << errcName(forgotten.error().code);
        // Addresses of demo organisations are random: nobody waits for this file.
        if (forgotten) QFile::remove(path);
        onReady(refresh(), this, [](const Result<>&) {});
    });
}

Async<AccountId> People::add(const UserKey& user, std::stop_token stop)
{
    const AccountId account(user.storageName());
    return thenStep(refresh(), this, [this, account, stop = std::move(stop)] {
        const auto fresh = summary(account);
        const auto known = people_.find(account);
        if (known != people_.end() && fresh && fresh->session) {
            if (known->second->keep() == fresh->keep) {
                makePerson_(*fresh, known->second);
            } else {
                letGo(account); // what is kept elsewhere is another store
            }
        }
        if (stop.stop_requested() && account != current_)
            return failed<AccountId>(Errc::Cancelled, QStringLiteral("the sign-in was left as it ended"));
        current_ = {};
        setCurrent(account);
        return ready<AccountId>(account);
    });
}

std::optional<identity::SessionSummary> People::summary(const AccountId& account) const
{
    for (const auto& summary : summaries_)
        if (summary.person == account.text()) return summary;
    return {};
}

bool People::knowsSomebodyAt(const QString& issuer) const
{
    return std::any_of(summaries_.begin(), summaries_.end(),
                       [&](const auto& summary) { return summary.config.issuer == issuer; });
}

std::shared_ptr<Person> People::currentPerson()
{
    if (current_.isEmpty()) return {};
    if (const auto known = people_.find(current_); known != people_.end()) return known->second;
    if (!isUsable(current_)) return {};
    const auto found = summary(current_);
    auto person = makePerson_(*found, {});
    if (frozen_) person->freeze();
    people_[current_] = person;
    return person;
}

void People::freeze()
{
    frozen_ = true;
    for (const auto& [account, person] : people_)
        person->freeze();
}

QList<interfaces::AccountView> People::accounts() const
{
    QList<interfaces::AccountView> views;
    for (const auto& summary : summaries_)
        views.append(view(summary));
    return views;
}

void People::select(const AccountId& account)
{
    if (account != current_ && isUsable(account)) setCurrent(account);
}

void People::setCurrent(const AccountId& account)
{
    if (account == current_) return;
    current_ = account;
    Q_EMIT currentChanged();
}

void People::letGo(const AccountId& account)
{
    const auto known = people_.find(account);
    if (known == people_.end()) return;
    const auto person = known->second;
    people_.erase(known);
    person->leave();
    person->stopAll();
    if (!person->isBusy()) return;
    leaving_.push_back(person);
    connect(
        person.get(), &Person::conversationsChanged, this,
        [this] { std::erase_if(leaving_, [](const auto& one) { return !one->isBusy(); }); }, Qt::QueuedConnection);
}

void People::leave(const AccountId& account)
{
    letGo(account);
    if (account != current_) return;
    AccountId next;
    for (const auto& other : accounts())
        if (next.isEmpty() && other.id != account && other.state == interfaces::AccountView::State::Ready)
            next = other.id;
    setCurrent(next);
}

Async<interfaces::SignOutReport> People::signOut(const AccountId& account)
{
    const auto found = summary(account);
    if (!found || !found->session)
        return failed<interfaces::SignOutReport>(Errc::NotFound, QStringLiteral("no such account"));
    // The sign-in window forgot the provider's session when it closed.
    auto* browser = found->config.inSystemBrowser ? &desktop_.systemBrowser : nullptr;
    const bool dataKept = found->keep == identity::Keep::OnThisMachine;
    const auto known = people_.find(account);
    const auto person = known == people_.end() ? nullptr : known->second;
    leave(account);
    // What somebody was asked, or approved and did not see begin, is not for the next sign-in.
    const auto withdrawn = person ? person->approvals().withdrawAll({}, toolapi::Withdrawal::SignedOut) : ready<>({});
    // Nor is what they let run unasked.
    const auto ended = thenStep(withdrawn, this, [this, account, person] { return endGrants(account, person); });
    const auto signedOut = thenStep(ended, this, [this, person, browser, key = found->session->key()] {
        return identity_.signOut(key, browser, {});
    });
    const Answer<interfaces::SignOutReport> answer;
    onReady(signedOut, this, [this, answer, dataKept](const Result<identity::SignOutReport>& done) {
        Result<interfaces::SignOutReport> report = tl::unexpected(done ? Error() : done.error());
        if (done)
            report = interfaces::SignOutReport{done->tokensRevoked, dataKept, done->providerSessionEnded, done->error};
        // Who is signed out is signed out, also when the list cannot be read now.
        onReady(refresh(), this, [answer, report](const Result<>&) { answer.give(report); });
    });
    return answer.future();
}

Async<> People::endGrants(const AccountId& account, const std::shared_ptr<Person>& person)
{
    const auto path = desktop_.dataFolder + QLatin1Char('/') + account.text() + QStringLiteral("/grants.db");
    const auto open = person ? person->grants().endPassing() : ready<>({});
    if (!QFile::exists(path)) return open;
    return thenStep(open, this, [this, path] {
        // What lets calls run is told apart without the key, which may be locked away.
        const auto store = approvals::GrantStore::open(path, storage::Sealer(SealingKey()), desktop_.clock);
        const Answer<> done;
        onReady(store, this, [this, done](const Result<std::shared_ptr<approvals::GrantStore>>& opened) {
            // By a file that cannot be opened nothing is let run.
            if (!opened)
                return done.give(opened.error().code == Errc::Corrupt ? Result<>() : tl::unexpected(opened.error()));
            onReady((*opened)->endPassing(), this, [done, kept = *opened](const Result<>& ended) { done.give(ended); });
        });
        return done.future();
    });
}

Async<> People::forget(const AccountId& account)
{
    const auto found = summary(account);
    if (!found) return failed<>(Errc::NotFound, QStringLiteral("no such account"));
    leave(account);
    return thenStep(forgetPerson(found->person), this, [this] { return refresh(); });
}

Async<> People::forgetPerson(const QString& person)
{
    const auto folder = desktop_.dataFolder + QLatin1Char('/') + person;
    return thenStep(identity_.forget(person, {}), this, [folder] {
        // What was sealed cannot be read any more; the files need not stay either.
        QDir(folder).removeRecursively();
        return ready<>({});
    });
}

} // namespace core::session
