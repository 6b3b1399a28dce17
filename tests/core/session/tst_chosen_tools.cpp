#include "acting_tools.h"
#include "core/interfaces/window.h"

using namespace core;
using namespace core::interfaces;
using namespace session_tests;
using fakes::await;

namespace {

TextPart keys(const char* text)
{
    return {TextPart::Origin::Keys, s(text)};
}

QJsonObject day(const char* from)
{
    return {{s("from"), s(from)}};
}

QJsonObject hello(const char* to = "#general", const char* text = "hello")
{
    return {{s("to"), s(to)}, {s("text"), s(text)}};
}

const ComposedText leave{{keys("take 2026-12-01 off")}, {s("request_leave")}};

} // namespace

/// What the person ticks for a message, through the whole core: a call goes unasked only where the person ticked its tool
/// and typed its values, once, and in answer to that message.
class TestChosenTools : public QObject {
    Q_OBJECT

    std::unique_ptr<SessionFixture> world_;
    OpenConversation open_;
    ConversationId id_;

    [[nodiscard]] qsizetype waiting() const
    {
        qsizetype calls = 0;
        for (const auto& card : world_->app->approvals()->waiting())
            calls += card.calls.size();
        return calls;
    }
    /// Everything came to rest with so many requests at the API and so many calls that wait.
    [[nodiscard]] bool rests(std::size_t requests, qsizetype asked) const
    {
        return QTest::qWaitFor([&] {
            return SessionFixture::settled(open_) && world_->hrRequests.size() == requests && waiting() == asked;
        });
    }
    [[nodiscard]] bool send(const ComposedText& text) const { return await(open_.turns->send(text)).has_value(); }
    [[nodiscard]] bool approveFirst() const
    {
        const auto call = world_->app->approvals()->waiting().first().calls.first();
        return await(world_->app->approvals()->approve(call.id, call.digest)).has_value();
    }
    void reopen() { open_ = world_->conversation(id_); }

private Q_SLOTS:
    void init()
    {
        world_ = std::make_unique<SessionFixture>();
        world_->toolFiles = {{s("tools.d/hr.json"), actingTools()}};
        world_->restart();
        QVERIFY(world_->app);
        QVERIFY(world_->signIn("asan"));
        QVERIFY(world_->chooseModel());
        world_->hr = {status(201), status(201), status(201)};
        id_ = ConversationId(newId());
        reopen();
    }
    void cleanup()
    {
        open_ = {};
        world_.reset();
    }

    void whatIsOffered()
    {
        const auto offered = world_->app->effectTools();
        QCOMPARE(offered.size(), 2); // neither what only reads nor what always asks
        QCOMPARE(offered.at(0),
                 (ToolChoiceView{
                     s("request_leave"), {s("Request leave"), s("休暇")}, {s("HR"), s("人事")}, EffectView::Write}));
        QCOMPARE(offered.at(1).name, s("send_chat_message"));
        QCOMPARE(offered.at(1).effect, EffectView::Egress);
    }

    void whatGoesUnasked_data()
    {
        QTest::addColumn<ComposedText>("text");
        QTest::addColumn<QString>("tool");
        QTest::addColumn<QJsonObject>("arguments");
        QTest::addColumn<bool>("unasked");
        const QString send = s("send_chat_message");
        const QList<TextPart> typed{keys("Send 'hello' to #general")};
        QTest::newRow("ticked and typed") << ComposedText{typed, {send}} << send << hello() << true;
        QTest::newRow("typed and not ticked") << ComposedText{typed} << send << hello() << false;
        QTest::newRow("another tool is ticked")
            << ComposedText{typed, {s("request_leave")}} << send << hello() << false;
        QTest::newRow("a recipient who was not typed")
            << ComposedText{typed, {send}} << send << hello("#outside") << false;
        QTest::newRow("a recipient who was pasted with other words")
            << ComposedText{{keys("Send 'hello' to this one: "), {TextPart::Origin::Paste, s("channel #general")}},
                            {send}}
            << send << hello() << false;
        QTest::newRow("a message that nobody typed")
            << ComposedText{{{TextPart::Origin::Other, s("Send 'hello' to #general")}}, {send}} << send << hello()
            << false;
        QTest::newRow("a tool that always asks") << ComposedText{{keys("Delete PRJ-12")}, {s("delete_project")}}
                                                 << s("delete_project") << QJsonObject{{s("id"), s("PRJ-12")}} << false;
    }
    void whatGoesUnasked()
    {
        QFETCH(ComposedText, text);
        QFETCH(QString, tool);
        QFETCH(QJsonObject, arguments);
        QFETCH(bool, unasked);
        world_->model = {callOf(tool.toLatin1().constData(), arguments), words("Done.")};
        QVERIFY(send(text));
        QVERIFY(rests(unasked ? 1 : 0, unasked ? 0 : 1));
        if (unasked) QCOMPARE(world_->hrRequests.front().url.path(), s("/chat/messages"));
    }

    void theMessageSaysWhatMayAct()
    {
        QVERIFY(send({{keys("hello")}, {s("send_chat_message"), s("delete_project"), s("nothing")}}));
        QVERIFY(rests(0, 0));
        const QList<Bilingual> expected{{s("Send a chat message"), s("メッセージを送る")}};
        QCOMPARE(open_.transcript->at(0).mayAct, expected);
        QVERIFY(open_.transcript->at(1).mayAct.isEmpty());
        open_ = {};
        reopen();
        QCOMPARE(open_.transcript->at(0).mayAct, expected);
        open_ = {};
        world_->restart();
        reopen();
        QVERIFY(open_.transcript->at(0).mayAct.isEmpty()); // and nothing may
    }

    void ofTwoCallsOfOneStepOneGoesUnasked()
    {
        world_->model = {callsOf({{"send_chat_message", hello()}, {"send_chat_message", hello()}})};
        QVERIFY(send({{keys("Send 'hello' to #general")}, {s("send_chat_message")}}));
        QVERIFY(rests(1, 1));
    }

    // Each tool goes unasked once in a turn, also when the turn waited for an answer in between.
    void aTurnThatGoesOnKnowsWhatWentUnaskedInIt()
    {
        world_->model = {callsOf({{"request_leave", day("2026-12-01")}, {"request_leave", day("2026-12-02")}}),
                         callOf("request_leave", day("2026-12-01"))};
        QVERIFY(send(leave));
        QVERIFY(rests(1, 1));
        QVERIFY(approveFirst());
        QVERIFY(QTest::qWaitFor([&] { return world_->prompts.size() == 2; }));
        QVERIFY(rests(2, 1));
    }

    void anApprovedCallLeavesTheTickForAnother()
    {
        world_->model = {callOf("request_leave", day("2026-12-02")), callOf("request_leave", day("2026-12-01")),
                         words("Done.")};
        QVERIFY(send(leave));
        QVERIFY(rests(0, 1));
        QVERIFY(approveFirst());
        QVERIFY(QTest::qWaitFor([&] { return world_->prompts.size() == 3; }));
        QVERIFY(rests(2, 0));
    }

    void theTicksOfATurnThatGoesOn_data()
    {
        QTest::addColumn<bool>("closed");
        QTest::addColumn<bool>("restarted");
        QTest::newRow("hold") << false << false;
        QTest::newRow("hold when the conversation was closed") << true << false;
        QTest::newRow("are gone with the program") << true << true;
    }
    void theTicksOfATurnThatGoesOn()
    {
        QFETCH(bool, closed);
        QFETCH(bool, restarted);
        world_->model = {callOf("send_chat_message", hello()), callOf("request_leave", day("2026-12-01"))};
        QVERIFY(send(leave));
        QVERIFY(rests(0, 1));
        if (closed) open_ = {};
        if (restarted) world_->restart();
        if (restarted) reopen(); // what waits is known then
        QVERIFY(QTest::qWaitFor([&] { return waiting() == 1; }));
        QVERIFY(approveFirst());
        QVERIFY(QTest::qWaitFor([&] { return world_->prompts.size() >= 2; }));
        if (!open_.turns) reopen();
        QVERIFY(restarted ? rests(1, 1) : rests(2, 0));
    }

    void theTicksAreForOneMessage()
    {
        world_->model = {words("ok"), callOf("request_leave", day("2026-12-01"))};
        QVERIFY(send(leave));
        QVERIFY(rests(0, 0));
        QVERIFY(send({leave.parts}));
        QVERIFY(rests(0, 1));
    }

    void anEditedMessageHasTheTicksItIsSentWith_data()
    {
        QTest::addColumn<QStringList>("before");
        QTest::addColumn<QStringList>("now");
        QTest::newRow("with") << QStringList() << leave.tools;
        QTest::newRow("without") << leave.tools << QStringList();
    }
    void anEditedMessageHasTheTicksItIsSentWith()
    {
        QFETCH(QStringList, before);
        QFETCH(QStringList, now);
        world_->model = {words("ok"), callOf("request_leave", day("2026-12-01")), words("Done.")};
        QVERIFY(send({leave.parts, before}));
        QVERIFY(rests(0, 0));
        QVERIFY(await(open_.turns->sendInstead({leave.parts, now})));
        QVERIFY(now.isEmpty() ? rests(0, 1) : rests(1, 0));
    }

    void askedAgainTheMessageHasItsTicks_data()
    {
        QTest::addColumn<bool>("restarted");
        QTest::newRow("as long as the program runs") << false;
        QTest::newRow("and none when it was started anew") << true;
    }
    void askedAgainTheMessageHasItsTicks()
    {
        QFETCH(bool, restarted);
        world_->model = {words("ok")};
        QVERIFY(send(leave));
        QVERIFY(rests(0, 0));
        if (restarted) {
            open_ = {};
            world_->restart();
            reopen();
        }
        world_->model = {callOf("request_leave", day("2026-12-01")), words("Done.")};
        open_.turns->retry();
        QVERIFY(QTest::qWaitFor([&] { return world_->prompts.size() >= 2; }));
        QVERIFY(restarted ? rests(0, 1) : rests(1, 0));
    }
};

QTEST_GUILESS_MAIN(TestChosenTools)
#include "tst_chosen_tools.moc"
