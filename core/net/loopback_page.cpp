#include "core/net/loopback_page_p.h"

namespace core::net {
namespace {

struct PageText {
    QByteArray status;
    QByteArray titleEn;
    QByteArray bodyEn;
    QByteArray titleJa;
    QByteArray bodyJa;
};

PageText textOf(LoopbackPage page)
{
    switch (page) {
    case LoopbackPage::Received:
        return {"200 OK", "Please go back to Sekisho", "Your answer has arrived there. You can close this window.",
                "Sekishoに戻ってください", "応答を受け取りました。このウィンドウは閉じて構いません。"};
    case LoopbackPage::NotFound:
        return {"404 Not Found", "There is nothing here", "Please start the sign-in again from Sekisho.",
                "ここには何もありません", "Sekishoからサインインをやり直してください。"};
    case LoopbackPage::Refused:
        return {"403 Forbidden", "This request was refused", "Please start the sign-in again from Sekisho.",
                "この要求は受け付けられません", "Sekishoからサインインをやり直してください。"};
    case LoopbackPage::Bad:
        return {"400 Bad Request", "This request was not understood", "Please start the sign-in again from Sekisho.",
                "この要求を解釈できません", "Sekishoからサインインをやり直してください。"};
    case LoopbackPage::Start: break;
    }
    return {};
}

constexpr auto style =
    "html{color-scheme:light dark}"
    "body{margin:0;min-height:100vh;display:grid;place-items:center;background:#f6f7f9;color:#1d2430;"
    "font:16px/1.6 system-ui,'Noto Sans CJK JP','Hiragino Sans',sans-serif}"
    "main{max-width:30rem;margin:1.5rem;padding:2.5rem 3rem;border-radius:16px;background:#fff;"
    "box-shadow:0 1px 2px #0001,0 12px 40px #0000000f}"
    "h1{font-size:1.25rem;margin:0 0 .25rem}p{margin:0;color:#5a6475}"
    "hr{border:0;border-top:1px solid #e4e7ec;margin:1.5rem 0}"
    "@media(prefers-color-scheme:dark){body{background:#14171c;color:#e9ecf1}"
    "main{background:#1d2128}p{color:#a3adbb}hr{border-color:#2d333d}}";

} // namespace

QByteArray loopbackPage(LoopbackPage page)
{
    const auto text = textOf(page);
    const QByteArray body = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Sekisho</title><style>" +
                            QByteArray(style) + "</style><main><h1>" + text.titleEn + "</h1><p>" + text.bodyEn +
                            "</p><hr><div lang=\"ja\"><h1>" + text.titleJa + "</h1><p>" + text.bodyJa +
                            "</p></div></main></html>\n";
    return "HTTP/1.1 " + text.status +
           "\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: " + QByteArray::number(body.size()) +
           "\r\nContent-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; "
           "base-uri 'none'; form-action 'none'\r\n"
           "X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\nCache-Control: no-store\r\n"
           "Connection: close\r\n\r\n" +
           body;
}

QByteArray loopbackStart(const QByteArray& destination)
{
    return "HTTP/1.1 302 Found\r\nLocation: " + destination +
           "\r\nContent-Length: 0\r\nReferrer-Policy: no-referrer\r\nCache-Control: no-store\r\n"
           "Connection: close\r\n\r\n";
}

} // namespace core::net
