import { countQueries } from '../../harness/counting/index.ts';
import { InconclusiveError, type Scenario, demand } from '../contract/index.ts';
import { sendAll } from '../http/index.ts';
import { everyRefusal } from './every-refusal.ts';
import { setStage } from './stage.ts';

const begins = /^\s*(?:begin|start\s+transaction)\b/i;

/** Input is judged before it costs the database a transaction; the transactions are counted at the server. */
export const beforeBegin: Scenario = {
  id: 'VALIDATION-10',
  title: 'MUST refuse invalid input before BEGIN',
  needs: ['routes'],
  run: async (subject, report) => {
    const stage = await setStage(subject);
    const refusals = await everyRefusal(stage);
    const [form] = stage.forms;
    await stage.rows.commit(stage.http);
    await using counter = await countQueries({ adminUrl: subject.adminUrl, pattern: begins });
    await sendAll(stage.http, report, refusals);
    const refused = await counter.read();
    if (form !== undefined) {
      await sendAll(stage.http, report, [{ request: form.request(JSON.stringify(form.valid())) }]);
    }
    const accepted = await counter.read();
    const doubts = [...refused.reasons, ...accepted.reasons];
    if (doubts.length > 0) throw new InconclusiveError(`transactions could not be counted: ${doubts.join('; ')}`);
    if (accepted.count === refused.count)
      throw new InconclusiveError('a valid input began no transaction that was seen');
    report.count('queries', refused.count);
    demand(refused.count === 0, `${refusals.length} invalid requests began ${refused.count} transactions`);
  },
};
