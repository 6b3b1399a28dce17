#include "core/model/arguments_text.h"

#include <QtCore/QJsonDocument>

namespace core::model {

void ArgumentsText::append(const QByteArray& piece)
{
    bytes_ += piece;
    bytesLookedAt_ += piece.size();
    for (const char c : piece)
        look(c);
}

void ArgumentsText::replace(const QByteArray& whole)
{
    const auto lookedAt = bytesLookedAt_;
    *this = {};
    bytesLookedAt_ = lookedAt;
    append(whole);
}

void ArgumentsText::look(char c)
{
    if (inString_) {
        if (escaped_)
            escaped_ = false;
        else if (c == '\\')
            escaped_ = true;
        else if (c == '"')
            inString_ = false;
        return;
    }
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') return;
    const bool open = depth_ > 0;
    if (!open && (begun_ || c != '{')) isNoObject_ = true;
    begun_ = true;
    if (c == '"')
        inString_ = true;
    else if (c == '{' || c == '[')
        ++depth_;
    else if ((c == '}' || c == ']') && open)
        --depth_;
}

bool ArgumentsText::isWholeObject()
{
    if (!begun_ || isNoObject_ || depth_ > 0) return false;
    if (!whole_) {
        bytesLookedAt_ += bytes_.size();
        whole_ = QJsonDocument::fromJson(bytes_).isObject();
    }
    return *whole_;
}

} // namespace core::model
