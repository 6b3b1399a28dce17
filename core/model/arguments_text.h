#pragma once

#include <QtCore/QByteArray>

#include <optional>

namespace core::model {

/// The arguments of one call as they come in, piece by piece. Whether they are a whole JSON object is known at a cost
/// that grows with their length, never with the number of pieces: a hostile endpoint sends as many as it likes.
class ArgumentsText {
public:
    void append(const QByteArray& piece);
    /// They came as a value of their own, not as text.
    void replace(const QByteArray& whole);

    [[nodiscard]] const QByteArray& bytes() const { return bytes_; }
    [[nodiscard]] bool isWholeObject();

    /// How many bytes were looked at so far, once for each time. For tests.
    [[nodiscard]] qint64 bytesLookedAt() const { return bytesLookedAt_; }

private:
    void look(char c);

    QByteArray bytes_;
    int depth_ = 0;      ///< of braces and brackets outside strings
    bool begun_ = false; ///< the first brace came
    bool inString_ = false;
    bool escaped_ = false;      ///< behind a backslash in a string
    bool isNoObject_ = false;   ///< something stands before the first brace or behind the last one
    std::optional<bool> whole_; ///< found out once, when the braces match
    qint64 bytesLookedAt_ = 0;
};

} // namespace core::model
