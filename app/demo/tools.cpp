#include "app/demo/tools.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

namespace app::demo {
namespace {

// The file as an organisation would write it; %1 is the API's origin, %2 its audience and %3 the issuer.
const char* const file = R"JSON({
  "version": 1,
  "issuer": "%3",
  "resourceServers": [
    {"audience": "%2", "origin": "%1", "name": {"en": "HR (demo)", "ja": "人事システム（デモ）"}}
  ],
  "tools": [
    {
      "name": "find_colleague",
      "title": {"en": "Find a colleague", "ja": "社員を探す"},
      "description": "Searches the staff directory by name, department or position and returns id, name, department and position. Use it to get the id of a person who is known by name only.",
      "method": "GET",
      "url": "%1/hr/people",
      "query": {"query": "{query}"},
      "inputSchema": {
        "type": "object",
        "required": ["query"],
        "additionalProperties": false,
        "properties": {
          "query": {"type": "string", "maxLength": 100, "description": "Part of a name, department or position, e.g. \"山田\". Empty: everyone."}
        }
      },
      "effect": "read",
      "controlArguments": ["/query"],
      "targetArguments": ["/query"],
      "audience": "%2",
      "scopes": ["hr:read"]
    },
    {
      "name": "get_employee_record",
      "title": {"en": "Read personal information", "ja": "個人情報を見る"},
      "description": "Returns the personal HR record of one employee: address, phone, birthday, employee number.",
      "method": "GET",
      "url": "%1/hr/people/{person}",
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
      "audience": "%2",
      "scopes": ["hr:read"]
    },
    {
      "name": "list_payslips",
      "title": {"en": "List payslips", "ja": "給与明細の一覧を見る"},
      "description": "Lists the last payslips of one employee with month, gross and take-home pay.",
      "method": "GET",
      "url": "%1/hr/people/{person}/payslips",
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
      "audience": "%2",
      "scopes": ["hr:read"]
    },
    {
      "name": "read_payslip",
      "title": {"en": "Read a payslip", "ja": "給与明細を見る"},
      "description": "Returns one payslip of one employee: base pay, overtime, deductions and take-home pay in yen.",
      "method": "GET",
      "url": "%1/hr/people/{person}/payslips/{month}",
      "inputSchema": {
        "type": "object",
        "required": ["person", "month"],
        "additionalProperties": false,
        "properties": {
          "person": {"type": "string", "minLength": 1, "maxLength": 64, "description": "Employee id such as \"asan\", or \"me\" for the signed-in person."},
          "month": {"type": "string", "pattern": "^(latest|[0-9]{4}-(0[1-9]|1[0-2]))$", "description": "\"latest\", or a month as YYYY-MM."}
        }
      },
      "effect": "read",
      "controlArguments": ["/person", "/month"],
      "targetArguments": ["/person"],
      "audience": "%2",
      "scopes": ["hr:read"]
    },
    {
      "name": "list_leave",
      "title": {"en": "See leave", "ja": "休暇の状況を見る"},
      "description": "Lists the leave that one employee has asked for.",
      "method": "GET",
      "url": "%1/hr/people/{person}/leave",
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
      "audience": "%2",
      "scopes": ["hr:read"]
    },
    {
      "name": "request_leave",
      "title": {"en": "Request leave", "ja": "休暇を申請する"},
      "description": "Asks for days off for the signed-in person.",
      "method": "POST",
      "url": "%1/hr/leave",
      "body": {"from": "{from}", "to": "{to}", "reason": "{reason}"},
      "inputSchema": {
        "type": "object",
        "required": ["from", "to"],
        "additionalProperties": false,
        "properties": {
          "from": {"type": "string", "format": "date", "description": "First day, YYYY-MM-DD."},
          "to": {"type": "string", "format": "date", "description": "Last day, YYYY-MM-DD."},
          "reason": {"type": "string", "maxLength": 500}
        }
      },
      "effect": "write",
      "controlArguments": ["/from", "/to"],
      "contentArguments": ["/reason"],
      "audience": "%2",
      "scopes": ["hr:leave"]
    }
  ]
})JSON";

} // namespace

QJsonObject hrTools(const QString& hrOrigin, const QString& hrAudience, const QString& issuer)
{
    auto text = QString::fromUtf8(file);
    text.replace(QStringLiteral("%1"), hrOrigin)
        .replace(QStringLiteral("%2"), hrAudience)
        .replace(QStringLiteral("%3"), issuer);
    const auto document = QJsonDocument::fromJson(text.toUtf8());
    Q_ASSERT(document.isObject());
    return document.object();
}

} // namespace app::demo
