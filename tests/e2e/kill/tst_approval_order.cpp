#include "tests/e2e/kill/effect_server.h"

#include <QtCore/QFile>
#include <QtCore/QRegularExpression>
#include <QtCore/QStandardPaths>

#include <map>

using e2e::ApprovalWorld;
using session_tests::s;

namespace {

/// What must be on the disk, by the end of its path. Without write-ahead it is the database itself.
const std::map<QString, QString> kept{{s("the approval"), s("/approvals.db(-wal)?$")},
                                      {s("the journal"), s("/conversations.db(-wal)?$")},
                                      {s("the log"), s("/audit/[0-9a-f]{32}.log$")}};

bool isOf(const QString& path, const QString& what)
{
    return path.contains(QRegularExpression(kept.at(what)));
}

/// Follows the writes and syncs of a program through what strace (with -f -yy) says, line by line.
class Trace {
public:
    /// \return what is wrong with the order, in words; nothing: all is in order
    static QStringList faults(const QByteArray& lines)
    {
        Trace trace;
        for (const auto& line : lines.split('\n'))
            trace.follow(QString::fromUtf8(line));
        if (!trace.approving_) return {s("nothing is approved")};
        if (!trace.approved_) trace.faults_ += s("the approval is not said");
        if (!trace.sent_) trace.faults_ += s("nothing is sent");
        return trace.faults_;
    }

private:
    struct Sync {
        QString path;
        int begun = 0;
    };

    void follow(const QString& line)
    {
        ++number_;
        static const QRegularExpression process(s("^(\\d+) +(.*)$"));
        const auto parts = process.match(line);
        if (!parts.hasMatch()) return;
        const auto id = parts.captured(1).toInt();
        const auto call = parts.captured(2);
        if (call.startsWith(s("<... ")) && call.contains(s("sync resumed>"))) return end(id, call);
        static const QRegularExpression descriptor(s("^(\\w+)\\((\\d+)<([^>]*)>?"));
        const auto begin = descriptor.match(call);
        if (!begin.hasMatch()) return;
        const auto name = begin.captured(1);
        const auto path = begin.captured(3);
        if (name == s("fsync") || name == s("fdatasync")) {
            syncs_[id] = {path, number_};
            if (!call.contains(s("<unfinished"))) end(id, call);
            return;
        }
        if (begin.captured(2) == s("1")) return said(call);
        if (path.startsWith(s("TCP")) || path.startsWith(s("socket:"))) return sent();
        written(path);
    }
    void end(int id, const QString& call)
    {
        const auto sync = syncs_.find(id);
        if (sync == syncs_.end()) return;
        const auto write = dirty_.find(sync->second.path);
        // Only what was written before it began is on the disk.
        if (call.contains(s("= 0")) && write != dirty_.end() && write->second < sync->second.begun) dirty_.erase(write);
        syncs_.erase(sync);
    }
    void written(const QString& path)
    {
        for (const auto& [what, end] : kept)
            if (isOf(path, what)) {
                dirty_[path] = number_;
                seen_.insert(what);
            }
    }
    void said(const QString& call)
    {
        if (call.contains(s("\"approving "))) {
            approving_ = true;
            seen_.clear();
        }
        if (!call.contains(s("\"approved "))) return;
        approved_ = true;
        mustBeKept(s("the approval is said"), {s("the approval"), s("the log")});
    }
    void sent()
    {
        if (!approving_ || sent_) return;
        sent_ = true;
        mustBeKept(s("the first byte is sent"), {s("the approval"), s("the journal"), s("the log")});
    }
    void mustBeKept(const QString& when, const QStringList& wanted)
    {
        for (const auto& what : wanted) {
            if (!seen_.contains(what)) faults_ += when + s(" before a write of ") + what;
            for (const auto& [path, line] : dirty_)
                if (isOf(path, what)) faults_ += when + s(" before a sync of ") + path;
        }
    }

    int number_ = 0;
    bool approving_ = false;
    bool approved_ = false;
    bool sent_ = false;
    std::map<QString, int> dirty_; ///< the line of the last write, of files that were not synced since
    std::map<int, Sync> syncs_;    ///< under way, by process
    QSet<QString> seen_;           ///< what was written since the person said yes
    QStringList faults_;
};

const QByteArray inOrder = R"(7 write(1<pipe:[1]>, "approving 40\n", 13) = 13
8 write(9</f/audit/0123456789abcdef0123456789abcdef.log>, "{}", 2) = 2
8 fdatasync(9</f/audit/0123456789abcdef0123456789abcdef.log>) = 0
9 pwrite64(5</f/a/approvals.db-wal>, ""..., 24, 0) = 24
9 fdatasync(5</f/a/approvals.db-wal> <unfinished ...>
7 futex(0x1, 2 <unfinished ...>
9 <... fdatasync resumed>) = 0
7 write(1<pipe:[1]>, "approved 44\n", 12) = 12
8 write(9</f/audit/0123456789abcdef0123456789abcdef.log>, "{}", 2) = 2
8 fdatasync(9</f/audit/0123456789abcdef0123456789abcdef.log>) = 0
10 pwrite64(6</f/a/conversations.db-wal>, ""..., 24, 0) = 24
10 fdatasync(6</f/a/conversations.db-wal>) = 0
7 sendto(12<TCP:[127.0.0.1:4->127.0.0.1:5]>, "POST"..., 200, 0, NULL, 0) = 200
)";

} // namespace

/// In the order in which the kernel is called, everything about an approved call is synced before its first byte goes
/// out, and the person's yes before it is shown as taken.
class TestApprovalOrder : public QObject {
    Q_OBJECT

    static QByteArray traced(const QString& file)
    {
        QFile trace(file);
        return trace.open(QIODevice::ReadOnly) ? trace.readAll() : QByteArray();
    }

private Q_SLOTS:
    void aTraceIsRead_data()
    {
        QTest::addColumn<QByteArray>("trace");
        QTest::addColumn<QString>("fault");
        const auto without = [](const char* line) {
            auto trace = inOrder;
            return trace.replace(line, "");
        };
        QTest::newRow("in order") << inOrder << QString();
        QTest::newRow("no sync of the approval")
            << without("9 <... fdatasync resumed>) = 0\n") << s("is said before a sync of /f/a/approvals.db-wal");
        QTest::newRow("no sync of the journal") << without("10 fdatasync(6</f/a/conversations.db-wal>) = 0\n")
                                                << s("is sent before a sync of /f/a/conversations.db-wal");
        QTest::newRow("no intent") << without("10 pwrite64(6</f/a/conversations.db-wal>, \"\"..., 24, 0) = 24\n")
                                   << s("is sent before a write of the journal");
        QTest::newRow("the log is synced once only")
            << QByteArray(inOrder).replace(
                   "12) = 12\n8 write(9</f/audit/0123456789abcdef0123456789abcdef.log>, \"{}\", 2) = 2\n8 fdatasync(9"
                   "</f/audit/0123456789abcdef0123456789abcdef.log>) = 0\n",
                   "12) = 12\n8 write(9</f/audit/0123456789abcdef0123456789abcdef.log>, \"{}\", 2) = 2\n")
            << s("is sent before a sync of /f/audit/0123456789abcdef0123456789abcdef.log");
        QTest::newRow("a write while the sync runs")
            << QByteArray(inOrder).replace("7 futex(0x1, 2 <unfinished ...>",
                                           "11 pwrite64(5</f/a/approvals.db-wal>, \"\"..., 24, 24) = 24")
            << s("is said before a sync of /f/a/approvals.db-wal");
        QTest::newRow("a sync that failed")
            << QByteArray(inOrder).replace("conversations.db-wal>) = 0", "conversations.db-wal>) = -1 EIO (error)")
            << s("is sent before a sync of /f/a/conversations.db-wal");
        QTest::newRow("nothing at all") << QByteArray() << s("nothing is approved");
    }
    void aTraceIsRead()
    {
        QFETCH(QByteArray, trace);
        QFETCH(QString, fault);
        const auto faults = Trace::faults(trace).join(u'\n');
        QCOMPARE(faults.isEmpty(), fault.isEmpty());
        QVERIFY2(faults.contains(fault), qPrintable(faults));
    }

    void whatMustLastIsSyncedBeforeTheFirstByte()
    {
        const auto strace = QStandardPaths::findExecutable(s("strace"));
        if (strace.isEmpty()) QSKIP("skipped: strace is missing");
        const QTemporaryDir folder;
        const auto file = folder.filePath(s("trace"));
        const QStringList tracing{
            strace,  s("-f"), s("-yy"),
            s("-s"), s("32"), s("-o"),
            file,    s("-e"), s("trace=write,writev,pwrite64,pwritev,sendto,sendmsg,fsync,fdatasync")};
        QProcess probe;
        probe.start(strace, tracing.mid(1) + QStringList{s("true")});
        QVERIFY(probe.waitForFinished());
        if (probe.exitCode() != 0 || !traced(file).contains("exited with 0"))
            QSKIP("skipped: no process may be traced here");

        e2e::EffectServer server;
        const auto said =
            e2e::runWriter(tracing + QStringList{s(APPROVAL_WRITER), folder.path(), QString::number(server.port()),
                                                 core::newId(), s("0"), s("before"), s("0")},
                           folder.path());
        QVERIFY2(said.has("done"), said.text().constData());
        QCOMPARE(server.count(ApprovalWorld::day(0)), 1);
        const auto trace = traced(file);
        const auto faults = Trace::faults(trace);
        if (!faults.isEmpty()) qWarning("%s", trace.constData());
        QCOMPARE(faults, QStringList());
    }
};

QTEST_GUILESS_MAIN(TestApprovalOrder)
#include "tst_approval_order.moc"
