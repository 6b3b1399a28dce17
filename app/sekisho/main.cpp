#include "app/interrupt/interrupt.h"
#include "app/sekisho/core_loader.h"
#include "app/sekisho/desktop_mode.h"
#include "app/sekisho/desktop_notifications.h"
#include "app/sekisho/last_window.h"
#include "core/secret/hardening.h"
#include "core/settings/start_hint.h"
#include "ui/shell/main_window.h"
#include "ui/text/error_text.h"
#include "ui/text/language.h"

#include <QtCore/QCommandLineParser>
#include <QtCore/QTimer>
#include <QtGui/QDesktopServices>
#include <QtWidgets/QApplication>
#include <QtWidgets/QMessageBox>

#include <algorithm>
#include <cstdio>

namespace {

using core::interfaces::Theme;

core::interfaces::PreferencesView lookOf(const core::settings::Values& values)
{
    core::interfaces::PreferencesView view;
    view.language = values.language;
    switch (values.theme) {
    case core::settings::Theme::System: view.theme = Theme::System; break;
    case core::settings::Theme::Light: view.theme = Theme::Light; break;
    case core::settings::Theme::Dark: view.theme = Theme::Dark; break;
    }
    return view;
}

/// The window first, then the core: somebody with an account here can write while the core is loaded and the stores
/// and the keychain are read.
class Program final : public QObject {
public:
    Program() { connect(&interrupt_, &app::Interrupt::asked, &lastWindow_, &app::sekisho::LastWindow::end); }

    void start()
    {
        auto settings = core::settings::Settings::open(core::settings::systemPlaces());
        if (!settings) return giveUp(settings.error());
        settings_ = std::move(*settings);
        const bool usable =
            core::settings::accountExpected(core::settings::dataFolder()) && !settings_->values().endpoints.isEmpty();
        if (!usable) return loadCore(); // what there is to see is told by the core
        show(std::make_unique<ui::shell::MainWindow>(lookOf(settings_->values())));
        window_->installEventFilter(this);
    }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::Paint) {
            watched->removeEventFilter(this);
            QMetaObject::invokeMethod(this, &Program::loadCore, Qt::QueuedConnection); // the frame is out by then
        }
        return false;
    }

private:
    void loadCore()
    {
        const auto library = app::sekisho::loadCore();
        if (!library) return giveUp(library.error());
        auto run = (*library)->begin({*std::move(settings_), QDesktopServices::openUrl, [this] { return look(); }});
        if (!run) return giveUp(run.error());
        run_ = std::move(*run);
        core::onReady(run_->open(), this,
                      [this](const core::Result<std::shared_ptr<core::interfaces::Application>>& opened) {
                          if (!opened) return giveUp(opened.error());
                          application_ = *opened;
                          begin();
                      });
    }

    void begin()
    {
        if (window_)
            window_->begin(*application_);
        else
            show(std::make_unique<ui::shell::MainWindow>(*application_));
        mode_ = std::make_unique<app::sekisho::DesktopMode>();
        connect(mode_.get(), &app::sekisho::DesktopMode::preferred, window_.get(), [this](bool dark) {
            window_->appearance().setSystemMode(dark ? ui::theme::Mode::Dark : ui::theme::Mode::Light);
        });
        mode_->ask();
        notifications_ = std::make_unique<app::sekisho::DesktopNotifications>();
        window_->setNotifications(*notifications_);
    }

    void show(std::unique_ptr<ui::shell::MainWindow> window)
    {
        window_ = std::move(window);
        window_->show();
    }

    void giveUp(const core::Error& error) const
    {
        ui::text::Language language;
        if (!window_) language.set({});
        QMessageBox::critical(window_.get(), QStringLiteral("Sekisho"),
                              ui::text::errorText(error, ui::text::Context::Storage));
        QCoreApplication::exit(1);
    }

    [[nodiscard]] app::library::Look look() const
    {
        const auto chosen = application_ ? application_->preferences().preferences().language : QString();
        const bool dark = window_ && window_->appearance().mode() == ui::theme::Mode::Dark;
        return {ui::text::resolvedLanguage(chosen), dark};
    }

    std::optional<core::settings::Settings> settings_; ///< until the core has them
    std::unique_ptr<app::library::CoreRun> run_;       ///< outlives the application
    app::Interrupt interrupt_;                         ///< at the end of the desktop's session, too
    app::sekisho::LastWindow lastWindow_{[this] { return run_ ? run_->drain() : core::ready<>({}); }};
    std::shared_ptr<core::interfaces::Application> application_; ///< outlives the window
    std::unique_ptr<app::sekisho::DesktopMode> mode_;
    std::unique_ptr<app::sekisho::DesktopNotifications> notifications_; ///< outlives the window
    std::unique_ptr<ui::shell::MainWindow> window_;
};

void prepare(QCommandLineParser& parser)
{
    parser.setApplicationDescription(QStringLiteral("A chat client whose AI agent can only do what you can."));
    parser.addHelpOption();
    parser.addVersionOption();
}

/// Ends the program when it is asked for words alone: they need no display.
void answerInWords(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    prepare(parser);
    // What else is wrong is said later: Qt has options of its own.
    if (parser.parse(QCoreApplication::arguments()) &&
        (parser.isSet(QStringLiteral("help")) || parser.isSet(QStringLiteral("version"))))
        parser.process(application);
}

/// Without one Qt would end the program with SIGABRT.
bool hasDisplay(int argc, char** argv)
{
    const bool chosen = std::any_of(argv, argv + argc, [](const char* one) {
        return qstrcmp(one, "-platform") == 0 || qstrcmp(one, "--platform") == 0;
    });
    return chosen || qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY") ||
           qEnvironmentVariableIsSet("QT_QPA_PLATFORM");
}

} // namespace

int main(int argc, char** argv)
{
    core::forbidDumpsAndTracing();
    QCoreApplication::setApplicationName(QStringLiteral("sekisho"));
    QCoreApplication::setApplicationVersion(QStringLiteral(SEKISHO_VERSION));
    if (argc > 1) answerInWords(argc, argv);
#if defined(Q_OS_LINUX)
    if (!hasDisplay(argc, argv)) {
        std::fputs("sekisho: there is no display: neither WAYLAND_DISPLAY nor DISPLAY is set.\n"
                   "Start it on a desktop, or use sekisho-cli, which needs none.\n",
                   stderr);
        return 1;
    }
#endif
    QApplication application(argc, argv);
    QGuiApplication::setDesktopFileName(QStringLiteral("org.sekisho.Sekisho"));
    QCommandLineParser parser;
    prepare(parser);
    parser.process(application);

    Program program;
    QTimer::singleShot(0, &program, &Program::start);
    return QApplication::exec();
}
