#include "tests/ui/approvals/waiting_call.h"
#include "tests/ui/stage.h"
#include "ui/approvals/approval_panel.h"
#include "ui/composer/composer.h"
#include "ui/conversations/conversation_list.h"
#include "ui/theme/tokens.h"
#include "ui/transcript/transcript_view.h"

#include <QtGui/QAccessible>
#include <QtGui/QShortcut>
#include <QtGui/QTextDocumentFragment>
#include <QtWidgets/QApplication>
#include <QtWidgets/QDialog>
#include <QtWidgets/QListWidget>
#include <QtWidgets/QRadioButton>

using namespace core::interfaces;
using ui::composer::Composer;
using ui::transcript::TranscriptView;

namespace {

QString transcriptText(const Stage& stage)
{
    const auto* view = stage.find<TranscriptView>("transcript");
    QStringList rows;
    for (int row = 0; view && row < view->rowCount(); ++row)
        rows << view->rowText(row);
    return rows.join(QLatin1Char('\n'));
}

void write(const Stage& stage, const QString& text)
{
    auto* editor = stage.find("composer")->findChild<QPlainTextEdit*>();
    editor->setFocus();
    editor->setPlainText(text);
    QTest::keyClick(editor, Qt::Key_Return);
    Stage::settle();
}

/// What the keyboard can reach and a screen reader has no name for.
QStringList nameless()
{
    QStringList found;
    const auto widgets = QApplication::allWidgets();
    for (QWidget* widget : widgets) {
        const bool reached = widget->isVisible() && widget->isEnabled() && (widget->focusPolicy() & Qt::TabFocus) != 0;
        if (!reached || widget->focusProxy() || widget->isWindow()) continue;
        const auto* told = QAccessible::queryAccessibleInterface(widget);
        if (!told || told->text(QAccessible::Name).isEmpty())
            found << widget->objectName() + QLatin1Char(' ') + QString::fromLatin1(widget->metaObject()->className());
    }
    return found;
}

} // namespace

class TestMainWindow : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // First: the font of the program stays when a window goes.
    void theFontIsThePrograms()
    {
        Stage stage;
        stage.window = std::make_unique<ui::shell::MainWindow>(stage.app.preferences().preferences());
        QCOMPARE(stage.window->font(), QApplication::font());
        QCOMPARE(stage.find("conversationSearch")->font(), QApplication::font());
    }
    void aMessageIsSentAndAnswered()
    {
        Stage stage;
        stage.openSignedIn();
        write(stage, QStringLiteral("What was on my last payslip?"));
        QVERIFY(transcriptText(stage).contains(QStringLiteral("payslip")));
        QCOMPARE(stage.find<Composer>("composer")->draft(), QString());
        QTRY_VERIFY(transcriptText(stage).contains(QStringLiteral("June 2025")));
        QCOMPARE(stage.find<QLabel>("conversationTitle")->text(), QStringLiteral("What was on my last payslip?"));
    }
    void aMessageThatCannotBeStoredStaysInTheField()
    {
        Stage stage;
        stage.openSignedIn();
        stage.app.fakeConversations()->stored.front().turns->failNextSend =
            core::Error{core::Errc::DiskFull, {}, {}, {}};
        write(stage, QStringLiteral("keep me"));
        QCOMPARE(stage.find<Composer>("composer")->draft(), QStringLiteral("keep me"));
        QVERIFY(Stage::everything().contains(QStringLiteral("disk is full")));
    }
    void aNewReaderIsAskedAboutAboveTheComposer()
    {
        Stage stage;
        stage.openSignedIn();
        const auto readers = stage.app.fakeConversations()->stored.front().readers;
        NewReaderView view;
        view.endpoint.id = core::EndpointId(QStringLiteral("there"));
        view.endpoint.model = QStringLiteral("<b>big\u202e");
        view.endpoint.host = QStringLiteral("models.example");
        readers->ask(view);
        QVERIFY(stage.visible("readerBar"));
        QVERIFY(stage.find("readerCancel")->hasFocus());
        const QString asked = stage.find<QLabel>("readerQuestion")->text();
        QVERIFY2(asked.startsWith(QStringLiteral("<b>big⟨U+202E⟩ has not seen this conversation.")), qPrintable(asked));
        QVERIFY(stage.find<QLabel>("readerWhere")->text().contains(QStringLiteral("models.example")));
        stage.key(Qt::Key_Return);
        QVERIFY(readers->answers.isEmpty());
        QVERIFY(stage.press("readerGive"));
        QVERIFY(!stage.visible("readerBar"));
        QVERIFY(stage.find("composer")->isAncestorOf(QApplication::focusWidget()));
        readers->ask(view);
        QVERIFY(stage.press("readerWithout"));
        readers->ask(view);
        stage.key(Qt::Key_Escape);
        QVERIFY(!stage.visible("readerBar"));
        QCOMPARE(readers->answers, (QList<NewReaderAnswer>{NewReaderAnswer::GiveEarlier, NewReaderAnswer::StartWithout,
                                                           NewReaderAnswer::Cancel}));
    }
    void aQuestionAboutAReaderStaysWithItsConversation()
    {
        Stage stage;
        stage.openSignedIn();
        write(stage, QStringLiteral("first"));
        const auto first = stage.app.fakeConversations()->stored.front();
        NewReaderView view;
        view.endpoint.id = core::EndpointId(QStringLiteral("there"));
        first.readers->ask(view);
        QVERIFY(stage.visible("readerBar"));
        stage.key(Qt::Key_N, Qt::ControlModifier);
        QVERIFY(!stage.visible("readerBar"));
        Q_EMIT stage.window->findChild<ui::conversations::ConversationList*>()->opened(first.view.id);
        Stage::settle();
        QVERIFY(stage.visible("readerBar"));
    }
    void whatThePersonTookBackStaysWithoutAComplaint()
    {
        Stage stage;
        stage.openSignedIn();
        stage.app.fakeConversations()->stored.front().turns->failNextSend =
            core::Error{core::Errc::Cancelled, {}, {}, {}};
        write(stage, QStringLiteral("keep me"));
        QCOMPARE(stage.find<Composer>("composer")->draft(), QStringLiteral("keep me"));
        QVERIFY(!stage.find<QLabel>("composerNote")->isVisible());
    }
    void beforeTheAccountsWereReadItCanBeWrittenIn()
    {
        Stage stage;
        stage.openEarly();
        QVERIFY(stage.visible("composer"));
        QVERIFY(stage.find("composer")->isAncestorOf(QApplication::focusWidget()));
        QVERIFY(!stage.visible("noConversations")); // that is not known yet
        QVERIFY(!stage.visible("badgeName"));
        stage.find<Composer>("composer")->setDraft(QStringLiteral("an early thought"));
        stage.app.addAccount(stage.app.asan());
        stage.app.chooseDemoModel();
        stage.window->begin(stage.app);
        Stage::settle();
        QCOMPARE(stage.find<QLabel>("badgeName")->text(), stage.app.asan().name);
        QVERIFY(stage.visible("badgeName"));
        QCOMPARE(stage.find<Composer>("composer")->draft(), QStringLiteral("an early thought"));
        QCOMPARE(stage.find<TranscriptView>("transcript")->rowCount(), 0);
    }
    void whatWasSentBeforeTheAccountsWereReadGoesOut()
    {
        Stage stage;
        stage.openEarly();
        write(stage, QStringLiteral("What was on my last payslip?"));
        QCOMPARE(stage.find<Composer>("composer")->draft(), QStringLiteral("What was on my last payslip?"));
        stage.app.addAccount(stage.app.asan());
        stage.app.chooseDemoModel();
        stage.window->begin(stage.app);
        Stage::settle();
        QCOMPARE(stage.find<Composer>("composer")->draft(), QString());
        QTRY_VERIFY(transcriptText(stage).contains(QStringLiteral("June 2025")));
    }
    // Whoever pressed Enter had not seen yet whose account it would be.
    void withTwoAccountsWhatWasSentEarlyWaitsForThePerson()
    {
        Stage stage;
        stage.openEarly();
        write(stage, QStringLiteral("What was on my last payslip?"));
        stage.app.addAccount(stage.app.bsan());
        stage.app.chooseDemoModel();
        stage.app.addAccount(stage.app.asan());
        stage.app.chooseDemoModel();
        stage.window->begin(stage.app);
        Stage::settle();
        QCOMPARE(stage.find<TranscriptView>("transcript")->rowCount(), 0);
        QCOMPARE(stage.find<Composer>("composer")->draft(), QStringLiteral("What was on my last payslip?"));
        stage.find("composer")->findChild<QPlainTextEdit*>()->setFocus();
        stage.key(Qt::Key_Return);
        QTRY_VERIFY(transcriptText(stage).contains(QStringLiteral("June 2025")));
    }
    void whereNobodyIsSignedInAnyMoreWhatWasWrittenWaits()
    {
        Stage stage;
        stage.openEarly();
        write(stage, QStringLiteral("What was on my last payslip?"));
        stage.window->begin(stage.app);
        Stage::settle();
        QVERIFY(!stage.visible("composer"));
        stage.app.signIn().nextPerson = stage.app.asan();
        QVERIFY(stage.press("welcomeDemo"));
        QVERIFY(stage.press("useDemoModel"));
        QVERIFY(stage.visible("composer"));
        QCOMPARE(stage.find<QLabel>("badgeName")->text(), stage.app.asan().name);
        QCOMPARE(stage.find<Composer>("composer")->draft(), QStringLiteral("What was on my last payslip?"));
        QCOMPARE(stage.find<TranscriptView>("transcript")->rowCount(), 0);
    }
    void beforeTheAccountsWereReadNothingElseCanBeOpened()
    {
        Stage stage;
        stage.openEarly();
        stage.key(Qt::Key_Comma, Qt::ControlModifier);
        stage.key(Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier);
        stage.key(Qt::Key_1, Qt::ControlModifier);
        stage.key(Qt::Key_N, Qt::ControlModifier);
        QVERIFY(stage.press("newConversationButton"));
        QVERIFY(stage.press("openSettings"));
        QVERIFY(stage.press("accountSwitcher"));
        QVERIFY(!stage.find("accountMenu"));
        QVERIFY(!stage.find("settingsDialog"));
        stage.window.reset();
    }
    void draftsStayWithTheirConversation()
    {
        Stage stage;
        stage.openSignedIn();
        write(stage, QStringLiteral("first"));
        stage.find<Composer>("composer")->setDraft(QStringLiteral("half a thought"));
        stage.key(Qt::Key_N, Qt::ControlModifier);
        QCOMPARE(stage.find<Composer>("composer")->draft(), QString());
        const auto first = stage.app.fakeConversations()->stored.back().view.id;
        Q_EMIT stage.window->findChild<ui::conversations::ConversationList*>()->opened(first);
        Stage::settle();
        QCOMPARE(stage.find<Composer>("composer")->draft(), QStringLiteral("half a thought"));
    }
    void aDraftIsKeptAndComesBackWithTheProgram()
    {
        Stage stage;
        stage.openSignedIn();
        const auto store = stage.app.fakeConversations();
        stage.find<Composer>("composer")->setDraft(QStringLiteral("not begun"));
        stage.window.reset(); // closed in the middle of a word
        QCOMPARE(store->drafts.value({}), QStringLiteral("not begun"));
        stage.open();
        QCOMPARE(stage.find<Composer>("composer")->draft(), QStringLiteral("not begun"));
        write(stage, QStringLiteral("begun"));
        const auto begun = store->stored.front().view.id;
        QVERIFY(store->drafts.value({}).isEmpty() && store->drafts.value(begun).isEmpty());
        stage.find<Composer>("composer")->setDraft(QStringLiteral("and then"));
        QTRY_COMPARE(store->drafts.value(begun), QStringLiteral("and then"));
    }
    void theLastMessageCanBeEdited()
    {
        Stage stage;
        stage.openSignedIn();
        const auto store = stage.app.fakeConversations();
        const auto turns = store->stored.front().turns;
        auto* composer = stage.find<Composer>("composer");
        write(stage, QStringLiteral("What was on my last payslop?"));
        QTRY_VERIFY(!turns->running());
        composer->setDraft(QStringLiteral("half a thought"));
        auto* view = stage.find<TranscriptView>("transcript");
        view->focusRow(0);
        QTRY_VERIFY(stage.visible("editMessageButton")); // offered when the turn has ended
        QVERIFY(stage.press("editMessageButton"));
        QCOMPARE(composer->draft(), QStringLiteral("What was on my last payslop?"));
        QVERIFY(stage.find<QLabel>("editingNote")->isVisible());
        QTRY_COMPARE(store->drafts.value(store->stored.front().view.id), QStringLiteral("half a thought"));
        stage.key(Qt::Key_Escape);
        QCOMPARE(composer->draft(), QStringLiteral("half a thought"));
        QVERIFY(!stage.find<QLabel>("editingNote")->isVisible());
        QVERIFY(turns->sentInstead.isEmpty());

        view->focusRow(0);
        QTRY_VERIFY(stage.visible("editMessageButton")); // offered when the turn has ended
        QVERIFY(stage.press("editMessageButton"));
        write(stage, QStringLiteral("What was on my last payslip?"));
        QCOMPARE(turns->sentInstead, QStringList{QStringLiteral("What was on my last payslip?")});
        QVERIFY(!transcriptText(stage).contains(QStringLiteral("payslop")));
        QCOMPARE(composer->draft(), QStringLiteral("half a thought"));
        QVERIFY(!composer->editing());
        QTRY_VERIFY(transcriptText(stage).contains(QStringLiteral("June 2025")));
        write(stage, QStringLiteral("a message of its own"));
        QCOMPARE(turns->sentInstead.size(), 1);
    }
    void editingEndsWithItsConversation()
    {
        Stage stage;
        stage.openSignedIn();
        write(stage, QStringLiteral("first"));
        QTRY_VERIFY(!stage.app.fakeConversations()->stored.front().turns->running());
        stage.find<TranscriptView>("transcript")->focusRow(0);
        QTRY_VERIFY(stage.visible("editMessageButton")); // offered when the turn has ended
        QVERIFY(stage.press("editMessageButton"));
        stage.key(Qt::Key_N, Qt::ControlModifier);
        QVERIFY(!stage.find<Composer>("composer")->editing());
        QCOMPARE(stage.find<Composer>("composer")->draft(), QString());
    }
    void whatWasTypedIsSentAsTypedAndAChipIsNot()
    {
        using core::interfaces::TextPart;
        Stage stage;
        stage.openSignedIn();
        QVERIFY(stage.press("suggestionChip"));
        auto turns = stage.app.fakeConversations()->stored.front().turns;
        QCOMPARE(turns->lastSent.parts.size(), 1);
        QCOMPARE(turns->lastSent.parts.first().origin, TextPart::Origin::Other);
        QTRY_VERIFY(!turns->running());
        auto* editor = stage.find("composer")->findChild<QPlainTextEdit*>();
        editor->setFocus();
        QTest::keyClicks(editor, QStringLiteral("my own words"));
        QTest::keyClick(editor, Qt::Key_Return);
        Stage::settle();
        const core::interfaces::ComposedText typed{{{TextPart::Origin::Keys, QStringLiteral("my own words")}}};
        QCOMPARE(turns->lastSent, typed);
    }
    void whatIsTickedGoesWithOneMessage()
    {
        Stage stage;
        stage.app.tools = {{QStringLiteral("send"),
                            {QStringLiteral("Send a chat message"), QStringLiteral("メッセージを送る")},
                            {},
                            core::interfaces::EffectView::Egress}};
        stage.openSignedIn();
        const auto tick = [&stage] {
            stage.find<Composer>("composer")->setFocus();
            stage.key(Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
            QVERIFY(stage.visible("toolPicker"));
            stage.key(Qt::Key_Down);
            stage.key(Qt::Key_Space);
            stage.key(Qt::Key_Escape);
            QVERIFY(stage.visible("toolChip:send"));
        };
        tick();
        auto* editor = stage.find("composer")->findChild<QPlainTextEdit*>();
        QVERIFY(editor->hasFocus());
        QTest::keyClicks(editor, QStringLiteral("my own words"));
        stage.key(Qt::Key_Return);
        const auto turns = stage.app.fakeConversations()->stored.front().turns;
        QCOMPARE(turns->lastSent.tools, QStringList{QStringLiteral("send")});
        QVERIFY(!stage.visible("toolChip:send"));
        QTRY_VERIFY(!turns->running());
        // Not with a suggestion, not into another conversation, and not over to another account.
        tick();
        stage.key(Qt::Key_N, Qt::ControlModifier);
        QVERIFY(!stage.visible("toolChip:send"));
        tick();
        QVERIFY(stage.press("suggestionChip"));
        QVERIFY(stage.app.fakeConversations()->stored.front().turns->lastSent.tools.isEmpty());
        QVERIFY(stage.visible("toolChip:send"));
        stage.app.tools.clear();
        stage.app.addAccount(stage.app.bsan());
        stage.app.chooseDemoModel();
        Stage::settle();
        QVERIFY(!stage.find("toolChip:send"));
    }
    void aSuggestionLeavesTheDraft()
    {
        Stage stage;
        stage.openSignedIn();
        stage.find<Composer>("composer")->setDraft(QStringLiteral("half a thought"));
        QVERIFY(stage.press("suggestionChip"));
        QVERIFY(transcriptText(stage).contains(QStringLiteral("What do you know about me?")));
        QCOMPARE(stage.find<Composer>("composer")->draft(), QStringLiteral("half a thought"));
        const auto store = stage.app.fakeConversations();
        QCOMPARE(store->drafts.value(store->stored.front().view.id), QStringLiteral("half a thought"));
    }
    void switchingTheAccountLeavesNothing()
    {
        Stage stage;
        stage.app.addAccount(stage.app.bsan());
        stage.app.chooseDemoModel();
        stage.app.addAccount(stage.app.asan());
        stage.app.chooseDemoModel();
        stage.open();
        const QString secret = QStringLiteral("salary-of-asan-412000");
        stage.app.fakeConversations()->add(secret + QStringLiteral("-title"), {secret + QStringLiteral("-other")},
                                           QDateTime::currentDateTimeUtc());
        write(stage, secret);
        stage.find<Composer>("composer")->setDraft(secret + QStringLiteral("-draft"));
        QVERIFY(stage.press("accountSwitcher"));
        QVERIFY(Stage::everything().contains(secret));
        QVERIFY(Stage::everything().contains(stage.app.asan().name));
        const std::weak_ptr<Conversations> old = stage.app.conversations();

        QVERIFY(stage.press("account:bsan"));
        Stage::settle();
        QCOMPARE(stage.find<QLabel>("badgeName")->text(), stage.app.bsan().name);
        const QString left = Stage::everything() + transcriptText(stage);
        QVERIFY(!left.contains(secret));
        QVERIFY(!left.contains(stage.app.asan().name));
        QVERIFY(old.expired()); // no object of the old account is held by anything

        stage.key(Qt::Key_2, Qt::ControlModifier);
        QCOMPARE(stage.find<QLabel>("badgeName")->text(), stage.app.asan().name);
    }
    void whatWasTypedLastIsKeptWhenTheAccountIsSwitched()
    {
        Stage stage;
        stage.app.addAccount(stage.app.bsan());
        stage.app.chooseDemoModel();
        stage.app.addAccount(stage.app.asan());
        stage.app.chooseDemoModel();
        stage.open();
        const auto store = stage.app.fakeConversations();
        stage.find<Composer>("composer")->setDraft(QStringLiteral("half a thought of asan"));
        stage.key(Qt::Key_1, Qt::ControlModifier); // sooner than a draft is kept by itself
        QCOMPARE(stage.find<QLabel>("badgeName")->text(), stage.app.bsan().name);
        QCOMPARE(store->drafts.value({}), QStringLiteral("half a thought of asan"));
        QCOMPARE(stage.find<Composer>("composer")->draft(), QString());
    }
    void claimsAreNoMarkupInToolTips()
    {
        Stage stage;
        AccountView account = stage.app.employee();
        account.login = QStringLiteral("<b>asan</b><img src=https://evil.example/t.gif>");
        account.issuer = QStringLiteral("https://id.example/?a=1&lt=2");
        stage.app.addAccount(account);
        stage.app.chooseDemoModel();
        stage.open();
        int tips = 0;
        for (const QWidget* widget : QApplication::allWidgets()) {
            const QString tip = widget->toolTip();
            if (!tip.contains(QLatin1String("asan"))) continue;
            ++tips;
            QVERIFY2(!tip.contains(QLatin1String("<b>")) && !tip.contains(QLatin1String("<img")), qPrintable(tip));
            QCOMPARE(QTextDocumentFragment::fromHtml(tip).toPlainText(),
                     account.login + QLatin1Char('\n') + account.issuer);
        }
        QVERIFY(tips >= 2); // the badge and the button of the sidebar
    }
    void switchingDuringAnAnswerIsSafe()
    {
        Stage stage(QStringLiteral("en"), FakeTurns::Pace::ByHand);
        stage.app.addAccount(stage.app.bsan());
        stage.app.chooseDemoModel();
        stage.app.addAccount(stage.app.asan());
        stage.app.chooseDemoModel();
        stage.open();
        write(stage, QStringLiteral("What do you know about me?"));
        const auto turns = stage.app.fakeConversations()->stored.front().turns;
        QVERIFY(turns->step());
        stage.key(Qt::Key_1, Qt::ControlModifier);
        turns->finish();
        Stage::settle();
        QVERIFY(!Stage::everything().contains(stage.app.asan().name));
        QCOMPARE(transcriptText(stage), QString());
    }
    void closingDuringAnAnswerIsSafe()
    {
        Stage stage(QStringLiteral("en"), FakeTurns::Pace::ByHand);
        stage.openSignedIn();
        write(stage, QStringLiteral("What do you know about me?"));
        const auto turns = stage.app.fakeConversations()->stored.front().turns;
        QVERIFY(turns->step());
        QVERIFY(stage.window->close());
        stage.window.reset();
        turns->finish(); // the answer goes on without a window
    }
    void signingOutSaysWhatItDoesAndAsks()
    {
        Stage stage;
        stage.openSignedIn();
        QVERIFY(stage.press("accountSwitcher"));
        QVERIFY(stage.press("signOut:asan"));
        QVERIFY(stage.find<QLabel>("signOutExplanation")->text().contains(QStringLiteral("stay on this computer")));
        QVERIFY(stage.find("cancelSignOut")->hasFocus()); // Enter signs nobody out
        QVERIFY(stage.press("confirmSignOut"));
        QVERIFY(stage.app.accounts().list.isEmpty());
        QVERIFY(stage.visible("welcomeDemo"));
        QVERIFY(!stage.visible("accountSwitcher"));
        QCOMPARE(stage.bannerText("said"), stage.app.asan().name + QStringLiteral(" is signed out."));
    }
    void whoIsGoneWithoutHavingAskedIsToldSo()
    {
        Stage stage;
        stage.openSignedIn();
        stage.app.accounts().list.clear();
        stage.app.switchTo({});
        Q_EMIT stage.app.accounts().changed();
        Stage::settle();
        QVERIFY(stage.visible("welcomeOrganisation"));
        QVERIFY(!stage.visible("accountSwitcher"));
        QVERIFY(stage.bannerText("said").startsWith(stage.app.asan().name + QStringLiteral(" was signed out,")));
    }
    void aSignOutTheProviderDidNotHearOfIsSaid()
    {
        Stage stage;
        stage.openSignedIn();
        SignOutReport report;
        report.error = core::Error{core::Errc::Network, {}, QStringLiteral("id.example.com"), {}};
        stage.app.accounts().signingOut.next = report;
        QVERIFY(stage.press("accountSwitcher"));
        QVERIFY(stage.press("signOut:asan"));
        QVERIFY(stage.press("confirmSignOut"));
        QVERIFY(stage.bannerText("said").contains(QStringLiteral("id.example.com")));
    }
    void aSignOutThatCouldNotBeSavedSaysWhatStands()
    {
        Stage stage;
        stage.openSignedIn();
        stage.app.accounts().signingOut.next = core::fail(core::Errc::DiskFull, {});
        QVERIFY(stage.press("accountSwitcher"));
        QVERIFY(stage.press("signOut:asan"));
        QVERIFY(stage.press("confirmSignOut"));
        const auto said = stage.bannerText("said");
        for (const auto* part : {"is not signed out on this computer", "may have been told", "sign out again"})
            QVERIFY2(said.contains(QString::fromLatin1(part)), part);
    }
    void deletingIsItsOwnChoice()
    {
        Stage stage;
        stage.openSignedIn();
        QVERIFY(stage.press("accountSwitcher"));
        QVERIFY(stage.press("signOut:asan"));
        QVERIFY(stage.press("confirmForget"));
        QCOMPARE(stage.app.accounts().forgotten, QList<AccountId>{stage.app.asan().id});
    }
    void anotherAccountIsSignedInBesideTheFirst()
    {
        Stage stage;
        stage.openSignedIn();
        stage.app.signIn().nextPerson = stage.app.bsan();
        QVERIFY(stage.press("accountSwitcher"));
        QVERIFY(stage.press("addAccount"));
        QVERIFY(stage.visible("welcomeBack"));
        QVERIFY(stage.press("welcomeDemo"));
        QVERIFY(stage.press("useDemoModel"));
        QCOMPARE(stage.find<QLabel>("badgeName")->text(), stage.app.bsan().name);
        QCOMPARE(stage.app.accounts().list.size(), 2);
    }
    void goingBackFromAnotherSignInReturnsToTheConversation()
    {
        Stage stage;
        stage.openSignedIn();
        QVERIFY(stage.press("accountSwitcher"));
        QVERIFY(stage.press("addAccount"));
        QVERIFY(stage.press("welcomeBack"));
        QVERIFY(stage.visible("composer"));
    }
    void anAccountThatIsNotAllowedCanOnlyLeave()
    {
        Stage stage;
        stage.openSignedIn();
        auto other = stage.app.employee();
        other.state = AccountView::State::NotAllowed;
        stage.app.accounts().list.append(other);
        Q_EMIT stage.app.accounts().changed();
        QVERIFY(stage.press("accountSwitcher"));
        QVERIFY(Stage::everything().contains(QStringLiteral("Not allowed by your organisation")));
        QVERIFY(stage.press("account:employee"));
        QVERIFY(stage.visible("confirmSignOut"));
        QCOMPARE(stage.app.accounts().current(), stage.app.asan().id);
        stage.key(Qt::Key_Escape);
        stage.key(Qt::Key_2, Qt::ControlModifier);
        QCOMPARE(stage.app.accounts().current(), stage.app.asan().id);
        QVERIFY(stage.visible("composer"));
    }
    void anAccountThatCannotBeOpenedCanBeRemoved()
    {
        Stage stage;
        AccountView lost;
        lost.id = AccountId(QStringLiteral("lost"));
        lost.state = AccountView::State::Unreadable;
        stage.app.accounts().list.append(lost);
        stage.open();
        QVERIFY(stage.press("welcomeAccounts"));
        QVERIFY(Stage::everything().contains(QStringLiteral("Cannot be opened")));
        QVERIFY(stage.press("settingsSignOut:lost"));
        stage.window->activateWindow(); // there is no window manager to do it
        Stage::settle();
        QVERIFY(stage.find<QLabel>("signOutExplanation")->text().contains(QStringLiteral("keychain")));
        QVERIFY(!stage.visible("confirmSignOut")); // nothing is known that could be signed out
        QVERIFY(stage.press("confirmForget"));
        QCOMPARE(stage.app.accounts().forgotten, QList<AccountId>{lost.id});
        QVERIFY(stage.bannerText("said").contains(QStringLiteral("removed")));
    }
    void whoIsListedCanLeaveAlthoughNobodyIsSignedIn()
    {
        Stage stage;
        auto other = stage.app.employee();
        other.state = AccountView::State::NotAllowed;
        stage.app.accounts().list.append(other);
        stage.open();
        QVERIFY(stage.press("welcomeAccounts"));
        QVERIFY(stage.visible("settingsSignOut:employee"));
        QVERIFY(!stage.visible("settingsSignInAgain:employee"));
        QVERIFY(stage.press("settingsSignOut:employee"));
        stage.window->activateWindow(); // there is no window manager to do it
        Stage::settle();
        QVERIFY(stage.press("confirmForget"));
        QCOMPARE(stage.app.accounts().forgotten, QList<AccountId>{other.id});
    }
    void anEndedSignInAsksForTheSamePerson()
    {
        Stage stage;
        stage.openSignedIn();
        stage.app.accounts().list[0].state = AccountView::State::SignInNeeded;
        Q_EMIT stage.app.accounts().changed();
        stage.app.setNotices({{NoticeView::Kind::SignInEnded, {core::Errc::SignInNeeded, {}, {}, {}}}});
        Stage::settle();
        QVERIFY(Stage::everything().contains(QStringLiteral("Sign in again to send messages.")));
        QVERIFY(stage.press("bannerAction"));
        const SignInTarget target = stage.app.signIn().targets.last();
        QVERIFY(target.expected == stage.app.asan().id);
        QVERIFY(target.demo);
        QVERIFY(stage.visible("composer"));
    }
    void everyNoticeSaysSomething()
    {
        Stage stage;
        stage.openSignedIn();
        using Kind = NoticeView::Kind;
        for (const Kind kind :
             {Kind::NoKeychain, Kind::KeychainLocked, Kind::DiskFull, Kind::DemoUnavailable, Kind::SignInEnded,
              Kind::StoreDamaged, Kind::SettingsSetAside, Kind::SignInWindowUnavailable}) {
            stage.app.setNotices(
                {{kind,
                  {core::Errc::Unavailable, QStringLiteral("for developers"), QStringLiteral("bubblewrap"), {}}}});
            Stage::settle();
            const QByteArray name = QStringLiteral("notice%1").arg(static_cast<int>(kind)).toLatin1();
            const QString said = stage.bannerText(name.constData());
            QVERIFY2(said.size() > 20, name.constData());
            QVERIFY2(!said.contains(QStringLiteral("for developers")), name.constData());
        }
        stage.app.setNotices({});
        Stage::settle();
        QVERIFY(!stage.find("notice0"));
    }
    void aClosedNoticeStaysAwayUntilItComesAnew()
    {
        Stage stage;
        stage.openSignedIn();
        const QList<NoticeView> notices{{NoticeView::Kind::NoKeychain, {core::Errc::KeychainMissing, {}, {}, {}}}};
        stage.app.setNotices(notices);
        QVERIFY(stage.press("bannerDismiss"));
        QVERIFY(!stage.find("notice0"));
        stage.app.setNotices(notices);
        QVERIFY(!stage.find("notice0"));
        stage.app.setNotices({});
        stage.app.setNotices(notices);
        QVERIFY(stage.find("notice0"));
    }
    void theLanguageChangesWhileItRuns()
    {
        Stage stage;
        stage.openSignedIn();
        QVERIFY(stage.press("openSettings"));
        QVERIFY(stage.press("languageJa"));
        QCOMPARE(stage.app.preferences().view.language, QStringLiteral("ja"));
        QCOMPARE(stage.find<QAbstractButton>("settingsClose")->text(), QStringLiteral("閉じる"));
        QCOMPARE(stage.find<QLabel>("conversationTitle")->text(), QStringLiteral("新しい会話"));
        QVERIFY(stage.press("languageEn"));
        QCOMPARE(stage.find<QAbstractButton>("settingsClose")->text(), QStringLiteral("Close"));
    }
    void noEnglishStaysInTheJapaneseWindow()
    {
        Stage stage(QStringLiteral("ja"));
        stage.openSignedIn();
        const QString before = Stage::everything();
        QVERIFY(stage.press("openSettings"));
        // The one word that is the same in both, names, and keys.
        static const QStringList same = {QStringLiteral("Sekisho"),    QStringLiteral("English"),
                                         QStringLiteral("OpenAI"),     QStringLiteral("Anthropic"),
                                         QStringLiteral("OpenRouter"), QStringLiteral("Ctrl+K"),
                                         QStringLiteral("Ctrl+N"),     QStringLiteral("Ctrl+,")};
        const auto lines = (before + Stage::everything()).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        static const QRegularExpression words(QStringLiteral("^[A-Z][a-z’]+ [a-z ,.’…]+$"));
        for (const QString& line : lines)
            if (!same.contains(line)) QVERIFY2(!words.match(line).hasMatch(), line.toUtf8().constData());
    }
    void theThemeChangesWhileItRuns()
    {
        Stage stage;
        stage.openSignedIn();
        QVERIFY(stage.press("openSettings"));
        QVERIFY(stage.press("themeDark"));
        QVERIFY(ui::theme::colors(stage.find("composer")->palette()).mode == ui::theme::Mode::Dark);
        QVERIFY(stage.find<QLabel>("badgeName")->palette().color(QPalette::WindowText).lightness() > 128);
        QVERIFY(stage.press("themeLight"));
        QVERIFY(ui::theme::colors(stage.find("composer")->palette()).mode == ui::theme::Mode::Light);
        QVERIFY(stage.find<QLabel>("badgeName")->palette().color(QPalette::WindowText).lightness() < 128);
    }
    void theSystemsThemeIsFollowed()
    {
        Stage stage;
        stage.openSignedIn();
        stage.window->appearance().setSystemMode(ui::theme::Mode::Dark);
        QVERIFY(stage.window->appearance().mode() == ui::theme::Mode::Dark);
        stage.app.preferences().view.theme = Theme::Light;
        Q_EMIT stage.app.preferences().changed();
        QVERIFY(stage.window->appearance().mode() == ui::theme::Mode::Light);
    }
    void theWayOfSigningInCanBeChosenAndUnchosen()
    {
        Stage stage;
        stage.openSignedIn();
        QVERIFY(stage.press("openSettings"));
        QVERIFY(stage.find<QRadioButton>("wayAutomatic")->isChecked());
        QVERIFY(stage.press("themeDark")); // another choice on the page makes none of this one
        QVERIFY(!stage.app.preferences().view.signInWay);
        QVERIFY(stage.press("wayWindow"));
        QVERIFY(stage.app.preferences().view.signInWay == SignInWay::Window);
        QVERIFY(stage.press("wayAutomatic"));
        QVERIFY(!stage.app.preferences().view.signInWay);
    }
    void whatAnAdministratorFixedCannotBeChanged()
    {
        Stage stage;
        stage.app.preferences().view.managed = {QStringLiteral("language"), QStringLiteral("theme"),
                                                QStringLiteral("signInWay"), QStringLiteral("model")};
        stage.openSignedIn();
        QVERIFY(stage.press("openSettings"));
        for (const char* name : {"languageJa", "themeDark", "wayBrowser"})
            QVERIFY2(!stage.press(name), name);
        stage.find<QListWidget>("settingsSections")->setCurrentRow(1);
        QVERIFY(!stage.press("modelSubmit"));
        QVERIFY(Stage::everything().contains(QStringLiteral("Set by your organisation.")));
    }
    void theSettingsSayWhichSystemAccountWasAccepted()
    {
        Stage stage;
        stage.openSignedIn();
        QVERIFY(stage.press("openSettings"));
        QCOMPARE(stage.find<QLabel>("currentDestination")->text(),
                 QStringLiteral("Conversations stay on this computer."));
        stage.app.fakeModels()->chosen.first().serverUser = QStringLiteral("ollama");
        Q_EMIT stage.app.fakeModels()->changed();
        Stage::settle();
        QVERIFY(stage.find<QLabel>("currentDestination")->text().contains(QStringLiteral("system account “ollama”")));
    }
    void theKeyboardReachesEverything()
    {
        Stage stage;
        stage.openSignedIn();
        write(stage, QStringLiteral("hello"));
        stage.key(Qt::Key_K, Qt::ControlModifier);
        QVERIFY(qobject_cast<QLineEdit*>(QApplication::focusWidget()));
        stage.key(Qt::Key_L, Qt::ControlModifier);
        QVERIFY(stage.find("composer")->isAncestorOf(QApplication::focusWidget()));
        stage.key(Qt::Key_N, Qt::ControlModifier);
        QCOMPARE(stage.find<TranscriptView>("transcript")->rowCount(), 0);
        stage.key(Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(stage.visible("accountMenu"));
        QVERIFY(stage.find("accountMenu")->isAncestorOf(QApplication::focusWidget()));
        for (int i = 0; i < 8; ++i) // Tab goes round inside the menu
            stage.key(Qt::Key_Tab);
        QVERIFY(stage.find("accountMenu")->isAncestorOf(QApplication::focusWidget()));
        stage.key(Qt::Key_Escape);
        QVERIFY(!stage.visible("accountMenu"));
        QVERIFY(stage.find("accountSwitcher")->hasFocus());
        stage.key(Qt::Key_Comma, Qt::ControlModifier);
        QVERIFY(stage.visible("settingsDialog"));
        stage.key(Qt::Key_Escape);
        QVERIFY(!stage.visible("settingsDialog"));
        stage.window->activateWindow(); // there is no window manager to do it
        Stage::settle();
        stage.key(Qt::Key_F1);
        QVERIFY(stage.visible("shortcutsDialog"));
        stage.key(Qt::Key_Escape);
        Stage::settle();
        QVERIFY(!stage.find("shortcutsDialog"));
    }
    void whatCanHaveTheKeyboardHasAName()
    {
        Stage stage;
        stage.open();
        QCOMPARE(nameless(), QStringList());
        QVERIFY(stage.press("welcomeOrganisation"));
        QCOMPARE(nameless(), QStringList());
        stage.app.addAccount(stage.app.employee());
        Stage::settle();
        QVERIFY(stage.visible("modelSubmit"));
        QCOMPARE(nameless(), QStringList());
        stage.app.chooseDemoModel();
        stage.app.fillConversations(QDateTime::currentDateTimeUtc());
        Stage::settle();
        QCOMPARE(nameless(), QStringList());
        write(stage, QStringLiteral("Tell me user B's personal details"));
        QTRY_VERIFY(
            !stage.find<TranscriptView>("transcript")->findChildren<QWidget*>(QStringLiteral("toolCard")).isEmpty());
        QVERIFY(stage.press("cardWhyButton"));
        QCOMPARE(nameless(), QStringList());
        QVERIFY(stage.press("accountSwitcher"));
        QCOMPARE(nameless(), QStringList());
        stage.key(Qt::Key_Escape);
        QVERIFY(stage.press("openSettings"));
        for (int page = 0; page < 3; ++page) {
            stage.find<QListWidget>("settingsSections")->setCurrentRow(page);
            Stage::settle();
            QCOMPARE(nameless(), QStringList());
        }
    }

    // --- what waits for an answer ---

    void whatWaitsIsAnsweredFromTheKeyboard_data()
    {
        QTest::addColumn<int>("key");
        QTest::newRow("approve") << int(Qt::Key_G);
        QTest::newRow("decline") << int(Qt::Key_D);
    }
    void whatWaitsIsAnsweredFromTheKeyboard()
    {
        QFETCH(int, key);
        Stage stage;
        stage.openSignedIn();
        const auto approvals = stage.app.fakeApprovals();
        const auto* panel = stage.window->findChild<ui::approvals::ApprovalPanel*>();
        QVERIFY(!panel->isVisible());
        write(stage, QStringLiteral("Please ask for three days off."));
        approvals->set({waitingCard(QStringLiteral("s"), {waitingCall(QStringLiteral("a"))},
                                    stage.app.fakeConversations()->stored.front().view.id.text())});
        Stage::settle();
        QVERIFY(panel->isVisible());
        QVERIFY(stage.find("composer")->isVisible());
        const auto& answers = [&] { return approvals->approved.size() + approvals->denied.size(); };
        // Not before it is under review.
        stage.key(static_cast<Qt::Key>(key), Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(answers(), 0);
        stage.key(Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
        // The card must have stood still for a moment.
        QVERIFY(QTest::qWaitFor([&] {
            if (answers() == 0) stage.key(static_cast<Qt::Key>(key), Qt::ControlModifier | Qt::ShiftModifier);
            return answers() == 1;
        }));
        QCOMPARE(approvals->approved.size(), key == Qt::Key_G ? 1 : 0);
        if (key == Qt::Key_G) QCOMPARE(approvals->approved.first().second, QStringLiteral("digest-a"));
        QVERIFY(!panel->isVisible());
    }

    void allThatWaitsIsOnAPageOfItsOwn()
    {
        Stage stage;
        stage.openSignedIn();
        const auto approvals = stage.app.fakeApprovals();
        const auto* button = qobject_cast<QAbstractButton*>(stage.find("openReviews"));
        QVERIFY(button && !button->text().contains(QLatin1Char('(')));
        approvals->set(
            {waitingCard(QStringLiteral("s"), {waitingCall(QStringLiteral("a")), waitingCall(QStringLiteral("b"))},
                         QStringLiteral("elsewhere"))});
        Stage::settle();
        QVERIFY(button->text().contains(QStringLiteral("(2)")));
        const auto chord = Qt::ControlModifier | Qt::ShiftModifier;
        stage.key(Qt::Key_I, chord);
        QVERIFY(stage.find("reviewPage")->isVisible());
        QVERIFY(!stage.find("composer")->isVisible());
        stage.key(Qt::Key_Return);
        QVERIFY(QTest::qWaitFor([&] {
            if (approvals->approved.isEmpty()) stage.key(Qt::Key_G, chord);
            return approvals->approved.size() == 1;
        }));
        Stage::settle();
        QVERIFY(button->text().contains(QStringLiteral("(1)")));
        stage.key(Qt::Key_L, Qt::ControlModifier);
        QVERIFY(stage.find("composer")->isVisible());
        QVERIFY(!stage.find("reviewPage")->isVisible());
    }

    void whatIsNotInViewApprovesNothing()
    {
        Stage stage;
        stage.openSignedIn();
        const auto approvals = stage.app.fakeApprovals();
        write(stage, QStringLiteral("Please ask for three days off."));
        approvals->set({waitingCard(QStringLiteral("s"), {waitingCall(QStringLiteral("a"))},
                                    stage.app.fakeConversations()->stored.front().view.id.text())});
        Stage::settle();
        const auto chord = Qt::ControlModifier | Qt::ShiftModifier;
        stage.key(Qt::Key_R, chord); // the card in the chat is under review
        stage.key(Qt::Key_I, chord); // and then something else is in view
        QVERIFY(!QTest::qWaitFor(
            [&] {
                stage.key(Qt::Key_G, chord);
                return !approvals->approved.isEmpty();
            },
            1200));
        QVERIFY(approvals->denied.isEmpty());
    }

    void aKeyThatIsHeldIsPressedOnce()
    {
        Stage stage;
        stage.openSignedIn();
        const auto shortcuts = stage.window->findChildren<QShortcut*>();
        QVERIFY(shortcuts.size() > 10);
        for (const auto* shortcut : shortcuts)
            if (shortcut->key().toString().startsWith(QStringLiteral("Ctrl+Shift")))
                QVERIFY2(!shortcut->autoRepeat(), qPrintable(shortcut->key().toString()));
    }

    void theStandingRulesAreOnAPageOfTheirOwn()
    {
        Stage stage;
        stage.openSignedIn();
        const auto chord = Qt::ControlModifier | Qt::ShiftModifier;
        stage.key(Qt::Key_S, chord);
        QVERIFY(stage.visible("grantsPage") && stage.visible("grantsEmpty"));
        stage.key(Qt::Key_Escape);
        QVERIFY(!stage.visible("grantsPage") && stage.visible("composer"));
        // From what waits, and back there.
        stage.key(Qt::Key_I, chord);
        QVERIFY(stage.press("reviewRules"));
        QVERIFY(stage.visible("grantsPage"));
        QVERIFY(stage.press("grantsBack"));
        QVERIFY(stage.visible("reviewPage") && !stage.visible("grantsPage"));
        stage.key(Qt::Key_S, chord);
        stage.key(Qt::Key_L, Qt::ControlModifier);
        QVERIFY(stage.visible("composer"));
        // From the settings.
        stage.key(Qt::Key_Comma, Qt::ControlModifier);
        QVERIFY(stage.press("settingsRules"));
        QVERIFY(!stage.visible("settingsDialog") && stage.visible("grantsPage"));
    }
    void theRulesOfAnotherAccountAreNotShown()
    {
        Stage stage;
        stage.openSignedIn();
        stage.app.addAccount(stage.app.bsan());
        stage.app.chooseDemoModel();
        Stage::settle();
        GrantView rule;
        rule.id = GrantId(QStringLiteral("r"));
        rule.title = {QStringLiteral("Rule of B"), QStringLiteral("Rule of B")};
        stage.app.fakeGrants()->set({rule});
        stage.key(Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(Stage::everything().contains(QStringLiteral("Rule of B")));
        stage.app.switchTo(stage.app.asan().id);
        Stage::settle();
        QVERIFY(!stage.visible("grantsPage"));
        QVERIFY(!Stage::everything().contains(QStringLiteral("Rule of B")));
        stage.key(Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(stage.visible("grantsEmpty"));
    }

    void theAuditLogIsOnAPageOfItsOwn()
    {
        Stage stage;
        stage.openSignedIn();
        stage.app.fakeAuditLog()->entries = fakes::auditEntries(QDateTime::currentDateTimeUtc());
        stage.key(Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(stage.visible("auditPage"));
        QVERIFY(!stage.visible("composer"));
        QVERIFY(stage.find("auditList")->hasFocus());
        QCOMPARE(nameless(), QStringList());
        stage.key(Qt::Key_Escape);
        QVERIFY(!stage.visible("auditPage"));
        QVERIFY(stage.find("composer")->isAncestorOf(QApplication::focusWidget()));

        QVERIFY(stage.press("accountSwitcher"));
        QVERIFY(stage.press("openAudit"));
        QVERIFY(stage.visible("auditPage"));
        stage.key(Qt::Key_I, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(stage.visible("reviewPage"));
        QVERIFY(!stage.visible("auditPage"));
        stage.key(Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(stage.press("auditBack"));
        QVERIFY(stage.visible("composer"));
    }

    void nothingOfAnAuditLogStaysForTheNextAccount()
    {
        Stage stage;
        stage.app.addAccount(stage.app.bsan());
        stage.app.chooseDemoModel();
        stage.app.addAccount(stage.app.asan());
        stage.app.chooseDemoModel();
        stage.open();
        auto entries = fakes::auditEntries(QDateTime::currentDateTimeUtc());
        const QString secret = QStringLiteral("tool-of-asan");
        for (auto& entry : entries) {
            entry.tool = secret;
            entry.title = {};
        }
        stage.app.fakeAuditLog()->entries = entries;
        stage.key(Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(stage.type("auditWords", secret));
        Stage::settle();
        QVERIFY(stage.find<QPlainTextEdit>("auditDetails")->toPlainText().contains(secret));
        QVERIFY(Stage::everything().contains(secret));
        const std::weak_ptr<AuditLog> old = stage.app.auditLog();

        stage.key(Qt::Key_1, Qt::ControlModifier);
        Stage::settle();
        QCOMPARE(stage.find<QLabel>("badgeName")->text(), stage.app.bsan().name);
        QVERIFY(!stage.visible("auditPage"));
        QVERIFY(!Stage::everything().contains(secret));
        QVERIFY(old.expired());
        stage.key(Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(stage.visible("auditPage"));
        QVERIFY(!Stage::everything().contains(secret));
        QCOMPARE(stage.app.fakeAuditLog()->asked.last(), AuditFilter());
    }

    void withoutAModelTheAuditLogCanBeReadAllTheSame()
    {
        Stage stage;
        stage.app.addAccount(stage.app.employee());
        stage.open();
        QVERIFY(stage.visible("modelSubmit"));
        stage.key(Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(stage.visible("auditPage"));
        stage.key(Qt::Key_Escape);
        QVERIFY(stage.visible("modelSubmit"));
    }

    void withNobodySignedInThereIsNoAuditLog()
    {
        Stage stage;
        stage.open();
        stage.key(Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(!stage.find("auditPage"));
        QVERIFY(stage.visible("welcomeDemo"));
    }

    void whatWaitsInAnotherAccountIsNotShown()
    {
        Stage stage;
        stage.openSignedIn();
        stage.app.addAccount(stage.app.bsan());
        stage.app.chooseDemoModel();
        Stage::settle();
        stage.app.fakeApprovals()->set({waitingCard(QStringLiteral("s"), {waitingCall(QStringLiteral("a"))})});
        Stage::settle();
        QVERIFY(stage.window->findChild<ui::approvals::ApprovalPanel*>()->isVisible()); // of another conversation
        stage.app.switchTo(stage.app.asan().id);
        Stage::settle();
        QVERIFY(!stage.window->findChild<ui::approvals::ApprovalPanel*>()->isVisible());
    }
};

QTEST_MAIN(TestMainWindow)
#include "tst_main_window.moc"
