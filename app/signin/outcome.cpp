#include "app/signin/outcome.h"

#include "app/signin/rules/sign_in_request.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

#include <cerrno>
#include <unistd.h>

namespace app::signin {
namespace {

QString nameOf(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Redirected: return QStringLiteral("redirected");
    case Outcome::Closed: return QStringLiteral("closed");
    case Outcome::Timeout: return QStringLiteral("timeout");
    case Outcome::Refused: return QStringLiteral("refused");
    case Outcome::Failed: return QStringLiteral("failed");
    case Outcome::Unavailable: return QStringLiteral("unavailable");
    }
    return {};
}

QByteArray lineOf(const QJsonObject& object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

} // namespace

Answer makeAnswer(Outcome outcome, const QByteArray& detail)
{
    const auto text = QString::fromLatin1(detail);
    if (outcome != Outcome::Redirected) {
        return {outcome, lineOf({{QStringLiteral("outcome"), nameOf(outcome)}, {QStringLiteral("detail"), text}})};
    }
    auto line = lineOf({{QStringLiteral("redirect"), text}});
    if (line.size() > rules::maxAnswerBytes) return makeAnswer(Outcome::Failed, "redirect-too-long");
    return {outcome, std::move(line)};
}

void endWith(Outcome outcome, const QByteArray& detail)
{
    const auto answer = makeAnswer(outcome, detail);
    const char* next = answer.line.constData();
    auto left = static_cast<size_t>(answer.line.size());
    while (left > 0) {
        const auto written = ::write(STDOUT_FILENO, next, left);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) break;
        next += written;
        left -= static_cast<size_t>(written);
    }
    ::_exit(static_cast<int>(answer.outcome));
}

} // namespace app::signin
