#include "ui/settings/general_page.h"

#include "ui/accounts/way_choice.h"
#include "ui/theme/button.h"
#include "ui/theme/label.h"
#include "ui/theme/page.h"

#include <QtCore/QEvent>
#include <QtWidgets/QButtonGroup>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QVBoxLayout>

namespace ui::settings {

using core::interfaces::PreferencesView;
using theme::Button;
using theme::Ink;
using theme::Label;
using theme::Space;
using theme::Type;

namespace {

const QStringList languages = {QString(), QStringLiteral("en"), QStringLiteral("ja")};

} // namespace

GeneralPage::GeneralPage(core::interfaces::Preferences& preferences, QWidget* parent)
    : QWidget(parent)
    , preferences_(preferences)
    , title_(new Label(Type::Title, Ink::Normal, Label::Wrap::Yes, this))
    , wayHeading_(new Label(Type::BodyStrong, Ink::Normal, Label::Wrap::Yes, this))
    , wayNote_(new Label(Type::Caption, Ink::Muted, Label::Wrap::Yes, this))
    , way_(new accounts::WayChoice(accounts::WayChoice::Offer::Automatic, this))
    , tell_(new QCheckBox(this))
    , tellNote_(new Label(Type::Caption, Ink::Muted, Label::Wrap::Yes, this))
    , rulesHeading_(new Label(Type::BodyStrong, Ink::Normal, Label::Wrap::Yes, this))
    , rulesNote_(new Label(Type::Caption, Ink::Muted, Label::Wrap::Yes, this))
    , rules_(new Button(Button::Kind::Secondary, {}, this))
{
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto* page = new theme::Page(theme::Size::FormWidth, this);
    page->alignTop();
    outer->addWidget(page);
    QVBoxLayout* column = page->column();
    column->addWidget(title_);
    column->addSpacing(Space::Small);
    language_ = addChoice(
        column, {QStringLiteral("languageSystem"), QStringLiteral("languageEn"), QStringLiteral("languageJa")});
    column->addSpacing(Space::Small);
    theme_ =
        addChoice(column, {QStringLiteral("themeSystem"), QStringLiteral("themeLight"), QStringLiteral("themeDark")});
    column->addSpacing(Space::Small);
    column->addWidget(wayHeading_);
    column->addWidget(wayNote_);
    column->addWidget(way_);
    column->addSpacing(Space::Small);
    tell_->setObjectName(QStringLiteral("desktopNotifications"));
    column->addWidget(tell_);
    column->addWidget(tellNote_);
    column->addSpacing(Space::Small);
    column->addWidget(rulesHeading_);
    column->addWidget(rulesNote_);
    column->addWidget(rules_, 0, Qt::AlignLeft);
    rules_->setObjectName(QStringLiteral("settingsRules"));
    setHasRules(false);
    connect(rules_, &QAbstractButton::clicked, this, &GeneralPage::rulesRequested);
    connect(language_.chips, &QButtonGroup::idClicked, this, &GeneralPage::store);
    connect(theme_.chips, &QButtonGroup::idClicked, this, &GeneralPage::store);
    connect(way_, &accounts::WayChoice::changed, this, &GeneralPage::store);
    connect(tell_, &QAbstractButton::clicked, this, &GeneralPage::store);
    connect(&preferences_, &core::interfaces::Preferences::changed, this, &GeneralPage::refresh);
    retranslate();
    refresh();
}

GeneralPage::Choice GeneralPage::addChoice(QVBoxLayout* column, const QStringList& names)
{
    Choice choice{new Label(Type::BodyStrong, Ink::Normal, Label::Wrap::Yes, this), new QButtonGroup(this),
                  new Label(Type::Caption, Ink::Muted, Label::Wrap::Yes, this)};
    column->addWidget(choice.heading);
    auto* row = new QHBoxLayout;
    row->setSpacing(Space::Small);
    int number = 0;
    for (const QString& name : names) {
        auto* chip = new Button(Button::Kind::Chip, {}, this);
        chip->setObjectName(name);
        chip->setCheckable(true);
        choice.chips->addButton(chip, number++);
        row->addWidget(chip);
    }
    row->addStretch(1);
    column->addLayout(row);
    column->addWidget(choice.note);
    return choice;
}

void GeneralPage::store()
{
    PreferencesView view = preferences_.preferences();
    view.language = languages.value(language_.chips->checkedId());
    view.theme = static_cast<core::interfaces::Theme>(theme_.chips->checkedId());
    view.signInWay = way_->way();
    view.desktopNotifications = tell_->isChecked();
    preferences_.setPreferences(view);
}

void GeneralPage::refresh()
{
    const PreferencesView view = preferences_.preferences();
    language_.chips->button(static_cast<int>(std::max<qsizetype>(0, languages.indexOf(view.language))))
        ->setChecked(true);
    theme_.chips->button(static_cast<int>(view.theme))->setChecked(true);
    way_->setWay(view.signInWay);
    const auto fix = [&view](const Choice& choice, const QString& name) {
        const bool managed = view.managed.contains(name);
        const auto buttons = choice.chips->buttons();
        for (QAbstractButton* button : buttons)
            button->setEnabled(!managed);
        choice.note->setVisible(managed);
    };
    fix(language_, QStringLiteral("language"));
    fix(theme_, QStringLiteral("theme"));
    const bool wayManaged = view.managed.contains(QStringLiteral("signInWay"));
    way_->setEnabled(!wayManaged);
    wayNote_->setVisible(wayManaged);
    const bool tellManaged = view.managed.contains(QStringLiteral("desktopNotifications"));
    tell_->setChecked(view.desktopNotifications);
    tell_->setEnabled(!tellManaged);
    tellNote_->setVisible(tellManaged);
}

void GeneralPage::setHasRules(bool has)
{
    for (QWidget* part : std::initializer_list<QWidget*>{rulesHeading_, rulesNote_, rules_})
        part->setVisible(has);
}

void GeneralPage::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

void GeneralPage::retranslate()
{
    const QString managed = tr("Set by your organisation.");
    title_->setText(tr("General"));
    language_.heading->setText(tr("Language"));
    language_.chips->button(0)->setText(tr("Same as the system"));
    // A language is named in itself, so that whoever reads only that one finds it.
    language_.chips->button(1)->setText(QStringLiteral("English"));
    language_.chips->button(2)->setText(QStringLiteral("日本語"));
    theme_.heading->setText(tr("Appearance"));
    theme_.chips->button(0)->setText(tr("Same as the system"));
    theme_.chips->button(1)->setText(tr("Light"));
    theme_.chips->button(2)->setText(tr("Dark"));
    wayHeading_->setText(tr("Where you sign in"));
    tell_->setText(tr("Tell me on the desktop when something waits"));
    rulesHeading_->setText(tr("Standing rules"));
    rulesNote_->setText(tr("What runs, or is declined, without asking you."));
    rules_->setText(tr("Show the rules…"));
    for (Label* note : {language_.note, theme_.note, wayNote_, tellNote_})
        note->setText(managed);
}

} // namespace ui::settings
