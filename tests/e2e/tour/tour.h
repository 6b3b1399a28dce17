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
    QString message;   ///< sends one
    QString takenBack; ///< the card says so of a call that was undone
    QString page;      ///< reads a page in which others have planted orders
    QString notYou;    ///< begins what a card says of a value that the agent put in
    QString payment;   ///< is so large that somebody else has to approve it, and that the shop wants another sign-in
    QString byOther;   ///< the card says so of a call that somebody else approved and the person signed in for
    QString expired;   ///< the card says so of a call that nobody answered in time
};
[[nodiscard]] TourWords tourWords(const QString& language);

/// The demo, from the first run to signing out: what a newcomer would do.
class Tour final : public Visit {
public:
    Tour(VisitOptions options, TourOptions tourOptions);
    ~Tour() override;

private:
    [[nodiscard]] bool steps() override;
    [[nodiscard]] bool begin();
    [[nodiscard]] bool signIn(const QString& account, const QString& owner);
    [[nodiscard]] bool firstRun();
    [[nodiscard]] bool ownData();
    [[nodiscard]] bool othersData();
    [[nodiscard]] bool tricks();
    [[nodiscard]] bool effects();
    [[nodiscard]] bool undone();
    [[nodiscard]] bool injection();
    [[nodiscard]] bool largePayment();
    [[nodiscard]] bool expired();
    [[nodiscard]] bool secondAccount();
    [[nodiscard]] bool settings();
    [[nodiscard]] bool signOut();

    [[nodiscard]] bool isAsked(const QString& what);
    [[nodiscard]] bool answer(const QString& button, const QString& what);
    [[nodiscard]] bool declineAll();
    [[nodiscard]] bool bringManager();
    [[nodiscard]] bool signInAgain(const QString& account, const QString& code, const QString& what);
    [[nodiscard]] int waitingCalls() const;
    /// As app/demo draws the people to choose from, and the code of a second factor; on no other page, and not here.
    [[nodiscard]] QColor peopleColour() const
    {
        return options_.dark ? QColor(0x1d, 0x30, 0x29) : QColor(0xe6, 0xf2, 0xec);
    }
    [[nodiscard]] QColor codeColour() const
    {
        return options_.dark ? QColor(0x1e, 0x2b, 0x3a) : QColor(0xe7, 0xef, 0xf8);
    }
    [[nodiscard]] static QString secondFactor() { return QStringLiteral("271828"); }
    [[nodiscard]] bool typeKey();
    [[nodiscard]] bool signInBegun();
    [[nodiscard]] bool hold(const char* where);

    /// The real time, and what the tour adds to it.
    struct TurnedClock final : core::Clock {
        std::chrono::hours ahead{0};
        core::SystemClock real;
        [[nodiscard]] QDateTime nowUtc() const override
        {
            return real.nowUtc().addMSecs(std::chrono::milliseconds(ahead).count());
        }
        [[nodiscard]] std::chrono::milliseconds monotonic() const override { return real.monotonic() + ahead; }
    };

    TourOptions tourOptions_;
    TourWords words_;
    TurnedClock clock_;
    QString obstacle_;
    std::shared_ptr<const e2e::Telltale> told_; ///< null: nobody looks for secrets
};
