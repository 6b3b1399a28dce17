#pragma once

#include "core/interfaces/views.h"
#include "ui/approvals/stillness.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QEvent>
#include <QtWidgets/QWidget>

#include <chrono>
#include <memory>

/// Time that passes when a test says so, in the steps in which the guard looks.
struct HandClock {
    std::shared_ptr<std::chrono::milliseconds> at = std::make_shared<std::chrono::milliseconds>(1000);

    [[nodiscard]] ui::approvals::Stillness::Now now() const
    {
        return [at = at] { return *at; };
    }
    /// \param under  whose guards look
    void pass(std::chrono::milliseconds time, const QWidget& under) const
    {
        const auto guards = under.findChildren<ui::approvals::Stillness*>();
        for (auto left = time; left.count() > 0;) {
            const auto step = std::min(left, ui::approvals::Stillness::lookEvery);
            *at += step;
            left -= step;
            for (auto* guard : guards)
                guard->look();
        }
    }
};

/// Runs everything that is queued, and what that queues, and lets go of what was given up.
inline void settle()
{
    for (int round = 0; round < 20; ++round) {
        QCoreApplication::processEvents();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
}

inline core::interfaces::ApprovalValueView
value(const QString& name, const QString& text, core::interfaces::ApprovalValueView::Role role,
      core::interfaces::ApprovalValueView::Origin origin = core::interfaces::ApprovalValueView::Origin::NotYou)
{
    core::interfaces::ApprovalValueView made;
    made.name = name;
    made.value = text;
    made.role = role;
    made.origin = origin;
    return made;
}

inline core::interfaces::ApprovalCallView
waitingCall(const QString& id, core::interfaces::EffectView effect = core::interfaces::EffectView::Write)
{
    using core::interfaces::ApprovalValueView;
    core::interfaces::ApprovalCallView call;
    call.id = core::interfaces::ApprovalId(id);
    call.digest = QStringLiteral("digest-") + id;
    call.call = core::CallId(QStringLiteral("call-") + id);
    call.tool = QStringLiteral("leave_request");
    call.title = {QStringLiteral("Request leave"), QStringLiteral("休暇を申請")};
    call.api = {QStringLiteral("HR API"), QStringLiteral("人事API")};
    call.effect = effect;
    call.values = {value(QStringLiteral("days"), QStringLiteral("3"), ApprovalValueView::Role::Decisive,
                         ApprovalValueView::Origin::You)};
    call.reasons = {{QStringLiteral("It changes something."), QStringLiteral("何かを変更します。")}};
    call.json = QStringLiteral("{\"days\":3}");
    call.askedUtc = QDateTime::currentDateTimeUtc();
    call.answerByUtc = call.askedUtc.addSecs(600);
    return call;
}

inline core::interfaces::ApprovalView waitingCard(const QString& step,
                                                  const QList<core::interfaces::ApprovalCallView>& calls,
                                                  const QString& conversation = QStringLiteral("here"))
{
    core::interfaces::ApprovalView card;
    card.conversation = core::ConversationId(conversation);
    card.step = core::MessageId(step);
    card.account = QStringLiteral("Asan Ito");
    card.organisation = QStringLiteral("Example KK");
    card.asked = QStringLiteral("Please ask for three days off.");
    card.calls = calls;
    return card;
}
