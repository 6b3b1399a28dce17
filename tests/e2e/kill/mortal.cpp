// A run of the program that kills itself, before the effect with the given number (counted_effects.h).
//
//   mortal staying NUMBER FOLDER SERVICE < announcement    at an organisation that is there and stays
//   mortal own NUMBER                                      with a demo organisation of its own
//
// Says what it was told has been done, each on a line, as it would be shown to the person.
#include "app/host/runtime.h"
#include "core/secret/hardening.h"
#include "tests/e2e/kill/counted_effects.h"
#include "tests/e2e/kill/staying_organisation.h"
#include "tests/fakes/typed.h"

#include <QtCore/QCoreApplication>

#include <cstdio>

namespace {

using e2e::say;

bool failedWith(const char* what, const core::Error& error)
{
    say(QByteArray("failed ") + what + ' ' + core::errcName(error.code).toLatin1() + ' ' + error.detail.toUtf8());
    return false;
}

bool ask(e2e::Person& person, const QString& text)
{
    const auto open = person.conversation();
    if (!open) return failedWith("open", open.error());
    const auto sent = fakes::await(open->turns->send(fakes::typed(text)));
    if (!sent) return failedWith("send", sent.error());
    say("sent");
    if (!e2e::Person::settled(*open)) return failedWith("settle", {});
    say("answered");
    return true;
}

/// Signs in where nobody is, asks twice (the second time with a token that has to be refreshed), names the
/// conversation, signs out.
bool live(core::session::Application& app, app::host::FormSignIn& form)
{
    e2e::Person person(app, form);
    const auto account = person.signIn(QStringLiteral("asan"));
    if (!account) return failedWith("sign in", account.error());
    say("signed-in " + account->text().toLatin1());
    if (!ask(person, QStringLiteral("Tell me about myself"))) return false;
    if (!ask(person, QStringLiteral("What was on my last payslip?"))) return false;
    if (const auto renamed = person.rename(QStringLiteral("A new name")); !renamed)
        return failedWith("rename", renamed.error());
    say("renamed");
    say("signing-out");
    if (const auto out = fakes::await(app.accounts().signOut(*account)); !out)
        return failedWith("sign out", out.error());
    say("signed-out");
    return true;
}

bool liveAtStayingOrganisation(const QStringList& words)
{
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly)) return false;
    e2e::RunAtStayingOrganisation run(words.value(3), words.value(4), input.readAll());
    return run.app && live(*run.app, run.form);
}

bool liveWithOwnDemo()
{
    app::host::RuntimeOptions options;
    options.openBrowser = [](const QUrl&) { return false; };
    options.demoByForm = true;
    options.demoProgram = qEnvironmentVariable("SEKISHO_BIN_DIR") + QStringLiteral("/sekisho-demo");
    auto runtime = app::host::Runtime::create(std::move(options));
    if (!runtime) return failedWith("start", runtime.error());
    (*runtime)->demo().setArguments({QStringLiteral("--access-token-seconds"), QStringLiteral("2"),
                                     QStringLiteral("--stream-delay-ms"), QStringLiteral("0")});
    const auto app = fakes::await((*runtime)->open());
    return app ? live(**app, (*runtime)->formSignIn()) : failedWith("open", app.error());
}

} // namespace

int main(int argc, char** argv)
{
    core::forbidDumpsAndTracing();
    const QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("sekisho"));
    const auto words = QCoreApplication::arguments();
    e2e::killAt(words.value(2).toInt());
    const bool done = words.value(1) == QLatin1String("own") ? liveWithOwnDemo() : liveAtStayingOrganisation(words);
    const auto number = [](e2e::Effect kind) { return QByteArray::number(e2e::effectCount(kind)); };
    say("effects " + QByteArray::number(e2e::effectCount()) + " written " + number(e2e::Written) + " sent " +
        number(e2e::Sent) + " synced " + number(e2e::Synced) + " named " + number(e2e::Named) + " removed " +
        number(e2e::Removed));
    return done ? 0 : 1;
}
