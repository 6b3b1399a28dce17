// The provider of openid.mjs over plain HTTP, with a small HR API whose access checks are the point of the whole program.
//
//   ALG          signature algorithm of ID tokens: RS256, PS256, ES256 or EdDSA (default RS256)
//   ACCESS_TTL   seconds an access token is good for (default 300)
//   SEKISHO_NODE_MODULES  where the npm modules are, when they are not beside this file
//
// Says "ready <issuer>" on standard output when it listens, and ends when standard input does.
import { listen, openIdProvider, people, redirectPath, sendJson } from './openid.mjs';

const hrApi = 'urn:sekisho:hr';
const salaries = { asan: 312400, bsan: 298100, yamada: 421900, bucho: 588000 };

const { origin, serve } = await listen();
const { provider, answer } = openIdProvider(origin, {
  clients: [
    {
      client_id: 'sekisho-native',
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      redirect_uris: [`http://127.0.0.1${redirectPath(origin)}`],
      post_logout_redirect_uris: [`http://127.0.0.1${redirectPath(origin)}`],
      id_token_signed_response_alg: process.env.ALG || 'RS256',
    },
  ],
  apis: { [hrApi]: { scope: 'hr:read', accessTokenFormat: 'opaque' } },
  accessSeconds: Number(process.env.ACCESS_TTL || 300),
});

// The HR API: everybody may read what is their own, and nobody anything else, whoever asks however nicely.
async function hr(url, request, response) {
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
    sendJson(response, 200, { person: person.id, payslips: [{ month: '2026-02', net: salaries[person.id] }] });
  } else {
    sendJson(response, 200, { person: person.id, name: person.name, email: person.email });
  }
}

serve((request, response, url) =>
  url.pathname.startsWith('/hr/') ? hr(url, request, response) : answer(request, response, url),
);
process.stdout.write(`ready ${origin}\n`);
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
