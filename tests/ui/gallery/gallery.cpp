// Draws every screen, light and dark, in English and Japanese, into a folder of pictures:
//     QT_QPA_PLATFORM=offscreen build/dev/tests/gallery FOLDER [part of a name [width height]]
// With --icons it draws the program's icon in every size instead, as resources/icons holds it.

#include "tests/fakes/call_endings.h"
#include "tests/fakes/fake_approvals.h"
#include "tests/fakes/fake_grants.h"
#include "tests/fakes/held_call.h"
#include "tests/fakes/typed.h"
#include "tests/ui/stage.h"
#include "ui/approvals/approval_panel.h"
#include "ui/theme/icon.h"
#include "ui/transcript/transcript_view.h"

#include <QtCore/QDir>
#include <QtGui/QPainter>
#include <QtWidgets/QApplication>
#include <QtWidgets/QDialog>
#include <QtWidgets/QListWidget>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QScrollBar>

#include <algorithm>
#include <cstdio>

using namespace core::interfaces;

namespace {

struct Scene {
    const char* name;
    void (*play)(Stage&);
};

void press(const Stage& stage, const char* name)
{
    if (!stage.press(name)) std::fprintf(stderr, "no %s to press\n", name);
}

void type(const Stage& stage, const char* name, const QString& text)
{
    if (!stage.type(name, text)) std::fprintf(stderr, "no %s to type into\n", name);
}

QString question(const Stage& stage, int index)
{
    const core::Bilingual text = scriptedSuggestions().at(index);
    return stage.app.language() == QLatin1String("ja") ? text.ja : text.en;
}

void signedIn(Stage& stage)
{
    stage.app.addAccount(stage.app.bsan());
    stage.app.addAccount(stage.app.employee());
    stage.app.addAccount(stage.app.asan());
    stage.app.chooseDemoModel();
    stage.app.fillConversations(QDateTime::currentDateTimeUtc());
    stage.open();
}

// A call with values of the person's and of others, one of them with a character that hides.
ApprovalCallView leaveCall(EffectView effect)
{
    using Role = ApprovalValueView::Role;
    using Origin = ApprovalValueView::Origin;
    ApprovalCallView call;
    call.id = ApprovalId(QString::number(static_cast<int>(effect)));
    call.digest = call.id.text();
    call.title = {QStringLiteral("Request leave"), QString::fromUtf8("休暇を申請する")};
    call.api = {QStringLiteral("HR (demo)"), QString::fromUtf8("人事システム（デモ）")};
    call.effect = effect;
    call.values = {
        {QStringLiteral("from"), QStringLiteral("2026-12-01"), Role::Decisive, Origin::You},
        {QStringLiteral("to"), QStringLiteral("2026-12-24"), Role::Decisive, Origin::NotYou},
        {QStringLiteral("reason"), QString::fromUtf8("家の用事 \u200Bfamily"), Role::Content, Origin::NotYou}};
    call.sources = {QStringLiteral("list_leave")};
    call.reasons = {{QStringLiteral("Whatever changes something or tells others is asked about first."),
                     QString::fromUtf8("何かを変更したり外部に伝えたりする操作は、先に確認されます。")}};
    call.json = QStringLiteral("{\n    \"from\": \"2026-12-01\"\n}");
    call.askedUtc = QDateTime::currentDateTimeUtc();
    call.answerByUtc = call.askedUtc.addDays(1);
    return call;
}

ApprovalView cardOf(Stage& stage, const QList<ApprovalCallView>& calls)
{
    ApprovalView card;
    card.conversation = core::ConversationId(QStringLiteral("c"));
    card.step = core::MessageId(QStringLiteral("s"));
    card.account = stage.app.asan().name;
    card.organisation = stage.app.asan().organisation;
    card.demo = true;
    card.asked = QString::fromUtf8("12月1日から休みを取りたい");
    card.calls = calls;
    return card;
}

ui::approvals::ApprovalPanel& showApproval(Stage& stage, const QList<ApprovalCallView>& calls)
{
    signedIn(stage);
    const auto card = cardOf(stage, calls);
    const auto approvals = std::make_shared<fakes::FakeApprovals>();
    approvals->list = {card};
    auto* panel = new ui::approvals::ApprovalPanel(stage.window.get());
    panel->setConversation(card.conversation);
    panel->setApprovals(approvals, std::make_shared<fakes::FakeGrants>(approvals));
    panel->setGeometry(320, 40, 780, panel->sizeHint().height());
    panel->raise();
    panel->show();
    return *panel;
}

// The further choices of a card, and what the presses lead to.
void showChoices(Stage& stage, const QList<ApprovalCallView>& calls, const QList<const char*>& presses)
{
    auto& panel = showApproval(stage, calls);
    for (const char* name : presses) {
        press(stage, name);
        Stage::settle();
        panel.resize(panel.width(), panel.sizeHint().height());
        Stage::settle();
    }
}

// Rules of each kind, one of them with a character that hides.
QList<GrantView> someRules(const Stage& stage)
{
    const auto now = QDateTime::currentDateTimeUtc();
    const bool japanese = stage.app.language() == QLatin1String("ja");
    const auto call = leaveCall(EffectView::Write);
    GrantView here;
    here.id = GrantId(QStringLiteral("here"));
    here.title = call.title;
    here.api = call.api;
    here.effect = call.effect;
    here.pinned = call.values.mid(0, 2);
    here.conversationTitle =
        japanese ? QString::fromUtf8("大阪出張の休み") : QStringLiteral("Leave for the trip to Osaka");
    here.uses = 3;
    here.mostUses = 20;
    here.writtenUtc = now.addSecs(-1200);
    here.endsUtc = now.addSecs(2400);
    here.lastUsedUtc = now.addSecs(-300);
    auto always = here;
    always.id = GrantId(QStringLiteral("always"));
    always.kind = GrantView::Kind::Always;
    always.title = {QStringLiteral("Send a message"), QString::fromUtf8("メッセージを送信する")};
    always.api = {QStringLiteral("Chat (demo)"), QString::fromUtf8("チャット（デモ）")};
    always.pinned = {{QStringLiteral("to"), QString::fromUtf8("sales\u200B@tokaido.example"),
                      ApprovalValueView::Role::Decisive, ApprovalValueView::Origin::You}};
    always.writtenUtc = now.addDays(-12);
    always.endsUtc = now.addDays(78);
    always.lapsesUtc = now.addDays(29);
    always.lastUsedUtc = now.addDays(-1);
    auto never = here;
    never.id = GrantId(QStringLiteral("never"));
    never.kind = GrantView::Kind::Never;
    never.pinned.clear();
    never.uses = 0;
    never.mostUses = 0;
    never.writtenUtc = now.addDays(-40);
    never.endsUtc = {};
    never.lastUsedUtc = {};
    return {here, always, never};
}

void showGrants(Stage& stage, bool some)
{
    signedIn(stage);
    if (some) stage.app.fakeGrants()->set(someRules(stage));
    stage.key(Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
}

// The same call, to be changed.
ApprovalCallView editableCall()
{
    using Kind = ArgumentFieldView::Kind;
    auto call = leaveCall(EffectView::Write);
    call.call = core::CallId(QStringLiteral("leave"));
    call.sources.clear();
    for (const auto& value : std::as_const(call.values)) {
        ArgumentFieldView field;
        field.name = value.name;
        field.kind = Kind::Text;
        field.given = field.agentGave = true;
        field.required = value.name != QLatin1String("reason");
        field.value = field.agents = value.value;
        call.fields += field;
    }
    return call;
}

// The form, with the last day changed.
void openEditor(Stage& stage)
{
    press(stage, "editLink");
    const auto inputs = stage.window->findChildren<QPlainTextEdit*>(QStringLiteral("editInput"));
    if (inputs.size() > 1) inputs.at(1)->setPlainText(QStringLiteral("2026-12-04"));
    for (auto* panel : stage.window->findChildren<ui::approvals::ApprovalPanel*>())
        panel->resize(panel->width(), std::max(panel->height(), 430));
}

void showReviews(Stage& stage, const QList<ApprovalCallView>& calls)
{
    signedIn(stage);
    stage.app.fakeApprovals()->set(calls.isEmpty() ? QList<ApprovalView>() : QList<ApprovalView>{cardOf(stage, calls)});
    stage.key(Qt::Key_I, Qt::ControlModifier | Qt::ShiftModifier);
}

void showAudit(Stage& stage, const QList<AuditEntryView>& entries)
{
    signedIn(stage);
    stage.app.fakeAuditLog()->entries = entries;
    stage.key(Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
}

void showAuditOfToday(Stage& stage)
{
    showAudit(stage, fakes::auditEntries(QDateTime::currentDateTimeUtc()));
}

FakeConversations::Stored& shown(Stage& stage)
{
    auto& stored = stage.app.fakeConversations()->stored;
    for (auto& each : stored)
        if (each.transcript->count() == 0) return each;
    return stored.front();
}

// Two calls that are held, with eight and ten seconds left.
FakeTurns& showHeld(Stage& stage)
{
    signedIn(stage);
    const auto now = QDateTime::currentDateTimeUtc();
    stage.find<ui::transcript::TranscriptView>("transcript")->setNow([now] { return now; });
    auto& conversation = shown(stage);
    std::ignore = conversation.turns->send(fakes::typed(question(stage, 1)));
    conversation.turns->finish();
    conversation.turns->hold({fakes::heldCall(QStringLiteral("first"), now.addSecs(8)),
                              fakes::heldCall(QStringLiteral("second"), now.addSecs(10))});
    Stage::settle();
    return *conversation.turns;
}

QList<ToolChoiceView> actingTools()
{
    return {
        {QStringLiteral("request_leave"),
         {QStringLiteral("Request leave"), QString::fromUtf8("休暇を申請する")},
         {QStringLiteral("HR (demo)"), QString::fromUtf8("人事システム（デモ）")},
         EffectView::Write},
        {QStringLiteral("send_chat_message"),
         {QStringLiteral("Send a chat message"), QString::fromUtf8("チャットでメッセージを送る")},
         {QStringLiteral("Chat (demo)"), QString::fromUtf8("チャット（デモ）")},
         EffectView::Egress},
        {QStringLiteral("add_note"),
         {QStringLiteral("Add a note to one of your own documents"), QString::fromUtf8("自分の文書にメモを追加する")},
         {QStringLiteral("Documents (demo)"), QString::fromUtf8("文書（デモ）")},
         EffectView::Write}};
}

void writeWithTools(Stage& stage)
{
    stage.app.tools = actingTools();
    Q_EMIT stage.app.accounts().changed();
    Stage::settle();
    auto* editor = stage.find<QPlainTextEdit>("composerText");
    editor->setFocus();
    editor->insertPlainText(stage.app.language() == QLatin1String("ja")
                                ? QString::fromUtf8("#generalに「こんにちは」と送って")
                                : QStringLiteral("Send 'hello' to #general"));
}

// The list stays open.
void tickSecond(Stage& stage)
{
    stage.key(Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
    stage.key(Qt::Key_Down);
    stage.key(Qt::Key_Down);
    stage.key(Qt::Key_Space);
}

void openOrganisation(Stage& stage)
{
    stage.open();
    press(stage, "welcomeOrganisation");
}

void fillOrganisation(const Stage& stage)
{
    type(stage, "issuerField", QStringLiteral("https://id.tokaido.example/realms/staff"));
    type(stage, "clientIdField", QStringLiteral("sekisho-desktop"));
}

const Scene scenes[] = {
    {"01-welcome", [](Stage& stage) { stage.open(); }},
    {"02-welcome-managed",
     [](Stage& stage) {
         stage.app.signIn().managed = OrganisationInput{QStringLiteral("https://id.tokaido.example"),
                                                        QStringLiteral("sekisho"),
                                                        {},
                                                        stage.app.employee().organisation};
         stage.app.signIn().demo = false;
         stage.open();
     }},
    {"03-organisation", openOrganisation},
    {"04-organisation-wrong-field",
     [](Stage& stage) {
         openOrganisation(stage);
         fillOrganisation(stage);
         ConnectionCheck check;
         check.wrongField = OrganisationField::Issuer;
         check.error = core::Error{core::Errc::NotJson, QString(), QStringLiteral("id.tokaido.example"), {}};
         stage.app.signIn().testing.next = check;
         press(stage, "testConnection");
     }},
    {"05-organisation-good",
     [](Stage& stage) {
         openOrganisation(stage);
         fillOrganisation(stage);
         press(stage, "testConnection");
     }},
    {"06-organisation-no-keychain",
     [](Stage& stage) {
         openOrganisation(stage);
         fillOrganisation(stage);
         stage.app.signIn().starting.next = core::fail(core::Errc::KeychainMissing, QString());
         press(stage, "signInButton");
     }},
    {"07-sign-in-window",
     [](Stage& stage) {
         stage.open();
         stage.app.signIn().starting.hold = true;
         press(stage, "welcomeDemo");
     }},
    {"08-sign-in-browser",
     [](Stage& stage) {
         stage.open();
         stage.app.signIn().starting.hold = true;
         press(stage, "welcomeDemo");
         stage.app.signIn().starting.hold = true;
         press(stage, "progressBrowser");
     }},
    {"09-window-closed",
     [](Stage& stage) {
         stage.open();
         stage.app.signIn().starting.next = core::fail(core::Errc::WindowClosed, QString());
         press(stage, "welcomeDemo");
     }},
    {"10-model-demo",
     [](Stage& stage) {
         stage.app.addAccount(stage.app.asan());
         stage.open();
     }},
    {"11-model-found",
     [](Stage& stage) {
         stage.app.addAccount(stage.app.employee());
         stage.app.fakeModels()->found = {
             {QStringLiteral("Ollama"),
              QStringLiteral("http://127.0.0.1:11434/v1"),
              {QStringLiteral("llama3.1:8b"), QStringLiteral("qwen2.5:14b")}},
             {QStringLiteral("LM Studio"), QStringLiteral("http://127.0.0.1:1234/v1"), {}}};
         stage.app.fakeModels()->fromEnvironment = {{ModelProtocol::ChatCompletions,
                                                     QStringLiteral("https://api.openai.com/v1"),
                                                     QStringLiteral("gpt-4o-mini"),
                                                     {}}};
         stage.open();
     }},
    {"12-model-wrong-key",
     [](Stage& stage) {
         stage.app.addAccount(stage.app.employee());
         stage.open();
         EndpointCheck check;
         check.wrongField = EndpointField::Key;
         check.error = core::Error{core::Errc::Unauthorized, QString(), QStringLiteral("api.openai.com"), {}};
         stage.app.fakeModels()->trying.next = check;
         type(stage, "modelKey", QStringLiteral("sk-wrong"));
         press(stage, "modelSubmit");
     }},
    {"13-model-of-a-system-account",
     [](Stage& stage) {
         stage.app.addAccount(stage.app.employee());
         stage.open();
         EndpointCheck check;
         check.wrongField = EndpointField::BaseUrl;
         check.error = core::Error{core::Errc::ForeignServer, QString(), QStringLiteral("127.0.0.1:11434"), {}};
         check.serverUser = QStringLiteral("ollama");
         stage.app.fakeModels()->trying.next = check;
         press(stage, "provider3");
         type(stage, "modelAddress", QStringLiteral("http://127.0.0.1:11434/v1"));
         type(stage, "modelName", QStringLiteral("llama3.1:8b"));
         press(stage, "modelSubmit");
     }},
    {"20-empty-conversation", signedIn},
    {"21-first-ever-conversation", [](Stage& stage) { stage.openSignedIn(); }},
    {"22-answers",
     [](Stage& stage) {
         signedIn(stage);
         auto& conversation = shown(stage);
         for (const int index : {0, 1}) {
             std::ignore = conversation.turns->send(fakes::typed(question(stage, index)));
             conversation.turns->finish();
         }
     }},
    {"23-refused",
     [](Stage& stage) {
         signedIn(stage);
         auto& conversation = shown(stage);
         std::ignore = conversation.turns->send(fakes::typed(question(stage, 3)));
         conversation.turns->finish();
     }},
    {"24-admin-replay",
     [](Stage& stage) {
         signedIn(stage);
         auto& conversation = shown(stage);
         std::ignore = conversation.turns->send(fakes::typed(question(stage, 3)));
         conversation.turns->finish();
         conversation.turns->replayAsAdmin(conversation.transcript->at(1).cards.first().id);
     }},
    {"25-streaming",
     [](Stage& stage) {
         signedIn(stage);
         auto& conversation = shown(stage);
         std::ignore = conversation.turns->send(fakes::typed(question(stage, 1)));
         for (int i = 0; i < 6; ++i)
             conversation.turns->step();
     }},
    {"26-failed",
     [](Stage& stage) {
         signedIn(stage);
         auto& conversation = shown(stage);
         std::ignore = conversation.turns->send(fakes::typed(question(stage, 1)));
         for (int i = 0; i < 6; ++i)
             conversation.turns->step();
         conversation.turns->stop();
         conversation.transcript->change(2, [](MessageView& message) {
             message.state = MessageView::State::Failed;
             message.error = core::Error{core::Errc::RateLimited, QString(), QStringLiteral("api.openai.com"),
                                         std::chrono::seconds(20)};
         });
     }},
    {"27-new-reader",
     [](Stage& stage) {
         signedIn(stage);
         auto& conversation = shown(stage);
         std::ignore = conversation.turns->send(fakes::typed(question(stage, 1)));
         conversation.turns->finish();
         NewReaderView view;
         view.endpoint.model = QStringLiteral("gpt-4o-mini");
         view.endpoint.host = QStringLiteral("api.openai.com");
         conversation.readers->ask(view);
     }},
    {"28-long-words",
     [](Stage& stage) {
         signedIn(stage);
         auto& conversation = shown(stage);
         const bool japanese = stage.app.language() == QLatin1String("ja");
         const QString sentence =
             japanese
                 ? QStringLiteral("来月の大阪出張の旅費精算について、申請の締め切りと必要な領収書を教えてください。")
                 : QStringLiteral("Please tell me by when the expenses of the trip to Osaka have to be handed in, "
                                  "and with which receipts. ");
         std::ignore = conversation.turns->send(fakes::typed(sentence.repeated(6)));
         conversation.turns->finish();
         conversation.transcript->change(conversation.transcript->count() - 1, [&](MessageView& message) {
             message.text =
                 QStringLiteral("# %1\n\n%2\n\n1. %1\n2. `%3`\n\n```python\n%4\n```\n\n> %2\n")
                     .arg(sentence.left(24), sentence.repeated(4), QString(160, QLatin1Char('x')),
                          QStringLiteral("print('one line that is longer than the column is wide')  # ").repeated(3));
         });
         Q_EMIT stage.app.fakeConversations()->changed();
     }},
    {"29-busy-unread-editing",
     [](Stage& stage) {
         signedIn(stage);
         auto& conversation = shown(stage);
         std::ignore = conversation.turns->send(fakes::typed(question(stage, 1)));
         conversation.turns->finish();
         const auto& stored = stage.app.fakeConversations()->stored;
         Q_EMIT stage.app.fakeConversations()->busyChanged(stored[1].view.id, true);
         Q_EMIT stage.app.fakeConversations()->busyChanged(stored[2].view.id, false);
         Stage::settle();
         auto* view = stage.find<ui::transcript::TranscriptView>("transcript");
         view->jumpToLatest();
         view->focusRow(0);
         press(stage, "editMessageButton");
     }},
    {"30-accounts",
     [](Stage& stage) {
         signedIn(stage);
         stage.app.accounts().list[1].state = AccountView::State::SignInNeeded;
         press(stage, "accountSwitcher");
     }},
    {"31-sign-out",
     [](Stage& stage) {
         signedIn(stage);
         press(stage, "accountSwitcher");
         press(stage, "signOut:asan");
     }},
    {"32-sign-in-ended",
     [](Stage& stage) {
         signedIn(stage);
         stage.app.accounts().list.last().state = AccountView::State::SignInNeeded;
         Q_EMIT stage.app.accounts().changed();
         stage.app.setNotices({{NoticeView::Kind::SignInEnded, {core::Errc::SignInNeeded, {}}}});
     }},
    {"33-notices",
     [](Stage& stage) {
         signedIn(stage);
         stage.app.setNotices({{NoticeView::Kind::NoKeychain, {core::Errc::KeychainMissing, {}}},
                               {NoticeView::Kind::SignInWindowUnavailable,
                                {core::Errc::Unavailable, {}, QStringLiteral("user namespaces")}},
                               {NoticeView::Kind::DiskFull, {core::Errc::DiskFull, {}}}});
     }},
    {"34-another-account",
     [](Stage& stage) {
         signedIn(stage);
         press(stage, "accountSwitcher");
         press(stage, "addAccount");
     }},
    {"35-tools-to-tick",
     [](Stage& stage) {
         signedIn(stage);
         writeWithTools(stage);
         tickSecond(stage);
     }},
    {"36-tools-ticked",
     [](Stage& stage) {
         signedIn(stage);
         writeWithTools(stage);
         tickSecond(stage);
         stage.key(Qt::Key_Up);
         stage.key(Qt::Key_Space);
         stage.key(Qt::Key_Escape);
     }},
    {"37-what-may-act",
     [](Stage& stage) {
         signedIn(stage);
         auto& conversation = shown(stage);
         std::ignore = conversation.turns->send(fakes::typed(question(stage, 1)));
         conversation.turns->finish();
         conversation.transcript->change(
             0, [](MessageView& message) { message.mayAct = {actingTools().at(0).title, actingTools().at(1).title}; });
     }},
    {"40-settings-general",
     [](Stage& stage) {
         signedIn(stage);
         press(stage, "openSettings");
     }},
    {"41-settings-model",
     [](Stage& stage) {
         signedIn(stage);
         press(stage, "openSettings");
         stage.find<QListWidget>("settingsSections")->setCurrentRow(1);
     }},
    {"42-settings-accounts",
     [](Stage& stage) {
         signedIn(stage);
         press(stage, "openSettings");
         stage.find<QListWidget>("settingsSections")->setCurrentRow(2);
     }},
    {"43-settings-managed",
     [](Stage& stage) {
         stage.app.preferences().view.managed = {QStringLiteral("language"), QStringLiteral("theme"),
                                                 QStringLiteral("signInWay"), QStringLiteral("desktopNotifications")};
         signedIn(stage);
         press(stage, "openSettings");
     }},
    {"44-keyboard",
     [](Stage& stage) {
         signedIn(stage);
         stage.key(Qt::Key_F1);
     }},
    {"45-approval", [](Stage& stage) { showApproval(stage, {leaveCall(EffectView::Write)}); }},
    {"46-approvals-of-a-step",
     [](Stage& stage) { showApproval(stage, {leaveCall(EffectView::Write), leaveCall(EffectView::Commit)}); }},
    {"47-approval-with-sign-in",
     [](Stage& stage) {
         auto call = leaveCall(EffectView::Commit);
         call.signIn = true;
         showApproval(stage, {call});
     }},
    {"48-approval-by-somebody-else",
     [](Stage& stage) {
         auto call = leaveCall(EffectView::Write);
         call.roles = {QStringLiteral("manager")};
         showApproval(stage, {call});
     }},
    {"49-reviews",
     [](Stage& stage) { showReviews(stage, {leaveCall(EffectView::Write), leaveCall(EffectView::Commit)}); }},
    {"50-reviews-none", [](Stage& stage) { showReviews(stage, {}); }},
    {"51-reviews-reason",
     [](Stage& stage) {
         showReviews(stage, {leaveCall(EffectView::Write), leaveCall(EffectView::Commit)});
         stage.key(Qt::Key_D);
     }},
    {"52-reviews-decided-elsewhere",
     [](Stage& stage) {
         auto gone = leaveCall(EffectView::Commit);
         gone.id = ApprovalId(QStringLiteral("gone"));
         showReviews(stage, {leaveCall(EffectView::Write), gone});
         stage.app.fakeApprovals()->decideElsewhere(gone.id, ApprovalOutcomeView::Outcome::Declined,
                                                    QDateTime::currentDateTimeUtc());
     }},
    {"53-approval-choices", [](Stage& stage) { showChoices(stage, {leaveCall(EffectView::Write)}, {"approvalMore"}); }},
    {"54-rule-here",
     [](Stage& stage) { showChoices(stage, {leaveCall(EffectView::Write)}, {"approvalMore", "choiceHere"}); }},
    {"55-rule-never",
     [](Stage& stage) { showChoices(stage, {leaveCall(EffectView::Write)}, {"approvalMore", "choiceNever"}); }},
    {"56-rule-not-possible",
     [](Stage& stage) { showChoices(stage, {leaveCall(EffectView::Commit)}, {"approvalMore", "choiceAlways"}); }},
    {"57-approval-put-off",
     [](Stage& stage) { showChoices(stage, {leaveCall(EffectView::Write)}, {"approvalMore", "choicePutOff"}); }},
    {"58-standing-rules", [](Stage& stage) { showGrants(stage, true); }},
    {"59-standing-rules-revoked",
     [](Stage& stage) {
         showGrants(stage, true);
         stage.key(Qt::Key_Delete);
     }},
    {"60-standing-rules-none", [](Stage& stage) { showGrants(stage, false); }},
    {"61-audit",
     [](Stage& stage) {
         showAuditOfToday(stage);
         stage.app.fakeAuditLog()->found.records = stage.app.fakeAuditLog()->entries.size();
         stage.app.fakeAuditLog()->found.sinceUtc = stage.app.fakeAuditLog()->entries.last().atUtc;
         stage.app.fakeAuditLog()->found.lastHashPrefix = stage.app.fakeAuditLog()->entries.first().hashPrefix;
         press(stage, "auditCheckButton");
     }},
    {"62-audit-empty", [](Stage& stage) { showAudit(stage, {}); }},
    {"63-audit-nothing-matches",
     [](Stage& stage) {
         showAuditOfToday(stage);
         type(stage, "auditWords", QStringLiteral("mail"));
         Stage::settle();
     }},
    {"64-audit-broken",
     [](Stage& stage) {
         showAuditOfToday(stage);
         stage.app.fakeAuditLog()->found.records = 8;
         stage.app.fakeAuditLog()->found.brokenAt = 8;
         press(stage, "auditCheckButton");
     }},
    {"65-audit-broken-end",
     [](Stage& stage) {
         signedIn(stage);
         stage.app.fakeAuditLog()->entries = fakes::auditEntries(QDateTime::currentDateTimeUtc());
         stage.app.fakeAuditLog()->brokenBefore = 7;
         stage.key(Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
     }},
    {"66-endings",
     [](Stage& stage) {
         signedIn(stage);
         auto& conversation = shown(stage);
         std::ignore = conversation.turns->send(fakes::typed(question(stage, 3)));
         conversation.turns->finish();
         conversation.transcript->change(1, [](MessageView& message) {
             message.cards.clear();
             for (const auto& ending : fakes::everyCallEnding())
                 message.cards.append(ending.card);
         });
         stage.window->resize(1100, 3600);
         Stage::settle();
     }},
    {"67-approval-being-edited",
     [](Stage& stage) {
         showApproval(stage, {editableCall()});
         openEditor(stage);
     }},
    {"68-approval-edited",
     [](Stage& stage) {
         showApproval(stage, {editableCall()});
         openEditor(stage);
         press(stage, "editUse");
     }},
    {"69-held", [](Stage& stage) { showHeld(stage); }},
    {"70-taken-back",
     [](Stage& stage) {
         auto& turns = showHeld(stage);
         turns.undo(core::CallId(QStringLiteral("first")));
         turns.undo(core::CallId(QStringLiteral("second")));
         turns.finish();
     }},
    {"71-held-out-of-view",
     [](Stage& stage) {
         showHeld(stage);
         stage.window->resize(1100, 520);
         QTest::qWait(120); // everything has its place
         stage.find<ui::transcript::TranscriptView>("transcript")->verticalScrollBar()->setValue(0);
         Stage::settle();
     }},
};

void draw(const Scene& scene, const QString& language, Theme theme, const QDir& folder, const QSize& size)
{
    Stage stage(language, FakeTurns::Pace::ByHand);
    stage.app.preferences().view.theme = theme;
    scene.play(stage);
    if (!size.isEmpty()) stage.window->resize(size);
    QTest::qWait(120); // a frame or two, for what is drawn by timer
    QWidget* top = stage.window.get();
    for (auto* dialog : stage.window->findChildren<QDialog*>())
        if (dialog->isVisible()) top = dialog;
    const QString name = QStringLiteral("%1.%2.%3.png")
                             .arg(QString::fromLatin1(scene.name), language,
                                  theme == Theme::Dark ? QStringLiteral("dark") : QStringLiteral("light"));
    if (!top->grab().save(folder.filePath(name))) std::fprintf(stderr, "cannot write %s\n", qPrintable(name));
}

int drawIcons(const QDir& folder)
{
    for (const int side : {16, 24, 32, 48, 64, 128, 256, 512}) {
        QImage image(side, side, QImage::Format_ARGB32_Premultiplied);
        image.fill(Qt::transparent);
        QPainter painter(&image);
        ui::theme::paintMark(painter, QRectF(0, 0, side, side));
        painter.end();
        if (!image.save(folder.filePath(QStringLiteral("sekisho-%1.png").arg(side)))) return 1;
    }
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    if (argc < 2) {
        std::fprintf(stderr, "gallery FOLDER [part of a name]\n");
        return 2;
    }
    const QDir folder(QString::fromLocal8Bit(argv[1]));
    folder.mkpath(QStringLiteral("."));
    const QString part = argc > 2 ? QString::fromLocal8Bit(argv[2]) : QString();
    if (part == QLatin1String("--icons")) return drawIcons(folder);
    const QSize size = argc > 4 ? QSize(QByteArray(argv[3]).toInt(), QByteArray(argv[4]).toInt()) : QSize();
    int drawn = 0;
    for (const Scene& scene : scenes)
        for (const QString& language : {QStringLiteral("en"), QStringLiteral("ja")})
            for (const Theme theme : {Theme::Light, Theme::Dark}) {
                const QString name = QStringLiteral("%1.%2.%3")
                                         .arg(QString::fromLatin1(scene.name), language,
                                              theme == Theme::Dark ? QStringLiteral("dark") : QStringLiteral("light"));
                if (!name.contains(part)) continue;
                draw(scene, language, theme, folder, size);
                ++drawn;
            }
    std::printf("%d pictures in %s\n", drawn, qPrintable(folder.absolutePath()));
    return 0;
}
