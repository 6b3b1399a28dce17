#include "app/demo/tools.h"

namespace app::demo {

const char* workToolsText()
{
    return R"JSON({
  "resourceServers": [
    {"audience": "%chat-audience%", "origin": "%chat-origin%", "name": {"en": "Chat (demo)", "ja": "チャット（デモ）"}},
    {"audience": "%documents-audience%", "origin": "%documents-origin%", "name": {"en": "Documents (demo)", "ja": "文書（デモ）"}},
    {"audience": "%shop-audience%", "origin": "%shop-origin%", "name": {"en": "Payments (demo)", "ja": "支払い（デモ）"}},
    {"audience": "%pages-audience%", "origin": "%pages-origin%", "name": {"en": "Intranet pages (demo)", "ja": "社内ページ（デモ）"}}
  ],
  "tools": [
    {
      "name": "list_messages",
      "title": {"en": "List messages", "ja": "メッセージを見る"},
      "description": "Lists the chat messages that one employee may see: those of their channels and their direct ones.",
      "method": "GET",
      "url": "%chat-origin%/chat/people/{person}/messages",
      "inputSchema": {
        "type": "object",
        "required": ["person"],
        "additionalProperties": false,
        "properties": {
          "person": {"type": "string", "minLength": 1, "maxLength": 64, "description": "Employee id such as \"asan\", or \"me\" for the signed-in person."}
        }
      },
      "effect": "read",
      "controlArguments": ["/person"],
      "targetArguments": ["/person"],
      "audience": "%chat-audience%",
      "scopes": ["chat:read"]
    },
    {
      "name": "send_chat_message",
      "title": {"en": "Send a chat message", "ja": "チャットでメッセージを送る"},
      "description": "Sends a chat message from the signed-in person to a channel or a colleague. #outside is read by people of other companies.",
      "method": "POST",
      "url": "%chat-origin%/chat/messages",
      "body": {"to": "{to}", "text": "{text}"},
      "inputSchema": {
        "type": "object",
        "required": ["to", "text"],
        "additionalProperties": false,
        "properties": {
          "to": {"type": "string", "minLength": 1, "maxLength": 64, "description": "A channel such as \"#general\", or an employee id such as \"bsan\"."},
          "text": {"type": "string", "minLength": 1, "maxLength": 2000, "description": "What is sent."}
        }
      },
      "effect": "egress",
      "controlArguments": ["/to"],
      "contentArguments": ["/text"],
      "targetArguments": ["/to"],
      "audience": "%chat-audience%",
      "scopes": ["chat:send"],
      "canWait": true
    },
    {
      "name": "list_documents",
      "title": {"en": "List documents", "ja": "文書の一覧を見る"},
      "description": "Lists the documents of one employee and those shared with them, with id, title, owner and access.",
      "method": "GET",
      "url": "%documents-origin%/documents/people/{person}",
      "inputSchema": {
        "type": "object",
        "required": ["person"],
        "additionalProperties": false,
        "properties": {
          "person": {"type": "string", "minLength": 1, "maxLength": 64, "description": "Employee id such as \"asan\", or \"me\" for the signed-in person."}
        }
      },
      "effect": "read",
      "controlArguments": ["/person"],
      "targetArguments": ["/person"],
      "audience": "%documents-audience%",
      "scopes": ["documents:read"]
    },
    {
      "name": "read_document",
      "title": {"en": "Read a document", "ja": "文書を読む"},
      "description": "Returns one document with its text.",
      "method": "GET",
      "url": "%documents-origin%/documents/files/{document}",
      "inputSchema": {
        "type": "object",
        "required": ["document"],
        "additionalProperties": false,
        "properties": {
          "document": {"type": "string", "minLength": 1, "maxLength": 64, "description": "Document id such as \"travel-report\"; list_documents has them."}
        }
      },
      "effect": "read",
      "controlArguments": ["/document"],
      "targetArguments": ["/document"],
      "audience": "%documents-audience%",
      "scopes": ["documents:read"]
    },
    {
      "name": "share_document",
      "title": {"en": "Share a document", "ja": "文書を共有する"},
      "description": "Lets a colleague see or change a document of the signed-in person.",
      "method": "POST",
      "url": "%documents-origin%/documents/files/{document}/shares",
      "body": {"person": "{person}", "access": "{access}"},
      "inputSchema": {
        "type": "object",
        "required": ["document", "person", "access"],
        "additionalProperties": false,
        "properties": {
          "document": {"type": "string", "minLength": 1, "maxLength": 64, "description": "Document id such as \"travel-report\"; list_documents has them."},
          "person": {"type": "string", "minLength": 1, "maxLength": 64, "description": "Employee id of the colleague, such as \"bsan\"."},
          "access": {"type": "string", "enum": ["viewer", "editor"], "description": "viewer: may read; editor: may change it too."}
        }
      },
      "effect": "permission",
      "controlArguments": ["/document", "/person", "/access"],
      "targetArguments": ["/document", "/person"],
      "audience": "%documents-audience%",
      "scopes": ["documents:share"],
      "canWait": true
    },
    {
      "name": "list_invoices",
      "title": {"en": "List invoices", "ja": "請求書の一覧を見る"},
      "description": "Lists the invoices that one employee has to settle, with id, payee, amount, currency and status.",
      "method": "GET",
      "url": "%shop-origin%/shop/people/{person}/invoices",
      "inputSchema": {
        "type": "object",
        "required": ["person"],
        "additionalProperties": false,
        "properties": {
          "person": {"type": "string", "minLength": 1, "maxLength": 64, "description": "Employee id such as \"asan\", or \"me\" for the signed-in person."}
        }
      },
      "effect": "read",
      "controlArguments": ["/person"],
      "targetArguments": ["/person"],
      "audience": "%shop-audience%",
      "scopes": ["shop:read"]
    },
    {
      "name": "pay_invoice",
      "title": {"en": "Pay an invoice", "ja": "請求書を支払う"},
      "description": "Pays one invoice of the signed-in person. Payee, amount and currency must be those of the invoice; list_invoices has them.",
      "method": "POST",
      "url": "%shop-origin%/shop/payments",
      "body": {"invoice": "{invoice}", "payee": "{payee}", "amount": "{amount}", "currency": "{currency}"},
      "inputSchema": {
        "type": "object",
        "required": ["invoice", "payee", "amount", "currency"],
        "additionalProperties": false,
        "properties": {
          "invoice": {"type": "string", "minLength": 1, "maxLength": 64, "description": "Invoice id such as \"INV-1001\"."},
          "payee": {"type": "string", "minLength": 1, "maxLength": 100, "description": "Who gets the money."},
          "amount": {"type": "integer", "minimum": 1, "description": "How much, in the currency."},
          "currency": {"type": "string", "enum": ["JPY"]}
        }
      },
      "effect": "commit",
      "controlArguments": ["/invoice", "/payee", "/amount", "/currency"],
      "targetArguments": ["/invoice", "/payee"],
      "audience": "%shop-audience%",
      "scopes": ["shop:pay"]
    },
    {
      "name": "fetch_page",
      "title": {"en": "Read a page", "ja": "ページを読む"},
      "description": "Fetches one page of the intranet as text or HTML. Others may have written what stands there.",
      "method": "GET",
      "url": "%pages-origin%/pages/{page}",
      "inputSchema": {
        "type": "object",
        "required": ["page"],
        "additionalProperties": false,
        "properties": {
          "page": {"type": "string", "enum": ["travel-tips", "supplier-notice", "lunch-menu", "office-news"], "description": "Name of the page."}
        }
      },
      "effect": "read-egress",
      "controlArguments": ["/page"],
      "targetArguments": ["/page"],
      "audience": "%pages-audience%",
      "scopes": ["pages:read"]
    }
  ]
})JSON";
}

} // namespace app::demo
