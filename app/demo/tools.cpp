#include "app/demo/tools.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

namespace app::demo {
namespace {

// The file as an organisation would write it, with %issuer% and, for each API, %name-origin% and %name-audience%. What
// concerns the HR API is here; the rest is in work_tools.cpp.
const char* const hrFile = R"JSON({
  "version": 1,
  "issuer": "%issuer%",
  "resourceServers": [
    {"audience": "%hr-audience%", "origin": "%hr-origin%", "name": {"en": "HR (demo)", "ja": "人事システム（デモ）"}}
  ],
  "tools": [
    {
      "name": "find_colleague",
      "title": {"en": "Find a colleague", "ja": "社員を探す"},
      "description": "Searches the staff directory by name, department or position and returns id, name, department and position. Use it to get the id of a person who is known by name only.",
      "method": "GET",
      "url": "%hr-origin%/hr/people",
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
      "audience": "%hr-audience%",
      "scopes": ["hr:read"]
    },
    {
      "name": "get_employee_record",
      "title": {"en": "Read personal information", "ja": "個人情報を見る"},
      "description": "Returns the personal HR record of one employee: address, phone, birthday, employee number.",
      "method": "GET",
      "url": "%hr-origin%/hr/people/{person}",
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
      "audience": "%hr-audience%",
      "scopes": ["hr:read"]
    },
    {
      "name": "list_payslips",
      "title": {"en": "List payslips", "ja": "給与明細の一覧を見る"},
      "description": "Lists the last payslips of one employee with month, gross and take-home pay.",
      "method": "GET",
      "url": "%hr-origin%/hr/people/{person}/payslips",
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
      "audience": "%hr-audience%",
      "scopes": ["hr:read"]
    },
    {
      "name": "read_payslip",
      "title": {"en": "Read a payslip", "ja": "給与明細を見る"},
      "description": "Returns one payslip of one employee: base pay, overtime, deductions and take-home pay in yen.",
      "method": "GET",
      "url": "%hr-origin%/hr/people/{person}/payslips/{month}",
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
      "audience": "%hr-audience%",
      "scopes": ["hr:read"]
    },
    {
      "name": "list_leave",
      "title": {"en": "See leave", "ja": "休暇の状況を見る"},
      "description": "Lists the leave that one employee has asked for.",
      "method": "GET",
      "url": "%hr-origin%/hr/people/{person}/leave",
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
      "audience": "%hr-audience%",
      "scopes": ["hr:read"]
    },
    {
      "name": "request_leave",
      "title": {"en": "Request leave", "ja": "休暇を申請する"},
      "description": "Asks for days off for the signed-in person.",
      "method": "POST",
      "url": "%hr-origin%/hr/leave",
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
      "audience": "%hr-audience%",
      "scopes": ["hr:leave"],
      "canWait": true
    }
  ]
})JSON";

QJsonObject filled(const char* file, const QString& issuer, const QList<ApiPlace>& apis)
{
    auto text = QString::fromUtf8(file).replace(QStringLiteral("%issuer%"), issuer);
    for (const auto& api : apis)
        text.replace(QLatin1Char('%') + api.name + QStringLiteral("-origin%"), api.origin)
            .replace(QLatin1Char('%') + api.name + QStringLiteral("-audience%"), api.audience);
    const auto document = QJsonDocument::fromJson(text.toUtf8());
    Q_ASSERT(document.isObject());
    return document.object();
}

void add(QJsonObject& file, const QString& member, const QJsonObject& more)
{
    auto list = file.value(member).toArray();
    for (const auto& item : more.value(member).toArray())
        list.append(item);
    file.insert(member, list);
}

} // namespace

QJsonObject organisationTools(const QString& issuer, const QList<ApiPlace>& apis)
{
    auto file = filled(hrFile, issuer, apis);
    const auto work = filled(workToolsText(), issuer, apis);
    add(file, QStringLiteral("resourceServers"), work);
    add(file, QStringLiteral("tools"), work);
    return file;
}

} // namespace app::demo
