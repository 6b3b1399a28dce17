#pragma once

#include "core/connectors/text_template.h"
#include "core/toolapi/tool.h"

#include <QtCore/QUrl>

namespace core::connectors {

/// How one tool of a file turns arguments into a request. Arguments fill places in the path, the query and the body;
/// none can reach the scheme, the host, the number of path segments or the names of the query.
struct HttpToolTemplate {
    struct QueryPart {
        QString name;
        TextTemplate value;
    };

    QByteArray method = "GET";
    QUrl origin;
    TextTemplate path; ///< from the first "/", percent-encoded
    std::vector<QueryPart> query = {};
    std::optional<QJsonValue> body = {}; ///< JSON whose strings are templates
    QString audience = {};
    QStringList scopes = {};
    std::chrono::milliseconds timeout = std::chrono::seconds(20);

    /// \param arguments  validated against the tool's schema
    /// \error InvalidArgument  an argument cannot stand in the path: it is empty, or has a slash, a control character,
    ///                         or dots that would lead to another place. `subject` is its JSON Pointer; nothing was
    ///                         sent
    [[nodiscard]] Result<toolapi::ApiRequest> request(const QJsonObject& arguments) const;
};

/// The API's answer as a value for the model: JSON as it is, text as text, anything else as a remark on its size.
[[nodiscard]] QJsonValue answerValue(const toolapi::ApiAnswer& answer);

/// Sends the request as the signed-in person and hands back what the API answered, with method and URL filled in. Any
/// HTTP status is an answer.
/// \param http  outlives the call
[[nodiscard]] Async<toolapi::ToolAnswer> askApi(toolapi::AuthorizedHttp& http, const toolapi::ToolContext& context,
                                                toolapi::ApiRequest request);

} // namespace core::connectors
