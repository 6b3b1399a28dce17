// The official JSON Schema test suite, draft 2020-12 (json-schema-org/JSON-Schema-Test-Suite).
#include "core/base/canonical_json.h"
#include "core/toolapi/json_schema.h"
#include "tests/third_party_data.h"

#include <QtCore/QDir>
#include <QtCore/QDirIterator>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QIODevice>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QTest>

using core::Errc;
using core::toolapi::JsonSchema;

namespace {

QJsonArray groupsOf(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) return {};
    return QJsonDocument::fromJson(file.readAll()).array();
}

QStringList filesUnder(const QString& folder, bool deep)
{
    QStringList found;
    QDirIterator it(folder, {QStringLiteral("*.json")}, QDir::Files,
                    deep ? QDirIterator::Subdirectories : QDirIterator::NoIteratorFlags);
    while (it.hasNext())
        found += it.next();
    found.sort();
    return found;
}

// What compile() refuses on purpose. Such a tool would be disabled, never half checked.
bool loadsAnotherDocument(const core::Error& error)
{
    return error.code == Errc::Unsupported && (error.detail.contains(QLatin1String("another document")) ||
                                               error.detail.contains(QLatin1String("names the dialect")));
}

// Optional behaviour that this validator does not offer, each with the reason. Everything else optional must pass.
const QMap<QString, QString>& optionalNotOffered()
{
    static const QMap<QString, QString> list{
        {QStringLiteral("format/idn-email.json"), QStringLiteral("format not known: an annotation")},
        {QStringLiteral("format/idn-hostname.json"), QStringLiteral("format not known: an annotation")},
        {QStringLiteral("format/iri.json"), QStringLiteral("format not known: an annotation")},
        {QStringLiteral("format/iri-reference.json"), QStringLiteral("format not known: an annotation")},
        {QStringLiteral("format/hostname.json: validation of A-label (punycode) host names"),
         QStringLiteral("the form of the name is checked, not what its Punycode stands for")},
        {QStringLiteral("format/uri-template.json"), QStringLiteral("format not known: an annotation")},
    };
    return list;
}

void run(const QJsonObject& group, JsonSchema::Formats formats, QStringList& failures, QStringList& remote, int& passed,
         const QString& file)
{
    const auto name = file + QStringLiteral(": ") + group.value(QLatin1String("description")).toString();
    const auto tests = group.value(QLatin1String("tests")).toArray();
    const auto compiled = JsonSchema::compile(group.value(QLatin1String("schema")), formats);
    if (!compiled) {
        if (loadsAnotherDocument(compiled.error()))
            remote += QStringLiteral("%1 (%2 tests): %3").arg(name).arg(tests.size()).arg(compiled.error().detail);
        else
            failures += name + QStringLiteral(" does not compile: ") + compiled.error().detail;
        return;
    }
    for (const auto& entry : tests) {
        const auto test = entry.toObject();
        const auto verdict = compiled->validate(test.value(QLatin1String("data")));
        if (verdict.valid == test.value(QLatin1String("valid")).toBool()) {
            ++passed;
            if (!verdict.valid && verdict.problems.isEmpty())
                failures += name + QStringLiteral(": invalid, but no reason");
            continue;
        }
        failures += QStringLiteral("%1: %2 [%3]")
                        .arg(name, test.value(QLatin1String("description")).toString(), verdict.text());
    }
}

void report(const char* what, int passed, const QStringList& remote, const QStringList& failures)
{
    printf("%s: %d tests right; %d groups not offered because they need another document:\n", what, passed,
           static_cast<int>(remote.size()));
    for (const auto& line : remote)
        printf("  %s\n", qPrintable(line));
    for (const auto& line : failures)
        printf("WRONG %s\n", qPrintable(line));
    fflush(stdout);
}

} // namespace

class TestJsonSchemaSuite : public QObject {
    Q_OBJECT

    QString folder_;

private Q_SLOTS:
    void initTestCase()
    {
        folder_ = tests::thirdPartyFolder("json-schema/draft2020-12");
        if (folder_.isEmpty()) QSKIP("1 skipped: data absent (json-schema)");
    }

    void everyRequiredTestIsRight()
    {
        QStringList failures;
        QStringList remote;
        int passed = 0;
        const auto files = filesUnder(folder_, false);
        QVERIFY(!files.isEmpty());
        for (const auto& path : files)
            for (const auto& group : groupsOf(path))
                run(group.toObject(), JsonSchema::Formats::Annotate, failures, remote, passed,
                    QFileInfo(path).fileName());
        report("required", passed, remote, failures);
        QVERIFY2(failures.isEmpty(), qPrintable(failures.join(u'\n')));
        QVERIFY(passed > 0);
    }

    void everyOfferedOptionalTestIsRight()
    {
        const QDir folder(folder_ + QStringLiteral("/optional"));
        if (!folder.exists()) QSKIP("1 skipped: data absent (json-schema/optional)");
        QStringList failures;
        QStringList remote;
        int passed = 0;
        for (const auto& path : filesUnder(folder.path(), true)) {
            const auto file = folder.relativeFilePath(path);
            const auto formats =
                file.startsWith(QLatin1String("format/")) ? JsonSchema::Formats::Assert : JsonSchema::Formats::Annotate;
            for (const auto& group : groupsOf(path)) {
                const auto title = file + QStringLiteral(": ") + group[QLatin1String("description")].toString();
                const auto reason = optionalNotOffered().value(file, optionalNotOffered().value(title));
                if (reason.isEmpty())
                    run(group.toObject(), formats, failures, remote, passed, file);
                else
                    printf("  not offered: %s: %s\n", qPrintable(title), qPrintable(reason));
            }
        }
        report("optional", passed, remote, failures);
        QVERIFY2(failures.isEmpty(), qPrintable(failures.join(u'\n')));
    }
};

QTEST_GUILESS_MAIN(TestJsonSchemaSuite)
#include "tst_json_schema_suite.moc"
