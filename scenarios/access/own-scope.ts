import { randomUUID } from 'node:crypto';
import type { NodeSeed, ProgramCaller, Scenario } from '../contract/index.ts';
import { type Call, demandNone, httpOf, requestBy, requestOf, settleWorld } from '../http/index.ts';

/** A caller without an id meets a row without an owner: the two nulls are not each other's. */
export const ownScope: Scenario = {
  id: 'ACCESS-7',
  title: "MUST let own scope reach the caller's rows alone, never by two nulls",
  needs: ['routes'],
  run: async (subject, report) => {
    const http = httpOf(subject);
    const { home } = await settleWorld(http);
    const comment = async (authorId: string | null, status: NodeSeed['status']): Promise<string> => {
      const id = randomUUID();
      await http.insert({ nodes: [{ id, tenantId: home.tenant.id, kind: 'comment', status, authorId }] });
      return id;
    };
    const program = (role: ProgramCaller['role']): ProgramCaller => ({
      kind: 'service',
      role,
      tenantId: home.tenant.id,
      userId: null,
    });
    const { customer } = home.users;
    const asCustomer = (call: Call) => http.send(requestOf(http, customer, call));
    const asProgram = (role: ProgramCaller['role']) => (call: Call) =>
      http.sendAs(program(role), requestBy({ tenant: home.tenant, token: 'program' }, call));
    const callers = [
      { name: 'a customer', send: asCustomer, owner: customer.id, expected: { write: 200, read: 200 } },
      { name: 'a customer', send: asCustomer, owner: home.bystander.id, expected: { write: 403, read: 404 } },
      { name: 'a customer', send: asCustomer, owner: null, expected: { write: 403, read: 404 } },
      { name: 'a program', send: asProgram('customer'), owner: customer.id, expected: { write: 403, read: 404 } },
      { name: 'a program', send: asProgram('customer'), owner: null, expected: { write: 403, read: 404 } },
      {
        name: "an administrator's program",
        send: asProgram('admin'),
        owner: null,
        expected: { write: 200, read: 200 },
      },
      { name: 'a program of no role', send: asProgram(null), owner: null, expected: { write: 403, read: 403 } },
    ];
    const findings: string[] = [];
    for (const { name, send, owner, expected } of callers) {
      const whose = owner === null ? 'of nobody' : `of ${owner === customer.id ? 'the' : 'another'} customer`;
      const path = async (status: NodeSeed['status']) => `/api/content/nodes/${await comment(owner, status)}`;
      const { write, read } = expected;
      const attempts: readonly { what: string; call: Call; due: number }[] = [
        {
          what: 'updates a comment',
          call: { method: 'PATCH', path: await path('published'), body: { position: 7 }, version: 1 },
          due: write,
        },
        {
          what: 'deletes a comment',
          call: { method: 'DELETE', path: await path('published'), version: 1 },
          due: write === 200 ? 204 : write,
        },
        { what: 'reads the draft of a comment', call: { method: 'GET', path: await path('draft') }, due: read },
      ];
      for (const { what, call, due } of attempts) {
        report.count('requests');
        const { status } = await send(call);
        if (status !== due) findings.push(`${name} ${what} ${whose}: ${status} instead of ${due}`);
      }
    }
    demandNone(findings);
  },
};
