#include "ui/theme/field.h"

#include "ui/theme/label.h"
#include "ui/theme/style.h"

#include <QtWidgets/QLineEdit>
#include <QtWidgets/QVBoxLayout>

namespace ui::theme {

Field::Field(QWidget* parent)
    : QWidget(parent)
    , name_(new Label(Type::BodyStrong, Ink::Normal, Label::Wrap::Yes, this))
    , edit_(new QLineEdit(this))
    , below_(new Label(Type::Caption, Ink::Muted, Label::Wrap::Yes, this))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Space::Hair + 2);
    column->addWidget(name_);
    column->addWidget(edit_);
    column->addWidget(below_);
    name_->setBuddy(edit_);
    below_->setObjectName(QStringLiteral("fieldNote"));
    setFocusProxy(edit_);
    // What was wrong is being put right: the reproach goes.
    connect(edit_, &QLineEdit::textEdited, this, [this] { setError({}); });
    refresh();
}

void Field::setName(const QString& name)
{
    name_->setText(name);
    edit_->setAccessibleName(name);
}

void Field::setHint(const QString& hint)
{
    hint_ = hint;
    refresh();
}

void Field::setError(const QString& error)
{
    error_ = error;
    refresh();
}

QString Field::error() const
{
    return error_;
}

QString Field::text() const
{
    return edit_->text().trimmed();
}

void Field::refresh()
{
    const QString& below = error_.isEmpty() ? hint_ : error_;
    below_->setText(below);
    below_->setInk(error_.isEmpty() ? Ink::Muted : Ink::Danger);
    below_->setVisible(!below.isEmpty());
    edit_->setAccessibleDescription(below);
    setInvalid(edit_, !error_.isEmpty());
}

} // namespace ui::theme
