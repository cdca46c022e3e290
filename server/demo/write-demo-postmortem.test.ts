import { beforeAll, describe, expect, test } from 'vitest';
import { isOverdue } from '#domain/postmortem/action-item';
import { adviceOn } from '#domain/postmortem/advice';
import { DAY_MS } from '#domain/time/calendar';
import { dayAt } from '#domain/time/day';
import type { Context } from '#server/context';
import { publicIncident } from '#server/incidents/reads/public-incidents';
import { beginAutomation } from '#server/incidents/sql/automation-progress';
import { listImprovements } from '#server/postmortems/reads/list-improvements';
import { listPostmortems } from '#server/postmortems/reads/list-postmortems';
import { postmortemForStaff } from '#server/postmortems/reads/postmortem-for-staff';
import { publicPostmortem } from '#server/postmortems/reads/public-postmortem';
import { changeActionItem } from '#server/postmortems/verbs/change-action-item';
import { testWorld } from '#server/test/database';
import { sendDemoHistory } from '#server/test/demo-history';
import { ADA, as } from '#server/test/people';
import { demoInstant } from './demo-faults.ts';
import { DEMO_ITEMS, DEMO_POSTMORTEM, DEMO_PROMISE } from './demo-postmortem.ts';
import { HISTORY_DAYS, historyStart } from './demo-probes.ts';
import { prepareDemo } from './prepare-demo.ts';
import { writeDemoIncidents } from './write-demo-incidents.ts';
import { promiseDemoPostmortem, writeDemoPostmortem } from './write-demo-postmortem.ts';

const NOW = Date.parse('2026-11-23T15:07:33.210Z');
const START = historyStart(NOW, HISTORY_DAYS);
const world = testWorld(NOW);
const NAMES = ['Serving', 'Analytics', 'Larkfield'];
const STARTS_MAX = 30;

/** The days from the incident to the publication, and the hours around the second incident. */
const WANTED = [
  {
    from: demoInstant(NOW, DEMO_POSTMORTEM.ago + 1, '00:00'),
    to: demoInstant(NOW, DEMO_POSTMORTEM.publishedAgo, '10:00'),
  },
  { from: demoInstant(NOW, DEMO_PROMISE.ago, '09:00'), to: demoInstant(NOW, DEMO_PROMISE.ago, '11:00') },
];

/** Returns a context that loses the database after a number of transactions. */
function failingAfter(ctx: Context, transactions: number): Context {
  let left = transactions;
  const prisma = new Proxy(ctx.prisma, {
    get(target, key) {
      const value = Reflect.get(target, key);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        if (key === '$transaction' && left-- <= 0) throw new Error('interrupted');
        return value.apply(target, args);
      };
    },
  });
  return { ...ctx, prisma };
}

async function onlyPostmortem() {
  const { postmortems } = await listPostmortems(world.ctx);
  expect(postmortems).toHaveLength(1);
  return postmortems[0]?.publicId ?? '';
}

beforeAll(async () => {
  const { token } = await prepareDemo(world.ctx);
  await beginAutomation(world.ctx.worker, START);
  await sendDemoHistory(world.ctx, {
    ...{ token, began: NOW },
    isWanted: (t) => WANTED.some(({ from, to }) => t >= from && t <= to),
  });
});

describe('the post-mortem of the demo', () => {
  test('waits for its incident', async () => {
    await writeDemoPostmortem(world.ctx, NOW);
    await promiseDemoPostmortem(world.ctx, NOW);
    expect(await listPostmortems(world.ctx)).toMatchObject({ postmortems: [], promised: [] });
  });

  test('is completed by the starts that follow an interrupted one', async () => {
    await writeDemoIncidents(world.ctx, NOW, START);
    let starts = 1;
    while (starts < STARTS_MAX) {
      const error = await writeDemoPostmortem(failingAfter(world.ctx, starts), NOW).catch((one: Error) => one);
      if (!error) break;
      expect(error.message).toBe('interrupted');
      starts++;
    }
    expect(starts).toBeGreaterThan(5);
    const shown = await publicPostmortem(world.ctx, await onlyPostmortem());
    expect(shown.actionItems.map(({ action }) => action)).toEqual(DEMO_ITEMS.map(({ action }) => action));
    expect(shown.versions).toHaveLength(1);
  });

  test('has only figures that match the record, and nothing to advise', async () => {
    const { frozen, changedFacts } = await publicPostmortem(world.ctx, await onlyPostmortem());
    expect(frozen.check.figures.filter(({ verdict }) => verdict !== 'match')).toEqual([]);
    expect(frozen.check.figures.length).toBeGreaterThan(15);
    expect(frozen.boxes).toMatchObject({
      ...{ downMs: 4_680_000, episodes: 2, detectedAfterMs: 60_000, promises: { missed: 0 } },
      uptime: [{ period: '2026-10', isMet: false }, { period: '2026' }],
    });
    expect(frozen.markdown).not.toContain('{{');
    expect(changedFacts).toEqual([]);
    const { content } = await postmortemForStaff(as(world.ctx, ADA), await onlyPostmortem());
    expect(adviceOn(content, NAMES)).toEqual([]);
  });

  test('was written by Ed, discussed with and approved by Ada, and announced two days after the incident', async () => {
    const { author, approved, comments, incidents } = await postmortemForStaff(
      as(world.ctx, ADA),
      await onlyPostmortem(),
    );
    expect([author.name, approved?.by.name]).toEqual(['Ed Editor', 'Ada Admin']);
    expect(comments).toMatchObject([{ resolved: { by: { name: 'Ada Admin' } }, replies: [{}] }]);
    const { updates, state } = await publicIncident(world.ctx, incidents[0]?.publicId ?? '');
    expect(state).toBe('postmortem');
    const after = updates.filter((one) => one.state === 'postmortem').map(({ publishedAt }) => dayAt(publishedAt));
    expect(after.toSorted()).toEqual([42, 36, 27].map((ago) => dayAt(NOW - ago * DAY_MS)));
  });

  test('has five action items: two done, one in progress, one planned, and one overdue with a new day', async () => {
    const { counts, open, onTime } = await listImprovements(world.ctx);
    expect([counts, onTime]).toEqual([{ overdue: 1, inProgress: 1, planned: 1, done: 2 }, 1]);
    const overdue = open.filter((item) => isOverdue(item, dayAt(NOW)));
    expect(overdue).toMatchObject([
      { dueOn: '2026-11-17', movedTo: '2026-12-08', reason: 'The routers for Oregon arrive three weeks late.' },
    ]);
  });

  test('stays as it is at a later start, with what people changed', async () => {
    const postmortem = await onlyPostmortem();
    const { open } = await listImprovements(world.ctx);
    const item = open.find(({ state }) => state === 'in_progress')?.publicId ?? '';
    await changeActionItem(as(world.ctx, ADA), { postmortem, item, state: 'done' });
    const before = await publicPostmortem(world.ctx, postmortem);
    await writeDemoPostmortem(world.ctx, NOW);
    expect(await publicPostmortem(world.ctx, postmortem)).toEqual(before);
  });
});

test('a second post-mortem is promised, once', async () => {
  await promiseDemoPostmortem(world.ctx, NOW);
  await promiseDemoPostmortem(world.ctx, NOW);
  const { promised } = await listPostmortems(world.ctx);
  expect(promised).toMatchObject([{ promisedOn: '2026-11-29', isOverdue: false }]);
});
