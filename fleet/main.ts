import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createFleet, EFFECTS } from './fleet.ts';

const PORT = 4100;
const INSTANCES_MAX = 5_000;
const USAGE = `Usage: npm run fleet [-- --instances INSTANCES] [--port ${PORT}] [--targets FOLDER]
       npm run fleet -- set EFFECT [--share 0.6] [--component serving] [--port ${PORT}]

  Runs a toy fleet on loopback for the agent to sample: INSTANCES instances of serving, and one twentieth as many of analytics.
  Writes target files to FOLDER (default: .data/fleet). "set" changes a running fleet; EFFECT is one of ${EFFECTS.join(', ')}.
`;

const OPTIONS = {
  instances: { type: 'string', default: '240' },
  port: { type: 'string', default: String(PORT) },
  targets: { type: 'string', default: '.data/fleet' },
  share: { type: 'string', default: '1' },
  component: { type: 'string' },
} as const;

async function start(instances: number, port: number, folder: string): Promise<void> {
  const sizes = [
    { component: 'serving', instances },
    { component: 'analytics', instances: Math.max(3, Math.round(instances / 20)) },
  ];
  const fleet = createFleet(sizes, Date.now);
  await new Promise<void>((resolve, reject) => fleet.server.once('error', reject).listen(port, '127.0.0.1', resolve));
  await mkdir(folder, { recursive: true });
  for (const { component } of sizes)
    await writeFile(path.join(folder, `${component}.txt`), fleet.targets(`http://127.0.0.1:${port}`, component));
  process.stdout.write(
    `${sizes.map((size) => `${size.instances} of ${size.component}`).join(', ')} running on http://127.0.0.1:${port}; target files in ${folder}\n`,
  );
}

async function sendEffect(
  port: number,
  effect: string | undefined,
  share: number,
  component: string | undefined,
): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/effects`, {
    method: 'POST',
    body: JSON.stringify({ effect, share, component }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(text.trim());
  const { instances } = JSON.parse(text) as { instances: number };
  process.stdout.write(`Set ${instances} instances to ${effect}.\n`);
}

try {
  const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true });
  const [instances, port] = [Number(values.instances), Number(values.port)];
  if (!Number.isInteger(instances) || instances < 1 || instances > INSTANCES_MAX)
    throw new Error(`--instances must be a whole number from 1 to ${INSTANCES_MAX}.`);
  if (positionals[0] === 'set') await sendEffect(port, positionals[1], Number(values.share), values.component);
  else if (positionals.length > 0) throw new Error(`Unknown command "${positionals[0]}".\n\n${USAGE}`);
  else await start(instances, port, values.targets);
} catch (error) {
  const { message, cause } = error as Error & { cause?: { code?: string } };
  process.stderr.write(
    `fleet: ${cause?.code === 'ECONNREFUSED' ? 'No fleet is running on this port. Start one with "npm run fleet".' : message}\n`,
  );
  process.exitCode = 1;
}
