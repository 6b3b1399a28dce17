// The folders an administrator manages, and what counts as "no such file" in them. Run as somebody who may not read
// everything: tests/tools/desktop --unprivileged.
#include "core/settings/config_files.h"
#include "core/settings/settings.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QIODevice>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace core::settings;

namespace {

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

enum class Found { Nothing, Bytes, Unreadable };

} // namespace

Q_DECLARE_METATYPE(Found)

class TestConfigFiles : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;

    [[nodiscard]] QString at(const QString& path) const { return folder_->filePath(path); }
    void put(const QString& path, const QByteArray& text = "{}") const
    {
        QVERIFY(QDir().mkpath(QFileInfo(at(path)).path()));
        QFile file(at(path));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
    }
    void link(const QString& target, const QString& path) const
    {
        QVERIFY(QDir().mkpath(QFileInfo(at(path)).path()));
        QCOMPARE(::symlink(QFile::encodeName(target).constData(), QFile::encodeName(at(path)).constData()), 0);
    }
    void close(const QString& path, QFile::Permissions left) const { QVERIFY(QFile::setPermissions(at(path), left)); }

private Q_SLOTS:
    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        qunsetenv("XDG_CONFIG_DIRS");
    }
    void cleanup()
    {
        for (const auto* path : {"a", "a/b", "a/b/x.json"})
            QFile::setPermissions(at(s(path)), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }

    void theFoldersOfTheAdministrator_data()
    {
        QTest::addColumn<QByteArray>("environment");
        QTest::addColumn<QStringList>("folders");
        const auto first = s("/etc/xdg/sekisho");
        QTest::newRow("nothing is set") << QByteArray() << QStringList{first};
        QTest::newRow("another one") << QByteArray("/opt/x") << QStringList{first, s("/opt/x/sekisho")};
        QTest::newRow("before /etc/xdg") << QByteArray("/opt/x:/etc/xdg:/opt/y")
                                         << QStringList{first, s("/opt/x/sekisho"), s("/opt/y/sekisho")};
        QTest::newRow("twice, and in other words")
            << QByteArray("/etc/xdg/:/opt/x:/opt/./x") << QStringList{first, s("/opt/x/sekisho")};
        QTest::newRow("relative paths are to be ignored") << QByteArray("x:../y") << QStringList{first};
        QTest::newRow("empty ones") << QByteArray("::") << QStringList{first};
    }
    void theFoldersOfTheAdministrator()
    {
        QFETCH(QByteArray, environment);
        QFETCH(QStringList, folders);
        qputenv("XDG_CONFIG_DIRS", environment);
        QCOMPARE(managedFolders(), folders);
    }

    void onlyWhatIsNotThereIsAbsent_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<Found>("found");
        QTest::newRow("a file") << s("file") << Found::Bytes;
        QTest::newRow("a link to a file") << s("link to file") << Found::Bytes;
        QTest::newRow("no file") << s("no file") << Found::Nothing;
        QTest::newRow("no folder") << s("no folder") << Found::Nothing;
        QTest::newRow("a file where the folder would be") << s("no real folder") << Found::Nothing;
        QTest::newRow("a link to a folder without it") << s("link to empty folder") << Found::Nothing;
        QTest::newRow("a link that leads nowhere") << s("dangling") << Found::Unreadable;
        QTest::newRow("a folder that is such a link") << s("dangling folder") << Found::Unreadable;
        QTest::newRow("a folder of the folder is such a link") << s("dangling above") << Found::Unreadable;
        QTest::newRow("links in a circle") << s("circle") << Found::Unreadable;
        QTest::newRow("a folder of that name") << s("folder") << Found::Unreadable;
    }
    void onlyWhatIsNotThereIsAbsent()
    {
        QFETCH(QString, what);
        QFETCH(Found, found);
        if (what == s("file")) put(s("a/b/x.json"));
        if (what == s("link to file")) {
            put(s("real"));
            link(at(s("real")), s("a/b/x.json"));
        }
        if (what == s("no file")) QVERIFY(QDir().mkpath(at(s("a/b"))));
        if (what == s("no real folder")) put(s("a/b"));
        if (what == s("link to empty folder")) {
            QVERIFY(QDir().mkpath(at(s("real"))));
            link(at(s("real")), s("a/b"));
        }
        if (what == s("dangling")) link(at(s("gone")), s("a/b/x.json"));
        if (what == s("dangling folder")) link(at(s("gone")), s("a/b"));
        if (what == s("dangling above")) link(at(s("gone")), s("a"));
        if (what == s("circle")) link(at(s("a/b/x.json")), s("a/b/x.json"));
        if (what == s("folder")) QVERIFY(QDir().mkpath(at(s("a/b/x.json"))));

        const auto read = readIfThere(at(s("a/b/x.json")), 100);
        QCOMPARE(read.has_value(), found != Found::Unreadable);
        if (read)
            QCOMPARE(read->has_value(), found == Found::Bytes);
        else
            QVERIFY(read.error().path == at(s("a/b/x.json")) && !read.error().reason.isEmpty());
    }

    void whatMayNotBeReadIsNotAbsent_data()
    {
        QTest::addColumn<QString>("closed");
        QTest::addColumn<bool>("listable"); // it can be, and not entered
        QTest::addColumn<bool>("listed");   // the file's folder can be
        QTest::newRow("the file") << s("a/b/x.json") << false << true;
        QTest::newRow("the folder") << s("a/b") << false << false;
        QTest::newRow("a folder that may be listed and not entered") << s("a/b") << true << true;
        QTest::newRow("the folder above") << s("a") << false << false;
    }
    void whatMayNotBeReadIsNotAbsent()
    {
        if (::geteuid() == 0) QSKIP("skipped: root may read everything; ctest runs this as somebody else");
        QFETCH(QString, closed);
        QFETCH(bool, listable);
        QFETCH(bool, listed);
        put(s("a/b/x.json"), "{\"theme\": \"dark\"}");
        close(closed, listable ? QFile::Permissions(QFile::ReadOwner) : QFile::Permissions());
        const auto read = readIfThere(at(s("a/b/x.json")), 100);
        QVERIFY(!read.has_value());
        QVERIFY2(read.error().text().startsWith(at(s("a/b/x.json: "))), qPrintable(read.error().text()));
        QCOMPARE(filesIn(at(s("a/b")), s(".json")).has_value(), listed);
        // Nor is one that would not be there: nobody can tell.
        if (closed != s("a/b/x.json")) QVERIFY(!readIfThere(at(s("a/b/y.json")), 100).has_value());

        const auto settings = Settings::open({{at(s("a/b/x.json"))}, at(s("own.json"))});
        QVERIFY(!settings.has_value());
        QCOMPARE(settings.error().code, core::Errc::InvalidArgument);
        QVERIFY(settings.error().subject.startsWith(at(s("a/b/x.json: "))));
    }

    void theFilesOfAFolder()
    {
        QCOMPARE(filesIn(at(s("a")), s(".json")).value(), QStringList());
        for (const auto* name : {"a/2.json", "a/1.json", "a/.hidden.json", "a/3.json.old", "a/4.txt"})
            put(s(name));
        QVERIFY(QDir().mkpath(at(s("a/folder.json"))));
        link(at(s("gone")), s("a/3.json"));
        QCOMPARE(filesIn(at(s("a")), s(".json")).value(),
                 (QStringList{at(s("a/1.json")), at(s("a/2.json")), at(s("a/3.json"))}));
        QVERIFY(!readIfThere(at(s("a/3.json")), 100).has_value());
    }
    void aFolderThatIsNoneIsNotAbsent()
    {
        put(s("a"));
        QVERIFY(!filesIn(at(s("a")), s(".json")).has_value());
        link(at(s("gone")), s("b"));
        QVERIFY(!filesIn(at(s("b")), s(".json")).has_value());
    }

    void aPipeIsNotWaitedFor()
    {
        QVERIFY(QDir().mkpath(at(s("a"))));
        QCOMPARE(mkfifo(QFile::encodeName(at(s("a/1.json"))).constData(), 0600), 0);
        link(at(s("a/1.json")), s("a/2.json"));
        const auto paths = filesIn(at(s("a")), s(".json")).value();
        QCOMPARE(paths.size(), 2);
        for (const auto& path : paths)
            QVERIFY(!readIfThere(path, 100).has_value());
    }

    void noMoreIsReadThanWasAskedFor()
    {
        put(s("a"), QByteArray(1000, 'x'));
        QCOMPARE(readIfThere(at(s("a")), 10).value()->size(), 10);
    }
};

QTEST_GUILESS_MAIN(TestConfigFiles)
#include "tst_config_files.moc"
