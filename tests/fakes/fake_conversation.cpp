#include "tests/fakes/fake_conversation.h"

using namespace core::interfaces;

namespace {

const QDateTime noonUtc(QDate(2025, 6, 20), QTime(3, 4), Qt::UTC);

QString in(const FakePerson& person, const char16_t* english, const char16_t* japanese)
{
    return QString::fromUtf16(person.japanese ? japanese : english);
}

ToolCardView card(const FakePerson& person, const QString& tool, const core::Bilingual& title, const QString& path)
{
    ToolCardView card;
    card.id = core::CallId(core::newId());
    card.tool = tool;
    card.title = title;
    card.state = ToolCardView::State::Done;
    card.account = person.account.name;
    card.organisation = person.account.organisation;
    card.demo = person.account.demo;
    card.why.person = person.account.name;
    card.why.subject = person.account.subject;
    card.why.issuer = person.account.issuer;
    card.why.audience = QStringLiteral("https://hr.demo.sekisho.example");
    card.why.scopes = {QStringLiteral("openid"), QStringLiteral("profile"), QStringLiteral("hr.read")};
    card.why.method = QStringLiteral("GET");
    card.why.url = QStringLiteral("http://127.0.0.1:40321/hr") + path;
    card.why.httpStatus = 200;
    return card;
}

ToolCardView refusedCard(const FakePerson& person, const QString& tool, const core::Bilingual& title,
                         const QString& target, const QString& path)
{
    ToolCardView refused = card(person, tool, title, path);
    refused.state = ToolCardView::State::ApiRefused;
    refused.target = target;
    refused.arguments = {{QStringLiteral("user"), target}};
    refused.why.httpStatus = 403;
    refused.why.answer =
        QStringLiteral("{\"error\":\"forbidden\",\"message\":\"The token of %1 does not open the records of %2.\"}")
            .arg(person.account.subject, target);
    refused.answer = refused.why.answer;
    refused.error = core::Error{core::Errc::Forbidden, QStringLiteral("403"), QStringLiteral("127.0.0.1:40321"), {}};
    refused.canReplayAsAdmin = true;
    return refused;
}

MessageView aboutMe(const FakePerson& person)
{
    MessageView message;
    auto info = card(person, QStringLiteral("get_user_info"),
                     {QStringLiteral("Look up your profile"), QStringLiteral("自分の情報を調べる")},
                     QStringLiteral("/userinfo"));
    info.answer = QStringLiteral("name: %1\nemail: %2\ndepartment: %3")
                      .arg(person.account.name, person.account.login, in(person, u"Sales", u"営業部"));
    message.cards = {info};
    message.text = in(person,
                      u"Here is what the company directory says about you:\n\n"
                      u"- **Name:** %1\n- **E-mail:** %2\n- **Department:** Sales\n- **Joined:** 1 April 2018\n",
                      u"社内の登録情報は次のとおりです。\n\n"
                      u"- **氏名:** %1\n- **メール:** %2\n- **所属:** 営業部\n- **入社日:** 2018年4月1日\n")
                       .arg(person.account.name, person.account.login);
    return message;
}

MessageView payslip(const FakePerson& person)
{
    MessageView message;
    auto list =
        card(person, QStringLiteral("list_payslips"),
             {QStringLiteral("List your payslips"), QStringLiteral("給与明細の一覧")}, QStringLiteral("/payslips"));
    list.answer = QStringLiteral("2025-06, 2025-05, 2025-04");
    auto read =
        card(person, QStringLiteral("read_payslip"),
             {QStringLiteral("Read a payslip"), QStringLiteral("給与明細を読む")}, QStringLiteral("/payslips/2025-06"));
    read.arguments = {{QStringLiteral("month"), QStringLiteral("2025-06")}};
    read.answer = QStringLiteral("month: 2025-06\ngross: 412000\nnet: 326480\npaid: 2025-06-25");
    message.cards = {list, read};
    message.text = in(person,
                      u"Your latest payslip is for **June 2025**, paid on 25 June.\n\n"
                      u"| Item | Amount |\n|---|---:|\n| Gross pay | ¥412,000 |\n| Social insurance | −¥61,320 |\n"
                      u"| Income tax | −¥24,200 |\n| **Paid to you** | **¥326,480** |\n",
                      u"最新の給与明細は **2025年6月分** です（6月25日支給）。\n\n"
                      u"| 項目 | 金額 |\n|---|---:|\n| 総支給額 | 412,000円 |\n| 社会保険料 | −61,320円 |\n"
                      u"| 所得税 | −24,200円 |\n| **差引支給額** | **326,480円** |\n");
    return message;
}

MessageView aboutOther(const FakePerson& person, const QString& target)
{
    MessageView message;
    message.cards = {refusedCard(person, QStringLiteral("get_user_info"),
                                 {QStringLiteral("Look up a person"), QStringLiteral("ユーザーの情報を調べる")}, target,
                                 QStringLiteral("/users/") + target)};
    message.text = in(person,
                      u"I asked the HR system for that, and it answered that your account may not read it. I can only "
                      u"show you what you could open yourself.",
                      u"人事システムに問い合わせましたが、お使いのアカウントでは見られないという回答でした。"
                      u"ご自身で開ける情報だけをお見せできます。");
    return message;
}

MessageView unknown(const FakePerson& person)
{
    MessageView message;
    message.text = in(person, u"This is the scripted demo, so I only know a few things. You could ask me one of these:",
                      u"これは決まった受け答えをするデモです。次のようなことを聞いてみてください。");
    message.suggestions = scriptedSuggestions();
    return message;
}

bool mentions(const QString& text, std::initializer_list<const char16_t*> words)
{
    for (const char16_t* word : words)
        if (text.contains(QString::fromUtf16(word), Qt::CaseInsensitive)) return true;
    return false;
}

void takeBack(ToolCardView& call, UnapprovedView::Withdrawal why)
{
    call.state = ToolCardView::State::Withdrawn;
    call.unapproved.withdrawal = why;
}

} // namespace

QList<core::Bilingual> scriptedSuggestions()
{
    return {
        {QStringLiteral("What do you know about me?"), QStringLiteral("私の情報を教えて")},
        {QStringLiteral("What was on my last payslip?"), QStringLiteral("最後の給与明細は？")},
        {QStringLiteral("Tell me user B's personal details"), QStringLiteral("ユーザーBの個人情報を教えて")},
        {QStringLiteral("How much does Yamada-san earn?"), QStringLiteral("山田さんの給料いくら？")},
    };
}

QList<MessageView> scriptedAnswer(const FakePerson& person, const QString& question)
{
    MessageView whole;
    if (mentions(question, {u"ユーザーB", u"user B", u"bsan"}))
        whole = aboutOther(person, QStringLiteral("bsan"));
    else if (mentions(question, {u"山田", u"Yamada"}))
        whole = aboutOther(person, QStringLiteral("yamada"));
    else if (mentions(question, {u"給与", u"payslip"}))
        whole = payslip(person);
    else if (mentions(question, {u"私の", u"about me"}))
        whole = aboutMe(person);
    else
        whole = unknown(person);
    whole.speaker = MessageView::Speaker::Agent;
    whole.atUtc = noonUtc;
    QList<MessageView> steps;
    if (!whole.cards.isEmpty()) {
        MessageView calls = whole;
        calls.text.clear();
        calls.suggestions.clear();
        steps.append(calls);
    }
    MessageView words = whole;
    words.cards.clear();
    words.approximateSize = words.text.size();
    steps.append(words);
    for (MessageView& step : steps)
        step.id = core::MessageId(core::newId());
    return steps;
}

void FakeTranscript::append(const MessageView& message)
{
    rows.append(message);
    Q_EMIT rowsAdded(count() - 1, 1);
}

void FakeTranscript::change(int row, const std::function<void(MessageView&)>& edit)
{
    edit(rows[row]);
    Q_EMIT rowsChanged(row, 1);
}

void FakeTranscript::grow(int row, const QString& piece)
{
    rows[row].text += piece;
    rows[row].approximateSize = rows[row].text.size();
    Q_EMIT textAppended(row, piece);
}

void FakeTranscript::removeFrom(int row)
{
    const int removed = count() - row;
    rows.resize(row);
    Q_EMIT rowsRemoved(row, removed);
}

FakeTurns::FakeTurns(std::shared_ptr<FakeTranscript> transcript, FakePerson person, Pace pace)
    : transcript_(std::move(transcript))
    , person_(std::move(person))
    , pace_(pace)
{}

core::Async<> FakeTurns::send(const core::interfaces::ComposedText& what)
{
    const auto text = plainText(what);
    if (auto error = std::exchange(failNextSend, {})) return core::ready<void>(tl::unexpected(*error));
    if (running()) return core::failed<void>(core::Errc::Busy, QStringLiteral("a turn is running"));
    sent.append(text);
    lastSent = what;
    lastText_ = text;
    MessageView message;
    message.id = core::MessageId(core::newId());
    message.speaker = MessageView::Speaker::Person;
    message.text = text;
    message.atUtc = noonUtc;
    message.approximateSize = text.size();
    transcript_->append(message);
    queueAnswer(text);
    return core::ready<void>({});
}

core::Async<> FakeTurns::sendInstead(const core::interfaces::ComposedText& what)
{
    if (!failNextSend && !running()) {
        int row = transcript_->count() - 1;
        while (row > 0 && transcript_->at(row).speaker == MessageView::Speaker::Agent)
            --row;
        transcript_->removeFrom(row);
        sentInstead.append(plainText(what));
    }
    return send(what);
}

void FakeTurns::queueText(int row, const QString& text)
{
    for (qsizetype at = 0; at < text.size(); at += 12)
        steps_.push_back([this, row, piece = text.mid(at, 12)] { transcript_->grow(row, piece); });
}

void FakeTurns::queueAnswer(const QString& text)
{
    int row = transcript_->count();
    const auto steps = scriptedAnswer(person_, text);
    for (const MessageView& whole : steps) {
        steps_.push_back([this, whole] {
            MessageView begun = whole;
            begun.text.clear();
            begun.suggestions.clear();
            begun.state = MessageView::State::Streaming;
            for (ToolCardView& call : begun.cards) {
                call.state = ToolCardView::State::Running;
                call.answer.clear();
                call.error.reset();
                call.canReplayAsAdmin = false;
                call.why.httpStatus = 0;
                call.why.answer.clear();
            }
            transcript_->append(begun);
        });
        queueText(row, whole.text);
        steps_.push_back([this, row, whole] {
            transcript_->change(row, [&whole](MessageView& message) {
                message.state = MessageView::State::Complete;
                message.cards = whole.cards;
                message.suggestions = whole.suggestions;
            });
        });
        ++row;
    }
    Q_EMIT runningChanged();
    if (pace_ == Pace::Automatic) next();
}

void FakeTurns::next()
{
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (step()) next();
        },
        Qt::QueuedConnection);
}

bool FakeTurns::step()
{
    if (steps_.empty()) return false;
    const auto run = std::move(steps_.front());
    steps_.pop_front();
    run();
    if (!running()) Q_EMIT runningChanged();
    return true;
}

void FakeTurns::finish()
{
    while (step()) {
    }
}

void FakeTurns::stop()
{
    ++stops;
    if (!running()) return;
    steps_.clear();
    const auto held = std::exchange(held_, {});
    for (const core::CallId& call : held)
        changeCard(call, [](ToolCardView& card) { takeBack(card, UnapprovedView::Withdrawal::Stopped); });
    const int last = transcript_->count() - 1;
    if (last >= 0 && transcript_->at(last).speaker == MessageView::Speaker::Agent)
        transcript_->change(last, [](MessageView& message) {
            message.state = MessageView::State::Stopped;
            for (ToolCardView& call : message.cards)
                if (call.state == ToolCardView::State::Running) call.state = ToolCardView::State::Cancelled;
        });
    Q_EMIT runningChanged();
}

void FakeTurns::retry()
{
    ++retries;
    if (running()) return;
    int row = transcript_->count();
    while (row > 0 && transcript_->at(row - 1).speaker == MessageView::Speaker::Agent)
        --row;
    if (row < transcript_->count()) transcript_->removeFrom(row);
    if (row > 0) queueAnswer(transcript_->at(row - 1).text);
}

void FakeTurns::replayAsAdmin(const core::CallId& call)
{
    replayed.append(call);
    changeCard(call, [](ToolCardView& card) {
        card.adminReplay =
            AdminReplayView{AdminReplayView::State::Done, 200,
                            QStringLiteral("{\"id\":\"yamada\",\"name\":\"山田 太郎\",\"salary_jpy\":7120000,"
                                           "\"address\":\"東京都世田谷区…\"}")};
    });
}

void FakeTurns::hold(const QList<ToolCardView>& cards)
{
    MessageView step;
    step.id = core::MessageId(core::newId());
    step.speaker = MessageView::Speaker::Agent;
    step.atUtc = noonUtc;
    step.cards = cards;
    for (const ToolCardView& card : cards)
        held_.insert(card.id);
    transcript_->append(step);
    Q_EMIT runningChanged();
}

void FakeTurns::undo(const core::CallId& call)
{
    undone.append(call);
    endHold(call, [](ToolCardView& card) { takeBack(card, UnapprovedView::Withdrawal::Undone); });
}

void FakeTurns::begin(const core::CallId& call)
{
    endHold(call, [](ToolCardView& card) { card.state = ToolCardView::State::Done; });
}

void FakeTurns::endHold(const core::CallId& call, const std::function<void(ToolCardView&)>& end)
{
    if (!held_.remove(call)) return;
    if (held_.isEmpty()) {
        steps_.push_back([this] {
            MessageView words;
            words.id = core::MessageId(core::newId());
            words.speaker = MessageView::Speaker::Agent;
            words.atUtc = noonUtc;
            words.text = in(person_, u"That is settled then.", u"わかりました。");
            words.approximateSize = words.text.size();
            transcript_->append(words);
        });
    }
    changeCard(call, end);
    if (held_.isEmpty() && pace_ == Pace::Automatic) next();
}

void FakeTurns::changeCard(const core::CallId& call, const std::function<void(ToolCardView&)>& edit)
{
    for (int row = 0; row < transcript_->count(); ++row) {
        const auto cards = transcript_->at(row).cards;
        for (qsizetype i = 0; i < cards.size(); ++i)
            if (cards[i].id == call) transcript_->change(row, [&](MessageView& message) { edit(message.cards[i]); });
    }
}
