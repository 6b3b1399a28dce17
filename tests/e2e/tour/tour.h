#pragma once

#include "tests/e2e/secrets/telltale.h"
#include "tests/e2e/tour/visit.h"

#include <memory>

/// What of the tour depends on where it runs.
struct TourOptions {
    bool needWindow = false; ///< fail where the embedded sign-in window cannot run
    QString tellSecretsTo;   ///< a socket of a test that looks for secrets where none may be; empty: nobody looks
};

/// What the tour says in each language: what is typed, and what has to be read on the screen.
struct TourWords {
    QStringList chips; ///< about me, my payslip, B's data, Yamada's salary
    QString invent;    ///< makes the demo model make a number up after a refusal
    QString order;     ///< an order with a claimed role
    QString unknown;
    QString blocked;
    QString why;
    QString adminKey;
    QString leaks;
    QString leave;     ///< asks for something with an effect
    QString leaveDone; ///< the demo model says so when it was done
    QString declined;  ///< the card says so when it was not
};
[[nodiscard]] TourWords tourWords(const QString& language);

/// The demo, from the first run to signing out: what a newcomer would do.
class Tour final : public Visit {
public:
    Tour(VisitOptions options, TourOptions tourOptions);

private:
    [[nodiscard]] bool steps() override;
    [[nodiscard]] bool begin();
    [[nodiscard]] bool signIn(const QString& account, const QString& owner);
    [[nodiscard]] bool firstRun();
    [[nodiscard]] bool ownData();
    [[nodiscard]] bool othersData();
    [[nodiscard]] bool tricks();
    [[nodiscard]] bool effects();
    [[nodiscard]] bool secondAccount();
    [[nodiscard]] bool settings();
    [[nodiscard]] bool signOut();

    [[nodiscard]] bool typeKey();
    [[nodiscard]] bool signInBegun();
    [[nodiscard]] bool hold(const char* where);

    TourOptions tourOptions_;
    TourWords words_;
    QString obstacle_;
    std::shared_ptr<const e2e::Telltale> told_; ///< null: nobody looks for secrets
};
