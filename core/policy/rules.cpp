#include "core/policy/rules.h"

#include "core/policy/sentences_p.h"

#include <algorithm>

namespace core::policy {
namespace {

Reason reasonOf(const Rule& rule)
{
    const bool managed = rule.layer == Layer::Managed;
    if (rule.broken)
        return {
            Verdict::Ask, Ground::BrokenFile, sentenceForBrokenFile(rule.file, rule.line, managed), {}, rule.place()};
    const auto text = rule.reason.en.isEmpty() ? sentenceForRule(rule.verdict, managed, rule.role) : rule.reason;
    return {rule.verdict, Ground::Rule, text, {}, rule.place()};
}

} // namespace

QString Rule::place() const
{
    const auto where = QStringLiteral("%1:%2").arg(file).arg(line);
    return id.isEmpty() ? where : where + u' ' + id;
}

Rules::Rules(QList<Rule> rules)
    : rules_(std::move(rules))
{
    std::stable_sort(rules_.begin(), rules_.end(), [](const Rule& a, const Rule& b) { return a.layer < b.layer; });
    for (qsizetype i = 0; i < rules_.size(); ++i) {
        rules_[i].said = reasonOf(rules_[i]);
        bool pattern = false;
        for (const auto& tool : rules_[i].tools) {
            if (tool.contains(u'*'))
                pattern = true;
            else
                byName_[tool] += i;
        }
        if (pattern) byPattern_ += i;
    }
}

QList<const Rule*> Rules::of(const ToolName& tool) const
{
    QList<qsizetype> found = byName_.value(tool.text());
    for (const auto i : byPattern_) {
        const auto& patterns = rules_[i].tools;
        const bool covers = std::any_of(patterns.begin(), patterns.end(), [&tool](const QString& pattern) {
            return pattern.contains(u'*') && matchesPattern(pattern, tool.text());
        });
        if (covers) found += i;
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    QList<const Rule*> rules;
    rules.reserve(found.size());
    for (const auto i : found)
        rules += &rules_[i];
    return rules;
}

bool matchesPattern(QStringView pattern, QStringView text)
{
    qsizetype p = 0;
    qsizetype t = 0;
    qsizetype star = -1; // the last "*", and where in the text its run ends so far
    qsizetype run = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == u'*') {
            star = p++;
            run = t;
        } else if (p < pattern.size() && pattern[p] == text[t]) {
            ++p;
            ++t;
        } else if (star >= 0) {
            p = star + 1;
            t = ++run;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == u'*')
        ++p;
    return p == pattern.size();
}

} // namespace core::policy
