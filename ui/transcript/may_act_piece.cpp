#include "ui/transcript/may_act_piece.h"

#include "ui/text/language.h"
#include "ui/text/visible_text.h"
#include "ui/theme/label.h"

#include <QtCore/QEvent>
#include <QtWidgets/QVBoxLayout>

namespace ui::transcript {

using theme::Space;

MayActLine::MayActLine(QWidget* parent)
    : QWidget(parent)
    , text_(new theme::Label(theme::Type::Caption, theme::Ink::Muted, theme::Label::Wrap::Yes, this))
{
    setObjectName(QStringLiteral("mayActLine"));
    text_->setObjectName(QStringLiteral("mayActText"));
    text_->setAlignment(Qt::AlignRight | Qt::AlignTop); // as the message above it
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(text_);
}

QString MayActLine::sentence(const QList<core::Bilingual>& titles)
{
    QStringList names;
    for (const auto& title : titles)
        names.append(text::visibleLine(text::localised(title)));
    return tr("May act unasked: %1").arg(names.join(QStringLiteral(" · ")));
}

void MayActLine::setTools(const QList<core::Bilingual>& titles)
{
    titles_ = titles;
    text_->setText(sentence(titles_));
    setAccessibleName(text_->text());
}

int MayActLine::heightFor(int width) const
{
    return layout()->totalHeightForWidth(width);
}

void MayActLine::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) setTools(titles_);
}

MayActPiece::MayActPiece()
    : WidgetPiece(Space::Hair, 20)
{}

void MayActPiece::setTools(const QList<core::Bilingual>& titles)
{
    if (titles == titles_) return;
    titles_ = titles;
    if (auto* made = qobject_cast<MayActLine*>(widget())) made->setTools(titles);
    remeasure();
}

QWidget* MayActPiece::create(QWidget* parent)
{
    auto* line = new MayActLine(parent);
    line->setTools(titles_);
    return line;
}

int MayActPiece::heightFor(int width) const
{
    return static_cast<MayActLine*>(widget())->heightFor(width);
}

} // namespace ui::transcript
