// The installed files of tools and policy: one that cannot be read is a problem, and not as if it were not there. Run
// as somebody who may not read everything: tests/tools/desktop --unprivileged.
#include "app/host/policy_files.h"
#include "app/host/tool_files.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QIODevice>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <unistd.h>

using core::policy::Layer;

namespace {

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

} // namespace

class TestInstalledFiles : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;

    [[nodiscard]] QString at(const char* path) const { return folder_->filePath(s(path)); }
    void put(const char* path, const QByteArray& text) const
    {
        QVERIFY(QDir().mkpath(QFileInfo(at(path)).path()));
        QFile file(at(path));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
    }

private Q_SLOTS:
    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        qputenv("XDG_CONFIG_DIRS", QFile::encodeName(at("managed")));
        qputenv("XDG_CONFIG_HOME", QFile::encodeName(at("home")));
    }
    void cleanup()
    {
        QFile::setPermissions(at("managed/sekisho"), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }

    void whatIsNotThereIsNoProblem()
    {
        QVERIFY(app::host::installedToolFiles().isEmpty());
        const auto policy = app::host::installedPolicy();
        QVERIFY(policy.rules.isEmpty() && policy.problems.isEmpty() && policy.read.isEmpty());
    }

    void managedToolsComeFirst()
    {
        put("home/sekisho/tools.d/a.json", "own");
        put("managed/sekisho/tools.d/b.json", "managed");
        const auto files = app::host::installedToolFiles();
        QCOMPARE(files.size(), 2);
        QVERIFY(files.at(0).managed && !files.at(1).managed);
        QCOMPARE(files.at(0).path, at("managed/sekisho/tools.d/b.json"));
        QCOMPARE(files.at(0).bytes, QByteArray("managed"));
        QCOMPARE(files.at(1).bytes, QByteArray("own"));
        QVERIFY(files.at(0).unreadable.isEmpty() && files.at(1).unreadable.isEmpty());
    }
    void aToolFileThatLeadsNowhereIsAmongThem()
    {
        QVERIFY(QDir().mkpath(at("managed/sekisho/tools.d")));
        QVERIFY(QFile::link(at("gone"), at("managed/sekisho/tools.d/hr.json")));
        const auto files = app::host::installedToolFiles();
        QCOMPARE(files.size(), 1);
        QVERIFY(files.first().managed && !files.first().unreadable.isEmpty());
    }
    void toolsThatMayNotBeReadAreAmongThem()
    {
        if (::geteuid() == 0) QSKIP("skipped: root may read everything; ctest runs this as somebody else");
        put("managed/sekisho/tools.d/hr.json", "{}");
        put("home/sekisho/tools.d/own.json", "{}");
        QVERIFY(QFile::setPermissions(at("managed/sekisho"), {}));
        const auto files = app::host::installedToolFiles();
        QCOMPARE(files.size(), 2);
        QCOMPARE(files.first().path, at("managed/sekisho/tools.d"));
        QVERIFY(files.first().managed && !files.first().unreadable.isEmpty());
    }

    void policyThatMayNotBeReadAsksAboutEverything()
    {
        if (::geteuid() == 0) QSKIP("skipped: root may read everything; ctest runs this as somebody else");
        put("managed/sekisho/policy.d/a.json", R"({"version":1,"rules":[{"id":"no","tools":["pay"],"then":"deny"}]})");
        put("home/sekisho/policy.d/b.json", R"({"version":1,"rules":[{"id":"own","tools":["pay"],"then":"deny"}]})");
        QVERIFY(QFile::setPermissions(at("managed/sekisho"), {}));
        const auto policy = app::host::installedPolicy();
        QCOMPARE(policy.problems.size(), 1);
        QCOMPARE(policy.problems.first().file, at("managed/sekisho/policy.d"));
        QVERIFY(policy.problems.first().message.en.contains(s("every call would be asked about")));
        QVERIFY(policy.problems.first().message.ja.contains(s("すべての呼び出しが確認の対象になります")));
        QCOMPARE(policy.rules.size(), 2);
        QVERIFY(policy.rules.first().broken && policy.rules.first().layer == Layer::Managed);
        QCOMPARE(policy.rules.first().tools, QStringList{s("*")});
        QCOMPARE(policy.rules.last().id, s("own")); // it only narrows, so it holds all the same
    }
    void policyThatLeadsNowhereAsksAboutEverything()
    {
        QVERIFY(QDir().mkpath(at("managed/sekisho")));
        QVERIFY(QFile::link(at("gone"), at("managed/sekisho/policy.d")));
        const auto policy = app::host::installedPolicy();
        QCOMPARE(policy.problems.size(), 1);
        QVERIFY(policy.rules.size() == 1 && policy.rules.first().broken);
    }
};

QTEST_GUILESS_MAIN(TestInstalledFiles)
#include "tst_installed_files.moc"
