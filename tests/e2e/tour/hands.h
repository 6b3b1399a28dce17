#pragma once

#include <QtCore/QStringList>
#include <QtGui/QColor>
#include <QtWidgets/QWidget>

class QLineEdit;

/// What a person at this machine does with mouse and keyboard, and sees.
class Hands {
public:
    explicit Hands(QWidget& window)
        : window_(window)
    {}

    /// Clicks the visible, enabled button of that name, or with that text. Waits for it. False: it did not come.
    [[nodiscard]] bool press(const QString& name) const;
    /// The same with the mouse, where keys must not press it.
    [[nodiscard]] bool click(const QString& name) const;
    /// Scrolls the visible area of that name to its end, as somebody who reads all of it.
    [[nodiscard]] bool readToEnd(const QString& name) const;
    /// Presses the last visible button that has this text.
    [[nodiscard]] bool pressText(const QString& text) const;
    [[nodiscard]] bool isVisible(const QString& name) const;
    /// Whether the visible choice of that name is the one that is made.
    [[nodiscard]] bool isChosen(const QString& name) const;
    /// The text of the visible label of that name.
    [[nodiscard]] QString label(const QString& name) const;
    /// Types into the visible field of that name, in place of what was there. False: there is none.
    [[nodiscard]] bool type(const QString& field, const QString& text) const;
    /// The same key by key, so that the whole text is nowhere but in `text` and in the field.
    [[nodiscard]] bool typeSecret(const QString& field, const QByteArray& text) const;
    /// What the window has against the field's content; empty: nothing.
    [[nodiscard]] QString complaint(const QString& field) const;
    /// Writes into the composer and sends with Enter.
    [[nodiscard]] bool send(const QString& text) const;
    /// All rows of the transcript, as somebody reads them.
    [[nodiscard]] QString transcript() const;
    /// Every text of every widget of the program, seen or not, and the transcript.
    [[nodiscard]] static QString everything(const QString& transcript);
    [[nodiscard]] bool save(const QString& file) const;

    /// Whether the sign-in window is on the display.
    [[nodiscard]] static bool seesSignInWindow();
    /// Its title; empty when it is not there.
    [[nodiscard]] static QString signInWindowTitle();
    /// Waits until its page is painted: with something of `colour`, or with anything.
    [[nodiscard]] static bool waitForSignInPage(const QColor& colour = {});
    /// Types into the page, which is another process's, with xdotool: as keys of the keyboard. The name field has the
    /// focus by itself; Tab leads to the password.
    static void typeIntoSignInPage(const QString& name, const QString& password);
    /// One text into the field that has the focus by itself.
    static void typeIntoSignInPage(const QString& text);
    /// Presses one key there, e.g. "Return".
    static void pressInSignInPage(const QString& key);
    /// Takes a picture of the whole display.
    static void photograph(const QString& file);

private:
    [[nodiscard]] QLineEdit* fieldToType(const QString& field) const;

    QWidget& window_;
};

/// Why the embedded sign-in window cannot run here, in its own word, or empty.
[[nodiscard]] QString signInWindowObstacle(const QString& program);
