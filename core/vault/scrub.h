#pragma once

#include "core/secret/secret.h"

#include <QtCore/QByteArray>

#include <vector>

namespace core::vault {

/// The ways in which a token's bytes may come back in an answer: as they are, percent-encoded, with JSON's escaped
/// slash, in base64, and, of a JWT, the signature alone (without it the rest proves nothing).
class Scrubber {
public:
    explicit Scrubber(const Secret& token);
    ~Scrubber();
    Scrubber(const Scrubber&) = delete;
    Scrubber& operator=(const Scrubber&) = delete;

    /// The bytes with every such form replaced by "[removed]".
    [[nodiscard]] QByteArray clean(QByteArray bytes) const;

private:
    std::vector<QByteArray> forms_; ///< wiped when this goes
};

} // namespace core::vault
