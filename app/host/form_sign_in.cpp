#include "app/host/form_sign_in.h"

#include "core/base/async_steps.h"
#include "core/identity/authorization.h"

#include <QtCore/QRandomGenerator>
#include <QtCore/QRegularExpression>

#include <map>

namespace app::host {
namespace {

using core::Errc;

constexpr int maxSteps = 10;

// What the demo's second page shows as if it stood on a telephone.
QByteArray shownCode(const QByteArray& html)
{
    static const QRegularExpression shown(QStringLiteral("<output id=\"demo-code\">([0-9 ]+)</output>"));
    return shown.match(QString::fromUtf8(html)).captured(1).remove(QLatin1Char(' ')).toLatin1();
}

/// One sign-in: follows redirects inside the provider with its cookies, fills in the form once. Deletes itself.
class Attempt final : public QObject {
public:
    Attempt(core::net::Http& http, QString account, core::identity::BrowserRequest request,
            core::Answer<QByteArray> answer, std::stop_token stop, QObject* parent)
        : QObject(parent)
        , http_(http)
        , account_(std::move(account))
        , request_(std::move(request))
        , answer_(std::move(answer))
        , stop_(std::move(stop))
    {
        get(request_.authorizationUrl);
    }

private:
    void get(const QUrl& url)
    {
        if (core::identity::isAnswerTo(url.toEncoded(), request_.redirectUri, request_.state)) {
            finish(url.toEncoded());
            return;
        }
        core::net::HttpRequest request;
        request.url = url;
        send(std::move(request));
    }

    void send(core::net::HttpRequest request)
    {
        const auto sameOrigin =
            core::identity::originOf(request.url) == core::identity::originOf(request_.authorizationUrl);
        if (++steps_ > maxSteps || !sameOrigin) {
            finish(core::fail(Errc::Protocol, QStringLiteral("the sign-in form leads elsewhere")));
            return;
        }
        request.plainHttp = core::net::PlainHttp::Loopback;
        QByteArray cookies;
        for (const auto& [name, value] : cookies_)
            cookies += (cookies.isEmpty() ? "" : "; ") + name + '=' + value;
        if (!cookies.isEmpty()) request.headers.push_back({"Cookie", cookies});
        request.headers.push_back({"Accept", "text/html"});
        url_ = request.url;
        core::onReady(http_.send(std::move(request), stop_), this,
                      [this](const core::Result<core::net::HttpResponse>& response) {
                          if (response) {
                              received(*response);
                          } else {
                              finish(tl::unexpected(response.error()));
                          }
                      });
    }

    void received(const core::net::HttpResponse& response)
    {
        for (const auto& [name, value] : response.headers) {
            if (name != "set-cookie") continue;
            const auto pair = value.left(value.indexOf(';') < 0 ? value.size() : value.indexOf(';'));
            const auto equals = pair.indexOf('=');
            if (equals > 0) cookies_[pair.left(equals).trimmed()] = pair.mid(equals + 1).trimmed();
        }
        if (response.status >= 300 && response.status < 400) {
            get(url_.resolved(QUrl::fromEncoded(response.header("location"))));
            return;
        }
        const auto fields = hiddenFields(response.body);
        const auto code = shownCode(response.body);
        // The account once, and the code of a second page once.
        bool& posted = code.isEmpty() ? posted_ : codePosted_;
        if (response.status != 200 || fields.empty() || std::exchange(posted, true)) {
            finish(core::fail(Errc::Denied, QStringLiteral("the form did not accept the account"), account_));
            return;
        }
        core::net::HttpRequest form;
        form.method = "POST";
        form.url = url_.resolved(QUrl(QStringLiteral("/login")));
        form.headers = {{"Origin", core::identity::originOf(url_).toLatin1()}};
        form.form = fields;
        if (code.isEmpty()) {
            form.form.push_back({"username", account_.toUtf8(), {}});
            form.form.push_back({"password", account_.toUtf8() + "-demo", {}}); // published: nobody's secret
        } else {
            form.form.push_back({"code", code, {}});
        }
        send(std::move(form));
    }

    void finish(core::Result<QByteArray> result)
    {
        answer_.give(std::move(result));
        deleteLater();
    }

    core::net::Http& http_;
    QString account_;
    core::identity::BrowserRequest request_;
    core::Answer<QByteArray> answer_;
    std::stop_token stop_;
    std::map<QByteArray, QByteArray> cookies_;
    QUrl url_;
    int steps_ = 0;
    bool posted_ = false;
    bool codePosted_ = false;
};

QByteArray attribute(const QString& tag, const QString& name)
{
    const QRegularExpression pattern(QStringLiteral("\\b%1=\"([^\"]*)\"").arg(name));
    auto value = pattern.match(tag).captured(1);
    value.replace(QLatin1String("&quot;"), QLatin1String("\"")).replace(QLatin1String("&lt;"), QLatin1String("<"));
    value.replace(QLatin1String("&gt;"), QLatin1String(">")).replace(QLatin1String("&#39;"), QLatin1String("'"));
    return value.replace(QLatin1String("&amp;"), QLatin1String("&")).toUtf8();
}

} // namespace

std::vector<core::net::FormField> hiddenFields(const QByteArray& html)
{
    static const QRegularExpression forms(QStringLiteral("<form\\b.*?</form>"),
                                          QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression inputs(QStringLiteral("<input\\b[^>]*>"));
    auto form = forms.globalMatch(QString::fromUtf8(html));
    while (form.hasNext()) {
        const auto text = form.next().captured();
        if (!text.contains(QLatin1String("type=\"password\"")) && !text.contains(QLatin1String("name=\"code\"")))
            continue;
        std::vector<core::net::FormField> fields;
        auto input = inputs.globalMatch(text);
        while (input.hasNext()) {
            const auto tag = input.next().captured();
            if (attribute(tag, QStringLiteral("type")) == "hidden")
                fields.push_back({attribute(tag, QStringLiteral("name")), attribute(tag, QStringLiteral("value")), {}});
        }
        return fields;
    }
    return {};
}

FormSignIn::FormSignIn(core::net::Http& http, QObject* parent)
    : QObject(parent)
    , http_(http)
{}

core::Async<QUrl> FormSignIn::prepare(const QByteArray& path, std::stop_token)
{
    const auto port = QRandomGenerator::system()->bounded(49152, 65536);
    return core::ready<QUrl>(QUrl(QStringLiteral("http://127.0.0.1:%1").arg(port) + QString::fromLatin1(path)));
}

core::Async<QByteArray> FormSignIn::authorize(core::identity::BrowserRequest request, std::stop_token stop)
{
    if (!request.demo)
        return core::failed<QByteArray>(Errc::Unsupported, QStringLiteral("only the demo organisation has this form"));
    const core::Answer<QByteArray> answer;
    new Attempt(http_, account_, std::move(request), answer, std::move(stop), this);
    return answer.future();
}

core::Async<core::identity::SessionEnd> FormSignIn::endSession(core::identity::EndSessionRequest, std::stop_token)
{
    return core::failed<core::identity::SessionEnd>(Errc::Unsupported, QStringLiteral("there is no browser session"));
}

} // namespace app::host
