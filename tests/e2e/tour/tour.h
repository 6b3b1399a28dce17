#pragma once

#include "app/host/runtime.h"
#include "tests/e2e/secrets/telltale.h"
#include "tests/e2e/tour/hands.h"
#include "ui/shell/main_window.h"

#include <QtCore/QDir>

#include <memory>

/// How the tour goes.
struct TourOptions {
    QString out;      ///< folder for the transcript and the pictures
    QString language; ///< "en" or "ja"
    bool dark = false;
    QString binFolder;
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
};
[[nodiscard]] TourWords tourWords(const QString& language);

/// The demo, from the first run to signing out, in the real window: what a newcomer would do. Each step is checked;
/// the first one that does not hold ends the tour. Writes transcript.md and numbered pictures.
class Tour {
public:
    explicit Tour(TourOptions options);
    ~Tour();
    /// True when every step held.
    [[nodiscard]] bool run();

private:
    [[nodiscard]] bool open();
    [[nodiscard]] bool signIn(const QString& account, const QString& owner);
    [[nodiscard]] bool firstRun();
    [[nodiscard]] bool ownData();
    [[nodiscard]] bool othersData();
    [[nodiscard]] bool tricks();
    [[nodiscard]] bool secondAccount();
    [[nodiscard]] bool settings();
    [[nodiscard]] bool signOut();

    [[nodiscard]] bool typeKey();
    [[nodiscard]] bool signInBegun();
    [[nodiscard]] bool hold(const char* where);
    [[nodiscard]] bool newConversation();
    [[nodiscard]] bool ask(const QString& text);
    [[nodiscard]] bool check(bool held, const QString& what);
    [[nodiscard]] bool waitFor(const QString& text);
    [[nodiscard]] bool idle() const;
    void picture(const QString& name);
    void write(const QString& markdown);

    TourOptions options_;
    TourWords words_;
    QString obstacle_;
    std::shared_ptr<const e2e::Telltale> told_; ///< null: nobody looks for secrets
    std::unique_ptr<app::host::Runtime> runtime_;
    std::shared_ptr<core::session::Application> application_;
    std::unique_ptr<ui::shell::MainWindow> window_;
    std::unique_ptr<Hands> hands_;
    QString transcript_;
    int pictures_ = 0;
};
