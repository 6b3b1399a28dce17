#include "core/secret/hardening.h"
#include "core/secret/secret.h"
#include "tests/e2e/secrets/needles.h"
#include "tests/e2e/secrets/process_files.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QDirIterator>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QIODevice>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QProcess>
#include <QtCore/QProcessEnvironment>
#include <QtCore/QRandomGenerator>
#include <QtCore/QStringEncoder>
#include <QtCore/QTemporaryDir>
#include <QtCore/QTimer>
#include <QtNetwork/QLocalServer>
#include <QtNetwork/QLocalSocket>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlQuery>
#include <QtTest/QTest>

#include <csignal>
#include <grp.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>

using e2e::Needles;
namespace process = e2e::process;

namespace {

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

QByteArray randomText()
{
    QByteArray bytes(32, Qt::Uninitialized);
    QRandomGenerator::system()->fillRange(reinterpret_cast<quint32*>(bytes.data()), bytes.size() / 4);
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

#define VERIFY_NOTHING_FOUND(found)                                                                                    \
    do {                                                                                                               \
        const QStringList list = found;                                                                                \
        QVERIFY2(list.isEmpty(), qPrintable(list.join(QLatin1Char('\n'))));                                            \
    } while (false)

/// What stood somewhere while the run went on: searched at its end, when all secrets are known.
using Notes = QHash<QByteArray, QString>; ///< by contents: where they were seen

/// Code that copies moves this much at a time, and what a register held may stand on a stack for a while. No token is
/// as short.
constexpr qsizetype inARegister = 32;

struct MemoryFinding {
    QString where;
    QString elsewhere; ///< longer pieces outside the pages that are left out of dumps, described
    qsizetype piecesElsewhere = 0;
    qsizetype piecesInSecretPages = 0;
    qint64 bytesRead = 0;
    bool read = false;
};

MemoryFinding searchMemory(pid_t pid, const QString& where, const Needles& needles)
{
    MemoryFinding finding;
    finding.where = where;
    QStringList lines;
    finding.read = process::readMemory(pid, [&](const process::Mapping& mapping, QByteArrayView bytes) {
        finding.bytesRead += bytes.size();
        auto hits = needles.find(bytes);
        hits.removeIf([](const Needles::Hit& hit) { return hit.run <= inARegister; });
        (mapping.leftOutOfDumps ? finding.piecesInSecretPages : finding.piecesElsewhere) += hits.size();
        if (hits.isEmpty() || mapping.leftOutOfDumps) return;
        lines.append(Needles::describe(where + QLatin1Char(' ') + QString::fromLatin1(mapping.name), hits));
    });
    finding.elsewhere = lines.join(QLatin1Char('\n'));
    return finding;
}

QStringList searchFiles(const QString& folder, const Needles& needles)
{
    QStringList found;
    QDirIterator files(folder, QDir::Files | QDir::Hidden | QDir::System | QDir::NoSymLinks,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const auto path = files.next();
        if (!QFileInfo(path).isFile()) continue; // a socket
        for (const auto& text : {path.toUtf8(), process::contents(path)})
            if (const auto hits = needles.find(text); !hits.isEmpty()) found.append(Needles::describe(path, hits));
    }
    return found;
}

QStringList searchNotes(const Notes& notes, const Needles& needles)
{
    QStringList found;
    for (auto note = notes.cbegin(); note != notes.cend(); ++note)
        if (const auto hits = needles.find(note.key()); !hits.isEmpty())
            found.append(Needles::describe(note.value(), hits));
    return found;
}

/// What another program of the same user gets when it wants to look into that process: "refused" to everything, or
/// what was granted.
QByteArray asTheSameUser(pid_t pid)
{
    int ends[2];
    if (::pipe(ends) != 0) return "no pipe";
    const auto status = process::contents(process::folder(pid) + s("/status"));
    const auto number = [&status](const char* line) {
        return status.mid(status.indexOf(line) + 4).simplified().split(' ').value(0).toUInt();
    };
    const auto user = number("Uid:");
    const auto group = number("Gid:");
    const pid_t child = ::fork();
    if (child == 0) {
        const bool changed =
            ::getuid() != 0 || (::setgroups(0, nullptr) == 0 && ::setresgid(group, group, group) == 0 &&
                                ::setresuid(user, user, user) == 0);
        if (!changed) ::_exit(1);
        QByteArray granted;
        for (const char* file : {"/mem", "/environ", "/auxv", "/maps", "/fd"})
            if (::open(QFile::encodeName(process::folder(pid) + QLatin1String(file)).constData(), O_RDONLY) >= 0)
                granted += QByteArray(file) + ' ';
        if (::ptrace(PTRACE_SEIZE, pid, nullptr, nullptr) == 0) granted += "ptrace";
        if (granted.isEmpty()) granted = "refused";
        (void)!::write(ends[1], granted.constData(), static_cast<size_t>(granted.size()));
        ::_exit(0);
    }
    ::close(ends[1]);
    QByteArray answer(256, '\0');
    const auto size = ::read(ends[0], answer.data(), static_cast<size_t>(answer.size()));
    answer.truncate(qMax<ssize_t>(0, size));
    ::close(ends[0]);
    ::waitpid(child, nullptr, 0);
    return answer;
}

} // namespace

/// The scenario of the tour, whole: the real window, the real sign-in window where there can be one, a real Secret
/// Service, the demo organisation; two people sign in, ask, are refreshed all the time, one signs out, and the program
/// is killed. This test knows every secret of the run (telltale.h) and looks for each, written in any way, wherever
/// none may be. The last functions plant secrets and see that each way of looking finds them.
class TestSecrets : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    QString home_ = folder_.filePath(s("home"));
    QString bin_ = folder_.filePath(s("bin"));
    QProcess desktop_;
    QLocalServer server_;
    QLocalSocket* told_ = nullptr;
    QByteArray telling_;
    QTimer look_;
    QSet<QByteArray> before_; ///< what ran before
    pid_t tour_ = 0;
    bool started_ = false;
    bool passwordSent_ = false;

    Needles needles_;
    Notes commandLines_;
    Notes environments_;    ///< of everything that was started; the person's own shell has the key that stands there
    Notes ownEnvironments_; ///< of the program and what it started
    QStringList inEnvironments_; ///< found there, the key that the shell has left out
    QSet<QByteArray> seen_;      ///< names of processes
    QSet<QByteArray> unreadable_;
    Notes openFiles_;
    QList<MemoryFinding> memory_;
    QStringList filesDuringTheRun_;
    QHash<QByteArray, QByteArray> attacks_;
    QHash<QByteArray, QByteArray> coreLimits_;
    QStringList holds_;
    QSet<pid_t> left_; ///< what the killed program had started

    static QByteArray id(const process::Process& one) { return QByteArray::number(one.pid) + ' ' + one.started; }

    // The programs, the children with a log of their own: what they say goes nowhere otherwise.
    void placePrograms()
    {
        QVERIFY(QDir().mkpath(bin_ + s("/real")));
        for (const auto& name : {s("sekisho-tour"), s("sekisho-demo"), s("sekisho-signin")}) {
            const auto wrapped = name != s("sekisho-tour");
            const auto place = bin_ + (wrapped ? s("/real/") : s("/")) + name;
            QVERIFY(QFile::copy(s(SEKISHO_BIN_DIR "/") + name, place));
            if (!wrapped) continue;
            QFile script(bin_ + QLatin1Char('/') + name);
            QVERIFY(script.open(QIODevice::WriteOnly));
            script.write(s("#!/bin/sh\nQT_LOGGING_RULES='*=true' QT_FORCE_STDERR_LOGGING=1 exec '%1' \"$@\" "
                           "2>>\"$HOME/out/%2.log\"\n")
                             .arg(place, name)
                             .toUtf8());
            script.setPermissions(script.permissions() | QFile::ExeOther | QFile::ExeGroup | QFile::ExeOwner |
                                  QFile::ReadOther | QFile::ReadGroup);
        }
    }

    void startRun(const QByteArray& keyInTheEnvironment)
    {
        QVERIFY(QDir().mkpath(home_) && QDir().mkpath(folder_.filePath(s("cwd"))));
        for (const auto& open : {folder_.path(), folder_.filePath(s("cwd"))})
            QFile::setPermissions(open, QFile::Permissions(0x7777));
        server_.setSocketOptions(QLocalServer::WorldAccessOption);
        QVERIFY2(server_.listen(folder_.filePath(s("told"))), qPrintable(server_.errorString()));
        connect(&server_, &QLocalServer::newConnection, this, [this] {
            told_ = server_.nextPendingConnection();
            ucred peer{};
            socklen_t size = sizeof peer;
            ::getsockopt(int(told_->socketDescriptor()), SOL_SOCKET, SO_PEERCRED, &peer, &size);
            tour_ = peer.pid;
            connect(told_, &QIODevice::readyRead, this, &TestSecrets::hear);
        });
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(s("QT_LOGGING_RULES"), s("*=true"));
        environment.insert(s("QT_FORCE_STDERR_LOGGING"), s("1"));
        environment.insert(s("OPENAI_API_KEY"), QString::fromLatin1(keyInTheEnvironment));
        environment.remove(s("DISPLAY")); // a display of its own, or other windows take the keyboard
        desktop_.setProcessEnvironment(environment);
        desktop_.setWorkingDirectory(folder_.filePath(s("cwd")));
        desktop_.setStandardOutputFile(folder_.filePath(s("said.out")));
        desktop_.setStandardErrorFile(folder_.filePath(s("said.err")));
        for (const auto& one : process::all())
            before_.insert(id(one));
        connect(&look_, &QTimer::timeout, this, &TestSecrets::look);
        look_.start(std::chrono::milliseconds(50));
        desktop_.start(s(SEKISHO_SOURCE_DIR "/tests/tools/desktop"),
                       {s("--unprivileged"), s("--keyring"), s("--display"), s("--home"), home_, s("--bin"), bin_,
                        s("--"), bin_ + s("/sekisho-tour"), s("--out"), s("@OUT@"), s("--language"), s("en"),
                        s("--tell-secrets-to"), server_.fullServerName()});
    }

    // "kind size\nbytes", again and again.
    void hear()
    {
        telling_ += told_->readAll();
        for (;;) {
            const auto end = telling_.indexOf('\n');
            const auto space = telling_.indexOf(' ');
            if (end < 0 || space < 0) return;
            const auto size = telling_.mid(space + 1, end - space - 1).toLongLong();
            if (telling_.size() < end + 1 + size) return;
            const auto kind = telling_.left(space);
            const auto bytes = telling_.mid(end + 1, size);
            telling_.remove(0, end + 1 + size);
            learn(kind, bytes);
        }
    }

    void learn(const QByteArray& kind, const QByteArray& bytes)
    {
        if (kind == "hold") return hold(bytes);
        passwordSent_ = passwordSent_ || kind == "password"; // by form: there can be no sign-in window here
        if (kind != "answer") return needles_.add(QString::fromLatin1(kind), bytes);
        const auto answer = QJsonDocument::fromJson(bytes).object();
        for (const auto* name : {"access_token", "refresh_token", "id_token"})
            needles_.add(s(name), answer.value(QLatin1String(name)).toString().toLatin1());
    }

    static QSet<pid_t> descendants(const QList<process::Process>& processes, pid_t ancestor)
    {
        QSet<pid_t> found;
        for (bool grows = true; grows;) { // parents may come later in the list
            grows = false;
            for (const auto& one : processes)
                if ((one.parent == ancestor || found.contains(one.parent)) && !found.contains(one.pid)) {
                    found.insert(one.pid);
                    grows = true;
                }
        }
        return found;
    }

    void look()
    {
        const auto processes = process::all();
        const auto started = descendants(processes, ::getpid());
        const auto ours = tour_ ? descendants(processes, tour_) + QSet<pid_t>{tour_} : QSet<pid_t>();
        for (const auto& one : processes) {
            if (before_.contains(id(one))) continue; // what goes on beside the test is not of this run
            QFile file(process::folder(one.pid) + s("/environ"));
            const bool readable = file.open(QIODevice::ReadOnly);
            const auto environment = readable ? file.readAll() : QByteArray();
            // A daemon has left its parent, but not its home.
            if (!started.contains(one.pid) && !environment.contains(home_.toUtf8())) continue;
            const auto who = QString::fromLatin1(one.name);
            seen_.insert(one.name);
            commandLines_.insert(process::contents(process::folder(one.pid) + s("/cmdline")), s("arguments of ") + who);
            if (!readable) {
                if (QFile::exists(file.fileName())) unreadable_.insert(one.name);
                continue;
            }
            environments_.insert(environment, s("environment of ") + who);
            // Its own is what the shell gave it, until it has taken the keys out.
            if (ours.contains(one.pid) && started_) ownEnvironments_.insert(environment, s("environment of ") + who);
        }
    }

    void hold(const QByteArray& where)
    {
        holds_.append(QString::fromLatin1(where));
        started_ = true;
        look();
        if (where != "started") lookInside(QString::fromLatin1(where));
        if (where == "signed out")
            killIt();
        else
            told_->write("g");
    }

    void lookInside(const QString& where)
    {
        memory_.append(searchMemory(tour_, where, needles_));
        filesDuringTheRun_ += searchFiles(home_, needles_);
        for (const auto& one : process::all()) {
            if (one.pid != tour_ && one.parent != tour_) continue;
            attacks_.insert(one.name, asTheSameUser(one.pid));
            for (const auto& line : process::contents(process::folder(one.pid) + s("/limits")).split('\n'))
                if (line.startsWith("Max core file size")) coreLimits_.insert(one.name, line.simplified());
            const QDir open(process::folder(one.pid) + s("/fd"));
            for (const auto& descriptor : open.entryList(QDir::Files | QDir::System)) {
                const auto path = open.filePath(descriptor);
                const auto size = QFileInfo(path).size();
                if (!QFileInfo(path).isFile() || size == 0 || size > 256 * 1024 * 1024) continue;
                openFiles_.insert(process::contents(path),
                                  QString::fromLatin1(one.name) + s(" holds open ") + QFile::symLinkTarget(path));
            }
        }
    }

    // As a crash would; where this user may, with the limit lifted from outside, so that all that stands in the way is
    // that the program is not dumpable.
    void killIt()
    {
        left_ = descendants(process::all(), tour_);
        const rlimit unlimited{RLIM_INFINITY, RLIM_INFINITY};
        ::prlimit(tour_, RLIMIT_CORE, &unlimited, nullptr);
        ::kill(tour_, SIGABRT);
    }

private Q_SLOTS:
    void initTestCase()
    {
        placePrograms();
        const auto key = "sk-env-" + randomText();
        startRun(key);
        if (QTest::currentTestFailed()) return;
        const bool ended = QTest::qWaitFor([this] { return desktop_.state() == QProcess::NotRunning; }, 800'000);
        look_.stop();
        const auto said = process::contents(folder_.filePath(s("said.out")));
        if (said.startsWith("skipped: ")) QSKIP(said.constData());
        QVERIFY2(ended && holds_ == QStringList({s("started"), s("signed in"), s("signed out")}),
                 (said.right(2000) + process::contents(folder_.filePath(s("said.err"))).right(2000)).constData());
        inEnvironments_ = searchNotes(environments_, needles_);
        needles_.add(s("key in the environment"), key);
        for (const auto* login : {"asan", "bsan"})
            needles_.add(s("password"), QByteArray(login) + "-demo");
        qInfo("%lld secrets, %lld command lines, %lld environments, processes: %s", needles_.size(),
              commandLines_.size(), environments_.size(), seen_.values().join(' ').constData());
    }

    void theRunHadEverySecret()
    {
        for (const auto* kind : {"access_token", "refresh_token", "id_token", "code", "code_verifier", "typed-key"})
            QVERIFY2(needles_.count(s(kind)) > 0, kind);
        QVERIFY(needles_.count(s("refresh_token")) > 4); // it was refreshed again and again
        for (const auto* name : {"sekisho-tour", "sekisho-demo", "gnome-keyring-d", "dbus-daemon"})
            QVERIFY2(seen_.contains(name), name);
        if (!passwordSent_) QVERIFY(seen_.contains("sekisho-signin"));
    }

    void noFileHoldsOne()
    {
        VERIFY_NOTHING_FOUND(filesDuringTheRun_);
        VERIFY_NOTHING_FOUND(searchFiles(home_, needles_));
        VERIFY_NOTHING_FOUND(searchNotes(openFiles_, needles_));
        QVERIFY(QFile::exists(home_ + s("/data/sekisho/sessions.db")));
        QVERIFY(openFiles_.size() > 3);
    }

    void nothingThatWasSaidHoldsOne()
    {
        const auto log = process::contents(folder_.filePath(s("said.err")));
        QVERIFY(log.contains("sekisho.") && log.contains("qt."));
        VERIFY_NOTHING_FOUND(searchFiles(folder_.filePath(s("cwd")), needles_));
        for (const auto& file : {s("said.out"), s("said.err")})
            QCOMPARE(Needles::describe(file, needles_.find(process::contents(folder_.filePath(file)))), QString());
        QVERIFY(!process::contents(home_ + s("/out/sekisho-demo.log")).isEmpty());
    }

    void noCommandLineHoldsOne() { VERIFY_NOTHING_FOUND(searchNotes(commandLines_, needles_)); }

    void noEnvironmentHoldsOne()
    {
        VERIFY_NOTHING_FOUND(inEnvironments_);
        VERIFY_NOTHING_FOUND(searchNotes(ownEnvironments_, needles_));
        QVERIFY(!ownEnvironments_.isEmpty());
        if (::getuid() == 0)
            QVERIFY(!searchNotes(environments_, needles_).isEmpty()); // the shell's own key is seen where it is
        else
            QVERIFY(unreadable_.contains("sekisho-tour") && unreadable_.contains("sekisho-demo"));
    }

    void anotherProgramOfTheSameUserSeesNothing()
    {
        QCOMPARE(attacks_.value("sekisho-tour"), QByteArray("refused"));
        QCOMPARE(attacks_.value("sekisho-demo"), QByteArray("refused"));
    }

    void aForcedDumpHoldsOnlyWhatIsLeftOut()
    {
        if (::getuid() != 0) QSKIP("only root can force a dump of such a process");
        QCOMPARE(memory_.size(), 2);
        for (const auto& finding : std::as_const(memory_)) {
            QVERIFY(finding.read);
            qInfo("%s: %lld MB; in secret pages %lld pieces, elsewhere %lld\n%s", qPrintable(finding.where),
                  finding.bytesRead >> 20, finding.piecesInSecretPages, finding.piecesElsewhere,
                  qPrintable(finding.elsewhere));
            QVERIFY(finding.piecesInSecretPages > 0); // the search can see one
            QCOMPARE(finding.elsewhere, QString());
        }
    }

    void itDiedWithoutADump()
    {
        for (const auto* name : {"sekisho-tour", "sekisho-demo"})
            QCOMPARE(coreLimits_.value(name), QByteArray("Max core file size 1 1 bytes"));
        QVERIFY(QDir(folder_.filePath(s("cwd"))).isEmpty());
        QDirIterator files(home_, {s("core*")}, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        QVERIFY2(!files.hasNext(), qPrintable(files.next()));
    }

    void whatItHadStartedEndedWithIt()
    {
        QVERIFY(left_.size() >= (passwordSent_ ? 1 : 3)); // the demo; the sign-in window and its own
        QVERIFY(QTest::qWaitFor(
            [this] {
                return std::none_of(left_.begin(), left_.end(),
                                    [](pid_t pid) { return process::find(pid).has_value(); });
            },
            10'000));
    }

    // From here on: the ways of looking see what they are there to see.

    void everyWayOfWritingIsFound_data()
    {
        QTest::addColumn<QByteArray>("written");
        const auto token = planted();
        QTest::newRow("as it is") << token;
        QTest::newRow("percent-encoded") << token.toPercentEncoding();
        QTest::newRow("hexadecimal") << token.toHex();
        QTest::newRow("HEXADECIMAL") << token.toHex().toUpper();
        QTest::newRow("a piece of it") << token.mid(11, 16);
        QTest::newRow("UTF-16") << QByteArray(QStringEncoder(QStringEncoder::Utf16LE)(QString::fromLatin1(token)));
        QTest::newRow("UTF-16, the other way round")
            << QByteArray(QStringEncoder(QStringEncoder::Utf16BE)(QString::fromLatin1(token)));
        for (int before = 0; before < 3; ++before) {
            const auto text = QByteArray(before, 'x') + token + "yy";
            QTest::addRow("base64 behind %d bytes", before) << text.toBase64();
            QTest::addRow("base64url behind %d bytes", before) << text.toBase64(QByteArray::Base64UrlEncoding);
        }
    }
    void everyWayOfWritingIsFound()
    {
        QFETCH(QByteArray, written);
        Needles needles;
        needles.add(s("planted"), planted());
        for (int before = 0; before < 9; ++before) {
            const auto hits = needles.find(QByteArray(before, ' ') + written + "...");
            QVERIFY(hits.size() == 1);
        }
        written.detach();
        for (auto& byte : written) // another one of the same make is not it
            if (byte != 0 && byte != '.' && byte != '%') byte = byte == 'q' ? 'r' : 'q';
        QVERIFY(needles.find(written).isEmpty());
    }

    void aPlantedFileIsFound_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("contents");
        QTest::newRow("a log") << s("a.log") << "[info] token=" + planted() + '\n';
        QTest::newRow("a hidden file deep down") << s("a/b/.c") << planted();
        QTest::newRow("a file's name") << QString::fromLatin1(planted()) << QByteArray("nothing");
        QTest::newRow("behind a megabyte") << s("big") << QByteArray(1024 * 1024 + 3, '\0') + planted();
    }
    void aPlantedFileIsFound()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, contents);
        const QTemporaryDir folder;
        const auto path = folder.filePath(name);
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(contents) == contents.size());
        file.close();
        QCOMPARE(searchFiles(folder.path(), plantedNeedle()).size(), 1);
    }

    void aRowThatADatabaseOnceHeldIsFound()
    {
        const QTemporaryDir folder;
        {
            auto database = QSqlDatabase::addDatabase(s("QSQLITE"), s("planted"));
            database.setDatabaseName(folder.filePath(s("planted.db")));
            QVERIFY(database.open());
            QSqlQuery query(database);
            QVERIFY(query.exec(s("PRAGMA journal_mode = WAL")) && query.exec(s("CREATE TABLE note (body TEXT)")));
            QVERIFY(query.exec(s("INSERT INTO note VALUES ('%1')").arg(QString::fromLatin1(planted()))));
            QVERIFY(query.exec(s("DELETE FROM note")));
            QVERIFY(!searchFiles(folder.path(), plantedNeedle()).isEmpty());
        }
        QSqlDatabase::removeDatabase(s("planted"));
    }

    void aPlantedArgumentAndEnvironmentAreFound()
    {
        commandLines_.clear();
        environments_.clear();
        QProcess child;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(s("PLANTED"), QString::fromLatin1(planted()));
        child.setProcessEnvironment(environment);
        child.start(s("sh"), {s("-c"), s("read line"), QString::fromLatin1(planted())});
        QVERIFY(child.waitForStarted());
        look();
        child.closeWriteChannel();
        child.waitForFinished();
        QCOMPARE(searchNotes(commandLines_, plantedNeedle()).size(), 1);
        QCOMPARE(searchNotes(environments_, plantedNeedle()).size(), 1);
    }

    void aCopyInMemoryIsFound_data()
    {
        QTest::addColumn<QString>("how");
        QTest::addColumn<bool>("found");
        QTest::newRow("in secret pages only") << s("secret") << false;
        QTest::newRow("in a buffer that is in use") << s("copy") << true;
        QTest::newRow("in a buffer that was given back to the wiping heap") << s("given back") << false;
    }
    void aCopyInMemoryIsFound()
    {
        QFETCH(QString, how);
        QFETCH(bool, found);
        QProcess child;
        child.start(QCoreApplication::applicationFilePath(), {s("--hold"), how});
        child.write(planted());
        QVERIFY(child.waitForReadyRead());
        const auto finding = searchMemory(pid_t(child.processId()), how, plantedNeedle());
        child.closeWriteChannel();
        child.waitForFinished();
        QVERIFY(finding.read);
        QCOMPARE(finding.piecesInSecretPages, 1);
        QVERIFY2((finding.piecesElsewhere > 0) == found, qPrintable(finding.elsewhere));
    }

private:
    static const QByteArray& planted()
    {
        static const QByteArray token = "eyJ0eXAi." + randomText() + '.' + randomText() + "/+~";
        return token;
    }
    static Needles plantedNeedle()
    {
        Needles needles;
        needles.add(s("planted"), planted());
        return needles;
    }
};

namespace {

/// A program that holds a secret it was given, and a copy of it where none may be; says when it does.
int holdSecret(QByteArrayView how)
{
    // First, as every program of ours does it: what the loader binds in there saves the registers that a copy goes through.
    if (how == "given back")
        core::forbidDumpsAndTracing(); // ends it where another heap than the one that wipes is used
    QByteArray bytes(4096, Qt::Uninitialized);
    bytes.truncate(::read(STDIN_FILENO, bytes.data(), static_cast<size_t>(bytes.size())));
    QByteArray copy;
    if (how != "secret") copy = QByteArray(bytes.constData(), bytes.size());
    const auto secret = core::Secret::consume(std::move(bytes));
    if (how == "given back") {
        copy = {};
        ::prctl(PR_SET_DUMPABLE, 1, 0, 0, 0); // so that the test may look
    }
    (void)!::write(STDOUT_FILENO, ".", 1);
    char end = 0;
    return ::read(STDIN_FILENO, &end, 1) == 0 && !secret.isEmpty() ? 0 : 1;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc == 3 && qstrcmp(argv[1], "--hold") == 0) return holdSecret(argv[2]);
    const QCoreApplication application(argc, argv);
    TestSecrets test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_secrets.moc"
