#include "ui/approvals/call_rows.h"

#include "ui/approvals/call_words.h"
#include "ui/text/visible_text.h"
#include "ui/theme/button.h"
#include "ui/theme/tokens.h"

#include <QtWidgets/QApplication>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

namespace ui::approvals {

using core::interfaces::ApprovalCallView;
using core::interfaces::ApprovalValueView;
using theme::Button;
using theme::Space;

namespace {

constexpr int mostRoom = 3 * 36; ///< more than fit there are scrolled to

/// As the text of a button: no letter of it becomes a key.
QString buttonText(QString text)
{
    return text.replace(QLatin1Char('&'), QLatin1String("&&"));
}

void clear(QLayout* layout)
{
    while (QLayoutItem* item = layout->takeAt(0)) {
        if (QWidget* widget = item->widget()) {
            widget->hide();
            widget->setParent(nullptr);
            widget->deleteLater(); // it may be the one whose click is being handled
        }
        delete item;
    }
}

} // namespace

CallRows::CallRows(QWidget* parent)
    : QScrollArea(parent)
    , rows_(new QWidget)
{
    auto* column = new QVBoxLayout(rows_);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    setWidget(rows_);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    viewport()->setAutoFillBackground(false);
    rows_->setAutoFillBackground(false);
}

void CallRows::setRows(const QList<ApprovalCallView>& calls, qsizetype open,
                       const QSet<core::interfaces::ApprovalId>& busy)
{
    const bool hadFocus = rows_->isAncestorOf(QApplication::focusWidget());
    if (hadFocus) Q_EMIT focusLosing();
    clear(rows_->layout());
    setVisible(calls.size() > 1);
    if (calls.size() < 2) return;
    for (qsizetype i = 0; i < calls.size(); ++i)
        addRow(i, calls[i], i == open, busy.contains(calls[i].id));
    rows_->layout()->activate();
    setFixedHeight(std::min(mostRoom, rows_->sizeHint().height()));
    if (!hadFocus) return;
    if (auto* row = rows_->findChild<QWidget*>(QStringLiteral("approvalRow%1").arg(open))) row->setFocus();
}

/// A call in one line, with what it is about, and a button that declines it.
void CallRows::addRow(qsizetype index, const ApprovalCallView& call, bool isOpen, bool isBusy)
{
    auto* line = new QWidget(rows_);
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Space::Small);
    QString about;
    for (const auto& value : call.values) {
        if (value.role != ApprovalValueView::Role::Decisive || value.value.isEmpty()) continue;
        about = text::visibleLine(value.value);
        break;
    }
    //: %1 is a number, %2 what is done
    QString words = tr("%1. %2").arg(QString::number(index + 1), titleOf(call));
    if (!about.isEmpty()) words += QStringLiteral(": ") + about;
    auto* opens = new Button(isOpen ? Button::Kind::Chip : Button::Kind::Quiet, buttonText(words), line);
    opens->setObjectName(QStringLiteral("approvalRow%1").arg(index));
    opens->setAccessibleName(words);
    opens->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    auto* declines = new Button(Button::Kind::Link, tr("Decline"), line);
    declines->setObjectName(QStringLiteral("approvalRowDeny%1").arg(index));
    //: %1 is what is declined
    declines->setAccessibleName(tr("Decline: %1").arg(words));
    declines->setEnabled(!isBusy);
    row->addWidget(opens);
    row->addStretch();
    row->addWidget(declines);
    connect(opens, &QAbstractButton::clicked, this, [this, index] { Q_EMIT opened(index); });
    connect(declines, &QAbstractButton::clicked, this, [this, id = call.id] { Q_EMIT denyRequested(id); });
    rows_->layout()->addWidget(line);
}

} // namespace ui::approvals
