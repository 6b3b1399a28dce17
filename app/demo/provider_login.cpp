// The half of the provider that people see: from the authorization request to the code.

#include "app/demo/login_page.h"
#include "app/demo/newest.h"
#include "app/demo/provider.h"
#include "core/crypto/digest.h"
#include "core/crypto/random.h"

namespace app::demo {
namespace {

constexpr int mostFailures = 10;

QByteArray originOf(const QByteArray& uri)
{
    return uri.left(uri.indexOf('/', 8)); // after "http://" and at least one character
}

bool names(const Person& person, const QString& hint)
{
    return hint.compare(person.id, Qt::CaseInsensitive) == 0 || hint.compare(person.email, Qt::CaseInsensitive) == 0;
}

QByteArray sixDigits()
{
    // 2^40 values over 10^6: the bias is below one in a million.
    const auto bytes = core::crypto::randomBytes(5);
    quint64 number = 0;
    for (const char byte : bytes)
        number = (number << 8) | static_cast<unsigned char>(byte);
    return QByteArray::number(number % 1'000'000).rightJustified(6, '0');
}

} // namespace

qint64 OpenIdProvider::now() const
{
    return clock_.nowUtc().toSecsSinceEpoch();
}

void OpenIdProvider::prune()
{
    sessions_.removeIf([this](const auto& entry) { return entry.value().expiresAtSeconds <= now(); });
    interactions_.removeIf([this](const auto& entry) { return entry.value().expiresAtSeconds <= now(); });
}

// Browsers send Origin with every form; programs that sign in over HTTP do not.
bool OpenIdProvider::comesFromHere(const Request& request) const
{
    const auto origin = request.header("origin");
    return origin.isEmpty() || origin == options_.setup.issuer.toUtf8();
}

const OpenIdProvider::Session* OpenIdProvider::session(const Request& request) const
{
    const auto value = cookie(request, "demo_session");
    const auto found = sessions_.constFind(core::crypto::sha256(value));
    return value.isEmpty() || found == sessions_.constEnd() || found->expiresAtSeconds <= now() ? nullptr : &*found;
}

bool OpenIdProvider::sessionSuffices(const Session& session, const AuthorizationRequest& request) const
{
    if (request.promptLogin || request.promptSelectAccount) return false;
    const auto* person = people_.find(session.who.subject);
    if (!person) return false;
    if (!request.loginHint.isEmpty() && !names(*person, request.loginHint)) return false;
    if (!request.idTokenHint.isEmpty()) {
        const auto hinted = mint_.subjectOfHint(request.idTokenHint);
        if (!hinted || *hinted != person->id) return false;
    }
    // "max_age=0" is a request for a fresh sign-in (Core section 3.1.2.1).
    if (request.maxAge && now() - session.who.atSeconds >= request.maxAge->count()) return false;
    return request.acrValues.isEmpty() || request.acrValues.contains(session.who.acr) ||
           session.who.acr == QLatin1String(acrSecondFactor);
}

Response OpenIdProvider::authorize(const Request& request)
{
    prune();
    const auto fields = fieldsOf(request.method == "POST" ? request.form() : request.query());
    auto parsed = parseAuthorization(options_.setup, fields);
    if (!parsed)
        return answerWithError(parsed.error(),
                               preferredLanguage(fields.value("ui_locales"), request.header("accept-language")));
    const auto* current = session(request);
    if (current && sessionSuffices(*current, *parsed)) return answerWithCode(*parsed, current->who);
    if (parsed->promptNone)
        return answerWithError({parsed->redirectUri, parsed->state, QStringLiteral("login_required"),
                                QStringLiteral("nobody is signed in, or not freshly or strongly enough")},
                               Language::English);
    return startInteraction(request, std::move(*parsed));
}

Response OpenIdProvider::answerWithError(const AuthorizationError& error, Language language) const
{
    if (error.redirectUri.isEmpty())
        return errorPage(400, language,
                         {QStringLiteral("The app asked for a sign-in in a way this organisation does not accept. "
                                         "Close this window and try again from the app."),
                          QStringLiteral("アプリからのサインイン要求を受け付けられませんでした。"
                                         "この画面を閉じて、アプリからやり直してください。")},
                         error.error + QStringLiteral(": ") + error.description);
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("error"), error.error);
    query.addQueryItem(QStringLiteral("error_description"),
                       QString::fromLatin1(QUrl::toPercentEncoding(error.description)));
    return redirectTo(authorizationAnswer(options_.setup, error.redirectUri, error.state, query));
}

Response OpenIdProvider::answerWithCode(const AuthorizationRequest& request, const Authentication& who)
{
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("code"), QString::fromLatin1(grants_.issueCode(
                                                   request, {who, request.scopes, request.nonce, request.audiences})));
    return redirectTo(authorizationAnswer(options_.setup, request.redirectUri, request.state, query));
}

Response OpenIdProvider::startInteraction(const Request& request, AuthorizationRequest authorization)
{
    auto browser = cookie(request, "demo_browser");
    const bool known = browser.size() == 43;
    if (!known) browser = core::crypto::randomText();
    Interaction interaction;
    interaction.language = preferredLanguage(authorization.uiLocales, request.header("accept-language"));
    interaction.request = std::move(authorization);
    interaction.browser = core::crypto::sha256(browser);
    interaction.csrfToken = core::crypto::randomText();
    interaction.expiresAtSeconds = now() + options_.interactionLifetime.count();
    interaction.born = ++born_;
    makeRoom(interactions_, options_.mostRemembered);
    const auto id = QString::fromLatin1(core::crypto::randomText(16));
    auto response = page(id, *interactions_.insert(id, interaction), false);
    if (!known)
        response.headers.emplace_back("Set-Cookie", "demo_browser=" + browser + "; Path=/; HttpOnly; SameSite=Lax");
    return response;
}

OpenIdProvider::Interaction* OpenIdProvider::interaction(const Request& request, const Fields& fields)
{
    const auto found = interactions_.find(fields.value("interaction"));
    if (found == interactions_.end() || found->expiresAtSeconds <= now()) return nullptr;
    return core::crypto::sha256(cookie(request, "demo_browser")) == found->browser ? &*found : nullptr;
}

Response OpenIdProvider::page(const QString& id, const Interaction& interaction, bool failed) const
{
    const auto& request = interaction.request;
    if (!interaction.passwordOf.isEmpty()) {
        const auto* person = people_.find(interaction.passwordOf);
        return secondFactorPage({interaction.language, id, QString::fromLatin1(interaction.csrfToken),
                                 person ? pick(person->name, interaction.language) : QString(),
                                 QString::fromLatin1(interaction.code), originOf(request.redirectUri), failed});
    }
    LoginView view;
    view.language = interaction.language;
    view.interaction = id;
    view.csrfToken = QString::fromLatin1(interaction.csrfToken);
    view.permissions = request.scopes;
    view.redirectOrigin = originOf(request.redirectUri);
    view.failed = failed;
    for (const auto& person : people_.all())
        if (names(person, request.loginHint)) view.username = person.id;
    return loginPage(view, people_);
}

Response OpenIdProvider::showLogin(const Request& request)
{
    const auto fields = fieldsOf(request.query());
    auto* found = interaction(request, fields);
    const auto preferred = preferredLanguage({}, request.header("accept-language"));
    if (!found)
        return errorPage(400, preferred,
                         {QStringLiteral("This sign-in has ended. Please start again from the app."),
                          QStringLiteral("このサインインは終了しました。アプリからやり直してください。")},
                         QStringLiteral("no_such_interaction"));
    if (fields.has("lang")) found->language = preferredLanguage(fields.value("lang"), {});
    return page(fields.value("interaction"), *found, false);
}

Response OpenIdProvider::postLogin(const Request& request)
{
    const auto form = fieldsOf(request.form());
    auto* found = interaction(request, form);
    // The cookie, the hidden token and the origin: a page elsewhere can make a browser post here, but knows none.
    if (!found || !comesFromHere(request) ||
        !core::crypto::equalsConstantTime(form.value("csrf").toUtf8(), found->csrfToken))
        return errorPage(403, preferredLanguage({}, request.header("accept-language")),
                         {QStringLiteral("This form does not belong to a sign-in that is going on. "
                                         "Please start again from the app."),
                          QStringLiteral("このフォームは現在のサインインのものではありません。"
                                         "アプリからやり直してください。")},
                         QStringLiteral("csrf"));
    const auto id = form.value("interaction");
    if (form.has("cancel")) {
        const auto waiting = interactions_.take(id).request;
        return answerWithError({waiting.redirectUri, waiting.state, QStringLiteral("access_denied"),
                                QStringLiteral("the person cancelled")},
                               Language::English);
    }
    return found->passwordOf.isEmpty() ? checkPassword(id, *found, form) : checkSecondFactor(id, *found, form);
}

Response OpenIdProvider::failedAttempt(const QString& id, Interaction& interaction)
{
    if (++interaction.failures < mostFailures) {
        auto response = page(id, interaction, true);
        response.status = 401;
        return response;
    }
    const auto language = interaction.language;
    interactions_.remove(id);
    return errorPage(403, language,
                     {QStringLiteral("Too many attempts. Please start again from the app."),
                      QStringLiteral("試行回数が多すぎます。アプリからやり直してください。")},
                     QStringLiteral("too_many_attempts"));
}

Response OpenIdProvider::checkPassword(const QString& id, Interaction& interaction, const Fields& form)
{
    const auto username = form.value("username").trimmed();
    const Person* person = nullptr;
    for (const auto& candidate : people_.all())
        if (names(candidate, username)) person = &candidate;
    if (!person || !core::crypto::equalsConstantTime(form.value("password").toUtf8(), person->password.toUtf8()))
        return failedAttempt(id, interaction);
    const auto& wanted = interaction.request.acrValues;
    if (wanted.isEmpty() || wanted.constFirst() == QLatin1String(acrPassword))
        return finishLogin(id, person->id, QString::fromLatin1(acrPassword));
    interaction.passwordOf = person->id;
    interaction.code = options_.secondFactor.isEmpty() ? sixDigits() : options_.secondFactor;
    return page(id, interaction, false);
}

Response OpenIdProvider::checkSecondFactor(const QString& id, Interaction& interaction, const Fields& form)
{
    const auto typed = form.value("code").remove(QLatin1Char(' ')).toUtf8();
    if (!core::crypto::equalsConstantTime(typed, interaction.code)) return failedAttempt(id, interaction);
    return finishLogin(id, interaction.passwordOf, QString::fromLatin1(acrSecondFactor));
}

// The person by value: it may lie in the interaction, which ends here.
Response OpenIdProvider::finishLogin(const QString& id, QString personId, const QString& acr)
{
    const auto request = interactions_.take(id).request;
    const auto* person = people_.find(personId);
    Authentication who;
    who.subject = std::move(personId);
    who.atSeconds = now();
    who.acr = acr;
    who.amr = acr == QLatin1String(acrSecondFactor)
                  ? QStringList{QStringLiteral("pwd"), QStringLiteral("otp"), QStringLiteral("mfa")}
                  : QStringList{QStringLiteral("pwd")};
    if (person) who.roles = person->roles;
    // A new value every time: one that was known before the sign-in is worth nothing after it.
    const auto value = core::crypto::randomText();
    makeRoom(sessions_, options_.mostRemembered);
    sessions_.insert(core::crypto::sha256(value), Session{who, now() + options_.sessionLifetime.count(), ++born_});
    auto response = answerWithCode(request, who);
    response.headers.emplace_back("Set-Cookie", "demo_session=" + value + "; Path=/; HttpOnly; SameSite=Lax");
    return response;
}

} // namespace app::demo
