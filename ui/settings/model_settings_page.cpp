#include "ui/settings/model_settings_page.h"

#include "ui/models/key_form.h"
#include "ui/models/model_chooser.h"
#include "ui/text/visible_text.h"
#include "ui/theme/card.h"
#include "ui/theme/label.h"
#include "ui/theme/page.h"

#include <QtCore/QEvent>
#include <QtWidgets/QVBoxLayout>

namespace ui::settings {

using theme::Ink;
using theme::Label;
using theme::Type;

ModelSettingsPage::ModelSettingsPage(core::interfaces::Application& application, QWidget* parent)
    : QWidget(parent)
    , application_(application)
    , title_(new Label(Type::Title, Ink::Normal, Label::Wrap::Yes, this))
    , currentHeading_(new Label(Type::Caption, Ink::Muted, Label::Wrap::Yes, this))
    , current_(new Label(Type::Heading, Ink::Normal, Label::Wrap::Yes, this))
    , destination_(new Label(Type::Body, Ink::Muted, Label::Wrap::Yes, this))
    , managed_(new Label(Type::Caption, Ink::Muted, Label::Wrap::Yes, this))
    , change_(new Label(Type::Title, Ink::Normal, Label::Wrap::Yes, this))
    , chooser_(new models::ModelChooser(this))
{
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto* page = new theme::Page(theme::Size::FormWidth + 80, this);
    page->alignTop();
    outer->addWidget(page);
    QVBoxLayout* column = page->column();
    auto* card = new theme::Card(this, theme::Tone::Accent);
    card->body()->setSpacing(2);
    card->body()->addWidget(currentHeading_);
    card->body()->addWidget(current_);
    card->body()->addWidget(destination_);
    column->addWidget(title_);
    column->addWidget(card);
    column->addWidget(managed_);
    column->addSpacing(theme::Space::Small);
    column->addWidget(change_);
    column->addWidget(chooser_);
    change_->setType(Type::Heading);
    current_->setObjectName(QStringLiteral("currentModel"));
    destination_->setObjectName(QStringLiteral("currentDestination"));
    refresh();
}

void ModelSettingsPage::followAccount()
{
    if (models_) disconnect(models_.get(), nullptr, this, nullptr);
    models_ = application_.models();
    if (models_) connect(models_.get(), &core::interfaces::Models::changed, this, &ModelSettingsPage::refresh);
    using models::ModelChooser;
    chooser_->setModels(models_, application_.signIn().demoAllowed() ? ModelChooser::DemoModel::Offered
                                                                     : ModelChooser::DemoModel::NotOffered);
    refresh();
}

void ModelSettingsPage::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) refresh();
}

QString ModelSettingsPage::destinationOf(const core::interfaces::EndpointView& endpoint)
{
    const QString place = models::destinationText(endpoint.local ? QStringLiteral("localhost") : endpoint.host);
    if (endpoint.serverUser.isEmpty()) return place;
    return tr("%1 The server there may run as the system account “%2”, as was accepted: whoever controls that account "
              "can read them.")
        .arg(place, text::visibleLine(endpoint.serverUser));
}

void ModelSettingsPage::refresh()
{
    title_->setText(tr("Model"));
    currentHeading_->setText(tr("In use"));
    change_->setText(tr("Use another model"));
    const auto endpoints = models_ ? models_->endpoints() : QList<core::interfaces::EndpointView>();
    const bool none = endpoints.isEmpty();
    current_->setText(none                ? tr("No model yet")
                      : endpoints[0].demo ? tr("Demo model")
                                          : text::visibleLine(endpoints[0].model));
    destination_->setText(none ? tr("Choose one below.") : destinationOf(endpoints[0]));
    const bool managed = application_.preferences().preferences().managed.contains(QStringLiteral("model"));
    managed_->setText(tr("Set by your organisation."));
    managed_->setVisible(managed);
    chooser_->setManaged(managed);
}

} // namespace ui::settings
