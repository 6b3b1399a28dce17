#include "core/settings/settings.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QIODevice>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <sys/stat.h>

using core::Errc;
using core::settings::Key;
using core::settings::Places;
using core::settings::Settings;
using core::settings::SignInWay;
using core::settings::Theme;
using core::settings::Values;

class TestSettings : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;
    Places places_;

    static void put(const QString& path, const QByteArray& text)
    {
        QVERIFY(QDir().mkpath(QFileInfo(path).absolutePath()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }
    static QByteArray contents(const QString& path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    [[nodiscard]] QString managedFile() const { return places_.managedFiles.first(); }

private Q_SLOTS:
    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        places_ = Places{{folder_->filePath(QStringLiteral("etc/settings.json")),
                          folder_->filePath(QStringLiteral("etc2/settings.json"))},
                         folder_->filePath(QStringLiteral("home/sekisho/settings.json"))};
    }

    void withoutFilesTheDefaultsCount()
    {
        const auto settings = Settings::open(places_);
        QVERIFY(settings);
        QCOMPARE(settings->values(), Values());
        QVERIFY(!settings->locked(Key::Theme));
        QVERIFY(settings->brokenUserFile().isEmpty());
    }

    void managedOverUserOverDefault()
    {
        put(managedFile(), "{\"theme\": \"light\", \"demo\": {\"enabled\": false}}");
        put(places_.managedFiles.at(1),
            "{\"theme\": \"dark\", \"language\": \"en\"}"); // a name counts where it is first
        put(places_.userFile, "{\"theme\": \"dark\", \"signInWay\": \"system-browser\"}");
        const auto settings = Settings::open(places_);
        QVERIFY(settings);
        QCOMPARE(settings->values().theme, Theme::Light);
        QCOMPARE(settings->values().signInWay, SignInWay::SystemBrowser);
        QCOMPARE(settings->values().language, QStringLiteral("en"));
        QVERIFY(!settings->values().demoEnabled);
        QVERIFY(settings->locked(Key::Theme) && settings->locked(Key::DemoEnabled) && settings->locked(Key::Language));
        QCOMPARE(Values().signInWay, std::nullopt); // who said nothing has not chosen one
        QVERIFY(!settings->locked(Key::SignInWay));
        QVERIFY(settings->values().desktopNotifications && !settings->locked(Key::DesktopNotifications));
    }

    void eachManagedFileMustBeSound()
    {
        put(managedFile(), "{\"theme\": \"light\"}");
        put(places_.managedFiles.at(1), "{\"theme\": \"pink\"}");
        const auto settings = Settings::open(places_);
        QVERIFY(!settings.has_value());
        QCOMPARE(settings.error().subject, places_.managedFiles.at(1) + QStringLiteral(":1"));
    }

    void whatWasChangedIsThereAgain()
    {
        Values wanted;
        wanted.language = QStringLiteral("ja");
        wanted.theme = Theme::Dark;
        wanted.signInWay = SignInWay::SystemBrowser;
        wanted.demoEnabled = false;
        wanted.desktopNotifications = false;
        wanted.organisation = {QStringLiteral("https://login.example.com"), QStringLiteral("sekisho"),
                               QStringLiteral("https://api.example.com"), QStringLiteral("例")};
        wanted.endpoints = {
            {core::EndpointId(QStringLiteral("one")), QStringLiteral("One"),
             core::settings::ModelProtocol::AnthropicMessages, QUrl(QStringLiteral("https://api.example.com/v1")),
             QStringLiteral("model-1")},
            {core::EndpointId(QStringLiteral("two")), QString(), core::settings::ModelProtocol::ChatCompletions,
             QUrl(QStringLiteral("http://127.0.0.1:11434/v1")), QStringLiteral("model-2"), QStringLiteral("ollama")}};
        auto settings = Settings::open(places_);
        QVERIFY(settings->change(wanted));
        QCOMPARE(settings->values(), wanted);
        const auto again = Settings::open(places_);
        QVERIFY2(again->brokenUserFile().isEmpty(), "what was written cannot be read");
        QCOMPARE(again->values(), wanted);
    }

    void onlyTheOwnerMayReadIt()
    {
        auto settings = Settings::open(places_);
        QVERIFY(settings->change({.language = QStringLiteral("ja")}));
        struct stat status{};
        QCOMPARE(::stat(QFile::encodeName(places_.userFile).constData(), &status), 0);
        QCOMPARE(status.st_mode & 0777U, 0600U);
        QCOMPARE(::stat(QFile::encodeName(QFileInfo(places_.userFile).absolutePath()).constData(), &status), 0);
        QCOMPARE(status.st_mode & 0777U, 0700U);
    }

    void aLockedSettingCannotBeChanged()
    {
        put(managedFile(), "{\"theme\": \"light\"}");
        put(places_.userFile, "{\"theme\": \"dark\"}");
        auto settings = Settings::open(places_);
        auto wanted = settings->values();
        wanted.theme = Theme::Dark;
        const auto outcome = settings->change(wanted);
        QCOMPARE(outcome.error().code, Errc::Refused);
        QCOMPARE(outcome.error().subject, QStringLiteral("theme"));
        QCOMPARE(settings->values().theme, Theme::Light);
        wanted.theme = Theme::Light;
        wanted.language = QStringLiteral("ja");
        QVERIFY(settings->change(wanted));
        QVERIFY2(contents(places_.userFile).contains("dark"), "the person's own choice is kept");
    }

    void brokenFiles_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("line");
        QTest::newRow("no JSON") << QByteArray("{\n\"theme\": dark\n}") << 2;
        QTest::newRow("an end in the middle") << QByteArray("{\n\n\"theme\"") << 3;
        QTest::newRow("empty") << QByteArray() << 1;
        QTest::newRow("a list") << QByteArray("[]") << 1;
        QTest::newRow("an unknown name") << QByteArray("{\n\"theme\": \"dark\",\n\"them\": \"dark\"\n}") << 3;
        QTest::newRow("the same name twice") << QByteArray("{\"theme\": \"dark\",\n\"theme\": \"light\"}") << 2;
        QTest::newRow("a name twice, once escaped")
            << QByteArray("{\"theme\": \"dark\",\n\"\\u0074heme\": \"light\"}") << 2;
        QTest::newRow("a theme that is none") << QByteArray("{\n\n\n\"theme\": \"pink\"}") << 4;
        QTest::newRow("a theme that is a number") << QByteArray("{\"theme\": 1}") << 1;
        QTest::newRow("a language that is not there") << QByteArray("{\"language\": \"fr\"}") << 1;
        QTest::newRow("demo as a bare word") << QByteArray("{\"demo\": false}") << 1;
        QTest::newRow("notifications as a word") << QByteArray("{\"desktopNotifications\": \"no\"}") << 1;
        QTest::newRow("an issuer without TLS")
            << QByteArray("{\"organisation\": {\n\"issuer\": \"http://login.example.com\",\n\"clientId\": \"a\"}}")
            << 2;
        QTest::newRow("no client id") << QByteArray("{\n\"organisation\": {\"issuer\": \"https://a.example\"}}") << 2;
        QTest::newRow("a client secret")
            << QByteArray("{\"organisation\": {\"issuer\": \"https://a.example\", \"clientId\": \"a\",\n"
                          "\"clientSecret\": \"s\"}}")
            << 2;
        QTest::newRow("a key in a model") << QByteArray("{\"endpoints\": [{\"id\": \"a\", \"protocol\": "
                                                        "\"chat-completions\",\n\"baseUrl\": \"https://a.example\", "
                                                        "\"model\": \"m\",\n\"apiKey\": \"k\"}]}")
                                          << 3;
        QTest::newRow("a password in a model's address")
            << QByteArray("{\"endpoints\": [{\"id\": \"a\", \"protocol\": \"chat-completions\",\n\"baseUrl\": "
                          "\"https://user:password@a.example\", \"model\": \"m\"}]}")
            << 2;
        QTest::newRow("a key behind the version in a model's query")
            << QByteArray("{\"endpoints\": [{\"id\": \"a\", \"protocol\": \"chat-completions\",\n\"baseUrl\": "
                          "\"https://a.example/?api-version=1&key=1\", \"model\": \"m\"}]}")
            << 2;
        QTest::newRow("a query in an issuer")
            << QByteArray("{\"organisation\": {\n\"issuer\": \"https://a.example?api-version=1\",\n\"clientId\": "
                          "\"a\"}}")
            << 2;
        QTest::newRow("a key in a model's query")
            << QByteArray("{\"endpoints\": [{\"id\": \"a\", \"protocol\": \"chat-completions\",\n\"baseUrl\": "
                          "\"https://a.example/?key=1\", \"model\": \"m\"}]}")
            << 2;
        for (const auto* account : {"\"\"", "\" \"", "998", "[\"ollama\"]"})
            QTest::addRow("a server's account that is %s", account)
                << QByteArray("{\"endpoints\": [{\"id\": \"a\", \"protocol\": \"chat-completions\", \"baseUrl\": "
                              "\"http://127.0.0.1:11434/v1\", \"model\": \"m\",\n\"serverUser\": ") +
                       account + "}]}"
                << 2;
        QTest::newRow("the second model has a file's address")
            << QByteArray("{\"endpoints\": [\n{\"id\": \"a\", \"protocol\": \"chat-completions\", \"baseUrl\": "
                          "\"https://a.example\", \"model\": \"m\"},\n{\"id\": \"b\", \"protocol\": "
                          "\"chat-completions\", \"baseUrl\": \"file:///etc\", \"model\": \"m\"}]}")
            << 3;
        QTest::newRow("two models with one id")
            << QByteArray("{\"endpoints\": [\n{\"id\": \"a\", \"protocol\": \"chat-completions\", \"baseUrl\": "
                          "\"https://a.example\", \"model\": \"m\"},\n{\"id\": \"a\", \"protocol\": "
                          "\"chat-completions\", \"baseUrl\": \"https://b.example\", \"model\": \"m\"}]}")
            << 3;
    }
    void brokenFiles()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, line);
        put(managedFile(), text);
        const auto managed = Settings::open(places_);
        QCOMPARE(managed.has_value(), false);
        QCOMPARE(managed.error().code, Errc::InvalidArgument);
        QCOMPARE(managed.error().subject, managedFile() + QLatin1Char(':') + QString::number(line));

        QVERIFY(QFile::remove(managedFile()));
        put(places_.userFile, text);
        auto user = Settings::open(places_);
        QVERIFY(user);
        QCOMPARE(user->values(), Values());
        QVERIFY(user->brokenUserFile().startsWith(places_.userFile + QStringLiteral(".broken-")));
        QCOMPARE(contents(user->brokenUserFile()), text);
        QVERIFY(!QFile::exists(places_.userFile));
        QVERIFY(user->change({.language = QStringLiteral("ja")}));
        QVERIFY(Settings::open(places_)->brokenUserFile().isEmpty());
    }

    void severalBrokenFilesAreAllKept()
    {
        put(places_.userFile, "one");
        const auto first = Settings::open(places_)->brokenUserFile();
        put(places_.userFile, "two");
        const auto second = Settings::open(places_)->brokenUserFile();
        QVERIFY(first != second);
        QCOMPARE(contents(first), QByteArray("one"));
        QCOMPARE(contents(second), QByteArray("two"));
    }

    void aValueOutOfRangeIsRefusedAndNothingIsWritten()
    {
        auto settings = Settings::open(places_);
        const auto outcome = settings->change({.language = QStringLiteral("fr")});
        QCOMPARE(outcome.error().code, Errc::InvalidArgument);
        QCOMPARE(outcome.error().subject, QStringLiteral("language"));
        QVERIFY(!QFile::exists(places_.userFile));
        QCOMPARE(settings->values(), Values());
    }

    void aFolderThatCannotBeMadeIsDiskFull()
    {
        put(folder_->filePath(QStringLiteral("home")), "a file is in the way");
        auto settings = Settings::open(places_);
        QCOMPARE(settings->change({.language = QStringLiteral("ja")}).error().code, Errc::DiskFull);
        QCOMPARE(settings->values(), Values());
    }

    void aManagedLinkThatLeadsNowhereIsNoSettings()
    {
        QVERIFY(QDir().mkpath(folder_->filePath(QStringLiteral("etc"))));
        QVERIFY(QFile::link(folder_->filePath(QStringLiteral("gone")), managedFile()));
        const auto settings = Settings::open(places_);
        QVERIFY(!settings.has_value());
        QCOMPARE(settings.error().code, Errc::InvalidArgument);
        QVERIFY2(settings.error().subject.startsWith(managedFile() + QStringLiteral(": ")),
                 qPrintable(settings.error().subject));
    }

    void places()
    {
        qputenv("XDG_CONFIG_DIRS", "/one:relative:/two");
        qputenv("XDG_CONFIG_HOME", "/home/somebody/.config");
        QCOMPARE(
            core::settings::systemPlaces().managedFiles,
            (QStringList{QStringLiteral("/etc/xdg/sekisho/settings.json"), QStringLiteral("/one/sekisho/settings.json"),
                         QStringLiteral("/two/sekisho/settings.json")}));
        QCOMPARE(core::settings::systemPlaces().userFile,
                 QStringLiteral("/home/somebody/.config/sekisho/settings.json"));
        qputenv("XDG_CONFIG_HOME", "relative");
        QCOMPARE(core::settings::systemPlaces().userFile,
                 QDir::homePath() + QStringLiteral("/.config/sekisho/settings.json"));
    }
};

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
