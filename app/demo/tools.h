#pragma once

#include <QtCore/QJsonObject>
#include <QtCore/QList>
#include <QtCore/QString>

namespace app::demo {

/// Where one API is, and which tokens it takes.
struct ApiPlace {
    QString name; ///< "hr"
    QString audience;
    QString origin;
};

/// The organisation's APIs as HTTP tools for people of `issuer`, in the format that any organisation's file has
/// (core/connectors).
[[nodiscard]] QJsonObject organisationTools(const QString& issuer, const QList<ApiPlace>& apis);

/// The part of that file about messages, documents, invoices and pages, with places for what organisationTools() fills in.
[[nodiscard]] const char* workToolsText();

} // namespace app::demo
