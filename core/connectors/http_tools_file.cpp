#include "core/connectors/http_tools_file.h"

#include "core/base/canonical_json.h"
#include "core/base/logging.h"
#include "core/connectors/json_lines.h"
#include "core/connectors/tool_checks_p.h"
#include "core/toolapi/json_pointer.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QHash>
#include <QtCore/QJsonArray>

#include <set>

namespace core::connectors {
namespace {

constexpr qsizetype largestFile = 1024 * 1024;

class FileLoader {
public:
    FileLoader(const QByteArray& bytes, const LoadOptions& options)
        : bytes_(bytes)
        , options_(options)
    {}

    HttpToolsFile load()
    {
        file_.fileName = options_.fileName;
        file_.managed = options_.managed;
        file_.hash = QString::fromLatin1(QCryptographicHash::hash(bytes_, QCryptographicHash::Sha256).toHex());
        if (bytes_.size() > largestFile) {
            file_.problems += HttpToolsProblem{options_.fileName, {}, {}, 1, QStringLiteral("is larger than 1 MiB")};
            return file_;
        }
        auto document = readLinedJson(bytes_);
        if (!document) {
            file_.problems +=
                HttpToolsProblem{options_.fileName, {}, {}, document.error().line, document.error().detail};
            return file_;
        }
        document_ = std::move(*document);
        const auto form = misfits(fileSchema(), document_.value);
        for (const auto& misfit : form)
            problem(QString(), misfit.pointer, misfit.detail);
        if (!form.isEmpty() || !readIssuers()) return file_;
        readServers();
        file_.whole = file_.problems.isEmpty();
        readTools();
        return file_;
    }

private:
    void problem(const QString& tool, const QString& pointer, const QString& detail)
    {
        file_.problems += HttpToolsProblem{options_.fileName, tool, pointer, document_.line(pointer), detail};
    }

    // Without it a token of one provider's people could go to the API of another organisation.
    bool readIssuers()
    {
        const auto object = document_.value.toObject();
        const auto issuer = object.value(QLatin1String("issuer"));
        const auto list = issuer.isArray() ? issuer.toArray() : QJsonArray{issuer};
        if (issuer.isUndefined() || list.isEmpty()) {
            problem(QString(), issuer.isUndefined() ? QString() : QStringLiteral("/issuer"),
                    QStringLiteral("must name in \"issuer\" whose people the tools are for: the issuer URL of their "
                                   "sign-in service, or a list of such URLs"));
            return false;
        }
        for (qsizetype i = 0; i < list.size(); ++i)
            readIssuer(list.at(i).toString(),
                       QStringLiteral("/issuer") + (issuer.isArray() ? u'/' + QString::number(i) : QString()));
        return file_.problems.isEmpty();
    }

    void readIssuer(const QString& issuer, const QString& pointer)
    {
        const QUrl url(issuer, QUrl::StrictMode);
        if (const auto origin = originOf(url, options_.loopback); !origin)
            problem(QString(), pointer, origin.error().detail);
        else if (url.hasQuery() || url.hasFragment()) // OpenID Connect Discovery 1.0 section 3
            problem(QString(), pointer, QStringLiteral("has a query or a fragment, which no issuer has"));
        else
            file_.issuers += issuer;
    }

    void readServers()
    {
        const auto servers = document_.value.toObject().value(QLatin1String("resourceServers")).toArray();
        for (qsizetype i = 0; i < servers.size(); ++i)
            readServer(servers.at(i), QStringLiteral("/resourceServers/%1").arg(i));
    }

    void readServer(const QJsonValue& entry, const QString& pointer)
    {
        const auto form = misfits(resourceServerSchema(), entry);
        for (const auto& misfit : form)
            problem(QString(), pointer + misfit.pointer, misfit.detail);
        if (!form.isEmpty()) return;
        const auto object = entry.toObject();
        const auto name = object.value(QLatin1String("name")).toObject();
        const auto text = object.value(QLatin1String("origin")).toString();
        const QUrl url(text, QUrl::StrictMode);
        const auto origin = originOf(url, options_.loopback);
        if (!origin) {
            problem(QString(), pointer + QStringLiteral("/origin"), origin.error().detail);
            return;
        }
        if (!(url.path().isEmpty() || url.path() == QLatin1String("/")) || url.hasQuery() || url.hasFragment()) {
            problem(QString(), pointer + QStringLiteral("/origin"),
                    QStringLiteral("must be https://host or https://host:port and nothing else"));
            return;
        }
        ResourceServer server;
        server.audience = object.value(QLatin1String("audience")).toString();
        server.origin = *origin;
        server.name = {name.value(QLatin1String("en")).toString(), name.value(QLatin1String("ja")).toString()};
        server.plainHttp = origin->scheme() == QLatin1String("http");
        for (const auto& known : file_.resourceServers)
            if (known.audience == server.audience) {
                problem(QString(), pointer + QStringLiteral("/audience"),
                        QStringLiteral("is there twice; the first one counts"));
                return;
            }
        file_.resourceServers += server;
    }

    void readTools()
    {
        const auto tools = document_.value.toObject().value(QLatin1String("tools")).toArray();
        QHash<QString, int> named;
        for (const auto& tool : tools)
            ++named[tool.toObject().value(QLatin1String("name")).toString()];
        for (qsizetype i = 0; i < tools.size(); ++i) {
            const auto pointer = QStringLiteral("/tools/%1").arg(i);
            const auto name = tools.at(i).toObject().value(QLatin1String("name")).toString();
            if (named.value(name) > 1 && !name.isEmpty())
                problem(name, pointer + QStringLiteral("/name"),
                        QStringLiteral("is there more than once: none of them is used"));
            else
                readOne(tools.at(i), name, pointer);
        }
    }

    void readOne(const QJsonValue& entry, const QString& name, const QString& pointer)
    {
        auto tool = readTool(entry, file_.resourceServers, options_.loopback);
        if (!tool) {
            for (const auto& wrong : tool.error())
                problem(name, pointer + wrong.pointer, wrong.detail);
            return;
        }
        tool->spec.definedBy = options_.managed ? toolapi::DefinedBy::Organisation : toolapi::DefinedBy::Person;
        QByteArray definition = canonicalJson(entry).value_or(QByteArray());
        for (auto& server : file_.resourceServers) {
            if (server.audience != tool->spec.audience) continue;
            definition += server.origin.toEncoded();
            for (const auto& scope : tool->spec.scopes)
                if (!server.scopes.contains(scope)) server.scopes += scope;
        }
        tool->spec.source =
            QString::fromLatin1(QCryptographicHash::hash(definition, QCryptographicHash::Sha256).toHex());
        const auto request = std::make_shared<const HttpToolTemplate>(std::move(tool->request));
        tool->spec.run = [request, &http = options_.http](const toolapi::ToolContext& context,
                                                          const QJsonObject& arguments) {
            auto filled = request->request(arguments);
            if (!filled) return ready<toolapi::ToolAnswer>(tl::unexpected(filled.error()));
            return askApi(http, context, std::move(*filled));
        };
        file_.tools += std::move(tool->spec);
    }

    const QByteArray& bytes_;
    const LoadOptions& options_;
    LinedJson document_;
    HttpToolsFile file_;
};

class FileMerger {
public:
    FileMerger(const std::vector<HttpToolsFile>& files, const QString& issuer)
    {
        merged_.issuers = {issuer};
        for (const auto& file : files)
            if (file.managed && !file.whole && unknown_.isEmpty()) unknown_ = file.fileName;
    }

    void add(const HttpToolsFile& file)
    {
        if (!file.managed && !unknown_.isEmpty()) {
            report(file, QString(),
                   QStringLiteral("is left out until %1, which your administrator manages, is read and sound: which "
                                  "APIs it fixes is not known")
                       .arg(unknown_));
            return;
        }
        hash_.addData(file.hash.toLatin1());
        std::set<QString> leftOut;
        for (const auto& server : file.resourceServers)
            if (!addServer(server, file.managed)) {
                leftOut.insert(server.audience);
                report(
                    file, QString(),
                    QStringLiteral("gives the audience %1 another origin than an earlier file does; its tools for it "
                                   "are left out")
                        .arg(server.audience));
            }
        for (const auto& tool : file.tools)
            if (leftOut.count(tool.audience) == 0) addTool(tool, file);
    }

    [[nodiscard]] HttpToolsFile merged()
    {
        merged_.hash = QString::fromLatin1(hash_.result().toHex());
        return merged_;
    }

private:
    // False when an earlier file says something else. Which scopes there are, the tools that are taken say.
    bool addServer(ResourceServer server, bool managed)
    {
        if (const auto* known = find(server.audience)) return known->origin == server.origin;
        if (managed) managed_.insert(server.audience);
        server.scopes.clear();
        merged_.resourceServers += server;
        return true;
    }

    void addTool(const toolapi::ToolSpec& tool, const HttpToolsFile& file)
    {
        if (names_.count(tool.name) != 0) {
            report(file, tool.name.text(), QStringLiteral("has a tool that an earlier file has already"));
            return;
        }
        auto* server = find(tool.audience);
        if (!server) return; // each tool's audience is one of its file's: cannot happen
        const bool fixed = !file.managed && managed_.count(tool.audience) != 0;
        for (const auto& scope : tool.scopes) {
            if (!fixed || server->scopes.contains(scope)) continue;
            report(file, tool.name.text(),
                   QStringLiteral("asks for the scope %1 of the audience %2, which the managed files do not ask for")
                       .arg(scope, tool.audience));
            return;
        }
        for (const auto& scope : tool.scopes)
            if (!server->scopes.contains(scope)) server->scopes += scope;
        names_.insert(tool.name);
        merged_.tools += tool;
    }

    ResourceServer* find(const QString& audience)
    {
        for (auto& server : merged_.resourceServers)
            if (server.audience == audience) return &server;
        return nullptr;
    }

    void report(const HttpToolsFile& file, const QString& tool, const QString& detail)
    {
        merged_.problems += HttpToolsProblem{file.fileName, tool, QString(), 1, detail};
    }

    HttpToolsFile merged_;
    std::set<ToolName> names_;
    std::set<QString> managed_; ///< audiences that a managed file names
    QString unknown_;           ///< the first managed file that is not whole
    QCryptographicHash hash_{QCryptographicHash::Sha256};
};

} // namespace

QString HttpToolsProblem::text() const
{
    if (line == 0) return file + QStringLiteral(": ") + detail;
    auto made = QStringLiteral("%1, line %2: ").arg(file).arg(line);
    if (!tool.isEmpty()) made += QStringLiteral("tool \"%1\": ").arg(tool);
    return made + (pointer.isEmpty() ? QStringLiteral("the file") : pointer) + u' ' + detail;
}

HttpToolsFile loadHttpTools(const QByteArray& bytes, const LoadOptions& options)
{
    auto file = FileLoader(bytes, options).load();
    qCInfo(logGateway) << "tools from a file:" << file.tools.size() << "read," << file.problems.size() << "problems";
    return file;
}

HttpToolsFile unreadableHttpTools(const LoadOptions& options, const QString& reason)
{
    HttpToolsFile file;
    file.fileName = options.fileName;
    file.managed = options.managed;
    file.problems +=
        HttpToolsProblem{options.fileName, {}, {}, 0, reason + QStringLiteral(". Make it readable, or remove it")};
    return file;
}

HttpToolsFile mergeHttpTools(const std::vector<HttpToolsFile>& files, const QString& issuer)
{
    FileMerger merger(files, issuer);
    for (const auto& file : files)
        if (file.issuers.contains(issuer)) merger.add(file);
    return merger.merged();
}

} // namespace core::connectors
