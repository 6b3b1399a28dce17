#include "app/cli/commands.h"

#include "app/cli/arguments.h"
#include "app/cli/json_form.h"

namespace app::cli {

using core::Errc;
using core::interfaces::AccountView;
using core::interfaces::MessageView;

namespace {

QString called(const AccountView& account)
{
    return account.login.isEmpty() ? account.subject : account.login;
}

/// What the code alone does not say. Empty: it says enough.
QString aboutSignIn(const core::Error& error)
{
    if (error.code != Errc::WrongIssuer || !error.subject.isEmpty()) return {};
    return QStringLiteral(
        "The answer does not say which provider it comes from, so it was not used. The provider has to send its name "
        "with the answer (RFC 9207), or an administrator sets the organisation up in Sekisho.");
}

} // namespace

Commands::Commands(host::Runtime& runtime, Console& console, Request request)
    : runtime_(runtime)
    , console_(console)
    , request_(std::move(request))
{}

void Commands::start()
{
    core::onReady(runtime_.open(), this,
                  [this](const core::Result<std::shared_ptr<core::session::Application>>& opened) {
                      if (!opened) {
                          failWith(opened.error());
                          return;
                      }
                      application_ = *opened;
                      this->opened();
                  });
}

void Commands::stop()
{
    stop_.request_stop();
    if (signingIn_) return; // it answers with Cancelled
    if (question_ && question_->running()) {
        question_->stop();
        return;
    }
    failWith({Errc::Cancelled, QStringLiteral("stopped")});
}

void Commands::opened()
{
    if (ended_) return; // stopped in the meantime
    for (const auto& notice : application_->notices())
        if (notice.kind == core::interfaces::NoticeView::Kind::StoreDamaged) {
            failWith(notice.error);
            return;
        }
    for (const auto& problem : application_->toolProblems())
        console_.note(QStringLiteral("A tool is left out until its file is corrected: ") + problem.text());
    switch (request_.command) {
    case Request::Command::SignIn: signInThen(&Commands::reportSignIn); return;
    case Request::Command::WhoAmI: chooseAccountThen(&Commands::listAccounts); return;
    case Request::Command::SignOut: chooseAccountThen(&Commands::signOut); return;
    case Request::Command::Ask: chooseAccountThen(&Commands::chooseModel); return;
    case Request::Command::Tools: chooseAccountThen(&Commands::listTools); return;
    case Request::Command::Grants: chooseAccountThen(&Commands::grants); return;
    }
}

void Commands::signInThen(Next next)
{
    core::interfaces::SignInTarget target;
    target.thisRunOnly = request_.thisRunOnly;
    if (!request_.demoAccount.isEmpty()) {
        target.demo = true;
        target.way = core::interfaces::SignInWay::Window; // in whose place the form stands here
        runtime_.formSignIn().setAccount(request_.demoAccount);
    } else {
        const bool managed = application_->signIn().managedOrganisation().has_value();
        if (const auto meant = checkOrganisation(request_.organisation, managed); !meant) {
            usage(meant.error().text);
            return;
        }
        target.organisation = request_.organisation;
        target.way = core::interfaces::SignInWay::SystemBrowser;
        if (application_->signIn().wayOf(target) != target.way) {
            failWith({Errc::Refused, QStringLiteral("the managed way is the window")},
                     QStringLiteral("Your organisation allows signing in through Sekisho's own window only, and this "
                                    "command has none. Sign in with sekisho, then use this command."));
            return;
        }
    }
    signingIn_ = true;
    core::onReady(application_->signIn().start(target, stop_.get_token()), this,
                  [this, next](const core::Result<core::interfaces::AccountId>& account) {
                      signingIn_ = false;
                      if (account && !stop_.stop_requested()) {
                          (this->*next)();
                      } else {
                          const core::Error stopped{Errc::Cancelled, QStringLiteral("stopped")};
                          const auto error = account ? stopped : account.error();
                          failWith(error, aboutSignIn(error));
                      }
                  });
}

std::optional<core::Error> Commands::errorOf(const AccountView& account) const
{
    const auto summary = application_->people().summary(account.id);
    return summary ? summary->error : std::nullopt;
}

QList<AccountView> Commands::candidates() const
{
    QList<AccountView> found;
    for (const auto& account : application_->accounts().accounts()) {
        const bool named = request_.account == account.login || request_.account == account.name ||
                           request_.account == account.subject;
        const bool ready = account.state == AccountView::State::Ready;
        if (request_.account.isEmpty() ? ready : named) found.append(account);
    }
    return found;
}

bool Commands::usable(const AccountView& account)
{
    if (account.state == AccountView::State::Ready) return true;
    if (account.state == AccountView::State::NotAllowed) {
        if (request_.command == Request::Command::SignOut) return true; // that it can always do
        failWith({Errc::Refused, QStringLiteral("not allowed by the organisation"), called(account)});
        return false;
    }
    failWith({Errc::SignInNeeded, QStringLiteral("the session ended"), called(account)},
             QStringLiteral("The sign-in of %1 has ended. Sign in again: sekisho-cli signin --issuer %2 --client-id ID")
                 .arg(called(account), account.issuer));
    return false;
}

void Commands::chooseAccountThen(Next next)
{
    // The demo organisation lives as long as this program, and so does a sign-in that is not kept.
    if (!request_.demoAccount.isEmpty() || request_.thisRunOnly) {
        signInThen(next);
        return;
    }
    if (request_.command == Request::Command::WhoAmI) {
        (this->*next)();
        return;
    }
    const auto found = candidates();
    if (found.size() > 1) {
        QStringList names;
        for (const auto& account : found)
            names.append(called(account) + QStringLiteral(" (subject %1 at %2)").arg(account.subject, account.issuer));
        usage(QStringLiteral("More than one account fits. Say which with --account: ") +
              names.join(QStringLiteral(", ")));
        return;
    }
    // Somebody may be signed in whose record cannot be opened now: that is no reason to sign in again, and none to take
    // another account for theirs that goes by the same name, which is what its issuer says.
    if (found.isEmpty() || !request_.account.isEmpty()) {
        for (const auto& account : application_->accounts().accounts())
            if (const auto error = errorOf(account)) {
                failWith(*error);
                return;
            }
    }
    if (found.isEmpty()) {
        const core::Error error{Errc::SignInNeeded, QStringLiteral("nobody is signed in"), request_.account};
        failWith(error, request_.account.isEmpty()
                            ? QString()
                            : QStringLiteral("Nobody is signed in here as %1. sekisho-cli whoami lists who is.")
                                  .arg(request_.account));
        return;
    }
    if (!usable(found.first())) return;
    chosen_ = found.first().id;
    application_->accounts().select(chosen_);
    (this->*next)();
}

void Commands::reportSignIn()
{
    for (const auto& account : application_->accounts().accounts()) {
        if (account.id != application_->accounts().current()) continue;
        if (console_.json()) {
            console_.result(accountJson(account));
        } else {
            console_.result(
                QStringLiteral("Signed in as %1 (%2) at %3.").arg(account.name, called(account), account.organisation));
        }
    }
    if (!request_.demoAccount.isEmpty()) {
        console_.note(QStringLiteral("The demo organisation ends with this command: give --demo-account with each."));
    } else if (request_.thisRunOnly) {
        console_.note(QStringLiteral("Nothing was kept: give --this-run-only with each command."));
    }
    end(Exit::Ok);
}

void Commands::listAccounts()
{
    const auto accounts = application_->accounts().accounts();
    std::optional<core::Error> unreadable;
    for (const auto& account : accounts) {
        if (const auto error = errorOf(account)) {
            unreadable = error;
        } else if (console_.json()) {
            console_.result(accountJson(account));
        } else {
            const bool ended = account.state == AccountView::State::SignInNeeded;
            const bool refused = account.state == AccountView::State::NotAllowed;
            console_.result(QStringLiteral("%1 <%2>  %3%4%5")
                                .arg(account.name, called(account), account.organisation,
                                     account.demo ? QStringLiteral("  demo") : QString(),
                                     ended     ? QStringLiteral("  (sign in again)")
                                     : refused ? QStringLiteral("  (not allowed by your organisation)")
                                               : QString()));
        }
    }
    if (unreadable) {
        failWith(*unreadable);
    } else if (accounts.isEmpty()) {
        failWith({Errc::SignInNeeded, QStringLiteral("nobody is signed in")});
    } else {
        end(Exit::Ok);
    }
}

void Commands::signOut()
{
    core::onReady(application_->accounts().signOut(chosen_.isEmpty() ? application_->accounts().current() : chosen_),
                  this, [this](const core::Result<core::interfaces::SignOutReport>& report) {
                      if (report) {
                          signedOut(*report);
                      } else {
                          failWith(report.error());
                      }
                  });
}

void Commands::signedOut(const core::interfaces::SignOutReport& report)
{
    if (console_.json()) {
        console_.result(signOutJson(report));
    } else {
        console_.result(report.tokensRevoked
                            ? QStringLiteral("Signed out. The provider confirmed that the tokens are void.")
                            : QStringLiteral("Signed out here. The provider did not confirm that the tokens are void; "
                                             "they expire by themselves."));
    }
    end(Exit::Ok);
}

void Commands::listTools()
{
    for (const auto& tool : application_->tools()) {
        if (console_.json()) {
            console_.result(toolJson(tool));
        } else {
            console_.result(QStringLiteral("%1  %2  %3")
                                .arg(tool.name.text(), -24)
                                .arg(core::toolapi::effectName(tool.effect), -12)
                                .arg(tool.title.en));
        }
    }
    end(application_->toolProblems().isEmpty() ? Exit::Ok : Exit::Failed);
}

void Commands::chooseModel()
{
    const auto models = application_->models();
    if (!models->endpoints().isEmpty()) {
        ask();
        return;
    }
    const auto suggested = models->suggested();
    const bool demo = !request_.demoAccount.isEmpty();
    if (!demo && suggested.isEmpty()) {
        failWith({Errc::NotFound, QStringLiteral("no model"), QStringLiteral("model")},
                 QStringLiteral("No model is set up. Set OPENAI_API_KEY, OPENAI_BASE_URL or ANTHROPIC_API_KEY, or "
                                "choose one in Sekisho's window."));
        return;
    }
    // One command's environment is not the person's choice of a model: nothing is stored.
    const auto used =
        application_->useModelForThisRun(demo ? core::interfaces::EndpointInput() : suggested.first(), demo);
    if (used) {
        ask();
    } else {
        failWith(used.error());
    }
}

void Commands::ask()
{
    const auto allowed = checkAllowedTools(request_.allowedTools, application_->effectTools());
    if (!allowed) return usage(allowed.error().text);
    conversations_ = application_->conversations();
    core::onReady(
        conversations_->open(conversations_->create()), this,
        [this](const core::Result<core::interfaces::OpenConversation>& opened) {
            if (!opened) {
                failWith(opened.error());
                return;
            }
            question_ = std::make_unique<Question>(*opened, console_);
            connect(question_.get(), &Question::ended, this, &Commands::turnEnded);
            connect(question_.get(), &Question::failed, this, [this](const core::Error& error) { failWith(error); });
            // Whoever runs a command need not have typed its words.
            question_->ask({{{core::interfaces::TextPart::Origin::Other, request_.text}}, request_.allowedTools});
        });
}

void Commands::turnEnded(const MessageView& last)
{
    const bool stopped = last.state == MessageView::State::Stopped || (stop_.stop_requested() && !last.error);
    QString outcome = QStringLiteral("done");
    if (stopped) {
        outcome = QStringLiteral("stopped");
    } else if (last.error) {
        outcome = QStringLiteral("failed");
    } else if (last.refused) {
        outcome = QStringLiteral("declined");
    } else if (last.cutAtLimit) {
        outcome = QStringLiteral("cut_at_limit");
    } else if (last.outOfSteps) {
        outcome = QStringLiteral("out_of_steps");
    }
    const bool waiting = std::any_of(last.cards.begin(), last.cards.end(), [](const auto& card) {
        return card.state == core::interfaces::ToolCardView::State::Waiting;
    });
    if (waiting) outcome = QStringLiteral("waiting");
    if (console_.json()) console_.result(endJson(outcome));
    if (stopped) {
        failWith({Errc::Cancelled, QStringLiteral("stopped")},
                 request_.thisRunOnly
                     ? QStringLiteral("Stopped.")
                     : QStringLiteral("Stopped. What was said so far is kept with the conversations."));
        return;
    }
    if (last.error) {
        failWith(*last.error);
        return;
    }
    if (last.refused) console_.note(QStringLiteral("The model declined to answer. Ask in other words."));
    if (last.cutAtLimit) console_.note(QStringLiteral("The answer was cut off at the model's limit. Ask for a part."));
    if (last.outOfSteps) console_.note(QStringLiteral("The agent used up its steps. Ask for less at once."));
    if (waiting) {
        const auto known = application_->accounts().accounts();
        const bool kept = std::any_of(known.begin(), known.end(), [this](const auto& account) {
            return account.id == application_->accounts().current() && !account.thisRunOnly;
        });
        console_.note(
            kept ? QStringLiteral("This needs your approval, and nothing was done yet. Open Sekisho to review "
                                  "it; the question is kept for a day.")
                 : QStringLiteral("This needs your approval, which only the window can ask for, and nothing was "
                                  "done. An account of this run only keeps no question: sign in and ask again "
                                  "in Sekisho."));
        end(Exit::Waiting);
        return;
    }
    end(Exit::Ok);
}

void Commands::failWith(const core::Error& error, const QString& sentence)
{
    if (ended_) return;
    console_.failure(error, sentence);
    switch (error.code) {
    case Errc::SignInNeeded: end(Exit::SignInNeeded); return;
    case Errc::Cancelled: end(Exit::Stopped); return;
    default: end(Exit::Failed); return;
    }
}

void Commands::usage(const QString& sentence)
{
    if (ended_) return;
    console_.failure({Errc::InvalidArgument, QStringLiteral("wrong words")}, sentence);
    end(Exit::Usage);
}

void Commands::end(Exit code)
{
    if (std::exchange(ended_, true)) return;
    if (!application_) {
        Q_EMIT finished(static_cast<int>(code));
        return;
    }
    // A session may just be renewed at the provider, and what comes back has to be stored first, or it is lost.
    core::onReady(application_->drain(), this,
                  [this, code](const core::Result<>&) { Q_EMIT finished(static_cast<int>(code)); });
}

} // namespace app::cli
