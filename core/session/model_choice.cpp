#include "core/session/model_choice.h"

#include "core/base/async_steps.h"
#include "core/model/model_client.h"
#include "core/net/loopback.h"
#include "core/secret/secret.h"

#include <QtCore/QCryptographicHash>

#include <unistd.h>

namespace core::session {
namespace {

const QString demoId = QStringLiteral("demo");
// Stands in the settings for "the demo model, wherever it runs this time".
const QString demoPlaceholder = QStringLiteral("http://127.0.0.1/demo");

model::Protocol protocolOf(settings::ModelProtocol protocol)
{
    return protocol == settings::ModelProtocol::AnthropicMessages ? model::Protocol::AnthropicMessages
                                                                  : model::Protocol::ChatCompletions;
}

model::Protocol protocolOf(interfaces::ModelProtocol protocol)
{
    return protocol == interfaces::ModelProtocol::AnthropicMessages ? model::Protocol::AnthropicMessages
                                                                    : model::Protocol::ChatCompletions;
}

interfaces::ModelProtocol protocolView(model::Protocol protocol)
{
    return protocol == model::Protocol::AnthropicMessages ? interfaces::ModelProtocol::AnthropicMessages
                                                          : interfaces::ModelProtocol::ChatCompletions;
}

interfaces::EndpointField fieldView(model::EndpointField field)
{
    switch (field) {
    case model::EndpointField::BaseUrl: return interfaces::EndpointField::BaseUrl;
    case model::EndpointField::Model: return interfaces::EndpointField::Model;
    case model::EndpointField::Key: return interfaces::EndpointField::Key;
    }
    return interfaces::EndpointField::BaseUrl;
}

// Whoever reads at an endpoint: an id of the settings alone may lead somewhere else tomorrow.
EndpointId readerOf(const settings::Endpoint& endpoint)
{
    if (endpoint.id.text() == demoId) return endpoint.id;
    QCryptographicHash where(QCryptographicHash::Sha256);
    for (const auto& part : {model::originOf(endpoint.baseUrl), endpoint.serverUser}) {
        where.addData(QByteArray::number(part.size()) + ':');
        where.addData(part.toUtf8());
    }
    return EndpointId(endpoint.id.text() + u'@' + QString::fromLatin1(where.result().toHex().left(16)));
}

ApiKey copyOf(const QByteArray& typed)
{
    return ApiKey(Secret::consume(QByteArray(typed.constData(), typed.size())));
}

} // namespace

ModelChoice::ModelChoice(Desktop& desktop)
    : desktop_(desktop)
    , tester_(desktop.http, desktop.clock)
    , localServers_(desktop.http, desktop.clock, static_cast<quint32>(getuid()))
{
    for (const auto& found : desktop_.environment.endpoints)
        if (!found.key.isEmpty()) keys_[model::originOf(found.endpoint.baseUrl)] = found.key;
}

Async<std::shared_ptr<ChosenModel>> ModelChoice::current()
{
    const auto endpoints = inUse();
    if (endpoints.isEmpty())
        return failed<std::shared_ptr<ChosenModel>>(Errc::NotFound, QStringLiteral("no model was chosen"),
                                                    QStringLiteral("model"));
    const auto& chosen = endpoints.first();
    if (chosen.id.text() == demoId) {
        return thenStep(desktop_.demo.start(desktop_.settings), this, [this](const DemoFacts& facts) {
            auto endpoint =
                model::makeEndpoint(model::Protocol::ChatCompletions, facts.modelBaseUrl.toString(), facts.model);
            if (!endpoint) return ready<std::shared_ptr<ChosenModel>>(tl::unexpected(endpoint.error()));
            endpoint->id = EndpointId(demoId);
            auto model = std::make_shared<ChosenModel>(ChosenModel{EndpointId(demoId), true, nullptr});
            model->port =
                std::make_unique<model::ModelClient>(*endpoint, model::BoundKey(), desktop_.http, desktop_.clock);
            return ready<std::shared_ptr<ChosenModel>>(model);
        });
    }
    auto endpoint = model::makeEndpoint(protocolOf(chosen.protocol), chosen.baseUrl.toString(), chosen.model);
    if (!endpoint) return ready<std::shared_ptr<ChosenModel>>(tl::unexpected(endpoint.error()));
    endpoint->id = readerOf(chosen);
    endpoint->serverUser = acceptedUser(chosen.serverUser);
    const auto origin = model::originOf(endpoint->baseUrl);
    return thenStep(keyFor(origin), this, [this, endpoint = *endpoint, origin](const ApiKey& key) {
        const auto bound = key.isEmpty() ? model::BoundKey() : model::BoundKey(key, origin);
        auto model = std::make_shared<ChosenModel>(ChosenModel{endpoint.id, false, nullptr});
        model->port = std::make_unique<model::ModelClient>(endpoint, bound, desktop_.http, desktop_.clock);
        return ready<std::shared_ptr<ChosenModel>>(model);
    });
}

Async<ApiKey> ModelChoice::keyFor(const QString& origin)
{
    if (const auto known = keys_.find(origin); known != keys_.end()) return ready<ApiKey>(known->second);
    Answer<ApiKey> answer;
    onReady(desktop_.keychain.read(model::keyEntryName(origin)), this,
            [this, origin, answer](const Result<Secret>& read) {
                // No keychain means that no key was ever kept: servers on this machine need none.
                const bool none =
                    !read && (read.error().code == Errc::NotFound || read.error().code == Errc::KeychainMissing);
                if (!read && !none) {
                    answer.give(tl::unexpected(read.error()));
                    return;
                }
                const ApiKey key = none ? ApiKey() : ApiKey(*read);
                keys_[origin] = key;
                answer.give(key);
            });
    return answer.future();
}

QList<interfaces::EndpointView> ModelChoice::endpoints() const
{
    QList<interfaces::EndpointView> views;
    for (const auto& endpoint : inUse()) {
        interfaces::EndpointView view;
        view.id = readerOf(endpoint);
        view.model = endpoint.model;
        view.demo = endpoint.id.text() == demoId;
        view.host = endpoint.baseUrl.host();
        view.local = net::isLoopback(endpoint.baseUrl);
        view.name = endpoint.name.isEmpty() ? endpoint.model + QStringLiteral(" · ") + view.host : endpoint.name;
        const auto key = keys_.find(model::originOf(endpoint.baseUrl));
        if (acceptedUser(endpoint.serverUser)) view.serverUser = endpoint.serverUser;
        view.hasKey = key != keys_.end() && !key->second.isEmpty();
        views.append(view);
    }
    return views;
}

Async<QList<interfaces::FoundServer>> ModelChoice::findLocal()
{
    return thenStep(localServers_.find({}), this, [](const QList<model::LocalServer>& found) {
        QList<interfaces::FoundServer> views;
        for (const auto& server : found)
            views.append({server.name, server.baseUrl.toString(), server.models});
        return ready<QList<interfaces::FoundServer>>(views);
    });
}

QList<interfaces::EndpointInput> ModelChoice::suggested() const
{
    QList<interfaces::EndpointInput> inputs;
    for (const auto& found : desktop_.environment.endpoints)
        inputs.append(
            {protocolView(found.endpoint.protocol), found.endpoint.baseUrl.toString(), found.endpoint.model, {}});
    return inputs;
}

ApiKey ModelChoice::keyOf(const interfaces::EndpointInput& input, const QString& origin) const
{
    if (!input.typedKey.isEmpty()) return copyOf(input.typedKey);
    const auto known = keys_.find(origin);
    return known == keys_.end() ? ApiKey() : known->second;
}

Async<interfaces::EndpointCheck> ModelChoice::tryOut(const interfaces::EndpointInput& input, std::stop_token stop)
{
    const auto protocol = protocolOf(input.protocol);
    // The model may be empty here: trying out names that field, and lists what there is.
    const auto endpoint =
        model::makeEndpoint(protocol, input.baseUrl, input.model.isEmpty() ? QStringLiteral("-") : input.model);
    const auto origin = endpoint ? model::originOf(endpoint->baseUrl) : QString();
    const auto wanted = endpointOf(input, false); // with the account that was accepted for this very endpoint before
    const auto user = acceptedUser(wanted ? wanted->serverUser : input.serverUser);
    const bool kept = input.typedKey.isEmpty() && endpoint;
    const auto key = kept ? keyFor(origin) : ready<ApiKey>(keyOf(input, origin));
    const auto tried =
        thenStep(key, this,
                 [this, protocol, url = input.baseUrl, name = input.model, user, stop = std::move(stop)](
                     const ApiKey& found) { return tester_.tryOut({protocol, url, name, found, user}, stop); });
    return thenStep(tried, this, [this](const model::TryOutReport& report) {
        return ready<interfaces::EndpointCheck>(checkView(report));
    });
}

interfaces::EndpointCheck ModelChoice::checkView(const model::TryOutReport& report) const
{
    interfaces::EndpointCheck check;
    check.error = report.error;
    check.models = report.models;
    if (report.wrongField) check.wrongField = fieldView(*report.wrongField);
    if (report.error && report.error->code == Errc::ForeignServer && report.serverUser)
        check.serverUser = net::systemAccountOf(*report.serverUser, desktop_.accounts).value_or(QString());
    return check;
}

std::optional<quint32> ModelChoice::acceptedUser(const QString& serverUser) const
{
    // By its name each time: an id can be given to another account.
    return net::systemUserOf(serverUser, desktop_.accounts);
}

QList<settings::Endpoint> ModelChoice::inUse() const
{
    auto endpoints = desktop_.settings.values().endpoints;
    if (thisRun_) endpoints.prepend(*thisRun_);
    return endpoints;
}

Result<settings::Endpoint> ModelChoice::endpointOf(const interfaces::EndpointInput& input, bool demo) const
{
    settings::Endpoint endpoint;
    if (demo) {
        endpoint.id = EndpointId(demoId);
        endpoint.baseUrl = QUrl(demoPlaceholder);
        endpoint.model = QStringLiteral("sekisho-demo-model");
        return endpoint;
    }
    TRY_ASSIGN(const auto made, model::makeEndpoint(protocolOf(input.protocol), input.baseUrl, input.model));
    endpoint.id = EndpointId(newId());
    endpoint.protocol = input.protocol == interfaces::ModelProtocol::AnthropicMessages
                            ? settings::ModelProtocol::AnthropicMessages
                            : settings::ModelProtocol::ChatCompletions;
    endpoint.baseUrl = made.baseUrl;
    endpoint.model = made.model;
    if (!input.serverUser.isEmpty() && !acceptedUser(input.serverUser))
        return fail(Errc::InvalidArgument, QStringLiteral("not a system account"), QStringLiteral("serverUser"));
    endpoint.serverUser = input.serverUser;
    for (const auto& known : desktop_.settings.values().endpoints) { // the same one again keeps its conversations
        if (known.protocol != endpoint.protocol || known.baseUrl != endpoint.baseUrl || known.model != endpoint.model)
            continue;
        // With another account there somebody else reads: what was told before is theirs only after a question.
        if (!input.serverUser.isEmpty() && known.serverUser != input.serverUser) continue;
        endpoint.id = known.id;
        endpoint.serverUser = known.serverUser;
        break;
    }
    return endpoint;
}

Result<> ModelChoice::useForThisRun(const interfaces::EndpointInput& input, bool demo)
{
    TRY_ASSIGN(thisRun_, endpointOf(input, demo));
    const auto origin = model::originOf(thisRun_->baseUrl);
    if (const auto key = keyOf(input, origin); !key.isEmpty()) keys_[origin] = key;
    return {};
}

Async<> ModelChoice::choose(const interfaces::EndpointInput& input, bool demo)
{
    const auto made = endpointOf(input, demo);
    if (!made) return ready<>(Result<>(tl::unexpected(made.error())));
    if (demo) return keep(*made);
    const auto& endpoint = *made;
    const auto origin = model::originOf(endpoint.baseUrl);
    const auto key = keyOf(input, origin);
    if (key.isEmpty()) return keep(endpoint);
    keys_[origin] = key;
    Answer<> answer;
    onReady(desktop_.keychain.write(model::keyEntryName(origin), key), this,
            [this, endpoint = *made, answer](const Result<>& written) {
                // Without a keychain the key serves for this run; the window says that nothing can be kept.
                if (!written && written.error().code != Errc::KeychainMissing) {
                    answer.give(written);
                    return;
                }
                forward<void>(keep(endpoint), this, answer);
            });
    return answer.future();
}

Async<> ModelChoice::keep(settings::Endpoint endpoint)
{
    auto values = desktop_.settings.values();
    values.endpoints.removeIf([&](const settings::Endpoint& known) { return known.id == endpoint.id; });
    values.endpoints.prepend(std::move(endpoint));
    thisRun_.reset();
    auto changed = desktop_.settings.change(values);
    if (changed) Q_EMIT this->changed();
    return ready<>(std::move(changed));
}

} // namespace core::session
