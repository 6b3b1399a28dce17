#include "core/base/logging.h"

namespace core {

Q_LOGGING_CATEGORY(logApp, "sekisho.app", QtInfoMsg)
Q_LOGGING_CATEGORY(logAgent, "sekisho.agent", QtInfoMsg)
Q_LOGGING_CATEGORY(logApprovals, "sekisho.approvals", QtInfoMsg)
Q_LOGGING_CATEGORY(logAudit, "sekisho.audit", QtInfoMsg)
Q_LOGGING_CATEGORY(logConversations, "sekisho.conversations", QtInfoMsg)
Q_LOGGING_CATEGORY(logDemo, "sekisho.demo", QtInfoMsg)
Q_LOGGING_CATEGORY(logGateway, "sekisho.gateway", QtInfoMsg)
Q_LOGGING_CATEGORY(logHttpServer, "sekisho.httpserver", QtInfoMsg)
Q_LOGGING_CATEGORY(logIdentity, "sekisho.identity", QtInfoMsg)
Q_LOGGING_CATEGORY(logKeychain, "sekisho.keychain", QtInfoMsg)
Q_LOGGING_CATEGORY(logModel, "sekisho.model", QtInfoMsg)
Q_LOGGING_CATEGORY(logNet, "sekisho.net", QtInfoMsg)
Q_LOGGING_CATEGORY(logSettings, "sekisho.settings", QtInfoMsg)
Q_LOGGING_CATEGORY(logSignIn, "sekisho.signin", QtInfoMsg)
Q_LOGGING_CATEGORY(logStorage, "sekisho.storage", QtInfoMsg)
Q_LOGGING_CATEGORY(logVault, "sekisho.vault", QtInfoMsg)

} // namespace core
