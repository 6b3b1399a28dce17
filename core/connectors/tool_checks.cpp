#include "core/connectors/tool_checks_p.h"
#include "core/toolapi/json_pointer.h"
#include "core/toolapi/json_schema.h"

#include <QtCore/QJsonArray>
#include <QtCore/QRegularExpression>

namespace core::connectors {
namespace {

QStringList strings(const QJsonValue& list)
{
    QStringList texts;
    for (const auto& text : list.toArray())
        texts += text.toString();
    return texts;
}

QString topName(const QString& pointer)
{
    const auto tokens = toolapi::pointerTokens(pointer);
    return tokens && !tokens->isEmpty() ? tokens->first() : QString();
}

// Reads one entry whose form fits the schema already. Collects everything that is wrong, so that one look at the
// settings page is enough to mend a file.
class ToolReader {
public:
    ToolReader(const QJsonObject& entry, const QList<ResourceServer>& servers, PlainLoopback loopback)
        : entry_(entry)
        , servers_(servers)
        , loopback_(loopback)
    {}

    tl::expected<LoadedTool, QList<ToolProblem>> read()
    {
        readManifest();
        checkSchema();
        checkEffect();
        readUrl();
        readQuery();
        readBody();
        checkArguments();
        if (!problems_.isEmpty()) return tl::unexpected(problems_);
        return loaded_;
    }

private:
    void wrong(const QString& pointer, const QString& detail) { problems_ += ToolProblem{pointer, detail}; }
    [[nodiscard]] QString text(QLatin1String key) const { return entry_.value(key).toString(); }

    void readManifest()
    {
        auto& spec = loaded_.spec;
        const auto title = entry_.value(QLatin1String("title")).toObject();
        spec.name = ToolName(text(QLatin1String("name")));
        spec.title = {title.value(QLatin1String("en")).toString(), title.value(QLatin1String("ja")).toString()};
        spec.description = text(QLatin1String("description"));
        spec.inputSchema = entry_.value(QLatin1String("inputSchema")).toObject();
        spec.effect = toolapi::effectFromName(text(QLatin1String("effect"))).value_or(toolapi::Effect::Credential);
        spec.controlArguments = strings(entry_.value(QLatin1String("controlArguments")));
        spec.contentArguments = strings(entry_.value(QLatin1String("contentArguments")));
        spec.targetArguments = strings(entry_.value(QLatin1String("targetArguments")));
        spec.audience = text(QLatin1String("audience"));
        spec.scopes = strings(entry_.value(QLatin1String("scopes")));
        const auto signIn = entry_.value(QLatin1String("signIn")).toObject();
        if (const auto acr = signIn.value(QLatin1String("acr")); acr.isString()) spec.signIn.acr = {acr.toString()};
        if (const auto age = signIn.value(QLatin1String("maxAge")); age.isDouble())
            spec.signIn.maxAge = std::chrono::seconds(age.toInt());
        spec.canWait = entry_.value(QLatin1String("canWait")).toBool(false);
        spec.timeout = std::chrono::seconds(entry_.value(QLatin1String("timeoutSeconds")).toInt(20));
        auto& request = loaded_.request;
        request.method = text(QLatin1String("method")).toLatin1();
        request.audience = spec.audience;
        request.scopes = spec.scopes;
        request.timeout = spec.timeout;
        properties_ = spec.inputSchema.value(QLatin1String("properties")).toObject();
        required_ = strings(spec.inputSchema.value(QLatin1String("required")));
    }

    void checkSchema()
    {
        const auto& schema = loaded_.spec.inputSchema;
        const auto compiled = toolapi::JsonSchema::compile(schema, toolapi::JsonSchema::Formats::Assert);
        if (!compiled) wrong(QStringLiteral("/inputSchema") + compiled.error().subject, compiled.error().detail);
        if (schema.value(QLatin1String("type")) != QLatin1String("object"))
            wrong(QStringLiteral("/inputSchema"), QStringLiteral("must say \"type\": \"object\""));
        // An argument that the file does not know of would be dropped without a word.
        if (schema.value(QLatin1String("additionalProperties")) != QJsonValue(false))
            wrong(QStringLiteral("/inputSchema"), QStringLiteral("must say \"additionalProperties\": false"));
    }

    // GET and HEAD are repeated by themselves after a broken connection (RFC 9110 section 9.2.2), so they may have no
    // effect; and nothing in a file can vouch that a POST has none.
    void checkEffect()
    {
        const auto effect = loaded_.spec.effect;
        const bool reads = effect == toolapi::Effect::Read || effect == toolapi::Effect::ReadEgress;
        const bool safe = loaded_.request.method == "GET" || loaded_.request.method == "HEAD";
        if (safe && !reads)
            wrong(QStringLiteral("/effect"), QStringLiteral("must be read or read-egress, because the method is %1")
                                                 .arg(QString::fromLatin1(loaded_.request.method)));
        if (!safe && reads)
            wrong(QStringLiteral("/effect"),
                  QStringLiteral("must be write, egress, permission, commit, destructive or credential, because the "
                                 "method is %1")
                      .arg(QString::fromLatin1(loaded_.request.method)));
        if (loaded_.spec.canWait && !toolapi::mayWait(effect))
            wrong(QStringLiteral("/canWait"), QStringLiteral("must be false, because the effect is %1: only write, "
                                                             "egress and permission can wait")
                                                  .arg(toolapi::effectName(effect)));
    }

    // The scheme and the host are literal; places for arguments are in the path only.
    void readUrl()
    {
        static const auto pointer = QStringLiteral("/url");
        static const QRegularExpression form(QStringLiteral("\\A(https?://[^/?#{}\\\\@\\s]+)(/[^?#\\\\\\s]*+)\\z"));
        const auto match = form.match(text(QLatin1String("url")));
        if (!match.hasMatch()) {
            wrong(pointer, QStringLiteral("must be https://host/path, without query (that goes to \"query\"), fragment "
                                          "or user name; {places} for arguments may be in the path only"));
            return;
        }
        const auto origin = originOf(QUrl(match.captured(1), QUrl::StrictMode), loopback_);
        if (!origin) {
            wrong(pointer, origin.error().detail);
            return;
        }
        checkOrigin(*origin);
        const auto path = TextTemplate::parse(match.captured(2));
        if (!path) {
            wrong(pointer, path.error().detail);
            return;
        }
        loaded_.request.origin = *origin;
        loaded_.request.path = *path;
        for (const auto& name : path->variables()) {
            use(name, pointer);
            scalar(name, pointer);
            if (!required_.contains(name))
                wrong(pointer, QStringLiteral("uses {%1}, which \"required\" in inputSchema must list").arg(name));
        }
        trySample();
    }

    void checkOrigin(const QUrl& origin)
    {
        for (const auto& server : servers_) {
            if (server.audience != loaded_.spec.audience) continue;
            if (server.origin != origin)
                wrong(QStringLiteral("/url"), QStringLiteral("is not at the origin of its audience, %1")
                                                  .arg(server.origin.toString(QUrl::FullyEncoded)));
            return;
        }
        wrong(QStringLiteral("/audience"), QStringLiteral("is not one of the resourceServers that could be read"));
    }

    // The literal parts must make an address that is written as it is sent.
    void trySample()
    {
        HttpToolTemplate sample = loaded_.request;
        QJsonObject arguments;
        for (const auto& name : sample.path.variables())
            arguments.insert(name, QStringLiteral("x"));
        if (!sample.request(arguments))
            wrong(QStringLiteral("/url"),
                  QStringLiteral("is not a plain address: \".\" and \"..\" may not be segments, "
                                 "and other than ASCII must be percent-encoded"));
    }

    void readQuery()
    {
        const auto query = entry_.value(QLatin1String("query")).toObject();
        for (auto it = query.begin(); it != query.end(); ++it) {
            const auto pointer = toolapi::pointerChild(QStringLiteral("/query"), it.key());
            const auto value = TextTemplate::parse(it.value().toString());
            if (!value) {
                wrong(pointer, value.error().detail);
                continue;
            }
            for (const auto& name : value->variables()) {
                use(name, pointer);
                scalar(name, pointer);
            }
            loaded_.request.query.push_back({it.key(), *value});
        }
    }

    void readBody()
    {
        if (!entry_.contains(QLatin1String("body"))) return;
        const auto body = entry_.value(QLatin1String("body"));
        if (loaded_.request.method == "GET" || loaded_.request.method == "HEAD")
            wrong(QStringLiteral("/body"),
                  QStringLiteral("cannot be sent with the method %1").arg(QString::fromLatin1(loaded_.request.method)));
        readBodyPart(body, QStringLiteral("/body"));
        loaded_.request.body = body;
    }

    void readBodyPart(const QJsonValue& part, const QString& pointer)
    {
        if (part.isObject()) {
            const auto object = part.toObject();
            for (auto it = object.begin(); it != object.end(); ++it)
                readBodyPart(it.value(), toolapi::pointerChild(pointer, it.key()));
        } else if (part.isArray()) {
            const auto array = part.toArray();
            for (qsizetype i = 0; i < array.size(); ++i)
                readBodyPart(array.at(i), toolapi::pointerChild(pointer, QString::number(i)));
        } else if (part.isString()) {
            const auto text = TextTemplate::parse(part.toString());
            if (!text) {
                wrong(pointer, text.error().detail);
                return;
            }
            for (const auto& name : text->variables()) {
                use(name, pointer);
                if (!text->onlyVariable()) scalar(name, pointer);
            }
        }
    }

    void use(const QString& name, const QString& pointer)
    {
        used_ += name;
        if (!properties_.contains(name))
            wrong(pointer, QStringLiteral("uses {%1}, which is no property of inputSchema").arg(name));
    }

    // What is written into text must be one plain value.
    void scalar(const QString& name, const QString& pointer)
    {
        static const QStringList plain{QStringLiteral("string"), QStringLiteral("integer"), QStringLiteral("number"),
                                       QStringLiteral("boolean")};
        if (!properties_.contains(name)) return;
        const auto type = properties_.value(name).toObject().value(QLatin1String("type")).toString();
        if (!plain.contains(type))
            wrong(pointer, QStringLiteral("uses {%1}, whose \"type\" in inputSchema must be string, integer, number or "
                                          "boolean")
                               .arg(name));
    }

    void checkArguments()
    {
        QStringList ruled;
        for (const auto& key :
             {QLatin1String("controlArguments"), QLatin1String("contentArguments"), QLatin1String("targetArguments")}) {
            const auto pointers = strings(entry_.value(key));
            for (qsizetype i = 0; i < pointers.size(); ++i) {
                const auto name = topName(pointers.at(i));
                if (!properties_.contains(name))
                    wrong(u'/' + key + u'/' + QString::number(i),
                          QStringLiteral("names \"%1\", which is no property of inputSchema").arg(pointers.at(i)));
                if (key != QLatin1String("targetArguments")) ruled += name;
            }
        }
        const bool reads = loaded_.spec.effect == toolapi::Effect::Read;
        for (auto it = properties_.begin(); it != properties_.end(); ++it) {
            const auto pointer = toolapi::pointerChild(QStringLiteral("/inputSchema/properties"), it.key());
            if (!used_.contains(it.key())) wrong(pointer, QStringLiteral("is used neither in url, query nor body"));
            if (!reads && !ruled.contains(it.key()))
                wrong(pointer, QStringLiteral("must be in controlArguments or contentArguments, because the tool does "
                                              "more than read"));
        }
        if (reads) return;
        for (const auto& name : loaded_.request.path.variables())
            if (!strings(entry_.value(QLatin1String("controlArguments"))).contains(u'/' + name))
                wrong(QStringLiteral("/url"), QStringLiteral("uses {%1}, which must be in controlArguments").arg(name));
    }

    const QJsonObject entry_;
    const QList<ResourceServer>& servers_;
    const PlainLoopback loopback_;
    LoadedTool loaded_;
    QJsonObject properties_;
    QStringList required_;
    QStringList used_;
    QList<ToolProblem> problems_;
};

} // namespace

tl::expected<LoadedTool, QList<ToolProblem>> readTool(const QJsonValue& entry, const QList<ResourceServer>& servers,
                                                      PlainLoopback loopback)
{
    const auto form = misfits(toolSchema(), entry);
    if (!form.isEmpty()) return tl::unexpected(form);
    return ToolReader(entry.toObject(), servers, loopback).read();
}

} // namespace core::connectors
