#include "app/host/runtime.h"
#include "app/sekisho/desktop_mode.h"
#include "core/secret/hardening.h"
#include "ui/shell/main_window.h"
#include "ui/text/error_text.h"

#include <QtCore/QCommandLineParser>
#include <QtGui/QDesktopServices>
#include <QtWidgets/QApplication>
#include <QtWidgets/QMessageBox>

namespace {

/// The window, once the stores are open.
class Program final : public QObject {
public:
    explicit Program(app::host::Runtime& runtime)
        : runtime_(runtime)
    {}

    void start()
    {
        core::onReady(
            runtime_.open(), this, [this](const core::Result<std::shared_ptr<core::session::Application>>& opened) {
                if (!opened) {
                    giveUp(opened.error());
                    return;
                }
                application_ = *opened;
                window_ = std::make_unique<ui::shell::MainWindow>(*application_);
                connect(&mode_, &app::sekisho::DesktopMode::preferred, window_.get(), [this](bool dark) {
                    window_->appearance().setSystemMode(dark ? ui::theme::Mode::Dark : ui::theme::Mode::Light);
                });
                mode_.ask();
                window_->resize(1180, 780);
                window_->show();
            });
    }

    static void giveUp(const core::Error& error)
    {
        ui::text::Language language;
        language.set({});
        QMessageBox::critical(nullptr, QStringLiteral("Sekisho"),
                              ui::text::errorText(error, ui::text::Context::Storage));
        QCoreApplication::exit(1);
    }

    [[nodiscard]] app::host::WindowLook look() const
    {
        const auto chosen = runtime_.settings().values().language;
        const bool japanese =
            chosen.isEmpty() ? QLocale::system().language() == QLocale::Japanese : chosen == QLatin1String("ja");
        const bool dark = window_ && window_->appearance().mode() == ui::theme::Mode::Dark;
        return {japanese ? QStringLiteral("ja") : QStringLiteral("en"), dark};
    }

private:
    app::host::Runtime& runtime_;
    app::sekisho::DesktopMode mode_;
    std::shared_ptr<core::session::Application> application_; // outlives the window
    std::unique_ptr<ui::shell::MainWindow> window_;
};

} // namespace

int main(int argc, char** argv)
{
    core::forbidDumpsAndTracing();
    QApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("sekisho"));
    QCoreApplication::setApplicationVersion(QStringLiteral(SEKISHO_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("org.sekisho.Sekisho"));

    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("A chat client whose AI agent can only do what you can."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.process(application);

    const Program* program = nullptr;
    app::host::RuntimeOptions options;
    options.openBrowser = [](const QUrl& url) { return QDesktopServices::openUrl(url); };
    options.look = [&program] { return program->look(); };
    auto runtime = app::host::Runtime::create(std::move(options));
    if (!runtime) {
        QTimer::singleShot(0, &application, [&runtime] { Program::giveUp(runtime.error()); });
        return QApplication::exec();
    }
    Program started(**runtime);
    program = &started;
    started.start();
    return QApplication::exec();
}
