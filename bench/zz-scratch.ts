import { freshPlace } from './lib/ingest.ts';
import { generate, tokens } from './lib/load.ts';
import { serve, undoAll } from './lib/place.ts';
const role = process.argv[2] ?? 'both';
const seconds = Number(process.argv[3] ?? 10);
try {
  const p = await freshPlace();
  const agents = await tokens(p.ctx, 4);
  const server = await serve({ DATA_DIR: p.dataDir, DATABASE_URL: p.url, ROLE: role, ...(process.argv[4] ? { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${process.argv[4]}` } : {}) });
  const r = await generate({ url: server.url, timing: { kind: 'live', warmupSeconds: 2, seconds }, connections: agents.map((a, i) => ({ ...a, component: 'serving', prefix: `srv-${i}`, instances: 500, perPost: 500, offsetMs: 0 })) });
  const h = await p.ctx.web.query('select min(judged_up_to) at from component_head');
  console.log(role, JSON.stringify({ ...r, perSecond: r.probes / r.seconds, lag: Date.now() - h.rows[0].at }));
  await server.stop();
} finally { await undoAll(); }
