#pragma once

#include "core/base/placed_json.h"
#include "core/policy/rules.h"

namespace core::policy {

/// What a person is taken to answer when a recorded call asks and does not say itself.
enum class OnAsk { Approve, Deny };

/// One recorded call, decided.
struct ReplayedCall {
    QByteArray caseId; ///< JSON, as it stood in the record
    int index = 0;     ///< over the case, from 0
    QString tool;
    Ruling ruling;
    std::optional<int> card = {};       ///< from 1; calls of one step that ask share one
    std::optional<QString> expect = {}; ///< the decision that the record expects, for `policy test`

    /// The line that `gate replay` prints: {"case","index","tool","decision","card","reasons"}
    [[nodiscard]] QByteArray line() const;
};

/// Decides recorded calls by the code that decides real ones. Pure: text in, decisions out.
///
/// One JSON object a line: {"case": id, "tools": [{"name", "description", "parameters", "effect", "controlArguments",
/// "contentArguments"}], "frozen": [names] | null, "events": [{"user": text} | {"step": [{"tool", "arguments",
/// "result", "untrusted", "answer", "expect"}]}]}. A step is what a model proposed at once, so its calls are decided
/// before any of its results is read. What is left out counts against the call: a result is untrusted, an unknown
/// effect is the strongest. The tools are taken for built-in ones, because whoever made the record vouches for their
/// classes; nobody but the person may read a result.
class Replay {
public:
    Replay(Rules rules, OnAsk onAsk);

    /// A fault has its offset in the line.
    [[nodiscard]] Parsed<QList<ReplayedCall>> run(QByteArrayView line);

private:
    struct Case;
    [[nodiscard]] Parsed<Case> caseOf(QByteArrayView line);
    [[nodiscard]] Parsed<void> toolsOf(QByteArrayView line, const PlacedJson& node);
    [[nodiscard]] Parsed<void> step(QByteArrayView line, const PlacedJson& node, Case& recorded);
    [[nodiscard]] Parsed<ReplayedCall> call(QByteArrayView line, const PlacedJson& node, Case& recorded,
                                            QList<toolapi::Label>& shown);
    [[nodiscard]] Ruling rule(const QString& tool, const QJsonValue& arguments, const Flow& flow) const;

    Rules rules_;
    OnAsk onAsk_;
    QByteArray toolsText_; ///< of the last line: records of one suite repeat it
    QHash<QString, ToolFacts> tools_;
    std::set<QString> ambiguous_; ///< names that two tools have
};

} // namespace core::policy
