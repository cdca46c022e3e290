import type { Context } from '#server/context';
import { AppError } from '#server/errors';
import { RING_LOGO } from '#server/site/formats/ring';

let icon: Promise<Uint8Array<ArrayBuffer>> | null = null;

/** Draws the icon for home screens of an installation without a logo, once per process. Errors: overloaded, after which it is drawn again. */
export function ringTouchIcon(ctx: Pick<Context, 'readImage'>): Promise<Uint8Array<ArrayBuffer>> {
  icon ??= draw(ctx).catch((error: unknown) => {
    icon = null;
    throw error;
  });
  return icon;
}

async function draw({ readImage }: Pick<Context, 'readImage'>): Promise<Uint8Array<ArrayBuffer>> {
  const outcome = await readImage(Buffer.from(RING_LOGO));
  if (outcome.kind === 'refused')
    throw new AppError('overloaded', `The icon ${outcome.reason}. Try again in a few seconds.`);
  return Uint8Array.from(outcome.touchIcon);
}
