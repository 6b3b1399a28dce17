#include "ui/settings/settings_dialog.h"

#include "ui/settings/accounts_page.h"
#include "ui/settings/general_page.h"
#include "ui/settings/model_settings_page.h"
#include "ui/theme/button.h"
#include "ui/theme/tokens.h"

#include <QtCore/QEvent>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QListWidget>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QVBoxLayout>

namespace ui::settings {

using theme::Button;
using theme::Space;

namespace {
constexpr int sectionsWidth = 176;
constexpr int rowHeight = 40;
constexpr QSize firstSize(800, 640);
} // namespace

SettingsDialog::SettingsDialog(core::interfaces::Application& application, QWidget* parent)
    : QDialog(parent)
    , application_(application)
    , sections_(new QListWidget(this))
    , pages_(new QStackedWidget(this))
    , general_(new GeneralPage(application.preferences(), this))
    , model_(new ModelSettingsPage(application, this))
    , accounts_(new AccountsPage(application.accounts(), this))
    , close_(new Button(Button::Kind::Secondary, {}, this))
{
    setObjectName(QStringLiteral("settingsDialog"));
    setModal(true);
    resize(firstSize);
    auto* outer = new QHBoxLayout(this);
    outer->setContentsMargins(Space::Medium, Space::Medium, 0, Space::Medium);
    outer->setSpacing(Space::Medium);
    auto* left = new QVBoxLayout;
    left->addWidget(sections_, 1);
    left->addWidget(close_, 0, Qt::AlignLeft);
    outer->addLayout(left);
    outer->addWidget(pages_, 1);
    sections_->setObjectName(QStringLiteral("settingsSections"));
    sections_->setFixedWidth(sectionsWidth);
    sections_->setFrameShape(QFrame::NoFrame);
    sections_->viewport()->setAutoFillBackground(false);
    sections_->setIconSize({theme::Size::Icon, theme::Size::Icon});
    for (const theme::Icon icon : {theme::Icon::Gear, theme::Icon::Spark, theme::Icon::People}) {
        auto* item = new QListWidgetItem(theme::icon(icon), {}, sections_);
        item->setSizeHint({sectionsWidth, rowHeight});
    }
    close_->setObjectName(QStringLiteral("settingsClose"));
    pages_->addWidget(general_);
    pages_->addWidget(model_);
    pages_->addWidget(accounts_);
    connect(sections_, &QListWidget::currentRowChanged, pages_, &QStackedWidget::setCurrentIndex);
    connect(close_, &QAbstractButton::clicked, this, &QDialog::accept);
    connect(general_, &GeneralPage::rulesRequested, this, [this] {
        accept();
        Q_EMIT rulesRequested();
    });
    connect(accounts_, &AccountsPage::addRequested, this, [this] {
        accept();
        Q_EMIT addAccountRequested();
    });
    connect(accounts_, &AccountsPage::signInAgainRequested, this, [this](const core::interfaces::AccountId& account) {
        accept();
        Q_EMIT signInAgainRequested(account);
    });
    connect(accounts_, &AccountsPage::signOutRequested, this, [this](const core::interfaces::AccountView& account) {
        accept();
        Q_EMIT signOutRequested(account);
    });
    connect(&application_.accounts(), &core::interfaces::Accounts::currentChanged, this,
            &SettingsDialog::followAccount);
    retranslate();
}

void SettingsDialog::open(Section section)
{
    followAccount();
    sections_->setCurrentRow(static_cast<int>(section));
    QDialog::open();
    sections_->setFocus();
}

void SettingsDialog::followAccount()
{
    model_->followAccount();
    general_->setHasRules(application_.grants() != nullptr && !application_.accounts().current().isEmpty());
}

void SettingsDialog::changeEvent(QEvent* event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

void SettingsDialog::retranslate()
{
    setWindowTitle(tr("Settings"));
    sections_->setAccessibleName(tr("Settings"));
    sections_->item(static_cast<int>(Section::General))->setText(tr("General"));
    sections_->item(static_cast<int>(Section::Model))->setText(tr("Model"));
    sections_->item(static_cast<int>(Section::Accounts))->setText(tr("Accounts"));
    close_->setText(tr("Close"));
}

} // namespace ui::settings
