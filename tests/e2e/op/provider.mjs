// The OpenID provider of the end-to-end tests: npm oidc-provider with a login form of our own, and a small HR API whose
// access checks are the point of the whole program. Loopback only, everything in memory.
//
//   ALG          signature algorithm of ID tokens: RS256, PS256, ES256 or EdDSA (default RS256)
//   ACCESS_TTL   seconds an access token is good for (default 300)
//   SEKISHO_NODE_MODULES  where the npm modules are, when they are not beside this file
//
// Says "ready <issuer>" on standard output when it listens, and ends when standard input does.
import crypto from 'node:crypto';
import http from 'node:http';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

// A bare import looks only in the folders above this file, and the modules need not be there.
const modules = process.env.SEKISHO_NODE_MODULES;
const { default: Provider } = await import(
  modules ? pathToFileURL(path.join(modules, 'oidc-provider', 'lib', 'index.js')).href : 'oidc-provider'
);

const algorithm = process.env.ALG || 'RS256';
const accessSeconds = Number(process.env.ACCESS_TTL || 300);
const hrApi = 'urn:sekisho:hr';

const people = new Map(
  [
    ['asan', '浅井 花', 312400],
    ['bsan', '馬場 茂', 298100],
    ['yamada', '山田 太郎', 421900],
    ['bucho', '部長 渡辺', 588000],
  ].map(([id, name, salary]) => [id, { id, name, salary, password: `${id}-pass`, email: `${id}@example.test` }]),
);

function signingKeys() {
  const make = (type, options, extra) => ({
    ...crypto.generateKeyPairSync(type, options).privateKey.export({ format: 'jwk' }),
    use: 'sig',
    kid: crypto.randomUUID(),
    ...extra,
  });
  return [make('rsa', { modulusLength: 2048 }), make('ec', { namedCurve: 'P-256' }), make('ed25519', {})];
}

async function readForm(request) {
  let text = '';
  for await (const piece of request) {
    text += piece;
    if (text.length > 64 * 1024) throw new Error('form too long');
  }
  return new URLSearchParams(text);
}

function sendJson(response, status, value, headers = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(value));
}

const escapeHtml = (text) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

function page(title, fields) {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escapeHtml(title)}</title>
<h1>${escapeHtml(title)}</h1><form method="post">${fields}
<button name="action" value="continue">Continue</button><button name="action" value="deny">Deny</button></form></html>`;
}

function configuration() {
  return {
    clients: [
      {
        client_id: 'sekisho-native',
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: ['http://127.0.0.1/callback'],
        post_logout_redirect_uris: ['http://127.0.0.1/callback'],
        id_token_signed_response_alg: algorithm,
      },
    ],
    jwks: { keys: signingKeys() },
    cookies: { keys: [crypto.randomBytes(16).toString('hex')] },
    scopes: ['openid', 'offline_access'],
    claims: { openid: ['sub'], profile: ['name'], email: ['email'], auth_time: null, acr: null, sid: null },
    enabledJWA: { idTokenSigningAlgValues: ['RS256', 'PS256', 'ES256', 'EdDSA'] },
    pkce: { required: () => true },
    rotateRefreshToken: true,
    ttl: { AccessToken: accessSeconds, RefreshToken: 86400, IdToken: 600, Session: 3600, Grant: 86400, Interaction: 600 },
    interactions: { url: (context, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (context, id) => {
      const person = people.get(id);
      return person && { accountId: id, claims: () => ({ sub: id, name: person.name, email: person.email }) };
    },
    features: {
      devInteractions: { enabled: false },
      revocation: { enabled: true },
      rpInitiatedLogout: { enabled: true },
      userinfo: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => undefined,
        useGrantedResource: () => false,
        getResourceServerInfo: (context, resource) => {
          if (resource !== hrApi) throw new Error('unknown resource');
          return { scope: 'hr:read', audience: hrApi, accessTokenFormat: 'opaque', accessTokenTTL: accessSeconds };
        },
      },
    },
  };
}

async function interact(provider, request, response) {
  const details = await provider.interactionDetails(request, response);
  const isLogin = details.prompt.name === 'login';
  if (request.method === 'GET') {
    const fields = isLogin
      ? '<input name="login" autocomplete="username"><input name="password" type="password">'
      : `<p>${escapeHtml(details.params.client_id)} asks for: ${escapeHtml(details.params.scope || '')}</p>`;
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(page(isLogin ? 'Sign in' : 'Allow access', fields));
    return;
  }
  const form = await readForm(request);
  if (form.get('action') === 'deny') {
    await provider.interactionFinished(request, response, { error: 'access_denied' });
    return;
  }
  if (isLogin) {
    const person = people.get(form.get('login'));
    if (!person || person.password !== form.get('password')) {
      response.writeHead(401, { 'content-type': 'text/html; charset=utf-8' });
      response.end(page('Wrong name or password', '<input name="login"><input name="password" type="password">'));
      return;
    }
    await provider.interactionFinished(request, response, { login: { accountId: person.id, remember: true } });
    return;
  }
  const grant = new provider.Grant({ accountId: details.session.accountId, clientId: details.params.client_id });
  grant.addOIDCScope('openid profile email offline_access');
  grant.addResourceScope(hrApi, 'hr:read');
  await provider.interactionFinished(
    request,
    response,
    { consent: { grantId: await grant.save() } },
    { mergeWithLastSubmission: true },
  );
}

// The HR API: everybody may read what is their own, and nobody anything else, whoever asks however nicely.
async function hr(provider, url, request, response) {
  const presented = /^Bearer ([\x21-\x7e]+)$/.exec(request.headers.authorization || '');
  const token = presented && (await provider.AccessToken.find(presented[1]));
  if (!token || token.isExpired) {
    sendJson(response, 401, { error: 'invalid_token' }, { 'www-authenticate': 'Bearer error="invalid_token"' });
    return;
  }
  if (token.aud !== hrApi || !token.scopes.has('hr:read')) {
    sendJson(response, 403, { error: 'insufficient_scope' }, { 'www-authenticate': 'Bearer error="insufficient_scope"' });
    return;
  }
  const [, , id, part] = url.pathname.split('/');
  const person = people.get(id === 'me' ? token.accountId : decodeURIComponent(id || ''));
  if (!person) {
    sendJson(response, 404, { error: 'no such person' });
  } else if (person.id !== token.accountId) {
    sendJson(response, 403, { error: 'forbidden', message: `${token.accountId} may not read the data of ${person.id}` });
  } else if (part === 'payslips') {
    sendJson(response, 200, { person: person.id, payslips: [{ month: '2026-02', net: person.salary }] });
  } else {
    sendJson(response, 200, { person: person.id, name: person.name, email: person.email });
  }
}

const server = http.createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, configuration());
  const handle = provider.callback();
  server.on('request', async (request, response) => {
    try {
      const url = new URL(request.url, issuer);
      if (url.pathname.startsWith('/interaction/')) await interact(provider, request, response);
      else if (url.pathname.startsWith('/hr/')) await hr(provider, url, request, response);
      else handle(request, response);
    } catch (error) {
      sendJson(response, error.statusCode || 500, { error: error.error || 'server_error' });
    }
  });
  process.stdout.write(`ready ${issuer}\n`);
});
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
