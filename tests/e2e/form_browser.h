#pragma once

#include "core/identity/authorization.h"
#include "core/identity/browser.h"

#include <QtCore/QEventLoop>
#include <QtCore/QRegularExpression>
#include <QtCore/QUrlQuery>
#include <QtNetwork/QNetworkAccessManager>
#include <QtNetwork/QNetworkCookieJar>
#include <QtNetwork/QNetworkReply>

/// A person with a browser that knows forms, cookies and redirects, and nothing else: signs in by filling in the
/// provider's own pages over HTTP.
class FormBrowser final : public QObject, public core::identity::Browser {
public:
    QString login = QStringLiteral("asan");
    QString password = QStringLiteral("asan-pass");
    bool deny = false;
    QUrl redirectUri{QStringLiteral("http://127.0.0.1:53111")}; ///< prepare() gives it its path
    QStringList visited;                                        ///< pages, without their queries

    [[nodiscard]] core::Async<QUrl> prepare(const QByteArray& path, std::stop_token) override
    {
        redirectUri.setPath(QString::fromLatin1(path));
        return core::ready<QUrl>(redirectUri);
    }

    [[nodiscard]] core::Async<QByteArray> authorize(core::identity::BrowserRequest request, std::stop_token) override
    {
        const auto end = browse(request.authorizationUrl, redirectUri);
        if (!core::identity::isAnswerTo(end, request.redirectUri, request.state)) {
            return core::failed<QByteArray>(core::Errc::Protocol, QStringLiteral("the pages led elsewhere"));
        }
        return core::ready<QByteArray>(end);
    }

    [[nodiscard]] core::Async<core::identity::SessionEnd> endSession(core::identity::EndSessionRequest request,
                                                                     std::stop_token) override
    {
        const auto bytes = request.url.expose();
        const auto end = browse(QUrl::fromEncoded(QByteArray(reinterpret_cast<const char*>(bytes.data()),
                                                             static_cast<qsizetype>(bytes.size()))),
                                redirectUri);
        const auto state = QUrlQuery(QUrl::fromEncoded(end)).queryItemValue(QStringLiteral("state"));
        if (!end.startsWith(request.redirectUri.toEncoded()) || state.toLatin1() != request.state) {
            return core::failed<core::identity::SessionEnd>(core::Errc::WindowClosed,
                                                            QStringLiteral("the sign-out did not come to its end"));
        }
        return core::ready<core::identity::SessionEnd>(core::identity::SessionEnd::Ended);
    }

    /// Goes wherever `start` leads, signing in on the way, until a page asks for nothing more: also to the program's
    /// own listener. \return that page's address, or nothing when it came to no good end
    QUrl visit(const QUrl& start) { return QUrl::fromEncoded(browse(start, {})); }

    struct Page {
        int status = 0;
        QUrl location;
        QString body;
    };

    Page load(const QUrl& url, const QByteArray& form = {})
    {
        visited.append(url.adjusted(QUrl::RemoveQuery).toString());
        QNetworkRequest request(url);
        request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
        QNetworkReply* reply = nullptr;
        if (form.isEmpty()) {
            reply = network_.get(request);
        } else {
            request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/x-www-form-urlencoded"));
            reply = network_.post(request, form);
        }
        QEventLoop loop;
        connect(reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
        if (!reply->isFinished()) loop.exec();
        reply->deleteLater();
        Page page;
        page.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        page.location = url.resolved(QUrl::fromEncoded(reply->rawHeader("location")));
        page.body = QString::fromUtf8(reply->readAll());
        return page;
    }

private:
    // Follows redirects and fills in forms until the pages lead to `end`, or nowhere. Without an end, to a page that
    // has no form.
    QByteArray browse(QUrl url, const QUrl& end)
    {
        QByteArray form;
        for (int step = 0; step < 20; ++step) {
            if (!end.isEmpty() && url.toEncoded().startsWith(end.toEncoded())) return url.toEncoded();
            const auto page = load(url, form);
            form.clear();
            if (page.status >= 300 && page.status < 400) {
                url = page.location;
                continue;
            }
            if (page.status != 200) return {};
            if (end.isEmpty() && !page.body.contains(QLatin1String("<form"))) return url.toEncoded();
            const auto action = match(page.body, "<form[^>]*action=\"([^\"]*)\"");
            if (!action.isEmpty()) url = url.resolved(QUrl(action));
            form = fillIn(page.body);
        }
        return {};
    }

    QByteArray fillIn(const QString& page) const
    {
        QUrlQuery fields;
        const auto xsrf = match(page, "name=\"xsrf\" value=\"([^\"]*)\"");
        if (!xsrf.isEmpty()) { // the sign-out page
            fields.addQueryItem(QStringLiteral("xsrf"), xsrf);
            fields.addQueryItem(QStringLiteral("logout"), QStringLiteral("yes"));
            return fields.toString(QUrl::FullyEncoded).toLatin1();
        }
        if (page.contains(QLatin1String("name=\"password\""))) {
            fields.addQueryItem(QStringLiteral("login"), login);
            fields.addQueryItem(QStringLiteral("password"), password);
        }
        fields.addQueryItem(QStringLiteral("action"), deny ? QStringLiteral("deny") : QStringLiteral("continue"));
        return fields.toString(QUrl::FullyEncoded).toLatin1();
    }

    static QString match(const QString& text, const char* pattern)
    {
        const QRegularExpression expression(QString::fromLatin1(pattern));
        return expression.match(text).captured(1);
    }

    QNetworkAccessManager network_;
};
