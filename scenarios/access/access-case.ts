import type { HttpRequest, HttpService, RoleName, UserSeed } from '../contract/index.ts';
import { type Call, type World, requestBy, requestOf } from '../http/index.ts';
import type { GovernedRoute } from './governed-routes.ts';

/** One request and the status that the policy demands for it. */
export interface AccessCase {
  /** Who asks for what. */
  readonly name: string;
  readonly request: HttpRequest;
  readonly expected: number;
  /** Stands in the row that it names, and in what it would create. */
  readonly mark: string;
  readonly route: string;
  /** What a denial must name. */
  readonly permission?: string;
}

/** Who asks in a case: a user of the home tenant, or nobody. */
export interface Caller {
  readonly name: RoleName | 'anonymous';
  readonly user: UserSeed | undefined;
}

/** A user of every role, and nobody. */
export function callersOf({ home }: World): readonly Caller[] {
  const users = Object.values(home.users);
  return [{ name: 'anonymous', user: undefined }, ...users.map((user) => ({ name: user.role, user }))];
}

/** Puts a case together: `:id` in the route's path is the mark. Without a user the tenant alone is named, and 401 is due. */
export function caseOf(
  { http, world, caller, governed }: { http: HttpService; world: World; caller: Caller; governed: GovernedRoute },
  told: { mark: string; about: string; permission?: string; expected: (role: RoleName) => number } & Pick<
    Call,
    'body' | 'version'
  >,
): AccessCase {
  const { mark, about, permission, expected, ...content } = told;
  const [method = '', path = ''] = governed.route.split(' ');
  const call = { method, path: path.replace(':id', mark), ...content };
  const { user } = caller;
  return {
    name: `${caller.name}: ${governed.route}${about === '' ? '' : ` ${about}`}`,
    request: user === undefined ? requestBy(world.home, call) : requestOf(http, user, call),
    expected: user === undefined ? statusForNobody(governed) : expected(user.role),
    mark,
    route: governed.route,
    ...(permission === undefined ? {} : { permission }),
  };
}

function statusForNobody({ rule, success }: GovernedRoute): number {
  return rule.by === 'nothing' ? success : 401;
}
