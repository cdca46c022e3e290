import type { IncomingMessage } from 'node:http';
import { AppError } from '#server/errors';
import { isSameOrigin } from './same-origin.ts';

/** Next's limit for forms (`serverActions.bodySizeLimit`). */
const FORM_BYTES_MAX = 1_048_576;

export const FORM_TOO_LARGE = new AppError('body_too_large', `A form must be at most ${FORM_BYTES_MAX} bytes.`);
export const MALFORMED_FORM = new AppError('malformed_body', 'The form is malformed. Reload the page and try again.');
export const OUTDATED_FORM = new AppError(
  'conflict',
  'Candor was updated after this page was opened. Reload the page and send the form again.',
);
const OTHER_SITE = new AppError(
  'forbidden',
  'Forms are only accepted from this site. Reload the page and send the form again.',
);

/** Returns why a form is refused before Next reads it: another site sent it, or its declared size is too large. Expects trusted headers. */
export function refusalOfForm({ headers }: IncomingMessage): AppError | null {
  const given = new Headers(
    Object.entries(headers).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value] as [string, string]] : [],
    ),
  );
  if (!isSameOrigin(given)) return OTHER_SITE;
  return Number(headers['content-length'] ?? 0) > FORM_BYTES_MAX ? FORM_TOO_LARGE : null;
}

/** Counts the bytes of a body while it is read, because a chunked body declares no size. Returns a function that tests the limit. */
export function watchFormSize(request: IncomingMessage): () => boolean {
  let size = 0;
  request.on('data', (chunk: Buffer) => (size += chunk.length));
  return () => size > FORM_BYTES_MAX;
}
