import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, describe, expect, test } from 'vitest';
import { AuditList } from '#components/console/audit/audit-list';
import { enAudit } from '#messages/en/audit';
import { type AuditAction, appendAudit } from '#server/audit/append-audit';
import { openIncident } from '#server/incidents/verbs/open-incident';
import { postUpdate } from '#server/incidents/verbs/post-update';
import { retractUpdate } from '#server/incidents/verbs/retract-update';
import { testWorld } from '#server/test/database';
import { ADA, as, CORY, plantPerson } from '#server/test/people';
import { SOURCES } from '#test/read-sources';
import { listAudit } from './list-audit.ts';

const TITLE = 'Serving: <b>major</b> outage';
const world = testWorld();
let incident = '';
let cory = CORY;

/** Returns the page of the log as it is sent, without the details. */
async function sentences(filter: object = {}): Promise<string[]> {
  const { lines } = await listAudit(as(world.ctx, ADA), filter);
  const html = renderToStaticMarkup(createElement(AuditList, { lines }));
  return [...html.matchAll(/<li[^>]*><p>(.*?)<\/p>/g)].map(([, sentence = '']) => sentence);
}

const textOf = (html: string) => html.replace(/<[^>]+>/g, '');

function append(action: AuditAction | 'region:rename', object: { kind: string; id: string }): Promise<void> {
  const entry = { action: action as AuditAction, object, before: null, after: { n: 1 } }; // an action of an earlier version, too
  return world.ctx.prisma.$transaction((tx) => appendAudit(tx, as(world.ctx, cory), entry));
}

beforeAll(async () => {
  const { id } = await plantPerson(world.ctx, 'Cory Communicator', 'communicator');
  cory = { ...CORY, id } as typeof CORY;
  const ctx = as(world.ctx, cory);
  ({ incident } = await openIncident(ctx, { title: TITLE, body: 'It is slow.' }));
  const { update } = await postUpdate(ctx, { incident, body: 'Still slow.' });
  await retractUpdate(ctx, { incident, update, reason: 'A mistake.' });
});

describe('an audit entry', () => {
  test('is a sentence with the names of the actor and the object, which links to its page', async () => {
    const shown = await sentences();
    expect(shown.map(textOf).slice(0, 3)).toEqual([
      'Cory Communicator retracted an update to Serving: &lt;b&gt;major&lt;/b&gt; outage.',
      'Cory Communicator published an update to Serving: &lt;b&gt;major&lt;/b&gt; outage.',
      'Cory Communicator created Serving: &lt;b&gt;major&lt;/b&gt; outage.',
    ]);
    for (const sentence of shown.slice(0, 3)) expect(sentence).toContain(`href="/console/incidents/${incident}"`);
  });

  test('of an object without a name shows its id', async () => {
    await append('catalog:change-region', { kind: 'region', id: 'us-east-1' });
    await append('status:rebuild', { kind: 'component', id: 'all' });
    await append('token:revoke', { kind: 'token', id: '987' });
    expect((await sentences()).map(textOf).slice(0, 3)).toEqual([
      'Cory Communicator revoked the API token 987.',
      'Cory Communicator started to rebuild the status history of all components.',
      'Cory Communicator changed the region us-east-1.',
    ]);
  });

  test('of an action that is no longer in use shows the code', async () => {
    await append('region:rename', { kind: 'region', id: 'us-east-1' });
    expect((await sentences({ action: 'region:rename' })).map(textOf)).toEqual([
      'Cory Communicator region:rename us-east-1.',
    ]);
  });

  test('has its code, object and values in its details', async () => {
    const { lines } = await listAudit(as(world.ctx, ADA), { action: 'catalog:change-region' });
    const html = renderToStaticMarkup(createElement(AuditList, { lines }));
    expect(textOf(/<details.*<\/details>/s.exec(html)?.[0] ?? '')).toBe(
      'Detailscatalog:change-region region us-east-1After{\n  &quot;n&quot;: 1\n}',
    );
  });
});

test('every action in the sources has a sentence', () => {
  const written = SOURCES.filter(({ path }) => /^server\/(?!test\/).*(?<!\.test)\.ts$/.test(path)).flatMap(({ text }) =>
    [...text.matchAll(/(?:action: |action: \w+ \? |audit\(target, )'([a-z_-]+:[a-z_-]+)'/g)].map(([, code]) => code),
  );
  expect(written.length).toBeGreaterThan(40);
  expect(written.filter((code) => !Object.hasOwn(enAudit.sentence, code ?? ''))).toEqual([]);
});

test('every sentence names its object once at most, and ends without a full stop', () => {
  for (const sentence of Object.values(enAudit.sentence)) {
    expect(sentence.split('{object}').length).toBeLessThanOrEqual(2);
    expect(sentence).toMatch(/^[a-z].*[^.]$/);
  }
});
