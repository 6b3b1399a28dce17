#include "core/session/preferences.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace core;
using session::ChosenPreferences;
using settings::Places;
using settings::Settings;

/// What is chosen in the window, from there to the file and back.
class TestPreferences : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    Places places() const
    {
        return {{folder_.filePath(QStringLiteral("managed.json"))},
                folder_.filePath(QStringLiteral("home/settings.json"))};
    }

private Q_SLOTS:
    void whatIsChosenIsThereInTheNextRun()
    {
        auto settings = Settings::open(places());
        QVERIFY(settings);
        ChosenPreferences preferences(*settings);
        auto view = preferences.preferences();
        QVERIFY(view.desktopNotifications);
        QVERIFY(view.managed.isEmpty());
        view.theme = interfaces::Theme::Dark;
        view.signInWay = interfaces::SignInWay::SystemBrowser;
        view.desktopNotifications = false;
        QSignalSpy changed(&preferences, &interfaces::Preferences::changed);
        preferences.setPreferences(view);
        QCOMPARE(changed.size(), 1);
        auto again = Settings::open(places());
        QVERIFY(again);
        const auto read = ChosenPreferences(*again).preferences();
        QVERIFY(read.theme == view.theme && read.signInWay == view.signInWay);
        QVERIFY(!read.desktopNotifications);
    }

    void whatIsFixedIsNamed()
    {
        QFile file(places().managedFiles.first());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"desktopNotifications\": false}");
        file.close();
        auto settings = Settings::open(places());
        QVERIFY(settings);
        const auto view = ChosenPreferences(*settings).preferences();
        QCOMPARE(view.managed, QStringList{QStringLiteral("desktopNotifications")});
        QVERIFY(!view.desktopNotifications);
    }
};

QTEST_GUILESS_MAIN(TestPreferences)
#include "tst_preferences.moc"
