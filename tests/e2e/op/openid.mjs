// npm oidc-provider with a login and a consent page of our own: what the end-to-end tests sign in at. Loopback only,
// everything in memory.
import crypto from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

// A bare import looks only in the folders above this file, and the modules need not be there.
const modules = process.env.SEKISHO_NODE_MODULES;
const from = createRequire(modules ? `${modules}/.` : import.meta.url);
export const load = (name) => import(pathToFileURL(from.resolve(name)).href);

const { default: Provider } = await load('oidc-provider');

export const people = new Map(
  [
    ['asan', '浅井 花'],
    ['bsan', '馬場 茂'],
    ['yamada', '山田 太郎'],
    ['bucho', '部長 渡辺'],
  ].map(([id, name]) => [id, { id, name, password: `${id}-pass`, email: `${id}@example.test` }]),
);

/** The colour at the top of each page, for whoever looks at the screen. */
export const pageColours = { login: '#1d4e89', consent: '#6b3fa0' };

/** Where Sekisho's sign-ins at an issuer that nobody has set come back to, as README.md has an administrator find out. */
export const redirectPath = (issuer) => `/callback/${crypto.createHash('sha256').update(issuer).digest('hex').slice(0, 32)}`;

export function sendJson(response, status, value, headers = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(value));
}

/** Listens on a free port of 127.0.0.1. Answers are made by what `serve` is given later. */
export async function listen(tls) {
  const server = tls ? https.createServer(tls) : http.createServer();
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  const origin = tls ? `https://localhost:${port}` : `http://127.0.0.1:${port}`;
  const serve = (answer) =>
    server.on('request', async (request, response) => {
      try {
        await answer(request, response, new URL(request.url, origin));
      } catch (error) {
        sendJson(response, error.statusCode || 500, { error: error.error || 'server_error' });
      }
    });
  return { origin, serve };
}

/** A provider at `issuer`. `clients` and `apis` (by audience) as oidc-provider takes them. */
export function openIdProvider(issuer, { clients, apis, accessSeconds = 300 }) {
  const provider = new Provider(issuer, {
    clients,
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
          if (!apis[resource]) throw new Error('unknown resource');
          return { audience: resource, accessTokenTTL: accessSeconds, ...apis[resource] };
        },
      },
    },
  });
  const handle = provider.callback();
  const answer = (request, response, url) =>
    url.pathname.startsWith('/interaction/') ? interact(provider, apis, request, response) : handle(request, response);
  return { provider, answer };
}

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

const escapeHtml = (text) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

function page(title, colour, fields) {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escapeHtml(title)}</title>
<style>
body { margin: 0; font: 16px/1.5 sans-serif; color: #1c1c1c; background: #fff }
h1 { margin: 0; padding: 24px; font-size: 22px; color: #fff; background: ${colour} }
form { display: grid; gap: 16px; padding: 24px }
input, button { font: inherit; padding: 8px 12px; border: 1px solid #888; border-radius: 4px; background: #fff }
button[value=continue] { color: #fff; background: ${colour} }
</style>
<h1>${escapeHtml(title)}</h1><form method="post">${fields}
<button name="action" value="deny">Deny</button></form></html>`;
}

const proceed = (autofocus) => `<button name="action" value="continue"${autofocus ? ' autofocus' : ''}>Continue</button>`;

const loginPage = (title) =>
  page(
    title,
    pageColours.login,
    `<label>Name<br><input name="login" autocomplete="username" autofocus></label>
<label>Password<br><input name="password" type="password"></label>${proceed(false)}`,
  );

const consentPage = (client, scopes) =>
  page(
    'Allow access',
    pageColours.consent,
    `<p>${escapeHtml(client)} asks for: ${escapeHtml(scopes)}</p>${proceed(true)}`,
  );

function sendPage(response, status, html) {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' });
  response.end(html);
}

async function interact(provider, apis, request, response) {
  const details = await provider.interactionDetails(request, response);
  const isLogin = details.prompt.name === 'login';
  if (request.method === 'GET') {
    sendPage(response, 200, isLogin ? loginPage('Sign in') : consentPage(details.params.client_id, details.params.scope || ''));
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
      sendPage(response, 401, loginPage('Wrong name or password'));
      return;
    }
    await provider.interactionFinished(request, response, { login: { accountId: person.id, remember: true } });
    return;
  }
  const grant = new provider.Grant({ accountId: details.session.accountId, clientId: details.params.client_id });
  grant.addOIDCScope('openid profile email offline_access');
  for (const [audience, api] of Object.entries(apis)) grant.addResourceScope(audience, api.scope);
  await provider.interactionFinished(
    request,
    response,
    { consent: { grantId: await grant.save() } },
    { mergeWithLastSubmission: true },
  );
}
