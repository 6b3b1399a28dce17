#include "core/connectors/json_lines.h"

#include "core/base/canonical_json.h"
#include "core/toolapi/json_pointer.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

#include <algorithm>

namespace core::connectors {
namespace {

constexpr int maxDepth = 64;

int lineAt(const QByteArray& text, qsizetype offset)
{
    return 1 + static_cast<int>(text.left(offset).count('\n'));
}

// Walks text that is known to be JSON, and notes where everything begins.
class LineScanner {
public:
    explicit LineScanner(const QByteArray& text)
        : text_(text)
    {}

    tl::expected<QHash<QString, int>, JsonFileError> scan()
    {
        if (auto error = value(QString(), 0)) return tl::unexpected(*error);
        return lines_;
    }

private:
    void space()
    {
        for (; at_ < text_.size(); ++at_) {
            if (text_[at_] == '\n')
                ++line_;
            else if (text_[at_] != ' ' && text_[at_] != '\t' && text_[at_] != '\r')
                return;
        }
    }
    [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

    QString string()
    {
        const auto start = at_++;
        while (at_ < text_.size() && text_[at_] != '"')
            at_ += text_[at_] == '\\' ? 2 : 1;
        ++at_;
        return QJsonDocument::fromJson('[' + text_.mid(start, at_ - start) + ']').array().at(0).toString();
    }

    std::optional<JsonFileError> value(const QString& pointer, int depth)
    {
        space();
        lines_.insert(pointer, line_);
        if (depth > maxDepth) return JsonFileError{line_, QStringLiteral("is nested too deeply")};
        if (peek() == '{') return object(pointer, depth);
        if (peek() == '[') return array(pointer, depth);
        if (peek() == '"') {
            string();
            return {};
        }
        while (at_ < text_.size() && !strchr(",]} \t\r\n", text_[at_]))
            ++at_;
        return {};
    }

    std::optional<JsonFileError> object(const QString& pointer, int depth)
    {
        ++at_;
        for (space(); peek() == '"'; space()) {
            const int keyLine = line_;
            const auto key = string();
            const auto child = toolapi::pointerChild(pointer, key);
            if (lines_.contains(child)) return JsonFileError{keyLine, QStringLiteral("%1 is there twice").arg(child)};
            space();
            ++at_; // the colon
            if (auto error = value(child, depth + 1)) return error;
            space();
            if (peek() == ',') ++at_;
        }
        ++at_;
        return {};
    }

    std::optional<JsonFileError> array(const QString& pointer, int depth)
    {
        ++at_;
        int index = 0;
        for (space(); peek() != ']' && at_ < text_.size(); space()) {
            if (auto error = value(toolapi::pointerChild(pointer, QString::number(index++)), depth + 1)) return error;
            space();
            if (peek() == ',') ++at_;
        }
        ++at_;
        return {};
    }

    const QByteArray& text_;
    QHash<QString, int> lines_;
    qsizetype at_ = 0;
    int line_ = 1;
};

} // namespace

int LinedJson::line(const QString& pointer) const
{
    for (auto at = pointer; !at.isEmpty(); at.truncate(std::max<qsizetype>(at.lastIndexOf(u'/'), 0)))
        if (const auto found = lines.find(at); found != lines.end()) return *found;
    return lines.value(QString(), 1);
}

tl::expected<LinedJson, JsonFileError> readLinedJson(const QByteArray& text)
{
    const auto bytes = text.startsWith("\xEF\xBB\xBF") ? text.mid(3) : text;
    QJsonParseError error{};
    QJsonDocument::fromJson(bytes, &error);
    if (error.error != QJsonParseError::NoError)
        return tl::unexpected(
            JsonFileError{lineAt(bytes, error.offset), QStringLiteral("is not JSON: %1").arg(error.errorString())});
    auto lines = LineScanner(bytes).scan();
    if (!lines) return tl::unexpected(lines.error());
    const auto value = parseStrictJson(bytes, maxDepth);
    if (!value)
        return tl::unexpected(JsonFileError{1, QStringLiteral("is not plain JSON: %1").arg(value.error().detail)});
    return LinedJson{*value, std::move(*lines)};
}

} // namespace core::connectors
