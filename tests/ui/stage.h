#pragma once

#include "tests/fakes/fake_application.h"
#include "ui/shell/main_window.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QEvent>
#include <QtTest/QTest>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPlainTextEdit>

/// A main window over the offline twin, with hands: finds widgets by their objectName and drives them through focus.
class Stage {
public:
    explicit Stage(const QString& language = QStringLiteral("en"), FakeTurns::Pace pace = FakeTurns::Pace::Automatic)
        : app(language, pace)
    {}

    FakeApplication app;
    std::unique_ptr<ui::shell::MainWindow> window;

    void open()
    {
        window = std::make_unique<ui::shell::MainWindow>(app);
        window->show();
        window->activateWindow();
        settle();
    }
    /// The window as it is before the accounts were read.
    void openEarly()
    {
        window = std::make_unique<ui::shell::MainWindow>(app.preferences().preferences());
        window->show();
        window->activateWindow();
        settle();
    }
    /// Signed in as asan with the demo model.
    void openSignedIn()
    {
        app.addAccount(app.asan());
        app.chooseDemoModel();
        open();
    }

    /// Runs everything that is queued, and what that queues, and lets go of what was given up.
    static void settle()
    {
        for (int round = 0; round < 20; ++round) {
            QCoreApplication::processEvents();
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        }
    }

    template <typename T = QWidget>
    [[nodiscard]] T* find(const char* name) const
    {
        return window->findChild<T*>(QString::fromLatin1(name));
    }
    [[nodiscard]] bool visible(const char* name) const
    {
        const auto* widget = find(name);
        return widget && widget->isVisible();
    }
    /// Focus and the space bar, as somebody without a mouse does it. False: it is not there, or cannot be used.
    [[nodiscard]] bool press(const char* name) const
    {
        const auto buttons = window->findChildren<QAbstractButton*>(QString::fromLatin1(name));
        for (QAbstractButton* button : buttons) {
            if (!button->isVisible() || !button->isEnabled()) continue;
            button->setFocus(Qt::TabFocusReason);
            if (!button->hasFocus()) return false;
            QTest::keyClick(button, Qt::Key_Space);
            settle();
            return true;
        }
        return false;
    }
    [[nodiscard]] bool type(const char* name, const QString& text) const
    {
        auto* edit = find<QLineEdit>(name);
        if (!edit || !edit->isVisible()) return false;
        edit->setFocus();
        edit->selectAll();
        QTest::keyClick(edit, Qt::Key_Delete);
        QTest::keyClicks(edit, text);
        return edit->text() == text;
    }
    /// A key to whatever has the focus.
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const
    {
        QWidget* const target = QApplication::focusWidget() ? QApplication::focusWidget() : window.get();
        QTest::keyClick(target, key, modifiers);
        settle();
    }
    [[nodiscard]] QString bannerText(const char* name) const
    {
        const auto* banner = find(name);
        if (!banner || !banner->isVisible()) return {};
        return banner->findChild<QLabel*>(QStringLiteral("bannerText"))->text();
    }
    /// What the first run says went wrong, on whichever page is in view.
    [[nodiscard]] QString problemText() const
    {
        const auto banners = window->findChildren<QWidget*>(QStringLiteral("signInProblem"));
        for (const QWidget* banner : banners)
            if (banner->isVisible()) return banner->findChild<QLabel*>(QStringLiteral("bannerText"))->text();
        return {};
    }
    /// Every text that any widget of the program holds, seen or not.
    [[nodiscard]] static QString everything()
    {
        QStringList texts;
        const auto widgets = QApplication::allWidgets();
        for (const QWidget* widget : widgets) {
            texts << widget->windowTitle() << widget->accessibleName() << widget->accessibleDescription()
                  << widget->toolTip();
            if (const auto* label = qobject_cast<const QLabel*>(widget)) texts << label->text();
            if (const auto* button = qobject_cast<const QAbstractButton*>(widget)) texts << button->text();
            if (const auto* edit = qobject_cast<const QLineEdit*>(widget)) texts << edit->text();
            if (const auto* edit = qobject_cast<const QPlainTextEdit*>(widget)) texts << edit->toPlainText();
            for (const auto* view : widget->findChildren<QAbstractItemView*>(QString(), Qt::FindDirectChildrenOnly)) {
                const auto* model = view->model();
                for (int row = 0; model && row < model->rowCount(); ++row)
                    texts << model->index(row, 0).data().toString();
            }
        }
        return texts.join(QLatin1Char('\n'));
    }
};
