#include "core/session/call_changes.h"

#include "core/base/whole_characters.h"
#include "core/session/turn_records.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

namespace core::session {
namespace {

// As on the rest of the card.
constexpr qsizetype mostChanges = 100;
constexpr qsizetype longestValue = 2000;
constexpr qsizetype longestName = 100;

QString shortened(const QString& text, qsizetype most)
{
    return text.size() <= most ? text : text.left(wholeCharacters(text, most)) + u'…';
}

std::optional<QString> shown(const QJsonValue& value)
{
    if (value.isUndefined()) return std::nullopt;
    if (value.isString()) return shortened(value.toString(), longestValue);
    const auto listed = QString::fromUtf8(QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact));
    return shortened(listed.mid(1, listed.size() - 2), longestValue);
}

} // namespace

QList<interfaces::ArgumentChangeView> callChanges(const conversations::StoredCall& call)
{
    if (!call.decision || !TurnRecords::wasEdited(*call.decision)) return {};
    const auto agents = QJsonDocument::fromJson(call.proposed).object();
    const auto& ran = call.decision->arguments;
    auto names = agents.keys() + ran.keys();
    names.removeDuplicates();
    QList<interfaces::ArgumentChangeView> changes;
    for (const auto& name : std::as_const(names)) {
        if (agents.value(name) == ran.value(name)) continue;
        interfaces::ArgumentChangeView change;
        change.name = shortened(name, longestName);
        change.agents = shown(agents.value(name));
        change.ran = shown(ran.value(name));
        changes.append(change);
        if (changes.size() == mostChanges) break;
    }
    return changes;
}

} // namespace core::session
