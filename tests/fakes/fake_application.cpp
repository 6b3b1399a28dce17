#include "tests/fakes/fake_application.h"

#include "core/base/async_steps.h"

#include <QtCore/QUrl>

using namespace core::interfaces;

FakeConversations::FakeConversations(FakePerson person, FakeTurns::Pace pace)
    : person_(std::move(person))
    , pace_(pace)
{}

FakeConversations::Stored* FakeConversations::find(const core::ConversationId& id)
{
    for (Stored& each : stored)
        if (each.view.id == id) return &each;
    return nullptr;
}

core::Async<QList<ConversationView>> FakeConversations::page(const QString& search, int offset, int count)
{
    if (auto error = std::exchange(failNextPage, {}))
        return core::ready<QList<ConversationView>>(tl::unexpected(*error));
    searches.append(search);
    QList<ConversationView> visible;
    for (const Stored& each : stored) {
        if (each.removed || !each.stored) continue;
        const bool inText =
            std::any_of(each.transcript->rows.begin(), each.transcript->rows.end(),
                        [&](const MessageView& row) { return row.text.contains(search, Qt::CaseInsensitive); });
        if (search.isEmpty() || inText || each.view.title.contains(search, Qt::CaseInsensitive))
            visible.append(each.view);
    }
    return core::ready<QList<ConversationView>>(visible.mid(offset, count));
}

core::ConversationId FakeConversations::create()
{
    Stored created;
    created.view.id = core::ConversationId(core::newId());
    created.view.changedUtc = QDateTime::currentDateTimeUtc();
    created.transcript = std::make_shared<FakeTranscript>();
    created.turns = std::make_shared<FakeTurns>(created.transcript, person_, pace_);
    created.stored = false; // until the first message
    const core::ConversationId id = created.view.id;
    QObject::connect(created.transcript.get(), &Transcript::rowsAdded, this, [this, id] {
        Stored* const found = find(id);
        if (!found || found->stored) return;
        found->stored = true;
        found->view.title = found->transcript->rows.first().text;
        Q_EMIT changed();
    });
    QObject::connect(created.turns.get(), &Turns::runningChanged, this, [this, id] {
        Stored* const found = find(id);
        if (!found) return;
        found->view.busy = found->turns->running();
        Q_EMIT busyChanged(id, found->view.busy);
        Q_EMIT changed();
    });
    stored.insert(stored.begin(), created);
    return id;
}

core::Async<OpenConversation> FakeConversations::open(const core::ConversationId& id)
{
    if (auto error = std::exchange(failNextOpen, {})) return core::ready<OpenConversation>(tl::unexpected(*error));
    const Stored* found = find(id);
    if (!found) return core::failed<OpenConversation>(core::Errc::NotFound, QStringLiteral("no such conversation"));
    return core::ready<OpenConversation>(OpenConversation{found->transcript, found->turns, found->readers,
                                                          drafts.value(found->stored ? id : core::ConversationId())});
}

core::Async<> FakeConversations::rename(const core::ConversationId& id, const QString& title)
{
    if (auto error = std::exchange(failNextRename, {})) return core::ready<void>(tl::unexpected(*error));
    Stored* found = find(id);
    if (!found) return core::failed<void>(core::Errc::NotFound, QStringLiteral("no such conversation"));
    found->view.title = title;
    Q_EMIT changed();
    return core::ready<void>({});
}

core::Async<> FakeConversations::remove(const core::ConversationId& id, bool restore)
{
    Stored* found = find(id);
    if (!found) return core::failed<void>(core::Errc::NotFound, QStringLiteral("no such conversation"));
    found->removed = !restore;
    Q_EMIT changed();
    return core::ready<void>({});
}

core::ConversationId FakeConversations::add(const QString& title, const QStringList& questions,
                                            const QDateTime& changedUtc)
{
    const core::ConversationId id = create();
    Stored* added = find(id);
    for (const QString& question : questions) {
        MessageView asked;
        asked.id = core::MessageId(core::newId());
        asked.speaker = MessageView::Speaker::Person;
        asked.text = question;
        asked.atUtc = changedUtc;
        added->transcript->append(asked);
        for (MessageView answer : scriptedAnswer(person_, question)) {
            answer.atUtc = changedUtc;
            added->transcript->append(answer);
        }
    }
    added->stored = true;
    added->view.title = title;
    added->view.changedUtc = changedUtc;
    std::stable_sort(stored.begin(), stored.end(),
                     [](const Stored& a, const Stored& b) { return a.view.changedUtc > b.view.changedUtc; });
    Q_EMIT changed();
    return id;
}

core::Async<EndpointCheck> FakeModels::tryOut(const EndpointInput& input, std::stop_token /*stop*/)
{
    tried.append(input);
    EndpointCheck check;
    check.models = {QStringLiteral("gpt-4o-mini"), QStringLiteral("gpt-4o")};
    return trying.ask(check);
}

core::Async<> FakeModels::choose(const EndpointInput& input, bool demo)
{
    auto answer = choosing.ask({});
    if (answer.resultCount() == 0 || !answer.result()) return answer;
    kept.append(input);
    EndpointView view;
    view.id = core::EndpointId(core::newId());
    view.demo = demo;
    view.model = demo ? QStringLiteral("demo") : input.model;
    view.host = demo ? QStringLiteral("127.0.0.1") : QUrl(input.baseUrl).host();
    view.local = demo || view.host == QLatin1String("127.0.0.1") || view.host == QLatin1String("localhost");
    view.name = demo ? QStringLiteral("Demo model") : QStringLiteral("%1 at %2").arg(view.model, view.host);
    view.hasKey = !input.typedKey.isEmpty();
    chosen.prepend(view);
    Q_EMIT changed();
    return answer;
}

void FakeAccounts::select(const AccountId& account)
{
    if (account == selected) return;
    application_.switchTo(account);
}

void FakeAccounts::drop(const AccountId& account)
{
    list.removeIf([&account](const AccountView& each) { return each.id == account; });
    if (selected == account) application_.switchTo(list.isEmpty() ? AccountId() : list.first().id);
    Q_EMIT changed();
}

core::Async<SignOutReport> FakeAccounts::signOut(const AccountId& account)
{
    SignOutReport report;
    report.tokensRevoked = true;
    report.providerSessionEnded = true;
    auto answer = signingOut.ask(report);
    drop(account);
    return answer;
}

core::Async<> FakeAccounts::forget(const AccountId& account)
{
    forgotten.append(account);
    drop(account);
    application_.forgetStored(account);
    return core::ready<void>({});
}

SignInWay FakeSignIn::wayOf(const SignInTarget& target) const
{
    const auto preferences = application_.preferences().preferences();
    const bool fixed = preferences.managed.contains(QStringLiteral("signInWay")) && !target.demo;
    if (target.way && !fixed) return *target.way;
    return preferences.signInWay.value_or(target.demo || managed ? SignInWay::Window : SignInWay::SystemBrowser);
}

QStringList FakeSignIn::redirectAddresses(const OrganisationInput& input) const
{
    const QUrl issuer(input.issuer, QUrl::StrictMode);
    if (issuer.scheme() != QLatin1String("https") || issuer.host().isEmpty()) return {};
    const auto own = QString::number(qHash(input.issuer, 1), 16);
    QStringList addresses;
    for (const int port : {61710, 61711, 61712})
        addresses.append(QStringLiteral("http://127.0.0.1:%1/callback").arg(port) +
                         (managed ? QString() : QLatin1Char('/') + own));
    return addresses;
}

core::Async<ConnectionCheck> FakeSignIn::testConnection(const OrganisationInput& input, std::stop_token stop)
{
    stops.append(stop);
    ConnectionCheck good;
    good.issuer = input.issuer;
    return testing.ask(good);
}

core::Async<AccountId> FakeSignIn::start(const SignInTarget& target, std::stop_token stop)
{
    targets.append(target);
    stops.append(stop);
    if (starting.next || starting.hold) return starting.ask(nextPerson.id);
    const auto& list = application_.accounts().list;
    const bool isKnown = std::any_of(list.begin(), list.end(),
                                     [this](const AccountView& account) { return account.id == nextPerson.id; });
    const bool asks = !isKnown && !target.demo && wayOf(target) == SignInWay::SystemBrowser && target.confirm;
    return core::thenStep(asks ? target.confirm(nextPerson) : core::ready<>({}), this, [this, person = nextPerson] {
        application_.addAccount(person);
        return core::ready<AccountId>(person.id);
    });
}

void FakeSignIn::complete()
{
    application_.addAccount(nextPerson);
    starting.give(nextPerson.id);
}

FakeApplication::FakeApplication(const QString& language, FakeTurns::Pace pace)
    : japanese_(language == QLatin1String("ja"))
    , pace_(pace)
    , accounts_(*this)
    , signIn_(*this)
{
    preferences_.view.language = language;
    signIn_.nextPerson = asan();
}

AccountView FakeApplication::asan() const
{
    AccountView account;
    account.id = AccountId(QStringLiteral("asan"));
    account.name = say(QStringLiteral("Megumi Asano"), QStringLiteral("浅野 恵"));
    account.login = QStringLiteral("asan@demo.example");
    account.organisation = say(QStringLiteral("Demo organisation"), QStringLiteral("デモ組織"));
    account.issuer = QStringLiteral("http://127.0.0.1:40321");
    account.subject = QStringLiteral("asan");
    account.demo = true;
    return account;
}

AccountView FakeApplication::bsan() const
{
    AccountView account = asan();
    account.id = AccountId(QStringLiteral("bsan"));
    account.name = say(QStringLiteral("Shota Baba"), QStringLiteral("馬場 翔太"));
    account.login = QStringLiteral("bsan@demo.example");
    account.subject = QStringLiteral("bsan");
    return account;
}

AccountView FakeApplication::employee() const
{
    AccountView account;
    account.id = AccountId(QStringLiteral("employee"));
    account.name = say(QStringLiteral("Hana Sato"), QStringLiteral("佐藤 花"));
    account.login = QStringLiteral("hana.sato@tokaido.example");
    account.organisation = say(QStringLiteral("Tokaido Trading"), QStringLiteral("東海道商事"));
    account.issuer = QStringLiteral("https://id.tokaido.example/realms/staff");
    account.subject = QStringLiteral("8f1c4c52");
    return account;
}

void FakeApplication::setNotices(const QList<NoticeView>& notices)
{
    notices_ = notices;
    Q_EMIT noticesChanged();
}

void FakeApplication::addAccount(const AccountView& account)
{
    accounts_.list.removeIf([&account](const AccountView& each) { return each.id == account.id; });
    accounts_.list.append(account);
    if (accounts_.selected == account.id) {
        Q_EMIT accounts_.changed(); // signed in again
        return;
    }
    switchTo(account.id);
    Q_EMIT accounts_.changed();
}

void FakeApplication::switchTo(const AccountId& account)
{
    if (conversations_) {
        kept_[accounts_.selected] = {conversations_->stored, models_->chosen};
    }
    accounts_.selected = account;
    conversations_.reset();
    models_.reset();
    approvals_.reset();
    grants_.reset();
    auditLog_.reset();
    if (!account.isEmpty()) {
        FakePerson person;
        person.japanese = japanese_;
        for (const AccountView& each : accounts_.list)
            if (each.id == account) person.account = each;
        conversations_ = std::make_shared<FakeConversations>(person, pace_);
        models_ = std::make_shared<FakeModels>();
        approvals_ = std::make_shared<fakes::FakeApprovals>();
        grants_ = std::make_shared<fakes::FakeGrants>(approvals_);
        auditLog_ = std::make_shared<fakes::FakeAuditLog>();
        const auto found = kept_.find(account);
        if (found != kept_.end()) {
            conversations_->stored = found->second.conversations;
            models_->chosen = found->second.models;
        }
    }
    Q_EMIT accounts_.currentChanged();
}

void FakeApplication::chooseDemoModel()
{
    std::ignore = models_->choose({}, true);
}

void FakeApplication::fillConversations(const QDateTime& nowUtc)
{
    const auto question = [this](int index) {
        const core::Bilingual text = scriptedSuggestions().at(index);
        return japanese_ ? text.ja : text.en;
    };
    const auto add = [&](const QString& english, const QString& japanese, const QStringList& questions, int hoursAgo) {
        conversations_->add(say(english, japanese), questions, nowUtc.addSecs(-3600LL * hoursAgo));
    };
    add(QStringLiteral("What do you know about me?"), QStringLiteral("私の情報を教えて"),
        {question(0), question(1), question(2)}, 0);
    add(QStringLiteral("Payslip for June"), QStringLiteral("6月の給与明細"), {question(1)}, 3);
    add(QStringLiteral("Yamada-san’s salary"), QStringLiteral("山田さんの給料"), {question(3)}, 5);
    add(QStringLiteral("Remaining leave this year"), QStringLiteral("今年の有給休暇の残り"), {question(0)}, 27);
    add(QStringLiteral("Who is on the sales team?"), QStringLiteral("営業部のメンバー"), {question(0)}, 74);
    add(QStringLiteral("Draft of the trip report to Osaka"), QStringLiteral("大阪出張報告書の下書き"), {question(0)},
        100);
    add(QStringLiteral("Commuting allowance"), QStringLiteral("通勤手当について"), {question(1)}, 700);
}
