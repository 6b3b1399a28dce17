#include "app/cli/commands.h"

#include "core/toolapi/tool.h"

#include <QtCore/QJsonArray>

namespace app::cli {

using core::interfaces::AccountView;
using core::interfaces::MessageView;
using core::interfaces::ToolCardView;

namespace {

QString stateName(ToolCardView::State state)
{
    switch (state) {
    case ToolCardView::State::Running: return QStringLiteral("running");
    case ToolCardView::State::Done: return QStringLiteral("done");
    case ToolCardView::State::ApiRefused: return QStringLiteral("api_refused");
    case ToolCardView::State::ApiNotFound: return QStringLiteral("api_not_found");
    case ToolCardView::State::ApiFailed: return QStringLiteral("api_failed");
    case ToolCardView::State::PolicyRefused: return QStringLiteral("policy_refused");
    case ToolCardView::State::BadArguments: return QStringLiteral("bad_arguments");
    case ToolCardView::State::Failed: return QStringLiteral("failed");
    case ToolCardView::State::Cancelled: return QStringLiteral("cancelled");
    case ToolCardView::State::OutcomeUnknown: return QStringLiteral("outcome_unknown");
    }
    return QStringLiteral("unknown");
}

QJsonObject accountJson(const AccountView& account)
{
    return {{QStringLiteral("name"), account.name},
            {QStringLiteral("login"), account.login},
            {QStringLiteral("subject"), account.subject},
            {QStringLiteral("issuer"), account.issuer},
            {QStringLiteral("organisation"), account.organisation},
            {QStringLiteral("demo"), account.demo},
            {QStringLiteral("signed_in"), account.state == AccountView::State::Ready}};
}

QJsonObject cardJson(const ToolCardView& card)
{
    QJsonObject arguments;
    for (const auto& [name, value] : card.arguments)
        arguments.insert(name, value);
    return {{QStringLiteral("type"), QStringLiteral("call")},
            {QStringLiteral("tool"), card.tool},
            {QStringLiteral("arguments"), arguments},
            {QStringLiteral("as"), card.why.subject},
            {QStringLiteral("issuer"), card.why.issuer},
            {QStringLiteral("audience"), card.why.audience},
            {QStringLiteral("scopes"), QJsonArray::fromStringList(card.why.scopes)},
            {QStringLiteral("outcome"), stateName(card.state)},
            {QStringLiteral("http_status"), card.why.httpStatus},
            {QStringLiteral("answer"), card.answer},
            {QStringLiteral("reason"), card.why.reason}};
}

} // namespace

Commands::Commands(host::Runtime& runtime, Request request)
    : runtime_(runtime)
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

void Commands::opened()
{
    switch (request_.command) {
    case Request::Command::SignIn: signInThen(&Commands::reportSignIn); return;
    case Request::Command::WhoAmI: chooseAccountThen(&Commands::listAccounts); return;
    case Request::Command::SignOut: chooseAccountThen(&Commands::signOut); return;
    case Request::Command::Ask: chooseAccountThen(&Commands::chooseModel); return;
    case Request::Command::Tools: chooseAccountThen(&Commands::listTools); return;
    }
}

void Commands::signInThen(void (Commands::*next)())
{
    core::interfaces::SignInTarget target;
    target.thisRunOnly = request_.thisRunOnly;
    if (!request_.demoAccount.isEmpty()) {
        target.demo = true;
        runtime_.formSignIn().setAccount(request_.demoAccount);
    } else {
        target.organisation = request_.organisation;
        target.way = core::interfaces::SignInWay::SystemBrowser;
    }
    core::onReady(application_->signIn().start(target, {}), this,
                  [this, next](const core::Result<core::interfaces::AccountId>& account) { signedIn(account, next); });
}

void Commands::signedIn(const core::Result<core::interfaces::AccountId>& account, void (Commands::*next)())
{
    if (!account) {
        failWith(account.error());
        return;
    }
    (this->*next)();
}

void Commands::chooseAccountThen(void (Commands::*next)())
{
    // The demo organisation lives as long as this program: its accounts sign in for each command.
    if (!request_.demoAccount.isEmpty()) {
        signInThen(next);
        return;
    }
    if (!request_.account.isEmpty()) {
        bool found = false;
        for (const auto& account : application_->accounts().accounts()) {
            if (account.login != request_.account && account.name != request_.account &&
                account.subject != request_.account)
                continue;
            application_->accounts().select(account.id);
            found = true;
        }
        if (!found) {
            failWith({core::Errc::NotFound, QStringLiteral("no such account"), request_.account});
            return;
        }
    }
    (this->*next)();
}

void Commands::reportSignIn()
{
    for (const auto& account : application_->accounts().accounts()) {
        if (account.id != application_->accounts().current()) continue;
        if (request_.json) {
            printJson(accountJson(account));
        } else {
            print(QStringLiteral("Signed in as %1 (%2) at %3.").arg(account.name, account.login, account.organisation));
        }
    }
    end(Exit::Ok);
}

void Commands::listAccounts()
{
    const auto accounts = application_->accounts().accounts();
    if (accounts.isEmpty()) {
        if (request_.json) printJson({{QStringLiteral("accounts"), QJsonArray()}});
        complain(QStringLiteral("Nobody is signed in. Sign in with: sekisho-cli signin"));
        end(Exit::SignInNeeded);
        return;
    }
    for (const auto& account : accounts) {
        if (request_.json) {
            printJson(accountJson(account));
            continue;
        }
        const bool current = account.id == application_->accounts().current();
        const bool ended = account.state == AccountView::State::SignInNeeded;
        print(QStringLiteral("%1 %2 <%3>  %4%5%6")
                  .arg(current ? QStringLiteral("*") : QStringLiteral(" "), account.name, account.login,
                       account.organisation, account.demo ? QStringLiteral("  demo") : QString(),
                       ended ? QStringLiteral("  (sign in again)") : QString()));
    }
    end(Exit::Ok);
}

void Commands::signOut()
{
    const auto current = application_->accounts().current();
    if (current.isEmpty()) {
        failWith({core::Errc::SignInNeeded, QStringLiteral("nobody is signed in")});
        return;
    }
    core::onReady(application_->accounts().signOut(current), this,
                  [this](const core::Result<core::interfaces::SignOutReport>& report) {
                      if (!report) {
                          failWith(report.error());
                          return;
                      }
                      if (request_.json) {
                          printJson({{QStringLiteral("signed_out"), true},
                                     {QStringLiteral("tokens_revoked"), report->tokensRevoked},
                                     {QStringLiteral("provider_session_ended"), report->providerSessionEnded}});
                      } else {
                          print(report->tokensRevoked
                                    ? QStringLiteral("Signed out. The provider confirmed that the tokens are void.")
                                    : QStringLiteral("Signed out here. The provider did not confirm that the tokens "
                                                     "are void; they expire by themselves."));
                      }
                      end(Exit::Ok);
                  });
}

void Commands::listTools()
{
    if (application_->accounts().current().isEmpty()) {
        failWith({core::Errc::SignInNeeded, QStringLiteral("nobody is signed in")});
        return;
    }
    for (const auto& tool : application_->tools()) {
        if (request_.json) {
            printJson({{QStringLiteral("name"), tool.name.text()},
                       {QStringLiteral("title"), tool.title.en},
                       {QStringLiteral("effect"), core::toolapi::effectName(tool.effect)},
                       {QStringLiteral("audience"), tool.audience},
                       {QStringLiteral("scopes"), QJsonArray::fromStringList(tool.scopes)},
                       {QStringLiteral("inputSchema"), tool.inputSchema},
                       {QStringLiteral("definition"), core::toolapi::definitionHash(tool)}});
        } else {
            print(QStringLiteral("%1  %2  %3")
                      .arg(tool.name.text(), -24)
                      .arg(core::toolapi::effectName(tool.effect), -12)
                      .arg(tool.title.en));
        }
    }
    for (const auto& problem : application_->toolProblems())
        complain(problem.text());
    end(Exit::Ok);
}

void Commands::chooseModel()
{
    if (application_->accounts().current().isEmpty()) {
        failWith({core::Errc::SignInNeeded, QStringLiteral("nobody is signed in")});
        return;
    }
    const auto models = application_->models();
    const auto suggested = models->suggested();
    const bool useDemo = !request_.demoAccount.isEmpty() && models->endpoints().isEmpty();
    if (!models->endpoints().isEmpty()) {
        ask();
        return;
    }
    if (!useDemo && suggested.isEmpty()) {
        if (request_.json)
            printJson(errorJson({core::Errc::NotFound, QStringLiteral("no model"), QStringLiteral("model")}));
        complain(QStringLiteral("No model is set up. Set OPENAI_API_KEY, OPENAI_BASE_URL or ANTHROPIC_API_KEY, or "
                                "choose one in Sekisho's window."));
        end(Exit::Failed);
        return;
    }
    core::onReady(models->choose(useDemo ? core::interfaces::EndpointInput() : suggested.first(), useDemo), this,
                  [this](const core::Result<>& chosen) {
                      if (chosen) {
                          ask();
                      } else {
                          failWith(chosen.error());
                      }
                  });
}

void Commands::ask()
{
    conversations_ = application_->conversations();
    core::onReady(conversations_->open(conversations_->create()), this,
                  [this](const core::Result<core::interfaces::OpenConversation>& opened) {
                      if (opened) {
                          watch(*opened);
                      } else {
                          failWith(opened.error());
                      }
                  });
}

void Commands::watch(const core::interfaces::OpenConversation& conversation)
{
    open_ = conversation;
    connect(open_.turns.get(), &core::interfaces::Turns::runningChanged, this, [this] {
        // The last rows are read back from the store right after the turn; report what is on the disk.
        if (sent_ && !open_.turns->running())
            QMetaObject::invokeMethod(this, &Commands::turnEnded, Qt::QueuedConnection);
    });
    core::onReady(open_.turns->send(request_.text), this, [this](const core::Result<>& sent) {
        if (!sent) {
            failWith(sent.error());
            return;
        }
        sent_ = true;
        if (!open_.turns->running()) turnEnded();
    });
}

void Commands::turnEnded()
{
    if (ended_) return;
    const int rows = open_.transcript->count();
    for (int row = 0; row < rows; ++row) {
        const auto view = open_.transcript->at(row);
        const bool settled = view.state != MessageView::State::Streaming &&
                             std::none_of(view.cards.begin(), view.cards.end(), [](const ToolCardView& card) {
                                 return card.state == ToolCardView::State::Running;
                             });
        if (settled) continue;
        connect(open_.transcript.get(), &core::interfaces::Transcript::rowsChanged, this, &Commands::turnEnded,
                static_cast<Qt::ConnectionType>(Qt::QueuedConnection | Qt::SingleShotConnection));
        return;
    }
    bool failed = false;
    for (int row = 1; row < rows; ++row) {
        const auto view = open_.transcript->at(row);
        reportRow(view);
        failed = view.error.has_value();
        if (view.error && request_.json) printJson(errorJson(*view.error));
        if (view.error && !request_.json) complain(explain(*view.error));
    }
    end(failed ? Exit::Failed : Exit::Ok);
}

void Commands::reportRow(const MessageView& view)
{
    if (request_.json) {
        if (!view.text.isEmpty())
            printJson({{QStringLiteral("type"), QStringLiteral("text")}, {QStringLiteral("text"), view.text}});
        for (const auto& card : view.cards)
            printJson(cardJson(card));
        return;
    }
    if (!view.text.isEmpty()) print(view.text);
    for (const auto& card : view.cards) {
        const auto status = card.why.httpStatus ? QStringLiteral(" (HTTP %1)").arg(card.why.httpStatus) : QString();
        print(QStringLiteral("[%1] %2 %3 as %4%5")
                  .arg(stateName(card.state), card.tool, card.target, card.why.subject, status));
    }
}

void Commands::failWith(const core::Error& error)
{
    if (request_.json) printJson(errorJson(error));
    complain(explain(error));
    end(error.code == core::Errc::SignInNeeded ? Exit::SignInNeeded : Exit::Failed);
}

void Commands::end(Exit code)
{
    if (std::exchange(ended_, true)) return;
    Q_EMIT finished(static_cast<int>(code));
}

} // namespace app::cli
