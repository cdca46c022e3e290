// Behaves like the text rendering thread, but hangs, grows or ends on request of a text.
import { parentPort } from 'node:worker_threads';

const held: string[] = [];
parentPort?.on('message', ({ markdown }: { markdown: string }) => {
  while (markdown === 'spin');
  while (markdown === 'grow') held.push('x'.repeat(100_000).concat(String(held.length)).split('').join('-'));
  if (markdown === 'end') process.exit(1);
  if (markdown === 'throw') throw new Error('broken');
  parentPort?.postMessage({ kind: 'rendered', html: `<p>${markdown}</p>`, text: markdown });
});
parentPort?.postMessage('ready');
