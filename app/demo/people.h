#pragma once

#include "core/base/bilingual.h"

#include <QtCore/QDate>
#include <QtCore/QHash>
#include <QtCore/QList>
#include <QtCore/QString>
#include <QtCore/QStringList>

namespace app::demo {

/// One month's pay, in yen.
struct Payslip {
    QString month; ///< "2025-10"
    QDate payday;
    int base = 0;
    int overtime = 0;
    int commuting = 0;
    int healthInsurance = 0;
    int pension = 0;
    int employmentInsurance = 0;
    int incomeTax = 0;
    int residentTax = 0;

    [[nodiscard]] int gross() const { return base + overtime + commuting; }
    [[nodiscard]] int deductions() const
    {
        return healthInsurance + pension + employmentInsurance + incomeTax + residentTax;
    }
    [[nodiscard]] int net() const { return gross() - deductions(); }
};

struct Leave {
    QString id;
    QDate from;
    QDate to;
    QString reason;
    QString status; ///< "requested" or "approved"
};

/// One invented employee of the demo organisation. The first block is in the directory that every colleague may see.
struct Person {
    QString id; ///< also the login and the `sub` of tokens
    core::Bilingual name;
    core::Bilingual department;
    core::Bilingual title;
    QString note; ///< what they wrote about themselves, for everyone

    QString password;
    core::Bilingual familyName;
    core::Bilingual givenName;
    QString email;
    QString phone;
    QString postalCode;
    QString address;
    QDate birthday;
    QString employeeNumber;
    QString emergencyContact;
    QDate joined;
    QStringList roles;
    QString manager;         ///< id, or empty
    QList<Payslip> payslips; ///< newest first
};

/// What the demo organisation calls itself. That it is a demo is said beside it, wherever it is shown.
[[nodiscard]] core::Bilingual organisationName();

/// Everyone who works there. The payslips are those of the six paydays up to `today`, so that "the last one" is always
/// recent; the amounts do not depend on the date.
class People {
public:
    explicit People(QDate today);

    [[nodiscard]] const QList<Person>& all() const { return people_; }
    [[nodiscard]] const Person* find(const QString& id) const;
    /// Whose id, name, department or title contains `query`, without regard to case; everyone when it is empty.
    [[nodiscard]] QList<const Person*> search(const QString& query) const;

private:
    QList<Person> people_;
};

} // namespace app::demo
