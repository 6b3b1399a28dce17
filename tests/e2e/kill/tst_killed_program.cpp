#include "app/host/runtime.h"
#include "core/audit/audit_trail.h"
#include "tests/e2e/kill/staying_organisation.h"
#include "tests/e2e/secrets/process_files.h"
#include "tests/fakes/typed.h"

#include <QtCore/QDir>
#include <QtCore/QProcess>
#include <QtCore/QRandomGenerator>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <sys/prctl.h>
#include <sys/wait.h>

using core::conversations::MessageState;
using core::conversations::Speaker;
using core::conversations::StoredMessage;
using core::conversations::TurnState;
using core::interfaces::AccountView;
using core::interfaces::MessageView;
using core::interfaces::NoticeView;
using core::interfaces::ToolCardView;
using fakes::await;

namespace {

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

const QStringList questions{s("Tell me about myself"), s("What was on my last payslip?")};

/// What one run of the program said before it was killed, or to its end.
struct Said {
    QList<QByteArray> lines;
    bool killed = false;

    [[nodiscard]] int count(const QByteArray& what) const
    {
        return static_cast<int>(std::count_if(lines.begin(), lines.end(), [&](const QByteArray& line) {
            return line == what || line.startsWith(what + ' ');
        }));
    }
    [[nodiscard]] bool has(const QByteArray& what) const { return count(what) > 0; }
    /// The number behind that word in the last line.
    [[nodiscard]] int number(const QByteArray& what) const
    {
        const auto words = lines.value(lines.size() - 1).split(' ');
        return words.value(words.indexOf(what) + 1).toInt();
    }
    [[nodiscard]] QByteArray text() const { return lines.join('\n'); }
};

QList<StoredMessage> storedRows(core::session::Application& app)
{
    const auto person = app.people().currentPerson();
    const auto parts = person ? await(person->parts()) : core::fail(core::Errc::NotFound, s("nobody"));
    const auto page = parts ? await((*parts)->store->page(0, 10)) : tl::unexpected(parts.error());
    if (!page || page->isEmpty()) return {};
    const auto rows = await((*parts)->store->messages(page->first().id, 0, 100));
    return rows ? *rows : QList<StoredMessage>();
}

QString state(const StoredMessage& row)
{
    return s("%1 %2 %3 \"%4\"").arg(int(row.speaker)).arg(int(row.state)).arg(int(row.turn.state)).arg(row.text);
}

bool allDone(const MessageView& view)
{
    return view.state == MessageView::State::Complete &&
           std::all_of(view.cards.begin(), view.cards.end(),
                       [](const ToolCardView& card) { return card.state == ToolCardView::State::Done; });
}

bool wantsSignIn(const MessageView& view)
{
    const auto needed = [](const std::optional<core::Error>& error) {
        return error && error->code == core::Errc::SignInNeeded;
    };
    return needed(view.error) || std::any_of(view.cards.begin(), view.cards.end(),
                                             [&](const ToolCardView& card) { return needed(card.error); });
}

} // namespace

/// The whole program (the core, real HTTP, the real Secret Service, the real demo organisation) is killed with SIGKILL
/// before each of the system calls by which anything leaves it, from its start over signing in, two turns with tool
/// calls and a refresh, to signing out. Nothing that it had said is lost, and the next start is clean: no half account,
/// no key or lock in the way, an unfinished turn is shown as interrupted and comes to its end, nothing is there twice.
class TestKilledProgram : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    QProcess demo_;
    QByteArray announcement_;
    core::SystemClock clock_;
    int runs_ = 0;
    int signInsNeeded_ = 0;
    int turnsTakenUp_ = 0;

    static Said run(const QStringList& words, const QByteArray& input = {})
    {
        QProcess program;
        program.setStandardErrorFile(QProcess::nullDevice());
        program.start(s(MORTAL), words);
        program.write(input);
        program.closeWriteChannel();
        Said said;
        if (!program.waitForFinished(100'000)) {
            program.kill();
            program.waitForFinished();
            said.lines.append("does not end");
            return said;
        }
        said.lines = program.readAllStandardOutput().trimmed().split('\n');
        said.killed = program.exitStatus() == QProcess::CrashExit;
        return said;
    }
    Said runAtStayingOrganisation(int killedBefore, const QString& folder, const QString& service)
    {
        return run({s("staying"), QString::number(killedBefore), folder, service}, announcement_);
    }

    // One in each of so many equal slices; all, when there are fewer.
    static QList<int> places(int effects, int wanted)
    {
        if (const int only = qEnvironmentVariableIntValue("SEKISHO_KILL_BEFORE")) return {only};
        QRandomGenerator random(20261125);
        QList<int> found;
        const int slices = qMin(effects, wanted);
        for (int slice = 0; slice < slices; ++slice) {
            const int first = effects * slice / slices;
            found.append(1 + first + random.bounded(qMax(1, effects * (slice + 1) / slices - first)));
        }
        return found;
    }
    static int count(int quick, int soak) { return qEnvironmentVariableIsSet("SEKISHO_SOAK") ? soak : quick; }

    static void verifyWhole(const Said& said)
    {
        QVERIFY2(said.has("signed-out"), said.text().constData());
        QCOMPARE(said.count("sent"), 2);
        QCOMPARE(said.count("answered"), 2);
        for (const auto* kind : {"written", "sent", "synced", "named", "removed"}) // each kind is really seen
            QVERIFY2(said.number(kind) > 0, said.text().constData());
        QVERIFY2(said.number("effects") > 100, said.text().constData());
    }

    // ---- the next start ----

    void nextStart(const QString& folder, const QString& service, const Said& said)
    {
        e2e::RunAtStayingOrganisation run(folder, service, announcement_);
        QVERIFY(run.app);
        auto& app = *run.app;
        for (const auto& notice : app.notices())
            QVERIFY(notice.kind != NoticeView::Kind::StoreDamaged && notice.kind != NoticeView::Kind::KeychainLocked);
        const auto accounts = app.accounts().accounts();
        QVERIFY(accounts.size() <= 1);
        QVERIFY(accounts.size() == 1 || !said.has("signed-in"));

        e2e::Person person(app, run.form);
        bool mayAsk = said.has("signing-out"); // the tokens may be void already
        if (!accounts.isEmpty()) {
            const auto account = accounts.first();
            const auto summary = app.people().summary(account.id);
            QVERIFY(summary && summary->session && !summary->error); // whole, or not there
            mayAsk = mayAsk || refreshWasCutOff(run, account.id.text());
            QVERIFY(mayAsk || account.state == AccountView::State::Ready);
            app.accounts().select(account.id);
            QVERIFY(await(app.models()->choose({}, true)));
            nothingIsLost(app, said);
            if (QTest::currentTestFailed()) return;
        }
        if (accounts.isEmpty() || accounts.first().state != AccountView::State::Ready) {
            const auto again = person.signIn(s("asan"));
            QVERIFY2(again, again ? "" : qPrintable(again.error().detail));
            QVERIFY(accounts.isEmpty() || *again == accounts.first().id);
        }
        whatWasCutOffComesToItsEnd(app, person, mayAsk);
        if (QTest::currentTestFailed()) return;
        itWorksAsBefore(app, person, mayAsk);
        if (QTest::currentTestFailed()) return;
        const auto name = app.accounts().current().text();
        QCOMPARE(app.accounts().accounts().size(), 1);
        run.app.reset();
        logsHold(run.dataFolder(), name);
    }

    // A provider that rotates may have seen the old refresh token while its answer was lost: then, and only then, a
    // person has to sign in again.
    bool refreshWasCutOff(e2e::RunAtStayingOrganisation& run, const QString& person)
    {
        using namespace core::identity;
        PersonKeys keys(&run.keychain());
        const auto database = await(
            core::storage::Database::open(run.dataFolder() + s("/sessions.db"), SealedSessionStore::migrations()));
        if (!database) return false;
        SealedSessionStore store(*database, keys);
        const auto session = await(store.read(person));
        return session && session->refreshStartedUtc.has_value();
    }

    static void nothingIsLost(core::session::Application& app, const Said& said)
    {
        const auto rows = storedRows(app);
        QStringList asked;
        for (const auto& row : rows) {
            QVERIFY2(row.state != MessageState::Streaming && row.turn.state != TurnState::Running,
                     qPrintable(state(row)));
            if (row.speaker == Speaker::Person) asked.append(row.text);
            const int turn = static_cast<int>(asked.size());
            if (turn <= said.count("answered")) {
                QVERIFY2(row.turn.state == TurnState::Ended && row.turn.ending == s("done"), qPrintable(state(row)));
                for (const auto& call : row.calls)
                    QVERIFY(call.result && call.result->outcome == core::toolapi::Outcome::Done);
            }
        }
        QCOMPARE(asked, questions.mid(0, asked.size())); // each once, in order
        QVERIFY(asked.size() == said.count("sent") || asked.size() == said.count("sent") + 1);
        if (!said.has("renamed")) return;
        const auto page = await(app.conversations()->page(QString(), 0, 2));
        QVERIFY(page && page->size() == 1);
        QCOMPARE(page->first().title, s("A new name"));
    }

    void whatWasCutOffComesToItsEnd(core::session::Application& app, e2e::Person& person, bool mayAsk)
    {
        const auto before = storedRows(app);
        if (before.isEmpty()) return;
        const bool cutOff = before.last().turn.state == TurnState::Interrupted;
        const auto open = person.conversation();
        QVERIFY(open);
        const auto last = [&open] { return open->transcript->at(open->transcript->count() - 1); };
        QCOMPARE(last().state == MessageView::State::Interrupted, cutOff);
        if (!cutOff) return;
        ++turnsTakenUp_;
        open->turns->retry();
        QVERIFY(e2e::Person::settled(*open));
        if (mayAsk && wantsSignIn(last())) {
            ++signInsNeeded_;
            QVERIFY(person.signIn(s("asan")));
            open->turns->retry();
            QVERIFY(e2e::Person::settled(*open));
        }
        QVERIFY2(allDone(last()), qPrintable(last().text));
        const auto after = storedRows(app);
        const auto texts = [](const QList<StoredMessage>& rows) {
            QStringList found;
            for (const auto& row : rows)
                if (row.speaker == Speaker::Person) found.append(row.text);
            return found;
        };
        QCOMPARE(texts(after), texts(before)); // asked once
        QVERIFY(after.last().turn.state == TurnState::Ended);
    }

    void itWorksAsBefore(core::session::Application&, e2e::Person& person, bool mayAsk)
    {
        for (int attempt = 0; attempt < 2; ++attempt) {
            const auto open = person.conversation();
            QVERIFY(open);
            QVERIFY(await(open->turns->send(fakes::typed(questions.first()))));
            QVERIFY(e2e::Person::settled(*open));
            MessageView used;
            for (int row = 0; row < open->transcript->count(); ++row)
                if (!open->transcript->at(row).cards.isEmpty()) used = open->transcript->at(row);
            if (attempt == 0 && mayAsk && wantsSignIn(used)) {
                ++signInsNeeded_;
                QVERIFY(person.signIn(s("asan")));
                continue;
            }
            QVERIFY2(allDone(used), qPrintable(used.text));
            QVERIFY(!used.cards.isEmpty());
            return;
        }
    }

    void logsHold(const QString& dataFolder, const QString& person)
    {
        core::audit::AuditTrail audit(dataFolder + s("/audit"), clock_);
        for (const auto& name : {person, QString()}) {
            const auto found = await(audit.verify(name));
            if (!found && found.error().code == core::Errc::NotFound) continue;
            QVERIFY(found && found->intact());
            QCOMPARE(found->tornBytes, 0);
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        demo_.start(qEnvironmentVariable("SEKISHO_BIN_DIR") + s("/sekisho-demo"),
                    {s("--access-token-seconds"), s("2"), s("--stream-delay-ms"), s("0")});
        QVERIFY(demo_.waitForStarted());
        while (!demo_.canReadLine() && demo_.waitForReadyRead())
            continue;
        announcement_ = demo_.readLine();
        QVERIFY(announcement_.startsWith('{'));
        ::prctl(PR_SET_CHILD_SUBREAPER, 1); // what a killed program had started becomes ours
    }
    void cleanupTestCase()
    {
        demo_.closeWriteChannel();
        QVERIFY(demo_.waitForFinished());
    }

    void atAnOrganisationThatStays()
    {
        const auto whole = runAtStayingOrganisation(0, folder_.filePath(s("whole")), s("org.sekisho.whole"));
        verifyWhole(whole);
        if (QTest::currentTestFailed()) return;
        nextStart(folder_.filePath(s("whole")), s("org.sekisho.whole"), whole);
        if (QTest::currentTestFailed()) return;
        const auto where = places(whole.number("effects"), count(8, 300));
        for (const int place : where) {
            const QTemporaryDir folder(folder_.filePath(s("run")));
            const auto service = s("org.sekisho.run%1").arg(++runs_);
            const auto said = runAtStayingOrganisation(place, folder.path(), service);
            const auto context =
                QByteArray("killed before effect ") + QByteArray::number(place) + ", said:\n" + said.text();
            QVERIFY2(said.killed || said.has("signed-out"), context.constData());
            nextStart(folder.path(), service, said);
            if (QTest::currentTestFailed()) {
                qWarning("%s", context.constData());
                return;
            }
        }
        qInfo("%lld kills in %d effects: %d turns taken up, %d sign-ins needed", where.size(), whole.number("effects"),
              turnsTakenUp_, signInsNeeded_);
    }

    void withADemoOfItsOwn()
    {
        const auto whole = run({s("own"), s("0")});
        verifyWhole(whole);
        if (QTest::currentTestFailed()) return;
        int demosLeft = 0;
        const auto where = places(whole.number("effects"), count(3, 100));
        for (const int place : where) { // over the same data: each run finds what the killed ones left
            const auto said = run({s("own"), QString::number(place)});
            const auto context =
                QByteArray("killed before effect ") + QByteArray::number(place) + ", said:\n" + said.text();
            QVERIFY2(said.killed || said.has("signed-out"), context.constData());
            demosLeft += startedProcessesEnd();
            if (!QTest::currentTestFailed()) nextStartForgetsTheDemo();
            if (QTest::currentTestFailed()) {
                qWarning("%s", context.constData());
                return;
            }
        }
        qInfo("%lld kills, %d demo organisations ended by themselves", where.size(), demosLeft);
    }

private:
    /// Of the program that was killed. \return how many there were
    int startedProcessesEnd()
    {
        QSet<pid_t> orphans;
        for (const auto& one : e2e::process::all())
            if (one.parent == ::getpid() && one.pid != demo_.processId()) orphans.insert(one.pid);
        const auto all = static_cast<int>(orphans.size());
        const bool gone = QTest::qWaitFor(
            [&] {
                orphans.removeIf([](pid_t pid) { return ::waitpid(pid, nullptr, WNOHANG) != 0; });
                return orphans.isEmpty();
            },
            10'000);
        if (!gone) QTest::qFail("a process of the killed program goes on", __FILE__, __LINE__);
        return all;
    }

    void nextStartForgetsTheDemo()
    {
        app::host::RuntimeOptions options;
        options.openBrowser = [](const QUrl&) { return false; };
        options.demoByForm = true;
        options.demoProgram = qEnvironmentVariable("SEKISHO_BIN_DIR") + s("/sekisho-demo");
        auto runtime = app::host::Runtime::create(std::move(options));
        QVERIFY(runtime);
        const auto app = await((*runtime)->open());
        QVERIFY(app);
        for (const auto& notice : (*app)->notices())
            QVERIFY(notice.kind != NoticeView::Kind::StoreDamaged);
        QVERIFY((*app)->accounts().accounts().isEmpty()); // that organisation is gone
        e2e::Person person(**app, (*runtime)->formSignIn());
        const auto account = person.signIn(s("asan"));
        QVERIFY2(account, account ? "" : qPrintable(account.error().detail));
        itWorksAsBefore(**app, person, false);
        if (QTest::currentTestFailed()) return;
        QCOMPARE((*app)->accounts().accounts().size(), 1);
        // And its accounts' data with it.
        const QDir data(*app::host::dataFolder());
        QVERIFY(QTest::qWaitFor(
            [&] {
                auto folders = data.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
                folders.removeIf([&](const QString& name) { return !data.exists(name + s("/conversations.db")); });
                return folders == QStringList(account->text());
            },
            10'000));
        QVERIFY(await((*app)->accounts().forget(*account)));
    }
};

QTEST_GUILESS_MAIN(TestKilledProgram)
#include "tst_killed_program.moc"
