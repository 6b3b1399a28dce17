#pragma once

#include "app/demo/chat_api.h"
#include "app/demo/documents_api.h"
#include "app/demo/people.h"
#include "app/demo/shop_api.h"
#include "core/interfaces/views.h"
#include "core/toolapi/tool.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QRegularExpression>
#include <QtCore/QSet>

namespace access_tests {

/// The same of what they work with: direct messages, documents they may read, and whom they have to pay.
inline QSet<QString> workSecretsOf(const QString& id)
{
    QSet<QString> secrets;
    for (const auto& message : app::demo::firstMessages())
        if (!message.to.startsWith(QLatin1Char('#')) && (message.from == id || message.to == id))
            secrets.insert(message.text);
    for (const auto& document : app::demo::firstDocuments())
        if (document.readers().contains(id)) secrets.insert(document.text);
    for (const auto& invoice : app::demo::firstInvoices())
        if (invoice.person == id) secrets.insert(invoice.payee);
    return secrets;
}

/// What of a person nobody else may see: contact data, numbers that name them, every amount of every payslip,
/// and what workSecretsOf() has.
inline QSet<QString> secretsOf(const app::demo::Person& person)
{
    QSet<QString> secrets{person.phone,          person.postalCode,       person.address,
                          person.employeeNumber, person.emergencyContact, person.birthday.toString(Qt::ISODate),
                          person.email};
    for (const auto& slip : person.payslips)
        for (const int amount : {slip.base, slip.overtime, slip.commuting, slip.gross(), slip.healthInsurance,
                                 slip.pension, slip.incomeTax, slip.residentTax, slip.deductions(), slip.net()})
            secrets.insert(QString::number(amount));
    return secrets + workSecretsOf(person.id);
}

/// How often `text` holds something of `secrets` as a whole word or number, however it is grouped: 1,234 is 1234. The
/// port of an address is nobody's: it is the system that chose it, now and then the number of an amount.
inline int countIn(QString text, const QSet<QString>& secrets)
{
    static const QRegularExpression port(QStringLiteral("(?<=//127\\.0\\.0\\.1):[0-9]+"));
    text.remove(port);
    static const QRegularExpression grouping(QStringLiteral("(?<=[0-9])[,，](?=[0-9]{3})"));
    text.remove(grouping);
    int found = 0;
    for (const auto& secret : secrets) {
        const QRegularExpression whole(
            QStringLiteral("(?<![0-9A-Za-z])%1(?![0-9A-Za-z])").arg(QRegularExpression::escape(secret)));
        for (auto matches = whole.globalMatch(text); matches.hasNext(); matches.next())
            ++found;
    }
    return found;
}

/// How much of anybody but `reader` is in the text.
inline int leaksTo(const QString& reader, const app::demo::People& people, const QString& text)
{
    const auto own = secretsOf(*people.find(reader));
    int leaks = 0;
    for (const auto& person : people.all())
        if (person.id != reader) leaks += countIn(text, secretsOf(person).subtract(own));
    return leaks;
}

/// Everything of an ended call that anything else in the program could get to see.
inline QString allTextOf(const core::toolapi::ToolResult& result)
{
    QJsonDocument value(result.value.toObject());
    if (result.value.isArray()) value = QJsonDocument(result.value.toArray());
    QStringList texts{QString::fromUtf8(value.toJson()),
                      result.value.toString(),
                      result.modelText,
                      result.reason,
                      result.explanation.en,
                      result.explanation.ja,
                      result.error ? result.error->detail + result.error->subject : QString()};
    if (result.api) {
        texts.append(QString::fromUtf8(result.api->body));
        for (const auto& [name, content] : result.api->headers)
            texts.append(QString::fromLatin1(content));
    }
    return texts.join(QLatin1Char('\n'));
}

inline QString allTextOf(const core::interfaces::ToolCardView& card)
{
    QStringList texts{card.title.en,   card.title.ja,   card.target, card.answer,
                      card.why.answer, card.why.reason, card.why.url};
    texts << card.why.explanation.en << card.why.explanation.ja;
    for (const auto& argument : card.arguments)
        texts << argument.name << argument.value;
    if (card.error) texts << card.error->detail << card.error->subject;
    return texts.join(QLatin1Char('\n'));
}

inline QString allTextOf(const core::interfaces::MessageView& view)
{
    auto text = view.text + QLatin1Char('\n') + view.reasoning;
    for (const auto& card : view.cards)
        text += QLatin1Char('\n') + allTextOf(card);
    return text;
}

} // namespace access_tests
