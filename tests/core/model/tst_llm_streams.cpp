// The recorded streams of other people's clients, against what their own libraries made of them.
#include "core/model/answer_reader.h"
#include "tests/third_party_data.h"

#include <QtCore/QFile>
#include <QtCore/QIODevice>
#include <QtTest/QTest>

#include <random>

using namespace core::model;

namespace {

/// A reading of the manifest that we do not share, with the reason. Only for rows that no third-party library confirms.
struct Contested {
    const char* name;
    const char* field;
    const char* reason;
};
constexpr Contested contested[] = {
    {"pai-myorg-myaccount.snowflakecomputing.com-test_snowflake_thinking_streaming-1", "reasoning",
     "the stream has its reasoning in reasoning_details entries of type reasoning.text, which is where OpenRouter's "
     "format says the readable reasoning is; the manifest's own accumulator did not look there"},
};

struct Outcome {
    core::agent::ModelTurn turn;
    RawStream raw;
    QString streamedText;
    QString streamedReasoning;
};

/// \param cuts where the body is cut, in order
Outcome read(Protocol protocol, const QByteArray& body, const std::vector<qsizetype>& cuts)
{
    Outcome outcome;
    AnswerReader reader(protocol, [&outcome](const core::agent::ModelDelta& delta) {
        if (delta.kind == core::agent::ModelDelta::Kind::Text) outcome.streamedText += delta.text;
        if (delta.kind == core::agent::ModelDelta::Kind::Reasoning) outcome.streamedReasoning += delta.text;
    });
    qsizetype from = 0;
    for (const auto cut : cuts) {
        reader.feed(body.mid(from, cut - from));
        from = cut;
    }
    reader.feed(body.mid(from));
    outcome.turn = reader.finish(std::nullopt);
    outcome.raw = reader.raw();
    return outcome;
}

QJsonArray callsOf(const core::agent::ModelTurn& turn)
{
    QJsonArray calls;
    for (const auto& call : turn.toolCalls) {
        // Empty arguments are an empty object (OpenAI and Anthropic alike).
        const auto arguments = call.arguments.isEmpty() ? QByteArray("{}") : call.arguments;
        calls.append(QJsonObject{{QStringLiteral("id"), call.id},
                                 {QStringLiteral("name"), call.name},
                                 {QStringLiteral("arguments"), QString::fromUtf8(arguments)}});
    }
    return calls;
}

QJsonArray normalisedCalls(const QJsonArray& expected)
{
    QJsonArray calls;
    for (const auto& each : expected) {
        auto call = each.toObject();
        if (call.value(QStringLiteral("arguments")).toString().isEmpty())
            call[QStringLiteral("arguments")] = QStringLiteral("{}");
        calls.append(call);
    }
    return calls;
}

QJsonValue observed(const QString& field, const Outcome& outcome)
{
    if (field == QLatin1String("text")) return outcome.turn.text;
    if (field == QLatin1String("reasoning")) return outcome.turn.reasoning;
    if (field == QLatin1String("refusal")) return outcome.turn.refusal;
    if (field == QLatin1String("tool_calls")) return callsOf(outcome.turn);
    if (field == QLatin1String("finish_reason") || field == QLatin1String("stop_reason")) return outcome.raw.finish;
    if (field == QLatin1String("usage")) return outcome.raw.usage;
    if (field == QLatin1String("error")) return outcome.raw.error;
    if (field == QLatin1String("done")) return outcome.raw.done;
    if (field == QLatin1String("chunks")) return outcome.raw.chunks;
    if (field == QLatin1String("block_types")) return QJsonArray::fromStringList(outcome.raw.blockTypes);
    return QJsonValue::Undefined;
}

const Contested* contestedField(const QJsonObject& row, const QString& field)
{
    if (!row.value(QStringLiteral("confidence")).toString().contains(QLatin1String("review"))) return nullptr;
    for (const auto& each : contested) {
        if (row.value(QStringLiteral("name")).toString() == QLatin1String(each.name) &&
            field == QLatin1String(each.field))
            return &each;
    }
    return nullptr;
}

/// The fields in which the outcome is not what the row says; `argued` are the contested ones.
QStringList differences(const QJsonObject& row, const Outcome& outcome, QStringList& argued)
{
    QStringList different;
    const auto expected = row.value(QStringLiteral("expected")).toObject();
    for (auto field = expected.begin(); field != expected.end(); ++field) {
        QJsonValue want = field.value();
        if (field.key() == QLatin1String("tool_calls")) want = normalisedCalls(want.toArray());
        const auto got = observed(field.key(), outcome);
        if (got == want) continue;
        if (const auto* reason = contestedField(row, field.key()))
            argued.append(QStringLiteral("%1: %2").arg(field.key(), QLatin1String(reason->reason)));
        else
            different.append(field.key());
    }
    return different;
}

QStringList sameAs(const Outcome& whole, const Outcome& cut)
{
    QStringList different;
    for (const auto* field : {"text", "reasoning", "refusal", "tool_calls", "finish_reason", "usage", "error", "done",
                              "chunks", "block_types"}) {
        const auto name = QLatin1String(field);
        // An invented id is another one each time.
        if (observed(name, whole) != observed(name, cut)) different.append(name);
    }
    if (whole.turn.opaqueBlocks != cut.turn.opaqueBlocks) different.append(QStringLiteral("opaque blocks"));
    return different;
}

} // namespace

class TestLlmStreams : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        folder_ = tests::thirdPartyFolder("llm-streams");
        if (folder_.isEmpty()) QSKIP("skipped: data absent");
        QFile manifest(folder_ + QStringLiteral("/manifest.json"));
        QVERIFY(manifest.open(QIODevice::ReadOnly));
        const auto rows = QJsonDocument::fromJson(manifest.readAll()).array();
        for (const auto& row : rows)
            byFile_[row.toObject().value(QStringLiteral("file")).toString()].append(row.toObject());
        rows_ = static_cast<int>(rows.size());
        QVERIFY(rows_ > 0);
    }

    void decodesAsTheManifestSays_data()
    {
        QTest::addColumn<QString>("file");
        for (const auto& file : byFile_.keys())
            QTest::newRow(qPrintable(file)) << file;
    }
    void decodesAsTheManifestSays()
    {
        QFETCH(QString, file);
        QFile source(folder_ + QLatin1Char('/') + file);
        QVERIFY(source.open(QIODevice::ReadOnly));
        const auto body = source.readAll();
        const auto rows = byFile_.value(file);
        const auto api = rows.first().value(QStringLiteral("api")).toString();
        QVERIFY(api == QLatin1String("openai-chat") || api == QLatin1String("anthropic-messages"));
        const auto protocol =
            api == QLatin1String("openai-chat") ? Protocol::ChatCompletions : Protocol::AnthropicMessages;

        const auto whole = read(protocol, body, {});
        QCOMPARE(whole.streamedText, whole.turn.text);
        QCOMPARE(whole.streamedReasoning, whole.turn.reasoning);
        // Several rows may name one file: recordings of one name, of which only the last was kept. It is one of them.
        int met = 0;
        QStringList missed;
        for (const auto& row : rows) {
            QStringList argued;
            const auto different = differences(row, whole, argued);
            for (const auto& reason : argued)
                qInfo("contested, %s", qPrintable(reason));
            contested_ += argued.isEmpty() ? 0 : 1;
            met += different.isEmpty() ? 1 : 0;
            if (!different.isEmpty()) missed.append(different.join(QLatin1String(", ")));
        }
        QVERIFY2(met > 0, qPrintable(QStringLiteral("different: ") + missed.join(QLatin1String(" | "))));
        if (!missed.isEmpty())
            qInfo("%d of %d rows describe another recording than the one in this file", int(missed.size()),
                  int(rows.size()));
        met_ += met;

        std::vector<qsizetype> everyByte;
        for (qsizetype at = 1; at < body.size(); ++at)
            everyByte.push_back(at);
        QCOMPARE(sameAs(whole, read(protocol, body, everyByte)).join(QLatin1Char(' ')), QString());
        for (quint32 seed = 1; seed <= 20; ++seed) {
            std::mt19937 random(seed);
            std::vector<qsizetype> cuts;
            for (qsizetype at = 0; at < body.size();) {
                at += 1 + static_cast<qsizetype>(random() % (seed * 40));
                if (at < body.size()) cuts.push_back(at);
            }
            QCOMPARE(sameAs(whole, read(protocol, body, cuts)).join(QLatin1Char(' ')), QString());
        }
    }
    /// Whatever a connection loses, nothing that had arrived is lost, and no call that was cut off is run.
    void anyTruncationIsSaidOrWhole_data() { decodesAsTheManifestSays_data(); }
    void anyTruncationIsSaidOrWhole()
    {
        QFETCH(QString, file);
        QFile source(folder_ + QLatin1Char('/') + file);
        QVERIFY(source.open(QIODevice::ReadOnly));
        const auto body = source.readAll();
        const auto chat = byFile_.value(file).first().value(QStringLiteral("api")) == QLatin1String("openai-chat");
        const auto protocol = chat ? Protocol::ChatCompletions : Protocol::AnthropicMessages;
        const auto whole = read(protocol, body, {});
        std::mt19937 random(7);
        for (int round = 0; round < 10; ++round) {
            const auto length = static_cast<qsizetype>(random() % static_cast<quint32>(body.size()));
            AnswerReader reader(protocol, {});
            reader.feed(body.left(length));
            const auto turn = reader.finish(core::Error{core::Errc::ConnectionLost, QStringLiteral("cut")});
            QVERIFY(whole.turn.text.startsWith(turn.text));
            const bool complete = reader.raw().finish.isString() || reader.raw().done;
            QCOMPARE(turn.error.has_value(), !complete || whole.turn.error.has_value());
        }
    }

    void cleanupTestCase()
    {
        if (folder_.isEmpty()) return;
        std::printf("llm-streams: %d rows in %d files: %d as the manifest says (%d of them with a contested field), "
                    "%d rows of a recording that is not in the folder\n",
                    rows_, int(byFile_.size()), met_, contested_, rows_ - met_);
    }

private:
    QString folder_;
    QMap<QString, QList<QJsonObject>> byFile_;
    int rows_ = 0;
    int met_ = 0;
    int contested_ = 0;
};

QTEST_GUILESS_MAIN(TestLlmStreams)
#include "tst_llm_streams.moc"
