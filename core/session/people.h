#pragma once

#include "core/base/file_lock.h"
#include "core/identity/identity.h"
#include "core/interfaces/window.h"
#include "core/session/desktop.h"
#include "core/session/person.h"

#include <map>
#include <memory>

namespace core::session {

/// Who is signed in on this machine, for the window. Each has a Person of its own, made when first looked at.
class People final : public interfaces::Accounts {
    Q_OBJECT
public:
    /// Makes a Person of a verified session, or renews the one that there is.
    using MakePerson =
        std::function<std::shared_ptr<Person>(const identity::SessionSummary&, std::shared_ptr<Person> known)>;

    People(identity::Identity& identity, Desktop& desktop, MakePerson makePerson);
    ~People() override;

    /// Reads who signed in here before. Accounts of an earlier run's demo organisation are forgotten in the background:
    /// that organisation is gone. Those of another run's that goes on are left to it. Neither is ever listed.
    [[nodiscard]] Async<> load();
    /// Shows somebody who has just signed in. Whoever was known already goes on with what is open and what runs.
    /// \error Cancelled  `stop` was requested meanwhile: they are in the list, and another account stays in view
    [[nodiscard]] Async<interfaces::AccountId> add(const UserKey& user, std::stop_token stop);
    /// As Person::freeze, for everybody. Somebody who is leaving was stopped for good: that goes on being written down.
    void freeze();
    /// This run's demo organisation was started: other runs leave its accounts alone for as long as this one lives.
    void demoStarted(const QString& issuer);

    [[nodiscard]] std::shared_ptr<Person> currentPerson();
    [[nodiscard]] std::optional<identity::SessionSummary> summary(const interfaces::AccountId& account) const;
    [[nodiscard]] bool knowsSomebodyAt(const QString& issuer) const;
    /// Where an administrator has set the organisation, only its people may be used, and the demo's where that is
    /// allowed. Accounts of others, from before it was set, are listed so that they can leave.
    [[nodiscard]] bool isAllowed(const identity::SessionSummary& summary) const;

    [[nodiscard]] QList<interfaces::AccountView> accounts() const override;
    [[nodiscard]] interfaces::AccountId current() const override { return current_; }
    void select(const interfaces::AccountId& account) override;
    [[nodiscard]] Async<interfaces::SignOutReport> signOut(const interfaces::AccountId& account) override;
    [[nodiscard]] Async<> forget(const interfaces::AccountId& account) override;

private:
    [[nodiscard]] interfaces::AccountView view(const identity::SessionSummary& summary) const;
    [[nodiscard]] bool isUsable(const interfaces::AccountId& account) const;
    [[nodiscard]] Async<> refresh();
    void listed(const QList<identity::SessionSummary>& found);
    [[nodiscard]] QString demoLockPath(const QString& issuer) const;
    void forgetEndedDemo(const identity::SessionSummary& summary);
    [[nodiscard]] Async<> forgetPerson(const QString& person);
    /// Stops what runs and lets the person go as soon as that is written down.
    void letGo(const interfaces::AccountId& account);
    void leave(const interfaces::AccountId& account);
    /// What lets calls run unasked, of somebody whose store is not open too. \error DiskFull, Busy
    [[nodiscard]] Async<> endGrants(const interfaces::AccountId& account, const std::shared_ptr<Person>& person);
    void setCurrent(const interfaces::AccountId& account);

    identity::Identity& identity_;
    Desktop& desktop_;
    MakePerson makePerson_;
    QList<identity::SessionSummary> summaries_;
    QList<identity::SessionSummary> otherDemos_; ///< accounts of demo organisations that this run did not start
    std::map<QString, FileLock> demoLocks_;      ///< by issuer
    std::map<interfaces::AccountId, std::shared_ptr<Person>> people_;
    std::vector<std::shared_ptr<Person>> leaving_; ///< a turn of theirs is being ended
    interfaces::AccountId current_;
    bool frozen_ = false;
};

/// The organisation that an administrator has set; nothing where none was, or where the person chose it.
[[nodiscard]] std::optional<settings::Organisation> managedOrganisation(const settings::Settings& settings);

/// An account as the window shows it; whether an administrator allows it is not in it.
[[nodiscard]] interfaces::AccountView accountView(const identity::SessionSummary& summary);

} // namespace core::session
