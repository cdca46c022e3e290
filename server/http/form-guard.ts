import type { IncomingMessage } from 'node:http';
import { AppError } from '#server/errors';
import { isSameOrigin } from './same-origin.ts';

/** As much as Next reads of a form (`serverActions.bodySizeLimit`). */
const FORM_BYTES_MAX = 1_048_576;

export const FORM_TOO_LARGE = new AppError('body_too_large', `A form must be at most ${FORM_BYTES_MAX} bytes.`);
export const MALFORMED_FORM = new AppError('malformed_body', 'The form is malformed. Reload the page and try again.');
export const OUTDATED_FORM = new AppError(
  'conflict',
  'Candor was updated after this page was opened. Reload the page and send the form again.',
);
const OTHER_SITE = new AppError(
  'forbidden',
  'Forms are accepted from this site only. Reload the page and send the form again.',
);

/** Says why a form is refused before Next reads it: it comes from another site, or says that it is too large. The headers are ours by now. */
export function refusalOfForm({ headers }: IncomingMessage): AppError | null {
  const given = new Headers(
    Object.entries(headers).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value] as [string, string]] : [],
    ),
  );
  if (!isSameOrigin(given)) return OTHER_SITE;
  return Number(headers['content-length'] ?? 0) > FORM_BYTES_MAX ? FORM_TOO_LARGE : null;
}

/** Counts a body while it is read by somebody else, for one that comes in chunks does not say how large it is. Says whether it became too large. */
export function watchFormSize(request: IncomingMessage): () => boolean {
  let size = 0;
  const push = request.push.bind(request);
  request.push = (chunk: Buffer | null, encoding?: BufferEncoding) => {
    size += chunk?.length ?? 0;
    return push(chunk, encoding);
  };
  return () => size > FORM_BYTES_MAX;
}
