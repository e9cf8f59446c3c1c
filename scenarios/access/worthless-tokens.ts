import { randomUUID } from 'node:crypto';
import type { Scenario, TokenSigning, UserSeed } from '../contract/index.ts';
import {
  type Claims,
  claimsOf,
  demandNone,
  httpOf,
  problemFaults,
  requestBy,
  requestOf,
  sendAll,
  settleWorld,
  signToken,
} from '../http/index.ts';

/** A token that is missing, malformed, forged, outdated or meant for somebody else proves nothing, whomever it names. */
export const worthlessTokens: Scenario = {
  id: 'ACCESS-8',
  title: 'MUST answer 401 to every token that proves nothing',
  needs: ['routes'],
  run: async (subject, report) => {
    const http = httpOf(subject);
    const { home } = await settleWorld(http);
    const { super_admin: user } = home.users;
    const calls = [
      { method: 'GET', path: `/api/users/${user.id}` },
      { method: 'POST', path: '/api/users', body: { email: 'new@example.com' } },
    ];
    const valid = calls.map((call) => ({ name: 'valid', request: requestOf(http, user, call), due: [200, 201] }));
    const worthless = Object.entries(authorizations(http.tokens, user)).flatMap(([name, authorization]) =>
      calls.map((call) => {
        const request = requestBy({ tenant: home.tenant }, call);
        const headers = { ...request.headers, ...(authorization === undefined ? {} : { authorization }) };
        return { name, request: { ...request, headers }, due: [401] };
      }),
    );
    demandNone(
      (await sendAll(http, report, [...valid, ...worthless])).flatMap(({ name, request, due, answer }) => {
        const what = `${request.method} with a token that is ${name}`;
        if (!due.includes(answer.status)) return [`${what}: ${answer.status} instead of ${due.join(' or ')}`];
        if (answer.status < 400) return [];
        const isChallenged = /^Bearer\b/.test(answer.headers['www-authenticate'] ?? '');
        return [...problemFaults(answer), ...(isChallenged ? [] : ['it carries no WWW-Authenticate: Bearer'])].map(
          (fault) => `${what}: ${fault}`,
        );
      }),
    );
  },
};

/** Authorization headers, by what is wrong with them. */
function authorizations(signing: TokenSigning, user: UserSeed): Readonly<Record<string, string | undefined>> {
  const claims = claimsOf(user, signing);
  const now = Math.floor(Date.now() / 1000);
  const good = signToken(signing, claims);
  const [header = '', payload = '', signature = ''] = good.split('.');
  const changed = (changes: Claims) => signToken(signing, { ...claims, ...changes });
  const without = (name: string) => signToken(signing, omit(claims, name));
  const unsigned = (alg: string) => `${signToken(signing, claims, { header: { alg } }).split('.', 2).join('.')}.`;
  const bearer = {
    garbage: 'garbage',
    'three dots': '...',
    'without signature': `${header}.${payload}.`,
    'cut off': good.slice(0, -4),
    'of another payload': [header, signToken(signing, { ...claims, sub: randomUUID() }).split('.')[1], signature].join(
      '.',
    ),
    'signed with another secret': signToken(signing, claims, { secret: 'another secret of at least 32 bytes!' }),
    'of the algorithm none': unsigned('none'),
    'of the algorithm NONE': unsigned('NONE'),
    'signed with HS512': signToken(signing, claims, { header: { alg: 'HS512', typ: 'JWT' }, hash: 'sha512' }),
    'said to be signed with RS256': signToken(signing, claims, { header: { alg: 'RS256', typ: 'JWT' } }),
    expired: changed({ iat: now - 7_200, exp: now - 3_600 }),
    'not valid yet': changed({ nbf: now + 3_600 }),
    'without expiry': without('exp'),
    'of an expiry in words': changed({ exp: 'never' }),
    'of another issuer': changed({ iss: 'another' }),
    'without issuer': without('iss'),
    'for another audience': changed({ aud: 'another' }),
    'without audience': without('aud'),
    'without subject': without('sub'),
    'of a subject that is no id': changed({ sub: 'admin' }),
    'of a subject that is not there': changed({ sub: randomUUID() }),
    'without tenant': without('tenant_id'),
    'of a tenant that is no id': changed({ tenant_id: 'home' }),
  };
  return {
    missing: undefined,
    empty: 'Bearer ',
    'given as Basic': `Basic ${good}`,
    'given without scheme': good,
    'given twice': `Bearer ${good}, Bearer ${good}`,
    ...Object.fromEntries(Object.entries(bearer).map(([name, token]) => [name, `Bearer ${token}`])),
  };
}

function omit(claims: Claims, name: string): Claims {
  return Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));
}
