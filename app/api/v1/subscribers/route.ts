import { AppError } from '#server/errors';
import { handle, jsonAnswer } from '#server/http/handle';
import { jsonBody } from '#server/http/json-body';
import { exportSubscribers } from '#server/subscribers/reads/export-subscribers';
import { listSubscribers } from '#server/subscribers/reads/list-subscribers';
import { addSubscriber } from '#server/subscribers/verbs/add-subscriber';

export const dynamic = 'force-dynamic';

export const GET = handle('subscriber:read', async (ctx, request) => {
  const { format, ...query } = Object.fromEntries(new URL(request.url).searchParams);
  if (format === undefined || format === 'json') return jsonAnswer(await listSubscribers(ctx, query));
  if (format !== 'csv') throw new AppError('invalid_input', 'format: must be json or csv.');
  return {
    body: exportSubscribers(ctx, query),
    type: 'text/csv; charset=utf-8',
    headers: { 'Content-Disposition': 'attachment; filename="subscribers.csv"' },
  };
});

export const POST = handle('subscriber:write', async (ctx, request) => {
  const { isNew, ...added } = await addSubscriber(ctx, await jsonBody(request));
  return jsonAnswer(added, isNew ? 201 : 200);
});
