<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
    <context>
        <name>AccountText</name>
        <message>
            <source>%1 at %2</source>
            <translation>%1（%2）</translation>
        </message>
        <message>
            <source>%1, demo</source>
            <translation>%1、デモ</translation>
        </message>
        <message>
            <source>%1, for this run only</source>
            <translation>%1、今回のみ</translation>
        </message>
        <message>
            <source>Sign-in has expired</source>
            <translation>サインインの期限切れ</translation>
        </message>
        <message>
            <source>Not allowed by your organisation</source>
            <translation>組織で許可されていません</translation>
        </message>
        <message>
            <source>%1: %2</source>
            <comment>an account and what is wrong with it</comment>
            <translation>%1：%2</translation>
        </message>
        <message>
            <source>Unknown account</source>
            <translation>不明なアカウント</translation>
        </message>
        <message>
            <source>Cannot be opened</source>
            <translation>開けません</translation>
        </message>
    </context>
    <context>
        <name>DateText</name>
        <message>
            <source>HH:mm</source>
            <comment>time of day, QDateTime format</comment>
            <translation>H:mm</translation>
        </message>
        <message>
            <source>Yesterday</source>
            <translation>昨日</translation>
        </message>
        <message>
            <source>d MMM</source>
            <comment>day of this year, QDateTime format</comment>
            <translation>M月d日</translation>
        </message>
        <message>
            <source>d MMM yyyy</source>
            <comment>day of another year, QDateTime format</comment>
            <translation>yyyy年M月d日</translation>
        </message>
        <message>
            <source>Today</source>
            <translation>今日</translation>
        </message>
        <message>
            <source>Previous 7 days</source>
            <translation>過去7日間</translation>
        </message>
        <message>
            <source>MMMM yyyy</source>
            <comment>month as a heading, QDateTime format</comment>
            <translation>yyyy年M月</translation>
        </message>
    </context>
    <context>
        <name>ErrorText</name>
        <message>
            <source>the other side</source>
            <translation>接続先</translation>
        </message>
        <message>
            <source>This was stopped before it finished.</source>
            <translation>完了する前に中止されました。</translation>
        </message>
        <message>
            <source>There was no answer from %1 in time. Try again in a moment.</source>
            <translation>%1から時間内に応答がありませんでした。少し待ってから、もう一度お試しください。</translation>
        </message>
        <message>
            <source>There is no connection to %1. Check the network, then try again.</source>
            <translation>%1に接続できません。ネットワークを確認して、もう一度お試しください。</translation>
        </message>
        <message>
            <source>The connection to %1 broke after the request was sent, so it may have been carried out. Check before you try again.</source>
            <translation>送信した後に%1との接続が切れたため、実行された可能性があります。やり直す前に結果を確認してください。</translation>
        </message>
        <message>
            <source>The certificate of %1 was not accepted, so nothing was sent. Check the address and this computer's clock, or ask your IT department.</source>
            <translation>%1の証明書を確認できなかったため、何も送信していません。アドレスとこのコンピューターの時計を確認するか、情報システム部門にお問い合わせください。</translation>
        </message>
        <message>
            <source>Something other than your own server answers at %1: a program that another user of this computer runs. Nothing was sent. Start the server under your own account, or use another address.</source>
            <translation>%1で応答しているのは、あなたのサーバーではなく、このコンピューターの別のユーザーが動かしているプログラムです。何も送信していません。自分のアカウントでサーバーを起動するか、別のアドレスを使ってください。</translation>
        </message>
        <message>
            <source>this address</source>
            <translation>このアドレス</translation>
        </message>
        <message>
            <source>Something other than your own server answers at %1: a program that another user of this computer, or a system account, runs. Nothing was sent. Choose the model again in the settings: a system account's, such as Ollama's service, you can accept there. Otherwise start the server under your own account.</source>
            <translation>%1で応答しているのは、あなたのサーバーではなく、このコンピューターの別のユーザーまたはシステムアカウントが動かしているプログラムです。何も送信していません。設定でモデルを選び直してください。Ollamaのサービスなどシステムアカウントのものであれば、そこで使用を許可できます。そうでなければ、自分のアカウントでサーバーを起動してください。</translation>
        </message>
        <message>
            <source>It cannot be told whose program answers at %1 on this computer, so nothing was sent. Start the server under your own account and outside a container, or use another address.</source>
            <translation>このコンピューターの%1で誰のプログラムが応答しているか分からないため、何も送信していません。自分のアカウントで、コンテナの外でサーバーを起動するか、別のアドレスを使ってください。</translation>
        </message>
        <message>
            <source>What was asked for does not exist.</source>
            <translation>指定されたものが見つかりません。</translation>
        </message>
        <message>
            <source>What was asked for does not exist: %1</source>
            <translation>指定されたものが見つかりません：%1</translation>
        </message>
        <message>
            <source>Something that was entered cannot be used. Check it and try again.</source>
            <translation>入力した内容に使えないものがあります。確認して、もう一度お試しください。</translation>
        </message>
        <message>
            <source>This entry cannot be used: %1. Check it and try again.</source>
            <translation>この入力は使えません：%1。確認して、もう一度お試しください。</translation>
        </message>
        <message>
            <source>The answer from %1 does not follow the standard, so it was not used. Ask whoever runs that server.</source>
            <translation>%1からの応答が規格に沿っていないため、使いませんでした。サーバーの管理者にお問い合わせください。</translation>
        </message>
        <message>
            <source>%1 answered with something other than data, perhaps a web page. Check the address.</source>
            <translation>%1から、データではないもの（Webページなど）が返ってきました。アドレスを確認してください。</translation>
        </message>
        <message>
            <source>The server</source>
            <translation>サーバー</translation>
        </message>
        <message>
            <source>The answer came from another provider than the one that was asked (%1), so it was not used.</source>
            <translation>問い合わせ先とは別の認証サービス（%1）から応答があったため、使いませんでした。</translation>
        </message>
        <message>
            <source>unknown</source>
            <translation>不明</translation>
        </message>
        <message>
            <source>The proof of who you are did not pass the check, so it was not used. Sign in again; if that does not help, ask your IT department.</source>
            <translation>本人であることの証明を確認できなかったため、使いませんでした。再認証しても直らないときは、情報システム部門にお問い合わせください。</translation>
        </message>
        <message>
            <source>This was declined.</source>
            <translation>拒否されました。</translation>
        </message>
        <message>
            <source>A different account signed in, so nothing was changed.</source>
            <translation>別のアカウントでサインインされたため、何も変更していません。</translation>
        </message>
        <message>
            <source>The sign-in window was closed before you were signed in.</source>
            <translation>サインインが終わる前に、サインイン画面が閉じられました。</translation>
        </message>
        <message>
            <source>Your sign-in has expired. Sign in again to go on.</source>
            <translation>サインインが期限切れです。続けるには再認証してください。</translation>
        </message>
        <message>
            <source>Your sign-in was not accepted by %1. Sign in again.</source>
            <translation>%1でサインインが受け付けられませんでした。再認証してください。</translation>
        </message>
        <message>
            <source>You do not have permission for this at %1.</source>
            <translation>%1でこの操作を行う権限がありません。</translation>
        </message>
        <message>
            <source>There were too many requests to %1. Wait a little, then try again.</source>
            <translation>%1への要求が多すぎます。少し待ってから、もう一度お試しください。</translation>
        </message>
        <message>
            <source>There is a fault at %1. It is not on your side; try again later.</source>
            <translation>%1で障害が起きています。お使いの環境の問題ではありません。しばらくしてから、もう一度お試しください。</translation>
        </message>
        <message>
            <source>This was stopped at the checkpoint and was not carried out.</source>
            <translation>関所で止められたため、実行されませんでした。</translation>
        </message>
        <message>
            <source>This is larger than the limit. Try it with less.</source>
            <translation>上限を超えています。量を減らして、もう一度お試しください。</translation>
        </message>
        <message>
            <source>This is not supported by %1.</source>
            <translation>%1はこれに対応していません。</translation>
        </message>
        <message>
            <source>this version</source>
            <translation>このバージョン</translation>
        </message>
        <message>
            <source>Something this needs is missing on this computer: %1</source>
            <translation>必要なものがこのコンピューターにありません：%1</translation>
        </message>
        <message>
            <source>The keychain of this computer is locked. Unlock it, then try again.</source>
            <translation>このコンピューターのキーチェーンがロックされています。解除してから、もう一度お試しください。</translation>
        </message>
        <message>
            <source>This computer has no keychain that can be used, so nothing secret can be kept safely.</source>
            <translation>このコンピューターには使えるキーチェーンがないため、秘密の情報を安全に保存できません。</translation>
        </message>
        <message>
            <source>Stored data on this computer is damaged or was changed from outside, so it was not used.</source>
            <translation>保存されたデータが壊れているか、外部から変更されているため、使いませんでした。</translation>
        </message>
        <message>
            <source>It could not be saved: the disk is full, or writing is not allowed. Make room, then try again.</source>
            <translation>保存できませんでした。ディスクの空きがないか、書き込みが許可されていません。空きを作ってから、もう一度お試しください。</translation>
        </message>
        <message>
            <source>Another Sekisho is using this right now. Close it, then try again.</source>
            <translation>別のSekishoが使用中です。そちらを終了してから、もう一度お試しください。</translation>
        </message>
        <message>
            <source>This was changed somewhere else in the meantime. Look at it again.</source>
            <translation>その間に別の場所で変更されました。もう一度内容を確認してください。</translation>
        </message>
        <message>
            <source>It is not known whether this was carried out at %1: the connection broke before the answer. Check there; it will not be sent again by itself.</source>
            <translation>応答の前に接続が切れたため、%1で実行されたかどうか分かりません。結果を確認してください。自動で再送することはありません。</translation>
        </message>
        <message>
            <source>Something went wrong inside Sekisho. Try again; if it stays, report it.</source>
            <translation>Sekishoの内部で問題が起きました。もう一度お試しください。繰り返すときは、ご報告ください。</translation>
        </message>
        <message>
            <source>the provider</source>
            <translation>認証サービス</translation>
        </message>
        <message>
            <source>The sign-in was cancelled. Nothing was changed.</source>
            <translation>サインインを中止しました。何も変更していません。</translation>
        </message>
        <message>
            <source>The sign-in took too long, or %1 did not answer. Try again.</source>
            <translation>サインインに時間がかかりすぎたか、%1から応答がありませんでした。もう一度お試しください。</translation>
        </message>
        <message>
            <source>%1 cannot be reached. Check the address and the network, then try again.</source>
            <translation>%1に接続できません。アドレスとネットワークを確認して、もう一度お試しください。</translation>
        </message>
        <message>
            <source>The provider</source>
            <translation>認証サービス</translation>
        </message>
        <message>
            <source>The connection to %1 broke during the sign-in. Try again.</source>
            <translation>サインインの途中で%1との接続が切れました。もう一度お試しください。</translation>
        </message>
        <message>
            <source>%1 answered with a web page instead of its sign-in settings. The issuer URL is probably not quite right.</source>
            <translation>%1から、サインインの設定ではなくWebページが返ってきました。発行者URLが少し違っているようです。</translation>
        </message>
        <message>
            <source>This account is no longer on this computer. Sign in with it as if for the first time.</source>
            <translation>このアカウントはこのコンピューターにはもうありません。初めてのときと同じようにサインインしてください。</translation>
        </message>
        <message>
            <source>No sign-in settings were found at %1. Check the issuer URL.</source>
            <translation>%1にサインインの設定が見つかりません。発行者URLを確認してください。</translation>
        </message>
        <message>
            <source>The answer from %1 does not follow the OpenID Connect standard, so the sign-in was stopped. Ask your IT department.</source>
            <translation>%1からの応答がOpenID Connectの規格に沿っていないため、サインインを中止しました。情報システム部門にお問い合わせください。</translation>
        </message>
        <message>
            <source>The answer does not say which provider it comes from, so it was not used. Check the issuer URL with your IT department: the provider has to send its name with the answer (RFC 9207), or your administrator sets your organisation up in Sekisho.</source>
            <translation>応答がどの認証サービスから来たものか示されていないため、使いませんでした。発行者URLが正しいか、情報システム部門に確認してください。認証サービスが応答に名前を付ける（RFC 9207）か、管理者がSekishoに組織を設定する必要があります。</translation>
        </message>
        <message>
            <source>The answer names another provider (%1) than the issuer URL that was entered. Use exactly the issuer that the provider states.</source>
            <translation>応答にある発行者（%1）が、入力された発行者URLと一致しません。認証サービスが示すとおりの発行者URLを入力してください。</translation>
        </message>
        <message>
            <source>The provider's proof of who signed in did not pass the check, so the sign-in was stopped. Ask your IT department.</source>
            <translation>誰がサインインしたかの証明を確認できなかったため、サインインを中止しました。情報システム部門にお問い合わせください。</translation>
        </message>
        <message>
            <source>The sign-in was declined at the provider. Try again, or ask your IT department for access.</source>
            <translation>認証サービスでサインインが拒否されました。もう一度試すか、利用の可否を情報システム部門にお問い合わせください。</translation>
        </message>
        <message>
            <source>A different account signed in, so nothing was changed. Try again and choose the account that is shown here.</source>
            <translation>別のアカウントでサインインされたため、何も変更していません。もう一度、ここに表示されているアカウントでサインインしてください。</translation>
        </message>
        <message>
            <source>The provider did not accept this application. Check the client ID with your IT department.</source>
            <translation>認証サービスがこのアプリを受け付けませんでした。クライアントIDを情報システム部門に確認してください。</translation>
        </message>
        <message>
            <source>The provider does not know this client ID, or wants a client secret with it. Check it with your IT department.</source>
            <translation>このクライアントIDは認証サービスに登録されていないか、クライアントシークレットが必要な設定になっています。情報システム部門に確認してください。</translation>
        </message>
        <message>
            <source>The provider knows this client ID, but not the redirect addresses of Sekisho for this issuer. Ask your IT department to register the ones shown here.</source>
            <translation>クライアントIDは登録されていますが、この発行者のためのSekishoのリダイレクト先が登録されていません。ここに表示されているアドレスの登録を、情報システム部門に依頼してください。</translation>
        </message>
        <message>
            <source>This entry cannot be used. Check it and try again.</source>
            <translation>この入力は使えません。確認して、もう一度お試しください。</translation>
        </message>
        <message>
            <source>The provider does not let this application sign you in. Ask your IT department for access.</source>
            <translation>認証サービスがこのアプリでのサインインを許可していません。情報システム部門にお問い合わせください。</translation>
        </message>
        <message>
            <source>The sign-in window cannot be opened on this computer (missing: %1). Use the system browser instead.</source>
            <translation>このコンピューターではサインイン画面を開けません（不足：%1）。代わりに既定のブラウザーをお使いください。</translation>
        </message>
        <message>
            <source>This computer has no keychain that can be used. You can sign in for this run only: when you close Sekisho, you are signed out and nothing is kept.</source>
            <translation>このコンピューターには使えるキーチェーンがありません。今回だけサインインすることはできます。その場合、Sekishoを終了するとサインアウトされ、何も残りません。</translation>
        </message>
        <message>
            <source>The keychain of this computer is locked. Unlock it and try again, or sign in for this run only.</source>
            <translation>このコンピューターのキーチェーンがロックされています。解除してもう一度試すか、今回だけサインインしてください。</translation>
        </message>
        <message>
            <source>the model's server</source>
            <translation>モデルのサーバー</translation>
        </message>
        <message>
            <source>The answer was stopped.</source>
            <translation>回答は停止されました。</translation>
        </message>
        <message>
            <source>The model at %1 did not answer in time. Try again, or choose another model.</source>
            <translation>%1のモデルから時間内に応答がありませんでした。もう一度試すか、別のモデルを選んでください。</translation>
        </message>
        <message>
            <source>The model at %1 cannot be reached. Check that it is running and that the address is right.</source>
            <translation>%1のモデルに接続できません。起動しているか、アドレスが正しいかを確認してください。</translation>
        </message>
        <message>
            <source>The connection to the model at %1 broke in the middle of the answer. What had arrived is kept; try again.</source>
            <translation>回答の途中で、%1のモデルとの接続が切れました。届いた分は残っています。もう一度お試しください。</translation>
        </message>
        <message>
            <source>This model does not exist at %1. Check the model's name and the address.</source>
            <translation>%1にこのモデルはありません。モデル名とアドレスを確認してください。</translation>
        </message>
        <message>
            <source>The answer from %1 is not one a model gives. Check the address: it often ends in /v1.</source>
            <translation>%1からの応答は、モデルのものではありません。アドレスを確認してください（多くは/v1で終わります）。</translation>
        </message>
        <message>
            <source>This key may not use this model at %1. Choose another model or ask whoever gave you the key.</source>
            <translation>このAPIキーには、%1でこのモデルを使う権限がありません。別のモデルを選ぶか、APIキーの発行元にお問い合わせください。</translation>
        </message>
        <message>
            <source>%1 is asking to slow down, or your quota there is used up. Wait a little, then try again.</source>
            <translation>%1の混雑で制限されているか、利用枠を使い切っています。少し待ってから、もう一度お試しください。</translation>
        </message>
        <message>
            <source>The model's server</source>
            <translation>モデルのサーバー</translation>
        </message>
        <message>
            <source>The answer grew longer than the limit and was cut off there. What had arrived is kept; ask for a shorter one.</source>
            <translation>回答が上限を超えて長くなったため、そこで打ち切りました。届いた分は残っています。もっと短い回答を頼んでください。</translation>
        </message>
        <message>
            <source>The conversation has become too long for this model. Start a new one, or choose a model with more room.</source>
            <translation>会話がこのモデルには長すぎます。新しい会話を始めるか、より長い会話を扱えるモデルを選んでください。</translation>
        </message>
        <message>
            <source>The request was not accepted by %1. Check the model's name in the settings.</source>
            <translation>%1に要求が受け付けられませんでした。設定でモデル名を確認してください。</translation>
        </message>
        <message>
            <source>The key cannot be kept because the keychain of this computer is not available. Unlock it, then try again.</source>
            <translation>このコンピューターのキーチェーンが使えないため、APIキーを保存できません。ロックを解除してから、もう一度お試しください。</translation>
        </message>
        <message>
            <source>The model may not be used for this conversation until you agree to send it there.</source>
            <translation>この会話を送ることに同意するまで、このモデルは使えません。</translation>
        </message>
        <message>
            <source>This model cannot use tools, or %1 does not offer what is needed. Choose another model.</source>
            <translation>このモデルはツールを使えないか、必要な機能が%1にありません。別のモデルを選んでください。</translation>
        </message>
        <message>
            <source>the API</source>
            <translation>API</translation>
        </message>
        <message>
            <source>%1 answered that you do not have permission for this. Nothing was shown.</source>
            <translation>%1から「権限がありません」という回答がありました。何も表示していません。</translation>
        </message>
        <message>
            <source>The API</source>
            <translation>API</translation>
        </message>
        <message>
            <source>Your sign-in was no longer accepted by %1. Sign in again, then ask once more.</source>
            <translation>%1でサインインが受け付けられなくなりました。再認証してから、もう一度質問してください。</translation>
        </message>
        <message>
            <source>%1 answered that there is no such thing, or none that you may see.</source>
            <translation>%1から「存在しないか、見る権限がない」という回答がありました。</translation>
        </message>
        <message>
            <source>This was stopped at the checkpoint, before any request was made.</source>
            <translation>何も送信する前に、関所で止められました。</translation>
        </message>
        <message>
            <source>The model asked for this in a form the tool does not accept. No request was made; the model was told and can try again.</source>
            <translation>モデルの呼び出し方がツールの形式に合っていません。何も送信していません。モデルには伝わっており、やり直すことができます。</translation>
        </message>
        <message>
            <source>You stopped this before it was finished.</source>
            <translation>完了する前に、ご自身で停止しました。</translation>
        </message>
        <message>
            <source>The answer from %1 is larger than the limit, so it was not used. Ask for less.</source>
            <translation>%1からの応答が上限を超えているため、使いませんでした。範囲を絞って質問してください。</translation>
        </message>
        <message>
            <source>This conversation is no longer on this computer.</source>
            <translation>この会話は、このコンピューターにはもうありません。</translation>
        </message>
        <message>
            <source>A turn is still running here, or another Sekisho has these conversations open. Wait or close the other one, then try again.</source>
            <translation>回答がまだ続いているか、別のSekishoがこの会話を開いています。終わるのを待つか、そちらを閉じてから、もう一度お試しください。</translation>
        </message>
        <message>
            <source>The stored conversations are damaged or were changed from outside. What cannot be trusted is not shown; new conversations work.</source>
            <translation>保存された会話が壊れているか、外部から変更されています。信頼できないものは表示していません。新しい会話は使えます。</translation>
        </message>
        <message>
            <source>The stored conversations cannot be opened because the keychain of this computer is not available. Unlock it, then try again.</source>
            <translation>このコンピューターのキーチェーンが使えないため、保存された会話を開けません。ロックを解除してから、もう一度お試しください。</translation>
        </message>
        <message numerus="yes">
            <source>%1 (The server suggests waiting %n second(s).)</source>
            <translation>
                <numerusform>%1（%n秒ほど待つよう案内されています。）</numerusform>
            </translation>
        </message>
        <message>
            <source>The sign-in window was closed before you were signed in. Try again whenever you like.</source>
            <translation>サインインが終わる前に、サインイン画面が閉じられました。いつでもやり直せます。</translation>
        </message>
        <message>
            <source>The key was not accepted by %1. Check it and enter it again.</source>
            <translation>%1でAPIキーが受け付けられませんでした。確認して、入力し直してください。</translation>
        </message>
        <message>
            <source>This answer may have changed something, so it is not asked for a second time. Write what you need as a new message.</source>
            <translation>この回答では何かが変更された可能性があるため、もう一度実行することはできません。必要なことは、新しいメッセージとして送ってください。</translation>
        </message>
        <message>
            <source>%1, where you sign in, could not be reached or gave no valid answer, so nothing was sent. Check the network, then try again in a moment.</source>
            <translation>サインインに使う%1に接続できないか、正しい応答がなかったため、何も送信していません。ネットワークを確認し、しばらくしてからもう一度お試しください。</translation>
        </message>
        <message>
            <source>The connection to %1 broke before its answer came. Ask again in a moment.</source>
            <translation>応答が届く前に%1との接続が切れました。しばらくしてから、もう一度頼んでください。</translation>
        </message>
    </context>
    <context>
        <name>ModelText</name>
        <message>
            <source>Conversations stay on this computer.</source>
            <translation>会話はこのコンピューターの外に出ません。</translation>
        </message>
        <message>
            <source>Conversations will be sent to %1.</source>
            <translation>会話は%1に送られます。</translation>
        </message>
    </context>
    <context>
        <name>Notice</name>
        <message>
            <source>This computer has no keychain that can be used, so nothing is kept: your sign-in and your conversations last until you close Sekisho.</source>
            <translation>このコンピューターには使えるキーチェーンがないため、何も保存されません。サインインと会話は、Sekishoを終了するまでのものです。</translation>
        </message>
        <message>
            <source>The keychain of this computer is locked. Unlock it and start Sekisho again to get back to your stored conversations.</source>
            <translation>このコンピューターのキーチェーンがロックされています。解除してSekishoを起動し直すと、保存された会話に戻れます。</translation>
        </message>
        <message>
            <source>The disk is full, or writing is not allowed, so new messages cannot be saved. Make room to go on.</source>
            <translation>ディスクの空きがないか、書き込みが許可されていないため、新しいメッセージを保存できません。続けるには空きを作ってください。</translation>
        </message>
        <message>
            <source>The demo organisation could not be started. %1</source>
            <translation>デモ組織を起動できませんでした。%1</translation>
        </message>
        <message>
            <source>Your sign-in has expired. Sign in again to go on; your conversations are still here.</source>
            <translation>サインインが期限切れです。続けるには再認証してください。会話はそのまま残っています。</translation>
        </message>
        <message>
            <source>The sign-in window cannot be opened on this computer. The system browser is used instead.</source>
            <translation>このコンピューターではサインイン画面を開けないため、代わりに既定のブラウザーを使います。</translation>
        </message>
        <message>
            <source>The sign-in window cannot be opened on this computer (missing: %1). The system browser is used instead.</source>
            <translation>このコンピューターではサインイン画面を開けない（不足：%1）ため、代わりに既定のブラウザーを使います。</translation>
        </message>
        <message>
            <source>Your settings could not be read, so Sekisho began with the usual ones. The old file is kept: %1</source>
            <extracomment>%1 is a file&apos;s path</extracomment>
            <translation>設定を読み取れなかったため、初期設定で起動しました。元のファイルは次の場所に残してあります：%1</translation>
        </message>
        <message>
            <source>A rule of your policy files cannot be read (%1). Whatever it could cover is asked about until it is corrected: sekisho-cli policy check says what is wrong.</source>
            <extracomment>%1 is a file name and a line number</extracomment>
            <translation>ポリシーファイルに読み取れない規則があります（%1）。直るまで、その規則が関係しうる操作はすべて承認を求めます。誤りの内容はsekisho-cli policy checkで確認できます。</translation>
        </message>
    </context>
    <context>
        <name>ui::accounts::AccountButton</name>
        <message>
            <source>%1 · demo</source>
            <translation>%1・デモ</translation>
        </message>
    </context>
    <context>
        <name>ui::accounts::AccountMenu</name>
        <message>
            <source>Accounts</source>
            <translation>アカウント</translation>
        </message>
        <message>
            <source>Ctrl+%1</source>
            <comment>keyboard shortcut</comment>
            <translation>Ctrl+%1</translation>
        </message>
        <message>
            <source>Sign out</source>
            <translation>サインアウト</translation>
        </message>
        <message>
            <source>Sign out %1</source>
            <translation>%1さんをサインアウト</translation>
        </message>
        <message>
            <source>Sign in with another account</source>
            <translation>別のアカウントでサインイン</translation>
        </message>
        <message>
            <source>Sign out %1?</source>
            <translation>%1さんをサインアウトしますか？</translation>
        </message>
        <message>
            <source>Sekisho gives back its access and ends the session at %1. The conversations of this run are gone with it.</source>
            <translation>Sekishoのアクセス権を取り消し、%1のセッションを終了します。今回の会話も消えます。</translation>
        </message>
        <message>
            <source>Sekisho gives back its access and ends the session at %1. Your conversations stay on this computer, encrypted, until you sign in again. Deleting them cannot be undone.</source>
            <translation>Sekishoのアクセス権を取り消し、%1のセッションを終了します。会話は暗号化されたままこのコンピューターに残り、次にサインインしたときにまた使えます。会話を削除すると元に戻せません。</translation>
        </message>
        <message>
            <source>Sign out and delete the conversations</source>
            <translation>サインアウトして会話も削除</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>キャンセル</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>削除</translation>
        </message>
        <message>
            <source>Remove %1</source>
            <translation>%1を削除</translation>
        </message>
        <message>
            <source>Remove %1?</source>
            <translation>%1を削除しますか？</translation>
        </message>
        <message>
            <source>The key of this account is missing from the keychain, or the keychain is locked. Removing it deletes what is stored for it on this computer; its organisation cannot be told. This cannot be undone.</source>
            <translation>このアカウントの鍵がキーチェーンにないか、キーチェーンがロックされています。削除すると、このコンピューターに保存されているこのアカウントのデータも消えます。組織には知らせられません。元に戻すことはできません。</translation>
        </message>
        <message>
            <source>Audit log of this account</source>
            <translation>このアカウントの監査ログ</translation>
        </message>
    </context>
    <context>
        <name>ui::accounts::Badge</name>
        <message>
            <source>Demo</source>
            <translation>デモ</translation>
        </message>
        <message>
            <source>This run only</source>
            <translation>今回のみ</translation>
        </message>
        <message>
            <source>You are asking as %1</source>
            <translation>%1さんとして質問しています</translation>
        </message>
    </context>
    <context>
        <name>ui::composer::Composer</name>
        <message>
            <source>%1 of %2 characters</source>
            <translation>%1／%2文字</translation>
        </message>
        <message>
            <source>This is too long to send. Please shorten it.</source>
            <translation>長すぎて送信できません。短くしてください。</translation>
        </message>
        <message>
            <source>Send (Enter)</source>
            <translation>送信（Enter）</translation>
        </message>
        <message>
            <source>Ask about your data</source>
            <translation>自分のデータについて質問する</translation>
        </message>
        <message>
            <source>Message</source>
            <translation>メッセージ</translation>
        </message>
        <message>
            <source>Send</source>
            <translation>送信</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>停止</translation>
        </message>
        <message>
            <source>Stop the answer</source>
            <translation>回答を止める</translation>
        </message>
        <message>
            <source>Stop the answer (Esc)</source>
            <translation>回答を止める（Esc）</translation>
        </message>
        <message>
            <source>Enter to send, Shift+Enter for a new line</source>
            <translation>Enterで送信、Shift+Enterで改行</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>キャンセル</translation>
        </message>
        <message>
            <source>Do not edit the message</source>
            <translation>メッセージの編集をやめる</translation>
        </message>
    </context>
    <context>
        <name>ui::composer::ToolChips</name>
        <message>
            <source>May act unasked:</source>
            <translation>確認なしで実行可：</translation>
        </message>
        <message>
            <source>%1: do not let it act unasked</source>
            <translation>%1：確認なしの実行を取り消す</translation>
        </message>
    </context>
    <context>
        <name>ui::composer::ToolPicker</name>
        <message>
            <source>Tools for this message</source>
            <translation>このメッセージで使うツール</translation>
        </message>
        <message>
            <source>Ticked tools may act in answer to this message without asking, once each, but only with recipients, dates and other values that you typed yourself. As long as the agent has read nothing from elsewhere, it may word a text itself. Everything else still asks.</source>
            <translation>チェックを付けたツールは、このメッセージに答えるために、それぞれ1回だけ確認なしで実行できます。ただし、宛先や日付などの値は、あなたが自分で入力したものに限られます。文面は、エージェントがほかから何も読んでいない間に限り、エージェントが書くことがあります。それ以外の操作は、これまでどおり確認されます。</translation>
        </message>
        <message>
            <source>sends</source>
            <extracomment>What a tool does with the person's things or words, beside its name</extracomment>
            <translation>送信</translation>
        </message>
        <message>
            <source>writes</source>
            <translation>書き込み</translation>
        </message>
        <message>
            <source>%1 · %2</source>
            <translation>%1・%2</translation>
        </message>
        <message>
            <source>%1 · %2 · %3</source>
            <translation>%1・%2・%3</translation>
        </message>
    </context>
    <context>
        <name>ui::composer::ToolTicks</name>
        <message>
            <source>Tools</source>
            <translation>ツール</translation>
        </message>
        <message>
            <source>Tools that may act unasked</source>
            <translation>確認なしで実行できるツール</translation>
        </message>
        <message>
            <source>Tools that may act unasked in answer to this message (Ctrl+Shift+T)</source>
            <translation>このメッセージに答えるために、確認なしで実行できるツール（Ctrl+Shift+T）</translation>
        </message>
    </context>
    <context>
        <name>ui::conversations::ConversationDelegate</name>
        <message>
            <source>Title</source>
            <translation>タイトル</translation>
        </message>
    </context>
    <context>
        <name>ui::conversations::ConversationList</name>
        <message>
            <source>Nothing found</source>
            <translation>見つかりませんでした</translation>
        </message>
        <message>
            <source>No conversations yet</source>
            <translation>会話はまだありません</translation>
        </message>
        <message>
            <source>No conversation contains these words.</source>
            <translation>この言葉を含む会話はありません。</translation>
        </message>
        <message>
            <source>The conversations cannot be read</source>
            <translation>会話を読み込めません</translation>
        </message>
        <message>
            <source>Rename</source>
            <translation>名前を変更</translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>削除</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>検索</translation>
        </message>
        <message>
            <source>Search conversations</source>
            <translation>会話を検索</translation>
        </message>
        <message>
            <source>New conversation</source>
            <translation>新しい会話</translation>
        </message>
        <message>
            <source>Conversations</source>
            <translation>会話</translation>
        </message>
        <message>
            <source>Ask something, and it will be kept here.</source>
            <translation>質問すると、会話がここに残ります。</translation>
        </message>
    </context>
    <context>
        <name>ui::conversations::ConversationModel</name>
        <message>
            <source>New conversation</source>
            <translation>新しい会話</translation>
        </message>
        <message>
            <source>%1, %2, answering</source>
            <translation>%1、%2、回答中</translation>
        </message>
        <message>
            <source>%1, %2</source>
            <translation>%1、%2</translation>
        </message>
        <message>
            <source>%1, %2, new answer</source>
            <translation>%1、%2、新しい回答あり</translation>
        </message>
    </context>
    <context>
        <name>ui::conversations::UndoBar</name>
        <message>
            <source>Conversation deleted</source>
            <translation>会話を削除しました</translation>
        </message>
        <message>
            <source>Conversation deleted: %1</source>
            <translation>会話を削除しました：%1</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>元に戻す</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>閉じる</translation>
        </message>
    </context>
    <context>
        <name>ui::markdown</name>
        <message>
            <source>Picture: </source>
            <translation>画像：</translation>
        </message>
    </context>
    <context>
        <name>ui::models::KeyForm</name>
        <message>
            <source>Offered there: %1</source>
            <translation>使えるモデル：%1</translation>
        </message>
        <message>
            <source>Enter an address that begins with https://.</source>
            <translation>https://で始まるアドレスを入力してください。</translation>
        </message>
        <message>
            <source>Enter the name of the model.</source>
            <translation>モデル名を入力してください。</translation>
        </message>
        <message>
            <source>Other</source>
            <translation>その他</translation>
        </message>
        <message>
            <source>Address</source>
            <translation>アドレス</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>モデル</translation>
        </message>
        <message>
            <source>Key</source>
            <translation>APIキー</translation>
        </message>
        <message>
            <source>Kept in this computer's keychain and used for this address only. A server without a key needs none.</source>
            <translation>このコンピューターのキーチェーンに保存し、このアドレスにだけ使います。APIキーが不要なサーバーでは、空欄のままで構いません。</translation>
        </message>
        <message>
            <source>Test and use</source>
            <translation>テストして使う</translation>
        </message>
    </context>
    <context>
        <name>ui::models::ModelChooser</name>
        <message>
            <source>Demo model</source>
            <translation>デモモデル</translation>
        </message>
        <message>
            <source>Gives set answers and needs no key. Nothing leaves this computer.</source>
            <translation>決まった受け答えをします。APIキーは要りません。会話はこのコンピューターの外に出ません。</translation>
        </message>
        <message>
            <source>Use the demo model</source>
            <translation>デモモデルを使う</translation>
        </message>
        <message>
            <source>Set up in this computer's environment. %1</source>
            <translation>このコンピューターの環境変数に設定済みです。%1</translation>
        </message>
        <message>
            <source>Use</source>
            <translation>使う</translation>
        </message>
        <message>
            <source>It is running, but has no model yet. Load one there, then look again.</source>
            <translation>起動していますが、モデルがまだありません。読み込んでから、もう一度探してください。</translation>
        </message>
        <message>
            <source>Look again</source>
            <translation>もう一度探す</translation>
        </message>
        <message>
            <source>Looking for models on this computer…</source>
            <translation>このコンピューターのモデルを探しています…</translation>
        </message>
        <message>
            <source>No model is running on this computer</source>
            <translation>起動中のモデルは見つかりませんでした</translation>
        </message>
        <message>
            <source>Ollama, LM Studio and llama.cpp are found when they run under your own account. If one runs as a service of the system, enter its address below.</source>
            <translation>Ollama、LM Studio、llama.cppは、ご自身のアカウントで起動していれば見つかります。システムのサービスとして動いている場合は、下の欄にアドレスを入力してください。</translation>
        </message>
        <message>
            <source>Asking %1 for a short answer…</source>
            <translation>%1に試しの質問をしています…</translation>
        </message>
        <message>
            <source>Setting up the model…</source>
            <translation>モデルを設定しています…</translation>
        </message>
        <message>
            <source>The server at %1 runs as the system account “%2”, not as you. Whoever controls that account can read what you send.</source>
            <translation>%1のサーバーは、あなたではなくシステムアカウント「%2」で動いています。そのアカウントを管理できる人は、送った内容を読むことができます。</translation>
        </message>
        <message>
            <source>Use it all the same</source>
            <translation>それでも使う</translation>
        </message>
        <message>
            <source>Found on this computer</source>
            <translation>このコンピューターで見つかったモデル</translation>
        </message>
        <message>
            <source>A service with a key</source>
            <translation>APIキーで使うサービス</translation>
        </message>
    </context>
    <context>
        <name>ui::settings::AccountsPage</name>
        <message>
            <source>%1 at %2</source>
            <translation>%1（%2）</translation>
        </message>
        <message>
            <source>In use</source>
            <translation>使用中</translation>
        </message>
        <message>
            <source>Demo</source>
            <translation>デモ</translation>
        </message>
        <message>
            <source>This run only</source>
            <translation>今回のみ</translation>
        </message>
        <message>
            <source>Sign in again</source>
            <translation>再認証する</translation>
        </message>
        <message>
            <source>Sign out…</source>
            <translation>サインアウト…</translation>
        </message>
        <message>
            <source>Sign out %1</source>
            <translation>%1さんをサインアウト</translation>
        </message>
        <message>
            <source>Accounts</source>
            <translation>アカウント</translation>
        </message>
        <message>
            <source>Sign in with another account</source>
            <translation>別のアカウントでサインイン</translation>
        </message>
        <message>
            <source>Remove…</source>
            <translation>削除…</translation>
        </message>
        <message>
            <source>Remove %1</source>
            <translation>%1を削除</translation>
        </message>
    </context>
    <context>
        <name>ui::settings::GeneralPage</name>
        <message>
            <source>Set by your organisation.</source>
            <translation>組織によって設定されています。</translation>
        </message>
        <message>
            <source>General</source>
            <translation>全般</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>言語</translation>
        </message>
        <message>
            <source>Same as the system</source>
            <translation>システムに合わせる</translation>
        </message>
        <message>
            <source>Appearance</source>
            <translation>外観</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>ライト</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>ダーク</translation>
        </message>
        <message>
            <source>Where you sign in</source>
            <translation>サインインに使う画面</translation>
        </message>
        <message>
            <source>Tell me on the desktop when something waits</source>
            <translation>承認待ちになったらデスクトップ通知で知らせる</translation>
        </message>
        <message>
            <source>Standing rules</source>
            <translation>常設ルール</translation>
        </message>
        <message>
            <source>What runs, or is declined, without asking you.</source>
            <translation>あなたに確認せずに実行または拒否する操作です。</translation>
        </message>
        <message>
            <source>Show the rules…</source>
            <translation>ルールを表示…</translation>
        </message>
    </context>
    <context>
        <name>ui::settings::ModelSettingsPage</name>
        <message>
            <source>Model</source>
            <translation>モデル</translation>
        </message>
        <message>
            <source>In use</source>
            <translation>使用中</translation>
        </message>
        <message>
            <source>Use another model</source>
            <translation>別のモデルを使う</translation>
        </message>
        <message>
            <source>No model yet</source>
            <translation>モデルが選ばれていません</translation>
        </message>
        <message>
            <source>Demo model</source>
            <translation>デモモデル</translation>
        </message>
        <message>
            <source>Choose one below.</source>
            <translation>下から選んでください。</translation>
        </message>
        <message>
            <source>%1 The server there may run as the system account “%2”, as was accepted: whoever controls that account can read them.</source>
            <translation>%1サーバーがシステムアカウント「%2」で動くことは許可済みです。そのアカウントを管理できる人は会話を読むことができます。</translation>
        </message>
        <message>
            <source>Set by your organisation.</source>
            <translation>組織によって設定されています。</translation>
        </message>
    </context>
    <context>
        <name>ui::settings::SettingsDialog</name>
        <message>
            <source>Settings</source>
            <translation>設定</translation>
        </message>
        <message>
            <source>General</source>
            <translation>全般</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>モデル</translation>
        </message>
        <message>
            <source>Accounts</source>
            <translation>アカウント</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>閉じる</translation>
        </message>
    </context>
    <context>
        <name>ui::shell::ChatPage</name>
        <message>
            <source>New conversation</source>
            <translation>新しい会話</translation>
        </message>
        <message>
            <source>this computer</source>
            <translation>このコンピューター</translation>
        </message>
        <message>
            <source>Demo model</source>
            <translation>デモモデル</translation>
        </message>
        <message>
            <source>%1 · %2</source>
            <translation>%1・%2</translation>
        </message>
        <message>
            <source>Conversations stay on this computer.</source>
            <translation>会話はこのコンピューターの外に出ません。</translation>
        </message>
        <message>
            <source>Conversations are sent to %1.</source>
            <translation>会話は%1に送られます。</translation>
        </message>
        <message>
            <source>Model: %1</source>
            <translation>モデル：%1</translation>
        </message>
        <message>
            <source>Your sign-in has expired. Sign in again to send messages.</source>
            <translation>サインインが期限切れです。再認証すると送信できます。</translation>
        </message>
        <message>
            <source>Ask something, or say what you need</source>
            <translation>質問や、してほしいことを書いてください</translation>
        </message>
        <message>
            <source>Conversation</source>
            <translation>会話</translation>
        </message>
        <message>
            <source>You are editing your last message. Its answer is replaced when you send.</source>
            <translation>最後のメッセージを編集しています。送信すると、回答も新しくなります。</translation>
        </message>
        <message>
            <source>Answer the question above first.</source>
            <translation>先に上の質問に答えてください。</translation>
        </message>
    </context>
    <context>
        <name>ui::shell::MainWindow</name>
        <message>
            <source>%1 (demo) – Sekisho</source>
            <translation>%1（デモ） – Sekisho</translation>
        </message>
        <message>
            <source>%1 – Sekisho</source>
            <translation>%1 – Sekisho</translation>
        </message>
        <message>
            <source>%1 was signed out, though not in this window: the account was removed from this computer, or can no longer be opened. Sign in again below to go on.</source>
            <translation>このウィンドウの操作ではありませんが、%1さんはサインアウトされました。アカウントがこのコンピューターから削除されたか、開けなくなっています。続けるには、下でもう一度サインインしてください。</translation>
        </message>
        <message>
            <source>%1 is signed out.</source>
            <translation>%1さんをサインアウトしました。</translation>
        </message>
        <message>
            <source>%1 is not signed out on this computer: that could not be saved, as the disk is full or writing is not allowed. The provider may have been told already. Make room, then sign out again.</source>
            <translation>ディスクの空きがないか書き込めないため、このコンピューターでの%1さんのサインアウトを保存できませんでした。認証サービスには伝わっている可能性があります。空きを作ってから、もう一度サインアウトしてください。</translation>
        </message>
        <message>
            <source>%1 is signed out on this computer, but the provider could not be told. %2</source>
            <translation>このコンピューターでは%1さんをサインアウトしましたが、認証サービスには伝えられませんでした。%2</translation>
        </message>
        <message>
            <source>%1 is signed out, and the conversations are deleted from this computer.</source>
            <translation>%1さんをサインアウトし、会話をこのコンピューターから削除しました。</translation>
        </message>
        <message>
            <source>The account is removed from this computer.</source>
            <translation>アカウントをこのコンピューターから削除しました。</translation>
        </message>
    </context>
    <context>
        <name>ui::shell::NoticeBar</name>
        <message>
            <source>Sign in again</source>
            <translation>再認証する</translation>
        </message>
    </context>
    <context>
        <name>ui::shell::ReaderBar</name>
        <message>
            <source>Send them</source>
            <translation>送る</translation>
        </message>
        <message>
            <source>Start without them</source>
            <translation>送らずに始める</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>キャンセル</translation>
        </message>
        <message>
            <source>The demo model</source>
            <translation>デモモデル</translation>
        </message>
        <message>
            <source>%1 has not seen all of this conversation. Send it the earlier messages?</source>
            <translation>%1には、この会話の一部がまだ送られていません。これまでのメッセージを送りますか？</translation>
        </message>
        <message>
            <source>%1 has not seen this conversation. Send it the earlier messages?</source>
            <translation>%1には、この会話がまだ送られていません。これまでのメッセージを送りますか？</translation>
        </message>
        <message>
            <source>They stay on this computer. Your answer is kept for this conversation.</source>
            <translation>メッセージはこのコンピューターの外に出ません。この選択は、この会話で引き続き使われます。</translation>
        </message>
        <message>
            <source>They would go to %1, with what the tools answered. Your answer is kept for this conversation.</source>
            <translation>ツールの応答も含めて%1に送られます。この選択は、この会話で引き続き使われます。</translation>
        </message>
    </context>
    <context>
        <name>ui::shell::ShortcutsDialog</name>
        <message>
            <source>All that waits for your answer</source>
            <translation>承認待ちの一覧</translation>
        </message>
        <message>
            <source>Keyboard</source>
            <translation>キーボード操作</translation>
        </message>
        <message>
            <source>New conversation</source>
            <translation>新しい会話</translation>
        </message>
        <message>
            <source>Search the conversations</source>
            <translation>会話を検索</translation>
        </message>
        <message>
            <source>Change the account</source>
            <translation>アカウントを切り替える</translation>
        </message>
        <message>
            <source>Open the list of accounts</source>
            <translation>アカウントの一覧を開く</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>設定</translation>
        </message>
        <message>
            <source>Send</source>
            <translation>送信</translation>
        </message>
        <message>
            <source>New line</source>
            <translation>改行</translation>
        </message>
        <message>
            <source>Tools that may act unasked</source>
            <translation>確認なしで実行できるツール</translation>
        </message>
        <message>
            <source>Stop the answer</source>
            <translation>回答を止める</translation>
        </message>
        <message>
            <source>Write a message</source>
            <translation>メッセージを書く</translation>
        </message>
        <message>
            <source>This list</source>
            <translation>この一覧</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>閉じる</translation>
        </message>
        <message>
            <source>Rename a conversation in the list</source>
            <translation>一覧で会話の名前を変更</translation>
        </message>
        <message>
            <source>Delete a conversation in the list</source>
            <translation>一覧で会話を削除</translation>
        </message>
        <message>
            <source>From message to message</source>
            <translation>前後のメッセージへ移動</translation>
        </message>
        <message>
            <source>Copy the message</source>
            <translation>メッセージをコピー</translation>
        </message>
        <message>
            <source>Go to what waits for your answer</source>
            <translation>回答待ちの操作へ移動</translation>
        </message>
        <message>
            <source>Approve what is under review</source>
            <translation>確認中の操作を承認する</translation>
        </message>
        <message>
            <source>Decline what is under review</source>
            <translation>確認中の操作を拒否する</translation>
        </message>
        <message>
            <source>Standing rules</source>
            <translation>常設ルール</translation>
        </message>
        <message>
            <source>Revoke a rule in the list</source>
            <translation>一覧のルールを取り消す</translation>
        </message>
        <message>
            <source>The audit log</source>
            <translation>監査ログ</translation>
        </message>
        <message>
            <source>Change the values of what is under review</source>
            <translation>確認中の操作の値を変更する</translation>
        </message>
        <message>
            <source>Take back what has not begun yet</source>
            <translation>まだ始まっていない操作を取り消す</translation>
        </message>
    </context>
    <context>
        <name>ui::shell::Sidebar</name>
        <message>
            <source>Waiting for you (%1)</source>
            <extracomment>%1 is a number of calls</extracomment>
            <translation>承認待ち（%1）</translation>
        </message>
        <message>
            <source>Waiting for you</source>
            <translation>承認待ち</translation>
        </message>
        <message>
            <source>Nothing waits for you</source>
            <translation>承認待ちの操作はありません</translation>
        </message>
        <message>
            <source>What waits for your answer (Ctrl+Shift+I)</source>
            <translation>あなたの回答を待っている操作（Ctrl+Shift+I）</translation>
        </message>
        <message>
            <source>Settings (Ctrl+,)</source>
            <translation>設定（Ctrl+,）</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>設定</translation>
        </message>
        <message>
            <source>Opens the list of accounts</source>
            <translation>アカウントの一覧を開きます</translation>
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
    <context>
        <name>ui::transcript</name>
        <message>
            <source>the API</source>
            <translation>API</translation>
        </message>
        <message>
            <source>Blocked</source>
            <translation>拒否</translation>
        </message>
        <message>
            <source>Blocked by %1: HTTP %2. %3's sign-in does not open this.</source>
            <extracomment>%1 is a host name, %2 a number such as 403, %3 a person's name</extracomment>
            <translation>%1に拒否されました（HTTP %2）。%3さんの権限では開けません。</translation>
        </message>
        <message>
            <source>Blocked by %1. %2's sign-in does not open this.</source>
            <translation>%1に拒否されました。%2さんの権限では開けません。</translation>
        </message>
        <message>
            <source>Not allowed</source>
            <translation>許可されていません</translation>
        </message>
        <message>
            <source>%1 %2</source>
            <extracomment>Two sentences, one after the other</extracomment>
            <translation>%1%2</translation>
        </message>
        <message>
            <source>Tool</source>
            <translation>ツール</translation>
        </message>
        <message>
            <source>… (characters not shown: %1)</source>
            <extracomment>At the end of a text; %1 is a number</extracomment>
            <translation>…（ほか%1文字は表示していません）</translation>
        </message>
        <message>
            <source>Arguments not shown</source>
            <translation>表示していない引数</translation>
        </message>
        <message>
            <source>Called without arguments.</source>
            <translation>引数なしで呼び出しました。</translation>
        </message>
        <message>
            <source>Sekisho stopped this before any request was sent.</source>
            <translation>何も送信する前に、Sekishoが止めました。</translation>
        </message>
        <message>
            <source>Running</source>
            <translation>実行中</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>完了</translation>
        </message>
        <message>
            <source>Not found</source>
            <translation>見つかりません</translation>
        </message>
        <message>
            <source>Service problem</source>
            <translation>サービスの障害</translation>
        </message>
        <message>
            <source>Not sent</source>
            <translation>未送信</translation>
        </message>
        <message>
            <source>The model's request was not well formed, so nothing was sent.</source>
            <translation>モデルの呼び出し方が正しくないため、何も送信していません。</translation>
        </message>
        <message>
            <source>Failed</source>
            <translation>失敗</translation>
        </message>
        <message>
            <source>This did not work.</source>
            <translation>うまくいきませんでした。</translation>
        </message>
        <message>
            <source>Stopped</source>
            <translation>停止</translation>
        </message>
        <message>
            <source>Stopped before it finished.</source>
            <translation>完了する前に停止しました。</translation>
        </message>
        <message>
            <source>May have run: check</source>
            <translation>実行された可能性あり：要確認</translation>
        </message>
        <message>
            <source>The connection broke before the answer came. This may have been carried out: please check before asking again. It is not repeated by itself.</source>
            <translation>応答の前に接続が切れました。実行された可能性があります。もう一度頼む前に、結果を確認してください。自動で繰り返すことはありません。</translation>
        </message>
        <message>
            <source>Unknown</source>
            <translation>不明</translation>
        </message>
        <message>
            <source>as %1</source>
            <translation>%1さんとして</translation>
        </message>
        <message>
            <source>not asked about</source>
            <translation>確認なしで実行</translation>
        </message>
        <message>
            <source>approved by you, with a fresh sign-in</source>
            <translation>あなたが再認証のうえ承認</translation>
        </message>
        <message>
            <source>approved by you</source>
            <translation>あなたが承認</translation>
        </message>
        <message>
            <source>approved by %1, with a fresh sign-in of yours</source>
            <translation>%1さんが承認、あなたが再認証</translation>
        </message>
        <message>
            <source>approved by %1</source>
            <translation>%1さんが承認</translation>
        </message>
        <message>
            <source>by your standing rule</source>
            <translation>あなたの常設ルールによる</translation>
        </message>
        <message>
            <source>demo</source>
            <translation>デモ</translation>
        </message>
        <message>
            <source>Person</source>
            <translation>本人</translation>
        </message>
        <message>
            <source>Account ID</source>
            <translation>アカウントID</translation>
        </message>
        <message>
            <source>Signed in at</source>
            <translation>サインイン先</translation>
        </message>
        <message>
            <source>Sign-in is for</source>
            <translation>利用先</translation>
        </message>
        <message>
            <source>Permissions</source>
            <translation>権限</translation>
        </message>
        <message>
            <source>Request</source>
            <translation>要求</translation>
        </message>
        <message>
            <source>Answer</source>
            <translation>応答</translation>
        </message>
        <message>
            <source>No request was made.</source>
            <translation>何も送信していません。</translation>
        </message>
        <message>
            <source>In its own words</source>
            <translation>相手の回答（原文）</translation>
        </message>
        <message>
            <source>Reason</source>
            <translation>理由</translation>
        </message>
        <message>
            <source>Technical detail</source>
            <translation>技術的な詳細</translation>
        </message>
        <message>
            <source>Asking again with the demo's admin key</source>
            <translation>デモの管理者キーで同じことを試しています</translation>
        </message>
        <message>
            <source>The demo of the admin key did not work</source>
            <translation>管理者キーのデモはうまくいきませんでした</translation>
        </message>
        <message>
            <source>No answer came. Please try again.</source>
            <translation>応答がありませんでした。もう一度お試しください。</translation>
        </message>
        <message>
            <source>Demo: with an admin key it leaks</source>
            <translation>デモ：管理者キーを持たせると情報が漏れます</translation>
        </message>
        <message>
            <source>The same request, sent with the demo API's own admin key instead of %1's sign-in: HTTP %2. This is what an agent that holds such a key would hand out.</source>
            <translation>同じ要求を、%1さんの権限ではなく、デモAPIの管理者キーで送りました（HTTP %2）。管理者キーを持つエージェントなら、これを渡してしまいます。</translation>
        </message>
        <message>
            <source>Demo: the admin key was refused as well</source>
            <translation>デモ：管理者キーでも拒否されました</translation>
        </message>
        <message>
            <source>The same request, sent with the demo API's own admin key: HTTP %1.</source>
            <translation>同じ要求を、デモAPIの管理者キーで送りました（HTTP %1）。</translation>
        </message>
        <message>
            <source>%1 knows no such thing, or does not show it to %2 (HTTP %3).</source>
            <translation>%1に存在しないか、%2さんには表示されないものです（HTTP %3）。</translation>
        </message>
        <message>
            <source>%1 could not answer (HTTP %2).</source>
            <translation>%1が応答できませんでした（HTTP %2）。</translation>
        </message>
        <message>
            <source>Waiting for you</source>
            <translation>回答待ち</translation>
        </message>
        <message>
            <source>Nothing was done yet. It runs only if you approve it below.</source>
            <translation>まだ何も実行されていません。下で承認した場合だけ実行されます。</translation>
        </message>
        <message>
            <source>Declined</source>
            <translation>拒否済み</translation>
        </message>
        <message>
            <source>You said no, so nothing was done. Ask again if you want it after all.</source>
            <translation>拒否されたため、何も実行されていません。必要であれば、もう一度頼んでください。</translation>
        </message>
        <message>
            <source>Expired</source>
            <translation>期限切れ</translation>
        </message>
        <message>
            <source>It was not approved in time, so nothing was done. Ask again if you still want it.</source>
            <translation>期限までに承認されなかったため、何も実行されていません。必要であれば、もう一度頼んでください。</translation>
        </message>
        <message>
            <source>Withdrawn</source>
            <translation>取り下げ</translation>
        </message>
        <message>
            <source>The question was taken back before you answered, so nothing was done.</source>
            <translation>回答の前に確認が取り下げられたため、何も実行されていません。</translation>
        </message>
        <message>
            <source>Nothing was changed.</source>
            <translation>何も変更されていません。</translation>
        </message>
        <message>
            <source>Something may have been changed.</source>
            <translation>何かが変更された可能性があります。</translation>
        </message>
        <message>
            <source>Ask again if you still want it.</source>
            <translation>必要であれば、もう一度頼んでください。</translation>
        </message>
        <message>
            <source>Sign out and in again, then ask once more.</source>
            <translation>一度サインアウトしてサインインし直してから、もう一度頼んでください。</translation>
        </message>
        <message>
            <source>If you need it, ask whoever runs %1 for permission.</source>
            <translation>必要であれば、%1の管理者に権限を依頼してください。</translation>
        </message>
        <message>
            <source>Check what was asked for, then ask again.</source>
            <translation>頼んだ内容を確認してから、もう一度頼んでください。</translation>
        </message>
        <message>
            <source>Its answer says why; ask again in another way.</source>
            <translation>理由は応答に書かれています。内容を変えて、もう一度頼んでください。</translation>
        </message>
        <message>
            <source>Ask again in a little while.</source>
            <translation>しばらくしてから、もう一度頼んでください。</translation>
        </message>
        <message>
            <source>Check there before you ask again.</source>
            <translation>もう一度頼む前に、相手先で結果を確認してください。</translation>
        </message>
        <message>
            <source>Declined by your rule</source>
            <translation>あなたのルールにより拒否</translation>
        </message>
        <message>
            <source>A standing rule that you wrote says that this is never run.</source>
            <translation>あなたが作成した常設ルールにより、この操作は常に拒否されます。</translation>
        </message>
        <message>
            <source>If it is to run after all, revoke that rule under Standing rules, then ask again.</source>
            <translation>実行する場合は、「常設ルール」でそのルールを取り消してから、もう一度頼んでください。</translation>
        </message>
        <message>
            <source>If it should be possible, ask your administrator.</source>
            <translation>この操作が必要な場合は、管理者に相談してください。</translation>
        </message>
        <message>
            <source>The service you sign in with could not be reached or gave no valid answer, so nothing was sent to %1.</source>
            <translation>認証サービスに接続できないか、正しい応答がなかったため、%1には何も送信していません。</translation>
        </message>
        <message>
            <source>The service you sign in with (%1) could not be reached or gave no valid answer, so nothing was sent to %2.</source>
            <extracomment>%1 is a host name, %2 the name of an API</extracomment>
            <translation>認証サービス（%1）に接続できないか、正しい応答がなかったため、%2には何も送信していません。</translation>
        </message>
        <message>
            <source>Sign-in service problem</source>
            <translation>認証サービスの障害</translation>
        </message>
        <message>
            <source>Check the network and ask again in a little while; you stay signed in.</source>
            <translation>ネットワークを確認し、しばらくしてからもう一度頼んでください。サインインは続いています。</translation>
        </message>
        <message>
            <source>You said no.</source>
            <translation>あなたが拒否しました。</translation>
        </message>
        <message>
            <source>Ask again if you want it after all.</source>
            <translation>やはり必要であれば、もう一度頼んでください。</translation>
        </message>
        <message>
            <source>%1 said no (role: %2).</source>
            <extracomment>%1 is a person's name, %2 a role, or several</extracomment>
            <translation>%1さん（役割：%2）が拒否しました。</translation>
        </message>
        <message>
            <source>Talk to %1, or ask again in another way.</source>
            <translation>%1さんに相談するか、内容を変えてもう一度頼んでください。</translation>
        </message>
        <message>
            <source>No approver</source>
            <translation>承認者なし</translation>
        </message>
        <message>
            <source>Somebody else had to approve this (role: %1), and nobody did in time.</source>
            <extracomment>%1 is a role, or several</extracomment>
            <translation>ほかの人（役割：%1）の承認が必要でしたが、期限までに承認されませんでした。</translation>
        </message>
        <message>
            <source>Ask again when somebody who may approve it can sign in here.</source>
            <translation>承認できる人がここでサインインできるときに、もう一度頼んでください。</translation>
        </message>
        <message>
            <source>You stopped the answer before this was begun.</source>
            <translation>開始される前に、あなたが回答を停止しました。</translation>
        </message>
        <message>
            <source>You replaced the message that this belonged to before it was begun.</source>
            <translation>開始される前に、あなたが元のメッセージを置き換えました。</translation>
        </message>
        <message>
            <source>You deleted the conversation while this waited.</source>
            <translation>承認を待っている間に、あなたが会話を削除しました。</translation>
        </message>
        <message>
            <source>You signed out while this waited.</source>
            <translation>承認を待っている間に、あなたがサインアウトしました。</translation>
        </message>
        <message>
            <source>A different account than %1's signed in to approve this, so it was taken back.</source>
            <translation>承認のときに%1さんとは別のアカウントでサインインされたため、取り下げられました。</translation>
        </message>
        <message>
            <source>The tool or a rule was changed while this waited, so the question was taken back.</source>
            <translation>承認を待っている間にツールまたは規則が変わったため、確認が取り下げられました。</translation>
        </message>
        <message>
            <source>The question was taken back before this was begun.</source>
            <translation>開始される前に、確認が取り下げられました。</translation>
        </message>
        <message>
            <source>No answer to this arrived, so it may have been carried out.</source>
            <translation>応答が届かなかったため、実行された可能性があります。</translation>
        </message>
        <message>
            <source>Check at %1 before you ask again; it is never sent again by itself.</source>
            <translation>もう一度頼む前に、%1で結果を確認してください。自動で送り直すことはありません。</translation>
        </message>
        <message>
            <source>Ask again in other words.</source>
            <translation>言い方を変えて、もう一度頼んでください。</translation>
        </message>
        <message>
            <source>You did not answer in time.</source>
            <translation>期限までにあなたの回答がありませんでした。</translation>
        </message>
        <message>
            <source>Not begun</source>
            <translation>未開始</translation>
        </message>
        <message>
            <source>It was approved, but could not begin while the approval held.</source>
            <translation>承認されましたが、承認の有効な間に開始できませんでした。</translation>
        </message>
        <message>
            <source>Ask again and approve it anew if you still want it.</source>
            <translation>必要であれば、もう一度頼んで、改めて承認してください。</translation>
        </message>
        <message>
            <source>Your reason</source>
            <translation>あなたの理由</translation>
        </message>
        <message>
            <source>%1's reason</source>
            <extracomment>%1 is a person's name</extracomment>
            <translation>%1さんの理由</translation>
        </message>
        <message>
            <source>None arrived.</source>
            <translation>届いていません。</translation>
        </message>
        <message>
            <source>Declined by</source>
            <translation>拒否した人</translation>
        </message>
        <message>
            <source>Their account ID</source>
            <translation>その人のアカウントID</translation>
        </message>
        <message>
            <source>Role needed</source>
            <translation>必要な役割</translation>
        </message>
        <message>
            <source>Rule</source>
            <translation>規則</translation>
        </message>
        <message>
            <source>Held</source>
            <translation>開始待ち</translation>
        </message>
        <message>
            <source>Nothing was done yet. It begins in a few seconds unless you take it back.</source>
            <translation>まだ何も実行されていません。取り消さなければ、数秒後に始まります。</translation>
        </message>
        <message>
            <source>Begins in %1 s</source>
            <extracomment>%1 is a number of seconds</extracomment>
            <translation>%1秒後に始まります</translation>
        </message>
        <message>
            <source>Beginning</source>
            <translation>開始しています</translation>
        </message>
        <message>
            <source>Taken back</source>
            <translation>取り消しました</translation>
        </message>
        <message>
            <source>You took it back before it began.</source>
            <translation>始まる前にあなたが取り消しました。</translation>
        </message>
    </context>
    <context>
        <name>ui::transcript::AddressArea</name>
        <message>
            <source>Address</source>
            <translation>アドレス</translation>
        </message>
    </context>
    <context>
        <name>ui::transcript::EmptyState</name>
        <message>
            <source>What would you like to know?</source>
            <translation>何を調べましょうか？</translation>
        </message>
        <message>
            <source>What would you like to know, %1?</source>
            <translation>%1さん、何を調べましょうか？</translation>
        </message>
        <message>
            <source>The agent asks your organisation's services with your own sign-in. It can do only what you can, whatever anybody tells it.</source>
            <translation>エージェントは、あなた自身の権限で組織のサービスに問い合わせます。誰に何を言われても、あなたにできることしかできません。</translation>
        </message>
        <message>
            <source>For example</source>
            <translation>たとえば</translation>
        </message>
    </context>
    <context>
        <name>ui::transcript::EndLine</name>
        <message>
            <source>The answer could not be finished.</source>
            <translation>回答を完了できませんでした。</translation>
        </message>
        <message>
            <source>You stopped this answer.</source>
            <translation>この回答を停止しました。</translation>
        </message>
        <message>
            <source>Sekisho was closed before this answer was finished.</source>
            <translation>回答が終わる前にSekishoが終了しました。</translation>
        </message>
        <message>
            <source>The model declined to answer.</source>
            <translation>モデルが回答を控えました。</translation>
        </message>
        <message>
            <source>The answer reached the model's length limit and ends here.</source>
            <translation>モデルの長さの上限に達したため、回答はここまでです。</translation>
        </message>
        <message>
            <source>The agent used all the steps it has for one question.</source>
            <translation>1つの質問で使える手順の上限に達しました。</translation>
        </message>
        <message>
            <source>Continue</source>
            <translation>続ける</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>もう一度試す</translation>
        </message>
    </context>
    <context>
        <name>ui::transcript::HeldBar</name>
        <message>
            <source>Undo</source>
            <translation>取り消す</translation>
        </message>
        <message>
            <source>Undo: %1</source>
            <translation>取り消す：%1</translation>
        </message>
    </context>
    <context>
        <name>ui::transcript::LinkPrompt</name>
        <message>
            <source>Open this address?</source>
            <translation>このアドレスを開きますか？</translation>
        </message>
        <message>
            <source>Open %1?</source>
            <translation>%1を開きますか？</translation>
        </message>
        <message>
            <source>This address was written by the model. The page opens in your browser and can see the whole of it:</source>
            <translation>このアドレスはモデルが書いたものです。ページはブラウザーで開き、次のアドレス全体が相手に伝わります。</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>キャンセル</translation>
        </message>
        <message>
            <source>Scroll to the end of the address before you open it.</source>
            <translation>アドレスを最後までスクロールすると、開けるようになります。</translation>
        </message>
        <message>
            <source>Copy address</source>
            <translation>アドレスをコピー</translation>
        </message>
        <message>
            <source>Open in browser</source>
            <translation>ブラウザーで開く</translation>
        </message>
        <message>
            <source>The text of this link names another site. It really leads to %1.</source>
            <translation>リンクの文字には別のサイト名が書かれています。実際の行き先は%1です。</translation>
        </message>
        <message>
            <source>What stands before the @ sign is not the site. This address leads to %1.</source>
            <translation>@の前にある文字はサイト名ではありません。実際の行き先は%1です。</translation>
        </message>
        <message>
            <source>The site's name contains letters that can look like others. In plain letters it is %1.</source>
            <translation>サイト名に、ほかの文字と紛らわしい文字が含まれています。英数字で書くと%1です。</translation>
        </message>
        <message>
            <source>The connection to this site is not encrypted.</source>
            <translation>このサイトとの接続は暗号化されません。</translation>
        </message>
        <message>
            <source>This address has more than 2,000 characters, which is too long to be opened from here. It can only be copied.</source>
            <translation>このアドレスは2,000文字を超えているため、ここからは開けません。コピーだけができます。</translation>
        </message>
    </context>
    <context>
        <name>ui::transcript::MayActLine</name>
        <message>
            <source>May act unasked: %1</source>
            <translation>確認なしで実行可：%1</translation>
        </message>
    </context>
    <context>
        <name>ui::transcript::MessageBar</name>
        <message>
            <source>Copy message</source>
            <translation>メッセージをコピー</translation>
        </message>
        <message>
            <source>Answer again</source>
            <translation>もう一度回答する</translation>
        </message>
        <message>
            <source>Edit message</source>
            <translation>メッセージを編集</translation>
        </message>
    </context>
    <context>
        <name>ui::transcript::ReasoningToggle</name>
        <message>
            <source>Hide the model's notes</source>
            <translation>モデルのメモを隠す</translation>
        </message>
        <message>
            <source>Show the model's notes</source>
            <translation>モデルのメモを表示</translation>
        </message>
    </context>
    <context>
        <name>ui::transcript::TextPiece</name>
        <message>
            <source>Code</source>
            <translation>コード</translation>
        </message>
        <message>
            <source>Copy code</source>
            <translation>コードをコピー</translation>
        </message>
    </context>
    <context>
        <name>ui::transcript::ThinkingLine</name>
        <message>
            <source>Thinking</source>
            <translation>考えています</translation>
        </message>
    </context>
    <context>
        <name>ui::transcript::ToolCard</name>
        <message>
            <source>Hide what was asked for</source>
            <translation>依頼内容を隠す</translation>
        </message>
        <message>
            <source>Show what was asked for</source>
            <translation>依頼内容を表示</translation>
        </message>
        <message>
            <source>Hide answer</source>
            <translation>応答を隠す</translation>
        </message>
        <message>
            <source>Show answer</source>
            <translation>応答を表示</translation>
        </message>
        <message>
            <source>Hide the reasons</source>
            <translation>理由を隠す</translation>
        </message>
        <message>
            <source>Why?</source>
            <translation>理由を表示</translation>
        </message>
        <message>
            <source>What if the agent held an admin key?</source>
            <translation>もしエージェントが管理者キーを持っていたら？</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>取り消す</translation>
        </message>
        <message>
            <source>Undo: %1</source>
            <translation>取り消す：%1</translation>
        </message>
    </context>
    <context>
        <name>ui::transcript::TranscriptView</name>
        <message>
            <source>Copy</source>
            <translation>コピー</translation>
        </message>
        <message>
            <source>Copy address</source>
            <translation>アドレスをコピー</translation>
        </message>
        <message>
            <source>Copy message</source>
            <translation>メッセージをコピー</translation>
        </message>
        <message>
            <source>Select all</source>
            <translation>すべて選択</translation>
        </message>
        <message>
            <source>Conversation</source>
            <translation>会話</translation>
        </message>
        <message>
            <source>Jump to latest</source>
            <translation>最新へ移動</translation>
        </message>
        <message>
            <source>Not loaded yet</source>
            <translation>読み込み中</translation>
        </message>
        <message>
            <source>You</source>
            <translation>自分</translation>
        </message>
        <message>
            <source>Agent</source>
            <translation>エージェント</translation>
        </message>
        <message>
            <source>Thinking</source>
            <translation>考えています</translation>
        </message>
        <message>
            <source>%1: %2</source>
            <extracomment>Who said it, and what</extracomment>
            <translation>%1：%2</translation>
        </message>
    </context>
    <context>
        <name>ui::welcome::ConfirmPage</name>
        <message>
            <source>Signed in as %1</source>
            <translation>%1さんとしてサインインしました</translation>
        </message>
        <message>
            <source>%1 at %2</source>
            <translation>%1（%2）</translation>
        </message>
        <message>
            <source>Your web browser came back with this account. Go on only if it is yours: what you do from here on is done as this account.</source>
            <translation>ブラウザーでは、このアカウントでサインインされています。ご自分のアカウントの場合だけ続けてください。この後の操作は、すべてこのアカウントで行われます。</translation>
        </message>
        <message>
            <source>Go on</source>
            <translation>続ける</translation>
        </message>
        <message>
            <source>Not me</source>
            <translation>自分ではありません</translation>
        </message>
    </context>
    <context>
        <name>ui::welcome::ModelPage</name>
        <message>
            <source>Choose a model</source>
            <translation>モデルを選んでください</translation>
        </message>
        <message>
            <source>The model reads your conversations and the results of the tools. It never gets your sign-in or your keys. You can change it later in the settings.</source>
            <translation>モデルは、会話とツールの結果を読みます。サインインの情報やAPIキーが渡ることはありません。後から設定で変更できます。</translation>
        </message>
    </context>
    <context>
        <name>ui::welcome::OrganisationPage</name>
        <message>
            <source>Enter the issuer URL. It begins with https://.</source>
            <translation>https://で始まる発行者URLを入力してください。</translation>
        </message>
        <message>
            <source>Enter the client ID.</source>
            <translation>クライアントIDを入力してください。</translation>
        </message>
        <message>
            <source>Set by your organisation.</source>
            <translation>組織によって設定されています。</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>戻る</translation>
        </message>
        <message>
            <source>Sign in with your organisation</source>
            <translation>自分の組織でサインイン</translation>
        </message>
        <message>
            <source>Sekisho works with any OpenID Connect provider, such as Microsoft Entra ID, Okta, Auth0 or Keycloak.</source>
            <translation>Microsoft Entra ID、Okta、Auth0、Keycloakなど、OpenID Connectに対応した認証サービスで使えます。</translation>
        </message>
        <message>
            <source>Issuer URL</source>
            <translation>発行者URL</translation>
        </message>
        <message>
            <source>Client ID</source>
            <translation>クライアントID</translation>
        </message>
        <message>
            <source>The identifier under which Sekisho is registered there.</source>
            <translation>認証サービスに登録したSekishoの識別子です。</translation>
        </message>
        <message>
            <source>Audience (optional)</source>
            <translation>オーディエンス（任意）</translation>
        </message>
        <message>
            <source>The API the access is for, if your provider asks for one.</source>
            <translation>アクセス先のAPIです。認証サービスが求める場合だけ入力してください。</translation>
        </message>
        <message>
            <source>Where you sign in</source>
            <translation>サインインに使う画面</translation>
        </message>
        <message>
            <source>Test connection</source>
            <translation>接続をテスト</translation>
        </message>
        <message>
            <source>Sign in</source>
            <translation>サインイン</translation>
        </message>
        <message>
            <source>Testing the connection</source>
            <translation>接続をテストしています</translation>
        </message>
        <message>
            <source>The connection works.</source>
            <translation>接続できました。</translation>
        </message>
        <message>
            <source>The connection works. The provider does not announce PKCE; Sekisho uses it all the same.</source>
            <translation>接続できました。この認証サービスはPKCEへの対応を公表していませんが、Sekishoは常にPKCEを使います。</translation>
        </message>
        <message>
            <source>The connection works. The provider offers no sign-out, so you will stay signed in there after signing out here.</source>
            <translation>接続できました。この認証サービスにはサインアウトの機能がないため、ここでサインアウトしても、認証サービス側のサインインは残ります。</translation>
        </message>
    </context>
    <context>
        <name>ui::welcome::ProblemBanner</name>
        <message>
            <source>For this run only</source>
            <translation>今回だけサインイン</translation>
        </message>
        <message>
            <source>Use the system browser</source>
            <translation>既定のブラウザーを使う</translation>
        </message>
    </context>
    <context>
        <name>ui::welcome::ProgressPage</name>
        <message>
            <source>Go on in your browser</source>
            <translation>ブラウザーで続けてください</translation>
        </message>
        <message>
            <source>The sign-in window is open</source>
            <translation>サインイン画面を開きました</translation>
        </message>
        <message>
            <source>A page has opened in your web browser. Sign in there; Sekisho goes on by itself afterwards.</source>
            <translation>ブラウザーでページを開きました。そこでサインインすると、自動で先に進みます。</translation>
        </message>
        <message>
            <source>Sign in there; Sekisho goes on by itself afterwards. If you do not see the window, it may be behind this one or in the task bar.</source>
            <translation>そこでサインインすると、自動で先に進みます。見当たらないときは、このウィンドウの後ろか、タスクバーを確認してください。</translation>
        </message>
        <message>
            <source>Sign in as %1.</source>
            <translation>%1さんとしてサインインしてください。</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>キャンセル</translation>
        </message>
        <message>
            <source>Use the system browser instead</source>
            <translation>代わりに既定のブラウザーを使う</translation>
        </message>
        <message>
            <source>Waiting for the sign-in</source>
            <translation>サインインを待っています</translation>
        </message>
    </context>
    <context>
        <name>ui::welcome::RedirectAddresses</name>
        <message>
            <source>For your administrator</source>
            <translation>管理者の方へ</translation>
        </message>
        <message>
            <source>Hide the redirect addresses</source>
            <translation>リダイレクト先を隠す</translation>
        </message>
        <message>
            <source>The redirect addresses to register for Sekisho</source>
            <translation>Sekishoのために登録するリダイレクト先</translation>
        </message>
        <message>
            <source>Sekisho comes back from this provider to these addresses. They have to be registered there exactly as they stand.</source>
            <translation>この認証サービスからSekishoに戻ってくるときのアドレスです。このとおりに認証サービスに登録してください。</translation>
        </message>
        <message>
            <source>Redirect addresses</source>
            <translation>リダイレクト先</translation>
        </message>
        <message>
            <source>Copied</source>
            <translation>コピーしました</translation>
        </message>
        <message>
            <source>Copy the addresses</source>
            <translation>アドレスをコピー</translation>
        </message>
    </context>
    <context>
        <name>ui::welcome::StartPage</name>
        <message>
            <source>Back to your conversations</source>
            <translation>会話に戻る</translation>
        </message>
        <message>
            <source>Welcome to Sekisho</source>
            <translation>Sekishoへようこそ</translation>
        </message>
        <message>
            <source>An AI agent that can only do what you can. It works with your own access, and stops where yours stops.</source>
            <translation>AIは、あなたにできることしかできません。あなた自身の権限で動き、その権限の及ばないところでは止まります。</translation>
        </message>
        <message>
            <source>Sign in with another account</source>
            <translation>別のアカウントでサインイン</translation>
        </message>
        <message>
            <source>The accounts stay apart: neither sees anything of the other, and you change between them with one click.</source>
            <translation>アカウントどうしは完全に分かれていて、互いの内容は見えません。切り替えはワンクリックです。</translation>
        </message>
        <message>
            <source>Try the demo organisation</source>
            <translation>デモ組織で試す</translation>
        </message>
        <message>
            <source>A small made-up company on this computer. No account, no key and no network needed.</source>
            <translation>このコンピューターの中で動く、架空の小さな会社です。アカウントもAPIキーもネットワークも要りません。</translation>
        </message>
        <message>
            <source>Your organisation has turned the demo off.</source>
            <translation>デモは、組織の設定で無効になっています。</translation>
        </message>
        <message>
            <source>Sign in with %1</source>
            <translation>%1でサインイン</translation>
        </message>
        <message>
            <source>Sign in with your organisation</source>
            <translation>自分の組織でサインイン</translation>
        </message>
        <message>
            <source>Already set up by your organisation.</source>
            <translation>組織によって設定済みです。</translation>
        </message>
        <message>
            <source>You need two things from your IT department: the issuer URL and the client ID.</source>
            <translation>情報システム部門から、発行者URLとクライアントIDの2つを受け取ってください。</translation>
        </message>
        <message>
            <source>Accounts on this computer</source>
            <translation>このコンピューターのアカウント</translation>
        </message>
    </context>
    <context>
        <name>ui::accounts::WayChoice</name>
        <message>
            <source>Automatic</source>
            <translation>自動</translation>
        </message>
        <message>
            <source>Sekisho’s own sign-in window for the demo and for an organisation your administrator set up; the system browser for any other.</source>
            <translation>デモと、管理者が設定した組織ではSekishoのサインイン画面、そのほかの組織では既定のブラウザーを使います。</translation>
        </message>
        <message>
            <source>Sekisho’s own sign-in window</source>
            <translation>Sekishoのサインイン画面</translation>
        </message>
        <message>
            <source>Closed off from everything else, and forgets everything when it closes.</source>
            <translation>ほかから切り離された画面で、閉じると内容はすべて消えます。</translation>
        </message>
        <message>
            <source>The system browser</source>
            <translation>既定のブラウザー</translation>
        </message>
        <message>
            <source>Uses the passwords and passkeys you keep there. Needed where a provider accepts nothing else.</source>
            <translation>ブラウザーに保存したパスワードやパスキーを使えます。ほかの方法を受け付けない認証サービスでは、こちらが必要です。</translation>
        </message>
    </context>
    <context>
        <name>ui::approvals::Answering</name>
        <message>
            <source>%1: %2</source>
            <extracomment>%1 is what was to be done, %2 a sentence</extracomment>
            <translation>%1：%2</translation>
        </message>
    </context>
    <context>
        <name>ui::approvals::ApprovalCard</name>
        <message>
            <source>Without an answer nothing is done.</source>
            <translation>回答がなければ何も実行されません。</translation>
        </message>
        <message>
            <source>Your answer is being kept.</source>
            <translation>回答を保存しています。</translation>
        </message>
        <message>
            <source>The time to answer is over. Nothing was done.</source>
            <translation>回答の期限が過ぎたため、期限切れです。何も実行されていません。</translation>
        </message>
        <message>
            <source>Some of the text is not shown. Show all of it before you approve.</source>
            <translation>表示されていない部分があります。承認する前にすべて表示してください。</translation>
        </message>
        <message>
            <source>There is more below. Scroll to read all of it before you approve.</source>
            <translation>続きがあります。承認する前に、スクロールして最後までお読みください。</translation>
        </message>
        <message>
            <source>Not ready yet: finish what you are typing.</source>
            <translation>まだ承認できません。入力中の文字を確定してください。</translation>
        </message>
        <message>
            <source>Not ready yet: wait a moment.</source>
            <translation>まだ承認できません。少しお待ちください。</translation>
        </message>
        <message>
            <source>Answer by %1 (%2 min left)</source>
            <extracomment>%1 is a time of day, %2 a number of minutes</extracomment>
            <translation>%1までに回答（残り%2分）</translation>
        </message>
        <message>
            <source>Answer by %1</source>
            <extracomment>%1 is a time of day, or a day and a time</extracomment>
            <translation>%1までに回答</translation>
        </message>
        <message>
            <source>The agent asks to act as %1</source>
            <translation>エージェントが%1さんとして操作の承認を求めています</translation>
        </message>
        <message>
            <source>Demo</source>
            <translation>デモ</translation>
        </message>
        <message>
            <source>Calls that wait</source>
            <translation>回答待ちの呼び出し</translation>
        </message>
        <message>
            <source>Details</source>
            <translation>詳細</translation>
        </message>
        <message>
            <source>Decline</source>
            <translation>拒否する</translation>
        </message>
        <message>
            <source>Approve this once</source>
            <translation>今回だけ承認する</translation>
        </message>
        <message>
            <source>Hide the whole call</source>
            <translation>呼び出しの全体を隠す</translation>
        </message>
        <message>
            <source>Show the whole call</source>
            <translation>呼び出しの全体を表示</translation>
        </message>
        <message>
            <source>Waiting for your answer: %1</source>
            <translation>あなたの回答を待っています：%1</translation>
        </message>
        <message>
            <source>Sign in as %1, in the window that opens, and the call runs. Decline to stop it.</source>
            <extracomment>%1 is a person&apos;s name</extracomment>
            <translation>開いたウィンドウで%1さんとして再認証すると、この操作が実行されます。やめる場合は「拒否する」を押してください。</translation>
        </message>
        <message>
            <source>Sign in, in the window that opens. Then you can decide.</source>
            <translation>開いたウィンドウで認証してください。その後、承認するかどうかを決められます。</translation>
        </message>
        <message>
            <source>Sign in and approve this once</source>
            <translation>再認証して今回だけ承認する</translation>
        </message>
        <message>
            <source>%1: %2</source>
            <extracomment>%1 is what the button says, %2 what it is about</extracomment>
            <translation>%1：%2</translation>
        </message>
        <message>
            <source>Somebody else has to approve this: %1</source>
            <extracomment>%1 is a role, or several</extracomment>
            <translation>ほかの人の承認が必要です：%1</translation>
        </message>
        <message>
            <source>Approve this once as %1</source>
            <extracomment>%1 is the name of somebody who has signed in to decide</extracomment>
            <translation>%1として今回だけ承認する</translation>
        </message>
        <message>
            <source>Decline as %1</source>
            <extracomment>%1 is the name of somebody who has signed in to decide</extracomment>
            <translation>%1として拒否する</translation>
        </message>
        <message>
            <source>Sign in to decide…</source>
            <translation>承認者として認証する…</translation>
        </message>
        <message>
            <source>There is no rule to write.</source>
            <translation>作成できるルールはありません。</translation>
        </message>
        <message>
            <source>An answer or a rule is being kept.</source>
            <translation>回答またはルールを保存しています。</translation>
        </message>
        <message>
            <source>There is more below. Scroll to read all of it before you write the rule.</source>
            <translation>続きがあります。ルールを作成する前に、スクロールして最後までお読みください。</translation>
        </message>
        <message>
            <source>No rule is written yet: finish what you are typing.</source>
            <translation>まだルールを作成できません。入力中の文字を確定してください。</translation>
        </message>
        <message>
            <source>No rule is written yet: wait a moment.</source>
            <translation>まだルールを作成できません。少しお待ちください。</translation>
        </message>
        <message>
            <source>The rule is kept, among your standing rules. This call still waits for an answer of its own.</source>
            <translation>ルールを保存しました。「常設ルール」で確認できます。この操作は引き続きあなたの回答を待っています。</translation>
        </message>
        <message>
            <source>More choices…</source>
            <translation>その他の選択肢…</translation>
        </message>
        <message>
            <source>Use the values you wrote, or go back, before you approve.</source>
            <translation>承認する前に、入力した値を使うか、元の画面に戻ってください。</translation>
        </message>
    </context>
    <context>
        <name>ui::approvals::ApprovalPanel</name>
        <message>
            <source>%1 of %2</source>
            <extracomment>%1 is a number, %2 how many there are</extracomment>
            <translation>%1／%2</translation>
        </message>
        <message>
            <source>Previous</source>
            <translation>前へ</translation>
        </message>
        <message>
            <source>Previous step that waits</source>
            <translation>前の回答待ち</translation>
        </message>
        <message>
            <source>Next</source>
            <translation>次へ</translation>
        </message>
        <message>
            <source>Next step that waits</source>
            <translation>次の回答待ち</translation>
        </message>
        <message>
            <source>Waiting for you in other conversations: %1</source>
            <extracomment>%1 is a number of calls</extracomment>
            <translation>ほかの会話で回答待ち：%1件</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>開く</translation>
        </message>
        <message>
            <source>Open the conversation where something waits</source>
            <translation>回答待ちのある会話を開く</translation>
        </message>
        <message>
            <source>Waiting for your answer</source>
            <translation>あなたの回答を待っています</translation>
        </message>
        <message>
            <source>Put off, waiting for your answer: %1</source>
            <extracomment>%1 is a number of calls</extracomment>
            <translation>後回しにした回答待ち：%1件</translation>
        </message>
        <message>
            <source>Review</source>
            <translation>確認する</translation>
        </message>
        <message>
            <source>Review what was put off</source>
            <translation>後回しにした操作を確認する</translation>
        </message>
    </context>
    <context>
        <name>ui::approvals::CallChoices</name>
        <message>
            <source>No rule can be written from this call.</source>
            <translation>この操作からルールを作成することはできません。</translation>
        </message>
        <message>
            <source>Looking at earlier calls…</source>
            <translation>これまでの呼び出しを調べています…</translation>
        </message>
        <message>
            <source>More choices</source>
            <translation>その他の選択肢</translation>
        </message>
        <message>
            <source>Not now</source>
            <translation>今は決めない</translation>
        </message>
        <message>
            <source>The card folds away. The call is not declined and waits on.</source>
            <translation>カードを折りたたみます。操作は拒否されず、引き続き回答を待ちます。</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>戻る</translation>
        </message>
        <message>
            <source>Write this rule</source>
            <translation>このルールを作成する</translation>
        </message>
        <message>
            <source>The rule</source>
            <translation>ルール</translation>
        </message>
    </context>
    <context>
        <name>ui::approvals::CallDetails</name>
        <message>
            <source>Empty. What stood there before may go.</source>
            <translation>空です。これまでの内容が消えることがあります。</translation>
        </message>
        <message>
            <source>text that you pasted</source>
            <translation>あなたが貼り付けた文章</translation>
        </message>
        <message>
            <source>Letters of other alphabets that may look like others: %1</source>
            <extracomment>%1 is a word in which the odd letters stand as numbers</extracomment>
            <translation>ほかの文字に見間違えやすい、別の言語の文字が含まれています：%1</translation>
        </message>
        <message>
            <source>From you: in this message.</source>
            <translation>あなたがこのメッセージで入力した値です。</translation>
        </message>
        <message>
            <source>Not given: the standard value.</source>
            <translation>指定がないため、既定の値です。</translation>
        </message>
        <message>
            <source>⚠ Not from you: the agent put this in. Check it.</source>
            <translation>⚠ あなたの入力ではなく、エージェントが入れた値です。確認してください。</translation>
        </message>
        <message>
            <source>+%1 characters</source>
            <extracomment>%1 is how many are not shown</extracomment>
            <translation>ほか%1文字</translation>
        </message>
        <message>
            <source>Show all of it</source>
            <translation>すべて表示</translation>
        </message>
        <message>
            <source>Show less</source>
            <translation>一部だけ表示</translation>
        </message>
        <message>
            <source>%1: %2</source>
            <extracomment>%1 is a button&apos;s text, %2 the name of what it shows</extracomment>
            <translation>%1：%2</translation>
        </message>
        <message>
            <source>Values</source>
            <translation>値</translation>
        </message>
        <message>
            <source>None: it is called as it is.</source>
            <translation>なし（このまま実行されます）</translation>
        </message>
        <message>
            <source>Why you are asked</source>
            <translation>確認が必要な理由</translation>
        </message>
        <message>
            <source>What the agent has read before</source>
            <translation>エージェントがこれまでに読んだもの</translation>
        </message>
        <message>
            <source>Your message</source>
            <translation>あなたのメッセージ</translation>
        </message>
        <message>
            <source>All of it, as the tool would get it</source>
            <translation>ツールに渡される内容のすべて</translation>
        </message>
        <message>
            <source>From you: changed here.</source>
            <translation>あなたがここで変更した値です。</translation>
        </message>
        <message>
            <source>⚠ Changed by you, and still the agent&apos;s in part. Check it.</source>
            <translation>⚠ あなたが変更しましたが、エージェントが入れた内容が残っています。確認してください。</translation>
        </message>
    </context>
    <context>
        <name>ui::approvals::CallRows</name>
        <message>
            <source>%1. %2</source>
            <extracomment>%1 is a number, %2 what is done</extracomment>
            <translation>%1. %2</translation>
        </message>
        <message>
            <source>Decline</source>
            <translation>拒否する</translation>
        </message>
        <message>
            <source>Decline: %1</source>
            <extracomment>%1 is what is declined</extracomment>
            <translation>拒否する：%1</translation>
        </message>
    </context>
    <context>
        <name>ui::approvals::CallWords</name>
        <message>
            <source>Nobody approves a request of their own. Somebody else has to sign in.</source>
            <translation>自分の依頼を自分で承認することはできません。ほかの人が認証する必要があります。</translation>
        </message>
        <message>
            <source>%1 may not decide on this: the organisation has not given them the role.</source>
            <translation>%1さんはこの操作を承認できません。組織から必要な役割が与えられていません。</translation>
        </message>
        <message>
            <source>This call was answered or changed elsewhere. The conversation says what came of it.</source>
            <translation>この操作は、ほかの場所で回答されたか、内容が変わりました。結果は会話で確認できます。</translation>
        </message>
        <message>
            <source>Somebody else signed in, so the call was taken back. Nothing ran.</source>
            <translation>別のアカウントで認証されたため、この操作を取り下げました。何も実行されていません。</translation>
        </message>
        <message>
            <source>That sign-in was not as strong as this call needs. Nothing ran. Approve again and sign in the stronger way.</source>
            <translation>この操作に必要な強さの認証ではありませんでした。何も実行されていません。もう一度承認し、より強い方法で再認証してください。</translation>
        </message>
        <message>
            <source>Another sign-in is open. Finish or close it, then approve again.</source>
            <translation>別の認証が進行中です。完了するか閉じてから、もう一度承認してください。</translation>
        </message>
        <message>
            <source>%1 Nothing ran.</source>
            <extracomment>%1 is a sentence</extracomment>
            <translation>%1何も実行されていません。</translation>
        </message>
        <message>
            <source>It reads something. What the agent sends along reaches that service.</source>
            <translation>情報の読み取りです。エージェントが送る内容は相手のサービスに届きます。</translation>
        </message>
        <message>
            <source>It looks something up elsewhere. What the agent sends along reaches others.</source>
            <translation>外部のサービスで調べます。エージェントが送る内容は外部に届きます。</translation>
        </message>
        <message>
            <source>It changes something of yours.</source>
            <translation>あなたの情報を変更します。</translation>
        </message>
        <message>
            <source>It sends something to others. That cannot be taken back.</source>
            <translation>ほかの人に送信します。取り消しはできません。</translation>
        </message>
        <message>
            <source>It changes who may do what.</source>
            <translation>権限を変更します。</translation>
        </message>
        <message>
            <source>It binds you: a payment, an order or a contract.</source>
            <translation>支払い、注文、契約など、あなたに義務が生じます。</translation>
        </message>
        <message>
            <source>It cannot be undone.</source>
            <translation>元に戻せません。</translation>
        </message>
        <message>
            <source>It touches passwords or keys.</source>
            <translation>パスワードや鍵を扱います。</translation>
        </message>
        <message>
            <source>%1 · %2</source>
            <extracomment>%1 is what is done, %2 is what the service is called</extracomment>
            <translation>%1・%2</translation>
        </message>
        <message>
            <source>Approved elsewhere (%2): %1</source>
            <extracomment>%1 is what was to be done, %2 a time, %3 a name</extracomment>
            <translation>別の画面またはプログラムで承認されました（%2）：%1</translation>
        </message>
        <message>
            <source>Approved elsewhere by %3 (%2): %1</source>
            <translation>%3さんが別の画面またはプログラムで承認しました（%2）：%1</translation>
        </message>
        <message>
            <source>Declined elsewhere (%2): %1</source>
            <translation>別の画面またはプログラムで拒否されました（%2）：%1</translation>
        </message>
        <message>
            <source>Declined elsewhere by %3 (%2): %1</source>
            <translation>%3さんが別の画面またはプログラムで拒否しました（%2）：%1</translation>
        </message>
        <message>
            <source>Expired without an answer (%2): %1</source>
            <translation>回答がないまま期限切れになりました（%2）：%1</translation>
        </message>
        <message>
            <source>Taken back (%2): %1</source>
            <translation>取り消されました（%2）：%1</translation>
        </message>
    </context>
    <context>
        <name>ui::approvals::GrantRow</name>
        <message>
            <source>Written: %1</source>
            <extracomment>%1 is a day or a time of day</extracomment>
            <translation>作成：%1</translation>
        </message>
        <message>
            <source>Written: %1, in “%2”</source>
            <extracomment>%1 is a day or a time of day, %2 the title of a conversation</extracomment>
            <translation>作成：%1、会話「%2」</translation>
        </message>
        <message>
            <source>Not used yet</source>
            <translation>まだ使われていません</translation>
        </message>
        <message>
            <source>Last used: %1</source>
            <extracomment>%1 is a day or a time of day</extracomment>
            <translation>最後に使われた日時：%1</translation>
        </message>
        <message>
            <source>Revoke</source>
            <translation>取り消す</translation>
        </message>
        <message>
            <source>Revoke: %1</source>
            <extracomment>%1 is what a rule is about</extracomment>
            <translation>取り消す：%1</translation>
        </message>
        <message>
            <source>It is being revoked.</source>
            <translation>取り消しています。</translation>
        </message>
        <message>
            <source>Revoked. From now on it does nothing.</source>
            <translation>取り消しました。このルールはもう働きません。</translation>
        </message>
    </context>
    <context>
        <name>ui::approvals::GrantWords</name>
        <message>
            <source>Don&apos;t ask again here until %1</source>
            <extracomment>%1 is a time of day, or a day</extracomment>
            <translation>この会話では%1まで確認しない</translation>
        </message>
        <message>
            <source>Don&apos;t ask again here for a while</source>
            <translation>この会話ではしばらく確認しない</translation>
        </message>
        <message>
            <source>Always run exactly this without asking</source>
            <translation>これと同じ操作は常に確認せずに実行する</translation>
        </message>
        <message>
            <source>Always decline this</source>
            <translation>この操作は常に拒否する</translation>
        </message>
        <message>
            <source>Runs unasked, for now</source>
            <translation>当面、確認なしで実行</translation>
        </message>
        <message>
            <source>Runs unasked</source>
            <translation>確認なしで実行</translation>
        </message>
        <message>
            <source>Is declined</source>
            <translation>拒否</translation>
        </message>
        <message>
            <source>When the agent asks for this again in the same conversation with exactly these values, it runs without asking you. Whatever is not listed here may be different each time.</source>
            <translation>同じ会話で、エージェントがこれとまったく同じ値でこの操作を求めたときは、あなたに確認せずに実行します。ここにない内容は、毎回異なることがあります。</translation>
        </message>
        <message>
            <source>When the agent asks for this again in any of your conversations with exactly these values, it runs without asking you. Whatever is not listed here may be different each time.</source>
            <translation>あなたのどの会話でも、エージェントがこれとまったく同じ値でこの操作を求めたときは、あなたに確認せずに実行します。ここにない内容は、毎回異なることがあります。</translation>
        </message>
        <message>
            <source>Whenever the agent asks for this, with whatever values, it is declined without asking you.</source>
            <translation>エージェントがこの操作を求めたときは、値にかかわらず、あなたに確認せずに拒否します。</translation>
        </message>
        <message>
            <source>When the agent asks for this again with exactly these values, it is declined without asking you.</source>
            <translation>エージェントがこれとまったく同じ値でこの操作を求めたときは、あなたに確認せずに拒否します。</translation>
        </message>
        <message>
            <source>In all of your conversations</source>
            <translation>すべての会話</translation>
        </message>
        <message>
            <source>In this conversation only</source>
            <translation>この会話だけ</translation>
        </message>
        <message>
            <source>In the conversation “%1” only</source>
            <extracomment>%1 is the title of a conversation</extracomment>
            <translation>会話「%1」だけ</translation>
        </message>
        <message>
            <source>Until %1.</source>
            <extracomment>%1 is a time of day, or a day</extracomment>
            <translation>%1まで有効です。</translation>
        </message>
        <message>
            <source>Used %1 of at most %2 times.</source>
            <extracomment>%1 is how often it was used, %2 how often it can be</extracomment>
            <translation>使用回数は最大%2回のうち%1回です。</translation>
        </message>
        <message>
            <source>Declined so far: %1.</source>
            <extracomment>%1 is a number of calls</extracomment>
            <translation>これまでに%1件を拒否しました。</translation>
        </message>
        <message>
            <source>It ends by itself when it is not used before %1.</source>
            <extracomment>%1 is a time of day, or a day</extracomment>
            <translation>%1までに使われなければ、自動的に終了します。</translation>
        </message>
        <message>
            <source>Until you revoke it.</source>
            <translation>あなたが取り消すまで有効です。</translation>
        </message>
        <message>
            <source>There are no earlier calls to try it on.</source>
            <translation>試すことのできる過去の呼び出しはありません。</translation>
        </message>
        <message>
            <source>It would have covered %1 of the last %2 calls.</source>
            <extracomment>%1 is how many calls it would have covered, %2 of how many</extracomment>
            <translation>直近の呼び出し%2件のうち、%1件がこのルールに当てはまります。</translation>
        </message>
        <message>
            <source>Others had, for instance:</source>
            <translation>当てはまらない例：</translation>
        </message>
        <message>
            <source>This rule is not possible for this call, so none was written. Answer the call itself.</source>
            <translation>この操作にこのルールは使えないため、作成されませんでした。この操作に直接回答してください。</translation>
        </message>
        <message>
            <source>No rule was written. %1</source>
            <extracomment>%1 is a sentence</extracomment>
            <translation>ルールは作成されませんでした。%1</translation>
        </message>
        <message>
            <source>The rule is still in force. %1</source>
            <extracomment>%1 is a sentence</extracomment>
            <translation>このルールはまだ有効です。%1</translation>
        </message>
    </context>
    <context>
        <name>ui::approvals::GrantsPage</name>
        <message>
            <source>Standing rules</source>
            <translation>常設ルール</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>戻る</translation>
        </message>
        <message>
            <source>What you have decided once for later calls. The rules of your organisation come first, and a call that they stop stays stopped.</source>
            <translation>今後の操作について、あらかじめ決めた内容です。組織のルールが優先され、組織が止める操作はこれまでどおり止まります。</translation>
        </message>
        <message>
            <source>No standing rules. When a card asks for your answer, “More choices…” on it can write one. It then stands here, and can be revoked at any time.</source>
            <translation>常設ルールはありません。回答を求めるカードの「その他の選択肢…」から作成できます。作成したルールはここに並び、いつでも取り消せます。</translation>
        </message>
    </context>
    <context>
        <name>ui::approvals::PinnedValues</name>
        <message>
            <source>Letters of other alphabets that may look like others: %1</source>
            <extracomment>%1 is a word in which the odd letters stand as numbers</extracomment>
            <translation>ほかの文字に見間違えやすい、別の言語の文字が含まれています：%1</translation>
        </message>
        <message>
            <source>Empty, or not given</source>
            <translation>空、または指定なし</translation>
        </message>
        <message>
            <source>No value of it steers what it does.</source>
            <translation>動作を左右する値はありません。</translation>
        </message>
        <message>
            <source>Whatever its values are</source>
            <translation>値は問いません</translation>
        </message>
    </context>
    <context>
        <name>ui::approvals::ReviewPage</name>
        <message>
            <source>Write why you decline first.</source>
            <translation>先に拒否の理由を書いてください。</translation>
        </message>
        <message>
            <source>Waiting for you</source>
            <translation>承認待ち</translation>
        </message>
        <message>
            <source>Nothing waits for you. What the agent wants to change, send or pay stands here until you have answered, from all of your conversations.</source>
            <translation>承認待ちの操作はありません。エージェントが変更、送信、支払いなどを行おうとすると、すべての会話のものがここに並び、あなたの回答を待ちます。</translation>
        </message>
        <message>
            <source>Why do you decline? (Ctrl+Enter declines)</source>
            <translation>拒否の理由（Ctrl+Enterで拒否）</translation>
        </message>
        <message>
            <source>Decline</source>
            <translation>拒否する</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>戻る</translation>
        </message>
        <message>
            <source>Open the conversation</source>
            <translation>会話を開く</translation>
        </message>
        <message>
            <source>Standing rules…</source>
            <translation>常設ルール…</translation>
        </message>
    </context>
    <context>
        <name>ui::approvals::ReviewRow</name>
        <message>
            <source>over</source>
            <translation>期限切れ</translation>
        </message>
        <message>
            <source>less than a minute left</source>
            <translation>残り1分未満</translation>
        </message>
        <message>
            <source>%1 min left</source>
            <extracomment>%1 is a number of minutes</extracomment>
            <translation>残り%1分</translation>
        </message>
        <message>
            <source>%1 h left</source>
            <extracomment>%1 is a number of hours</extracomment>
            <translation>残り%1時間</translation>
        </message>
        <message>
            <source>Take care</source>
            <translation>要注意</translation>
        </message>
        <message>
            <source>⚠ %1 · %2</source>
            <translation>⚠ %1 · %2</translation>
        </message>
    </context>
    <context>
        <name>ui::audit::AuditModel</name>
        <message>
            <source>%1 (proves nothing)</source>
            <extracomment>%1 is a line of the log</extracomment>
            <translation>%1（証拠になりません）</translation>
        </message>
    </context>
    <context>
        <name>ui::audit::AuditPage</name>
        <message>
            <source>Look further back</source>
            <translation>さらに前を探す</translation>
        </message>
        <message>
            <source>Show older</source>
            <translation>古い記録を表示</translation>
        </message>
        <message>
            <source>Reading the log…</source>
            <translation>ログを読み込んでいます…</translation>
        </message>
        <message>
            <source>Nothing matches yet</source>
            <translation>まだ一致する記録が見つかりません</translation>
        </message>
        <message>
            <source>None of the newest %1 records matches. Older ones have not been looked at.</source>
            <translation>新しいほうから%1件の記録に、一致するものはありませんでした。それより古い記録はまだ調べていません。</translation>
        </message>
        <message>
            <source>Nothing matches</source>
            <translation>一致する記録はありません</translation>
        </message>
        <message>
            <source>No entry of this account is of this kind and time. Clear the filters to see them all.</source>
            <translation>このアカウントには、この種類と期間の記録がありません。すべて表示するには絞り込みを解除してください。</translation>
        </message>
        <message>
            <source>Nothing yet</source>
            <translation>まだ記録はありません</translation>
        </message>
        <message>
            <source>Sign-ins, decisions, your answers and every call that the agent makes as you will stand here.</source>
            <translation>サインイン、関所の判断、あなたの回答、そしてエージェントがあなたとして行うすべての操作が、ここに記録されます。</translation>
        </message>
        <message>
            <source>The log could not be read. %1</source>
            <translation>ログを読み込めませんでした。%1</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>もう一度試す</translation>
        </message>
        <message>
            <source>The log does not hold: a record before these was changed, or taken out. What is shown here proves nothing, and what stands before cannot be shown. Check the log to see where it breaks; “sekisho-cli audit export” writes out what holds.</source>
            <translation>ログの整合性が保たれていません。これより前の記録が変更されたか、取り除かれています。ここに表示されている内容は証拠にならず、それより前の記録は表示できません。どこから崩れているかは、ログの確認で分かります。正しい部分は「sekisho-cli audit export」で書き出せます。</translation>
        </message>
        <message>
            <source>Check the log</source>
            <translation>ログを確認</translation>
        </message>
        <message>
            <source>The log does not hold here: nothing follows from this record.</source>
            <translation>この位置ではログの整合性が保たれていないため、この記録からは何も言えません。</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>コピー</translation>
        </message>
        <message>
            <source>Copied</source>
            <translation>コピーしました</translation>
        </message>
        <message>
            <source>Audit log</source>
            <translation>監査ログ</translation>
        </message>
        <message>
            <source>Back to the conversation</source>
            <translation>会話に戻る</translation>
        </message>
        <message>
            <source>All that the chosen record says</source>
            <translation>選択した記録の詳細</translation>
        </message>
        <message>
            <source>Copies all that the chosen record says</source>
            <translation>選択した記録の詳細をコピーします</translation>
        </message>
        <message>
            <source>Clear filters</source>
            <translation>絞り込みを解除</translation>
        </message>
    </context>
    <context>
        <name>ui::audit::AuditWords</name>
        <message>
            <source>%1 was changed by you while it waited</source>
            <translation>承認待ちの間に、あなたが%1の内容を変更しました</translation>
        </message>
        <message>
            <source>You wrote a standing rule for %1</source>
            <translation>%1の常設ルールを作成しました</translation>
        </message>
        <message>
            <source>One use of the standing rule for %1 was counted</source>
            <translation>%1の常設ルールの使用を1回数えました</translation>
        </message>
        <message>
            <source>%1 went ahead by a standing rule of yours</source>
            <translation>%1は、あなたの常設ルールによって実行されました</translation>
        </message>
        <message>
            <source>You revoked a standing rule for %1</source>
            <translation>%1の常設ルールを取り消しました</translation>
        </message>
        <message>
            <source>%1 did not run: nobody who may approve it did so in time</source>
            <translation>%1は実行されませんでした：承認できる人が期限までに承認しませんでした</translation>
        </message>
        <message>
            <source>%1 did not run: it was approved, but did not begin in time</source>
            <translation>%1は実行されませんでした：承認されましたが、期限までに開始されませんでした</translation>
        </message>
        <message>
            <source>%1 did not run: the sign-in service gave no token for it</source>
            <translation>%1は実行されませんでした：サインインのサービスからトークンを取得できませんでした</translation>
        </message>
        <message>
            <source>“%1”</source>
            <extracomment>%1 is what a tool does, or its name</extracomment>
            <translation>「%1」</translation>
        </message>
        <message>
            <source>a tool that is not there</source>
            <translation>存在しないツール</translation>
        </message>
        <message>
            <source>The service behind it</source>
            <translation>相手のサービス</translation>
        </message>
        <message>
            <source>You signed in</source>
            <translation>サインインしました</translation>
        </message>
        <message>
            <source>A sign-in did not succeed</source>
            <translation>サインインできませんでした</translation>
        </message>
        <message>
            <source>You signed in again for a call</source>
            <translation>操作のために再認証しました</translation>
        </message>
        <message>
            <source>Signing in again for a call did not succeed</source>
            <translation>操作のための再認証ができませんでした</translation>
        </message>
        <message>
            <source>Somebody else signed in to decide on a call of yours</source>
            <translation>ほかの人が、あなたの操作の可否を決めるためにサインインしました</translation>
        </message>
        <message>
            <source>Somebody else tried to sign in to decide on a call of yours</source>
            <translation>ほかの人が、あなたの操作の可否を決めるためにサインインしようとしました</translation>
        </message>
        <message>
            <source>The session was renewed</source>
            <translation>セッションを更新しました</translation>
        </message>
        <message>
            <source>The session could not be renewed</source>
            <translation>セッションを更新できませんでした</translation>
        </message>
        <message>
            <source>You signed out</source>
            <translation>サインアウトしました</translation>
        </message>
        <message>
            <source>You signed out on this computer, but the provider could not be told</source>
            <translation>このコンピューターではサインアウトしましたが、認証サービスに伝えられませんでした</translation>
        </message>
        <message>
            <source>The provider was told to end an access</source>
            <translation>アクセスの無効化を認証サービスに伝えました</translation>
        </message>
        <message>
            <source>The provider could not be told to end an access</source>
            <translation>アクセスの無効化を認証サービスに伝えられませんでした</translation>
        </message>
        <message>
            <source>The account was removed from this computer</source>
            <translation>アカウントをこのコンピューターから削除しました</translation>
        </message>
        <message>
            <source>%1 was allowed</source>
            <translation>%1を許可しました</translation>
        </message>
        <message>
            <source>%1 went ahead as it was approved</source>
            <translation>%1を、承認されたとおりに進めました</translation>
        </message>
        <message>
            <source>%1 had to wait for an answer</source>
            <translation>%1は回答待ちになりました</translation>
        </message>
        <message>
            <source>%1 was refused at the checkpoint</source>
            <translation>%1を関所で止めました</translation>
        </message>
        <message>
            <source>%1 was approved by somebody else</source>
            <translation>%1をほかの人が承認しました</translation>
        </message>
        <message>
            <source>%1 was approved by you</source>
            <translation>%1をあなたが承認しました</translation>
        </message>
        <message>
            <source>%1 was declined by somebody else</source>
            <translation>%1をほかの人が拒否しました</translation>
        </message>
        <message>
            <source>%1 was declined by you</source>
            <translation>%1をあなたが拒否しました</translation>
        </message>
        <message>
            <source>%1 was taken back, because somebody else had signed in</source>
            <translation>別のアカウントで認証されたため、%1を取り下げました</translation>
        </message>
        <message>
            <source>%1 was begun</source>
            <translation>%1を開始しました</translation>
        </message>
        <message>
            <source>%1 was carried out</source>
            <translation>%1を実行しました</translation>
        </message>
        <message>
            <source>%2 refused %1</source>
            <translation>%2が%1を拒否しました</translation>
        </message>
        <message>
            <source>%2 found nothing for %1</source>
            <translation>%2に%1の対象が見つかりませんでした</translation>
        </message>
        <message>
            <source>%2 could not carry out %1</source>
            <translation>%2が%1を実行できませんでした</translation>
        </message>
        <message>
            <source>%1 did not run: the checkpoint refused it</source>
            <translation>%1は実行されませんでした：関所で止められました</translation>
        </message>
        <message>
            <source>%1 did not run: what the agent sent along did not fit</source>
            <translation>%1は実行されませんでした：エージェントが送った内容が正しくありません</translation>
        </message>
        <message>
            <source>%1 could not be carried out</source>
            <translation>%1を実行できませんでした</translation>
        </message>
        <message>
            <source>%1 was stopped</source>
            <translation>%1を中止しました</translation>
        </message>
        <message>
            <source>It is not known whether %1 was carried out</source>
            <translation>%1が実行されたかどうかは分かりません</translation>
        </message>
        <message>
            <source>%1 did not run: it was declined</source>
            <translation>%1は実行されませんでした：拒否されました</translation>
        </message>
        <message>
            <source>%1 did not run: its time had expired</source>
            <translation>%1は実行されませんでした：期限切れになりました</translation>
        </message>
        <message>
            <source>%1 did not run: it was taken back</source>
            <translation>%1は実行されませんでした：取り下げられました</translation>
        </message>
        <message>
            <source>Time unknown</source>
            <translation>時刻不明</translation>
        </message>
        <message>
            <source>HH:mm</source>
            <comment>time of day, QDateTime format</comment>
            <translation>H:mm</translation>
        </message>
        <message>
            <source>d MMM, HH:mm</source>
            <comment>day of this year and time, QDateTime format</comment>
            <translation>M月d日 H:mm</translation>
        </message>
        <message>
            <source>d MMM yyyy, HH:mm</source>
            <comment>day and time, QDateTime format</comment>
            <translation>yyyy年M月d日 H:mm</translation>
        </message>
        <message>
            <source>This log was begun</source>
            <translation>このログの記録を開始しました</translation>
        </message>
        <message>
            <source>The last record had not been written to its end, and was dropped</source>
            <translation>末尾の記録が書きかけだったため、取り除きました</translation>
        </message>
        <message>
            <source>Recorded: %1</source>
            <extracomment>%1 is the record's own word for what happened</extracomment>
            <translation>記録：%1</translation>
        </message>
        <message>
            <source>%1 · %2</source>
            <extracomment>%1 is a time, %2 a sentence</extracomment>
            <translation>%1・%2</translation>
        </message>
        <message>
            <source>%1: %2</source>
            <extracomment>%1 is a name, %2 its value</extracomment>
            <translation>%1：%2</translation>
        </message>
        <message>
            <source>When</source>
            <translation>日時</translation>
        </message>
        <message>
            <source>In UTC</source>
            <translation>協定世界時</translation>
        </message>
        <message>
            <source>Tool</source>
            <translation>ツール</translation>
        </message>
        <message>
            <source>Service</source>
            <translation>サービス</translation>
        </message>
        <message>
            <source>Audience</source>
            <translation>オーディエンス</translation>
        </message>
        <message>
            <source>Host</source>
            <translation>ホスト</translation>
        </message>
        <message>
            <source>As recorded</source>
            <translation>記録された語</translation>
        </message>
        <message>
            <source>HTTP answer</source>
            <translation>HTTPの応答</translation>
        </message>
        <message>
            <source>Rule or reason</source>
            <translation>規則または理由</translation>
        </message>
        <message>
            <source>Call</source>
            <translation>操作の番号</translation>
        </message>
        <message>
            <source>Record</source>
            <translation>記録の番号</translation>
        </message>
        <message>
            <source>Hash begins with</source>
            <translation>ハッシュの先頭</translation>
        </message>
    </context>
    <context>
        <name>ui::audit::CheckBar</name>
        <message>
            <source>The log could not be checked. %1</source>
            <translation>ログを確認できませんでした。%1</translation>
        </message>
        <message>
            <source>The log does not hold from record %1 on: that record or one before it was changed, moved, put in or taken out. The %2 records before it hold; what stands from there on proves nothing. Keep the file as it is and tell whoever looks after your computer. “sekisho-cli audit export” writes out what holds.</source>
            <translation>%1番の記録から、ログの整合性が保たれていません。その記録か、それより前の記録が、変更、移動、挿入、削除のいずれかを受けています。それより前の%2件は正しく、そこから先は証拠になりません。ファイルをそのまま残し、コンピューターの管理者に知らせてください。正しい部分は「sekisho-cli audit export」で書き出せます。</translation>
        </message>
        <message>
            <source>There is no log yet: nothing has been recorded for this account.</source>
            <translation>まだログがありません。このアカウントについては何も記録されていません。</translation>
        </message>
        <message>
            <source>an unknown time</source>
            <translation>不明な時刻</translation>
        </message>
        <message>
            <source>The log is whole: %1 records since %2. The last one is number %3, and its hash begins with %4.</source>
            <translation>ログに問題はありません。記録は%2から%1件です。最後の記録は%3番で、ハッシュの先頭は%4です。</translation>
        </message>
        <message>
            <source>This log shows when one of its records was changed afterwards. A log on one computer cannot show everything: without a witness elsewhere nobody can see that its end was cut off, or that all of it was written anew.</source>
            <translation>記録があとから変更されると、このログで分かります。ただし、1台のコンピューターにあるログだけですべてを示すことはできません。末尾が切り取られたことや、全体が作り直されたことは、外部に証人がいなければ誰にも分かりません。</translation>
        </message>
        <message>
            <source>Check the log</source>
            <translation>ログを確認</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>停止</translation>
        </message>
        <message>
            <source>Stop checking the log</source>
            <translation>ログの確認を停止</translation>
        </message>
        <message>
            <source>Checking: %1%</source>
            <translation>確認中：%1%</translation>
        </message>
    </context>
    <context>
        <name>ui::audit::FilterBar</name>
        <message>
            <source>Name of a tool</source>
            <translation>ツールの名前</translation>
        </message>
        <message>
            <source>Show only entries of tools with these words in their name</source>
            <translation>名前にこの語を含むツールの記録だけを表示</translation>
        </message>
        <message>
            <source>What happened</source>
            <translation>記録の種類</translation>
        </message>
        <message>
            <source>When</source>
            <translation>期間</translation>
        </message>
        <message>
            <source>Clear filters</source>
            <translation>絞り込みを解除</translation>
        </message>
        <message>
            <source>Everything</source>
            <translation>すべて</translation>
        </message>
        <message>
            <source>Sign-ins</source>
            <translation>サインイン</translation>
        </message>
        <message>
            <source>Decisions</source>
            <translation>関所の判断</translation>
        </message>
        <message>
            <source>Answers</source>
            <translation>回答</translation>
        </message>
        <message>
            <source>Calls</source>
            <translation>操作</translation>
        </message>
        <message>
            <source>Tools, rules and the log</source>
            <translation>ツール、規則、ログ</translation>
        </message>
        <message>
            <source>At any time</source>
            <translation>全期間</translation>
        </message>
        <message>
            <source>Today</source>
            <translation>今日</translation>
        </message>
        <message>
            <source>Last 7 days</source>
            <translation>過去7日間</translation>
        </message>
        <message>
            <source>Last 30 days</source>
            <translation>過去30日間</translation>
        </message>
    </context>
    <context>
        <name>ui::approvals::RuleDetails</name>
        <message>
            <source>Not possible for this call</source>
            <translation>この操作には使えません</translation>
        </message>
        <message>
            <source>The rule</source>
            <translation>ルール</translation>
        </message>
        <message>
            <source>Where</source>
            <translation>対象</translation>
        </message>
        <message>
            <source>How long, how often</source>
            <translation>期間と回数</translation>
        </message>
        <message>
            <source>Tried on earlier calls</source>
            <translation>これまでの呼び出しでの確認</translation>
        </message>
    </context>
    <context>
        <name>ui::approvals::WaitingNotifier</name>
        <message>
            <source>Sekisho (demo): the time to answer a call is running out</source>
            <translation>Sekisho（デモ）：回答期限の迫った操作があります</translation>
        </message>
        <message>
            <source>Sekisho (demo): a call waits for your answer</source>
            <translation>Sekisho（デモ）：承認待ちの操作があります</translation>
        </message>
        <message>
            <source>Sekisho: the time to answer a call is running out</source>
            <translation>Sekisho：回答期限の迫った操作があります</translation>
        </message>
        <message>
            <source>Sekisho: a call waits for your answer</source>
            <translation>Sekisho：承認待ちの操作があります</translation>
        </message>
        <message>
            <source>Without an answer nothing is done.</source>
            <translation>回答がなければ何も実行されません。</translation>
        </message>
        <message>
            <source>Nothing is done before you have looked at it and answered.</source>
            <translation>内容を確認して回答するまで、何も実行されません。</translation>
        </message>
        <message>
            <source>Review</source>
            <translation>確認する</translation>
        </message>
        <message>
            <source>Sekisho (demo): the time to answer calls is running out</source>
            <translation>Sekisho（デモ）：回答期限の迫った操作が複数あります</translation>
        </message>
        <message>
            <source>Sekisho (demo): several calls wait for your answer</source>
            <translation>Sekisho（デモ）：承認待ちの操作が複数あります</translation>
        </message>
        <message>
            <source>Sekisho: the time to answer calls is running out</source>
            <translation>Sekisho：回答期限の迫った操作が複数あります</translation>
        </message>
        <message>
            <source>Sekisho: several calls wait for your answer</source>
            <translation>Sekisho：承認待ちの操作が複数あります</translation>
        </message>
        <message>
            <source>Nothing is done before you have looked at each and answered.</source>
            <translation>それぞれの内容を確認して回答するまで、何も実行されません。</translation>
        </message>
    </context>
    <context>
        <name>ui::approvals::CallEditor</name>
        <message>
            <source>Edit…</source>
            <translation>編集…</translation>
        </message>
        <message>
            <source>Change the values: %1</source>
            <extracomment>%1 is what is to be done</extracomment>
            <translation>値を変更：%1</translation>
        </message>
        <message>
            <source>Change the values before you approve (Ctrl+Shift+E)</source>
            <translation>承認する前に値を変更します（Ctrl+Shift+E）</translation>
        </message>
        <message>
            <source>Change the values. Nothing runs yet: the changed call waits for your approval.</source>
            <translation>値を変更できます。まだ何も実行されません。変更後の操作は、あなたの承認を待ちます。</translation>
        </message>
        <message>
            <source>Use these values</source>
            <translation>この値を使う</translation>
        </message>
        <message>
            <source>Ctrl+Enter</source>
            <translation>Ctrl+Enter</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>戻る</translation>
        </message>
        <message>
            <source>Back without a change</source>
            <translation>変更せずに戻る</translation>
        </message>
        <message>
            <source>Values</source>
            <translation>値</translation>
        </message>
    </context>
    <context>
        <name>ui::approvals::EditField</name>
        <message>
            <source>One entry a line.</source>
            <translation>1行に1件ずつ入力します。</translation>
        </message>
        <message>
            <source>As JSON.</source>
            <translation>JSON形式で入力します。</translation>
        </message>
        <message>
            <source>A number.</source>
            <translation>数値を入力します。</translation>
        </message>
        <message>
            <source>Changed by you. The agent had nothing here.</source>
            <translation>あなたが変更しました。エージェントは何も入れていませんでした。</translation>
        </message>
        <message>
            <source>Changed by you. The agent had: %1</source>
            <extracomment>%1 is a text</extracomment>
            <translation>あなたが変更しました。エージェントの値：%1</translation>
        </message>
        <message>
            <source>(empty)</source>
            <translation>（空）</translation>
        </message>
        <message>
            <source>Hidden characters: %1</source>
            <extracomment>%1 is a text in which they stand as their numbers</extracomment>
            <translation>見えない文字：%1</translation>
        </message>
        <message>
            <source>Letters of other alphabets that may look like others: %1</source>
            <extracomment>%1 is a word in which the odd letters stand as numbers</extracomment>
            <translation>ほかの文字に見間違えやすい、別の言語の文字が含まれています：%1</translation>
        </message>
        <message>
            <source>Leave this out</source>
            <translation>指定しない</translation>
        </message>
        <message>
            <source>Leave out: %1</source>
            <extracomment>%1 is the name of a value</extracomment>
            <translation>%1を指定しない</translation>
        </message>
    </context>
    <context>
        <name>ui::approvals::ValueChange</name>
        <message>
            <source>Changed by you; the agent had nothing here.</source>
            <translation>あなたが変更しました。エージェントは何も入れていませんでした。</translation>
        </message>
        <message>
            <source>Changed by you; the agent had:</source>
            <translation>あなたが変更しました。エージェントの値：</translation>
        </message>
        <message>
            <source>Changed by you; the agent had an empty value.</source>
            <translation>あなたが変更しました。エージェントの値は空でした。</translation>
        </message>
        <message>
            <source>Left out by you; the agent had:</source>
            <translation>あなたが外しました。エージェントの値：</translation>
        </message>
        <message>
            <source>Left out by you; the agent had an empty value.</source>
            <translation>あなたが外しました。エージェントの値は空でした。</translation>
        </message>
        <message>
            <source>%1, as the agent had it</source>
            <extracomment>%1 is the name of a value</extracomment>
            <translation>%1（エージェントの値）</translation>
        </message>
    </context>
    <context>
        <name>ui::transcript::CallChanges</name>
        <message>
            <source>(none)</source>
            <translation>（なし）</translation>
        </message>
        <message>
            <source>(empty)</source>
            <translation>（空）</translation>
        </message>
        <message>
            <source>You changed this call before it ran:</source>
            <translation>実行の前に、あなたがこの操作を変更しました：</translation>
        </message>
        <message>
            <source>%1: %2 → %3</source>
            <extracomment>%1 is the name of a value, %2 what the agent had, %3 what it ran with</extracomment>
            <translation>%1：%2 → %3</translation>
        </message>
        <message>
            <source>and others: %1</source>
            <extracomment>%1 is a number</extracomment>
            <translation>ほか%1件</translation>
        </message>
    </context>
</TS>
