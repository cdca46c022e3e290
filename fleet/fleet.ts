import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** What instances can be told: stale data, slow answers, errors, no answer at all, or to be well again. */
export const EFFECTS = ['well', 'out-of-sync', 'slow', 'down', 'away'] as const;
type Effect = (typeof EFFECTS)[number];
/** `share` of the instances of a component (or of all) gets the effect, the first ones by number; the others keep theirs. */
export type Order = { effect: Effect; share: number; component?: string };
export type Size = { component: string; instances: number };

const SLOW_MS = 1_500;
const STALE_SECONDS = 600;
const AGE_SECONDS = 4;
const ORDER_BYTES_MAX = 1_000;

type Instance = { component: string; name: string; place: number; effect: Effect; since: number };

function instancesOf(sizes: readonly Size[]): Map<string, Instance> {
  const all = sizes.flatMap(({ component, instances }) =>
    Array.from({ length: instances }, (_, n): Instance => {
      return {
        component,
        name: `${component}-${String(n + 1).padStart(4, '0')}`,
        place: (n + 0.5) / instances,
        effect: 'well',
        since: 0,
      };
    }),
  );
  return new Map(all.map((instance) => [instance.name, instance]));
}

/** A toy fleet: one server, an address per instance. `now` in ms; loopback only, for play and tests. */
export function createFleet(sizes: readonly Size[], now: () => number) {
  const fleet = instancesOf(sizes);

  function tell({ effect, share, component }: Order): number {
    const told = [...fleet.values()].filter(
      (one) => (component === undefined || one.component === component) && one.place < share,
    );
    for (const one of told) Object.assign(one, { effect, since: now() });
    return told.length;
  }

  function dataAgeOf({ effect, since, place }: Instance): number {
    const fresh = ((now() / 1_000 + place * 97) % AGE_SECONDS) + 0.2;
    return Math.round((effect === 'out-of-sync' ? STALE_SECONDS + (now() - since) / 1_000 : fresh) * 10) / 10;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, name = '', view = ''] = (request.url ?? '').split('/');
    if (name === 'tell' && request.method === 'POST') return takeOrder(request, response, tell);
    const instance = fleet.get(name);
    if (!instance) return void response.writeHead(404).end();
    if (instance.effect === 'away') return void request.socket.destroy();
    if (instance.effect === 'slow') await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
    if (instance.effect === 'down') return void response.writeHead(500, { 'content-type': 'text/plain' }).end('down\n');
    if (view === 'metrics')
      return void response
        .writeHead(200, { 'content-type': 'text/plain; version=0.0.4' })
        .end(`up 1\ndata_age_seconds ${dataAgeOf(instance)}\n`);
    const status = instance.effect === 'slow' ? 'degraded' : 'ok';
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ status, data: { ageSeconds: dataAgeOf(instance) } }));
  }

  const server: Server = createServer((request, response) => void answer(request, response));
  return {
    server,
    tell,
    /** A target file for the agent: `INSTANCE URL` a line. */
    targets: (origin: string, component: string) =>
      [...fleet.values()]
        .filter((one) => one.component === component)
        .map(({ name }) => `${name} ${origin}/${name}/health\n`)
        .join(''),
  };
}

async function takeOrder(
  request: IncomingMessage,
  response: ServerResponse,
  tell: (order: Order) => number,
): Promise<void> {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > ORDER_BYTES_MAX) return void response.writeHead(413).end();
  }
  const order = parseOrder(text);
  if (typeof order === 'string')
    return void response.writeHead(422, { 'content-type': 'text/plain' }).end(`${order}\n`);
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ told: tell(order) }));
}

function parseOrder(text: string): Order | string {
  let value: { effect?: unknown; share?: unknown; component?: unknown };
  try {
    value = JSON.parse(text);
  } catch {
    return 'Send JSON: {"effect":"out-of-sync","share":0.6}';
  }
  const { effect, share = 1, component } = value ?? {};
  if (!EFFECTS.includes(effect as Effect)) return `effect: one of ${EFFECTS.join(', ')}`;
  if (typeof share !== 'number' || !(share >= 0 && share <= 1)) return 'share: a number from 0 to 1';
  if (component !== undefined && typeof component !== 'string') return 'component: a slug';
  return { effect: effect as Effect, share, ...(component === undefined ? {} : { component }) };
}
