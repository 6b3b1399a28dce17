#include "ui/welcome/organisation_page.h"

#include "ui/accounts/way_choice.h"
#include "ui/text/error_text.h"
#include "ui/text/visible_text.h"
#include "ui/theme/banner.h"
#include "ui/theme/button.h"
#include "ui/theme/card.h"
#include "ui/theme/field.h"
#include "ui/theme/label.h"
#include "ui/theme/page.h"
#include "ui/theme/spinner.h"
#include "ui/welcome/problem_banner.h"
#include "ui/welcome/redirect_addresses.h"

#include <QtCore/QEvent>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QVBoxLayout>

namespace ui::welcome {

using accounts::WayChoice;
using core::interfaces::ConnectionCheck;
using core::interfaces::OrganisationField;
using core::interfaces::OrganisationInput;
using theme::Button;
using theme::Field;
using theme::Ink;
using theme::Label;
using theme::Space;
using theme::Type;

OrganisationPage::OrganisationPage(core::interfaces::SignIn& signIn, QWidget* parent)
    : QWidget(parent)
    , signIn_(signIn)
    , back_(new Button(Button::Kind::Link, {}, this))
    , title_(new Label(Type::Title, Ink::Normal, Label::Wrap::Yes, this))
    , intro_(new Label(Type::Body, Ink::Muted, Label::Wrap::Yes, this))
    , problem_(new ProblemBanner(this))
    , issuer_(new Field(this))
    , clientId_(new Field(this))
    , audience_(new Field(this))
    , wayHeading_(new Label(Type::BodyStrong, Ink::Normal, Label::Wrap::Yes, this))
    , wayNote_(new Label(Type::Caption, Ink::Muted, Label::Wrap::Yes, this))
    , way_(new WayChoice(WayChoice::Offer::Ways, this))
    , redirects_(new RedirectAddresses(this))
    , result_(new theme::Banner(theme::Tone::Success, this))
    , test_(new Button(Button::Kind::Secondary, {}, this))
    , signInButton_(new Button(Button::Kind::Primary, {}, this))
    , spinner_(new theme::Spinner(this))
{
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    auto* page = new theme::Page(theme::Size::FormWidth, this);
    outer->addWidget(page);
    QVBoxLayout* column = page->column();
    back_->setIconName(theme::Icon::ChevronLeft);
    column->addWidget(back_, 0, Qt::AlignLeft);
    column->addWidget(title_);
    column->addWidget(intro_);
    column->addWidget(problem_);
    auto* card = new theme::Card(this);
    card->body()->setContentsMargins(Space::Large, Space::Large, Space::Large, Space::Large);
    card->body()->setSpacing(Space::Medium);
    for (Field* field : {issuer_, clientId_, audience_})
        card->body()->addWidget(field);
    card->body()->addWidget(wayHeading_);
    card->body()->addWidget(wayNote_);
    card->body()->addWidget(way_);
    card->body()->addWidget(redirects_);
    column->addWidget(card);
    // What to press stays in view however small the window is.
    auto* foot = new QWidget(this);
    foot->setMaximumWidth(theme::Size::FormWidth);
    auto* footColumn = new QVBoxLayout(foot);
    footColumn->setContentsMargins(0, Space::Small, 0, Space::Medium);
    footColumn->setSpacing(Space::Small);
    footColumn->addWidget(result_);
    auto* footRow = new QHBoxLayout;
    footRow->setContentsMargins(Space::Large, 0, Space::Large, 0);
    footRow->addStretch(1);
    footRow->addWidget(foot, 100);
    footRow->addStretch(1);
    outer->addLayout(footRow);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(Space::Small);
    buttons->addWidget(test_);
    buttons->addWidget(spinner_);
    buttons->addStretch(1);
    buttons->addWidget(signInButton_);
    footColumn->addLayout(buttons);

    back_->setObjectName(QStringLiteral("organisationBack"));
    issuer_->edit()->setObjectName(QStringLiteral("issuerField"));
    clientId_->edit()->setObjectName(QStringLiteral("clientIdField"));
    audience_->edit()->setObjectName(QStringLiteral("audienceField"));
    result_->setObjectName(QStringLiteral("connectionResult"));
    test_->setObjectName(QStringLiteral("testConnection"));
    signInButton_->setObjectName(QStringLiteral("signInButton"));
    issuer_->edit()->setInputMethodHints(Qt::ImhUrlCharactersOnly);
    result_->hide();
    spinner_->hide();
    setFocusProxy(issuer_);
    connect(back_, &QAbstractButton::clicked, this, [this] {
        stop_.request_stop();
        Q_EMIT back();
    });
    connect(test_, &QAbstractButton::clicked, this, [this] { check(Then::Report); });
    connect(signInButton_, &QAbstractButton::clicked, this, [this] { check(Then::SignIn); });
    for (Field* field : {issuer_, clientId_, audience_}) {
        connect(field->edit(), &QLineEdit::textEdited, this, &OrganisationPage::forgetResult);
        connect(field->edit(), &QLineEdit::returnPressed, this, [this] { check(Then::SignIn); });
    }
    connect(issuer_->edit(), &QLineEdit::textChanged, this, &OrganisationPage::refreshRedirects);
    // Once it has its place: it may be below what is in view.
    connect(
        redirects_, &RedirectAddresses::unfolded, this,
        [this, page] { page->ensureWidgetVisible(redirects_, 0, Space::Large); }, Qt::QueuedConnection);
    refreshManaged();
}

OrganisationPage::~OrganisationPage()
{
    stop_.request_stop();
}

OrganisationInput OrganisationPage::input() const
{
    OrganisationInput input{issuer_->text(), clientId_->text(), audience_->text(), {}};
    if (const auto managed = signIn_.managedOrganisation()) input.name = managed->name;
    return input;
}

core::interfaces::SignInWay OrganisationPage::way() const
{
    return *way_->way(); // never empty: Offer::Ways has no automatic one
}

void OrganisationPage::setWay(core::interfaces::SignInWay way)
{
    way_->setWay(way);
}

void OrganisationPage::setWayManaged(bool managed)
{
    wayManaged_ = managed;
    way_->setEnabled(!managed);
    wayNote_->setVisible(managed);
}

void OrganisationPage::refreshManaged()
{
    const auto managed = signIn_.managedOrganisation();
    managed_ = managed.has_value();
    for (Field* field : {issuer_, clientId_, audience_})
        field->edit()->setReadOnly(managed_);
    const bool untouched = issuer_->text().isEmpty() && clientId_->text().isEmpty() && audience_->text().isEmpty();
    if (const auto given = managed || !untouched ? managed : signIn_.knownOrganisation()) {
        issuer_->edit()->setText(given->issuer);
        clientId_->edit()->setText(given->clientId);
        audience_->edit()->setText(given->audience);
    }
    setWayManaged(wayManaged_);
    refreshRedirects();
    retranslate();
}

/// What can be told without asking anybody. True: something was wrong and stands beside its field.
bool OrganisationPage::complain()
{
    Field* first = nullptr;
    if (issuer_->text().isEmpty()) {
        issuer_->setError(tr("Enter the issuer URL. It begins with https://."));
        first = issuer_;
    }
    if (clientId_->text().isEmpty()) {
        clientId_->setError(tr("Enter the client ID."));
        if (!first) first = clientId_;
    }
    if (first) first->edit()->setFocus();
    return first != nullptr;
}

void OrganisationPage::check(Then then)
{
    if (!test_->isEnabled()) return;
    forgetResult();
    problem_->clear();
    if (complain()) return;
    stop_ = {};
    setBusy(true);
    core::onReady(signIn_.testConnection(input(), stop_.get_token()), this,
                  [this, then](const core::Result<ConnectionCheck>& check) { showCheck(check, then); });
}

void OrganisationPage::showCheck(const core::Result<ConnectionCheck>& check, Then then)
{
    setBusy(false);
    if (stop_.stop_requested()) return;
    if (!check) return problem_->report(check.error());
    if (check->error) {
        const QString sentence = text::errorText(*check->error, text::Context::SignIn);
        if (!check->wrongField) return problem_->report(*check->error);
        Field* wrong = issuer_;
        switch (*check->wrongField) {
        case OrganisationField::Issuer: wrong = issuer_; break;
        case OrganisationField::ClientId: wrong = clientId_; break;
        case OrganisationField::Audience: wrong = audience_; break;
        }
        wrong->setError(sentence);
        wrong->edit()->setFocus();
        if (check->error->subject == QLatin1String("redirect_uri")) redirects_->setUnfolded(true);
        return;
    }
    if (then == Then::SignIn) {
        Q_EMIT signInRequested();
        return;
    }
    good_ = *check;
    retranslate();
    result_->show();
}

void OrganisationPage::setBusy(bool busy)
{
    spinner_->setVisible(busy);
    test_->setEnabled(!busy);
    signInButton_->setEnabled(!busy);
}

void OrganisationPage::forgetResult()
{
    good_.reset();
    result_->hide();
    for (Field* field : {issuer_, clientId_, audience_})
        field->setError({});
}

void OrganisationPage::refreshRedirects()
{
    redirects_->setAddresses(signIn_.redirectAddresses(input()));
}

void OrganisationPage::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

void OrganisationPage::retranslate()
{
    const QString fixed = tr("Set by your organisation.");
    back_->setText(tr("Back"));
    title_->setText(tr("Sign in with your organisation"));
    intro_->setText(
        tr("Sekisho works with any OpenID Connect provider, such as Microsoft Entra ID, Okta, Auth0 or Keycloak."));
    issuer_->setName(tr("Issuer URL"));
    issuer_->edit()->setPlaceholderText(QStringLiteral("https://login.example.com"));
    issuer_->setHint(managed_ ? fixed : QString());
    clientId_->setName(tr("Client ID"));
    clientId_->setHint(managed_ ? fixed : tr("The identifier under which Sekisho is registered there."));
    audience_->setName(tr("Audience (optional)"));
    audience_->setHint(managed_ ? fixed : tr("The API the access is for, if your provider asks for one."));
    wayHeading_->setText(tr("Where you sign in"));
    wayNote_->setText(fixed);
    test_->setText(tr("Test connection"));
    signInButton_->setText(tr("Sign in"));
    spinner_->setAccessibleName(tr("Testing the connection"));
    if (!good_) return;
    QString sentence = tr("The connection works.");
    if (!good_->pkceAdvertised)
        sentence = tr("The connection works. The provider does not announce PKCE; Sekisho uses it all the same.");
    else if (!good_->signOutSupported)
        sentence = tr("The connection works. The provider offers no sign-out, so you will stay signed in there after "
                      "signing out here.");
    result_->setText(sentence);
}

} // namespace ui::welcome
