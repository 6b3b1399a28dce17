#pragma once

#include "core/net/http.h"
#include "core/secret/secret.h"
#include "core/session/desktop.h"

#include <QtCore/QJsonObject>
#include <QtCore/QObject>
#include <QtCore/QProcess>

#include <functional>
#include <optional>
#include <vector>

namespace app::host {

/// The demo organisation as a process of this run: `sekisho-demo`, started at the first need, ended with this object.
/// What it says of itself comes over the pipe it was started with, so nobody else on the machine can pose as it.
///
/// Thread: the one that owns it. Logs: that it runs, or why it does not.
class DemoProcess final : public QObject, public core::session::DemoHost {
    Q_OBJECT
public:
    /// \param program  empty: not installed
    /// \param http      outlives this object
    /// \param language  "en" or "ja": the organisation calls itself in the person's language
    DemoProcess(const QString& program, core::net::Http& http, std::function<QString()> language,
                QObject* parent = nullptr);
    ~DemoProcess() override;

    /// More words for its command line; before start(). For tests.
    void setArguments(const QStringList& arguments) { process_.setArguments(arguments); }

    [[nodiscard]] std::optional<core::session::DemoFacts> running() const override { return facts_; }
    [[nodiscard]] core::Async<core::session::AdminReplay> replayAsAdmin(const QUrl& url) override;

private:
    [[nodiscard]] core::Async<core::session::DemoFacts> doStart() override;
    void read();
    void fail(const QString& why);

    core::net::Http& http_;
    std::function<QString()> language_;
    QProcess process_;
    QByteArray line_;
    std::optional<core::session::DemoFacts> facts_;
    QUrl controlUrl_;
    core::Secret controlSecret_;
    std::vector<core::Answer<core::session::DemoFacts>> waiting_;
};

/// What the demo said of itself, as app/demo/README.md describes it. Pure. \param language  "ja" or another
/// \error Protocol  it is not an announcement of this version, or names an address off this machine
[[nodiscard]] core::Result<core::session::DemoFacts> readAnnouncement(const QJsonObject& said, const QString& language);

} // namespace app::host
