#include "ui/conversations/conversation_list.h"
#include "ui/theme/appearance.h"
#include "ui/theme/button.h"

#include <QtCore/QCoreApplication>
#include <QtGui/QHelpEvent>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QListView>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QToolTip>

using core::interfaces::Conversations;
using core::interfaces::ConversationView;
using ui::conversations::ConversationList;

namespace {

QDateTime now()
{
    return QDateTime(QDate(2026, 5, 20), QTime(12, 0), Qt::UTC);
}

/// Any number of conversations, made when they are asked for; counts what is read.
class ManyConversations final : public Conversations {
public:
    explicit ManyConversations(int count)
    {
        for (int i = 0; i < count; ++i) {
            rows.append({core::ConversationId(QString::number(i)), QStringLiteral("Conversation %1").arg(i),
                         now().addSecs(-3600LL * 5 * i), false});
        }
    }

    QList<ConversationView> rows;
    QList<ConversationView> hidden;
    int rowsRead = 0;
    QStringList renamed;
    std::optional<core::Error> failing;

    [[nodiscard]] core::Async<QList<ConversationView>> page(const QString& search, int offset, int count) override
    {
        if (failing) return core::ready<QList<ConversationView>>(tl::unexpected(*failing));
        QList<ConversationView> found;
        for (const auto& row : rows) {
            if (row.title.contains(search)) found.append(row);
        }
        found = found.mid(offset, count);
        rowsRead += static_cast<int>(found.size());
        return core::ready<QList<ConversationView>>(found);
    }
    [[nodiscard]] core::ConversationId create() override { return core::ConversationId(QStringLiteral("new")); }
    [[nodiscard]] core::Async<core::interfaces::OpenConversation> open(const core::ConversationId&) override
    {
        return core::failed<core::interfaces::OpenConversation>(core::Errc::NotFound, QStringLiteral("not here"));
    }
    [[nodiscard]] core::Async<> rename(const core::ConversationId& id, const QString& title) override
    {
        renamed.append(id.text() + QLatin1Char('=') + title);
        for (auto& row : rows) {
            if (row.id == id) row.title = title;
        }
        Q_EMIT changed();
        return core::ready<>({});
    }
    void keepDraft(const core::ConversationId&, const QString&) override {}
    [[nodiscard]] core::Async<> remove(const core::ConversationId& id, bool restore) override
    {
        auto& from = restore ? hidden : rows;
        auto& to = restore ? rows : hidden;
        for (qsizetype i = 0; i < from.size(); ++i) {
            if (from.at(i).id != id) continue;
            to.prepend(from.takeAt(i));
            break;
        }
        Q_EMIT changed();
        return core::ready<>({});
    }
};

} // namespace

class TestConversationList : public QObject {
    Q_OBJECT

    std::unique_ptr<ui::theme::Appearance> appearance_;
    std::unique_ptr<ConversationList> widget_;
    std::shared_ptr<ManyConversations> store_;

    [[nodiscard]] QListView& list() const
    {
        return *widget_->findChild<QListView*>(QStringLiteral("conversationList"));
    }
    [[nodiscard]] QLineEdit& search() const
    {
        return *widget_->findChild<QLineEdit*>(QStringLiteral("conversationSearch"));
    }
    [[nodiscard]] QWidget& undo() const { return *widget_->findChild<QWidget*>(QStringLiteral("undoBar")); }
    [[nodiscard]] QString title(int row) const { return list().model()->index(row, 0).data().toString(); }
    void show(int count)
    {
        store_ = std::make_shared<ManyConversations>(count);
        widget_ = std::make_unique<ConversationList>();
        widget_->setNow(now);
        widget_->resize(280, 600);
        widget_->setConversations(store_);
        widget_->show();
        widget_->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(widget_.get()));
        settle();
    }
    static void settle()
    {
        for (int i = 0; i < 5; ++i)
            QCoreApplication::processEvents();
    }

private Q_SLOTS:
    void initTestCase() { appearance_ = std::make_unique<ui::theme::Appearance>(*qApp); }
    void cleanup() { widget_.reset(); }
    void cleanupTestCase() { appearance_.reset(); }

    void readsOnlyWhatIsLookedAt()
    {
        show(10'000);
        QTRY_VERIFY(list().model()->rowCount() >= 50);
        QVERIFY2(store_->rowsRead <= 100, qPrintable(QString::number(store_->rowsRead)));
        list().verticalScrollBar()->setValue(list().verticalScrollBar()->maximum());
        QTRY_VERIFY(list().model()->rowCount() >= 100);
        QVERIFY(store_->rowsRead <= 200);
        const int before = store_->rowsRead;
        Q_EMIT store_->changed();
        settle();
        QVERIFY2(store_->rowsRead - before <= 150, qPrintable(QString::number(store_->rowsRead - before)));
    }

    void searchingReadsAgain()
    {
        show(300);
        search().setFocus();
        QTest::keyClicks(&search(), QStringLiteral("tion 29"));
        QTRY_COMPARE(list().model()->rowCount(), 11); // 29 and 290 to 299
        QCOMPARE(title(0), QStringLiteral("Conversation 29"));
        QTest::keyClicks(&search(), QStringLiteral("zzz"));
        QTRY_VERIFY(widget_->findChild<QWidget*>(QStringLiteral("noConversations"))->isVisible());
        QTest::keyClick(&search(), Qt::Key_Escape);
        QTRY_VERIFY(list().model()->rowCount() >= 50);
    }

    void enterOpensAndArrowsMove()
    {
        show(10);
        QSignalSpy opened(widget_.get(), &ConversationList::opened);
        widget_->focusSearch();
        QTest::keyClick(&search(), Qt::Key_Down);
        QCOMPARE(QApplication::focusWidget(), &list());
        QTest::keyClick(&list(), Qt::Key_Down);
        QCOMPARE(opened.size(), 0);
        QTest::keyClick(&list(), Qt::Key_Return);
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened.first().first().value<core::ConversationId>().text(), QStringLiteral("1"));
        QCOMPARE(widget_->current().text(), QStringLiteral("1"));
    }

    void renamesInPlace()
    {
        show(5);
        list().setFocus();
        list().setCurrentIndex(list().model()->index(2, 0));
        QTest::keyClick(&list(), Qt::Key_F2);
        auto* editor = list().findChild<QLineEdit*>(QStringLiteral("conversationTitleEdit"));
        QVERIFY(editor);
        editor->setText(QStringLiteral("  Payslips   of May "));
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE(store_->renamed, QStringList{QStringLiteral("2=Payslips of May")});
        QTRY_COMPARE(title(2), QStringLiteral("Payslips of May"));
    }

    void deletedComesBackWithUndo()
    {
        show(5);
        list().setFocus();
        list().setCurrentIndex(list().model()->index(1, 0));
        QSignalSpy removed(widget_.get(), &ConversationList::removed);
        QTest::keyClick(&list(), Qt::Key_Delete);
        QTRY_COMPARE(list().model()->rowCount(), 4);
        QTRY_COMPARE(removed.size(), 1);
        QVERIFY(undo().isVisible());
        QTest::mouseClick(undo().findChild<ui::theme::Button*>(QStringLiteral("undoButton")), Qt::LeftButton);
        QTRY_COMPARE(list().model()->rowCount(), 5);
        QVERIFY(!undo().isVisible());
    }

    void rowsAreGroupedByDay()
    {
        show(100);
        QTRY_VERIFY(list().model()->rowCount() >= 50);
        int groups = 0;
        QString last;
        for (int row = 0; row < 50; ++row) {
            const auto index = list().model()->index(row, 0);
            const QString group = index.data(Qt::UserRole + 4).toString();
            QCOMPARE(index.data(Qt::UserRole + 5).toBool(), group != last);
            if (group != last) ++groups;
            last = group;
        }
        QVERIFY(groups >= 3);
        QCOMPARE(list().model()->index(0, 0).data(Qt::UserRole + 4).toString(), QStringLiteral("Today"));
    }

    void titlesAreTextOnOneLine()
    {
        show(1);
        store_->rows[0].title = QString::fromUtf8("<b>x</b>\nsecond\xE2\x80\xAE");
        Q_EMIT store_->changed();
        QTRY_VERIFY(title(0).contains(QString::fromUtf8("⟨U+202E⟩")));
        QVERIFY(!title(0).contains(QLatin1Char('\n')));
    }

    void aTitleThatWasCutIsSaidWhole()
    {
        show(2);
        store_->rows[0].title = QStringLiteral("<b>x</b> ") + QStringLiteral("a long title ").repeated(5);
        Q_EMIT store_->changed();
        QTRY_VERIFY(title(0).startsWith(QStringLiteral("<b>")));
        const auto pointAt = [this](int row) {
            const QPoint at = list().visualRect(list().model()->index(row, 0)).bottomLeft() + QPoint(20, -8);
            QHelpEvent help(QEvent::ToolTip, at, list().viewport()->mapToGlobal(at));
            QCoreApplication::sendEvent(list().viewport(), &help);
        };
        pointAt(0);
        QTRY_VERIFY(QToolTip::isVisible());
        QVERIFY(QToolTip::text().startsWith(QStringLiteral("<span>&lt;b&gt;x&lt;/b&gt; a long title")));
        pointAt(1);
        QTRY_VERIFY(!QToolTip::isVisible());
    }

    void aBusyOneIsToldToScreenReaders()
    {
        show(1);
        store_->rows[0].busy = true;
        Q_EMIT store_->changed();
        QTRY_VERIFY(
            list().model()->index(0, 0).data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("answering")));
    }

    void theDotGoesWithTheTurnAndNotWithTheNextPage()
    {
        show(3);
        const auto busy = [this](int row) { return list().model()->index(row, 0).data(Qt::UserRole + 2).toBool(); };
        const int read = store_->rowsRead;
        QSignalSpy drawn(list().model(), &QAbstractItemModel::dataChanged);
        const core::ConversationId second(QStringLiteral("1"));
        Q_EMIT store_->busyChanged(second, true);
        QVERIFY(!busy(0) && busy(1) && !busy(2));
        Q_EMIT store_->busyChanged(second, false);
        QVERIFY(!busy(1)); // at once: no answer of the store was waited for
        Q_EMIT store_->busyChanged(second, false);
        Q_EMIT store_->busyChanged(core::ConversationId(QStringLiteral("not in the list")), true);
        QCOMPARE(drawn.size(), 2);
        QCOMPARE(store_->rowsRead, read);
    }

    void whatWasAnsweredElsewhereIsMarkedUntilItIsOpened()
    {
        show(3);
        const auto unread = [this](int row) { return list().model()->index(row, 0).data(Qt::UserRole + 6).toBool(); };
        const core::ConversationId open(QStringLiteral("0"));
        const core::ConversationId other(QStringLiteral("1"));
        widget_->setCurrent(open);
        for (const auto& id : {open, other}) {
            Q_EMIT store_->busyChanged(id, true);
            QVERIFY(!unread(0) && !unread(1));
            Q_EMIT store_->busyChanged(id, false);
        }
        QVERIFY(!unread(0) && unread(1) && !unread(2));
        QVERIFY(
            list().model()->index(1, 0).data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("new answer")));
        widget_->setCurrent(other);
        QVERIFY(!unread(1));
        Q_EMIT store_->busyChanged(open, false);
        QVERIFY(unread(0));
        widget_->setConversations(store_); // another account's window keeps no marks
        QTRY_COMPARE(list().model()->rowCount(), 3);
        QVERIFY(!unread(0));
    }

    void theEmptyListSaysSo()
    {
        show(0);
        QTRY_VERIFY(widget_->findChild<QWidget*>(QStringLiteral("noConversations"))->isVisible());
        QSignalSpy created(widget_.get(), &ConversationList::newRequested);
        QTest::mouseClick(widget_->findChild<ui::theme::Button*>(QStringLiteral("newConversationButton")),
                          Qt::LeftButton);
        QCOMPARE(created.size(), 1);
    }

    void anUnreadableStoreIsNotAnEmptyOne()
    {
        store_ = std::make_shared<ManyConversations>(3);
        store_->failing = core::Error{core::Errc::Corrupt, QStringLiteral("seal does not open"), {}, {}};
        widget_ = std::make_unique<ConversationList>();
        widget_->setConversations(store_);
        widget_->show();
        auto* empty = widget_->findChild<QWidget*>(QStringLiteral("noConversations"));
        QTRY_VERIFY(empty->isVisible());
        QStringList texts;
        for (auto* label : empty->findChildren<QLabel*>())
            texts.append(label->text());
        QVERIFY(texts.contains(QStringLiteral("The conversations cannot be read")));
        QVERIFY(!texts.contains(QStringLiteral("No conversations yet")));
    }

    void nothingStaysOfTheAccountBefore()
    {
        show(20);
        QTRY_COMPARE(list().model()->rowCount(), 20);
        widget_->setCurrent(core::ConversationId(QStringLiteral("3")));
        search().setText(QStringLiteral("private words"));
        widget_->setConversations(nullptr);
        QCOMPARE(list().model()->rowCount(), 0);
        QVERIFY(search().text().isEmpty());
        QVERIFY(widget_->current().isEmpty());
    }
};

QTEST_MAIN(TestConversationList)
#include "tst_conversation_list.moc"
