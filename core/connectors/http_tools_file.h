#pragma once

#include "core/base/bilingual.h"
#include "core/connectors/origin.h"
#include "core/toolapi/tool.h"

#include <vector>

namespace core::connectors {

/// An API that a file says tokens may go to: the session allows it at the vault.
struct ResourceServer {
    QString audience;
    QUrl origin; ///< scheme, host and port
    Bilingual name;
    QStringList scopes = {}; ///< all that the file's tools ask for
    bool plainHttp = false;  ///< http to this machine: the demo and tests only

    friend bool operator==(const ResourceServer&, const ResourceServer&) = default;
};

/// What is wrong with a file, so that whoever wrote it can mend it.
struct HttpToolsProblem {
    QString file;
    QString tool;    ///< empty: not about one tool
    QString pointer; ///< JSON Pointer into the file
    int line = 1;    ///< 0: about a file that could not be read
    QString detail;  ///< continues the pointer: "must be a string, but is null"

    friend bool operator==(const HttpToolsProblem&, const HttpToolsProblem&) = default;

    /// "hr.json, line 12: tool \"read_payslip\": /tools/0/url does not begin with https://"
    [[nodiscard]] QString text() const;
};

struct HttpToolsFile {
    QString fileName = {};
    bool managed = false;     ///< an administrator's
    bool whole = false;       ///< whose people it is for and which APIs it names is all known
    QString hash = {};        ///< SHA-256 (hex) over the bytes: what the person or the admin has accepted
    QStringList issuers = {}; ///< whose people the tools are for; compared byte for byte
    QList<toolapi::ToolSpec> tools = {};
    QList<ResourceServer> resourceServers = {};
    QList<HttpToolsProblem> problems = {}; ///< each broken tool is left out; the others are there
};

struct LoadOptions {
    toolapi::AuthorizedHttp& http; ///< outlives the tools
    QString fileName;              ///< for problems
    PlainLoopback loopback = PlainLoopback::Refuse;
    bool managed = false; ///< an administrator's file: see mergeHttpTools()
};

/// Reads HTTP tools from a file's bytes. The format is described in README.md. Never fails as a whole without saying
/// why: a file that is not JSON, or that does not say for whose people it is, gives its problems and no tool. Pure but
/// for the log; thread: any.
[[nodiscard]] HttpToolsFile loadHttpTools(const QByteArray& bytes, const LoadOptions& options);

/// For a file, or a folder of them, that is there and could not be read: its problem and no tool.
/// \param reason  in the system's words
[[nodiscard]] HttpToolsFile unreadableHttpTools(const LoadOptions& options, const QString& reason);

/// Puts together what several files say for people of one issuer, the first file first (managed ones before the
/// person's own). Files for other issuers say nothing here: no token goes to an API that was described for somebody
/// else's people. A later file cannot change what an earlier one said: an audience with another origin, or a tool of
/// the same name, is left out. Nor can a person's own file ask for more scopes of an audience that a managed one names:
/// the token would carry them for the managed tools too. While a managed file is not whole, all of the person's own
/// files are left out: they could take an audience that it fixes. `problems` are those of putting together, not the
/// files' own.
[[nodiscard]] HttpToolsFile mergeHttpTools(const std::vector<HttpToolsFile>& files, const QString& issuer);

} // namespace core::connectors
