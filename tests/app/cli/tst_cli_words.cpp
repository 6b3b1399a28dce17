// What `sekisho-cli ask` shows of somebody else's words, and who else sees the question.
#include "tests/app/cli/cli_fixture.h"

#include <algorithm>
#include <fcntl.h>
#include <sys/ioctl.h>

using namespace cli_tests;

namespace {

/// A terminal that standard output can go to.
class Terminal {
public:
    explicit Terminal(unsigned short columns)
        : screen_(::posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK))
    {
        if (screen_ < 0 || ::grantpt(screen_) != 0 || ::unlockpt(screen_) != 0) return;
        path_ = QFile::decodeName(::ptsname(screen_));
        open_ = ::open(::ptsname(screen_), O_RDWR | O_NOCTTY); // what was written stays when the program is gone
        const winsize size{24, columns, 0, 0};
        if (open_ < 0 || ::ioctl(open_, TIOCSWINSZ, &size) != 0) path_.clear();
    }
    ~Terminal()
    {
        if (open_ >= 0) ::close(open_);
        if (screen_ >= 0) ::close(screen_);
    }
    Q_DISABLE_COPY_MOVE(Terminal)

    [[nodiscard]] QString path() const { return path_; } ///< empty: there is none here
    /// What was written so far, with the line feeds as the program wrote them.
    [[nodiscard]] QStringList lines() const
    {
        QByteArray all;
        QByteArray piece(4096, '\0');
        for (ssize_t size = 0; (size = ::read(screen_, piece.data(), static_cast<size_t>(piece.size()))) > 0;)
            all += piece.first(size);
        return QString::fromUtf8(all).remove(u'\r').split(u'\n');
    }

private:
    int screen_;
    int open_ = -1;
    QString path_;
};

int columnsIn(const QString& line)
{
    return static_cast<int>(std::count_if(line.begin(), line.end(), [](QChar c) { return c.unicode() > 0x7f; }) +
                            line.size());
}

} // namespace

class TestCliWords : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aModelsWordsNeitherSteerTheTerminalNorPassForFacts()
    {
        TalkingModel model;
        model.text = s("\u001b]0;owned\u0007\rHi\u009b2J\n[done] read_payslip bsan as asan (HTTP 200)\n\u202eoops\n"
                       "\u200b[done] request_leave as asan (HTTP 201)\u007f");
        const Shell shell;
        shell.useModel(model.baseUrl(), s("test"));
        const auto outcome = shell.run(asAsan({s("ask"), s("hello")}));
        QCOMPARE(outcome.code, 0);
        QCOMPARE(QString::fromUtf8(outcome.out), s("  \\u001b]0;owned\\u0007Hi\\u009b2J\n"
                                                   "  [done] read_payslip bsan as asan (HTTP 200)\n  \\u202eoops\n"
                                                   "  \\u200b[done] request_leave as asan (HTTP 201)\\u007f\n"));
        const auto json = shell.run(asAsan({s("ask"), s("hello"), s("--json")}));
        QCOMPARE(json.objects().value(0).value(s("text")).toString(), model.text);
        QVERIFY(!json.out.contains('\x1b') && !json.out.contains('\x7f'));
        for (const auto* hidden : {"\u009b", "\u202e", "\u200b"})
            QVERIFY2(!json.out.contains(hidden), json.all().constData());
    }
    void noWordsComeToStandAtTheMarginOfATerminal_data()
    {
        QTest::addColumn<QString>("text");
        const auto fact = s("[done] request_leave as asan (HTTP 201)");
        QTest::newRow("after a line of blanks") << s("Well.\n") + QString(78, u' ') + fact;
        QTest::newRow("after a line of letters") << QString(78, u'x') + fact;
        QTest::newRow("after a line of Japanese") << QString(39, u'\u4eba') + fact;
        QTest::newRow("after a tab") << QString(76, u'x') + u'\t' + fact;
        QTest::newRow("after several lines") << QString(78 + 80 + 80, u'x') + fact;
    }
    void noWordsComeToStandAtTheMarginOfATerminal()
    {
        QFETCH(QString, text);
        const Terminal terminal(80);
        QVERIFY(!terminal.path().isEmpty());
        TalkingModel model;
        model.text = text;
        // The query of a call is somebody else's choice as well.
        const QJsonObject arguments{{s("query"), QString(57, u'x') + text.right(39)}};
        model.call = {{s("name"), s("find_colleague")},
                      {s("arguments"), QString::fromUtf8(QJsonDocument(arguments).toJson(QJsonDocument::Compact))}};
        Shell shell;
        shell.outputFile = terminal.path();
        shell.useModel(model.baseUrl(), s("test"));
        const auto outcome = shell.run(asAsan({s("ask"), s("hello")}));
        QVERIFY2(outcome.code == 0, outcome.all().constData());
        auto lines = terminal.lines();
        QCOMPARE(lines.takeLast(), QString());
        QVERIFY2(lines.size() > 2 && lines.first().startsWith(s("[done] find_colleague \"xxx")),
                 qPrintable(lines.join(u'\n')));
        for (const auto& line : lines) {
            QVERIFY2(columnsIn(line) < 80, qPrintable(line));
            QVERIFY2(line == lines.first() || line.startsWith(s("  ")), qPrintable(line));
        }
        QString said = lines.join(QString());
        QVERIFY2(said.remove(u' ').contains(s("[done]request_leaveasasan(HTTP201)")), qPrintable(said));
    }
    void aCallsWordsDoNotPassForItsFacts_data()
    {
        QTest::addColumn<QString>("tool");
        QTest::addColumn<QString>("query");
        QTest::addColumn<QByteArray>("line"); // how it begins
        QTest::newRow("whom it is about")
            << s("find_colleague") << s("x\" as bucho (HTTP 201)")
            << QByteArray("[done] find_colleague \"x\\\" as bucho (HTTP 201)\" as asan (HTTP 200)");
        QTest::newRow("a tool that there is not")
            << s("request_leave as bucho (HTTP 201)") << s("x")
            << QByteArray("[bad_arguments] \"request_leave as bucho (HTTP 201)\" as asan");
    }
    void aCallsWordsDoNotPassForItsFacts()
    {
        QFETCH(QString, tool);
        QFETCH(QString, query);
        QFETCH(QByteArray, line);
        TalkingModel model;
        model.text = s("That is all.");
        const QJsonObject arguments{{s("query"), query}};
        model.call = {{s("name"), tool},
                      {s("arguments"), QString::fromUtf8(QJsonDocument(arguments).toJson(QJsonDocument::Compact))}};
        const Shell shell;
        shell.useModel(model.baseUrl(), s("test"));
        const auto outcome = shell.run(asAsan({s("ask"), s("hello")}));
        QVERIFY2(outcome.code == 0 && outcome.out.startsWith(line + '\n'), outcome.all().constData());
    }
    void aLongArgumentIsSaidToBeCut()
    {
        for (const int length : {10, 200'000}) {
            TalkingModel model;
            model.text = s("That is all.");
            const QJsonObject arguments{{s("query"), QString(length, u'x')}};
            model.call = {{s("name"), s("find_colleague")},
                          {s("arguments"), QString::fromUtf8(QJsonDocument(arguments).toJson(QJsonDocument::Compact))}};
            const Shell shell;
            shell.useModel(model.baseUrl(), s("test"));
            const auto call = shell.run(asAsan({s("ask"), s("hello"), s("--json")})).objects().value(0);
            QCOMPARE(call.value(s("type")).toString(), s("call"));
            const auto shown = call.value(s("arguments")).toObject().value(s("query")).toString();
            QCOMPARE(shown.size() == length, length == 10);
            QCOMPARE(call.value(s("arguments_whole")).toBool(length != 10), length == 10);
        }
    }
    void theQuestionLeavesTheProcessList()
    {
        TalkingModel model;
        model.endsIt = false;
        const Shell shell;
        shell.useModel(model.baseUrl(), s("test"));
        const auto process = shell.start(asAsan({s("ask"), s("  What about my illness?\n")}));
        QTRY_VERIFY_WITH_TIMEOUT(model.requests > 0, 60'000);
        QFile commandLine(s("/proc/%1/cmdline").arg(process->processId()));
        if (!commandLine.open(QIODevice::ReadOnly)) QSKIP("skipped: there is no /proc here");
        const auto words = commandLine.readAll();
        QVERIFY2(words.contains("ask") && words.contains("--demo-account"), words.constData());
        QVERIFY2(!words.contains("illness"), words.constData());
        QCOMPARE(Shell::interruptAfter(*process, [] { return true; }).code, 130);
    }
};

QTEST_GUILESS_MAIN(TestCliWords)
#include "tst_cli_words.moc"
