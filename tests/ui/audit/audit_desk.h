#pragma once

#include "tests/fakes/fake_audit_log.h"
#include "ui/audit/audit_model.h"
#include "ui/audit/audit_page.h"

#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QListView>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QVBoxLayout>

inline QDateTime now()
{
    return QDateTime(QDate(2026, 3, 1), QTime(18, 0)).toUTC();
}

/// The page over a log of an ordinary day.
struct Desk {
    std::shared_ptr<fakes::FakeAuditLog> log = std::make_shared<fakes::FakeAuditLog>();
    QWidget window;
    ui::audit::AuditPage* page = new ui::audit::AuditPage(&window);
    QSignalSpy left{page, &ui::audit::AuditPage::left};

    Desk()
    {
        log->entries = fakes::auditEntries(now());
        auto* column = new QVBoxLayout(&window);
        column->addWidget(page);
        window.resize(1100, 760);
        page->setNow(now);
        window.show();
        window.activateWindow();
        settle();
    }
    void open(const std::shared_ptr<fakes::FakeAuditLog>& which) const
    {
        page->setLog(which);
        page->enter();
        settle();
    }
    void open() const { open(log); }

    static void settle()
    {
        for (int round = 0; round < 10; ++round)
            QCoreApplication::processEvents();
    }
    template <typename T = QWidget>
    [[nodiscard]] T& find(const char* name) const
    {
        auto* found = page->findChild<T*>(QLatin1String(name));
        if (!found) qFatal("there is no %s", name);
        return *found;
    }
    [[nodiscard]] QListView& list() const { return find<QListView>("auditList"); }
    [[nodiscard]] int rows() const { return list().model()->rowCount(); }
    [[nodiscard]] QString row(int number) const { return list().model()->index(number, 0).data().toString(); }
    [[nodiscard]] bool isDoubtful(int number) const
    {
        return list().model()->index(number, 0).data(ui::audit::AuditModel::DoubtRole).toBool();
    }
    [[nodiscard]] QString text(const char* label) const { return find<QLabel>(label).text(); }
    [[nodiscard]] QString banner(const char* name) const
    {
        return find(name).isVisible() ? find(name).findChild<QLabel*>(QStringLiteral("bannerText"))->text() : QString();
    }
    [[nodiscard]] QString details() const { return find<QPlainTextEdit>("auditDetails").toPlainText(); }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const
    {
        QTest::keyClick(QApplication::focusWidget(), key, modifiers);
        settle();
    }
    void click(const char* name) const
    {
        QVERIFY2(find(name).isVisible() && find(name).isEnabled(), name);
        find<QAbstractButton>(name).click();
        settle();
    }
    void act(const char* name) const
    {
        auto* action = find(name).findChild<QAbstractButton*>(QStringLiteral("bannerAction"));
        QVERIFY(action && action->isVisible());
        action->click();
        settle();
    }
    void type(const char* words) const
    {
        find<QLineEdit>("auditWords").setText(QLatin1String(words));
        settle();
    }
};

inline QList<core::interfaces::AuditEntryView> manyEntries(int count)
{
    QList<core::interfaces::AuditEntryView> entries;
    for (int i = 0; i < count; ++i) {
        core::interfaces::AuditEntryView entry;
        entry.number = count - 1 - i;
        entry.event = core::interfaces::AuditEntryView::Event::Done;
        entry.tool = QStringLiteral("tool_%1").arg(entry.number);
        entry.atUtc = now().addSecs(-i);
        entries.append(entry);
    }
    return entries;
}
