import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { planLines } from '#server/catalog/plan/plan-lines';
import { catalogBasis, exportCatalog } from '#server/catalog/reads/export-catalog';
import { createToken } from '#server/identity/tokens/verbs/create-token';
import { openIncident } from '#server/incidents/verbs/open-incident';
import { resolveIncident } from '#server/incidents/verbs/resolve-incident';
import { openContext } from '#server/open-context';
import { systemSummary } from '#server/site/summary';
import { componentDetail } from '#server/sla/component-detail';
import { cloneDatabase, testWorld } from '#server/test/database';
import { ADA, as } from '#server/test/people';
import { applyCatalog } from './apply-catalog.ts';

const NOW = Date.parse('2026-11-25T12:00:00Z');
const EXAMPLE = path.resolve(import.meta.dirname, '../../../examples/catalog.yaml');
const world = testWorld(NOW);
const apply = async (text: string, isDryRun = false) =>
  planLines(await applyCatalog(as(world.ctx, ADA), { text, isDryRun }));
const refusal = (text: string) =>
  apply(text).then(
    () => 'taken',
    (error: Error) => error.message,
  );

const FILE = `
groups:
  - { slug: money, name: Money }
regions:
  - { name: us-east-1, title: Virginia }
components:
  - { slug: serving, name: Ad serving, target: 99.9, policies: [{ version: 2, confirmForSeconds: 60, latencyLimitMs: 0.5 }] }
  - { slug: billing, name: Billing, description: 'Invoices: all of them', group: money, target: 99.5678, policies: [{ version: 1, majorAt: 75.5 }] }
sources:
  - { name: alertmanager, kind: edge }
  - { name: nightly, kind: heartbeat, component: billing, instance: nightly, intervalSeconds: 3600, graceSeconds: 0.5 }
  - { name: agent-a, kind: agent }
`;

describe('incident settings', () => {
  const component = (incidents: string) =>
    `components:\n  - { slug: analytics, name: Analytics, target: 99.95, incidents: ${incidents} }`;

  test('are part of a component, planned as a change, exported, and unchanged if a file omits them', async () => {
    expect(await apply(component('{ publish: held, holdSeconds: 300, resolve: automatically }'))).toEqual([
      '~ analytics incidents: publish at_once -> held, hold 0 s -> 300 s, resolve by_person -> automatically',
      '. component serving: not in the file, unchanged',
    ]);
    expect(await apply(await exportCatalog(as(world.ctx, ADA)))).toEqual(['= no changes']);
    expect(await apply('components:\n  - { slug: analytics, name: Analytics, target: 99.95 }')).toContain(
      '= no changes',
    );
    expect(await apply(component('{}'))).toContain(
      '~ analytics incidents: publish held -> at_once, hold 300 s -> 0 s, resolve automatically -> by_person',
    );
  });

  test('contain when approval is required', async () => {
    expect(await apply(component('{ approval: partial }'))).toContain(
      '~ analytics incidents: approval none -> partial',
    );
    expect(await exportCatalog(as(world.ctx, ADA))).toContain('approval: partial');
    expect(await apply(await exportCatalog(as(world.ctx, ADA)))).toEqual(['= no changes']);
    expect(await refusal(component('{ approval: always }'))).toContain('must be none, partial or major');
    await apply(component('{}'));
  });

  test.each([
    ['{ publish: held }', 'incidents.holdSeconds: must be above 0 with "publish: held"'],
    ['{ holdSeconds: 5 }', 'incidents.holdSeconds: must be above 0 with "publish: held"'],
    ['{ publish: sometimes }', 'must be at-once, held or never'],
    ['{ rejoinWithinSeconds: 999999 }', 'rejoinWithinSeconds: must be a number of seconds from 0 to 172800'],
    ['{ joinWithin: 5 }', 'joinWithin: unknown key'],
  ])('%s is a mistake that is told', async (incidents, message) => {
    expect(await refusal(component(incidents))).toContain(message);
  });
});

describe('a new database', () => {
  test('is exactly what the example describes', async () => {
    expect(await apply(await readFile(EXAMPLE, 'utf8'))).toEqual(['= no changes']);
  });

  test('is exported as an equivalent file', async () => {
    const text = await exportCatalog(as(world.ctx, ADA));
    expect(await apply(text)).toEqual(['= no changes']);
    expect(text).toContain('    target: 99.95\n');
    expect(text).toContain('        dataAgeLimitSeconds: 120\n');
  });
});

describe('applying a file', () => {
  const LINES = [
    '+ group money',
    '+ region us-east-1',
    '~ component serving: name Serving -> Ad serving',
    '+ component billing',
    '+ serving policy 2 from 2026-11-25T12:00:00.000Z: latencyLimit none -> 0.5 ms, confirmFor 30 s -> 60 s',
    '+ billing policy 1 from the beginning: majorAt 50 % -> 75.5 %',
    '+ source alertmanager',
    '+ source nightly',
    '+ source agent-a',
    '. component analytics: not in the file, unchanged',
  ];

  test('shows the differences, and changes nothing in a dry run', async () => {
    expect(await apply(FILE, true)).toEqual(LINES);
    expect(await world.ctx.prisma.componentGroup.count()).toBe(0);
    expect(await apply(FILE, true)).toEqual(LINES);
  });

  test('changes the catalogue, and changes nothing when applied again', async () => {
    const heard: string[][] = [];
    await applyCatalog(as(world.ctx, ADA), { text: FILE, onPlan: (plan) => heard.push(planLines(plan)) });
    expect(heard).toEqual([LINES]);
    expect(await apply(FILE)).toEqual(['. component analytics: not in the file, unchanged', '= no changes']);
    const { rows } = await world.ctx.web.query(
      'SELECT s.kind, s.silent_after_ms, s.interval_ms, s.grace_ms, c.slug FROM source s LEFT JOIN component c ON c.id = s.component_id ORDER BY s.name',
    );
    expect(rows).toEqual([
      { kind: 'agent', silent_after_ms: null, interval_ms: null, grace_ms: null, slug: null },
      { kind: 'edge', silent_after_ms: null, interval_ms: null, grace_ms: null, slug: null },
      { kind: 'heartbeat', silent_after_ms: 3_600_500, interval_ms: 3_600_000, grace_ms: 500, slug: 'billing' },
    ]);
    expect((await createToken(as(world.ctx, ADA), { scopes: ['probes:ping'], source: 'nightly' })).text).toMatch(
      /^cnd_/,
    );
  });

  test('shows in the summary: order, group, region title and policy', async () => {
    await world.ctx.web.query(
      `INSERT INTO current_state (component_id, evaluated_until, status, since, changed_at, phase, counts, regions)
       SELECT id, $1, 'operational', $1, $1, 'steady', '{"up":1,"degraded":0,"stale":0,"down":0,"silent":0,"unknown":0,"retired":0}',
         '{"us-east-1":{"up":1,"degraded":0,"stale":0,"down":0,"silent":0,"unknown":0,"retired":0},"eu-1":{"up":1,"degraded":0,"stale":0,"down":0,"silent":0,"unknown":0,"retired":0}}'
       FROM component WHERE slug = 'billing'`,
      [new Date(NOW)],
    );
    const { components } = await systemSummary(world.ctx);
    expect(
      components.map(({ slug, name, position, targetMillionths }) => [slug, name, position, targetMillionths]),
    ).toEqual([
      ['serving', 'Ad serving', 1, 999_000],
      ['analytics', 'Analytics', 2, 999_500],
      ['billing', 'Billing', 3, 995_678],
    ]);
    const billing = components[2];
    expect(billing).toMatchObject({
      group: { slug: 'money', name: 'Money' },
      description: 'Invoices: all of them',
      policy: { majorAt: 755_000 },
    });
    expect(billing?.publicId).toMatch(/^[a-z0-9]{12}$/);
    expect(billing?.regions.map(({ name, title }) => [name, title])).toEqual([
      ['eu-1', 'eu-1'],
      ['us-east-1', 'Virginia'],
    ]);
    expect(components[0]).toMatchObject({
      group: null,
      policy: { version: 2, confirmForMs: 60_000, latencyLimitUs: 500 },
    });
  });

  test('accepts an exported file without differences, also in a new database', async () => {
    const text = await exportCatalog(as(world.ctx, ADA));
    expect(await apply(text)).toEqual(['= no changes']);
    const database = await cloneDatabase();
    const other = openContext({ databaseUrl: database.url, log: world.ctx.log, clock: world.clock });
    try {
      await applyCatalog(as({ ...other, clock: { ...world.clock, now: () => NOW + 30_000 } }, ADA), { text });
      expect(await exportCatalog(as(other, ADA))).toBe(text);
    } finally {
      await other.close();
      await database.drop();
    }
  });

  test('can remove a component from its group and move it', async () => {
    expect(
      await apply(
        'components: [{ slug: billing, name: Billing, target: 99.5678 }, { slug: serving, name: Ad serving, target: 99.9 }]',
      ),
    ).toEqual([
      '~ component billing: description Invoices: all of them -> none, group money -> none',
      '~ component serving: position 1 -> 4',
      expect.stringContaining('. group money'),
      expect.stringContaining('. region'),
      expect.stringContaining('. component analytics'),
      expect.stringContaining('. source'),
      expect.stringContaining('. source'),
      expect.stringContaining('. source'),
    ]);
  });
});

describe('an invalid file', () => {
  test('is rejected with line, key and rule of each problem', async () => {
    const text = `components:
  - { slug: Serving, name: '', target: 100 }
  - slug: x
    target: 99.99999
    policies:
      - { version: 1, confirmFor: 30, degradedAt: 101, from: yesterday }
groups: nothing
sources:
  - { name: 5, kind: edge }
  - { name: a, kind: robot }
  - { name: b, kind: heartbeat, component: x, intervalSeconds: 0, graceSeconds: 1 }
nonsense: 1
`;
    expect((await refusal(text)).split('\n')).toEqual([
      'Nothing was changed:',
      'line 7: groups: must be a list',
      'line 2: components[0].slug: must be lower-case letters, digits and hyphens, like ad-serving',
      'line 2: components[0].name: must be a name of 1 to 100 characters, on one line',
      'line 2: components[0].target: must be a percentage from 0 to 99.9999',
      'line 3: components[1].name: is missing; must be a name, quoted if it looks like a number',
      'line 4: components[1].target: must have at most 4 decimals',
      'line 6: components[1].policies[0].from: must be a time with a zone, like 2026-12-01T00:00:00Z',
      'line 6: components[1].policies[0].degradedAt: must be a percentage from 0 to 100',
      expect.stringMatching(
        /^line 6: components\[1\]\.policies\[0\]: confirmFor: unknown key; must be one of version, from, silenceAfterSeconds/,
      ),
      'line 9: sources[0].name: must be a name, quoted if it looks like a number',
      'line 10: sources[1].kind: kind must be agent, edge or heartbeat',
      'line 11: sources[2].instance: is missing; must be the name of an instance, quoted if it looks like a number',
      'line 11: sources[2].intervalSeconds: must be a number of seconds from 0.001 to 2147483.647',
      'nonsense: unknown key; must be one of brand, groups, regions, components, sources',
    ]);
  });

  test('is rejected if it is not YAML, repeats a key or expands aliases too often', async () => {
    expect(await refusal('components: [')).toMatch(/^The file is not valid YAML: .* line 1/s);
    expect(await refusal('groups: []\ngroups: []')).toBe(
      'The file is not valid YAML: line 2: the key groups appears twice.',
    );
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x]',
      ...'bcdefg'.split('').map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefg'[i]}`).join()}]`),
    ];
    expect(await refusal(bomb.join('\n'))).toMatch(/^The file is not valid YAML: .*alias/i);
    expect(await refusal('x'.repeat(2_000_001))).toMatch(/at most 2000000 characters/);
    expect(await refusal('components: 5')).toContain('components: must be a list');
  });

  test('is rejected with all problems at once, and their number if there are many', async () => {
    const problems = await refusal(
      'sources: [{ name: agent-a, kind: edge }]\ncomponents: [{ slug: serving, name: S, target: 99, policies: [{ version: 9 }] }]',
    );
    expect(problems.split('\n')).toEqual([
      'Nothing was changed:',
      expect.stringContaining('source agent-a'),
      expect.stringContaining('component serving, policy version 9'),
    ]);
    expect((await refusal(`groups: [${Array(30).fill('{}').join()}]`)).split('\n').at(-1)).toBe('… and 40 more');
  });
});

describe('a file that fails half-way', () => {
  beforeAll(async () => {
    await world.ctx.web.query(
      "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the disk is full'; END $$",
    );
  });
  afterEach(async () => void (await world.ctx.web.query('DROP TRIGGER IF EXISTS refuse ON source')));

  test('changes nothing', async () => {
    await world.ctx.web.query(
      "CREATE TRIGGER refuse BEFORE INSERT ON source FOR EACH ROW WHEN (NEW.name = 'last') EXECUTE FUNCTION refuse()",
    );
    const before = await exportCatalog(as(world.ctx, ADA));
    const text =
      'groups: [{ slug: new, name: New }]\ncomponents: [{ slug: new, name: New, target: 99, group: new }]\nsources: [{ name: last, kind: edge }]';
    await expect(apply(text)).rejects.toThrow('the disk is full');
    expect(await exportCatalog(as(world.ctx, ADA))).toBe(before);
    await world.ctx.web.query('DROP TRIGGER refuse ON source');
    expect(await apply(text)).toContain('+ component new');
    expect(await exportCatalog(as(world.ctx, ADA))).not.toBe(before);
  });

  test('or conflicts with another file is rejected, and can be applied again', async () => {
    const texts = Array.from(
      { length: 4 },
      (_, i) =>
        `components: [{ slug: at-once-${i}, name: New, target: 99 }, { slug: at-once, name: New ${i}, target: 99 }]`,
    );
    const results = await Promise.all(texts.map(refusal));
    expect(results.filter((result) => result !== 'taken' && !result.includes('at the same time'))).toEqual([]);
    expect(results.filter((result) => result === 'taken').length).toBeGreaterThan(0);
    for (const text of texts) expect(await refusal(text)).toBe('taken');
  });
});

test('an edited file changes nothing if the catalogue has changed since', async () => {
  const text = await exportCatalog(as(world.ctx, ADA));
  const basis = catalogBasis(text);
  await applyCatalog(as(world.ctx, ADA), { text, basis });
  await apply('groups: [{ slug: since, name: Since }]');
  await expect(applyCatalog(as(world.ctx, ADA), { text, basis })).rejects.toMatchObject({ code: 'conflict' });
});

test('a duplicate key is rejected with its line, in linear time', async () => {
  expect(await refusal('groups:\n  - { slug: a, name: A }\ngroups: []')).toContain(
    'line 3: the key groups appears twice',
  );
  const many = Array.from({ length: 60_000 }, (_, i) => `k${i}: 1`).join('\n');
  expect(await refusal(many)).toContain('unknown key');
});

describe('a file of thousands of components', () => {
  const COUNT = 3_000;
  const components = Array.from({ length: COUNT }, (_, i) => `  - { slug: c${i}, name: C${i}, target: 99.9 }`).join(
    '\n',
  );

  test('is parsed without blocking the event loop', async () => {
    let turns = 0;
    let isReading = true;
    const turn = () => {
      turns++;
      if (isReading) setImmediate(turn);
    };
    setImmediate(turn);
    const read = await world.ctx.readCatalog(`components:\n${components}\n`);
    isReading = false;
    expect('catalog' in read && read.catalog.components).toHaveLength(COUNT);
    expect(turns).toBeGreaterThan(100); // at once it is read within one turn
  });

  test('is rejected by a value like a small one, which the bundle of the pages understands', async () => {
    for (const text of ['components: 1', components.replaceAll('target: 99.9', 'target: 101')])
      expect(await world.ctx.readCatalog(text)).toEqual({
        refused: { code: 'invalid_input', message: expect.any(String) },
      });
  });

  test('is planned by a dry run, which changes nothing', async () => {
    const before = await world.ctx.prisma.component.count();
    expect(await apply(`components:\n${components}\n`, true)).toContain('+ component c2999');
    expect(await world.ctx.prisma.component.count()).toBe(before);
  });

  test('is rejected with its problems like a small one', async () => {
    expect(await refusal(`components:\n${components}\n  - { slug: X, name: X, target: 99 }\n`)).toContain(
      `line ${COUNT + 2}: components[${COUNT}].slug: must be`,
    );
    expect(await refusal(`components:\n${components.replaceAll('target: 99.9', 'target: 101')}\n`)).toContain(
      `… and ${COUNT - 20} more`,
    );
  });
});

describe('an archived component', () => {
  const file = (archived: boolean) =>
    `components:\n  - { slug: analytics, name: Analytics, target: 99.95, archived: ${archived} }\n`;

  test('disappears from page, badges and JSON, keeps its figures, and can return', async () => {
    expect(await apply(file(true))).toContain('~ component analytics: archived false -> true');
    const { components, archived } = await systemSummary(world.ctx);
    expect([components.map(({ slug }) => slug).includes('analytics'), archived.map(({ slug }) => slug)]).toEqual([
      false,
      ['analytics'],
    ]);
    expect((await componentDetail(world.ctx, 'analytics')).policies.length).toBeGreaterThan(0);
    expect(await exportCatalog(as(world.ctx, ADA))).toContain('archived: true');
    expect(await apply(await exportCatalog(as(world.ctx, ADA)))).toEqual(['= no changes']);
    expect(await apply(file(false))).toContain('~ component analytics: archived true -> false');
    expect((await systemSummary(world.ctx)).archived).toEqual([]);
  });

  test('must not have an open incident', async () => {
    const { incident } = await openIncident(as(world.ctx, ADA), {
      title: 'Analytics is late',
      body: 'Reports are late. We are working on it.',
      affected: [{ component: 'analytics', status: 'degraded_performance' }],
    });
    expect(await refusal(file(true))).toContain(
      'component analytics: must not be archived while an open incident affects it',
    );
    await resolveIncident(as(world.ctx, ADA), { incident, body: 'Reports are on time again.' });
    expect(await refusal(file(true))).toBe('taken');
    expect(await apply(file(false))).toContain('~ component analytics: archived true -> false');
  });
});
