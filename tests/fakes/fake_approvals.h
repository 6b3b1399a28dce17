#pragma once

#include "core/interfaces/window.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace fakes {

/// Keeps to the contract of interfaces::Approvals: an answered call is gone, its card with the last one, and `changed`
/// follows; what does not wait, or is another call than the one shown, is a Conflict; a failure changes nothing. What was
/// edited waits in its place in the card, with another id and digest; while it is being answered that is a Conflict. What
/// another program decided is gone the same way, and decidedElsewhere comes behind.
class FakeApprovals final : public core::interfaces::Approvals {
public:
    using ApprovalId = core::interfaces::ApprovalId;
    using ApprovalView = core::interfaces::ApprovalView;
    using EditOutcome = std::optional<core::interfaces::EditProblemView>;

    QList<ApprovalView> list;
    QList<std::pair<ApprovalId, QString>> approved; ///< as asked for, with the digest, whatever came of it
    QList<ApprovalId> denied;
    QStringList reasons;       ///< with which
    QList<ApprovalId> brought; ///< for which calls somebody else was to sign in
    QString approver;          ///< who then does
    std::optional<core::Error> failBring;
    std::optional<core::Error> failApprove;
    std::optional<core::Error> failDeny;
    /// As asked for, with the digest, whatever came of it.
    struct Edited {
        ApprovalId id;
        QString digest;
        QList<core::interfaces::ArgumentEdit> edits;
    };
    QList<Edited> edited;
    std::optional<core::interfaces::EditProblemView> problem; ///< of the next edits
    std::optional<core::Error> failEdit;
    bool hold = false; ///< nothing is answered before answerHeld()

    [[nodiscard]] QList<ApprovalView> waiting() const override { return list; }

    [[nodiscard]] core::Async<> approve(const ApprovalId& id, const QString& digest) override
    {
        approved.append({id, digest});
        return answer(id, digest, failApprove);
    }
    [[nodiscard]] core::Async<> bringApprover(const ApprovalId& id) override
    {
        brought.append(id);
        if (failBring) return core::failed<>(failBring->code, failBring->detail, failBring->subject);
        for (auto& card : list)
            for (auto& call : card.calls)
                if (call.id == id) call.approver = approver;
        Q_EMIT changed();
        return core::ready<>({});
    }
    [[nodiscard]] core::Async<EditOutcome> edit(const ApprovalId& id, const QString& digest,
                                                const QList<core::interfaces::ArgumentEdit>& edits) override
    {
        edited.append({id, digest, edits});
        if (failEdit) return core::failed<EditOutcome>(failEdit->code, failEdit->detail, failEdit->subject);
        auto* call = find(id);
        if (!call || call->digest != digest || isBeingAnswered(id))
            return core::failed<EditOutcome>(core::Errc::Conflict, QStringLiteral("it does not wait so"));
        if (call->fields.isEmpty() || !call->roles.isEmpty() || call->signIn)
            return core::failed<EditOutcome>(core::Errc::Refused, QStringLiteral("it is not to be changed"));
        if (problem) return core::ready<EditOutcome>(EditOutcome(problem));
        auto now = *call;
        for (const auto& one : edits)
            change(now, one);
        if (now.fields == call->fields) return core::ready<EditOutcome>(EditOutcome());
        now.id = ApprovalId(id.text() + QStringLiteral("+"));
        now.digest = digest + QStringLiteral("+");
        *call = now;
        Q_EMIT changed();
        return core::ready<EditOutcome>(EditOutcome());
    }
    [[nodiscard]] core::Async<> deny(const ApprovalId& id, const QString& reason) override
    {
        denied.append(id);
        reasons.append(reason);
        return answer(id, std::nullopt, failDeny);
    }

    void set(const QList<ApprovalView>& now)
    {
        list = now;
        Q_EMIT changed();
    }
    /// As another program would. \param id  of a call that waits
    void decideElsewhere(const ApprovalId& id, core::interfaces::ApprovalOutcomeView::Outcome outcome,
                         const QDateTime& atUtc, const QString& by = {})
    {
        core::interfaces::ApprovalOutcomeView view;
        view.outcome = outcome;
        view.atUtc = atUtc;
        view.by = by;
        for (const auto& card : std::as_const(list))
            for (const auto& call : card.calls)
                if (call.id == id) view.call = call;
        if (take(id)) Q_EMIT decidedElsewhere(view);
    }
    void answerHeld()
    {
        for (const auto& one : std::exchange(held_, {}))
            one.answer.give(settle(one.id, one.digest, one.failure));
    }

private:
    struct Held {
        ApprovalId id;
        std::optional<QString> digest;
        std::optional<core::Error> failure;
        core::Answer<> answer;
    };

    core::Async<> answer(const ApprovalId& id, const std::optional<QString>& digest,
                         const std::optional<core::Error>& failure)
    {
        if (!hold) return core::ready<>(settle(id, digest, failure));
        held_.append({id, digest, failure, {}});
        return held_.last().answer.future();
    }

    core::Result<> settle(const ApprovalId& id, const std::optional<QString>& digest,
                          const std::optional<core::Error>& failure)
    {
        if (failure) return tl::unexpected<core::Error>(*failure);
        for (const auto& card : std::as_const(list))
            for (const auto& call : card.calls)
                if (call.id == id && digest && *digest != call.digest)
                    return core::fail(core::Errc::Conflict, QStringLiteral("another call"));
        if (!take(id)) return core::fail(core::Errc::Conflict, QStringLiteral("it does not wait"));
        return {};
    }

    core::interfaces::ApprovalCallView* find(const ApprovalId& id)
    {
        for (auto& card : list)
            for (auto& call : card.calls)
                if (call.id == id) return &call;
        return nullptr;
    }
    bool isBeingAnswered(const ApprovalId& id) const
    {
        return std::any_of(held_.begin(), held_.end(), [&id](const Held& one) { return one.id == id; });
    }

    static void change(core::interfaces::ApprovalCallView& call, const core::interfaces::ArgumentEdit& edit)
    {
        using Value = core::interfaces::ApprovalValueView;
        for (auto& field : call.fields)
            if (field.name == edit.name) {
                field.given = edit.given;
                field.value = edit.given ? edit.value : QString();
            }
        for (auto& value : call.values) {
            if (value.name != edit.name || value.value == edit.value) continue;
            value.before = value.edit == Value::Edit::None ? value.value : value.before;
            value.edit = edit.given ? Value::Edit::Changed : Value::Edit::Removed;
            value.value = edit.given ? edit.value : QString();
            value.origin = Value::Origin::You;
        }
    }

    /// It waits no longer. False: it did not.
    bool take(const ApprovalId& id)
    {
        for (qsizetype card = 0; card < list.size(); ++card) {
            auto& calls = list[card].calls;
            if (calls.removeIf([&](const auto& call) { return call.id == id; }) == 0) continue;
            if (calls.isEmpty()) list.removeAt(card);
            Q_EMIT changed();
            return true;
        }
        return false;
    }

    QList<Held> held_;
};

} // namespace fakes
