import { isDeepStrictEqual } from 'node:util';
import { type Scenario, demand } from '../contract/index.ts';
import { demandNone } from '../http/index.ts';
import { constructorRefusals, prototypeRefusals } from './prototype-refusals.ts';
import { findUnrefused } from './refusal.ts';
import { setStage } from './stage.ts';

export const prototypeKeys: Scenario = {
  id: 'VALIDATION-5',
  title: 'MUST refuse keys that reach for a prototype, and keep "constructor" a key like others',
  needs: ['routes'],
  run: async (subject, report) => {
    const stage = await setStage(subject);
    demandNone(
      await findUnrefused(stage, report, [...prototypeRefusals(stage.forms), ...constructorRefusals(stage.forms)]),
    );
    demand(!('polluted' in {}), 'a request reached the prototype of every object in the process');
    const metadata = { constructor: { prototype: { polluted: true } }, toString: 'text', hasOwnProperty: null };
    for (const given of [metadata, {}]) {
      const [form] = stage.forms;
      if (form === undefined) return;
      const { status, body } = await stage.http.send(
        form.request(JSON.stringify({ ...form.valid(), metadata: given })),
      );
      report.count('requests');
      demand(status === form.success, `${form.route} with metadata ${JSON.stringify(given)}: ${status}`);
      const stored = (JSON.parse(body) as { metadata: unknown }).metadata;
      demand(
        isDeepStrictEqual(stored, given),
        `metadata ${JSON.stringify(given)} was stored as ${JSON.stringify(stored)}`,
      );
    }
  },
};
