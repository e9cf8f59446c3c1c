import { randomUUID } from 'node:crypto';
import type { HttpAnswer, HttpRequest, HttpService, Scenario } from '../contract/index.ts';
import {
  type World,
  claimsOf,
  demandNone,
  httpOf,
  newUser,
  problemIn,
  requestBy,
  sendAll,
  settleWorld,
  signToken,
} from '../http/index.ts';

const tenantFaults = { missing: 400, malformed: 400, unknown: 404, inactive: 403 } as const;
const tokenFaults = { missing: 401, garbage: 401, expired: 401 } as const;

/** What is wrong with a request, at each of the checks. */
interface Faults {
  readonly tenant?: keyof typeof tenantFaults;
  readonly token?: keyof typeof tokenFaults;
  readonly tokensTenant?: 'foreign';
  readonly status?: 'banned';
  readonly permission?: 'denied';
}

const checks = ['tenant', 'token', 'tokensTenant', 'status', 'permission'] as const;

/** Whatever else is wrong, the answer is that of the first fault alone. */
export const orderOfChecks: Scenario = {
  id: 'ACCESS-10',
  title: "MUST check tenant, token, the token's tenant, the user's status, permission, in this order",
  needs: ['routes'],
  run: async (subject, report) => {
    const http = httpOf(subject);
    const world = await settleWorld(http);
    const unknown = randomUUID();
    const items = [];
    for (const faults of everyCombination()) {
      const alone = firstOf(faults);
      items.push({ faults, alone, request: await requestWith(http, world, unknown, faults) });
    }
    const answered = await sendAll(http, report, items);
    const answerAlone = new Map(
      answered.flatMap(({ faults, alone, answer }) =>
        JSON.stringify(faults) === JSON.stringify(alone) ? [[JSON.stringify(alone), answer] as const] : [],
      ),
    );
    demandNone(
      answered.flatMap(({ faults, alone, answer }) => {
        const due = statusOf(alone);
        const what = `with ${described(faults)}`;
        if (answer.status !== due) return [`${what}: ${answer.status} instead of ${due}, for ${described(alone)}`];
        const told = answerAlone.get(JSON.stringify(alone));
        if (told === undefined || reason(answer) === reason(told)) return [];
        return [`${what}: ${reason(answer)}, instead of ${reason(told)} as with ${described(alone)} alone`];
      }),
    );
  },
};

function everyCombination(): Faults[] {
  const tenants = [undefined, ...(Object.keys(tenantFaults) as (keyof typeof tenantFaults)[])];
  const tokens = [undefined, ...(Object.keys(tokenFaults) as (keyof typeof tokenFaults)[])];
  const flags = [false, true];
  return tenants.flatMap((tenant) =>
    tokens.flatMap((token) =>
      flags.flatMap((isForeign) =>
        flags.flatMap((isBanned) =>
          flags.map((isDenied): Faults => ({
            ...(tenant === undefined ? {} : { tenant }),
            ...(token === undefined ? {} : { token }),
            ...(isForeign ? { tokensTenant: 'foreign' } : {}),
            ...(isBanned ? { status: 'banned' } : {}),
            ...(isDenied ? { permission: 'denied' } : {}),
          })),
        ),
      ),
    ),
  );
}

function firstOf(faults: Faults): Faults {
  const first = checks.find((check) => faults[check] !== undefined);
  return first === undefined ? {} : { [first]: faults[first] };
}

function statusOf({ tenant, token, ...others }: Faults): number {
  if (tenant !== undefined) return tenantFaults[tenant];
  if (token !== undefined) return tokenFaults[token];
  return Object.keys(others).length === 0 ? 200 : 403;
}

async function requestWith(http: HttpService, world: World, unknown: string, faults: Faults): Promise<HttpRequest> {
  const asked = faults.tenant === 'inactive' ? world.inactive : world.home;
  const { tenant } = faults.tokensTenant === undefined ? asked : world.foreign;
  const role = faults.permission === undefined ? 'admin' : 'customer';
  const user = newUser(tenant, role, faults.status ?? 'active');
  await http.insert({ users: [user] });
  const names = { missing: undefined, malformed: 'Not A Tenant', unknown, inactive: asked.tenant.id };
  const name = faults.tenant === undefined ? asked.tenant.id : names[faults.tenant];
  const valid = claimsOf(user, http.tokens);
  const tokens = {
    missing: undefined,
    garbage: 'garbage',
    expired: signToken(http.tokens, { ...valid, exp: Math.floor(Date.now() / 1000) - 3_600 }),
  };
  return requestBy(
    {
      tenant: name === undefined ? undefined : { id: name },
      token: faults.token === undefined ? signToken(http.tokens, valid) : tokens[faults.token],
    },
    { method: 'GET', path: '/api/users' },
  );
}

function reason(answer: HttpAnswer): string {
  const { code, detail } = problemIn(answer);
  return `${JSON.stringify(code)} ${JSON.stringify(detail)}`;
}

function described(faults: Faults): string {
  const named = checks.flatMap((check) => (faults[check] === undefined ? [] : [`${check} ${faults[check]}`]));
  return named.length === 0 ? 'no fault' : named.join(', ');
}
