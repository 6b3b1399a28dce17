#include "tests/ui/stage.h"

#include <QtGui/QClipboard>
#include <QtWidgets/QApplication>
#include <QtWidgets/QRadioButton>

using namespace core::interfaces;
using core::Errc;

namespace {

const QString issuer = QStringLiteral("https://id.example.com");
const QString client = QStringLiteral("sekisho");

void openForm(Stage& stage)
{
    stage.open();
    QVERIFY(stage.press("welcomeOrganisation"));
    QVERIFY(stage.type("issuerField", issuer));
    QVERIFY(stage.type("clientIdField", client));
}

const QString localAddress = QStringLiteral("http://127.0.0.1:11434/v1");

/// The model page with a server on this machine typed in.
void openLocalModelForm(Stage& stage)
{
    stage.app.addAccount(stage.app.employee());
    stage.open();
    QVERIFY(stage.press("provider3"));
    QVERIFY(stage.type("modelAddress", localAddress));
    QVERIFY(stage.type("modelName", QStringLiteral("llama3")));
    QVERIFY(stage.type("modelKey", QStringLiteral("sk-local")));
}

/// A server that a system account runs, or, without a name, another person.
EndpointCheck foreignServer(const QString& account)
{
    EndpointCheck check;
    check.wrongField = EndpointField::BaseUrl;
    check.error = core::Error{Errc::ForeignServer, {}, QStringLiteral("127.0.0.1:11434"), {}};
    check.serverUser = account;
    return check;
}

QAbstractButton* problemButton(const Stage& stage)
{
    return stage.find("modelProblem")->findChild<QAbstractButton*>(QStringLiteral("bannerAction"));
}

QString noteOf(const Stage& stage, const char* field)
{
    return stage.find<QLineEdit>(field)->accessibleDescription();
}

} // namespace

/// The first run as a person meets it, against the offline twin.
class TestFirstRun : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theDemoLeadsToAConversation()
    {
        Stage stage;
        stage.open();
        QVERIFY(stage.visible("welcomeDemo"));
        QVERIFY(!stage.visible("accountSwitcher"));
        QVERIFY(stage.press("welcomeDemo"));
        QCOMPARE(stage.app.signIn().targets.size(), 1);
        QVERIFY(stage.app.signIn().targets[0].demo);
        QVERIFY(stage.visible("modelTitle"));
        QVERIFY(stage.press("useDemoModel"));
        QVERIFY(stage.visible("composer"));
        QVERIFY(stage.visible("badgeDemo"));
        QCOMPARE(stage.find<QLabel>("badgeName")->text(), stage.app.asan().name);
    }
    void anIssuerNobodyConfiguredOpensInTheSystemBrowser()
    {
        Stage stage;
        openForm(stage);
        QVERIFY(stage.find<QRadioButton>("wayBrowser")->isChecked());
        QVERIFY(!stage.visible("wayAutomatic"));
        QVERIFY(stage.press("signInButton"));
        QVERIFY(stage.app.signIn().targets.last().way == SignInWay::SystemBrowser);
    }
    void theFormBeginsWithTheOrganisationThatIsKnown()
    {
        Stage stage;
        stage.app.signIn().known = OrganisationInput{issuer, client, {}, {}};
        stage.open();
        QVERIFY(stage.press("welcomeOrganisation"));
        QCOMPARE(stage.find<QLineEdit>("issuerField")->text(), issuer);
        QCOMPARE(stage.find<QLineEdit>("clientIdField")->text(), client);
        const auto other = QStringLiteral("https://other.example");
        QVERIFY(stage.type("issuerField", other)); // what somebody typed stays
        QVERIFY(stage.press("organisationBack"));
        QVERIFY(stage.press("welcomeOrganisation"));
        QCOMPARE(stage.find<QLineEdit>("issuerField")->text(), other);
    }
    void whatAnAdministratorConfiguredOpensInTheWindow()
    {
        Stage stage;
        stage.app.signIn().managed = OrganisationInput{issuer, client, {}, {}};
        stage.open();
        QVERIFY(stage.press("welcomeOrganisation"));
        QVERIFY(stage.find<QRadioButton>("wayWindow")->isChecked());
    }
    void whatStandsBelowAPageIsInLineWithIt()
    {
        Stage stage;
        openForm(stage);
        const auto left = [&](const QWidget* widget) { return widget->mapTo(stage.window.get(), QPoint(0, 0)).x(); };
        for (const int height : {1000, 560}) { // without and with a scroll bar
            stage.window->resize(1160, height);
            Stage::settle();
            const QWidget* card = stage.find("issuerField");
            while (card && !card->inherits("ui::theme::Card"))
                card = card->parentWidget();
            QVERIFY(card);
            QCOMPARE(left(stage.find("testConnection")), left(card));
        }
    }
    void theOrganisationIsTestedBeforeTheSignIn()
    {
        Stage stage;
        stage.app.signIn().nextPerson = stage.app.employee();
        openForm(stage);
        QVERIFY(stage.type("audienceField", QStringLiteral("https://api.example.com")));
        QVERIFY(stage.press("wayBrowser"));
        QVERIFY(stage.press("signInButton"));
        QCOMPARE(stage.app.signIn().targets.size(), 1);
        const SignInTarget target = stage.app.signIn().targets[0];
        QCOMPARE(target.organisation,
                 (OrganisationInput{issuer, client, QStringLiteral("https://api.example.com"), {}}));
        QVERIFY(target.way == SignInWay::SystemBrowser);
        QVERIFY(!target.demo);
        QVERIFY(!target.thisRunOnly);
        QVERIFY(stage.press("confirmGoOn"));
        QVERIFY(stage.visible("modelTitle"));
    }
    void whomTheBrowserCameBackAsIsAskedBeforeItIsUsed_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("title");
        QTest::newRow("en") << QStringLiteral("en") << QStringLiteral("Signed in as Hana Sato");
        QTest::newRow("ja") << QStringLiteral("ja") << QStringLiteral("佐藤 花さんとしてサインインしました");
    }
    void whomTheBrowserCameBackAsIsAskedBeforeItIsUsed()
    {
        QFETCH(QString, language);
        QFETCH(QString, title);
        Stage stage(language);
        stage.app.signIn().nextPerson = stage.app.employee();
        openForm(stage);
        QVERIFY(stage.press("wayBrowser"));
        QVERIFY(stage.press("signInButton"));
        QCOMPARE(stage.find<QLabel>("confirmTitle")->text(), title);
        QVERIFY(stage.find<QLabel>("confirmLogin")->text().contains(stage.app.employee().login));
        QCOMPARE(stage.find<QLabel>("confirmIssuer")->text(), stage.app.employee().issuer);
        QVERIFY(stage.find("confirmNotMe")->hasFocus()); // Enter must not say yes
        QVERIFY(stage.app.accounts().list.isEmpty());
        QVERIFY(!stage.visible("modelTitle") && !stage.visible("composer"));

        QVERIFY(stage.press("confirmNotMe"));
        QVERIFY(stage.visible("issuerField"));
        QCOMPARE(stage.find<QLineEdit>("issuerField")->text(), issuer);
        QCOMPARE(stage.problemText(), QString()); // the person's own doing
        QVERIFY(stage.app.accounts().list.isEmpty());

        QVERIFY(stage.press("signInButton"));
        stage.key(Qt::Key_Escape);
        QVERIFY(stage.visible("issuerField"));
        QVERIFY(stage.app.accounts().list.isEmpty());

        QVERIFY(stage.press("signInButton"));
        QVERIFY(stage.press("confirmGoOn"));
        QVERIFY(stage.visible("modelTitle"));
        QCOMPARE(stage.app.accounts().current(), stage.app.employee().id);
    }
    void emptyFieldsAreNamedWithoutAskingAnybody()
    {
        Stage stage;
        stage.open();
        QVERIFY(stage.press("welcomeOrganisation"));
        QVERIFY(stage.press("testConnection"));
        QVERIFY(noteOf(stage, "issuerField").contains(QStringLiteral("https://")));
        QVERIFY(!noteOf(stage, "clientIdField").isEmpty());
        QVERIFY(stage.find<QLineEdit>("issuerField")->hasFocus());
        QVERIFY(stage.app.signIn().stops.isEmpty());
    }
    void theWrongFieldIsNamedBesideIt_data()
    {
        QTest::addColumn<int>("field");
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("issuer") << static_cast<int>(OrganisationField::Issuer) << QByteArray("issuerField");
        QTest::newRow("client ID") << static_cast<int>(OrganisationField::ClientId) << QByteArray("clientIdField");
        QTest::newRow("audience") << static_cast<int>(OrganisationField::Audience) << QByteArray("audienceField");
    }
    void theWrongFieldIsNamedBesideIt()
    {
        QFETCH(int, field);
        QFETCH(QByteArray, name);
        Stage stage;
        openForm(stage);
        ConnectionCheck check;
        check.wrongField = static_cast<OrganisationField>(field);
        check.error = core::Error{Errc::NotJson, {}, QStringLiteral("id.example.com"), {}};
        stage.app.signIn().testing.next = check;
        QVERIFY(stage.press("signInButton"));
        QVERIFY(noteOf(stage, name.constData()).contains(QStringLiteral("id.example.com")));
        QVERIFY(stage.find<QLineEdit>(name.constData())->hasFocus());
        QVERIFY(stage.app.signIn().targets.isEmpty()); // nothing was started
        QCOMPARE(stage.find<QLineEdit>("issuerField")->text(), issuer);
        // Changing the field takes the reproach away.
        QTest::keyClick(stage.find<QLineEdit>(name.constData()), Qt::Key_X);
        QVERIFY(!noteOf(stage, name.constData()).contains(QStringLiteral("id.example.com")));
    }
    void whoRegistersSekishoFindsTheAddresses_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("copied");
        QTest::newRow("en") << QStringLiteral("en") << QStringLiteral("Copied");
        QTest::newRow("ja") << QStringLiteral("ja") << QStringLiteral("コピーしました");
    }
    void whoRegistersSekishoFindsTheAddresses()
    {
        QFETCH(QString, language);
        QFETCH(QString, copied);
        Stage stage(language);
        stage.open();
        QVERIFY(stage.press("welcomeOrganisation"));
        QVERIFY(!stage.visible("redirectToggle"));
        QVERIFY(stage.type("issuerField", issuer.left(9))); // "https://i", a valid one already
        QVERIFY(stage.visible("redirectToggle"));
        QVERIFY(stage.type("issuerField", QStringLiteral("https://")));
        QVERIFY(!stage.visible("redirectToggle"));
        QVERIFY(stage.type("issuerField", issuer));
        QVERIFY(!stage.visible("redirectAddresses")); // folded away until somebody asks
        stage.window->resize(1160, 560);
        QVERIFY(stage.press("redirectToggle"));
        QVERIFY(!stage.find("redirectCopy")->visibleRegion().isEmpty()); // it comes into view by itself
        auto* shown = stage.find<QPlainTextEdit>("redirectAddresses");
        QVERIFY(shown->isVisible() && shown->isReadOnly() && !shown->accessibleName().isEmpty());
        const auto addresses = stage.app.signIn().redirectAddresses({issuer, {}, {}, {}});
        QCOMPARE(shown->toPlainText(), addresses.join(QLatin1Char('\n')));
        QVERIFY(shown->height() >= 3 * shown->fontMetrics().height());
        QVERIFY(stage.press("redirectCopy"));
        QCOMPARE(QGuiApplication::clipboard()->text(), addresses.join(QLatin1Char('\n')));
        QCOMPARE(stage.find<QAbstractButton>("redirectCopy")->text(), copied);
        QVERIFY(stage.type("issuerField", issuer + QStringLiteral("/other")));
        QVERIFY(stage.find<QAbstractButton>("redirectCopy")->text() != copied);
        QVERIFY(shown->toPlainText() != addresses.join(QLatin1Char('\n')));
        QVERIFY(stage.press("redirectToggle"));
        QVERIFY(!stage.visible("redirectAddresses"));
    }
    void addressesThatAreNotRegisteredAreShown()
    {
        Stage stage;
        openForm(stage);
        QVERIFY(!stage.visible("redirectAddresses"));
        ConnectionCheck check;
        check.wrongField = OrganisationField::ClientId;
        check.error = core::Error{Errc::InvalidArgument, {}, QStringLiteral("redirect_uri"), {}};
        stage.app.signIn().testing.next = check;
        QVERIFY(stage.press("testConnection"));
        QVERIFY(noteOf(stage, "clientIdField").contains(QStringLiteral("redirect addresses")));
        QVERIFY(stage.visible("redirectAddresses"));
    }
    void aGoodConnectionIsSaid()
    {
        Stage stage;
        openForm(stage);
        QVERIFY(stage.press("testConnection"));
        QCOMPARE(stage.bannerText("connectionResult"), QStringLiteral("The connection works."));
        ConnectionCheck check;
        check.pkceAdvertised = false;
        stage.app.signIn().testing.next = check;
        QVERIFY(stage.press("testConnection"));
        QVERIFY(stage.bannerText("connectionResult").contains(QStringLiteral("PKCE")));
    }
    void everyErrorComesBackWithTheInputKept_data()
    {
        QTest::addColumn<int>("code");
        for (int code = 0; code <= static_cast<int>(Errc::Internal); ++code)
            QTest::newRow(core::errcName(static_cast<Errc>(code)).toLatin1().constData()) << code;
    }
    void everyErrorComesBackWithTheInputKept()
    {
        QFETCH(int, code);
        Stage stage;
        openForm(stage);
        QVERIFY(stage.press("wayWindow")); // where nobody is asked whose account it is
        stage.app.signIn().starting.next =
            core::fail(static_cast<Errc>(code), QStringLiteral("for developers"), QStringLiteral("id.example.com"));
        QVERIFY(stage.press("signInButton"));
        QVERIFY(stage.visible("issuerField"));
        QCOMPARE(stage.find<QLineEdit>("issuerField")->text(), issuer);
        QCOMPARE(stage.find<QLineEdit>("clientIdField")->text(), client);
        if (static_cast<Errc>(code) == Errc::Cancelled) return; // the person's own doing: nothing to say
        const QString said = stage.problemText();
        QVERIFY(said.size() > 20);
        QVERIFY(!said.contains(QStringLiteral("for developers")));
        // And the next attempt works.
        QVERIFY(stage.press("signInButton"));
        QVERIFY(stage.visible("modelTitle"));
    }
    void withoutAKeychainThePersonDecides_data()
    {
        QTest::addColumn<int>("code");
        QTest::newRow("missing") << static_cast<int>(Errc::KeychainMissing);
        QTest::newRow("locked") << static_cast<int>(Errc::KeychainLocked);
    }
    void withoutAKeychainThePersonDecides()
    {
        QFETCH(int, code);
        Stage stage;
        stage.open();
        stage.app.signIn().starting.next = core::fail(static_cast<Errc>(code), QString());
        QVERIFY(stage.press("welcomeDemo"));
        QVERIFY(stage.visible("welcomeDemo"));
        QVERIFY(!stage.app.signIn().targets.last().thisRunOnly); // never without having been asked
        QVERIFY(stage.press("bannerAction"));
        QVERIFY(stage.app.signIn().targets.last().thisRunOnly);
        QVERIFY(stage.visible("modelTitle"));
    }
    void aMissingSignInWindowOffersTheBrowser()
    {
        Stage stage;
        stage.open();
        stage.app.signIn().starting.next = core::fail(Errc::Unavailable, QString(), QStringLiteral("Qt WebEngine"));
        QVERIFY(stage.press("welcomeDemo"));
        QVERIFY(stage.press("bannerAction"));
        QVERIFY(stage.app.signIn().targets.last().way == SignInWay::SystemBrowser);
    }
    void cancelStopsTheSignIn()
    {
        Stage stage;
        stage.open();
        stage.app.signIn().starting.hold = true;
        QVERIFY(stage.press("welcomeDemo"));
        QVERIFY(stage.visible("progressTitle"));
        QVERIFY(stage.find("progressCancel")->hasFocus());
        stage.key(Qt::Key_Escape);
        QVERIFY(stage.app.signIn().stops.last().stop_requested());
        QVERIFY(stage.visible("welcomeDemo"));
    }
    void theBrowserInsteadStopsTheWindow()
    {
        Stage stage;
        stage.open();
        stage.app.signIn().starting.hold = true;
        QVERIFY(stage.press("welcomeDemo"));
        QVERIFY(stage.press("progressBrowser"));
        QVERIFY(stage.app.signIn().stops.first().stop_requested());
        QVERIFY(!stage.app.signIn().stops.last().stop_requested());
        QVERIFY(stage.app.signIn().targets.last().way == SignInWay::SystemBrowser);
        QVERIFY(!stage.visible("progressBrowser"));
    }
    void aLateAnswerOfACancelledAttemptIsIgnored()
    {
        Stage stage;
        stage.open();
        stage.app.signIn().starting.hold = true;
        QVERIFY(stage.press("welcomeDemo"));
        QVERIFY(stage.press("progressCancel"));
        stage.app.signIn().starting.give(core::fail(Errc::Denied, QString()));
        Stage::settle();
        QVERIFY(stage.problemText().isEmpty());
    }
    void anAdministratorsOrganisationIsFixedAndSaysSo()
    {
        Stage stage;
        stage.app.signIn().managed = OrganisationInput{issuer, client, {}, QStringLiteral("Tokaido")};
        stage.app.signIn().demo = false;
        stage.open();
        QVERIFY(!stage.find("welcomeDemo")->isEnabled());
        QVERIFY(stage.press("welcomeOrganisation"));
        auto* field = stage.find<QLineEdit>("issuerField");
        QCOMPARE(field->text(), issuer);
        QVERIFY(field->isReadOnly());
        QVERIFY(noteOf(stage, "issuerField").contains(QStringLiteral("Set by your organisation")));
        QVERIFY(stage.press("signInButton"));
        QCOMPARE(stage.app.signIn().targets.last().organisation.name, QStringLiteral("Tokaido"));
    }
    void aFoundServerIsTriedThenKept()
    {
        Stage stage;
        stage.app.addAccount(stage.app.employee());
        stage.app.fakeModels()->found = {
            {QStringLiteral("Ollama"), QStringLiteral("http://127.0.0.1:11434/v1"), {QStringLiteral("llama3")}}};
        stage.open();
        QVERIFY(stage.press("useFound"));
        QCOMPARE(stage.app.fakeModels()->tried.size(), 1);
        QCOMPARE(stage.app.fakeModels()->tried[0].model, QStringLiteral("llama3"));
        QCOMPARE(stage.app.fakeModels()->chosen.size(), 1);
        QVERIFY(stage.visible("composer"));
        QVERIFY(stage.find<QAbstractButton>("modelInUse")->text().contains(QStringLiteral("this computer")));
    }
    void aWrongKeyIsNamedBesideItsField()
    {
        Stage stage;
        stage.app.addAccount(stage.app.employee());
        stage.open();
        QCOMPARE(stage.find<QLabel>("modelDestination")->text(),
                 QStringLiteral("Conversations will be sent to api.openai.com."));
        EndpointCheck check;
        check.wrongField = EndpointField::Key;
        check.error = core::Error{Errc::Unauthorized, {}, QStringLiteral("api.openai.com"), {}};
        stage.app.fakeModels()->trying.next = check;
        QVERIFY(stage.type("modelKey", QStringLiteral("sk-wrong")));
        QVERIFY(stage.press("modelSubmit"));
        QVERIFY(noteOf(stage, "modelKey").contains(QStringLiteral("key was not accepted")));
        QVERIFY(stage.app.fakeModels()->chosen.isEmpty());
        QCOMPARE(stage.app.fakeModels()->tried.last().typedKey, QByteArray("sk-wrong"));
        QVERIFY(stage.press("modelSubmit"));
        QVERIFY(stage.visible("composer"));
        QVERIFY(!Stage::everything().contains(QStringLiteral("sk-wrong"))); // the key is nowhere any more
    }
    void theModelPageKeepsWhatItSaysWhenItIsAskedForAgain()
    {
        Stage stage;
        stage.app.addAccount(stage.app.employee());
        stage.open();
        EndpointCheck check;
        check.error = core::Error{Errc::RateLimited, {}, QStringLiteral("api.openai.com"), {}};
        stage.app.fakeModels()->trying.next = check;
        QVERIFY(stage.press("modelSubmit"));
        QVERIFY(stage.visible("modelProblem"));
        Q_EMIT stage.app.fakeModels()->changed();
        Stage::settle();
        QVERIFY(stage.visible("modelProblem"));
    }
    void aSystemAccountsServerIsUsedOnlyAfterItWasAccepted()
    {
        Stage stage;
        openLocalModelForm(stage);
        auto& models = *stage.app.fakeModels();
        models.trying.next = foreignServer(QStringLiteral("ollama"));
        QVERIFY(stage.press("modelSubmit"));
        QCOMPARE(
            stage.bannerText("modelProblem"),
            QStringLiteral("The server at 127.0.0.1:11434 runs as the system account “ollama”, not as you. Whoever "
                           "controls that account can read what you send."));
        auto* use = problemButton(stage);
        QVERIFY(use->isVisible());
        QCOMPARE(use->text(), QStringLiteral("Use it all the same"));
        QVERIFY(!use->hasFocus()); // Enter, pressed once more, accepts nothing
        QVERIFY(models.chosen.isEmpty());
        QVERIFY(models.tried.last().serverUser.isEmpty());

        // The answer is remembered: what is still wrong is mended without being asked again.
        EndpointCheck noSuchModel;
        noSuchModel.wrongField = EndpointField::Model;
        noSuchModel.error = core::Error{Errc::NotFound, {}, QStringLiteral("127.0.0.1"), {}};
        models.trying.next = noSuchModel;
        use->click();
        Stage::settle();
        QCOMPARE(models.tried.last().serverUser, QStringLiteral("ollama"));
        QCOMPARE(models.tried.last().baseUrl, localAddress);
        QCOMPARE(models.tried.last().typedKey, QByteArray("sk-local"));
        QVERIFY(!stage.visible("modelProblem"));
        QVERIFY(!noteOf(stage, "modelName").isEmpty());
        QVERIFY(stage.type("modelName", QStringLiteral("llama3.1")));
        QVERIFY(stage.press("modelSubmit"));
        QCOMPARE(models.kept.last().serverUser, QStringLiteral("ollama"));
        QCOMPARE(models.kept.last().model, QStringLiteral("llama3.1"));
        QVERIFY(stage.visible("composer"));
    }
    void anAcceptedAccountIsForItsAddressOnly()
    {
        Stage stage;
        openLocalModelForm(stage);
        auto& models = *stage.app.fakeModels();
        models.trying.next = foreignServer(QStringLiteral("ollama"));
        QVERIFY(stage.press("modelSubmit"));
        // What is in the fields by now is not what was asked about.
        QVERIFY(stage.type("modelAddress", QStringLiteral("http://127.0.0.1:9999/v1")));
        models.trying.next = foreignServer(QStringLiteral("postgres")); // it changed hands meanwhile
        problemButton(stage)->click();
        Stage::settle();
        QCOMPARE(models.tried.last().baseUrl, localAddress);
        QVERIFY(models.tried.last().typedKey.isEmpty());
        QVERIFY(stage.bannerText("modelProblem").contains(QStringLiteral("“postgres”"))); // asked anew
        models.trying.next = foreignServer(QString());
        QVERIFY(stage.press("modelSubmit"));
        QCOMPARE(models.tried.last().baseUrl, QStringLiteral("http://127.0.0.1:9999/v1"));
        QVERIFY(models.tried.last().serverUser.isEmpty());
        QVERIFY(models.chosen.isEmpty());
    }
    void anotherPersonsServerCannotBeAccepted()
    {
        Stage stage;
        openLocalModelForm(stage);
        stage.app.fakeModels()->trying.next = foreignServer(QString());
        QVERIFY(stage.press("modelSubmit"));
        QVERIFY(noteOf(stage, "modelAddress").contains(QStringLiteral("another user of this computer")));
        QVERIFY(!problemButton(stage)->isVisible());
        // Nor by the button of what was said before.
        stage.app.fakeModels()->trying.next = foreignServer(QStringLiteral("ollama"));
        QVERIFY(stage.press("modelSubmit"));
        QVERIFY(problemButton(stage)->isVisible());
        EndpointCheck elsewhere = foreignServer(QString());
        elsewhere.wrongField.reset();
        stage.app.fakeModels()->trying.next = elsewhere;
        QVERIFY(stage.press("modelSubmit"));
        QVERIFY(stage.bannerText("modelProblem").contains(QStringLiteral("another user of this computer")));
        QVERIFY(!problemButton(stage)->isVisible());
        QVERIFY(stage.app.fakeModels()->chosen.isEmpty());
    }
    void anotherProviderTakesTheKeyOutOfTheField()
    {
        Stage stage;
        stage.app.addAccount(stage.app.employee());
        stage.open();
        QVERIFY(stage.type("modelKey", QStringLiteral("sk-openai")));
        QVERIFY(stage.press("provider1"));
        auto* key = stage.find<QLineEdit>("modelKey");
        QVERIFY(key->text().isEmpty());
        key->setEchoMode(QLineEdit::Normal); // a field for passwords only says that it cannot undo
        key->undo();
        QVERIFY(key->text().isEmpty());
        QVERIFY(stage.find<QLabel>("modelDestination")->text().contains(QStringLiteral("api.anthropic.com")));
    }
    void everyStepWorksWithTheKeyboardAlone()
    {
        Stage stage;
        stage.open();
        QVERIFY(stage.find("welcomeDemo")->hasFocus());
        stage.key(Qt::Key_Tab);
        QVERIFY(stage.find("welcomeOrganisation")->hasFocus());
        stage.key(Qt::Key_Space);
        QVERIFY(stage.find<QLineEdit>("issuerField")->hasFocus());
        QTest::keyClicks(QApplication::focusWidget(), issuer);
        stage.key(Qt::Key_Tab);
        QTest::keyClicks(QApplication::focusWidget(), client);
        stage.key(Qt::Key_Return);
        QCOMPARE(stage.app.signIn().targets.size(), 1);
        QCOMPARE(stage.app.signIn().targets[0].organisation.clientId, client);
    }
};

QTEST_MAIN(TestFirstRun)
#include "tst_first_run.moc"
