import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '#server/clock';
import type { Context, StatusPicture } from '#server/context';
import { AppError } from '#server/errors';
import { createLimitedQueue } from '#server/limited-queue';
import { askProcess } from './ask-process.ts';

const DRAW_MS_MAX = 15_000;
const QUEUE = { concurrency: 1, waitingMax: 20, waitMsMax: 10_000 };
const PROCESS = new URL('./picture-process.ts', import.meta.url);

type Options = { clock: Pick<Clock, 'monotonicMs'>; program?: URL; msMax?: number };

/** Draws pictures for link previews in a process of their own, so that layout and compression never delay pages and probes. Remembers the latest one. */
export function createPictureDrawer({
  clock,
  program = PROCESS,
  msMax = DRAW_MS_MAX,
}: Options): Context['drawStatusPicture'] {
  const queue = createLimitedQueue(QUEUE, clock);
  let latest: { picture: StatusPicture; png: Uint8Array<ArrayBuffer> } | null = null;
  const draw = async (picture: StatusPicture) => {
    if (isDeepStrictEqual(latest?.picture, picture)) return latest?.png ?? new Uint8Array();
    const result = await askProcess(program, picture, { msMax });
    if (result.kind !== 'answered')
      throw new AppError('overloaded', 'The picture could not be drawn in time. Try again in a few seconds.');
    const png = Uint8Array.from(result.answer as Uint8Array); // the only message of picture-process.ts
    latest = { picture, png };
    return png;
  };
  return (picture) => queue.run(() => draw(picture));
}
