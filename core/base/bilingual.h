#pragma once

#include <QtCore/QString>

namespace core {

/// A short text in the program's two languages, for things that are named by data and not by the window.
struct Bilingual {
    QString en;
    QString ja;

    friend bool operator==(const Bilingual&, const Bilingual&) = default;
};

} // namespace core
