#pragma once

#include "app/demo/api_door.h"

#include <QtCore/QList>

namespace app::demo {

/// A page that somebody from outside may have written: nobody vouches for what stands on it.
struct Page {
    QString name; ///< "travel-tips"
    core::Bilingual title;
    QByteArray contentType;
    QString text;
};

/// Every page there is. Some hold orders to whatever agent reads them, in English and Japanese; invented.
[[nodiscard]] const QList<Page>& allPages();

/// Whether this is a page of allPages(), and not a sentence about why it could not be had.
[[nodiscard]] bool looksLikePage(const QString& text);

/// The demo organisation's intranet pages: GET /pages/{name} for everybody who works there, scope pages:read, as plain
/// text or HTML. Thread: one.
class PagesApi {
public:
    PagesApi(ApiOptions options, const People& people, AccessTokenVerifier verifier, core::Secret adminKey);

    [[nodiscard]] Response handle(const Request& request) const;

private:
    ApiDoor door_;
};

} // namespace app::demo
