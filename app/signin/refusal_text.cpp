#include "app/signin/refusal_text.h"

namespace app::signin {

QString RefusalText::of(rules::Refusal refusal, const QString& where)
{
    using rules::Refusal;
    switch (refusal) {
    case Refusal::OtherScheme: return tr("The page tried to open something other than a web page. It was stopped.");
    case Refusal::PlainHttp: return tr("The page tried to open %1 without encryption. It was stopped.").arg(where);
    case Refusal::UnlistedOrigin: return tr("The page tried to open %1. This sign-in does not go there.").arg(where);
    case Refusal::UserInformation:
        return tr("The page tried to open an address with a name or password in it. It was stopped.");
    case Refusal::NewWindow: return tr("The page tried to open another window. It was stopped.");
    case Refusal::Download: return tr("The page tried to save a file. Nothing was saved.");
    case Refusal::Certificate:
        return tr("%1 could not prove that it is the real one, so nothing was sent to it. Tell the people who run your "
                  "sign-in; do not try another way in.")
            .arg(where);
    case Refusal::Permission:
        return tr("The page asked for something of this computer, such as the camera or your location. It was not "
                  "allowed.");
    case Refusal::FileChooser: return tr("The page asked for a file. It was not allowed.");
    case Refusal::Dialog: return tr("The page tried to show a dialog. It was stopped.");
    case Refusal::Password: return tr("%1 asked for a password outside of the page. It was not shown.").arg(where);
    }
    return {};
}

QString RefusalText::askBeforeLeaving(const QString& origin)
{
    return tr("The page wants to continue at %1. Go on only if you know that your organisation signs in there.")
        .arg(origin);
}

QString RefusalText::loadFailed(const QString& host)
{
    return tr("%1 does not answer. Check your connection, then try again.").arg(host);
}

} // namespace app::signin
