#include "ui/models/model_chooser.h"

#include "ui/models/key_form.h"
#include "ui/models/model_row.h"
#include "ui/text/error_text.h"
#include "ui/text/visible_text.h"
#include "ui/theme/banner.h"
#include "ui/theme/button.h"
#include "ui/theme/label.h"
#include "ui/theme/spinner.h"

#include <QtCore/QEvent>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QVBoxLayout>

namespace ui::models {

using core::interfaces::EndpointCheck;
using core::interfaces::EndpointInput;
using core::interfaces::FoundServer;
using theme::Button;
using theme::Icon;
using theme::Ink;
using theme::Label;
using theme::Space;
using theme::Type;

namespace {

void clear(QVBoxLayout* layout)
{
    while (QLayoutItem* item = layout->takeAt(0)) {
        if (QWidget* widget = item->widget()) {
            widget->hide();
            widget->deleteLater(); // it may be the one whose click is being handled
        }
        delete item;
    }
}

} // namespace

ModelChooser::ModelChooser(QWidget* parent)
    : QWidget(parent)
    , problem_(new theme::Banner(theme::Tone::Danger, this))
    , progress_(new QWidget(this))
    , progressText_(new Label(Type::Body, Ink::Muted, Label::Wrap::Yes, progress_))
    , demoRows_(new QVBoxLayout)
    , foundHeading_(new Label(Type::Heading, Ink::Normal, Label::Wrap::Yes, this))
    , foundRows_(new QVBoxLayout)
    , keyHeading_(new Label(Type::Heading, Ink::Normal, Label::Wrap::Yes, this))
    , form_(new KeyForm(this))
    , demoRowsLast_(new QVBoxLayout)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    auto* line = new QHBoxLayout(progress_);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(new theme::Spinner(progress_));
    line->addWidget(progressText_, 1);
    column->addWidget(problem_);
    column->addWidget(progress_);
    column->addLayout(demoRows_);
    column->addWidget(foundHeading_);
    column->addLayout(foundRows_);
    column->addSpacing(Space::Small);
    column->addWidget(keyHeading_);
    column->addWidget(form_);
    column->addSpacing(Space::Small);
    column->addLayout(demoRowsLast_);
    for (QVBoxLayout* rows : {demoRows_, foundRows_, demoRowsLast_})
        rows->setSpacing(Space::Small);
    problem_->setObjectName(QStringLiteral("modelProblem"));
    problem_->hide();
    progress_->hide();
    connect(problem_, &theme::Banner::actionTriggered, this, &ModelChooser::acceptServer);
    connect(form_, &KeyForm::submitted, this, [this] { tryOut(form_->input()); });
    retranslate();
}

ModelChooser::~ModelChooser()
{
    stop_.request_stop();
}

void ModelChooser::setModels(std::shared_ptr<core::interfaces::Models> models, DemoModel demo)
{
    stop_.request_stop();
    stop_ = {};
    models_ = std::move(models);
    demo_ = demo;
    found_.clear();
    accepted_.clear(); // by another person
    offered_ = {};
    problem_->hide();
    setBusy({});
    rebuildRows();
    if (models_) search();
}

void ModelChooser::setManaged(bool managed)
{
    managed_ = managed;
    refreshEnabled();
}

void ModelChooser::focusFirst()
{
    for (QVBoxLayout* rows : {demoRows_, foundRows_, demoRowsLast_})
        for (int i = 0; i < rows->count(); ++i)
            if (auto* row = qobject_cast<ModelRow*>(rows->itemAt(i)->widget()); row && row->button()->isEnabled())
                return row->button()->setFocus();
    form_->setFocus();
}

void ModelChooser::search()
{
    searching_ = true;
    rebuildRows();
    core::onReady(models_->findLocal(), this, [this, asked = models_](const core::Result<QList<FoundServer>>& found) {
        if (asked != models_) return; // another account's by now
        searching_ = false;
        if (found) found_ = *found;
        rebuildRows();
    });
}

ModelRow* ModelChooser::addRow(QVBoxLayout* to)
{
    auto* row = new ModelRow(this);
    to->addWidget(row);
    return row;
}

void ModelChooser::rebuildRows()
{
    for (QVBoxLayout* rows : {demoRows_, foundRows_, demoRowsLast_})
        clear(rows);
    if (!models_) return;
    if (demo_ != DemoModel::NotOffered) {
        ModelRow* const row = addRow(demo_ == DemoModel::First ? demoRows_ : demoRowsLast_);
        row->setIcon(Icon::Flask);
        row->setTexts(tr("Demo model"), tr("Gives set answers and needs no key. Nothing leaves this computer."),
                      tr("Use the demo model"));
        row->button()->setObjectName(QStringLiteral("useDemoModel"));
        if (demo_ == DemoModel::First) row->button()->setKind(Button::Kind::Primary);
        connect(row->button(), &QAbstractButton::clicked, this, [this] { keep({}, true); });
    }
    const auto suggested = models_->suggested();
    for (const EndpointInput& input : suggested) {
        ModelRow* const row = addRow(foundRows_);
        row->setIcon(Icon::Key);
        row->setTexts(text::visibleLine(input.model),
                      tr("Set up in this computer's environment. %1").arg(destinationText(hostOf(input.baseUrl))),
                      tr("Use"));
        row->button()->setObjectName(QStringLiteral("useSuggested"));
        connect(row->button(), &QAbstractButton::clicked, this, [this, input] { tryOut(input); });
    }
    for (const FoundServer& server : std::as_const(found_)) {
        ModelRow* const row = addRow(foundRows_);
        row->setTexts(text::visibleLine(server.name),
                      server.models.isEmpty()
                          ? tr("It is running, but has no model yet. Load one there, then look again.")
                          : destinationText(hostOf(server.baseUrl)),
                      server.models.isEmpty() ? tr("Look again") : tr("Use"));
        row->setModels(server.models);
        row->button()->setObjectName(QStringLiteral("useFound"));
        connect(row->button(), &QAbstractButton::clicked, this, [this, row, server] {
            if (server.models.isEmpty()) return search();
            tryOut({core::interfaces::ModelProtocol::ChatCompletions, server.baseUrl, row->model(), {}});
        });
    }
    if (suggested.isEmpty() && found_.isEmpty()) {
        ModelRow* const row = addRow(foundRows_);
        row->setTexts(
            searching_ ? tr("Looking for models on this computer…") : tr("No model is running on this computer"),
            tr("Ollama, LM Studio and llama.cpp are found when they run under your own account. If one runs as a "
               "service of the system, enter its address below."),
            tr("Look again"));
        row->button()->setObjectName(QStringLiteral("searchAgain"));
        row->button()->setEnabled(!searching_);
        connect(row->button(), &QAbstractButton::clicked, this, &ModelChooser::search);
    }
    refreshEnabled();
}

void ModelChooser::tryOut(EndpointInput input)
{
    problem_->hide();
    if (input.serverUser.isEmpty()) input.serverUser = accepted_.value(input.baseUrl);
    setBusy(tr("Asking %1 for a short answer…").arg(text::visibleLine(hostOf(input.baseUrl))));
    core::onReady(models_->tryOut(input, stop_.get_token()), this,
                  [this, input, asked = models_](const core::Result<EndpointCheck>& check) {
                      if (asked == models_) showCheck(input, check);
                  });
}

void ModelChooser::showCheck(const EndpointInput& input, const core::Result<EndpointCheck>& check)
{
    setBusy({});
    const std::optional<core::Error> error = check ? check->error : std::optional(check.error());
    if (!error) return keep(input, false);
    if (check && !check->serverUser.isEmpty()) return offerServer(input, error->subject, check->serverUser);
    // The sentence for conversations says to choose the model again in the settings; here they already are.
    const bool foreign = error->code == core::Errc::ForeignServer;
    const QString sentence = text::errorText(*error, foreign ? text::Context::General : text::Context::Model);
    const bool fromForm = form_->input().baseUrl == input.baseUrl && form_->input().model == input.model;
    if (check) form_->setKnownModels(check->models);
    if (check && check->wrongField && fromForm) {
        const bool badAddress = error->code == core::Errc::InvalidArgument &&
                                *check->wrongField == core::interfaces::EndpointField::BaseUrl;
        if (badAddress)
            form_->showBadAddress();
        else
            form_->showProblem(*check->wrongField, sentence);
        return;
    }
    showProblem(sentence, {});
}

void ModelChooser::offerServer(const EndpointInput& input, const QString& where, const QString& account)
{
    offered_ = input;
    offered_.typedKey.clear(); // it stays in its field and nowhere else
    offered_.serverUser = account;
    showProblem(tr("The server at %1 runs as the system account “%2”, not as you. Whoever controls that account can "
                   "read what you send.")
                    .arg(text::visibleLine(where), text::visibleLine(account)),
                tr("Use it all the same"));
}

void ModelChooser::acceptServer()
{
    if (!models_ || busy_ || managed_ || offered_.serverUser.isEmpty()) return;
    auto input = std::exchange(offered_, {});
    accepted_.insert(input.baseUrl, input.serverUser);
    const auto typed = form_->input();
    if (typed.baseUrl == input.baseUrl && typed.model == input.model) input.typedKey = typed.typedKey;
    tryOut(std::move(input));
}

void ModelChooser::showProblem(const QString& sentence, const QString& action)
{
    problem_->setText(sentence);
    problem_->setAction(action);
    problem_->show();
    // It stands above what was pressed, which may be a screen further down.
    QWidget* around = parentWidget();
    while (around && !qobject_cast<QScrollArea*>(around))
        around = around->parentWidget();
    if (auto* page = qobject_cast<QScrollArea*>(around))
        QMetaObject::invokeMethod(
            this, [this, page] { page->ensureWidgetVisible(problem_, 0, Space::Large); }, Qt::QueuedConnection);
}

void ModelChooser::keep(const EndpointInput& input, bool demo)
{
    problem_->hide();
    setBusy(tr("Setting up the model…"));
    core::onReady(models_->choose(input, demo), this, [this, asked = models_](const core::Result<>& kept) {
        if (asked != models_) return;
        setBusy({});
        if (kept) {
            form_->clearKey();
            Q_EMIT chosen();
            return;
        }
        showProblem(text::errorText(kept.error(), text::Context::Model), {});
    });
}

void ModelChooser::setBusy(const QString& what)
{
    busy_ = !what.isEmpty();
    progressText_->setText(what);
    progress_->setVisible(busy_);
    refreshEnabled();
}

void ModelChooser::refreshEnabled()
{
    const bool usable = models_ && !busy_ && !managed_;
    form_->setEnabled(usable);
    for (auto* row : findChildren<ModelRow*>())
        row->setEnabled(usable);
}

void ModelChooser::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() != QEvent::LanguageChange) return;
    retranslate();
    rebuildRows();
}

void ModelChooser::retranslate()
{
    foundHeading_->setText(tr("Found on this computer"));
    keyHeading_->setText(tr("A service with a key"));
}

} // namespace ui::models
