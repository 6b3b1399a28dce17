#include "core/conversations/schema_p.h"

namespace core::conversations {

// What is large lies in tables of its own (body, piece, answer), so that the rows of the others stay small and a
// transcript of any size can be walked without reading it. `sequence` orders the list instead of the clock, which may
// jump. Every foreign key has an index, or deleting would search whole tables.
QList<storage::Migration> migrations()
{
    QList<storage::Migration> all = {{{
        QStringLiteral("CREATE TABLE conversation ("
                       " key INTEGER PRIMARY KEY,"
                       " id TEXT NOT NULL UNIQUE,"
                       " sequence INTEGER NOT NULL,"
                       " created INTEGER NOT NULL," // milliseconds since 1970, UTC
                       " changed INTEGER NOT NULL,"
                       " removed_by TEXT," // the run that removed it
                       " title BLOB) STRICT"),
        QStringLiteral("CREATE UNIQUE INDEX conversation_newest ON conversation (sequence)"),
        QStringLiteral("CREATE INDEX conversation_removed ON conversation (removed_by) WHERE removed_by IS NOT NULL"),

        QStringLiteral("CREATE TABLE draft (conversation TEXT PRIMARY KEY, text BLOB NOT NULL) STRICT"),

        QStringLiteral("CREATE TABLE endpoint ("
                       " conversation INTEGER NOT NULL REFERENCES conversation (key) ON DELETE CASCADE,"
                       " endpoint TEXT NOT NULL,"
                       " since INTEGER NOT NULL,"
                       " PRIMARY KEY (conversation, endpoint)) STRICT"),

        QStringLiteral("CREATE TABLE turn ("
                       " key INTEGER PRIMARY KEY,"
                       " id TEXT NOT NULL UNIQUE,"
                       " conversation INTEGER NOT NULL REFERENCES conversation (key) ON DELETE CASCADE,"
                       " endpoint TEXT NOT NULL,"
                       " state INTEGER NOT NULL,"
                       " run TEXT NOT NULL," // the run of the program that it runs in
                       " ending BLOB) STRICT"),
        QStringLiteral("CREATE INDEX turn_conversation ON turn (conversation)"),
        QStringLiteral("CREATE INDEX turn_running ON turn (run) WHERE state = 0"),

        QStringLiteral("CREATE TABLE message ("
                       " key INTEGER PRIMARY KEY,"
                       " id TEXT NOT NULL UNIQUE,"
                       " conversation INTEGER NOT NULL REFERENCES conversation (key) ON DELETE CASCADE,"
                       " position INTEGER NOT NULL,"
                       " parent TEXT NOT NULL,"
                       " turn INTEGER REFERENCES turn (key) ON DELETE SET NULL,"
                       " speaker INTEGER NOT NULL,"
                       " state INTEGER NOT NULL,"
                       " at INTEGER NOT NULL,"
                       " size INTEGER NOT NULL,"
                       " UNIQUE (conversation, position)) STRICT"),
        QStringLiteral("CREATE INDEX message_turn ON message (turn)"),

        QStringLiteral("CREATE TABLE body ("
                       " message INTEGER PRIMARY KEY REFERENCES message (key) ON DELETE CASCADE,"
                       " text BLOB NOT NULL,"
                       " details BLOB NOT NULL) STRICT"),
        // What was streamed since the step began, until the whole answer takes its place.
        QStringLiteral("CREATE TABLE piece ("
                       " message INTEGER NOT NULL REFERENCES message (key) ON DELETE CASCADE,"
                       " number INTEGER NOT NULL,"
                       " text_end INTEGER NOT NULL," // how far text and reasoning reach with this piece
                       " reasoning_end INTEGER NOT NULL,"
                       " text BLOB NOT NULL,"
                       " reasoning BLOB NOT NULL,"
                       " PRIMARY KEY (message, number)) STRICT"),

        QStringLiteral("CREATE TABLE call ("
                       " key INTEGER PRIMARY KEY,"
                       " id TEXT NOT NULL UNIQUE,"
                       " message INTEGER NOT NULL REFERENCES message (key) ON DELETE CASCADE,"
                       " number INTEGER NOT NULL,"
                       " state INTEGER NOT NULL,"
                       " decided INTEGER,"
                       " ended INTEGER,"
                       " answer_size INTEGER NOT NULL DEFAULT 0,"
                       " proposal BLOB NOT NULL,"
                       " decision BLOB,"
                       " outcome BLOB,"
                       " UNIQUE (message, number)) STRICT"),
        QStringLiteral("CREATE TABLE answer ("
                       " call INTEGER PRIMARY KEY REFERENCES call (key) ON DELETE CASCADE,"
                       " value BLOB NOT NULL,"
                       " api_body BLOB NOT NULL) STRICT"),
    }}};
    // The person's answers about giving a conversation to one more endpoint.
    all.append(storage::Migration{
        {QStringLiteral("CREATE TABLE consent ("
                        " conversation INTEGER NOT NULL REFERENCES conversation (key) ON DELETE CASCADE,"
                        " endpoint TEXT NOT NULL,"
                        " earlier BLOB NOT NULL," // sealed: nobody else turns a no into a yes
                        " since INTEGER NOT NULL,"
                        " PRIMARY KEY (conversation, endpoint)) STRICT")}});
    return all;
}

} // namespace core::conversations
