#include "ui/models/model_row.h"

#include "ui/theme/button.h"
#include "ui/theme/label.h"
#include "ui/theme/style.h"

#include <QtGui/QPainter>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QHBoxLayout>

namespace ui::models {

using theme::Button;
using theme::Ink;
using theme::Label;
using theme::Space;
using theme::Type;

ModelRow::ModelRow(QWidget* parent)
    : QFrame(parent)
    , title_(new Label(Type::BodyStrong, Ink::Normal, Label::Wrap::Yes, this))
    , description_(new Label(Type::Caption, Ink::Muted, Label::Wrap::Yes, this))
    , models_(new QComboBox(this))
    , button_(new Button(Button::Kind::Secondary, {}, this))
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(Space::Vast + Space::Hair, 12, 12, 12);
    row->setSpacing(Space::Small);
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addStretch(1);
    words->addWidget(title_);
    words->addWidget(description_);
    words->addStretch(1);
    row->addLayout(words, 1);
    row->addWidget(models_, 0, Qt::AlignVCenter);
    row->addWidget(button_, 0, Qt::AlignVCenter);
    models_->setObjectName(QStringLiteral("modelOfServer"));
    models_->setMaximumWidth(200);
    models_->hide();
}

void ModelRow::setIcon(theme::Icon icon)
{
    icon_ = icon;
    update();
}

void ModelRow::setTexts(const QString& title, const QString& description, const QString& action)
{
    title_->setText(title);
    description_->setText(description);
    button_->setText(action);
    button_->setAccessibleName(QStringLiteral("%1: %2").arg(action, title));
    button_->setAccessibleDescription(description);
    models_->setAccessibleName(title);
}

void ModelRow::setModels(const QStringList& models)
{
    models_->clear();
    models_->addItems(models);
    models_->setVisible(models.size() > 1);
}

QString ModelRow::model() const
{
    return models_->currentText();
}

void ModelRow::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    const theme::Colors& c = theme::colors(palette());
    theme::paintBox(painter, rect(), theme::Radius::Card, c.card, c.border);
    theme::paintIcon(painter, icon_, QRectF(Space::Medium, (height() - 22) / 2.0, 22, 22), c.accentText);
}

} // namespace ui::models
