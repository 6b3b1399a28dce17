// sekisho-signin as its parent sees it: a real window on a real (virtual) display, a page that does what a hostile or a
// clumsy sign-in page might, and one line out. Run through tests/tools/desktop.
#include "app/signin/rules/sign_in_request.h"
#include "core/httpserver/http_server.h"
#include "tests/fakes/certificates.h"
#include "tests/user_namespaces.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QDirIterator>
#include <QtCore/QFile>
#include <QtCore/QIODevice>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QProcess>
#include <QtCore/QProcessEnvironment>
#include <QtCore/QRegularExpression>
#include <QtCore/QStandardPaths>
#include <QtCore/QTemporaryDir>
#include <QtNetwork/QSslServer>
#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>
#include <QtNetwork/QUdpSocket>
#include <QtTest/QTest>

#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <memory>
#include <unistd.h>

namespace {

using core::httpserver::HttpServer;
using core::httpserver::Request;
using core::httpserver::Responder;
using core::httpserver::Response;

constexpr int patience = 40000; // milliseconds until a window that does nothing counts as hung

QString signInProgram()
{
    return qEnvironmentVariable("SEKISHO_BIN_DIR", QStringLiteral(SEKISHO_BIN_DIR)) + QStringLiteral("/sekisho-signin");
}

/// Counts who comes, and says nothing.
struct Trap {
    QTcpServer server;
    int visitors = 0;

    Trap()
    {
        QObject::connect(&server, &QTcpServer::newConnection, &server, [this] {
            while (auto* socket = server.nextPendingConnection()) {
                ++visitors;
                socket->abort();
            }
        });
        server.listen(QHostAddress::LocalHost);
    }
    QString origin() const { return QStringLiteral("http://127.0.0.1:%1").arg(server.serverPort()); }
};

/// Takes every connection and never says a word.
struct Silence {
    QTcpServer server;
    int visitors = 0;

    Silence()
    {
        QObject::connect(&server, &QTcpServer::newConnection, &server, [this] {
            while (server.nextPendingConnection() != nullptr)
                ++visitors;
        });
        server.listen(QHostAddress::LocalHost);
    }
    QString origin() const { return QStringLiteral("https://127.0.0.1:%1").arg(server.serverPort()); }
};

} // namespace

class TestSignInProcess : public QObject {
    Q_OBJECT

    QObject context_;
    QTemporaryDir personHome_;
    std::unique_ptr<HttpServer> server_;
    std::unique_ptr<Trap> redirectTarget_; ///< where the redirect points: nobody may ever come
    std::unique_ptr<Trap> elsewhere_;
    QByteArray page_;
    QStringList seen_;
    std::unique_ptr<QProcess> window_;
    QByteArray output_;
    std::vector<std::shared_ptr<Responder>> unfinished_;

    QString origin() const { return QStringLiteral("http://127.0.0.1:%1").arg(server_->port()); }
    QString redirectUri() const { return redirectTarget_->origin() + QStringLiteral("/callback"); }

    void answer(const Request& request, const std::shared_ptr<Responder>& responder)
    {
        seen_ += request.path;
        if (request.path == QLatin1String("/done"))
            return responder->send(
                {.status = 302, .headers = {{"Location", redirectUri().toLatin1() + "?code=a%2Fb&state=s"}}});
        if (request.path == QLatin1String("/long"))
            return responder->send(
                {.status = 302,
                 .headers = {{"Location", redirectUri().toLatin1() + "?code=" + QByteArray(9000, 'x')}}});
        if (request.path == QLatin1String("/away"))
            return responder->send({.status = 302, .headers = {{"Location", elsewhere_->origin().toLatin1() + "/"}}});
        if (request.path == QLatin1String("/file"))
            return responder->send({.contentType = "application/octet-stream",
                                    .body = "x",
                                    .headers = {{"Content-Disposition", "attachment; filename=x.bin"}}});
        if (request.path == QLatin1String("/password"))
            return responder->send({.status = 401, .headers = {{"WWW-Authenticate", "Basic realm=\"x\""}}});
        if (request.path == QLatin1String("/endless")) {
            responder->begin({.contentType = "text/html; charset=utf-8", .body = page_});
            unfinished_.push_back(responder);
            return;
        }
        if (request.path == QLatin1String("/quiet")) return responder->send({.status = 204, .contentType = {}});
        responder->send({.contentType = "text/html; charset=utf-8", .body = page_});
    }

    QJsonObject request(const QString& authorizationUrl) const
    {
        return {{QStringLiteral("authorizationUrl"), authorizationUrl},
                {QStringLiteral("redirectUri"), redirectUri()},
                {QStringLiteral("allowedOrigins"),
                 QJsonArray{QUrl(authorizationUrl).adjusted(QUrl::RemovePath | QUrl::RemoveQuery).toString()}},
                {QStringLiteral("language"), QStringLiteral("en")},
                {QStringLiteral("theme"), QStringLiteral("light")},
                {QStringLiteral("organisation"), QStringLiteral("Example Corporation")},
                {QStringLiteral("demo"), false},
                {QStringLiteral("timeoutSeconds"), 300}};
    }
    void open(const QJsonObject& fields, const std::function<void(QProcess&)>& prepare = {})
    {
        window_ = std::make_unique<QProcess>();
        output_.clear();
        window_->setProgram(signInProgram());
        window_->setStandardErrorFile(QProcess::nullDevice());
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("HOME"), personHome_.path()); // writable, so that what is written is seen
        window_->setProcessEnvironment(environment);
        if (prepare) prepare(*window_);
        connect(window_.get(), &QProcess::readyReadStandardOutput, this,
                [this] { output_ += window_->readAllStandardOutput(); });
        window_->start();
        QVERIFY(window_->waitForStarted());
        window_->write(QJsonDocument(fields).toJson(QJsonDocument::Compact) + '\n');
        window_->closeWriteChannel();
    }
    void openPage(const QByteArray& html)
    {
        page_ = "<!doctype html><title>Sign in</title>" + html;
        open(request(origin() + QStringLiteral("/login")));
    }
    bool ended() const { return window_->state() == QProcess::NotRunning; }
    /// Ends a page's script: goes on to the redirect, so that the test sees that the window still works.
    static QByteArray thenDone() { return "setTimeout(() => { location = '/done'; }, 300);"; }
    void expectRedirect()
    {
        QTRY_VERIFY_WITH_TIMEOUT(ended(), patience);
        output_ += window_->readAllStandardOutput();
        QCOMPARE(output_, QByteArray("{\"redirect\":\"") + redirectUri().toLatin1() + "?code=a%2Fb&state=s\"}\n");
        QCOMPARE(window_->exitStatus(), QProcess::NormalExit);
        QCOMPARE(window_->exitCode(), 0);
        QCOMPARE(redirectTarget_->visitors, 0);
        QCOMPARE(elsewhere_->visitors, 0);
    }
    void expectOutcome(const char* outcome, const char* detail, int exitCode)
    {
        QTRY_VERIFY_WITH_TIMEOUT(ended(), patience);
        output_ += window_->readAllStandardOutput();
        const auto line = QJsonDocument::fromJson(output_).object();
        QCOMPARE(line.value(QLatin1String("outcome")).toString(), QString::fromLatin1(outcome));
        QCOMPARE(line.value(QLatin1String("detail")).toString(), QString::fromLatin1(detail));
        QVERIFY(!line.contains(QLatin1String("redirect")));
        QVERIFY(output_.endsWith('\n') && output_.size() <= app::signin::rules::maxAnswerBytes);
        QCOMPARE(window_->exitCode(), exitCode);
    }
    /// What a person at the keyboard does, once a window with this title is there. False: not yet, try again.
    static bool press(const char* title, const QStringList& keys)
    {
        QProcess tool;
        tool.start(QStringLiteral("xdotool"),
                   QStringList{QStringLiteral("search"), QStringLiteral("--onlyvisible"), QStringLiteral("--name"),
                               QString::fromLatin1(title), QStringLiteral("windowfocus")} +
                       keys);
        return tool.waitForFinished(5000) && tool.exitCode() == 0;
    }
    /// xdotool may lose the window it is about to release the key in, so what counts is that the process ended.
    void pressUntilItEnds(const char* title, const QString& key)
    {
        QTRY_VERIFY_WITH_TIMEOUT(ended() || (press(title, {QStringLiteral("key"), key}), ended()), patience);
    }
    static constexpr const char* usualTitle = "^Sign in to Example Corporation$";
    static constexpr const char* blockedTitle = "^Sign in to Example Corporation: page not shown$";
    static bool haveKeyboard() { return !QStandardPaths::findExecutable(QStringLiteral("xdotool")).isEmpty(); }
    QStringList filesAtHome() const
    {
        QStringList files;
        for (const auto& root :
             {personHome_.path(), qEnvironmentVariable("XDG_CACHE_HOME"), qEnvironmentVariable("XDG_CONFIG_HOME"),
              qEnvironmentVariable("XDG_DATA_HOME"), qEnvironmentVariable("XDG_RUNTIME_DIR")}) {
            QDirIterator all(root, QDir::Files | QDir::Hidden | QDir::System, QDirIterator::Subdirectories);
            while (all.hasNext())
                files += all.next();
        }
        files.sort();
        return files;
    }

private Q_SLOTS:
    void init()
    {
        seen_.clear();
        redirectTarget_ = std::make_unique<Trap>();
        elsewhere_ = std::make_unique<Trap>();
        auto server = HttpServer::listen(
            0, {}, &context_, [this](const Request& asked, const auto& responder) { answer(asked, responder); });
        QVERIFY(server);
        server_ = std::move(*server);
    }
    void cleanup()
    {
        if (window_ && !ended()) {
            window_->kill();
            window_->waitForFinished();
        }
        window_.reset();
        unfinished_.clear();
        server_.reset();
    }

    void handsOverTheRedirectAndLeavesNothingOnDisk()
    {
        const auto before = filesAtHome();
        openPage("<script>document.cookie = 'a=1; max-age=9999'; localStorage.x = 'y'; location = '/done';</script>");
        expectRedirect();
        QCOMPARE(filesAtHome(), before);
    }
    void aPersonTypesAndSubmits()
    {
        if (!haveKeyboard()) QSKIP("skipped: xdotool is missing");
        openPage("<body onload=\"fetch('/quiet')\"><form action=/done><input name=user "
                 "autofocus><button>Go</button></form>");
        QTRY_VERIFY_WITH_TIMEOUT(seen_.contains(QStringLiteral("/quiet")), patience);
        QTRY_VERIFY_WITH_TIMEOUT(press(usualTitle, {QStringLiteral("type"), QStringLiteral("asan")}), patience);
        QTRY_VERIFY_WITH_TIMEOUT(press(usualTitle, {QStringLiteral("key"), QStringLiteral("Return")}), patience);
        expectRedirect();
    }
    void escapeClosesAlsoWithTheFocusInThePage()
    {
        if (!haveKeyboard()) QSKIP("skipped: xdotool is missing");
        openPage("<body onload=\"fetch('/quiet')\"><input autofocus onkeydown=\"event.stopPropagation(); "
                 "event.preventDefault()\">");
        QTRY_VERIFY_WITH_TIMEOUT(seen_.contains(QStringLiteral("/quiet")), patience);
        pressUntilItEnds(usualTitle, QStringLiteral("Escape"));
        expectOutcome("closed", "", 10);
    }
    void itsTimeRunsOut()
    {
        page_ = "<p>nobody is here";
        auto fields = request(origin() + QStringLiteral("/login"));
        fields.insert(QStringLiteral("timeoutSeconds"), 1);
        open(fields);
        expectOutcome("timeout", "", 11);
    }

    /// Each page tries something and then goes on as if nothing had happened: the sign-in must still end well, and
    /// nobody may have come to the two addresses that are not its own.
    void staysWhereItBelongs_data()
    {
        QTest::addColumn<QByteArray>("attempt");
        QTest::newRow("going to another port of this machine") << QByteArray("location = ELSEWHERE;");
        QTest::newRow("a redirect to another port") << QByteArray("location = '/away';");
        QTest::newRow("a frame of another port") << QByteArray("add('iframe', ELSEWHERE);");
        QTest::newRow("a frame of the redirect") << QByteArray("add('iframe', REDIRECT);");
        QTest::newRow("a picture of another port") << QByteArray("add('img', ELSEWHERE + '/x.png');");
        QTest::newRow("a script of another port") << QByteArray("add('script', ELSEWHERE + '/x.js');");
        QTest::newRow("a request to another port") << QByteArray("fetch(ELSEWHERE, {mode: 'no-cors'}).catch(() => 0);");
        QTest::newRow("a request to the redirect") << QByteArray("fetch(REDIRECT, {mode: 'no-cors'}).catch(() => 0);");
        QTest::newRow("a web socket to another port")
            << QByteArray("try { new WebSocket(ELSEWHERE.replace('http', 'ws')); } catch (e) {}");
        QTest::newRow("a beacon to another port") << QByteArray("navigator.sendBeacon(ELSEWHERE, 'x');");
        QTest::newRow("a file of this machine") << QByteArray("location = 'file:///etc/passwd';");
        QTest::newRow("a program of this machine") << QByteArray("location = 'mailto:a@b';");
        QTest::newRow("a window of its own") << QByteArray("open(ELSEWHERE);");
        QTest::newRow("an empty window") << QByteArray("open('about:blank');");
        QTest::newRow("a page made of data in its place") << QByteArray("location = 'data:text/html,<h1>Password?';");
        QTest::newRow("a download") << QByteArray("location = '/file';");
        QTest::newRow("a dialog") << QByteArray("alert('x'); confirm('x'); prompt('x');");
        QTest::newRow("a password outside of the page") << QByteArray("fetch('/password').catch(() => 0);");
        QTest::newRow("the camera") << QByteArray(
            "navigator.mediaDevices && navigator.mediaDevices.getUserMedia({video: true}).catch(() => 0);");
        QTest::newRow("the whole screen") << QByteArray("document.documentElement.requestFullscreen().catch(() => 0);");
        QTest::newRow("closing itself") << QByteArray("close();");
        QTest::newRow("another scheme's handler")
            << QByteArray("try { navigator.registerProtocolHandler('mailto', '/x?%s'); } catch (e) {}");
    }
    void staysWhereItBelongs()
    {
        QFETCH(const QByteArray, attempt);
        const auto before = filesAtHome();
        QByteArray html =
            "<body><script>const ELSEWHERE = '" + elsewhere_->origin().toLatin1() + "', REDIRECT = '" +
            redirectUri().toLatin1() +
            "?code=stolen';"
            "function add(tag, src) { const e = document.createElement(tag); e.src = src; document.body.append(e); }"
            "onload = () => {" +
            thenDone() + attempt + "};</script>";
        openPage(html);
        expectRedirect();
        QCOMPARE(filesAtHome(), before);
    }
    void callsOfThePageSendNothingToOtherPortsByUdp()
    {
        QUdpSocket stun;
        QVERIFY(stun.bind(QHostAddress(QHostAddress::LocalHost)));
        openPage(
            "<script>onload = () => { const call = new RTCPeerConnection({iceServers: [{urls: 'stun:127.0.0.1:" +
            QByteArray::number(stun.localPort()) +
            "'}]}); call.createDataChannel('x');"
            "call.onicegatheringstatechange = () => { if (call.iceGatheringState == 'complete') location = '/done'; };"
            "call.createOffer().then(offer => call.setLocalDescription(offer)); };</script>");
        QTRY_VERIFY_WITH_TIMEOUT(ended(), patience);
        QCOMPARE(window_->exitCode(), 0);
        QVERIFY(!stun.hasPendingDatagrams());
    }
    void aLinkForANewWindowOpensInside()
    {
        openPage("<script>open('/done');</script>");
        expectRedirect();
    }
    // The engine names the address of a page that is asked for before there is an answer. Beside that name the page of
    // before must neither be seen nor get what is typed.
    void thePageOfBeforeIsGoneWhileAnotherIsAwaited()
    {
        if (!haveKeyboard()) QSKIP("skipped: xdotool is missing");
        const Silence silence;
        page_ = "<!doctype html><title>Sign in</title><body onload=\"fetch('/quiet')\"><script>"
                "onkeydown = event => { if (event.key == 'o') open('" +
                silence.origin().toLatin1() +
                "/'); else fetch('/typed-' + event.key); };"
                "document.onvisibilitychange = () => fetch('/' + document.visibilityState);"
                "setInterval(() => fetch('/alive'), 100);</script>";
        auto fields = request(origin() + QStringLiteral("/login"));
        fields.insert(QStringLiteral("allowedOrigins"), QJsonArray{origin(), silence.origin()});
        open(fields);
        QTRY_VERIFY_WITH_TIMEOUT(seen_.contains(QStringLiteral("/quiet")), patience);
        QTRY_VERIFY_WITH_TIMEOUT(press(usualTitle, {QStringLiteral("key"), QStringLiteral("a")}) &&
                                     seen_.contains(QStringLiteral("/typed-a")),
                                 patience);
        QTRY_VERIFY_WITH_TIMEOUT(
            silence.visitors > 0 || (press(usualTitle, {QStringLiteral("key"), QStringLiteral("o")}), false), patience);
        QTRY_VERIFY_WITH_TIMEOUT(seen_.contains(QStringLiteral("/hidden")), patience);
        seen_.clear();
        QVERIFY(press(usualTitle, {QStringLiteral("key"), QStringLiteral("b"), QStringLiteral("c")}));
        QTRY_VERIFY_WITH_TIMEOUT(seen_.count(QStringLiteral("/alive")) > 3, patience);
        // Words about the keys of before may still come in: each page that was told says which key it was.
        QVERIFY(!seen_.contains(QStringLiteral("/typed-b")));
        QVERIFY(!seen_.contains(QStringLiteral("/typed-c")));
        QVERIFY(!seen_.contains(QStringLiteral("/visible")));
        pressUntilItEnds(usualTitle, QStringLiteral("Escape"));
        expectOutcome("closed", "", 10);
    }
    void aPageIsThereAsSoonAsItBegins()
    {
        if (!haveKeyboard()) QSKIP("skipped: xdotool is missing");
        page_ =
            "<!doctype html><title>Sign in</title><script>onkeydown = () => { location = '/done'; };</script><p>and";
        open(request(origin() + QStringLiteral("/endless")));
        QTRY_VERIFY_WITH_TIMEOUT(seen_.contains(QStringLiteral("/endless")), patience);
        pressUntilItEnds(usualTitle, QStringLiteral("Return"));
        expectRedirect();
    }
    void whatCameToNothingLeavesThePageThere()
    {
        if (!haveKeyboard()) QSKIP("skipped: xdotool is missing");
        openPage("<body onload=\"open('/quiet')\"><script>onkeydown = () => { location = '/done'; };</script>");
        QTRY_VERIFY_WITH_TIMEOUT(seen_.contains(QStringLiteral("/quiet")), patience);
        pressUntilItEnds(usualTitle, QStringLiteral("Return"));
        expectRedirect();
    }
    void aRedirectThatIsTooLongIsNotHandedOver()
    {
        openPage("<script>location = '/long';</script>");
        expectOutcome("failed", "redirect-too-long", 13);
        QCOMPARE(redirectTarget_->visitors, 0);
    }
    void aBadCertificateEndsIt()
    {
        if (!haveKeyboard()) QSKIP("skipped: xdotool is missing");
        fakes::Certificates certificates;
        const auto configuration = certificates.server(QStringLiteral("IP:127.0.0.1"));
        if (configuration.isNull()) QSKIP("skipped: the openssl program is missing");
        QSslServer tls;
        tls.setSslConfiguration(configuration);
        QVERIFY(tls.listen(QHostAddress::LocalHost));
        int handshakes = 0;
        QByteArray received;
        connect(&tls, &QSslServer::startedEncryptionHandshake, this, [&](QSslSocket* socket) {
            ++handshakes;
            connect(socket, &QSslSocket::readyRead, socket, [&received, socket] { received += socket->readAll(); });
        });
        open(request(QStringLiteral("https://127.0.0.1:%1/login").arg(tls.serverPort())));
        QTRY_VERIFY_WITH_TIMEOUT(handshakes > 0, patience);
        pressUntilItEnds(blockedTitle, QStringLiteral("Escape"));
        expectOutcome("refused", "certificate", 12);
        QVERIFY2(received.isEmpty(), "no request may follow a bad certificate");
    }
    void aProviderThatIsDownIsAFailure()
    {
        if (!haveKeyboard()) QSKIP("skipped: xdotool is missing");
        const auto address = elsewhere_->origin() + QStringLiteral("/login");
        elsewhere_->server.close();
        open(request(address));
        pressUntilItEnds(blockedTitle, QStringLiteral("Escape"));
        expectOutcome("failed", "load", 13);
    }
    void itsSuddenEndIsSeen()
    {
        openPage("<body onload=\"fetch('/quiet')\">");
        QTRY_VERIFY_WITH_TIMEOUT(seen_.contains(QStringLiteral("/quiet")), patience);
        ::kill(pid_t(window_->processId()), SIGKILL);
        QTRY_VERIFY_WITH_TIMEOUT(ended(), patience);
        QCOMPARE(window_->exitStatus(), QProcess::CrashExit);
        QCOMPARE(output_, QByteArray());
    }
    void endsWithItsParent()
    {
        page_ = "<body onload=\"fetch('/quiet')\">";
        open(request(origin() + QStringLiteral("/login")), [](QProcess& process) {
            process.setProgram(QStringLiteral("sh"));
            process.setArguments(
                {QStringLiteral("-c"), QStringLiteral("exec 3<&0; \"$0\" <&3 3<&- & echo $!; wait"), signInProgram()});
        });
        QTRY_VERIFY_WITH_TIMEOUT(seen_.contains(QStringLiteral("/quiet")), patience);
        const auto window = pid_t(output_.trimmed().toInt());
        QVERIFY(window > 1 && ::kill(window, 0) == 0);
        ::kill(pid_t(window_->processId()), SIGKILL);
        const auto gone = [window] {
            QFile stat(QStringLiteral("/proc/%1/stat").arg(window));
            return !stat.open(QIODevice::ReadOnly) || stat.readAll().contains(") Z ");
        };
        QTRY_VERIFY_WITH_TIMEOUT(gone(), patience);
    }
    void keepsNothingItInherited()
    {
        int ends[2] = {-1, -1};
        QCOMPARE(::pipe(ends), 0); // without close-on-exec: a careless parent
        page_ = "<body onload=\"fetch('/quiet')\">";
        open(request(origin() + QStringLiteral("/login")));
        ::close(ends[1]);
        QTRY_VERIFY_WITH_TIMEOUT(seen_.contains(QStringLiteral("/quiet")), patience);
        QCOMPARE(::fcntl(ends[0], F_SETFL, O_NONBLOCK), 0);
        char byte = 0;
        QCOMPARE(::read(ends[0], &byte, 1), ssize_t(0)); // its end is closed although it runs
        ::close(ends[0]);
        QFile limits(QStringLiteral("/proc/%1/limits").arg(window_->processId()));
        QVERIFY(limits.open(QIODevice::ReadOnly));
        QVERIFY(QRegularExpression(QStringLiteral("Max core file size\\s+1\\s+1\\s"))
                    .match(QString::fromLatin1(limits.readAll()))
                    .hasMatch());
        // Every thread is behind the filter that tst_confinement is about, the ones of Qt and of the browser too.
        const QDir threads(QStringLiteral("/proc/%1/task").arg(window_->processId()));
        const auto ids = threads.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        QVERIFY(ids.size() > 1);
        for (const auto& id : ids) {
            QFile status(threads.filePath(id + QStringLiteral("/status")));
            if (!status.open(QIODevice::ReadOnly)) continue; // it has just ended
            const auto lines = status.readAll();
            QVERIFY2(lines.contains("\nSeccomp:\t2\n") && lines.contains("\nNoNewPrivs:\t1\n"), lines.constData());
        }
    }

    void refusesARequestItDoesNotUnderstand_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("not JSON") << QByteArray("hello\n");
        QTest::newRow("too long") << QByteArray(70000, 'x');
    }
    void refusesARequestItDoesNotUnderstand()
    {
        QFETCH(const QByteArray, line);
        window_ = std::make_unique<QProcess>();
        output_.clear();
        window_->start(signInProgram(), {});
        window_->write(line);
        window_->closeWriteChannel();
        expectOutcome("failed", "request", 13);
    }
    void saysThatThereIsNoDisplay_data()
    {
        QTest::addColumn<QString>("display");
        QTest::newRow("none is named") << QString();
        QTest::newRow("the one named does not answer") << QStringLiteral(":9731");
    }
    void saysThatThereIsNoDisplay()
    {
        QFETCH(const QString, display);
        open(request(origin() + QStringLiteral("/login")), [&display](QProcess& process) {
            auto environment = QProcessEnvironment::systemEnvironment();
            environment.remove(QStringLiteral("WAYLAND_DISPLAY"));
            environment.insert(QStringLiteral("DISPLAY"), display);
            process.setProcessEnvironment(environment);
        });
        expectOutcome("unavailable", "display", 14);
    }
};

int main(int argc, char* argv[])
{
    if (qEnvironmentVariableIsEmpty("DISPLAY")) {
        std::puts("skipped: no display; run it through tests/tools/desktop --display");
        return 0;
    }
    if (::geteuid() == 0 || !userNamespacesWork()) {
        std::puts("skipped: Chromium's sandbox needs user namespaces and a user who is not root");
        return 0;
    }
    QCoreApplication application(argc, argv);
    TestSignInProcess test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_sign_in_process.moc"
