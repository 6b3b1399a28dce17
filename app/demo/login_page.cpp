#include "app/demo/login_page.h"

#include "core/crypto/digest.h"

namespace app::demo {
namespace {

using core::Bilingual;

// One style sheet for every page. Its digest is in the Content-Security-Policy, so nothing else can style or run.
const char* const style =
    ":root{color-scheme:light dark;--page:#eef1ef;--card:#fff;--ink:#17211c;--soft:#5b6862;--line:#d9dfdb;"
    "--field:#fff;--accent:#1f6f54;--accent-ink:#fff;--accent-soft:#e6f2ec;--shown:#e7eff8;--warn:#9a3412;--warn-soft:#"
    "fdf0e7;"
    "--shadow:0 1px 2px rgba(20,40,30,.06),0 12px 32px rgba(20,40,30,.10)}"
    "@media "
    "(prefers-color-scheme:dark){:root{--page:#111614;--card:#1a211e;--ink:#e9efec;--soft:#9aa8a1;--line:#2d3833;"
    "--field:#131917;--accent:#5cc39a;--accent-ink:#08140f;--accent-soft:#1d3029;--shown:#1e2b3a;--warn:#f5b48a;--warn-"
    "soft:#34231a;"
    "--shadow:0 1px 2px rgba(0,0,0,.4),0 12px 32px rgba(0,0,0,.45)}}"
    "*{box-sizing:border-box}"
    "body{margin:0;min-height:100vh;background:var(--page);color:var(--ink);display:flex;align-items:center;"
    "justify-content:center;padding:18px 16px;font:15px/1.6 system-ui,-apple-system,\"Segoe UI\",\"Hiragino Sans\","
    "\"Noto Sans CJK JP\",\"Noto Sans JP\",\"Yu Gothic UI\",Meiryo,sans-serif}"
    "main{width:100%;max-width:432px}"
    ".card{background:var(--card);border:1px solid var(--line);border-radius:16px;box-shadow:var(--shadow);"
    "padding:24px 26px 20px}"
    ".top{display:flex;align-items:center;gap:10px;margin:0 4px 16px}"
    ".top svg{flex:none;color:var(--accent)}"
    ".org{font-weight:650;letter-spacing:.01em;flex:1;min-width:0}"
    ".lang a{color:var(--soft);text-decoration:none;padding:4px 6px;border-radius:6px;font-size:13px}"
    ".lang a:hover{color:var(--ink);background:var(--line)}"
    ".lang a[aria-current]{color:var(--ink);font-weight:600}"
    "h1{font-size:22px;line-height:1.3;margin:0 0 4px;font-weight:680}"
    "p{margin:0}"
    ".soft{color:var(--soft)}"
    ".small{font-size:13px;line-height:1.55}"
    ".alert{background:var(--warn-soft);color:var(--warn);border-radius:10px;padding:10px 14px;margin:16px 0 0}"
    "h2{font-size:13px;font-weight:600;color:var(--soft);margin:14px 0 8px}"
    ".people{display:grid;gap:8px}"
    ".people form{margin:0}"
    ".person{width:100%;display:flex;align-items:center;gap:12px;text-align:left;background:var(--card);color:inherit;"
    "border:1px solid var(--line);border-radius:12px;padding:7px 12px;font:inherit;cursor:pointer}"
    ".person:hover{border-color:var(--accent);background:var(--accent-soft)}"
    ".face{flex:none;width:36px;height:36px;border-radius:50%;display:grid;place-items:center;font-weight:650;"
    "background:var(--accent-soft);color:var(--accent)}"
    ".person b{display:block;font-weight:600;line-height:1.35}"
    ".person i{display:block;font-style:normal;color:var(--soft);font-size:13px;line-height:1.35}"
    ".person code{margin-left:auto;color:var(--soft);font:13px ui-monospace,Menlo,Consolas,monospace}"
    ".or{display:flex;align-items:center;gap:12px;color:var(--soft);font-size:13px;margin:14px 0 10px}"
    ".or:before,.or:after{content:\"\";height:1px;background:var(--line);flex:1}"
    "label{display:block;font-size:13px;font-weight:600;margin:0 0 4px}"
    "input[type=text],input[type=password]{width:100%;font:inherit;color:inherit;background:var(--field);"
    "border:1px solid var(--line);border-radius:10px;padding:9px 12px;margin:0 0 12px}"
    "input.code{font:600 24px/1.3 ui-monospace,Menlo,Consolas,monospace;letter-spacing:.3em;text-align:center}"
    ":focus-visible{outline:2px solid var(--accent);outline-offset:2px}"
    ".go{width:100%;font:inherit;font-weight:650;color:var(--accent-ink);background:var(--accent);border:0;"
    "border-radius:10px;padding:10px 16px;cursor:pointer}"
    ".go:hover{filter:brightness(1.07)}"
    ".quiet{width:100%;font:inherit;color:var(--soft);background:none;border:0;border-radius:10px;padding:8px;"
    "margin-top:6px;cursor:pointer}"
    ".quiet:hover{color:var(--ink)}"
    "details{margin-top:14px;border-top:1px solid var(--line);padding-top:12px;color:var(--soft);font-size:13px}"
    "summary{cursor:pointer}"
    "code{white-space:nowrap;font:13px ui-monospace,Menlo,Consolas,monospace}"
    "ul{margin:6px 0 0;padding-left:20px}"
    ".shown{background:var(--shown);border-radius:12px;padding:12px 16px;margin:16px 0;text-align:center}"
    ".shown output{display:block;font:650 28px/1.4 ui-monospace,Menlo,Consolas,monospace;letter-spacing:.18em}"
    ".foot{color:var(--soft);font-size:12.5px;line-height:1.55;text-align:center;margin:16px 12px 0}";

// The gate of a checkpoint: two posts and a beam.
const char* const mark = "<svg width=\"28\" height=\"28\" viewBox=\"0 0 28 28\" fill=\"none\" aria-hidden=\"true\">"
                         "<path d=\"M3 8h22M5 4.5c6 1.6 12 1.6 18 0M8 8v16M20 8v16M8 13.5h12\" stroke=\"currentColor\" "
                         "stroke-width=\"2.4\" stroke-linecap=\"round\"/></svg>";

QString text(const char* en, const char* ja, Language language)
{
    return QString::fromUtf8(language == Language::Japanese ? ja : en);
}

QString hidden(const char* name, const QString& value)
{
    return QStringLiteral("<input type=\"hidden\" name=\"%1\" value=\"%2\">")
        .arg(QLatin1String(name), value.toHtmlEscaped());
}

// `formTargets`: besides this provider, where a form may lead. Browsers check that for the redirect after it too, and
// do not know IPv6 addresses there.
Response whole(int status, Language language, const QString& title, const QString& switcher, const QString& body,
               const QByteArray& formTargets)
{
    const QString html =
        QStringLiteral(
            "<!doctype html><html lang=\"%1\"><head><meta charset=\"utf-8\">"
            "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
            "<meta name=\"color-scheme\" content=\"light dark\"><title>%2 – %3</title><style>%4</style></head>"
            "<body><main><div class=\"top\">%5<span class=\"org\">%3</span>%6</div>"
            "<div class=\"card\">%7</div><p class=\"foot\">%8</p></main></body></html>")
            .arg(language == Language::Japanese ? QStringLiteral("ja") : QStringLiteral("en"), title.toHtmlEscaped(),
                 pick(organisationName(), language).toHtmlEscaped(), QLatin1String(style), QLatin1String(mark),
                 switcher, body,
                 text("A demonstration: everyone here is invented, and everything stays on this computer.",
                      "これはデモです。登場人物はすべて架空で、データはこのコンピューターの外に出ません。", language));
    static const QByteArray styleDigest = core::crypto::sha256(style).toBase64();
    Response response;
    response.status = status;
    response.contentType = "text/html; charset=utf-8";
    response.body = html.toUtf8();
    response.headers = {
        {"Content-Security-Policy",
         "default-src 'none'; style-src 'sha256-" + styleDigest + "'; form-action 'self'" +
             (formTargets.isEmpty() ? QByteArray() : ' ' + (formTargets.contains('[') ? "http:" : formTargets)) +
             "; base-uri 'none'; frame-ancestors 'none'"},
        {"Cache-Control", "no-store"},
        {"Referrer-Policy", "same-origin"},
        {"X-Content-Type-Options", "nosniff"},
        {"X-Frame-Options", "DENY"},
    };
    return response;
}

QString languageSwitch(const QString& interaction, Language language)
{
    const auto link = [&](const char* code, const char* label, Language its) {
        return QStringLiteral("<a href=\"/login?interaction=%1&amp;lang=%2\" lang=\"%2\"%3>%4</a>")
            .arg(interaction.toHtmlEscaped(), QLatin1String(code),
                 its == language ? QStringLiteral(" aria-current=\"true\"") : QString(), QString::fromUtf8(label));
    };
    return QStringLiteral("<nav class=\"lang\">%1%2</nav>")
        .arg(link("ja", "日本語", Language::Japanese), link("en", "English", Language::English));
}

QString alert(const QString& message)
{
    return QStringLiteral("<p class=\"alert\" role=\"alert\">%1</p>").arg(message.toHtmlEscaped());
}

QString accountButton(const Person& person, const LoginView& view)
{
    const auto name = pick(person.name, view.language);
    return QStringLiteral("<form method=\"post\" action=\"/login\">%1%2%3%4<button class=\"person\" id=\"account-%5\">"
                          "<span class=\"face\" aria-hidden=\"true\">%6</span><span><b>%7</b><i>%8</i></span>"
                          "<code>%5</code></button></form>")
        .arg(hidden("interaction", view.interaction), hidden("csrf", view.csrfToken), hidden("username", person.id),
             hidden("password", person.password), person.id.toHtmlEscaped(),
             pick(person.familyName, view.language).left(1).toHtmlEscaped(), name.toHtmlEscaped(),
             QStringLiteral("%1 · %2")
                 .arg(pick(person.department, view.language), pick(person.title, view.language))
                 .toHtmlEscaped());
}

QString permissionList(const LoginView& view)
{
    struct Meaning {
        const char* scope;
        const char* en;
        const char* ja;
    };
    static constexpr Meaning meanings[] = {
        {"profile", "see your name, department and role", "氏名・部署・役職を確認する"},
        {"email", "see your e-mail address", "メールアドレスを確認する"},
        {"phone", "see your phone number", "電話番号を確認する"},
        {"address", "see your address", "住所を確認する"},
        {"hr:read", "read the HR data that you yourself may read", "あなた自身が閲覧できる人事データを読む"},
        {"hr:leave", "prepare leave requests in your name", "あなたの名義で休暇申請を作成する"},
        {"chat:read", "read the messages that you yourself may read", "あなた自身が読めるメッセージを読む"},
        {"chat:send", "send messages in your name", "あなたの名義でメッセージを送る"},
        {"documents:read", "read the documents that you yourself may read", "あなた自身が読める文書を読む"},
        {"documents:share", "share documents of yours", "あなたの文書を共有する"},
        {"shop:read", "see the invoices that you have to settle", "あなたが支払う請求書を確認する"},
        {"shop:pay", "pay invoices in your name", "あなたの名義で請求書を支払う"},
        {"pages:read", "read pages of the intranet", "社内ページを読む"},
        {"offline_access", "stay signed in until you sign out", "サインアウトするまでサインインしたままにする"},
    };
    QString items;
    for (const auto& meaning : meanings)
        if (view.permissions.contains(QLatin1String(meaning.scope)))
            items += QStringLiteral("<li>%1</li>").arg(text(meaning.en, meaning.ja, view.language).toHtmlEscaped());
    if (items.isEmpty()) return {};
    return QStringLiteral("<details><summary>%1</summary><ul>%2</ul></details>")
        .arg(text("What Sekisho will be able to do", "Sekishoに許可すること", view.language), items);
}

} // namespace

Response loginPage(const LoginView& view, const People& people)
{
    const auto t = [&view](const char* en, const char* ja) { return text(en, ja, view.language); };
    QString body = QStringLiteral("<h1>%1</h1><p class=\"soft\">%2</p>")
                       .arg(t("Sign in", "サインイン"), t("to continue to Sekisho", "Sekishoに進みます"));
    if (view.failed)
        body += alert(t("The user name or the password is not right. Please try again.",
                        "ユーザー名またはパスワードが違います。もう一度お試しください。"));
    body +=
        QStringLiteral("<h2>%1</h2><div class=\"people\">")
            .arg(t("Demo accounts: choose one, no password to type", "デモ用アカウント（選ぶだけでサインインします）"));
    for (const auto& person : people.all())
        body += accountButton(person, view);
    body += QStringLiteral("</div><div class=\"or\">%1</div>").arg(t("or type", "または入力"));
    body +=
        QStringLiteral("<form method=\"post\" action=\"/login\" id=\"sign-in\">%1%2"
                       "<label for=\"username\">%3</label><input type=\"text\" id=\"username\" name=\"username\" "
                       "value=\"%4\" autocomplete=\"username\" autocapitalize=\"none\" spellcheck=\"false\" required "
                       "autofocus><label for=\"password\">%5</label><input type=\"password\" id=\"password\" "
                       "name=\"password\" autocomplete=\"current-password\" required>"
                       "<button class=\"go\" id=\"submit\">%6</button>"
                       "<button class=\"quiet\" name=\"cancel\" value=\"1\" formnovalidate>%7</button></form>")
            .arg(hidden("interaction", view.interaction), hidden("csrf", view.csrfToken),
                 t("User name or e-mail address", "ユーザー名またはメールアドレス"), view.username.toHtmlEscaped(),
                 t("Password", "パスワード"), t("Sign in", "サインイン"), t("Cancel", "キャンセル"));
    body += QStringLiteral("<p class=\"soft small\">%1</p>")
                .arg(t("Demo passwords are the user name followed by <code>-demo</code>: <code>asan-demo</code>",
                       "デモ用パスワードは、ユーザー名に<code>-demo</code>を付けたものです（<code>asan-demo</code>）"));
    body += permissionList(view);
    return whole(200, view.language, t("Sign in", "サインイン"), languageSwitch(view.interaction, view.language), body,
                 view.redirectOrigin);
}

Response secondFactorPage(const SecondFactorView& view)
{
    const auto t = [&view](const char* en, const char* ja) { return text(en, ja, view.language); };
    QString body = QStringLiteral("<h1>%1</h1><p class=\"soft\">%2</p>")
                       .arg(t("Confirm that it is you", "ご本人確認"), view.name.toHtmlEscaped());
    if (view.failed)
        body += alert(t("The code is not right. Please try again.", "コードが違います。もう一度お試しください。"));
    body +=
        QStringLiteral("<div class=\"shown\"><span class=\"small soft\">%1</span><output id=\"demo-code\">%2</output>"
                       "</div>")
            .arg(t("Your organisation would send this code to your phone. The demo shows it here.",
                   "実際の組織ではスマートフォンに届くコードです。デモではここに表示します。"),
                 view.code.toHtmlEscaped());
    body +=
        QStringLiteral("<form method=\"post\" action=\"/login\" id=\"second-factor\">%1%2<label for=\"code\">%3</label>"
                       "<input class=\"code\" type=\"text\" id=\"code\" name=\"code\" inputmode=\"numeric\" "
                       "maxlength=\"7\" autocomplete=\"one-time-code\" required autofocus>"
                       "<button class=\"go\" id=\"submit\">%4</button>"
                       "<button class=\"quiet\" name=\"cancel\" value=\"1\" formnovalidate>%5</button></form>")
            .arg(hidden("interaction", view.interaction), hidden("csrf", view.csrfToken),
                 t("Six-digit code", "6桁のコード"), t("Confirm", "確認する"), t("Cancel", "キャンセル"));
    return whole(200, view.language, t("Confirm that it is you", "ご本人確認"),
                 languageSwitch(view.interaction, view.language), body, view.redirectOrigin);
}

Response signOutPage(const SignOutView& view)
{
    const auto t = [&view](const char* en, const char* ja) { return text(en, ja, view.language); };
    QString body = QStringLiteral("<h1>%1</h1><p class=\"soft\">%2</p><div class=\"or\"></div>")
                       .arg(t("Sign out?", "サインアウトしますか？"),
                            t("Signed in as %1.", "%1さんとしてサインインしています。").arg(view.name.toHtmlEscaped()));
    body += QStringLiteral("<form method=\"post\" action=\"/end-session\" id=\"sign-out\">%1%2%3%4%5"
                           "<button class=\"go\" id=\"submit\">%6</button></form>")
                .arg(hidden("csrf", view.csrfToken), hidden("client_id", QStringLiteral("sekisho-demo")),
                     view.idTokenHint.isEmpty() ? QString() : hidden("id_token_hint", view.idTokenHint),
                     view.redirectUri.isEmpty() ? QString() : hidden("post_logout_redirect_uri", view.redirectUri),
                     view.state.isEmpty() ? QString() : hidden("state", view.state), t("Sign out", "サインアウト"));
    const auto uri = view.redirectUri.toUtf8();
    return whole(200, view.language, t("Sign out", "サインアウト"), {}, body, uri.left(uri.indexOf('/', 8)));
}

Response signedOutPage(Language language)
{
    const auto title = text("You are signed out", "サインアウトしました", language);
    return whole(200, language, title, {},
                 QStringLiteral("<h1>%1</h1><p class=\"soft\">%2</p>")
                     .arg(title, text("You can close this window.", "この画面は閉じて構いません。", language)),
                 {});
}

Response errorPage(int status, Language language, const Bilingual& what, const QString& code)
{
    const auto title = text("That did not work", "続けられませんでした", language);
    return whole(
        status, language, title, {},
        QStringLiteral("<h1>%1</h1><p class=\"soft\">%2</p><details><summary>%3</summary>"
                       "<p><code id=\"error-code\">%4</code></p></details>")
            .arg(title, pick(what, language).toHtmlEscaped(), text("Details", "詳細", language), code.toHtmlEscaped()),
        {});
}

} // namespace app::demo
