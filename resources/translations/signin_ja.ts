<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja_JP" sourcelanguage="en">
<context>
    <name>RefusalText</name>
    <message>
        <source>The page tried to open something other than a web page. It was stopped.</source>
        <translation>ページがWebページ以外のものを開こうとしたため、止めました。</translation>
    </message>
    <message>
        <source>The page tried to open %1 without encryption. It was stopped.</source>
        <translation>ページが暗号化なしで%1を開こうとしたため、止めました。</translation>
    </message>
    <message>
        <source>The page tried to open %1. This sign-in does not go there.</source>
        <translation>ページが%1を開こうとしましたが、このサインインでは開けません。</translation>
    </message>
    <message>
        <source>The page tried to open an address with a name or password in it. It was stopped.</source>
        <translation>ページが名前やパスワードを含むアドレスを開こうとしたため、止めました。</translation>
    </message>
    <message>
        <source>The page tried to open another window. It was stopped.</source>
        <translation>ページが別のウィンドウを開こうとしたため、止めました。</translation>
    </message>
    <message>
        <source>The page tried to save a file. Nothing was saved.</source>
        <translation>ページがファイルを保存しようとしましたが、何も保存していません。</translation>
    </message>
    <message>
        <source>%1 could not prove that it is the real one, so nothing was sent to it. Tell the people who run your sign-in; do not try another way in.</source>
        <translation>%1が本物であることを確認できなかったため、何も送信していません。ほかの方法は試さず、サインインの管理者にご連絡ください。</translation>
    </message>
    <message>
        <source>The page asked for something of this computer, such as the camera or your location. It was not allowed.</source>
        <translation>ページがカメラや位置情報など、このコンピューターの機能を使おうとしましたが、許可しませんでした。</translation>
    </message>
    <message>
        <source>The page asked for a file. It was not allowed.</source>
        <translation>ページがファイルを要求しましたが、許可しませんでした。</translation>
    </message>
    <message>
        <source>The page tried to show a dialog. It was stopped.</source>
        <translation>ページがダイアログを表示しようとしたため、止めました。</translation>
    </message>
    <message>
        <source>%1 asked for a password outside of the page. It was not shown.</source>
        <translation>%1がページの外でパスワードを求めたため、表示しませんでした。</translation>
    </message>
    <message>
        <source>The page wants to continue at %1. Go on only if you know that your organisation signs in there.</source>
        <translation>ページが%1に移ろうとしています。あなたの組織のサインイン先だと分かっている場合だけ、続けてください。</translation>
    </message>
    <message>
        <source>%1 does not answer. Check your connection, then try again.</source>
        <translation>%1から応答がありません。ネットワークを確認して、もう一度お試しください。</translation>
    </message>
</context>
<context>
    <name>app::signin::AddressBar</name>
    <message>
        <source>This page is not shown.</source>
        <translation>このページは表示していません。</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>接続しています…</translation>
    </message>
    <message>
        <source>Sign in to %1</source>
        <translation>%1にサインイン</translation>
    </message>
    <message>
        <source>Account: %1</source>
        <translation>アカウント：%1</translation>
    </message>
    <message>
        <source>Demo</source>
        <translation>デモ</translation>
    </message>
    <message>
        <source>The demo organisation, on this computer. Nothing you type leaves it.</source>
        <translation>このコンピューターの中で動くデモ組織です。入力した内容が外に出ることはありません。</translation>
    </message>
    <message>
        <source>This page comes from this computer.</source>
        <translation>このページは、このコンピューターの中で動いています。</translation>
    </message>
    <message>
        <source>Encrypted. Check that this is where you sign in before you type a password.</source>
        <translation>通信は暗号化されています。パスワードを入力する前に、いつものサインイン先かどうか確認してください。</translation>
    </message>
</context>
<context>
    <name>app::signin::SignInWindow</name>
    <message>
        <source>Sign in to %1: page not shown</source>
        <translation>%1にサインイン：ページを表示できません</translation>
    </message>
    <message>
        <source>Sign in to %1</source>
        <translation>%1にサインイン</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>続ける</translation>
    </message>
    <message>
        <source>Stay here</source>
        <translation>ここにとどまる</translation>
    </message>
    <message>
        <source>Allowed. Please repeat the last step on the page.</source>
        <translation>許可しました。ページで直前の操作をもう一度行ってください。</translation>
    </message>
    <message>
        <source>Reload the page</source>
        <translation>ページを再読み込み</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>もう一度試す</translation>
    </message>
</context>
<context>
    <name>ui::theme::Banner</name>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>このお知らせを閉じる</translation>
    </message>
</context>
</TS>
