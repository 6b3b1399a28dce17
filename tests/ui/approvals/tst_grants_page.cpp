#include "tests/fakes/fake_grants.h"
#include "tests/ui/approvals/waiting_call.h"
#include "ui/approvals/grant_words.h"
#include "ui/approvals/grants_page.h"
#include "ui/text/language.h"
#include "ui/theme/appearance.h"
#include "ui/theme/button.h"

#include <QtGui/QAccessible>
#include <QtGui/QKeyEvent>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QVBoxLayout>

using namespace core::interfaces;
using fakes::FakeApprovals;
using fakes::FakeGrants;
using ui::approvals::GrantRow;
using ui::approvals::GrantsPage;
using Kind = GrantView::Kind;

namespace {

const QDateTime now = QDateTime::currentDateTimeUtc();

GrantView rule(const char* id, Kind kind, int hoursAgo)
{
    GrantView made;
    made.id = GrantId(QString::fromLatin1(id));
    made.kind = kind;
    made.tool = QStringLiteral("send_mail");
    made.title = {QStringLiteral("Send mail ") + QString::fromLatin1(id), QStringLiteral("メールを送信")};
    made.api = {QStringLiteral("Mail"), QStringLiteral("メール")};
    made.effect = EffectView::Egress;
    made.pinned = {
        value(QStringLiteral("to"), QStringLiteral("bob\u202E@example.com"), ApprovalValueView::Role::Decisive)};
    made.conversationTitle = QStringLiteral("Trip to Osaka");
    made.writtenUtc = now.addSecs(-3600LL * hoursAgo);
    if (kind == Kind::Never) return made;
    made.uses = 3;
    made.mostUses = 20;
    made.endsUtc = now.addDays(30);
    made.lastUsedUtc = now.addDays(-400);
    return made;
}

struct Desk {
    std::shared_ptr<FakeGrants> grants = std::make_shared<FakeGrants>(std::make_shared<FakeApprovals>());
    QWidget window;
    GrantsPage* page = new GrantsPage(&window);
    QSignalSpy left{page, &GrantsPage::left};

    explicit Desk(const QList<GrantView>& rules = {rule("c", Kind::Here, 1), rule("b", Kind::Always, 2),
                                                   rule("a", Kind::Never, 3)})
    {
        grants->list = rules;
        auto* column = new QVBoxLayout(&window);
        column->addWidget(page);
        window.resize(900, 700);
        page->setGrants(grants);
        window.show();
        window.activateWindow();
        page->enter();
        settle();
    }

    [[nodiscard]] QList<GrantRow*> rows() const
    {
        QList<GrantRow*> shown;
        for (auto* row : page->findChildren<GrantRow*>())
            if (row->isVisible()) shown.append(row);
        std::sort(shown.begin(), shown.end(), [](const auto* a, const auto* b) { return a->y() < b->y(); });
        return shown;
    }
    [[nodiscard]] GrantRow& row(const char* id) const
    {
        for (auto* row : rows())
            if (row->id().text() == QLatin1String(id)) return *row;
        qFatal("there is no rule %s", id);
    }
    [[nodiscard]] QString focused() const
    {
        const auto* row = qobject_cast<GrantRow*>(QApplication::focusWidget());
        return row ? row->id().text() : QString();
    }
    [[nodiscard]] static QString state(const GrantRow& row)
    {
        return row.findChild<QLabel*>(QStringLiteral("grantState"))->text();
    }
    [[nodiscard]] static QAbstractButton& revoke(const GrantRow& row)
    {
        return *row.findChild<QAbstractButton*>(QStringLiteral("grantRevoke"));
    }
    [[nodiscard]] static QString text(const GrantRow& row)
    {
        QStringList texts;
        for (const auto* label : row.findChildren<QLabel*>())
            texts << label->text();
        for (const auto* edit : row.findChildren<QPlainTextEdit*>())
            texts << edit->toPlainText();
        return texts.join(QLatin1Char('\n'));
    }
    void press(Qt::Key key) const
    {
        QTest::keyClick(QApplication::focusWidget(), key);
        settle();
    }
};

core::Error error(core::Errc code)
{
    return {code, {}, {}, {}};
}

} // namespace

class TestGrantsPage : public QObject {
    Q_OBJECT
    ui::theme::Appearance appearance_{*qApp};
    ui::text::Language language_;

private Q_SLOTS:
    void init() { language_.set(QStringLiteral("en")); }

    void everyRuleIsInWords()
    {
        const Desk desk;
        QCOMPARE(desk.rows().size(), 3);
        QCOMPARE(desk.rows().first()->id().text(), QStringLiteral("c")); // the newest
        const QString here = Desk::text(desk.row("c"));
        for (const auto* words : {"Send mail c · Mail", "in the same conversation with exactly these values", "to",
                                  "bob⟨U+202E⟩@example.com", "In the conversation “Trip to Osaka” only",
                                  "Used 3 of at most 20 times.", "Last used: "})
            QVERIFY2(here.contains(QString::fromUtf8(words)), qPrintable(here));
        QVERIFY(!here.contains(QStringLiteral("\u202E")));
        QVERIFY(Desk::text(desk.row("b")).contains(QStringLiteral("In all of your conversations")));
        QVERIFY(Desk::text(desk.row("b")).contains(QStringLiteral("in “Trip to Osaka”")));
        const QString never = Desk::text(desk.row("a"));
        QVERIFY(never.contains(QStringLiteral("declined without asking you")));
        QVERIFY(never.contains(QStringLiteral("Until you revoke it.")));
        QVERIFY(never.contains(QStringLiteral("Not used yet")));
    }
    void aRuleWithoutValuesSaysSo()
    {
        auto none = rule("a", Kind::Never, 1);
        none.pinned.clear();
        const Desk desk({none});
        QVERIFY(Desk::text(desk.row("a")).contains(QStringLiteral("Whatever its values are")));
    }
    void itSaysWhenItEnds_data()
    {
        QTest::addColumn<qint64>("endsIn");
        QTest::addColumn<qint64>("lapsesIn");
        QTest::addColumn<bool>("ends");
        QTest::addColumn<bool>("lapses");
        constexpr qint64 day = 24 * 3600;
        QTest::newRow("ends") << 30 * day << qint64{0} << true << false;
        QTest::newRow("lapses sooner") << 90 * day << 30 * day << true << true;
        QTest::newRow("ends sooner") << day << 30 * day << true << false;
        QTest::newRow("lapses") << qint64{0} << 30 * day << false << true;
    }
    void itSaysWhenItEnds()
    {
        QFETCH(qint64, endsIn);
        QFETCH(qint64, lapsesIn);
        QFETCH(bool, ends);
        QFETCH(bool, lapses);
        GrantView one;
        one.kind = Kind::Always;
        if (endsIn > 0) one.endsUtc = now.addSecs(endsIn);
        if (lapsesIn > 0) one.lapsesUtc = now.addSecs(lapsesIn);
        const QString words = ui::approvals::limitText(one, now);
        QCOMPARE(words.contains(QStringLiteral("Until ")), ends);
        QCOMPARE(words.contains(QStringLiteral("ends by itself")), lapses);
    }
    void anEndIsATimeOfDayWhenItIsNear()
    {
        const auto noon = QDateTime(QDate(2025, 3, 12), QTime(12, 0)).toUTC();
        QCOMPARE(ui::approvals::untilText(noon.addSecs(3600), noon), QStringLiteral("13:00"));
        // Another day, and so near that its hour counts.
        const QString tomorrow = ui::approvals::untilText(noon.addSecs(20LL * 3600), noon);
        QVERIFY2(tomorrow.contains(QLatin1Char('8')) && tomorrow.contains(QStringLiteral("13")), qPrintable(tomorrow));
        QCOMPARE(ui::approvals::untilText(noon.addDays(30), noon), QStringLiteral("11 Apr"));
    }
    void withoutRulesItSaysWhatWouldBeThere()
    {
        const Desk desk(QList<GrantView>{});
        const auto* empty = desk.page->findChild<QLabel*>(QStringLiteral("grantsEmpty"));
        QVERIFY(empty->isVisible());
        QVERIFY(empty->text().startsWith(QStringLiteral("No standing rules.")));
        desk.grants->set({rule("a", Kind::Never, 1)});
        settle();
        QVERIFY(!empty->isVisible());
        QCOMPARE(desk.rows().size(), 1);
    }

    void oneClickRevokesAndTheRowSaysSo()
    {
        const Desk desk;
        QTest::mouseClick(&Desk::revoke(desk.row("b")), Qt::LeftButton);
        settle();
        QCOMPARE(desk.grants->revoked, QList<GrantId>{GrantId(QStringLiteral("b"))});
        QCOMPARE(desk.grants->list.size(), 2);
        QCOMPARE(desk.rows().size(), 3); // it stays where it was
        QCOMPARE(desk.rows().at(1)->id().text(), QStringLiteral("b"));
        QVERIFY(Desk::state(desk.row("b")).startsWith(QStringLiteral("Revoked.")));
        QVERIFY(!Desk::revoke(desk.row("b")).isVisible());
        QVERIFY(Desk::state(desk.row("a")).isEmpty());
        desk.page->hide();
        desk.page->show();
        settle();
        QCOMPARE(desk.rows().size(), 2);
    }
    void theKeyboardChoosesAndRevokes()
    {
        const Desk desk;
        QCOMPARE(desk.focused(), QStringLiteral("c"));
        desk.press(Qt::Key_J);
        QCOMPARE(desk.focused(), QStringLiteral("b"));
        desk.press(Qt::Key_Down);
        desk.press(Qt::Key_Down); // there is no other
        QCOMPARE(desk.focused(), QStringLiteral("a"));
        desk.press(Qt::Key_K);
        QCOMPARE(desk.focused(), QStringLiteral("b"));
        desk.press(Qt::Key_Up);
        QCOMPARE(desk.focused(), QStringLiteral("c"));
        desk.press(Qt::Key_Delete);
        QCOMPARE(desk.grants->revoked, QList<GrantId>{GrantId(QStringLiteral("c"))});
        // The keyboard is where it was, not on the next one.
        QCOMPARE(desk.focused(), QStringLiteral("c"));
        desk.press(Qt::Key_Delete);
        QCOMPARE(desk.grants->revoked.size(), 1);
        desk.press(Qt::Key_Escape);
        QCOMPARE(desk.left.size(), 1);
    }
    void aKeyThatIsHeldRevokesNothing()
    {
        const Desk desk;
        QKeyEvent held(QEvent::KeyPress, Qt::Key_Delete, Qt::NoModifier, QString(), true);
        QApplication::sendEvent(QApplication::focusWidget(), &held);
        settle();
        QVERIFY(desk.grants->revoked.isEmpty());
    }
    void whyItWasNotRevokedIsSaid_data()
    {
        QTest::addColumn<core::Errc>("code");
        QTest::addColumn<QString>("says");
        QTest::newRow("DiskFull") << core::Errc::DiskFull << QStringLiteral("Make room");
        QTest::newRow("Busy") << core::Errc::Busy << QStringLiteral("try again");
        QTest::newRow("Corrupt") << core::Errc::Corrupt << QStringLiteral("damaged");
    }
    void whyItWasNotRevokedIsSaid()
    {
        QFETCH(core::Errc, code);
        QFETCH(QString, says);
        const Desk desk;
        desk.grants->failRevoke = error(code);
        desk.press(Qt::Key_Delete);
        const QString told = Desk::state(desk.row("c"));
        QVERIFY2(told.startsWith(QStringLiteral("The rule is still in force.")) && told.contains(says),
                 qPrintable(told));
        QCOMPARE(desk.grants->list.size(), 3);
        desk.grants->failRevoke.reset();
        desk.press(Qt::Key_Delete);
        QCOMPARE(desk.grants->list.size(), 2);
        QVERIFY(Desk::state(desk.row("c")).startsWith(QStringLiteral("Revoked.")));
    }
    void oneThatHadEndedIsNoLongerThere()
    {
        const Desk desk;
        desk.grants->list.removeFirst(); // and that was not told yet
        desk.press(Qt::Key_Delete);
        QVERIFY(desk.grants->revoked.isEmpty());
        QCOMPARE(desk.rows().size(), 2);
        QVERIFY(Desk::state(desk.row("b")).isEmpty());
    }
    void whatChangesElsewhereIsShownAndTheKeyboardStays()
    {
        const Desk desk;
        desk.press(Qt::Key_J);
        auto used = desk.grants->list;
        used[1].uses = 4;
        used.removeFirst();
        desk.grants->set(used);
        settle();
        QCOMPARE(desk.rows().size(), 2);
        QVERIFY(Desk::text(desk.row("b")).contains(QStringLiteral("Used 4 of")));
        QCOMPARE(desk.focused(), QStringLiteral("b"));
    }
    void nothingOfOneAccountStaysForTheNext()
    {
        const Desk desk;
        desk.press(Qt::Key_Delete);
        desk.page->setGrants({});
        settle();
        QVERIFY(desk.rows().isEmpty());
        for (const auto* each : desk.page->findChildren<QWidget*>()) {
            const QString told = each->accessibleName() + each->accessibleDescription() +
                                 each->property("text").toString() + each->property("plainText").toString();
            for (const auto* word : {"Send mail", "bob", "Osaka"})
                QVERIFY2(!told.contains(QLatin1String(word)), qPrintable(each->objectName() + u' ' + told));
        }
        desk.grants->set({rule("d", Kind::Never, 1)}); // nobody listens
        settle();
        QVERIFY(desk.rows().isEmpty());
    }
    void everyControlHasANameForAScreenReader()
    {
        const Desk desk;
        for (auto* part : desk.page->findChildren<QWidget*>()) {
            if (!part->isVisible() || !(part->focusPolicy() & Qt::TabFocus)) continue;
            QVERIFY2(!QAccessible::queryAccessibleInterface(part)->text(QAccessible::Name).isEmpty(),
                     qPrintable(part->objectName()));
        }
        QVERIFY(desk.row("c").accessibleName().contains(QStringLiteral("bob⟨U+202E⟩@example.com")));
        QVERIFY(Desk::revoke(desk.row("c")).accessibleName().contains(QStringLiteral("Send mail c")));
    }
    void itSpeaksTheOtherLanguage()
    {
        const Desk desk;
        language_.set(QStringLiteral("ja"));
        settle();
        QVERIFY(Desk::text(desk.row("c")).contains(QStringLiteral("メールを送信")));
        QVERIFY(Desk::text(desk.row("c")).contains(QStringLiteral("エージェント")));
    }
};

QTEST_MAIN(TestGrantsPage)
#include "tst_grants_page.moc"
