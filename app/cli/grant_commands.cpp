// `grants` and `grants revoke`: the part of Commands that is about standing rules.
#include "app/cli/commands.h"
#include "app/cli/json_form.h"
#include "core/session/person.h"

namespace app::cli {

using core::interfaces::GrantView;

namespace {

QString inWords(const GrantView& grant)
{
    QStringList pinned;
    for (const auto& value : grant.pinned)
        pinned.append(value.name + QStringLiteral("=") + value.value);
    auto text = QStringLiteral("%1  %2  %3  %4")
                    .arg(grant.id.text(), kindName(grant.kind), grant.tool,
                         pinned.isEmpty() ? QStringLiteral("(any values)") : pinned.join(QStringLiteral(", ")));
    if (grant.mostUses == 0) return text;
    text += QStringLiteral("  used %1 of %2, ends %3")
                .arg(grant.uses)
                .arg(grant.mostUses)
                .arg(grant.endsUtc.toUTC().toString(Qt::ISODate));
    if (grant.lapsesUtc.isValid() && grant.lapsesUtc < grant.endsUtc)
        text += QStringLiteral(", unused by %1").arg(grant.lapsesUtc.toUTC().toString(Qt::ISODate));
    return text;
}

} // namespace

void Commands::grants()
{
    // They are read when the person's stores are open.
    core::onReady(application_->people().currentPerson()->parts(), this,
                  [this](const core::Result<std::shared_ptr<core::session::PersonParts>>& opened) {
                      if (!opened) return failWith(opened.error());
                      request_.revoke.isEmpty() ? listGrants() : revokeGrant();
                  });
}

void Commands::listGrants()
{
    const auto grants = application_->grants()->grants();
    for (const auto& grant : grants) {
        if (console_.json()) {
            console_.result(grantJson(grant));
        } else {
            console_.result(inWords(grant));
        }
    }
    if (grants.isEmpty()) console_.note(QStringLiteral("There are no standing rules."));
    end(Exit::Ok);
}

void Commands::revokeGrant()
{
    core::onReady(application_->grants()->revoke(core::interfaces::GrantId(request_.revoke)), this,
                  [this](const core::Result<>& revoked) {
                      if (!revoked) {
                          const bool none = revoked.error().code == core::Errc::NotFound;
                          return failWith(revoked.error(),
                                          none ? QStringLiteral("There is no standing rule of that ID. sekisho-cli "
                                                                "grants lists them.")
                                               : QString());
                      }
                      if (console_.json()) {
                          console_.result(QJsonObject{{QStringLiteral("type"), QStringLiteral("grant_revoked")},
                                                      {QStringLiteral("id"), request_.revoke}});
                      } else {
                          console_.result(QStringLiteral("Revoked. It does nothing any more."));
                      }
                      end(Exit::Ok);
                  });
}

} // namespace app::cli
