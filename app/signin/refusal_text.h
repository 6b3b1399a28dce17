#pragma once

#include "app/signin/rules/navigation_rules.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QString>

namespace app::signin {

/// The sentences of the window's bar, in the person's language. Hosts are shown, never whole addresses: a query may
/// hold the code.
class RefusalText {
    Q_DECLARE_TR_FUNCTIONS(RefusalText)
public:
    [[nodiscard]] static QString of(rules::Refusal refusal, const QString& where);
    [[nodiscard]] static QString askBeforeLeaving(const QString& origin);
    [[nodiscard]] static QString loadFailed(const QString& host);
};

} // namespace app::signin
