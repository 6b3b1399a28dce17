#pragma once

#include "app/host/runtime.h"
#include "tests/e2e/tour/hands.h"
#include "ui/shell/main_window.h"

#include <QtCore/QDir>

#include <memory>

/// How a visit goes.
struct VisitOptions {
    QString out;      ///< folder for the transcript and the pictures
    QString language; ///< "en" or "ja"
    bool dark = false;
    QString binFolder;
};

/// Somebody who uses the program in its real window. Each step is checked; the first one that does not hold ends the
/// visit. Writes transcript.md and numbered pictures.
class Visit {
public:
    explicit Visit(VisitOptions options);
    virtual ~Visit();
    Visit(const Visit&) = delete;
    Visit& operator=(const Visit&) = delete;
    /// True when every step held.
    [[nodiscard]] bool run();

protected:
    static constexpr int patience = 30'000; ///< milliseconds; a slow machine, not a measure of speed

    [[nodiscard]] virtual bool steps() = 0;

    [[nodiscard]] QString signInProgram() const { return options_.binFolder + QStringLiteral("/sekisho-signin"); }
    /// Starts the program and opens its window. `options` need name neither programs nor looks.
    [[nodiscard]] bool open(app::host::RuntimeOptions options);
    [[nodiscard]] bool newConversation();
    /// Types a message, sends it and waits for the whole answer.
    [[nodiscard]] bool ask(const QString& text);
    /// Waits until somebody can write again and `text` is somewhere in the window.
    [[nodiscard]] bool waitFor(const QString& text);
    [[nodiscard]] bool waitForVisible(const QString& name);
    [[nodiscard]] bool check(bool held, const QString& what);
    void picture(const QString& name);
    /// The file for the next picture, where somebody else takes it.
    [[nodiscard]] QString pictureFile(const QString& name);
    void write(const QString& markdown);

    VisitOptions options_;
    std::unique_ptr<app::host::Runtime> runtime_;
    std::shared_ptr<core::session::Application> application_;
    std::unique_ptr<ui::shell::MainWindow> window_;
    std::unique_ptr<Hands> hands_;

    [[nodiscard]] bool idle() const;

private:
    int pictures_ = 0;
};
