#pragma once

#include "tests/e2e/form_browser.h"
#include "tests/e2e/tour/model_service.h"
#include "tests/e2e/tour/visit.h"

/// What is typed and what has to be read, in one language.
struct OwnProviderWords {
    QString mine;
    QString othersOfB;
    QString othersOfA;
    QString certificate;
    QString notShown;
    QString keyRefused;
    QString blocked;
};

/// An organisation's own provider, model and API, which this program knows nothing of: from the first run to two
/// accounts that do not see each other's data. Where they are is in SEKISHO_ORGANISATION
/// (tests/e2e/op/organisation.mjs).
class OwnProvider final : public Visit {
public:
    explicit OwnProvider(VisitOptions options);

private:
    [[nodiscard]] bool steps() override;
    [[nodiscard]] bool begin();
    [[nodiscard]] bool untrustedAuthority();
    [[nodiscard]] bool wrongEntries();
    [[nodiscard]] bool windowTrustsNobodyEither();
    [[nodiscard]] bool firstSignIn();
    [[nodiscard]] bool model();
    [[nodiscard]] bool ownData();
    [[nodiscard]] bool othersData();
    [[nodiscard]] bool secondAccount();
    [[nodiscard]] bool nothingInTheClear();

    [[nodiscard]] bool openForm();
    [[nodiscard]] bool redirectAddresses();
    [[nodiscard]] bool fill(const QString& issuer, const QString& clientId);
    /// Presses "Test connection" and waits for what comes of it.
    [[nodiscard]] bool test();
    [[nodiscard]] bool signedIn(const QString& account) const;
    [[nodiscard]] bool refusedInItsOwnWords(const QString& words);
    void visitInBrowser(const QUrl& url);

    OwnProviderWords words_;
    QJsonObject organisation_;
    ModelService service_;
    FormBrowser browser_;
    QString issuer_;
    QString clientId_;
};
