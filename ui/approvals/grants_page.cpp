#include "ui/approvals/grants_page.h"

#include "core/base/async.h"
#include "ui/approvals/grant_words.h"
#include "ui/theme/button.h"
#include "ui/theme/label.h"
#include "ui/theme/page.h"

#include <QtCore/QEvent>
#include <QtGui/QKeyEvent>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

namespace ui::approvals {

using theme::Button;
using theme::Ink;
using theme::Label;
using theme::Space;
using theme::Type;

GrantsPage::GrantsPage(QWidget* parent)
    : QWidget(parent)
    , page_(new theme::Page(theme::Size::ReadingWidth, this))
    , title_(new Label(Type::Title, Ink::Normal, Label::Wrap::Yes, this))
    , back_(new Button(Button::Kind::Secondary, {}, this))
    , intro_(new Label(Type::Body, Ink::Muted, Label::Wrap::Yes, this))
    , empty_(new Label(Type::Body, Ink::Muted, Label::Wrap::Yes, this))
    , column_(new QVBoxLayout)
{
    setObjectName(QStringLiteral("grantsPage"));
    title_->setObjectName(QStringLiteral("grantsTitle"));
    back_->setObjectName(QStringLiteral("grantsBack"));
    empty_->setObjectName(QStringLiteral("grantsEmpty"));
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(page_);
    page_->alignTop();
    auto* head = new QHBoxLayout;
    head->addWidget(title_, 1);
    head->addWidget(back_);
    page_->column()->addLayout(head);
    page_->column()->addWidget(intro_);
    page_->column()->addWidget(empty_);
    column_->setSpacing(Space::Small);
    page_->column()->addLayout(column_);
    connect(back_, &QAbstractButton::clicked, this, &GrantsPage::left);
    retranslate();
}

void GrantsPage::setGrants(std::shared_ptr<core::interfaces::Grants> grants)
{
    if (grants_) disconnect(grants_.get(), nullptr, this, nullptr);
    grants_ = std::move(grants);
    if (grants_) connect(grants_.get(), &core::interfaces::Grants::changed, this, &GrantsPage::refresh);
    ++looks_;
    revoked_.clear();
    revoking_.clear();
    refresh();
}

void GrantsPage::enter()
{
    QWidget* const first = rows_.isEmpty() ? static_cast<QWidget*>(back_) : rows_.first();
    first->setFocus(Qt::ShortcutFocusReason);
}

void GrantsPage::refresh()
{
    auto rules = grants_ ? grants_->grants() : QList<GrantView>();
    const auto isThere = [&rules](const GrantView& rule) {
        return std::any_of(rules.begin(), rules.end(), [&](const GrantView& each) { return each.id == rule.id; });
    };
    revoked_.removeIf(isThere);
    // What was revoked here keeps its place, or the key that did it would be on the next one: the newest stands first.
    for (const auto& rule : revoking_.values() + revoked_) {
        if (isThere(rule)) continue;
        const auto place = std::find_if(rules.begin(), rules.end(),
                                        [&](const GrantView& each) { return each.writtenUtc < rule.writtenUtc; });
        rules.insert(place, rule);
    }
    fill(rules);
}

GrantRow::State GrantsPage::stateOf(const GrantId& id) const
{
    if (revoking_.contains(id)) return GrantRow::State::Revoking;
    const bool gone =
        std::any_of(revoked_.begin(), revoked_.end(), [&id](const GrantView& each) { return each.id == id; });
    return gone ? GrantRow::State::Revoked : GrantRow::State::InForce;
}

void GrantsPage::fill(const QList<GrantView>& rules)
{
    GrantId at; // where the keyboard is
    qsizetype index = 0;
    const auto* focused = window()->focusWidget();
    for (qsizetype i = 0; i < rows_.size(); ++i)
        if (rows_[i] == focused || rows_[i]->isAncestorOf(focused)) {
            at = rows_[i]->id();
            index = i;
        }
    if (!at.isEmpty()) back_->setFocus(Qt::OtherFocusReason); // not onto what is gone
    for (auto* row : std::as_const(rows_)) {
        column_->removeWidget(row);
        row->hide();
        row->setParent(nullptr);
        row->deleteLater(); // it may be the one whose key or click is being handled
    }
    rows_.clear();
    for (const auto& rule : rules) {
        auto* row = new GrantRow(rule, stateOf(rule.id), page_->widget());
        column_->addWidget(row);
        row->show(); // now: it may get the keyboard
        rows_.append(row);
        connect(row, &GrantRow::revokeRequested, this, &GrantsPage::revoke);
        connect(row, &GrantRow::stepped, this, [this, row](int by) { step(row, by); });
    }
    empty_->setVisible(rules.isEmpty());
    intro_->setVisible(!rules.isEmpty());
    if (at.isEmpty() || rows_.isEmpty()) return;
    auto* same = rowOf(at);
    (same ? same : rows_[std::min(index, rows_.size() - 1)])->setFocus(Qt::OtherFocusReason);
}

void GrantsPage::revoke(const GrantId& id)
{
    auto* row = rowOf(id);
    if (!grants_ || !row || revoking_.contains(id)) return;
    const auto rules = grants_->grants();
    const auto rule = std::find_if(rules.begin(), rules.end(), [&id](const GrantView& each) { return each.id == id; });
    if (rule == rules.end()) return refresh();
    revoking_.insert(id, *rule);
    row->setState(GrantRow::State::Revoking);
    core::onReady(grants_->revoke(id), this, [this, look = looks_, rule = *rule](const core::Result<>& revoked) {
        if (look == looks_) revokeEnded(rule, revoked);
    });
}

void GrantsPage::revokeEnded(const GrantView& rule, const core::Result<>& revoked)
{
    revoking_.remove(rule.id);
    // One that is not there any more had ended: it does nothing either.
    if (revoked || revoked.error().code == core::Errc::NotFound) {
        if (isVisible()) revoked_.append(rule);
        return refresh();
    }
    if (auto* row = rowOf(rule.id)) row->setState(GrantRow::State::InForce, revokeFailureSentence(revoked.error()));
}

GrantRow* GrantsPage::rowOf(const GrantId& id) const
{
    const auto found = std::find_if(rows_.begin(), rows_.end(), [&id](const auto* row) { return row->id() == id; });
    return found == rows_.end() ? nullptr : *found;
}

void GrantsPage::step(const GrantRow* from, int by)
{
    const auto at = std::find(rows_.begin(), rows_.end(), from);
    if (at == rows_.end()) return;
    const auto next = std::clamp<qsizetype>(at - rows_.begin() + by, 0, rows_.size() - 1);
    rows_[next]->setFocus(Qt::TabFocusReason);
    page_->ensureWidgetVisible(rows_[next], 0, Space::Small);
}

void GrantsPage::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape) return Q_EMIT left();
    QWidget::keyPressEvent(event);
}

/// What was revoked the last time is not shown again. Not when it hides: a window that goes must not get new rows.
void GrantsPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (event->spontaneous() || revoked_.isEmpty()) return;
    revoked_.clear();
    refresh();
}

void GrantsPage::retranslate()
{
    title_->setText(tr("Standing rules"));
    back_->setText(tr("Back"));
    intro_->setText(tr("What you have decided once for later calls. The rules of your organisation come first, and a "
                       "call that they stop stays stopped."));
    empty_->setText(tr("No standing rules. When a card asks for your answer, “More choices…” on it can write one. It "
                       "then stands here, and can be revoked at any time."));
    refresh();
}

void GrantsPage::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

} // namespace ui::approvals
