// An organisation of its own for as long as a command runs: the provider of openid.mjs, and an HR API that believes its
// access tokens only after it has checked them against the provider's published keys. Both speak https with certificates
// of an authority that was made for this run and that nobody trusts yet.
//
//   organisation.mjs COMMAND ARGUMENT...   SEKISHO_ORGANISATION, for the command: where everything is, as JSON
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import tlsModule from 'node:tls';
import { listen, load, openIdProvider, pageColours, people, redirectPath, sendJson } from './openid.mjs';

const { createRemoteJWKSet, jwtVerify } = await load('jose');

const clientId = 'sekisho-desktop';
const hrAudience = 'https://hr.example.test/api';
const hrScope = 'hr:read';
const records = {
  asan: { nameLatin: 'Hana Asai', employeeNumber: 'KT-1042', phone: '070-0000-1042', address: '京都市中京区烏丸通 4-2' },
  bsan: { nameLatin: 'Shigeru Baba', employeeNumber: 'KT-1077', phone: '070-0000-1077', address: '大津市浜大津 7-7' },
};

function makeCertificates() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sekisho-authority.'));
  const at = (name) => path.join(folder, name);
  const openssl = (...words) => execFileSync('openssl', words, { stdio: 'pipe' });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  try {
    openssl('req', '-x509', ...newKey, '-subj', '/CN=Sekisho test authority', '-days', '2', '-keyout', at('ca.key'), '-out', at('ca.pem'));
    openssl('req', ...newKey, '-subj', '/CN=localhost', '-keyout', at('key.pem'), '-out', at('leaf.csr'));
    fs.writeFileSync(at('leaf.cnf'), 'subjectAltName=DNS:localhost\nextendedKeyUsage=serverAuth\n');
    openssl('x509', '-req', '-in', at('leaf.csr'), '-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-days', '2', '-extfile', at('leaf.cnf'), '-out', at('cert.pem'));
    const read = (name) => fs.readFileSync(at(name), 'utf8');
    return { authority: read('ca.pem'), server: { key: read('key.pem'), cert: read('cert.pem') } };
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

const { authority, server } = makeCertificates();
tlsModule.setDefaultCACertificates([authority]); // for the HR API, which fetches the provider's keys

const login = await listen(server);
const redirectAddresses = [61710, 61711, 61712].map((port) => `http://127.0.0.1:${port}${redirectPath(login.origin)}`);
const { answer } = openIdProvider(login.origin, {
  clients: [
    {
      // Not "native": this provider compares redirect addresses whole, as some do.
      client_id: clientId,
      application_type: 'web',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      redirect_uris: redirectAddresses,
    },
  ],
  apis: { [hrAudience]: { scope: hrScope, accessTokenFormat: 'jwt', jwt: { sign: { alg: 'ES256' } } } },
});
login.serve(answer);

const keys = createRemoteJWKSet(new URL(`${login.origin}/jwks`));

async function verified(request) {
  const presented = /^Bearer ([\x21-\x7e]+)$/.exec(request.headers.authorization || '');
  if (!presented) return undefined;
  const { payload } = await jwtVerify(presented[1], keys, {
    issuer: login.origin,
    audience: hrAudience,
    typ: 'at+jwt',
    algorithms: ['ES256'],
    requiredClaims: ['sub', 'exp'],
  });
  return payload;
}

// Everybody may read their own record. Whose a request is, only the token says.
async function hr(request, response, url) {
  const token = await verified(request).catch(() => undefined);
  if (!token) {
    sendJson(response, 401, { error: 'invalid_token' }, { 'www-authenticate': 'Bearer error="invalid_token"' });
    return;
  }
  if (!(token.scope || '').split(' ').includes(hrScope)) {
    sendJson(response, 403, { error: 'insufficient_scope' }, { 'www-authenticate': 'Bearer error="insufficient_scope"' });
    return;
  }
  const [, , named] = url.pathname.split('/');
  const id = named === 'me' ? token.sub : decodeURIComponent(named || '');
  if (!records[id]) {
    sendJson(response, 404, { error: 'no such person' });
  } else if (id !== token.sub) {
    sendJson(response, 403, { error: 'forbidden', message: `${token.sub} may not read the record of ${id}` });
  } else {
    const { name, email } = people.get(id);
    sendJson(response, 200, { id, name, email, ...records[id] });
  }
}

const hrServer = await listen(server);
hrServer.serve(hr);

// What the organisation's IT department hands out for tools.d.
const tools = {
  issuer: login.origin,
  version: 1,
  resourceServers: [{ audience: hrAudience, origin: hrServer.origin, name: { en: 'HR system', ja: '人事システム' } }],
  tools: [
    {
      name: 'get_employee_record',
      title: { en: 'Read personal information', ja: '個人情報を見る' },
      description: 'Returns the record of one employee: name, address, phone, employee number.',
      method: 'GET',
      url: `${hrServer.origin}/people/{person}`,
      inputSchema: {
        type: 'object',
        required: ['person'],
        additionalProperties: false,
        properties: {
          person: { type: 'string', minLength: 1, maxLength: 64, description: 'Employee id, or "me" for the signed-in person.' },
        },
      },
      effect: 'read',
      controlArguments: ['/person'],
      targetArguments: ['/person'],
      audience: hrAudience,
      scopes: [hrScope],
    },
  ],
};

const facts = { authority, issuer: login.origin, clientId, redirectAddresses, hrAudience, hrScope, tools, pageColours };
const [command, ...words] = process.argv.slice(2);
const child = spawn(command, words, {
  stdio: 'inherit',
  env: { ...process.env, SEKISHO_ORGANISATION: JSON.stringify(facts) },
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => process.exit(code ?? 1));
