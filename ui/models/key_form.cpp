#include "ui/models/key_form.h"

#include "ui/text/visible_text.h"
#include "ui/theme/button.h"
#include "ui/theme/card.h"
#include "ui/theme/field.h"
#include "ui/theme/label.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QEvent>
#include <QtCore/QUrl>
#include <QtWidgets/QButtonGroup>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QVBoxLayout>

namespace ui::models {

using core::interfaces::EndpointField;
using core::interfaces::EndpointInput;
using core::interfaces::ModelProtocol;
using theme::Button;
using theme::Field;
using theme::Ink;
using theme::Label;
using theme::Space;
using theme::Type;

namespace {

struct Provider {
    const char* name; ///< a brand; empty: named by retranslate()
    const char* address;
    const char* model;
    ModelProtocol protocol;
};

constexpr Provider providers[] = {
    {"OpenAI", "https://api.openai.com/v1", "gpt-4o-mini", ModelProtocol::ChatCompletions},
    {"Anthropic", "https://api.anthropic.com", "claude-sonnet-4-5", ModelProtocol::AnthropicMessages},
    {"OpenRouter", "https://openrouter.ai/api/v1", "openai/gpt-4o-mini", ModelProtocol::ChatCompletions},
    {"", "", "", ModelProtocol::ChatCompletions},
};

struct ModelText {
    Q_DECLARE_TR_FUNCTIONS(ModelText)
};

} // namespace

QString hostOf(const QString& address)
{
    return QUrl(address.trimmed(), QUrl::StrictMode).host(QUrl::FullyEncoded);
}

QString destinationText(const QString& host)
{
    static const QStringList local = {QStringLiteral("localhost"), QStringLiteral("127.0.0.1"), QStringLiteral("::1")};
    if (host.isEmpty()) return {};
    if (local.contains(host)) return ModelText::tr("Conversations stay on this computer.");
    return ModelText::tr("Conversations will be sent to %1.").arg(text::visibleLine(host));
}

KeyForm::KeyForm(QWidget* parent)
    : QWidget(parent)
    , card_(new theme::Card(this))
    , providers_(new QButtonGroup(this))
    , address_(new Field(this))
    , model_(new Field(this))
    , key_(new Field(this))
    , destination_(new Label(Type::Caption, Ink::Muted, Label::Wrap::Yes, this))
    , submit_(new Button(Button::Kind::Primary, {}, this))
{
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(card_);
    card_->body()->setSpacing(Space::Medium);
    auto* chips = new QHBoxLayout;
    chips->setSpacing(Space::Small);
    int number = 0;
    for (const Provider& provider : providers) {
        auto* chip = new Button(Button::Kind::Chip, QString::fromLatin1(provider.name), this);
        chip->setObjectName(QStringLiteral("provider%1").arg(number));
        chip->setCheckable(true);
        providers_->addButton(chip, number++);
        chips->addWidget(chip);
    }
    chips->addStretch(1);
    card_->body()->addLayout(chips);
    for (Field* field : {address_, model_, key_})
        card_->body()->addWidget(field);
    auto* foot = new QHBoxLayout;
    foot->setSpacing(Space::Medium);
    foot->addWidget(destination_, 1);
    foot->addWidget(submit_);
    card_->body()->addLayout(foot);

    address_->edit()->setObjectName(QStringLiteral("modelAddress"));
    model_->edit()->setObjectName(QStringLiteral("modelName"));
    key_->edit()->setObjectName(QStringLiteral("modelKey"));
    destination_->setObjectName(QStringLiteral("modelDestination"));
    submit_->setObjectName(QStringLiteral("modelSubmit"));
    key_->edit()->setEchoMode(QLineEdit::Password);
    key_->edit()->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText);
    address_->edit()->setInputMethodHints(Qt::ImhUrlCharactersOnly);
    providers_->button(0)->setChecked(true);
    setFocusProxy(key_);
    connect(providers_, &QButtonGroup::idClicked, this, &KeyForm::applyProvider);
    connect(submit_, &QAbstractButton::clicked, this, &KeyForm::submit);
    connect(address_->edit(), &QLineEdit::textChanged, this, &KeyForm::refreshDestination);
    for (Field* field : {address_, model_, key_})
        connect(field->edit(), &QLineEdit::returnPressed, this, &KeyForm::submit);
    retranslate();
    applyProvider(0);
}

EndpointInput KeyForm::input() const
{
    return {providers[provider_].protocol, address_->text(), model_->text(), key_->text().toUtf8()};
}

void KeyForm::showProblem(EndpointField field, const QString& sentence)
{
    Field* const wrong = field == EndpointField::BaseUrl ? address_ : field == EndpointField::Model ? model_ : key_;
    wrong->setError(sentence);
    wrong->edit()->setFocus();
}

void KeyForm::showBadAddress()
{
    showProblem(EndpointField::BaseUrl, tr("Enter an address that begins with https://."));
}

void KeyForm::setKnownModels(const QStringList& models)
{
    if (models.isEmpty()) return;
    model_->setHint(tr("Offered there: %1").arg(text::visibleLine(models.mid(0, 6).join(QStringLiteral(", ")))));
}

void KeyForm::clearKey()
{
    key_->edit()->setText({}); // clear() could be undone: what was typed would stay in its history
}

void KeyForm::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

void KeyForm::applyProvider(int provider)
{
    provider_ = provider;
    address_->edit()->setText(QString::fromLatin1(providers[provider].address));
    model_->edit()->setText(QString::fromLatin1(providers[provider].model));
    clearKey(); // a key belongs to the service it was typed for
    for (Field* field : {address_, model_, key_})
        field->setError({});
    model_->setHint({});
    if (providers_->checkedButton() == providers_->buttons().last() && isVisible()) address_->edit()->setFocus();
}

void KeyForm::submit()
{
    if (!submit_->isEnabled()) return;
    for (Field* field : {address_, model_, key_})
        field->setError({});
    if (hostOf(address_->text()).isEmpty()) return showBadAddress();
    if (model_->text().isEmpty()) return showProblem(EndpointField::Model, tr("Enter the name of the model."));
    Q_EMIT submitted();
}

void KeyForm::refreshDestination()
{
    destination_->setText(destinationText(hostOf(address_->text())));
}

void KeyForm::retranslate()
{
    providers_->buttons().last()->setText(tr("Other"));
    address_->setName(tr("Address"));
    address_->edit()->setPlaceholderText(QStringLiteral("https://"));
    model_->setName(tr("Model"));
    key_->setName(tr("Key"));
    key_->setHint(
        tr("Kept in this computer's keychain and used for this address only. A server without a key needs none."));
    submit_->setText(tr("Test and use"));
    refreshDestination();
}

} // namespace ui::models
