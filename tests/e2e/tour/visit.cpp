#include "tests/e2e/tour/visit.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QIODevice>
#include <QtTest/QTest>

#include <cstdio>

Visit::Visit(VisitOptions options)
    : options_(std::move(options))
{
    QDir().mkpath(options_.out);
}

Visit::~Visit() = default;

bool Visit::run()
{
    const bool held = steps();
    if (!held && hands_) picture(QStringLiteral("where-it-stopped"));
    write(held ? QStringLiteral("\nEvery step held.\n") : QStringLiteral("\n**It stopped here.**\n"));
    return held;
}

bool Visit::open(app::host::RuntimeOptions options)
{
    options.look = [this] { return app::host::WindowLook{options_.language, options_.dark}; };
    options.demoProgram = options_.binFolder + QStringLiteral("/sekisho-demo");
    options.signInProgram = signInProgram();
    auto runtime = app::host::Runtime::create(std::move(options));
    if (!check(runtime.has_value(), QStringLiteral("the program starts"))) return false;
    runtime_ = std::move(*runtime);
    auto values = runtime_->settings().values();
    values.language = options_.language;
    values.theme = options_.dark ? core::settings::Theme::Dark : core::settings::Theme::Light;
    if (!runtime_->settings().change(values)) return check(false, QStringLiteral("the language can be set"));

    QObject guard;
    bool answered = false;
    core::onReady(runtime_->open(), &guard,
                  [&](const core::Result<std::shared_ptr<core::session::Application>>& opened) {
                      answered = true;
                      if (opened) application_ = *opened;
                  });
    if (!check(QTest::qWaitFor([&] { return answered; }, patience) && application_, QStringLiteral("the stores open")))
        return false;
    window_ = std::make_unique<ui::shell::MainWindow>(*application_);
    window_->resize(1180, 780);
    window_->show();
    hands_ = std::make_unique<Hands>(*window_);
    return check(QTest::qWaitForWindowExposed(window_.get(), patience), QStringLiteral("the window opens"));
}

bool Visit::newConversation()
{
    const bool begun = hands_->press(QStringLiteral("newConversationButton")) &&
                       QTest::qWaitFor([&] { return idle() && hands_->transcript().isEmpty(); }, patience);
    return check(begun, QStringLiteral("a new conversation begins"));
}

bool Visit::ask(const QString& text)
{
    write(QStringLiteral("\n> %1\n\n").arg(text));
    if (!check(hands_->send(text), QStringLiteral("it can be typed and sent"))) return false;
    const auto answer = [&] {
        const auto seen = hands_->transcript();
        const auto asked = seen.lastIndexOf(text);
        return asked < 0 ? QString() : seen.mid(asked + text.size()).trimmed();
    };
    const bool answered = QTest::qWaitFor([&] { return idle() && answer().size() > 20; }, patience);
    write(QStringLiteral("```\n%1\n```\n\n").arg(answer()));
    return check(answered, QStringLiteral("it is answered"));
}

bool Visit::waitFor(const QString& text)
{
    return QTest::qWaitFor([&] { return idle() && Hands::everything(hands_->transcript()).contains(text); }, patience);
}

bool Visit::waitForVisible(const QString& name)
{
    return QTest::qWaitFor([&] { return hands_->isVisible(name); }, patience);
}

bool Visit::idle() const
{
    return !hands_->isVisible(QStringLiteral("stopButton")) && hands_->isVisible(QStringLiteral("sendButton"));
}

bool Visit::check(bool held, const QString& what)
{
    write(QStringLiteral("- %1 %2\n").arg(held ? QStringLiteral("[x]") : QStringLiteral("[ ] **not so:**"), what));
    return held;
}

QString Visit::pictureFile(const QString& name)
{
    const auto file = QStringLiteral("%1-%2.png").arg(++pictures_, 2, 10, QLatin1Char('0')).arg(name);
    write(QStringLiteral("\n![%1](%2)\n\n").arg(name, file));
    return options_.out + QLatin1Char('/') + file;
}

void Visit::picture(const QString& name)
{
    const auto file = pictureFile(name);
    if (!hands_->save(file)) write(QStringLiteral("(this picture could not be saved)\n\n"));
}

void Visit::write(const QString& markdown)
{
    QFile file(options_.out + QStringLiteral("/transcript.md"));
    if (file.open(QIODevice::Append)) file.write(markdown.toUtf8());
    std::fputs(markdown.toUtf8().constData(), stdout);
    std::fflush(stdout);
}
