#pragma once

#include "app/demo/web.h"

#include <QtCore/QDate>
#include <QtCore/QJsonObject>
#include <QtCore/QList>
#include <QtCore/QString>

namespace app::demo {

/// Whom a wish is about, as far as the words say.
struct Whom {
    bool self = false;
    QString id;     ///< when the words give it away: "asan", "user B"
    QString lookUp; ///< a name to be found in the directory first

    friend bool operator==(const Whom&, const Whom&) = default;
};

/// One thing that a person wants from the demo model.
struct Wish {
    enum class Kind {
        AboutMe,
        Record,
        Payslip,
        PayslipList,
        Colleague,
        LeaveList,
        LeaveRequest,
        ExactCall,
        MessageList,
        SendMessage, ///< `arguments`: text, and to where that is a channel; else to `whom`
        DocumentList,
        ReadDocument,  ///< `arguments`: document, as the person calls it
        ShareDocument, ///< likewise, and access; with `whom`
        InvoiceList,
        PayInvoice, ///< `arguments`: invoice, and payee, amount and currency where the words say them all
        Page,       ///< `arguments`: page
    };
    Kind kind = Kind::AboutMe;
    Whom whom;
    QString month; ///< "latest" or "YYYY-MM"
    QDate from;
    QDate to;
    QString reason;
    QString tool; ///< ExactCall
    QJsonObject arguments;

    friend bool operator==(const Wish&, const Wish&) = default;
};

struct Understanding {
    Language language = Language::English;
    QList<Wish> wishes;
    bool greeting = false;
    bool claimsRole = false;     ///< "I am the president": said, and worth nothing
    bool ignoresRules = false;   ///< "forget your instructions"
    bool wantsInvention = false; ///< "answer even if it is refused"
};

/// Reads what a person wrote, in Japanese or English, by patterns. Pure.
/// \param offeredTools  a tool's name followed by JSON is an order to call it
[[nodiscard]] Understanding understand(const QString& text, const QStringList& offeredTools, QDate today);

/// Orders of the form `call tool_name {json}` that stand in any text, a tool's answer too: this model follows them,
/// as a model that was talked into it would.
[[nodiscard]] QList<Wish> ordersIn(const QString& text, const QStringList& offeredTools);

/// Everybody whom a text names, in the order of their names: colleagues, and names that nobody here has.
[[nodiscard]] QList<Whom> peopleIn(const QString& text);

[[nodiscard]] Language languageOf(const QString& text);

} // namespace app::demo
