#include "app/cli/policy_commands.h"

#include "app/cli/request.h"
#include "app/cli/terminal_text.h"
#include "app/host/policy_files.h"
#include "core/policy/replay.h"

#include <QtCore/QCommandLineParser>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>

#include <cstdio>
#include <fstream>
#include <functional>
#include <string>

namespace app::cli {

using core::policy::Layer;
using core::policy::OnAsk;
using core::policy::Replay;
using core::policy::ReplayedCall;
using core::policy::Rules;
using host::installedPolicy;
using host::policyAt;
using host::PolicyFiles;

namespace {

const char* const usage = "For administrators who write policy files: tries them without running anything.\n\n"
                          "sekisho-cli gate replay FILE.jsonl [--on-ask approve|deny] [--policy PATH]...\n"
                          "    decide recorded calls; one JSON object a line in, one a call out\n"
                          "sekisho-cli policy check [PATH]... [--user-policy PATH]...\n"
                          "    say which line of a policy file is wrong; without a PATH, of the installed ones\n"
                          "sekisho-cli policy explain TOOL|FILE.jsonl [--policy PATH]...\n"
                          "    the rules that cover a tool, or why each recorded call is decided as it is\n"
                          "sekisho-cli policy test FILE.jsonl [--policy PATH]...\n"
                          "    compare the decision of each recorded call with what it \"expect\"s\n\n"
                          "--policy PATH       a policy file, or a folder of them, as the organisation's\n"
                          "--user-policy PATH  the same, as the person's own\n"
                          "--on-ask ANSWER     what the person is taken to answer: approve, or deny (the default)";

// Not the Console: its flush after each line would cost more than the decision.
void print(const QString& line)
{
    writeLine(stdout, harmless(line).toUtf8());
}

void complain(const QString& line)
{
    writeLine(stderr, harmless(line).toUtf8());
}

/// What the words on the command line say.
struct Words {
    QStringList paths;
    Rules rules;
    OnAsk onAsk = OnAsk::Deny;
};

int wrongWords()
{
    writeLine(stderr, usage);
    return static_cast<int>(Exit::Usage);
}

void complainAbout(const PolicyFiles& files)
{
    for (const auto& problem : files.problems)
        complain(problem.text());
}

// Every line of the file that holds something. False when one could not be read as a case, or the output cannot be
// written; the others are done all the same.
bool forEachCall(const Words& words, const std::function<void(const ReplayedCall&)>& handler)
{
    const auto& path = words.paths.first();
    // Not QFile: its readLine() takes as long as the decisions.
    std::ifstream file(QFile::encodeName(path).toStdString(), std::ios::binary);
    if (!file) {
        complain(path + QStringLiteral(": cannot be opened"));
        return false;
    }
    Replay replay(words.rules, words.onAsk);
    bool sound = true;
    std::string text;
    for (int number = 1; std::getline(file, text); ++number) {
        const auto line = QByteArrayView(text).trimmed();
        if (line.isEmpty()) continue;
        const auto calls = replay.run(line);
        if (!calls) {
            const auto column = core::placeOf(line, calls.error().offset).column;
            complain(QStringLiteral("%1:%2:%3: %4").arg(path).arg(number).arg(column).arg(calls.error().message.en));
            sound = false;
            continue;
        }
        for (const auto& call : *calls)
            handler(call);
    }
    if (file.bad()) complain(path + QStringLiteral(": cannot be read to its end"));
    return sound && !file.bad();
}

// Output that did not arrive, on a full disk for instance, is no success.
int exitOf(bool done)
{
    const bool arrived = std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
    return static_cast<int>(done && arrived ? Exit::Ok : Exit::Failed);
}

int replayCalls(const Words& words)
{
    return exitOf(forEachCall(words, [](const ReplayedCall& call) { writeLine(stdout, harmlessJson(call.line())); }));
}

int check(const QStringList& paths, const QStringList& userPaths)
{
    const auto files = paths.isEmpty() && userPaths.isEmpty() ? installedPolicy() : policyAt(paths, Layer::Managed);
    const auto own = policyAt(userPaths, Layer::User);
    complainAbout(files);
    complainAbout(own);
    const auto problems = files.problems.size() + own.problems.size();
    print(QStringLiteral("%1 files, %2 problems").arg(files.read.size() + own.read.size()).arg(problems));
    return exitOf(problems == 0);
}

int explainCalls(const Words& words)
{
    return exitOf(forEachCall(words, [](const ReplayedCall& call) {
        print(QStringLiteral("%1 %2 %3: %4")
                  .arg(QString::fromUtf8(call.caseId))
                  .arg(call.index)
                  .arg(call.tool, core::policy::verdictName(call.ruling.verdict)));
        for (const auto& reason : call.ruling.reasons)
            print(QStringLiteral("    %1  %2  [%3]")
                      .arg(core::policy::verdictName(reason.verdict), reason.text.en,
                           reason.rule.isEmpty() ? core::policy::groundName(reason.ground) : reason.rule));
    }));
}

QString whatFollows(const core::policy::Rule& rule)
{
    auto text = core::policy::verdictName(rule.verdict);
    if (!rule.role.isEmpty()) text += u' ' + rule.role;
    if (!rule.stepUp.acr.isEmpty()) text += QStringLiteral(" acr ") + rule.stepUp.acr.join(u' ');
    if (rule.stepUp.maxAge) text += QStringLiteral(" within %1 s").arg(rule.stepUp.maxAge->count());
    return text;
}

int explainTool(const Words& words)
{
    const auto rules = words.rules.of(core::ToolName(words.paths.first()));
    for (const auto* rule : rules)
        print(QStringLiteral("%1  %2  %3%4")
                  .arg(rule->place(),
                       rule->layer == Layer::Managed ? QStringLiteral("organisation") : QStringLiteral("person"),
                       rule->broken ? QStringLiteral("ask (cannot be read)") : whatFollows(*rule),
                       rule->when.isEmpty() && rule->unless.isEmpty() ? QString() : QStringLiteral("  on conditions")));
    print(QStringLiteral(
              "%1 rules cover it. The most restrictive one holds, and where values come from is judged besides.")
              .arg(rules.size()));
    return exitOf(true);
}

int test(const Words& words)
{
    int right = 0;
    int wrong = 0;
    const bool sound = forEachCall(words, [&](const ReplayedCall& call) {
        if (!call.expect) return;
        const auto decision = core::policy::verdictName(call.ruling.verdict);
        ++(decision == *call.expect ? right : wrong);
        if (decision == *call.expect) return;
        print(QStringLiteral("%1 %2 %3: expected %4, but: %5")
                  .arg(QString::fromUtf8(call.caseId))
                  .arg(call.index)
                  .arg(call.tool, *call.expect, decision));
        for (const auto& reason : call.ruling.reasons)
            print(QStringLiteral("    ") + reason.text.en);
    });
    print(QStringLiteral("%1 as expected, %2 not").arg(right).arg(wrong));
    return exitOf(sound && wrong == 0 && right > 0);
}

} // namespace

std::optional<int> runPolicyCommand(const QStringList& arguments)
{
    // The first word decides: behind an option, one of these could be the option's value.
    const auto first = arguments.value(1);
    if (first != u"gate" && first != u"policy") return std::nullopt;
    QCommandLineParser parser;
    const QCommandLineOption policy(QStringLiteral("policy"), {}, QStringLiteral("path"));
    const QCommandLineOption userPolicy(QStringLiteral("user-policy"), {}, QStringLiteral("path"));
    const QCommandLineOption onAsk(QStringLiteral("on-ask"), {}, QStringLiteral("answer"), QStringLiteral("deny"));
    const QCommandLineOption help(QStringList{QStringLiteral("h"), QStringLiteral("help")});
    parser.addOptions({policy, userPolicy, onAsk, help});
    const bool understood = parser.parse(arguments);
    if (understood && parser.isSet(help)) {
        writeLine(stdout, usage);
        return exitOf(true);
    }
    auto words = parser.positionalArguments();
    if (!understood || words.size() < 2) return wrongWords();
    const auto command = words.at(0) + u' ' + words.at(1);
    words.remove(0, 2);
    if (command == u"policy check") return check(words, parser.values(userPolicy));

    const auto answer = parser.value(onAsk);
    if (words.size() != 1 || (answer != u"approve" && answer != u"deny")) return wrongWords();
    const bool given = parser.isSet(policy) || parser.isSet(userPolicy);
    auto files =
        given || command == u"gate replay" ? policyAt(parser.values(policy), Layer::Managed) : installedPolicy();
    const auto own = policyAt(parser.values(userPolicy), Layer::User);
    complainAbout(files);
    complainAbout(own);
    const Words read{words, Rules(files.rules + own.rules), answer == u"approve" ? OnAsk::Approve : OnAsk::Deny};
    if (command == u"gate replay") return replayCalls(read);
    if (command == u"policy test") return test(read);
    if (command != u"policy explain") return wrongWords();
    return QFileInfo::exists(words.first()) ? explainCalls(read) : explainTool(read);
}

} // namespace app::cli
