// What one decision costs with 1,000 rules of which 20 name the tool, and how many recorded calls are replayed a
// second. It measures and ends with 1 when a bar is missed.
#include "core/policy/policy_file.h"
#include "core/policy/replay.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

#include <algorithm>
#include <cstdio>
#include <ctime>

using namespace core::policy;

namespace {

constexpr double medianBar = 50;     // microseconds
constexpr double tailBar = 1000;     // microseconds, of one in a hundred
constexpr double replayBar = 20'000; // calls a second

/// Of this thread, in nanoseconds: on a busy machine the wall clock measures the neighbours.
qint64 processorTime()
{
    timespec now = {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return qint64{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

QJsonObject object(const QByteArray& text)
{
    return QJsonDocument::fromJson(text).object();
}

// 20 rules name the tool, by name or by pattern; of the 980 others a tenth are patterns that do not match.
QByteArray policyText()
{
    QByteArray text = "{\"version\":1,\"rules\":[";
    for (int i = 0; i < 1000; ++i) {
        const auto number = QByteArray::number(i);
        const bool ours = i % 50 == 0;
        const auto tool = ours ? QByteArray(i % 100 == 0 ? "post_message" : "post_*")
                               : (i % 10 == 1 ? "other_" + number + "_*" : "other_" + number);
        text += (i == 0 ? "" : ",") + QByteArray("{\"id\":\"r") + number + "\",\"tools\":[\"" + tool +
                "\"],\"when\":[{\"argument\":\"/to\",\"domainIn\":[\"a" + number +
                ".example\",\"*.b.example\"]},{\"argument\":\"/amount\",\"min\":" + number +
                "}],\"unless\":[{\"argument\":\"/text\",\"matches\":\"urgent*\"},{\"argument\":\"/to\",\"in\":[\"x" +
                number + "@c.example\",\"y@c.example\"]}],\"then\":\"ask\"}";
    }
    return text + "]}";
}

double at(const QList<double>& sorted, double share)
{
    return sorted.at(static_cast<qsizetype>(share * static_cast<double>(sorted.size() - 1)));
}

core::toolapi::ToolSpec postMessage()
{
    core::toolapi::ToolSpec spec;
    spec.name = core::ToolName(QStringLiteral("post_message"));
    spec.effect = core::toolapi::Effect::Egress;
    spec.definedBy = core::toolapi::DefinedBy::Program;
    spec.inputSchema = object("{\"properties\":{\"to\":{\"type\":\"array\"},\"amount\":{\"type\":\"number\"},"
                              "\"text\":{\"type\":\"string\"},\"copies\":{\"default\":null}}}");
    spec.controlArguments = {QStringLiteral("/to"), QStringLiteral("/amount"), QStringLiteral("/copies")};
    spec.contentArguments = {QStringLiteral("/text")};
    return spec;
}

bool measureDecision()
{
    const auto file = readPolicyFile(policyText(), QStringLiteral("bench.json"), Layer::Managed);
    const Rules rules(file.rules);
    const ToolFacts facts(postMessage());
    const auto arguments = object("{\"to\":[\"bob@example.com\",\"bob@mail.b.example\"],\"amount\":1200.5,"
                                  "\"text\":\"I will send what you asked for tomorrow, see you at the station.\"}");
    auto flow = next({}, TurnBegan{{{MessagePart::Origin::Keys,
                                     QStringLiteral("Send 1200.50 to bob@example.com: \"see you at the station\"")}}});
    flow = next(std::move(flow), Shown{core::toolapi::fromTool(QStringLiteral("mail"), {})});
    const auto named = rules.of(facts.name()).size();
    QList<double> times;
    qsizetype reasons = 0;
    for (int i = 0; i < 20'000; ++i) {
        const auto before = processorTime();
        reasons += decide({facts, arguments, {}}, flow, rules).reasons.size();
        times += static_cast<double>(processorTime() - before) / 1000;
    }
    std::sort(times.begin(), times.end());
    const double median = at(times, 0.5);
    const double tail = at(times, 0.99);
    std::printf("decision: %lld rules, %lld name the tool, %lld problems, %.1f reasons: median %.1f us (bar %.0f), p99 "
                "%.1f us (bar %.0f)\n",
                static_cast<long long>(rules.all().size()), static_cast<long long>(named),
                static_cast<long long>(file.problems.size()),
                static_cast<double>(reasons) / static_cast<double>(times.size()), median, medianBar, tail, tailBar);
    return named == 20 && file.problems.isEmpty() && median < medianBar && tail < tailBar;
}

// A line as a suite of tests writes it: 24 tools, four calls, results of two thousand characters.
QByteArray recordText()
{
    QJsonArray tools;
    for (int i = 0; i < 24; ++i) {
        auto properties =
            object("{\"to\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}},\"copies\":{\"anyOf\":[{\"type\":"
                   "\"array\"},{\"type\":\"null\"}],\"default\":null},\"text\":{\"type\":\"string\"}}");
        tools.append(QJsonObject{
            {QStringLiteral("name"), QStringLiteral("tool_%1").arg(i)},
            {QStringLiteral("description"), QString(400, u'd')},
            {QStringLiteral("parameters"), QJsonObject{{QStringLiteral("properties"), properties}}},
            {QStringLiteral("effect"), i < 12 ? QStringLiteral("read") : QStringLiteral("egress")},
            {QStringLiteral("controlArguments"), QJsonArray{QStringLiteral("to"), QStringLiteral("copies")}},
            {QStringLiteral("contentArguments"), QJsonArray{QStringLiteral("text")}}});
    }
    QJsonArray events{
        QJsonObject{{QStringLiteral("user"),
                     QStringLiteral("Read my mail of 2024-05-15 and tell bob@example.com 'I will come'.")}}};
    for (const int i : {0, 3, 12, 20}) {
        const QJsonObject call{
            {QStringLiteral("tool"), QStringLiteral("tool_%1").arg(i)},
            {QStringLiteral("arguments"), object("{\"to\":[\"bob@example.com\"],\"text\":\"I will come, and more\"}")},
            {QStringLiteral("result"), QString(2000, u'r')},
            {QStringLiteral("untrusted"), true}};
        events.append(QJsonObject{{QStringLiteral("step"), QJsonArray{call}}});
    }
    return QJsonDocument(QJsonObject{{QStringLiteral("case"), 1},
                                     {QStringLiteral("tools"), tools},
                                     {QStringLiteral("frozen"), QJsonArray{QStringLiteral("tool_12")}},
                                     {QStringLiteral("events"), events}})
        .toJson(QJsonDocument::Compact);
}

bool measureReplay()
{
    const auto line = recordText();
    Replay replay(Rules(), OnAsk::Approve);
    qsizetype calls = 0;
    qsizetype written = 0;
    const auto before = processorTime();
    while (processorTime() - before < 2'000'000'000) {
        const auto decided = replay.run(line);
        if (!decided) return false;
        for (const auto& call : *decided)
            written += call.line().size();
        calls += decided->size();
    }
    const double rate = static_cast<double>(calls) * 1e9 / static_cast<double>(processorTime() - before);
    std::printf("replay: %.0f calls/s (bar %.0f), %lld bytes written\n", rate, replayBar,
                static_cast<long long>(written));
    return rate >= replayBar;
}

} // namespace

int main()
{
    const bool decision = measureDecision();
    const bool replay = measureReplay();
    return decision && replay ? 0 : 1;
}
