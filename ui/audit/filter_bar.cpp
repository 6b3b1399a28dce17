#include "ui/audit/filter_bar.h"

#include "ui/theme/button.h"

#include <QtCore/QEvent>
#include <QtGui/QAction>
#include <QtGui/QKeyEvent>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QVBoxLayout>

namespace ui::audit {

using core::interfaces::AuditFilter;
using theme::Button;
using theme::Space;

namespace {

constexpr int groups = static_cast<int>(AuditFilter::Group::Changes) + 1;
constexpr int spans = static_cast<int>(AuditFilter::Span::Month) + 1;

// An entry for each value of the enumeration, in its order.
void fill(QComboBox& box, int count)
{
    for (int value = 0; value < count; ++value)
        box.addItem(QString());
}

} // namespace

FilterBar::FilterBar(QWidget* parent)
    : QWidget(parent)
    , words_(new QLineEdit(this))
    , group_(new QComboBox(this))
    , span_(new QComboBox(this))
    , clear_(new Button(Button::Kind::Quiet, {}, this))
{
    setObjectName(QStringLiteral("auditFilter"));
    words_->setObjectName(QStringLiteral("auditWords"));
    group_->setObjectName(QStringLiteral("auditGroup"));
    span_->setObjectName(QStringLiteral("auditSpan"));
    clear_->setObjectName(QStringLiteral("auditClearFilter"));
    auto* column = new QVBoxLayout(this); // in two rows, so that it has room in a small window
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Space::Small);
    column->addWidget(words_);
    auto* row = new QHBoxLayout;
    row->setSpacing(Space::Small);
    row->addWidget(group_);
    row->addWidget(span_);
    row->addWidget(clear_);
    row->addStretch(1);
    column->addLayout(row);
    group_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    span_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    words_->setClearButtonEnabled(true);
    words_->addAction(theme::icon(theme::Icon::Search), QLineEdit::LeadingPosition);
    words_->installEventFilter(this);
    fill(*group_, groups);
    fill(*span_, spans);
    connect(words_, &QLineEdit::textChanged, this, &FilterBar::tell);
    connect(group_, &QComboBox::currentIndexChanged, this, &FilterBar::tell);
    connect(span_, &QComboBox::currentIndexChanged, this, &FilterBar::tell);
    connect(clear_, &QAbstractButton::clicked, this, &FilterBar::clear);
    retranslate();
    tell();
}

AuditFilter FilterBar::filter() const
{
    AuditFilter filter;
    filter.group = static_cast<AuditFilter::Group>(group_->currentIndex());
    filter.span = static_cast<AuditFilter::Span>(span_->currentIndex());
    filter.tool = words_->text().trimmed();
    return filter;
}

void FilterBar::clear()
{
    {
        const QSignalBlocker quietWords(words_);
        const QSignalBlocker quietGroup(group_);
        const QSignalBlocker quietSpan(span_);
        words_->clear();
        group_->setCurrentIndex(0);
        span_->setCurrentIndex(0);
    }
    tell();
}

void FilterBar::tell()
{
    const bool filtered = filter() != AuditFilter();
    if (!filtered && clear_->hasFocus()) words_->setFocus(Qt::OtherFocusReason); // not onto what is gone
    clear_->setVisible(filtered);
    Q_EMIT changed();
}

void FilterBar::focusWords()
{
    words_->setFocus(Qt::ShortcutFocusReason);
    words_->selectAll();
}

bool FilterBar::takeWordsBack()
{
    if (!words_->hasFocus() || words_->text().isEmpty()) return false;
    words_->clear();
    return true;
}

bool FilterBar::eventFilter(QObject* object, QEvent* event)
{
    if (object == words_ && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Return || key == Qt::Key_Enter) {
            Q_EMIT doneWithWords();
            return true;
        }
    }
    return QWidget::eventFilter(object, event);
}

void FilterBar::retranslate()
{
    words_->setPlaceholderText(tr("Name of a tool"));
    words_->setAccessibleName(tr("Show only entries of tools with these words in their name"));
    group_->setAccessibleName(tr("What happened"));
    span_->setAccessibleName(tr("When"));
    clear_->setText(tr("Clear filters"));
    const QStringList groupNames{tr("Everything"), tr("Sign-ins"), tr("Decisions"),
                                 tr("Answers"),    tr("Calls"),    tr("Tools, rules and the log")};
    const QStringList spanNames{tr("At any time"), tr("Today"), tr("Last 7 days"), tr("Last 30 days")};
    for (int i = 0; i < groups; ++i)
        group_->setItemText(i, groupNames.at(i));
    for (int i = 0; i < spans; ++i)
        span_->setItemText(i, spanNames.at(i));
}

void FilterBar::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

} // namespace ui::audit
