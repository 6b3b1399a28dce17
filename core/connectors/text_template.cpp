#include "core/connectors/text_template.h"

namespace core::connectors {
namespace {

bool isName(const QString& name)
{
    for (const auto c : name) {
        const auto u = c.unicode();
        const bool letter = (u >= u'a' && u <= u'z') || (u >= u'A' && u <= u'Z');
        if (!letter && !(u >= u'0' && u <= u'9') && u != u'_') return false;
    }
    return !name.isEmpty();
}

} // namespace

Result<TextTemplate> TextTemplate::parse(const QString& text)
{
    TextTemplate made;
    qsizetype at = 0;
    while (at < text.size()) {
        const auto open = text.indexOf(u'{', at);
        const auto literal = open < 0 ? text.mid(at) : text.mid(at, open - at);
        if (literal.contains(u'}')) return fail(Errc::InvalidArgument, QStringLiteral("has a \"}\" without its \"{\""));
        if (!literal.isEmpty()) made.parts_.push_back({literal, false});
        if (open < 0) break;
        const auto close = text.indexOf(u'}', open);
        const auto name = close < 0 ? QString() : text.mid(open + 1, close - open - 1);
        if (!isName(name))
            return fail(Errc::InvalidArgument,
                        QStringLiteral("has a \"{\" that does not begin a {name} of letters, digits and '_'"));
        made.parts_.push_back({name, true});
        at = close + 1;
    }
    return made;
}

QStringList TextTemplate::variables() const
{
    QStringList names;
    for (const auto& part : parts_)
        if (part.variable && !names.contains(part.text)) names += part.text;
    return names;
}

std::optional<QString> TextTemplate::onlyVariable() const
{
    if (parts_.size() != 1 || !parts_.front().variable) return std::nullopt;
    return parts_.front().text;
}

QString TextTemplate::expand(const std::function<QString(const QString& name)>& value) const
{
    QString text;
    for (const auto& part : parts_)
        text += part.variable ? value(part.text) : part.text;
    return text;
}

} // namespace core::connectors
