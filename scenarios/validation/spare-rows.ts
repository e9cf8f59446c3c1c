import { randomUUID } from 'node:crypto';
import type { HttpService, NodeSeed, TenantSeed, UserSeed } from '../contract/index.ts';
import { newUser } from '../http/index.ts';

/** Rows for requests to name, each for one request: noted first, committed together. */
export class SpareRows {
  readonly #home: TenantSeed;
  #nodes: NodeSeed[] = [];
  #tenants: TenantSeed[] = [];
  #users: UserSeed[] = [];

  constructor(home: TenantSeed) {
    this.#home = home;
  }

  readonly node = (): string => {
    const id = randomUUID();
    this.#nodes.push({ id, tenantId: this.#home.id, kind: 'post', status: 'draft', authorId: null });
    return id;
  };

  readonly tenant = (): string => {
    const id = randomUUID();
    this.#tenants.push({ id, slug: `spare-${id}`, isActive: true });
    return id;
  };

  readonly user = (): string => {
    const user = newUser(this.#home);
    this.#users.push(user);
    return user.id;
  };

  async commit(http: HttpService): Promise<void> {
    await http.insert({ tenants: this.#tenants, users: this.#users, nodes: this.#nodes });
    [this.#nodes, this.#tenants, this.#users] = [[], [], []];
  }
}
