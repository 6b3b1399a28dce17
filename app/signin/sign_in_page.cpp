#include "app/signin/sign_in_page.h"

#include <QtNetwork/QAuthenticator>
#include <QtWebEngineCore/QWebEngineCertificateError>
#include <QtWebEngineCore/QWebEngineClientCertificateSelection>
#include <QtWebEngineCore/QWebEngineDownloadRequest>
#include <QtWebEngineCore/QWebEngineFileSystemAccessRequest>
#include <QtWebEngineCore/QWebEngineFullScreenRequest>
#include <QtWebEngineCore/QWebEngineNewWindowRequest>
#include <QtWebEngineCore/QWebEngineProfile>
#include <QtWebEngineCore/QWebEngineQuotaRequest>
#include <QtWebEngineCore/QWebEngineRegisterProtocolHandlerRequest>
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
#include <QtWebEngineCore/QWebEnginePermission>
#endif

namespace app::signin {
namespace {

QString whereOf(const QUrl& url)
{
    const auto origin = rules::Origin::of(url);
    return origin ? origin->text() : QString();
}

} // namespace

SignInPage::SignInPage(const rules::NavigationRules& rules, QWebEngineProfile* profile, QObject* parent)
    : QWebEnginePage(profile, parent)
    , rules_(rules)
{
    connectRefusals();
}

void SignInPage::connectRefusals()
{
    using rules::Refusal;
    connect(profile(), &QWebEngineProfile::downloadRequested, this, [this](QWebEngineDownloadRequest* download) {
        download->cancel();
        Q_EMIT refused(Refusal::Download, whereOf(download->url()));
    });
    connect(this, &QWebEnginePage::certificateError, this, [this](const QWebEngineCertificateError& error) {
        auto answer = error; // a handle on the one question
        answer.rejectCertificate();
        Q_EMIT refused(Refusal::Certificate, whereOf(error.url()));
        if (requestedUrl().host() == error.url().host()) Q_EMIT certificateRefused(error.url().host());
    });
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    connect(this, &QWebEnginePage::permissionRequested, this, [this](const QWebEnginePermission& permission) {
        permission.deny();
        Q_EMIT refused(Refusal::Permission, whereOf(permission.origin()));
    });
#else
    connect(this, &QWebEnginePage::featurePermissionRequested, this, [this](const QUrl& origin, Feature feature) {
        setFeaturePermission(origin, feature, PermissionDeniedByUser);
        Q_EMIT refused(Refusal::Permission, whereOf(origin));
    });
#endif
    connect(this, &QWebEnginePage::fullScreenRequested, this,
            [](QWebEngineFullScreenRequest request) { request.reject(); });
    connect(this, &QWebEnginePage::quotaRequested, this, [](QWebEngineQuotaRequest request) { request.reject(); });
    connect(this, &QWebEnginePage::registerProtocolHandlerRequested, this,
            [](QWebEngineRegisterProtocolHandlerRequest request) { request.reject(); });
    connect(this, &QWebEnginePage::fileSystemAccessRequested, this, [this](QWebEngineFileSystemAccessRequest request) {
        request.reject();
        Q_EMIT refused(Refusal::FileChooser, whereOf(request.origin()));
    });
    connect(this, &QWebEnginePage::selectClientCertificate, this,
            [](QWebEngineClientCertificateSelection selection) { selection.selectNone(); });
    const auto refusePassword = [this](const QUrl& url, QAuthenticator* authenticator) {
        *authenticator = QAuthenticator(); // a null one cancels
        Q_EMIT refused(Refusal::Password, whereOf(url));
    };
    connect(this, &QWebEnginePage::authenticationRequired, this, refusePassword);
    connect(this, &QWebEnginePage::proxyAuthenticationRequired, this, refusePassword);
    connect(this, &QWebEnginePage::newWindowRequested, this,
            [this](QWebEngineNewWindowRequest& request) { openInside(request.requestedUrl()); });
}

// A link that asks for a window of its own opens here, if it may open at all. Not calling openIn() refuses the window.
void SignInPage::openInside(const QUrl& url)
{
    using Kind = rules::Decision::Kind;
    const auto decision = rules_.navigation(url, rules::Frame::Top);
    switch (decision.kind) {
    case Kind::Allow: Q_EMIT opensInside(url); return;
    case Kind::Finish: Q_EMIT redirected(url); return;
    case Kind::AskPerson: Q_EMIT wantsToLeave(url, false); return;
    case Kind::Refuse: Q_EMIT refused(rules::Refusal::NewWindow, whereOf(url)); return;
    }
}

bool SignInPage::acceptNavigationRequest(const QUrl& url, NavigationType type, bool isMainFrame)
{
    using Kind = rules::Decision::Kind;
    const auto decision = rules_.navigation(url, isMainFrame ? rules::Frame::Top : rules::Frame::Sub);
    switch (decision.kind) {
    case Kind::Allow: return true;
    case Kind::Finish: Q_EMIT redirected(url); return false;
    case Kind::AskPerson: Q_EMIT wantsToLeave(url, type == NavigationTypeFormSubmitted); return false;
    case Kind::Refuse:
        if (isMainFrame) Q_EMIT refused(decision.refusal, whereOf(url));
        return false;
    }
    return false;
}

QWebEnginePage* SignInPage::createWindow(WebWindowType)
{
    return nullptr;
}

QStringList SignInPage::chooseFiles(FileSelectionMode, const QStringList&, const QStringList&)
{
    Q_EMIT refused(rules::Refusal::FileChooser, {});
    return {};
}

void SignInPage::javaScriptAlert(const QUrl& securityOrigin, const QString&)
{
    Q_EMIT refused(rules::Refusal::Dialog, whereOf(securityOrigin));
}

bool SignInPage::javaScriptConfirm(const QUrl& securityOrigin, const QString&)
{
    Q_EMIT refused(rules::Refusal::Dialog, whereOf(securityOrigin));
    return false;
}

bool SignInPage::javaScriptPrompt(const QUrl& securityOrigin, const QString&, const QString&, QString*)
{
    Q_EMIT refused(rules::Refusal::Dialog, whereOf(securityOrigin));
    return false;
}

void SignInPage::javaScriptConsoleMessage(JavaScriptConsoleMessageLevel, const QString&, int, const QString&)
{
    // A page's own words do not belong on our standard error.
}

} // namespace app::signin
