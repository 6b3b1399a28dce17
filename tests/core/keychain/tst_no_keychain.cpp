#include "core/keychain/backend_memory.h"

#include <QtCore/QFile>
#include <QtCore/QIODevice>
#include <QtCore/QProcess>
#include <QtCore/QProcessEnvironment>
#include <QtCore/QStandardPaths>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <sys/stat.h>

// Sessions without a keychain: each must be told quickly and as what it is.
class TestNoKeychain : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void probe_data()
    {
        QTest::addColumn<QString>("address"); // of the session bus; "own": a bus of its own
        QTest::addColumn<QString>("dataFolders");
        QTest::newRow("no session bus") << "" << "/usr/share";
        QTest::newRow("a bus address where nobody listens") << "unix:path=/nonexistent/bus" << "/usr/share";
        QTest::newRow("a bus on which nobody keeps secrets") << "own" << "/nonexistent";
        QTest::newRow("a keychain that was never made, and nobody to ask for a password") << "own" << "/usr/share";
    }
    void probe()
    {
        QFETCH(QString, address);
        QFETCH(QString, dataFolders);
        QStringList command{QStringLiteral(KEYCHAIN_PROBE)};
        if (address == QLatin1String("own")) {
            if (QStandardPaths::findExecutable(QStringLiteral("dbus-run-session")).isEmpty())
                QSKIP("skipped: no dbus-run-session here");
            command = QStringList{QStringLiteral("dbus-run-session"), QStringLiteral("--")} + command;
        }
        const QTemporaryDir home;
        QProcessEnvironment environment;
        environment.insert(QStringLiteral("PATH"), qEnvironmentVariable("PATH"));
        for (const auto& name : {"HOME", "XDG_RUNTIME_DIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"})
            environment.insert(QLatin1String(name), home.path());
        environment.insert(QStringLiteral("XDG_DATA_DIRS"), dataFolders);
        if (address.startsWith(QLatin1String("unix:")))
            environment.insert(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"), address);
        QProcess process;
        process.setProcessEnvironment(environment);
        process.start(command.takeFirst(), command);
        QVERIFY(process.waitForFinished(40000));
        QCOMPARE(process.readAllStandardOutput(), QByteArray("KeychainMissing\n"));
    }

    void theBackendIsRememberedInAFile()
    {
        const QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("keychain"));
        core::keychain::BackendFile file(path);
        QCOMPARE(*file.name(), QString());
        QVERIFY(file.remember(QStringLiteral("Secret Service")));
        QCOMPARE(*core::keychain::BackendFile(path).name(), QStringLiteral("Secret Service"));
        struct stat status{};
        QCOMPARE(::stat(QFile::encodeName(path).constData(), &status), 0);
        QCOMPARE(status.st_mode & 0777U, 0600U);
    }

    void aFileThatIsNotOursIsAnError()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("keychain")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(10000, 'x'));
        file.close();
        QCOMPARE(core::keychain::BackendFile(file.fileName()).name().error().code, core::Errc::Corrupt);
        core::keychain::BackendFile nowhere(folder.filePath(QStringLiteral("no/such/folder")));
        QCOMPARE(nowhere.remember(QStringLiteral("x")).error().code, core::Errc::DiskFull);
    }
};

QTEST_GUILESS_MAIN(TestNoKeychain)
#include "tst_no_keychain.moc"
