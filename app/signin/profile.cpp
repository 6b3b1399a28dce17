#include "app/signin/profile.h"

#include <QtWebEngineCore/QWebEngineProfile>
#include <QtWebEngineCore/QWebEngineSettings>
#include <QtWebEngineCore/QWebEngineUrlRequestInfo>

namespace app::signin {

RequestFilter::RequestFilter(const rules::NavigationRules& rules, QObject* parent)
    : QWebEngineUrlRequestInterceptor(parent)
    , rules_(rules)
{}

void RequestFilter::interceptRequest(QWebEngineUrlRequestInfo& info)
{
    using rules::Decision;
    using rules::Frame;
    switch (info.resourceType()) {
    case QWebEngineUrlRequestInfo::ResourceTypeMainFrame:
    case QWebEngineUrlRequestInfo::ResourceTypeNavigationPreloadMainFrame:
        info.block(rules_.navigation(info.requestUrl(), Frame::Top).kind != Decision::Kind::Allow);
        return;
    case QWebEngineUrlRequestInfo::ResourceTypeSubFrame:
    case QWebEngineUrlRequestInfo::ResourceTypeNavigationPreloadSubFrame:
        info.block(rules_.navigation(info.requestUrl(), Frame::Sub).kind != Decision::Kind::Allow);
        return;
    default: info.block(!rules_.mayLoad(info.requestUrl())); return;
    }
}

QByteArray chromiumFlags(const rules::SignInRequest& request)
{
    // Sign-in pages need neither 3D nor compiled scripts; both are where browsers are broken into most.
    QByteArray flags = "--disable-gpu --disable-3d-apis --js-flags=--jitless --disable-background-networking "
                       "--disable-breakpad --disable-component-update --disable-domain-reliability --no-pings "
                       "--disable-speech-api --disable-notifications --disable-file-system "
                       "--force-webrtc-ip-handling-policy=disable_non_proxied_udp "
                       "--disable-features=WebUSB,WebBluetooth,WebPayments,NetworkPrediction";
    if (request.dark) flags += " --force-dark-mode"; // only what prefers-color-scheme says: colours are the page's own
    return flags;
}

QWebEngineProfile* makeProfile(const rules::SignInRequest& request, QObject* parent)
{
    auto* profile = new QWebEngineProfile(parent); // without a name: off the record
    Q_ASSERT(profile->isOffTheRecord());
    profile->setHttpCacheType(QWebEngineProfile::MemoryHttpCache);
    profile->setPersistentCookiesPolicy(QWebEngineProfile::NoPersistentCookies);
    profile->setSpellCheckEnabled(false);
    profile->setHttpAcceptLanguage(request.language == QLatin1String("ja") ? QStringLiteral("ja,en;q=0.6")
                                                                           : QStringLiteral("en,ja;q=0.6"));
    auto* settings = profile->settings();
    for (const auto attribute :
         {QWebEngineSettings::JavascriptCanAccessClipboard, QWebEngineSettings::JavascriptCanPaste,
          QWebEngineSettings::LocalContentCanAccessRemoteUrls, QWebEngineSettings::LocalContentCanAccessFileUrls,
          QWebEngineSettings::HyperlinkAuditingEnabled, QWebEngineSettings::PluginsEnabled,
          QWebEngineSettings::PdfViewerEnabled, QWebEngineSettings::FullScreenSupportEnabled,
          QWebEngineSettings::ScreenCaptureEnabled, QWebEngineSettings::WebGLEnabled,
          QWebEngineSettings::Accelerated2dCanvasEnabled, QWebEngineSettings::AutoLoadIconsForPage,
          QWebEngineSettings::TouchIconsEnabled, QWebEngineSettings::AllowRunningInsecureContent,
          QWebEngineSettings::AllowGeolocationOnInsecureOrigins,
          QWebEngineSettings::AllowWindowActivationFromJavaScript, QWebEngineSettings::DnsPrefetchEnabled,
          QWebEngineSettings::NavigateOnDropEnabled, QWebEngineSettings::ErrorPageEnabled})
        settings->setAttribute(attribute, false);
    settings->setAttribute(QWebEngineSettings::WebRTCPublicInterfacesOnly, true);
    settings->setAttribute(QWebEngineSettings::PlaybackRequiresUserGesture, true);
    settings->setUnknownUrlSchemePolicy(QWebEngineSettings::DisallowUnknownUrlSchemes);
    return profile;
}

} // namespace app::signin
