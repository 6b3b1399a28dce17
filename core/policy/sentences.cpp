#include "core/policy/sentences_p.h"

namespace core::policy {

using toolapi::Effect;

namespace {

Bilingual about(const QString& argument, const QString& en, const QString& ja)
{
    return {en.arg(argument), ja.arg(argument)};
}

Bilingual aboutArgument(Ground ground, const QString& argument)
{
    switch (ground) {
    case Ground::NotYours:
        return about(argument, QStringLiteral("\"%1\" is not a value that you typed or picked."),
                     QStringLiteral("「%1」は、あなたが入力または選択した値ではありません。"));
    case Ground::NotTheOnly:
        return about(argument, QStringLiteral("You typed several values that could be \"%1\"."),
                     QStringLiteral("「%1」になりうる値が複数入力されています。"));
    case Ground::LeftOpen:
        return about(argument, QStringLiteral("\"%1\" is left open, and it is not known what then happens."),
                     QStringLiteral("「%1」が指定されておらず、その場合の動作が分かりません。"));
    case Ground::Unreadable:
        return about(argument, QStringLiteral("\"%1\" holds characters that do not show or that look like others."),
                     QStringLiteral("「%1」に、見えない文字やほかの文字に似せた文字が含まれています。"));
    case Ground::TwoPlaces:
        return about(argument, QStringLiteral("The value of \"%1\" is used in another place too, but you typed one."),
                     QStringLiteral("「%1」の値が別の場所にも使われていますが、入力されたのは1つだけです。"));
    case Ground::ForeignContent:
        return about(
            argument,
            QStringLiteral("\"%1\" is not in your own words, and something from outside has been read before."),
            QStringLiteral("「%1」はあなた自身の文章ではなく、その前に外部の内容が読み込まれています。"));
    case Ground::ForeignLink:
        return about(argument, QStringLiteral("\"%1\" holds a link that you did not type."),
                     QStringLiteral("「%1」に、あなたが入力していないリンクが含まれています。"));
    default: return {};
    }
}

} // namespace

Bilingual sentenceFor(Ground ground, const QString& argument)
{
    switch (ground) {
    case Ground::ReadsOnly:
        return {QStringLiteral("It only reads what your own account can read."),
                QStringLiteral("あなたのアカウントで読める情報を読み取るだけです。")};
    case Ground::YoursThroughout:
        return {QStringLiteral("You asked for this, and all that matters in it comes from you."),
                QStringLiteral("あなたが依頼した操作で、重要な値はすべてあなたが指定したものです。")};
    case Ground::NothingChosen:
        return {QStringLiteral("Whatever changes something or tells others is asked about first."),
                QStringLiteral("何かを変更したり外部に伝えたりする操作は、先に確認されます。")};
    case Ground::NotChosen:
        return {QStringLiteral("This tool is not among those that this request may use without asking."),
                QStringLiteral("このツールは、この依頼で確認なしに使えるツールに含まれていません。")};
    case Ground::NothingYours:
        return {QStringLiteral("Nothing that you typed or picked says what this is to act on."),
                QStringLiteral("何に対する操作なのかが、あなたの入力や選択からは分かりません。")};
    case Ground::ReadersShort:
        return {QStringLiteral("It would pass something on to somebody who may not be allowed to see it."),
                QStringLiteral("閲覧が許可されていない可能性のある相手に情報が渡ります。")};
    case Ground::Again:
        return {QStringLiteral("This tool has been used for this request before."),
                QStringLiteral("このツールは、この依頼ですでに使われています。")};
    case Ground::NoSuchTool:
        return {QStringLiteral("There is no such tool."), QStringLiteral("そのようなツールはありません。")};
    case Ground::BadArguments:
        return {QStringLiteral("What the agent sent along cannot be read."),
                QStringLiteral("エージェントが送った内容を読み取れません。")};
    case Ground::ApiWantsSignIn:
        return {QStringLiteral("The service wants a stronger or a more recent sign-in for this."),
                QStringLiteral("この操作には、より強い、または新しい認証が必要だとサービスが求めています。")};
    case Ground::EditedByYou:
        return {QStringLiteral("You changed this call. It runs only if you approve it as it is now."),
                QStringLiteral("あなたがこの操作の内容を変更しました。変更後の内容を承認した場合にだけ実行されます。")};
    case Ground::SignInTooOld:
        return {QStringLiteral("It needs a stronger or a more recent sign-in than yours."),
                QStringLiteral("現在のサインインよりも強い、または新しい認証が必要です。")};
    case Ground::NoStepUp:
        return {QStringLiteral("Several rules ask for different kinds of sign-in, and one sign-in cannot be all of "
                               "them. Whoever writes the rules has to settle on one."),
                QStringLiteral("複数の規則が異なる種類の再認証を求めており、同時には満たせません。規則の管理者に確認し"
                               "てください。")};
    case Ground::Granted:
        return {QStringLiteral("A standing rule that you wrote lets exactly this run without asking."),
                QStringLiteral("あなたが作成した常設ルールにより、この操作は確認なしで実行されます。")};
    case Ground::NeverByYou:
        return {QStringLiteral("A standing rule that you wrote says that this is never run."),
                QStringLiteral("あなたが作成した常設ルールにより、この操作は常に拒否されます。")};
    case Ground::AlwaysAsked:
    case Ground::Rule:
    case Ground::BrokenFile: return {}; // they have sentences of their own
    case Ground::NotYours:
    case Ground::NotTheOnly:
    case Ground::LeftOpen:
    case Ground::Unreadable:
    case Ground::TwoPlaces:
    case Ground::ForeignContent:
    case Ground::ForeignLink: return aboutArgument(ground, argument);
    } // no default: a new ground must not compile without a sentence
    return {};
}

Bilingual sentenceForClass(Effect effect)
{
    switch (effect) {
    case Effect::Permission:
        return {QStringLiteral("It changes who may do what."), QStringLiteral("権限を変更する操作です。")};
    case Effect::Commit:
        return {QStringLiteral("It binds you: a payment, an order or a contract."),
                QStringLiteral("支払い、注文、契約など、あなたに義務が生じる操作です。")};
    case Effect::Destructive: return {QStringLiteral("It cannot be undone."), QStringLiteral("元に戻せない操作です。")};
    case Effect::Credential:
        return {QStringLiteral("It touches passwords or keys."), QStringLiteral("パスワードや鍵を扱う操作です。")};
    case Effect::Read:
    case Effect::ReadEgress:
    case Effect::Write:
    case Effect::Egress: break;
    } // no default: a new effect must not compile without a sentence
    return {QStringLiteral("It is not known what this tool does."),
            QStringLiteral("このツールが何をするのか分かりません。")};
}

Bilingual sentenceForNoGrant(Effect effect)
{
    switch (effect) {
    case Effect::Permission:
    case Effect::Commit:
    case Effect::Destructive:
    case Effect::Credential: {
        const auto why = sentenceForClass(effect);
        return {QStringLiteral("This is asked about every time. ") + why.en,
                QStringLiteral("この操作は毎回確認されます。") + why.ja};
    }
    case Effect::Read:
    case Effect::ReadEgress:
    case Effect::Write:
    case Effect::Egress: break;
    } // no default: a new effect must not compile without a sentence
    return {QStringLiteral("A rule can let a tool run that changes your own things or sends something, and no other."),
            QStringLiteral("確認を省く規則を作成できるのは、あなたのデータの変更や送信を行うツールだけです。")};
}

Bilingual sentenceForNoGrant(const Bilingual& reason)
{
    return {QStringLiteral("It would be asked all the same. ") + reason.en,
            QStringLiteral("規則を作成しても確認は省けません。") + reason.ja};
}

Bilingual sentenceForTooMuch()
{
    return {QStringLiteral("There are more values in this call than a rule can hold to."),
            QStringLiteral("この操作には、規則で指定できる数を超える値が含まれています。")};
}

Bilingual sentenceForRule(Verdict verdict, bool managed, const QString& role)
{
    const auto whoseEn = managed ? QStringLiteral("Your organisation") : QStringLiteral("A rule of yours");
    const auto whoseJa = managed ? QStringLiteral("組織の規則") : QStringLiteral("あなたの規則");
    switch (verdict) {
    case Verdict::Allow:
        return {whoseEn + QStringLiteral(" has nothing against this."),
                whoseJa + QStringLiteral("では制限されていません。")};
    case Verdict::Ask:
        if (!role.isEmpty())
            return {whoseEn + QStringLiteral(" wants this approved by: %1.").arg(role),
                    whoseJa + QStringLiteral("により、%1による承認が必要です。").arg(role)};
        return {whoseEn + QStringLiteral(" wants this asked."), whoseJa + QStringLiteral("により、確認が必要です。")};
    case Verdict::StepUp:
        return {whoseEn + QStringLiteral(" wants a fresh sign-in for this."),
                whoseJa + QStringLiteral("により、再認証が必要です。")};
    case Verdict::Deny:
        return {whoseEn + QStringLiteral(" does not allow this."),
                whoseJa + QStringLiteral("により、許可されていません。")};
    } // no default: a new verdict must not compile without a sentence
    return {};
}

Bilingual sentenceForBrokenFile(const QString& file, int line, bool managed)
{
    const auto where = QStringLiteral("%1:%2").arg(file).arg(line);
    return managed
               ? Bilingual{QStringLiteral("A rule of your organisation cannot be read (%1), so this is asked.")
                               .arg(where),
                           QStringLiteral("組織の規則に読み取れない部分があるため（%1）、確認が必要です。").arg(where)}
               : Bilingual{
                     QStringLiteral("A rule of yours cannot be read (%1), so this is asked.").arg(where),
                     QStringLiteral("あなたの規則に読み取れない部分があるため（%1）、確認が必要です。").arg(where)};
}

} // namespace core::policy
