#pragma once

#include <QtCore/QStringList>
#include <QtWidgets/QWidget>

/// What a person at this machine does with mouse and keyboard, and sees.
class Hands {
public:
    explicit Hands(QWidget& window)
        : window_(window)
    {}

    /// Clicks the visible, enabled button of that name, or with that text. Waits for it. False: it did not come.
    [[nodiscard]] bool press(const QString& name) const;
    /// Presses the last visible button that has this text.
    [[nodiscard]] bool pressText(const QString& text) const;
    [[nodiscard]] bool isVisible(const QString& name) const;
    /// The text of the visible label of that name.
    [[nodiscard]] QString label(const QString& name) const;
    /// Types over what is in the visible field of that name, key by key.
    [[nodiscard]] bool type(const QString& name, const QByteArray& text) const;
    /// Writes into the composer and sends with Enter.
    [[nodiscard]] bool send(const QString& text) const;
    /// All rows of the transcript, as somebody reads them.
    [[nodiscard]] QString transcript() const;
    /// Every text of every widget of the program, seen or not, and the transcript.
    [[nodiscard]] static QString everything(const QString& transcript);
    [[nodiscard]] bool save(const QString& file) const;

    /// Whether the sign-in window is on the display.
    [[nodiscard]] static bool seesSignInWindow();
    /// Types the demo account's name and password into the sign-in window, which is another process: with xdotool, as
    /// keys of the keyboard. \param picture  a file for a picture of the whole display
    [[nodiscard]] static bool signInAs(const QString& account, const QString& picture);

private:
    QWidget& window_;
};

/// Why the embedded sign-in window cannot run here, in its own word, or empty.
[[nodiscard]] QString signInWindowObstacle(const QString& program);
