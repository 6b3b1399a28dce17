#pragma once

#include "core/secret/secret.h"

#include <QtCore/QByteArray>

#include <vector>

namespace core::vault {

/// The ways in which the bytes of tokens may come back in an answer: as they are, in base64, and, of a JWT, the
/// signature alone (without it the rest proves nothing); each of these also with any of its characters escaped as JSON,
/// JavaScript, percent-encoding or HTML do, up to four layers deep.
class Scrubber {
public:
    Scrubber() = default;
    ~Scrubber();
    Scrubber(const Scrubber&) = delete;
    Scrubber& operator=(const Scrubber&) = delete;

    /// One more token to look for.
    void add(const Secret& token);
    /// The bytes with every such form replaced by "[removed]".
    [[nodiscard]] QByteArray clean(const QByteArray& bytes) const;

private:
    std::vector<QByteArray> forms_; ///< wiped when this goes
};

} // namespace core::vault
