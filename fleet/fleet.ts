import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** The state of an instance: normal (`healthy`), stale data, slow responses, errors, or no response. */
export const EFFECTS = ['healthy', 'out-of-sync', 'slow', 'down', 'away'] as const;
type Effect = (typeof EFFECTS)[number];
/** Sets the effect of the first `share` of the instances of a component, or of all components. The other instances do not change. */
export type EffectRequest = { effect: Effect; share: number; component?: string };
export type Size = { component: string; instances: number };

const SLOW_MS = 1_500;
const STALE_SECONDS = 600;
const AGE_SECONDS = 4;
const REQUEST_BYTES_MAX = 1_000;

type Instance = { component: string; name: string; place: number; effect: Effect; since: number };

function instancesOf(sizes: readonly Size[]): Map<string, Instance> {
  const all = sizes.flatMap(({ component, instances }) =>
    Array.from({ length: instances }, (_, n): Instance => {
      return {
        component,
        name: `${component}-${String(n + 1).padStart(4, '0')}`,
        place: (n + 0.5) / instances,
        effect: 'healthy',
        since: 0,
      };
    }),
  );
  return new Map(all.map((instance) => [instance.name, instance]));
}

/** Creates a toy fleet for demos and tests: one server on loopback with a path per instance. `now` is in ms. */
export function createFleet(sizes: readonly Size[], now: () => number) {
  const fleet = instancesOf(sizes);

  function apply({ effect, share, component }: EffectRequest): number {
    const affected = [...fleet.values()].filter(
      (one) => (component === undefined || one.component === component) && one.place < share,
    );
    for (const one of affected) Object.assign(one, { effect, since: now() });
    return affected.length;
  }

  function dataAgeOf({ effect, since, place }: Instance): number {
    const fresh = ((now() / 1_000 + place * 97) % AGE_SECONDS) + 0.2;
    return Math.round((effect === 'out-of-sync' ? STALE_SECONDS + (now() - since) / 1_000 : fresh) * 10) / 10;
  }

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, name = '', view = ''] = (request.url ?? '').split('/');
    if (name === 'effects' && request.method === 'POST') return handleEffect(request, response, apply);
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

  const server: Server = createServer((request, response) => void respond(request, response));
  return {
    server,
    apply,
    /** Returns a target file for the agent, with one line `INSTANCE URL` per instance. */
    targets: (origin: string, component: string) =>
      [...fleet.values()]
        .filter((one) => one.component === component)
        .map(({ name }) => `${name} ${origin}/${name}/health\n`)
        .join(''),
  };
}

async function handleEffect(
  request: IncomingMessage,
  response: ServerResponse,
  apply: (effect: EffectRequest) => number,
): Promise<void> {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > REQUEST_BYTES_MAX) return void response.writeHead(413).end();
  }
  const parsed = parseEffect(text);
  if (typeof parsed === 'string')
    return void response.writeHead(422, { 'content-type': 'text/plain' }).end(`${parsed}\n`);
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ instances: apply(parsed) }));
}

/** Returns the request, or the reason why it is invalid. */
function parseEffect(text: string): EffectRequest | string {
  let value: { effect?: unknown; share?: unknown; component?: unknown };
  try {
    value = JSON.parse(text);
  } catch {
    return 'The body must be JSON like {"effect":"out-of-sync","share":0.6}.';
  }
  const { effect, share = 1, component } = value ?? {};
  if (!EFFECTS.includes(effect as Effect)) return `The effect must be one of ${EFFECTS.join(', ')}.`;
  if (typeof share !== 'number' || !(share >= 0 && share <= 1)) return 'The share must be a number from 0 to 1.';
  if (component !== undefined && typeof component !== 'string') return 'The component must be a slug.';
  return { effect: effect as Effect, share, ...(component === undefined ? {} : { component }) };
}
