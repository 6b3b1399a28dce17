#pragma once

#include "tests/fakes/fake_approvals.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

namespace fakes {

/// Keeps to the contract of interfaces::Grants: a rule is made from a call that waits, of the digest that it was shown
/// with and where the offer is possible, and never answers that call; a revoked one is gone; `changed` follows; a
/// failure changes nothing.
class FakeGrants final : public core::interfaces::Grants {
public:
    using ApprovalCallView = core::interfaces::ApprovalCallView;
    using ApprovalId = core::interfaces::ApprovalId;
    using ApprovalValueView = core::interfaces::ApprovalValueView;
    using GrantId = core::interfaces::GrantId;
    using GrantOfferView = core::interfaces::GrantOfferView;
    using GrantView = core::interfaces::GrantView;
    using Offers = QList<GrantOfferView>;

    /// \param approvals  whose waiting calls rules are made from
    explicit FakeGrants(std::shared_ptr<FakeApprovals> approvals)
        : approvals_(std::move(approvals))
    {}

    struct Written {
        ApprovalId call;
        QString digest;
        GrantView::Kind kind = GrantView::Kind::Here;
    };

    QList<GrantView> list;         ///< newest first
    std::optional<Offers> offered; ///< in the place of the usual ones
    QList<ApprovalId> asked;       ///< for which calls rules were asked for
    QList<Written> written;        ///< as asked for, whatever came of it
    QList<GrantId> revoked;        ///< the same
    std::optional<core::Error> failOffers;
    std::optional<core::Error> failWrite;
    std::optional<core::Error> failRevoke;
    bool holdOffers = false; ///< none are given before giveHeldOffers()
    bool holdWrites = false; ///< nothing is kept before keepHeld()

    [[nodiscard]] QList<GrantView> grants() const override { return list; }

    [[nodiscard]] core::Async<Offers> offers(const ApprovalId& call) override
    {
        asked.append(call);
        auto made = makeOffers(call); // of the call as it is now
        if (!holdOffers) return core::ready<Offers>(std::move(made));
        heldOffers_.append({{}, std::move(made)});
        return heldOffers_.last().first.future();
    }

    [[nodiscard]] core::Async<> write(const ApprovalId& call, const QString& digest, GrantView::Kind kind) override
    {
        written.append({call, digest, kind});
        if (!holdWrites) return core::ready<>(keep(written.last()));
        heldWrites_.append({{}, written.last()});
        return heldWrites_.last().first.future();
    }

    [[nodiscard]] core::Async<> revoke(const GrantId& id) override
    {
        revoked.append(id);
        if (failRevoke) return core::ready<void>(tl::unexpected<core::Error>(*failRevoke));
        if (list.removeIf([&id](const GrantView& each) { return each.id == id; }) == 0)
            return core::failed<>(core::Errc::NotFound, QStringLiteral("no such rule"));
        Q_EMIT changed();
        return core::ready<>({});
    }

    void set(const QList<GrantView>& now)
    {
        list = now;
        Q_EMIT changed();
    }
    /// The one that was asked for first.
    void giveHeldOffers()
    {
        if (heldOffers_.isEmpty()) return;
        const auto [answer, made] = heldOffers_.takeFirst();
        answer.give(made);
    }
    void keepHeld()
    {
        for (const auto& [answer, one] : std::exchange(heldWrites_, {}))
            answer.give(keep(one));
    }

private:
    using Card = core::interfaces::ApprovalView;

    static constexpr int dayInSeconds = 24 * 3600;

    [[nodiscard]] std::optional<std::pair<Card, ApprovalCallView>> find(const ApprovalId& id) const
    {
        for (const auto& card : std::as_const(approvals_->list))
            for (const auto& call : card.calls)
                if (call.id == id) return std::pair(card, call);
        return {};
    }

    [[nodiscard]] static GrantOfferView offer(const Card& card, const ApprovalCallView& call, GrantView::Kind kind)
    {
        using core::interfaces::EffectView;
        GrantOfferView made;
        auto& rule = made.rule;
        rule.kind = kind;
        rule.tool = call.tool;
        rule.title = call.title;
        rule.api = call.api;
        rule.effect = call.effect;
        for (const auto& value : call.values)
            if (value.role == ApprovalValueView::Role::Decisive) rule.pinned.append(value);
        rule.conversation = card.conversation;
        rule.writtenUtc = QDateTime::currentDateTimeUtc();
        const bool lets = kind != GrantView::Kind::Never;
        if (lets) {
            rule.mostUses = kind == GrantView::Kind::Here ? 20 : 100;
            rule.endsUtc = rule.writtenUtc.addSecs(kind == GrantView::Kind::Here ? 3600 : qint64{90} * dayInSeconds);
        }
        rule.lapsesUtc = rule.writtenUtc.addSecs(qint64{30} * dayInSeconds);
        made.possible = !lets || call.effect == EffectView::Write || call.effect == EffectView::Egress;
        if (!made.possible)
            made.whyNot = {QStringLiteral("What cannot be undone is asked about every time."),
                           QStringLiteral("元に戻せない操作は、毎回確認が必要です。")};
        made.tried = 15;
        made.covered = 14;
        made.missed = {QStringLiteral("to: bob@example.com")};
        return made;
    }

    [[nodiscard]] core::Result<Offers> makeOffers(const ApprovalId& id) const
    {
        if (failOffers) return tl::unexpected<core::Error>(*failOffers);
        const auto found = find(id);
        if (!found) return core::fail(core::Errc::Conflict, QStringLiteral("it does not wait"));
        if (offered) return *offered;
        Offers made;
        for (const auto kind : {GrantView::Kind::Here, GrantView::Kind::Always, GrantView::Kind::Never})
            made.append(offer(found->first, found->second, kind));
        return made;
    }

    core::Result<> keep(const Written& wanted)
    {
        if (failWrite) return tl::unexpected<core::Error>(*failWrite);
        const auto found = find(wanted.call);
        if (!found || found->second.digest != wanted.digest)
            return core::fail(core::Errc::Conflict, QStringLiteral("it does not wait, or is another"));
        auto offers = makeOffers(wanted.call);
        if (!offers) return tl::unexpected<core::Error>(offers.error());
        for (auto& each : *offers) {
            if (each.rule.kind != wanted.kind || !each.possible) continue;
            each.rule.id = GrantId(core::newId());
            list.prepend(each.rule);
            Q_EMIT changed();
            return {};
        }
        return core::fail(core::Errc::Refused, QStringLiteral("not possible"));
    }

    std::shared_ptr<FakeApprovals> approvals_;
    QList<std::pair<core::Answer<Offers>, core::Result<Offers>>> heldOffers_;
    QList<std::pair<core::Answer<>, Written>> heldWrites_;
};

} // namespace fakes
