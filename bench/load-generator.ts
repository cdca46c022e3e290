// Child process of the ingest benches: posts probes over keep-alive connections and prints what it measured as one JSON line.
import http from 'node:http';
import type { Connection, Load, LoadResult, Timing } from './lib/load.ts';
import { quantile } from './lib/report.ts';

const REGIONS = ['us-east-1', 'us-west-2', 'eu-central-1'];
const load = JSON.parse(process.argv[2] as string) as Load;
const target = new URL('/api/v1/probes', load.url);

type Receipt = { accepted: number; duplicates: number; rejected: unknown[] };
type Tally = { posts: number; probes: number; allProbes: number; duplicates: number; latencies: number[] };

const tally: Tally = { posts: 0, probes: 0, allProbes: 0, duplicates: 0, latencies: [] };
const window = windowOf(load.timing);

function windowOf(timing: Timing): { from: number; to: number } {
  const now = performance.now();
  if (timing.kind === 'ticks') return { from: now, to: Number.POSITIVE_INFINITY };
  const from = now + timing.warmupSeconds * 1000;
  return { from, to: from + timing.seconds * 1000 };
}

/** The parts of a probe around its instant, made once per instance, because only the instant changes between posts. */
function partsOf({ component, prefix, instances }: Connection): { head: string; tail: string }[] {
  return Array.from({ length: instances }, (_, i) => {
    const region = REGIONS[i % REGIONS.length];
    const head = `{"component":"${component}","instance":"${prefix}-${String(i).padStart(4, '0')}","region":"${region}","zone":"${region}a","observedAt":"`;
    return { head, tail: `","health":"up","latencyMs":${5 + (i % 40)}.5,"dataAgeSeconds":${i % 7}}` };
  });
}

/** Returns the bodies of one connection, one after the other; null at the end. No instance gets the same instant twice. */
function bodiesOf(connection: Connection): () => string | null {
  const parts = partsOf(connection);
  const { timing } = load;
  let next = 0;
  let stamp = 0;
  let ticks = 0;

  function turn(): boolean {
    if (timing.kind === 'live') stamp = Math.max(Date.now(), stamp + 1);
    else stamp = timing.from + connection.offsetMs + ticks * timing.everyMs;
    return timing.kind === 'live' || ticks++ < timing.ticks;
  }

  // An agent observes its instances one after the other throughout its tick; live, all at once.
  const spreadMs = timing.kind === 'ticks' ? timing.everyMs / connection.instances : 0;
  return () => {
    if (next === 0 && !turn()) return null;
    const probes: string[] = [];
    let observedAt = new Date(stamp).toISOString();
    for (let i = next; i < next + connection.perPost; i++) {
      const { head, tail } = parts[i] as (typeof parts)[number];
      if (spreadMs > 0) observedAt = new Date(stamp + Math.floor(i * spreadMs)).toISOString();
      probes.push(head + observedAt + tail);
    }
    next = (next + connection.perPost) % connection.instances;
    return `{"source":"${connection.source}","probes":[${probes.join()}]}`;
  };
}

function post(agent: http.Agent, token: string, body: string): Promise<Receipt> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    const request = http.request(target, { agent, method: 'POST', headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () => {
        const text = Buffer.concat(chunks).toString();
        if (response.statusCode === 202) resolve(JSON.parse(text) as Receipt);
        else reject(new Error(`answered ${response.statusCode}: ${text}`));
      });
    });
    request.once('error', reject);
    request.end(body);
  });
}

async function drive(connection: Connection): Promise<void> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const next = bodiesOf(connection);
  for (let body = next(); body && performance.now() < window.to; body = next()) {
    const sentAt = performance.now();
    const receipt = await post(agent, connection.token, body);
    const answeredAt = performance.now();
    if (receipt.rejected.length > 0) throw new Error(`rejected: ${JSON.stringify(receipt.rejected[0])}`);
    tally.allProbes += receipt.accepted;
    tally.duplicates += receipt.duplicates;
    if (answeredAt < window.from || answeredAt >= window.to) continue;
    tally.posts++;
    tally.probes += receipt.accepted;
    tally.latencies.push(answeredAt - sentAt);
  }
  agent.destroy();
}

const startedAt = performance.now();
await Promise.all(load.connections.map(drive));
const seconds = load.timing.kind === 'live' ? load.timing.seconds : (performance.now() - startedAt) / 1000;
const { latencies, ...counts } = tally;
const result: LoadResult = { ...counts, seconds, p50Ms: quantile(latencies, 0.5), p99Ms: quantile(latencies, 0.99) };
process.stdout.write(`${JSON.stringify(result)}\n`);
