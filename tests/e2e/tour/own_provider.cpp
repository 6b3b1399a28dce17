#include "tests/e2e/tour/own_provider.h"

#include <QtCore/QByteArrayList>
#include <QtCore/QDir>
#include <QtCore/QDirIterator>
#include <QtCore/QFile>
#include <QtCore/QIODevice>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QProcess>
#include <QtCore/QStandardPaths>
#include <QtCore/QTimer>
#include <QtNetwork/QSslCertificate>
#include <QtNetwork/QSslConfiguration>
#include <QtTest/QTest>

namespace {

// What organisation.mjs knows of its people, and only they may see.
const QString asanNumber = QStringLiteral("KT-1042");
const QString bsanNumber = QStringLiteral("KT-1077");
// How every JSON Web Token with the "alg" first begins.
const QByteArray tokenHead("eyJhbGciOi");

OwnProviderWords wordsIn(const QString& language)
{
    if (language == QLatin1String("ja"))
        return {QStringLiteral("私の個人情報を教えて"),
                QStringLiteral("ユーザーBの個人情報を教えて"),
                QStringLiteral("ユーザーAの個人情報を教えて"),
                QStringLiteral("証明書"),
                QStringLiteral("表示できません"),
                QStringLiteral("APIキーが受け付けられません"),
                QStringLiteral("HTTP 403")};
    return {QStringLiteral("Show me my personal information"),
            QStringLiteral("Show me user B's personal data"),
            QStringLiteral("Show me user A's personal data"),
            QStringLiteral("certificate"),
            QStringLiteral("page not shown"),
            QStringLiteral("The key was not accepted"),
            QStringLiteral("HTTP 403")};
}

// As an administrator makes a machine trust the organisation's own authority: for Qt ...
void trustInThisProgram(const QByteArray& authority)
{
    auto tls = QSslConfiguration::defaultConfiguration();
    tls.addCaCertificate(QSslCertificate(authority));
    QSslConfiguration::setDefaultConfiguration(tls);
}

bool certutil(const QStringList& arguments, const QByteArray& input)
{
    QProcess process;
    process.start(QStringLiteral("certutil"), arguments);
    process.write(input);
    process.closeWriteChannel();
    return process.waitForFinished() && process.exitCode() == 0;
}

// ... and for Chromium, which reads the person's NSS database. The sign-in window may not make one.
bool trustInChromium(const QByteArray& authority)
{
    const auto folder = QDir::homePath() + QStringLiteral("/.pki/nssdb");
    const QStringList there{QStringLiteral("-d"), QStringLiteral("sql:") + folder};
    return !QDir(folder).exists() && QDir().mkpath(folder) &&
           certutil(there + QStringList{QStringLiteral("-N"), QStringLiteral("--empty-password")}, {}) &&
           certutil(there + QStringList{QStringLiteral("-A"), QStringLiteral("-n"), QStringLiteral("organisation"),
                                        QStringLiteral("-t"), QStringLiteral("C,,")},
                    authority);
}

// Files below `folder` that hold any of `secrets`.
QStringList filesWith(const QString& folder, const QByteArrayList& secrets)
{
    QStringList found;
    QDirIterator files(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (!file.open(QIODevice::ReadOnly)) continue;
        const auto content = file.readAll();
        for (const auto& secret : secrets)
            if (content.contains(secret)) found << file.fileName();
    }
    return found;
}

} // namespace

OwnProvider::OwnProvider(VisitOptions options)
    : Visit(std::move(options))
    , words_(wordsIn(options_.language))
    , organisation_(QJsonDocument::fromJson(qgetenv("SEKISHO_ORGANISATION")).object())
    , issuer_(organisation_.value(QStringLiteral("issuer")).toString())
    , clientId_(organisation_.value(QStringLiteral("clientId")).toString())
{}

bool OwnProvider::steps()
{
    return begin() && untrustedAuthority() && wrongEntries() && windowTrustsNobodyEither() && firstSignIn() &&
           model() && ownData() && othersData() && secondAccount() && nothingInTheClear();
}

bool OwnProvider::begin()
{
    write(QStringLiteral("# Sekisho: an organisation's own provider (%1)\n\n").arg(options_.language));
    if (!check(!issuer_.isEmpty() && service_.runs(), QStringLiteral("an organisation and a model run"))) return false;
    const auto tools =
        QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + QStringLiteral("/sekisho/tools.d");
    QFile file(tools + QStringLiteral("/organisation.json"));
    const auto content = QJsonDocument(organisation_.value(QStringLiteral("tools")).toObject()).toJson();
    if (!check(QDir().mkpath(tools) && file.open(QIODevice::WriteOnly) && file.write(content) == content.size(),
               QStringLiteral("the organisation's tool file is in tools.d")))
        return false;
    file.close();
    app::host::RuntimeOptions options;
    options.openBrowser = [this](const QUrl& url) {
        QTimer::singleShot(0, &service_, [this, url] { visitInBrowser(url); });
        return true;
    };
    return open(std::move(options));
}

bool OwnProvider::openForm()
{
    return check(hands_->press(QStringLiteral("welcomeOrganisation")) && waitForVisible(QStringLiteral("issuerField")),
                 QStringLiteral("\"Sign in with your organisation\" asks for issuer and client ID"));
}

bool OwnProvider::fill(const QString& issuer, const QString& clientId)
{
    return check(hands_->type(QStringLiteral("issuerField"), issuer) &&
                     hands_->type(QStringLiteral("clientIdField"), clientId),
                 QStringLiteral("they can be typed: %1, %2").arg(issuer, clientId));
}

bool OwnProvider::test()
{
    const auto told = [&] {
        for (const auto* field : {"issuerField", "clientIdField", "audienceField"})
            if (!hands_->complaint(QLatin1String(field)).isEmpty()) return true;
        return hands_->isVisible(QStringLiteral("connectionResult")) ||
               hands_->isVisible(QStringLiteral("signInProblem"));
    };
    return check(hands_->press(QStringLiteral("testConnection")) && QTest::qWaitFor(told, patience),
                 QStringLiteral("\"Test connection\" says something"));
}

bool OwnProvider::redirectAddresses()
{
    if (!check(hands_->press(QStringLiteral("redirectToggle")) && waitForVisible(QStringLiteral("redirectAddresses")),
               QStringLiteral("an administrator can have the redirect addresses shown")))
        return false;
    picture(QStringLiteral("redirect-addresses"));
    const auto registered = organisation_.value(QStringLiteral("redirectAddresses")).toArray();
    const auto seen = Hands::everything({});
    return check(registered.size() == 3 && std::all_of(registered.begin(), registered.end(),
                                                       [&](const auto& one) { return seen.contains(one.toString()); }),
                 QStringLiteral("they are the ones that the provider knows")) &&
           check(hands_->press(QStringLiteral("redirectToggle")), QStringLiteral("and they can be folded away"));
}

bool OwnProvider::untrustedAuthority()
{
    write(QStringLiteral("\n## A certificate that nobody vouches for\n\n"));
    if (!openForm()) return false;
    picture(QStringLiteral("organisation"));
    if (!fill(issuer_, clientId_) || !redirectAddresses() || !test()) return false;
    picture(QStringLiteral("untrusted"));
    const bool named = hands_->complaint(QStringLiteral("issuerField")).contains(words_.certificate);
    trustInThisProgram(organisation_.value(QStringLiteral("authority")).toString().toUtf8());
    return check(named, QStringLiteral("it is not accepted, and the window says so"));
}

bool OwnProvider::wrongEntries()
{
    write(QStringLiteral("\n## Wrong entries\n\n"));
    if (!fill(issuer_ + QLatin1Char('/'), clientId_) || !test()) return false;
    picture(QStringLiteral("wrong-issuer"));
    if (!check(hands_->complaint(QStringLiteral("issuerField")).contains(issuer_) &&
                   hands_->complaint(QStringLiteral("clientIdField")).isEmpty(),
               QStringLiteral("a slash too many: the issuer is named, with what the provider calls itself")))
        return false;
    if (!fill(issuer_, QStringLiteral("mistyped")) || !test()) return false;
    picture(QStringLiteral("wrong-client"));
    if (!check(hands_->complaint(QStringLiteral("issuerField")).isEmpty() &&
                   !hands_->complaint(QStringLiteral("clientIdField")).isEmpty(),
               QStringLiteral("an unknown client: the client ID is named")))
        return false;
    if (!fill(issuer_, clientId_) || !test()) return false;
    picture(QStringLiteral("connection-works"));
    return check(hands_->isVisible(QStringLiteral("connectionResult")), QStringLiteral("the right ones work"));
}

bool OwnProvider::windowTrustsNobodyEither()
{
    write(QStringLiteral("\n## The sign-in window checks certificates too\n\n"));
    if (!check(hands_->press(QStringLiteral("wayWindow")) && hands_->press(QStringLiteral("signInButton")),
               QStringLiteral("Sekisho's own window can be chosen, and \"Sign in\" pressed")))
        return false;
    const bool refused =
        QTest::qWaitFor([&] { return Hands::signInWindowTitle().contains(words_.notShown); }, patience);
    Hands::photograph(pictureFile(QStringLiteral("certificate-refused")));
    if (!check(refused, QStringLiteral("it shows no page of an authority that nobody vouches for"))) return false;
    Hands::pressInSignInPage(QStringLiteral("Escape"));
    if (!check(waitForVisible(QStringLiteral("signInProblem")), QStringLiteral("closing it leads back"))) return false;
    picture(QStringLiteral("sign-in-refused"));
    return check(Hands::everything({}).contains(words_.certificate), QStringLiteral("the window says why")) &&
           check(trustInChromium(organisation_.value(QStringLiteral("authority")).toString().toUtf8()),
                 QStringLiteral("the authority is added to the person's NSS database"));
}

bool OwnProvider::signedIn(const QString& account) const
{
    const auto current = application_->accounts().current();
    const auto known = application_->accounts().accounts();
    return std::any_of(known.begin(), known.end(),
                       [&](const auto& one) { return one.subject == account && one.id == current; });
}

bool OwnProvider::firstSignIn()
{
    write(QStringLiteral("\n## A signs in\n\n"));
    const auto colours = organisation_.value(QStringLiteral("pageColours")).toObject();
    const auto page = [&](const char* name) {
        return Hands::waitForSignInPage(QColor(colours.value(QLatin1String(name)).toString()));
    };
    if (!check(hands_->press(QStringLiteral("signInButton")) && page("login"),
               QStringLiteral("the sign-in window shows the provider's own page")))
        return false;
    Hands::photograph(pictureFile(QStringLiteral("login")));
    Hands::typeIntoSignInPage(QStringLiteral("asan"), QStringLiteral("asan-pass"));
    if (!check(page("consent"), QStringLiteral("the provider asks for consent"))) return false;
    Hands::photograph(pictureFile(QStringLiteral("consent")));
    Hands::pressInSignInPage(QStringLiteral("Return"));
    return check(QTest::qWaitFor([&] { return signedIn(QStringLiteral("asan")); }, patience),
                 QStringLiteral("A is signed in"));
}

bool OwnProvider::model()
{
    write(QStringLiteral("\n## A model with a key\n\n"));
    if (!check(waitForVisible(QStringLiteral("modelTitle")), QStringLiteral("the model page comes next")) ||
        !check(hands_->press(QStringLiteral("provider3")), QStringLiteral("any other service can be named")))
        return false;
    const auto enter = [&](const QString& key) {
        return hands_->type(QStringLiteral("modelAddress"), service_.address()) &&
               hands_->type(QStringLiteral("modelName"), service_.name) &&
               hands_->type(QStringLiteral("modelKey"), key) && hands_->press(QStringLiteral("modelSubmit"));
    };
    if (!check(enter(QStringLiteral("sk-mistyped")), QStringLiteral("address, model and key can be typed")))
        return false;
    const auto complaint = [&] { return hands_->complaint(QStringLiteral("modelKey")); };
    const bool told = QTest::qWaitFor([&] { return !complaint().isEmpty(); }, patience);
    picture(QStringLiteral("wrong-key"));
    if (!check(told && complaint().contains(words_.keyRefused), QStringLiteral("a wrong key is tried and named")))
        return false;
    if (!check(enter(service_.key) && waitForVisible(QStringLiteral("composer")),
               QStringLiteral("the right one leads to the conversation")))
        return false;
    picture(QStringLiteral("conversation"));
    return true;
}

bool OwnProvider::ownData()
{
    write(QStringLiteral("\n## A's own data\n\n"));
    if (!ask(words_.mine)) return false;
    picture(QStringLiteral("own-data"));
    const auto seen = hands_->transcript();
    return check(seen.contains(asanNumber), QStringLiteral("A's own employee number is shown")) &&
           check(seen.contains(QStringLiteral("浅井 花")), QStringLiteral("the card says as whom")) &&
           check(!seen.contains(words_.blocked), QStringLiteral("nothing was refused"));
}

bool OwnProvider::refusedInItsOwnWords(const QString& words)
{
    if (!check(waitFor(words_.blocked), QStringLiteral("the card says that the HR API refused")) ||
        !check(hands_->press(QStringLiteral("cardWhyButton")), QStringLiteral("\"Why?\" can be opened")))
        return false;
    for (const auto& fact : {organisation_.value(QStringLiteral("hrAudience")).toString(),
                             organisation_.value(QStringLiteral("hrScope")).toString(), issuer_, words})
        if (!check(waitFor(fact), QStringLiteral("it says: %1").arg(fact))) return false;
    picture(QStringLiteral("why"));
    return check(!Hands::everything(hands_->transcript()).contains(QLatin1String(tokenHead)),
                 QStringLiteral("no token is on the screen"));
}

bool OwnProvider::othersData()
{
    write(QStringLiteral("\n## B's data, as A\n\n"));
    if (!ask(words_.othersOfB)) return false;
    picture(QStringLiteral("refused"));
    return refusedInItsOwnWords(QStringLiteral("asan may not read the record of bsan")) &&
           check(!hands_->transcript().contains(bsanNumber), QStringLiteral("B's employee number is not shown")) &&
           check(!service_.told.contains(bsanNumber.toLatin1()), QStringLiteral("and the model never saw it"));
}

void OwnProvider::visitInBrowser(const QUrl& url)
{
    browser_.login = QStringLiteral("bsan");
    browser_.password = QStringLiteral("bsan-pass");
    const auto end = browser_.visit(url);
    write(QStringLiteral("(the browser ended at %1)\n\n").arg(end.toString(QUrl::RemoveQuery)));
}

bool OwnProvider::secondAccount()
{
    write(QStringLiteral("\n## B beside A, through the system browser\n\n"));
    if (!check(hands_->press(QStringLiteral("accountSwitcher")) && hands_->press(QStringLiteral("addAccount")),
               QStringLiteral("another account can be added")) ||
        !openForm() || !fill(issuer_, clientId_) ||
        !check(hands_->isChosen(QStringLiteral("wayBrowser")),
               QStringLiteral("the system browser is what is proposed for an issuer that was typed in")))
        return false;
    picture(QStringLiteral("system-browser"));
    if (!check(hands_->press(QStringLiteral("signInButton")) && waitForVisible(QStringLiteral("confirmGoOn")),
               QStringLiteral("the window asks whether the account is B's")) ||
        !check(hands_->label(QStringLiteral("confirmLogin")).contains(QStringLiteral("bsan")) &&
                   !signedIn(QStringLiteral("bsan")),
               QStringLiteral("it names the account, and keeps nothing before the answer")))
        return false;
    picture(QStringLiteral("confirm"));
    if (!check(hands_->press(QStringLiteral("confirmGoOn")) &&
                   QTest::qWaitFor([&] { return signedIn(QStringLiteral("bsan")); }, patience),
               QStringLiteral("B is signed in")) ||
        !check(waitForVisible(QStringLiteral("composer")), QStringLiteral("B's conversations are there")) ||
        !check(!Hands::everything(hands_->transcript()).contains(asanNumber),
               QStringLiteral("nothing of A is left in the window")))
        return false;
    if (!ask(words_.mine)) return false;
    if (!check(hands_->transcript().contains(bsanNumber), QStringLiteral("B's own employee number is shown")))
        return false;
    if (!ask(words_.othersOfA)) return false;
    picture(QStringLiteral("second-account"));
    return refusedInItsOwnWords(QStringLiteral("bsan may not read the record of asan")) &&
           check(!hands_->transcript().contains(asanNumber), QStringLiteral("A's employee number is not shown"));
}

bool OwnProvider::nothingInTheClear()
{
    write(QStringLiteral("\n## Nothing secret in the clear\n\n"));
    const QByteArrayList secrets{tokenHead, service_.key.toLatin1()};
    QStringList folders{QDir::tempPath(), options_.out};
    for (const auto place : {QStandardPaths::GenericDataLocation, QStandardPaths::GenericConfigLocation,
                             QStandardPaths::GenericCacheLocation})
        folders << QStandardPaths::writableLocation(place);
    QStringList found;
    for (const auto& folder : folders)
        found += filesWith(folder, secrets);
    return check(!service_.told.isEmpty() && !service_.told.contains(tokenHead),
                 QStringLiteral("the model was sent no token")) &&
           check(!Hands::everything(hands_->transcript()).contains(service_.key),
                 QStringLiteral("the model's key is not on the screen")) &&
           check(found.isEmpty(), QStringLiteral("no file holds a token or the key in the clear: %1")
                                      .arg(found.join(QStringLiteral(", "))));
}
