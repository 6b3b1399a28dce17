#include "app/cli/arguments.h"

#include <QtCore/QCommandLineParser>
#include <QtCore/QStringDecoder>
#include <QtCore/QUrl>

#include <algorithm>
#include <optional>

namespace app::cli {
namespace {

using Command = Request::Command;

struct CommandWord {
    Command command;
    const char* word;
    const char* what;
};

constexpr CommandWord commandWords[] = {
    {Command::SignIn, "signin", "sign in, in your browser"},
    {Command::WhoAmI, "whoami", "who is signed in on this machine"},
    {Command::Ask, "ask", "ask the agent once; print what it says and does. TEXT - is read from standard input"},
    {Command::Tools, "tools", "the tools the signed-in person's agent may use, and what is wrong in tool files"},
    {Command::Grants, "grants", "the standing rules you wrote; grants revoke ID takes one back"},
    {Command::SignOut, "signout", "sign out and void the tokens"},
};

struct OptionWord {
    const char* name;
    const char* value; ///< null: it takes none
    const char* what;
};

constexpr OptionWord optionWords[] = {
    {"issuer", "URL", "the OpenID provider to sign in with"},
    {"client-id", "ID", "the client ID registered for Sekisho there"},
    {"audience", "AUDIENCE", "the API the access token is for"},
    {"account", "LOGIN", "which account, when several are signed in: login, name or subject"},
    {"demo-account", "NAME", "the demo organisation, as asan, bsan, yamada or bucho, for this command"},
    {"this-run-only", nullptr, "sign in for this command alone and keep nothing; needs no keychain"},
    {"allow-tool", "NAME", "with ask: a tool that may act once without asking; can be given several times"},
    {"json", nullptr, "one JSON object a line, as sekisho-cli(1) describes them"},
    {"verbose", nullptr, "say on standard error what happens inside: identifiers and codes"},
    {"help", nullptr, "this text"},
    {"version", nullptr, "the version"},
};

constexpr const char* demoAccounts[] = {"asan", "bsan", "yamada", "bucho"};

QString latin(const char* text)
{
    return QString::fromLatin1(text);
}

tl::unexpected<Said> wrong(const QString& what)
{
    return tl::unexpected<Said>(Said{Exit::Usage, what});
}

QString helpText()
{
    auto text = QStringLiteral("Usage: sekisho-cli COMMAND [OPTION...]\n"
                               "Sekisho without a window: an AI agent that can only do what you can.\n\n"
                               "Commands:\n");
    const auto line = [&text](const QString& word, const char* what) {
        text += QStringLiteral("  %1 %2\n").arg(word, -24).arg(latin(what));
    };
    for (const auto& command : commandWords)
        line(latin(command.word) + (command.command == Command::Ask ? QStringLiteral(" TEXT") : QString()),
             command.what);
    line(QStringLiteral("audit verify"), "whether the audit logs hold, and where one was changed");
    line(QStringLiteral("audit export"),
         "their records as OCSF events, one a line; with --out FILE, --since and --until 2026-01-31");
    line(QStringLiteral("policy check"), "say which line of a policy file is wrong");
    line(QStringLiteral("policy explain TOOL|FILE"),
         "the rules that cover a tool, or why recorded calls are decided as they are");
    line(QStringLiteral("policy test FILE"), "compare the decisions of recorded calls with the expected ones");
    line(QStringLiteral("gate replay FILE"), "decide recorded calls");
    text +=
        QStringLiteral("policy and gate are for administrators who write policy files; sekisho-cli policy --help says "
                       "more.\n");
    text += QStringLiteral("\nOptions:\n");
    for (const auto& option : optionWords)
        line(QStringLiteral("--") + latin(option.name) +
                 (option.value ? QLatin1Char(' ') + latin(option.value) : QString()),
             option.what);
    return text + QStringLiteral(
                      "\nExit status: 0 done, 1 it did not work, 2 wrong words, 3 sign in first, 4 it waits for your "
                      "approval,\n130 stopped, 141 nobody reads.\n"
                      "To try it out: sekisho-cli ask \"Tell me about myself\" --demo-account asan "
                      "--this-run-only\n");
}

std::optional<Command> commandOf(const QString& word)
{
    for (const auto& known : commandWords)
        if (word == QLatin1String(known.word)) return known.command;
    return {};
}

tl::expected<void, Said> checkIssuer(const QString& issuer)
{
    const QUrl url(issuer, QUrl::StrictMode);
    const bool good = url.isValid() && url.scheme() == QLatin1String("https") && !url.host().isEmpty() &&
                      url.userInfo().isEmpty() && !url.hasQuery() && !url.hasFragment();
    if (good) return {};
    // Not repeated here: a password may stand in it.
    return wrong(
        QStringLiteral("What --issuer names is not an issuer URL. It looks like https://login.example.com: with "
                       "https, without user name, \"?\" and \"#\"."));
}

// Which options go together. What is not used would only look as if it had an effect.
tl::expected<void, Said> checkTogether(const QCommandLineParser& parser, const Request& request)
{
    QString organisation;
    for (const auto* name : {"issuer", "client-id", "audience"})
        if (organisation.isEmpty() && parser.isSet(latin(name))) organisation = QStringLiteral("--") + latin(name);
    const bool account = parser.isSet(QStringLiteral("account"));
    const bool demo = parser.isSet(QStringLiteral("demo-account"));
    if (demo && !organisation.isEmpty())
        return wrong(organisation + QStringLiteral(" and --demo-account exclude each other. Leave one out."));
    if (account && (demo || request.thisRunOnly || !organisation.isEmpty()))
        return wrong(QStringLiteral("--account chooses among those who are signed in already. Leave it out here."));
    if (account && (request.command == Command::SignIn || request.command == Command::WhoAmI))
        return wrong(QStringLiteral("--account goes with ask, tools, grants and signout. Leave it out here."));
    if (!organisation.isEmpty() && request.command != Command::SignIn && !request.thisRunOnly)
        return wrong(
            organisation +
            QStringLiteral(" goes with signin, or with --this-run-only, which signs in first. Sign in once and "
                           "leave it out."));
    if (parser.isSet(QStringLiteral("allow-tool")) && request.command != Command::Ask)
        return wrong(QStringLiteral("--allow-tool goes with ask. Leave it out here."));
    if (parser.isSet(QStringLiteral("issuer"))) return checkIssuer(request.organisation.issuer);
    return {};
}

tl::expected<void, Said> checkDemoAccount(const QString& name)
{
    const bool known = std::any_of(std::begin(demoAccounts), std::end(demoAccounts),
                                   [&name](const char* one) { return name == QLatin1String(one); });
    if (known) return {};
    return wrong(
        QStringLiteral("There is no demo account \"%1\". The accounts are asan, bsan, yamada and bucho.").arg(name));
}

tl::expected<void, Said> readWords(const QStringList& words, Request& request)
{
    if (words.isEmpty())
        return wrong(QStringLiteral(
            "Which command? signin, whoami, ask, tools, grants or signout. sekisho-cli --help says more."));
    const auto command = commandOf(words.first());
    if (!command)
        return wrong(QStringLiteral(
                         "There is no command \"%1\". The commands are signin, whoami, ask, tools, grants and signout; "
                         "sekisho-cli --help says more.")
                         .arg(words.first()));
    request.command = *command;
    if (*command == Command::Grants && words.value(1) == QLatin1String("revoke")) {
        request.revoke = words.value(2);
        if (words.size() == 3 && !request.revoke.isEmpty()) return {};
        return wrong(QStringLiteral("Which rule? sekisho-cli grants revoke ID, with one ID that sekisho-cli grants "
                                    "lists."));
    }
    if (*command != Command::Ask) {
        if (words.size() > 1)
            return wrong(QStringLiteral("%1 takes no further words, but there is \"%2\". Leave it out.")
                             .arg(words.first(), words.at(1)));
        return {};
    }
    if (words.size() == 1)
        return wrong(QStringLiteral("What is the question? sekisho-cli ask \"TEXT\", or ask - to read it from standard "
                                    "input."));
    if (words.size() > 2)
        return wrong(QStringLiteral("The question came as %1 words. Put it in quotes: sekisho-cli ask \"TEXT\".")
                         .arg(words.size() - 1));
    request.text = words.at(1);
    if (request.text == QLatin1String("-")) return {};
    const auto question = parseQuestion(request.text.toUtf8());
    if (!question) return tl::unexpected(question.error());
    request.text = *question;
    return {};
}

} // namespace

tl::expected<Request, Said> parseArguments(const QStringList& arguments)
{
    QCommandLineParser parser;
    for (const auto& option : optionWords) {
        QStringList names{latin(option.name)};
        if (names.first() == QLatin1String("help")) names.append(QStringLiteral("h"));
        if (names.first() == QLatin1String("version")) names.append(QStringLiteral("v"));
        parser.addOption(QCommandLineOption(names, latin(option.what), option.value ? latin(option.value) : QString()));
    }
    if (!parser.parse(arguments))
        return wrong(parser.errorText() + QStringLiteral(" sekisho-cli --help lists the options."));
    if (parser.isSet(QStringLiteral("help"))) return tl::unexpected(Said{Exit::Ok, helpText()});
    if (parser.isSet(QStringLiteral("version")))
        return tl::unexpected(Said{Exit::Ok, QStringLiteral("sekisho-cli " SEKISHO_VERSION "\n")});

    Request request;
    request.json = parser.isSet(QStringLiteral("json"));
    request.verbose = parser.isSet(QStringLiteral("verbose"));
    request.thisRunOnly = parser.isSet(QStringLiteral("this-run-only"));
    request.demoAccount = parser.value(QStringLiteral("demo-account"));
    request.account = parser.value(QStringLiteral("account"));
    request.organisation.issuer = parser.value(QStringLiteral("issuer")).trimmed();
    request.organisation.clientId = parser.value(QStringLiteral("client-id")).trimmed();
    request.organisation.audience = parser.value(QStringLiteral("audience")).trimmed();
    request.allowedTools = parser.values(QStringLiteral("allow-tool"));
    if (const auto read = readWords(parser.positionalArguments(), request); !read) return tl::unexpected(read.error());
    if (const auto fits = checkTogether(parser, request); !fits) return tl::unexpected(fits.error());
    if (parser.isSet(QStringLiteral("demo-account")))
        if (const auto known = checkDemoAccount(request.demoAccount); !known) return tl::unexpected(known.error());
    return request;
}

tl::expected<QString, Said> parseQuestion(const QByteArray& bytes)
{
    if (bytes.size() > longestQuestion)
        return wrong(QStringLiteral("The question is longer than 64 KiB. Ask about a part of it."));
    QStringDecoder decode(QStringDecoder::Utf8);
    QString text = QString(decode(bytes)).trimmed();
    if (decode.hasError())
        return wrong(QStringLiteral("The question is not UTF-8 text. Convert it first, with iconv for instance."));
    if (text.isEmpty()) return wrong(QStringLiteral("The question is empty. Write what you want to know."));
    return text;
}

tl::expected<void, Said> checkOrganisation(const core::interfaces::OrganisationInput& given, bool managed)
{
    if (managed) {
        if (given == core::interfaces::OrganisationInput()) return {};
        return wrong(QStringLiteral("Your administrator has fixed the organisation. Leave --issuer, --client-id and "
                                    "--audience out."));
    }
    if (!given.issuer.isEmpty() && !given.clientId.isEmpty()) return {};
    return wrong(
        QStringLiteral("Which organisation? Give both --issuer URL and --client-id ID, or --demo-account asan to "
                       "try the demo organisation."));
}

tl::expected<void, Said> checkAllowedTools(const QStringList& names,
                                           const QList<core::interfaces::ToolChoiceView>& offered)
{
    QStringList known;
    for (const auto& tool : offered)
        known += tool.name;
    for (const auto& name : names)
        if (!known.contains(name))
            return wrong(
                QStringLiteral("There is no tool \"%1\" that could be allowed. %2 Whatever else has an effect "
                               "is asked about.")
                    .arg(name, known.isEmpty()
                                   ? QStringLiteral("This account has none.")
                                   : QStringLiteral("Those that can are %1.").arg(known.join(QStringLiteral(", ")))));
    return {};
}

} // namespace app::cli
