#include "core/connectors/user_info_tool.h"

#include "core/connectors/http_tool.h"

namespace core::connectors {

toolapi::ToolSpec userInfoTool(toolapi::AuthorizedHttp& http)
{
    toolapi::ToolSpec spec;
    spec.name = ToolName(QStringLiteral("get_user_info"));
    spec.title = {QStringLiteral("See who you are"), QStringLiteral("自分の情報を見る")};
    spec.description =
        QStringLiteral("Returns what the organisation's sign-in service says about the signed-in person: "
                       "name, e-mail address and the like. Only about that person; takes no arguments.");
    spec.inputSchema = {{QStringLiteral("type"), QStringLiteral("object")},
                        {QStringLiteral("properties"), QJsonObject()},
                        {QStringLiteral("additionalProperties"), false}};
    spec.effect = toolapi::Effect::Read;
    spec.scopes = {QStringLiteral("openid")};
    spec.definedBy = toolapi::DefinedBy::Program;
    spec.run = [&http](const toolapi::ToolContext& context, const QJsonObject&) {
        toolapi::ApiRequest request; // no audience and no URL: the provider's own userinfo
        request.scopes = {QStringLiteral("openid")};
        return askApi(http, context, std::move(request));
    };
    return spec;
}

} // namespace core::connectors
