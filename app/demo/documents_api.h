#pragma once

#include "app/demo/api_door.h"

#include <QtCore/QList>
#include <QtCore/QMap>

namespace app::demo {

struct Document {
    QString id;
    QString owner; ///< a person's id
    core::Bilingual title;
    QString text;
    QMap<QString, QString> shares; ///< by person: "viewer" or "editor"

    [[nodiscard]] QStringList readers() const { return QStringList{owner} + shares.keys(); }
};

/// What everybody has at the start; invented.
[[nodiscard]] QList<Document> firstDocuments();

/// The demo organisation's documents.
///
/// | | who |
/// |---|---|
/// | GET /documents/people/{person} | only that person: what is theirs and what is shared with them |
/// | GET /documents/files/{id} | its owner and whom it is shared with |
/// | POST /documents/files/{id}/shares `{"person", "access"}` | its owner, scope documents:share; honours Idempotency-Key |
///
/// Thread: one.
class DocumentsApi {
public:
    DocumentsApi(ApiOptions options, const People& people, AccessTokenVerifier verifier, core::Secret adminKey);

    [[nodiscard]] Response handle(const Request& request);

private:
    [[nodiscard]] Response list(const Caller& caller, const QString& person) const;
    [[nodiscard]] Response read(const Caller& caller, const QString& id) const;
    [[nodiscard]] Response share(const Request& request, const QString& id);
    [[nodiscard]] const Document* find(const QString& id) const;

    ApiDoor door_;
    QList<Document> documents_;
    FirstAnswers answers_;
};

} // namespace app::demo
