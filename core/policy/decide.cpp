#include "core/policy/decide.h"

namespace core::policy {
namespace {

Deny deny(DenyRule rule, const QString& en, const QString& ja)
{
    return {rule, {en, ja}};
}

} // namespace

Decision decide(const Question& question)
{
    switch (question.effect) {
    case toolapi::Effect::Read: return Allow{};
    case toolapi::Effect::ReadEgress:
        return deny(DenyRule::ReadEgress, QStringLiteral("This tool sends what it is asked to somebody else."),
                    QStringLiteral("このツールは、問い合わせの内容を外部に送信します。"));
    case toolapi::Effect::Write:
        return deny(
            DenyRule::Write, QStringLiteral("This tool changes data. For now the agent may only read."),
            QStringLiteral("このツールはデータを変更します。今のところ、エージェントにできるのは読み取りだけです。"));
    case toolapi::Effect::Egress:
        return deny(
            DenyRule::Egress,
            QStringLiteral("This tool sends something to other people. For now the agent may only read."),
            QStringLiteral(
                "このツールはほかの人に情報を送ります。今のところ、エージェントにできるのは読み取りだけです。"));
    case toolapi::Effect::Permission:
        return deny(
            DenyRule::Permission, QStringLiteral("This tool changes who may do what. For now the agent may only read."),
            QStringLiteral("このツールは権限を変更します。今のところ、エージェントにできるのは読み取りだけです。"));
    case toolapi::Effect::Commit:
        return deny(
            DenyRule::Commit, QStringLiteral("This tool makes a binding commitment. For now the agent may only read."),
            QStringLiteral(
                "このツールは注文や契約などを確定します。今のところ、エージェントにできるのは読み取りだけです。"));
    case toolapi::Effect::Destructive:
        return deny(
            DenyRule::Destructive,
            QStringLiteral("What this tool does cannot be undone. For now the agent may only read."),
            QStringLiteral("このツールの操作は元に戻せません。今のところ、エージェントにできるのは読み取りだけです。"));
    case toolapi::Effect::Credential:
        return deny(
            DenyRule::Credential,
            QStringLiteral("This tool touches passwords or keys. For now the agent may only read."),
            QStringLiteral(
                "このツールはパスワードや鍵を扱います。今のところ、エージェントにできるのは読み取りだけです。"));
    } // no default: a new Effect must not compile without a decision
    return deny(DenyRule::UnknownEffect, QStringLiteral("It is not known what this tool does."),
                QStringLiteral("このツールが何をするのか分かりません。"));
}

QString denyRuleName(DenyRule rule)
{
    switch (rule) {
    case DenyRule::ReadEgress: return QStringLiteral("refused-read-egress");
    case DenyRule::Write: return QStringLiteral("refused-write");
    case DenyRule::Egress: return QStringLiteral("refused-egress");
    case DenyRule::Permission: return QStringLiteral("refused-permission");
    case DenyRule::Commit: return QStringLiteral("refused-commit");
    case DenyRule::Destructive: return QStringLiteral("refused-destructive");
    case DenyRule::Credential: return QStringLiteral("refused-credential");
    case DenyRule::UnknownEffect: return QStringLiteral("refused-unknown-effect");
    } // no default: a new rule must not compile without a name
    return QStringLiteral("refused-unknown-effect");
}

} // namespace core::policy
