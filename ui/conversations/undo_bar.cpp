#include "ui/conversations/undo_bar.h"

#include "ui/text/visible_text.h"
#include "ui/theme/button.h"
#include "ui/theme/label.h"
#include "ui/theme/style.h"
#include "ui/theme/tokens.h"

#include <QtCore/QEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QHBoxLayout>

namespace ui::conversations {

UndoBar::UndoBar(QWidget* parent)
    : QFrame(parent)
    , text_(new theme::Label(theme::Type::Body, theme::Ink::Normal, theme::Label::Wrap::Yes, this))
    , undo_(new theme::Button(theme::Button::Kind::Link, {}, this))
    , dismiss_(new theme::Button(theme::Icon::Cross, this))
{
    setObjectName(QStringLiteral("undoBar"));
    undo_->setObjectName(QStringLiteral("undoButton"));
    dismiss_->setObjectName(QStringLiteral("undoDismissButton"));
    dismiss_->setFixedSize(28, 28);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 6, 6, 6);
    layout->setSpacing(theme::Space::Hair);
    layout->addWidget(text_, 1);
    layout->addWidget(undo_);
    layout->addWidget(dismiss_);
    connect(undo_, &QPushButton::clicked, this, &UndoBar::undoTriggered);
    connect(dismiss_, &QPushButton::clicked, this, &QWidget::hide);
    retranslate();
}

void UndoBar::setTitle(const QString& title)
{
    title_ = title;
    retranslate();
}

void UndoBar::retranslate()
{
    text_->setText(tr("Conversation deleted"));
    text_->setAccessibleName(tr("Conversation deleted: %1").arg(title_));
    text_->setToolTip(text::toolTipText(title_));
    undo_->setText(tr("Undo"));
    undo_->setAccessibleName(tr("Undo"));
    dismiss_->setAccessibleName(tr("Close"));
}

void UndoBar::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

void UndoBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto& colors = theme::colors(palette());
    theme::paintBox(painter, QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme::Radius::Control, colors.card,
                    colors.border);
}

} // namespace ui::conversations
