#include "tests/e2e/tour/hands.h"

#include "ui/theme/field.h"
#include "ui/transcript/transcript_view.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QProcess>
#include <QtGui/QImage>
#include <QtTest/QTest>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QAbstractScrollArea>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QScrollBar>

namespace {

constexpr int patience = 30'000; // milliseconds; a slow machine, not a measure of speed

QByteArray run(const QString& program, const QStringList& words, const QByteArray& input = {})
{
    QProcess process;
    process.setStandardErrorFile(QProcess::nullDevice());
    process.start(program, words);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(patience) || process.exitCode() != 0) return {};
    return process.readAllStandardOutput();
}

QString signInWindowId()
{
    const auto found = run(QStringLiteral("xdotool"), {QStringLiteral("search"), QStringLiteral("--onlyvisible"),
                                                       QStringLiteral("--class"), QStringLiteral("sekisho-signin")});
    return QString::fromLatin1(found.split('\n').value(0)).trimmed();
}

// A page that is painted has many colours below the window's own bar; one that is not loaded yet is one plain surface.
bool pageIsPainted(const QString& window, const QColor& colour)
{
    const auto image =
        QImage::fromData(run(QStringLiteral("import"), {QStringLiteral("-window"), window, QStringLiteral("png:-")}));
    if (image.isNull()) return false;
    QSet<QRgb> colours;
    for (int y = image.height() / 4; y < image.height(); y += 2)
        for (int x = 0; x < image.width(); x += 2)
            colours.insert(image.pixel(x, y));
    return colour.isValid() ? colours.contains(colour.rgb()) : colours.size() > 40;
}

QAbstractButton* visibleButton(const QWidget& window, const std::function<bool(const QAbstractButton&)>& wanted)
{
    QAbstractButton* last = nullptr;
    for (auto* top : QApplication::topLevelWidgets()) {
        if (top != &window && !top->isVisible()) continue;
        for (auto* button : top->findChildren<QAbstractButton*>())
            if (button->isVisible() && button->isEnabled() && wanted(*button)) last = button;
    }
    return last;
}

bool pressWhenThere(const QWidget& window, const std::function<bool(const QAbstractButton&)>& wanted)
{
    if (!QTest::qWaitFor([&] { return visibleButton(window, wanted) != nullptr; }, patience)) return false;
    auto* button = visibleButton(window, wanted);
    button->setFocus(Qt::TabFocusReason);
    QTest::keyClick(button, Qt::Key_Space);
    return true;
}

} // namespace

bool Hands::press(const QString& name) const
{
    return pressWhenThere(window_, [&](const QAbstractButton& button) { return button.objectName() == name; });
}

bool Hands::click(const QString& name) const
{
    // There is no window manager that a click would ask for it; and the X server takes no request for the keyboard that
    // bears an older time than its last change, as one of this program's does when another one's window had it.
    window_.activateWindow();
    if (!window_.isActiveWindow())
        run(QStringLiteral("xdotool"), {QStringLiteral("windowfocus"), QString::number(window_.winId())});
    if (!QTest::qWaitForWindowActive(&window_, patience)) return false;
    const auto wanted = [&](const QAbstractButton& button) { return button.objectName() == name; };
    if (!QTest::qWaitFor([&] { return visibleButton(window_, wanted) != nullptr; }, patience)) return false;
    QTest::mouseClick(visibleButton(window_, wanted), Qt::LeftButton);
    return true;
}

bool Hands::readToEnd(const QString& name) const
{
    for (const auto* area : window_.findChildren<QAbstractScrollArea*>(name)) {
        if (!area->isVisible()) continue;
        area->verticalScrollBar()->setValue(area->verticalScrollBar()->maximum());
        return true;
    }
    return false;
}

bool Hands::pressText(const QString& text) const
{
    return pressWhenThere(window_, [&](const QAbstractButton& button) { return button.text() == text; });
}

bool Hands::isVisible(const QString& name) const
{
    const auto found = window_.findChildren<QWidget*>(name);
    return std::any_of(found.begin(), found.end(), [](const QWidget* widget) { return widget->isVisible(); });
}

bool Hands::isChosen(const QString& name) const
{
    const auto found = window_.findChildren<QAbstractButton*>(name);
    return std::any_of(found.begin(), found.end(),
                       [](const QAbstractButton* button) { return button->isVisible() && button->isChecked(); });
}

QString Hands::label(const QString& name) const
{
    const auto* found = window_.findChild<QLabel*>(name);
    return found && found->isVisible() ? found->text() : QString();
}

bool Hands::type(const QString& field, const QString& text) const
{
    auto* edit = fieldToType(field);
    if (!edit) return false;
    QTest::keyClicks(edit, text);
    return edit->text() == text;
}

bool Hands::typeSecret(const QString& field, const QByteArray& text) const
{
    auto* edit = fieldToType(field);
    if (!edit) return false;
    for (const char letter : text)
        QTest::keyClick(edit, letter);
    return true;
}

QLineEdit* Hands::fieldToType(const QString& field) const
{
    auto* edit = window_.findChild<QLineEdit*>(field);
    if (!edit || !edit->isVisible() || !edit->isEnabled()) return nullptr;
    edit->setFocus();
    edit->selectAll();
    return edit;
}

QString Hands::complaint(const QString& field) const
{
    const auto* edit = window_.findChild<QLineEdit*>(field);
    const auto* owner = edit ? qobject_cast<const ui::theme::Field*>(edit->parentWidget()) : nullptr;
    return owner && edit->isVisible() ? owner->error() : QString();
}

bool Hands::send(const QString& text) const
{
    auto* composer = window_.findChild<QWidget*>(QStringLiteral("composer"));
    auto* editor = composer ? composer->findChild<QPlainTextEdit*>() : nullptr;
    if (!editor) return false;
    editor->setFocus();
    editor->setPlainText(text);
    QTest::keyClick(editor, Qt::Key_Return);
    return true;
}

QString Hands::transcript() const
{
    const auto* view = window_.findChild<ui::transcript::TranscriptView*>();
    QStringList rows;
    for (int row = 0; view && row < view->rowCount(); ++row)
        rows << view->rowText(row);
    return rows.join(QStringLiteral("\n\n"));
}

QString Hands::everything(const QString& transcript)
{
    QStringList texts{transcript};
    for (const auto* widget : QApplication::allWidgets()) {
        texts << widget->windowTitle() << widget->accessibleName() << widget->toolTip();
        if (const auto* label = qobject_cast<const QLabel*>(widget)) texts << label->text();
        if (const auto* button = qobject_cast<const QAbstractButton*>(widget)) texts << button->text();
        if (const auto* edit = qobject_cast<const QLineEdit*>(widget)) texts << edit->text();
        if (const auto* edit = qobject_cast<const QPlainTextEdit*>(widget)) texts << edit->toPlainText();
        for (const auto* view : widget->findChildren<QAbstractItemView*>(QString(), Qt::FindDirectChildrenOnly))
            for (int row = 0; view->model() && row < view->model()->rowCount(); ++row)
                texts << view->model()->index(row, 0).data().toString();
    }
    return texts.join(QLatin1Char('\n'));
}

bool Hands::save(const QString& file) const
{
    // As it comes to rest: what one round of events lays out anew, the next ones measure and place.
    auto* transcript = window_.findChild<ui::transcript::TranscriptView*>();
    for (int round = 0; round < 4; ++round) {
        QCoreApplication::sendPostedEvents();
        QCoreApplication::processEvents(QEventLoop::AllEvents, 50);
        if (transcript) transcript->arrangeNow();
    }
    return window_.grab().save(file);
}

bool Hands::seesSignInWindow()
{
    return !signInWindowId().isEmpty();
}

QString Hands::signInWindowTitle()
{
    const auto window = signInWindowId();
    if (window.isEmpty()) return {};
    return QString::fromUtf8(run(QStringLiteral("xdotool"), {QStringLiteral("getwindowname"), window})).trimmed();
}

bool Hands::waitForSignInPage(const QColor& colour)
{
    return QTest::qWaitFor(
        [&] {
            const auto window = signInWindowId();
            return !window.isEmpty() && pageIsPainted(window, colour);
        },
        patience);
}

void Hands::typeIntoSignInPage(const QString& name, const QString& password)
{
    run(QStringLiteral("xdotool"),
        {QStringLiteral("windowfocus"), QStringLiteral("--sync"), signInWindowId(), QStringLiteral("key"),
         QStringLiteral("ctrl+a"), QStringLiteral("type"), QStringLiteral("--delay"), QStringLiteral("5"), name});
    run(QStringLiteral("xdotool"), {QStringLiteral("key"), QStringLiteral("Tab")});
    // Not as an argument: everybody can read those.
    run(QStringLiteral("xdotool"),
        {QStringLiteral("type"), QStringLiteral("--delay"), QStringLiteral("5"), QStringLiteral("--file"),
         QStringLiteral("-")},
        password.toUtf8());
    run(QStringLiteral("xdotool"), {QStringLiteral("key"), QStringLiteral("Return")});
}

void Hands::typeIntoSignInPage(const QString& text)
{
    run(QStringLiteral("xdotool"), {QStringLiteral("windowfocus"), QStringLiteral("--sync"), signInWindowId(),
                                    QStringLiteral("type"), QStringLiteral("--delay"), QStringLiteral("5"), text});
    run(QStringLiteral("xdotool"), {QStringLiteral("key"), QStringLiteral("Return")});
}

void Hands::pressInSignInPage(const QString& key)
{
    run(QStringLiteral("xdotool"),
        {QStringLiteral("windowfocus"), QStringLiteral("--sync"), signInWindowId(), QStringLiteral("key"), key});
}

void Hands::photograph(const QString& file)
{
    run(QStringLiteral("import"), {QStringLiteral("-window"), QStringLiteral("root"), file});
}

QString signInWindowObstacle(const QString& program)
{
    QProcess process;
    process.setStandardErrorFile(QProcess::nullDevice());
    process.start(program, QStringList());
    process.closeWriteChannel();
    if (!process.waitForFinished(patience)) {
        process.kill();
        return QStringLiteral("it did not start");
    }
    const auto answer = QJsonDocument::fromJson(process.readAllStandardOutput()).object();
    if (answer.value(QStringLiteral("outcome")).toString() != QLatin1String("unavailable")) return {};
    return answer.value(QStringLiteral("detail")).toString();
}
