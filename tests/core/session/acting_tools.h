#pragma once

#include "session_fixture.h"

namespace session_tests {

/// The HR tools, one that sends and one that deletes.
inline QByteArray actingTools()
{
    auto file = QJsonDocument::fromJson(SessionFixture::hrTools()).object();
    auto all = file.value(s("tools")).toArray();
    const auto more = QJsonDocument::fromJson(R"([
        {"name": "send_chat_message", "title": {"en": "Send a chat message", "ja": "メッセージを送る"},
         "description": "Sends.", "method": "POST", "url": "https://hr.example/chat/messages",
         "body": {"to": "{to}", "text": "{text}"},
         "inputSchema": {"type": "object", "required": ["to", "text"], "additionalProperties": false,
                         "properties": {"to": {"type": "string"}, "text": {"type": "string"}}},
         "effect": "egress", "controlArguments": ["/to"], "contentArguments": ["/text"],
         "audience": "urn:hr", "scopes": ["hr:read"]},
        {"name": "delete_project", "title": {"en": "Delete a project", "ja": "プロジェクトを削除する"},
         "description": "Deletes.", "method": "POST", "url": "https://hr.example/projects/delete",
         "body": {"id": "{id}"},
         "inputSchema": {"type": "object", "required": ["id"], "additionalProperties": false,
                         "properties": {"id": {"type": "string"}}},
         "effect": "destructive", "controlArguments": ["/id"], "audience": "urn:hr", "scopes": ["hr:read"]}])")
                          .array();
    for (const auto& tool : more)
        all.append(tool);
    file.insert(s("tools"), all);
    return QJsonDocument(file).toJson();
}

} // namespace session_tests
