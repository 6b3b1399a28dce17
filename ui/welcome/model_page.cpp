#include "ui/welcome/model_page.h"

#include "ui/theme/label.h"
#include "ui/theme/page.h"

#include <QtCore/QEvent>
#include <QtWidgets/QVBoxLayout>

namespace ui::welcome {

using theme::Ink;
using theme::Label;
using theme::Type;

ModelPage::ModelPage(QWidget* parent)
    : QWidget(parent)
    , title_(new Label(Type::Title, Ink::Normal, Label::Wrap::Yes, this))
    , intro_(new Label(Type::Body, Ink::Muted, Label::Wrap::Yes, this))
    , chooser_(new models::ModelChooser(this))
{
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto* page = new theme::Page(theme::Size::FormWidth + 80, this);
    outer->addWidget(page);
    page->column()->addWidget(title_);
    page->column()->addWidget(intro_);
    page->column()->addSpacing(theme::Space::Small);
    page->column()->addWidget(chooser_);
    title_->setObjectName(QStringLiteral("modelTitle"));

    connect(chooser_, &models::ModelChooser::chosen, this, &ModelPage::chosen);
    retranslate();
}

void ModelPage::setModels(std::shared_ptr<core::interfaces::Models> models, models::ModelChooser::DemoModel demo)
{
    chooser_->setModels(std::move(models), demo);
}

/// The page is where the keyboard is after the sign-in; what can be pressed first gets it.
void ModelPage::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    chooser_->focusFirst();
}

void ModelPage::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

void ModelPage::retranslate()
{
    title_->setText(tr("Choose a model"));
    intro_->setText(
        tr("The model reads your conversations and the results of the tools. It never gets your sign-in or your "
           "keys. You can change it later in the settings."));
}

} // namespace ui::welcome
