import { resumeDestination } from '#server/alerting/verbs/resume-destination';
import { handle, jsonAnswer } from '#server/http/handle';

export const dynamic = 'force-dynamic';

export const POST = handle<{ id: string }>('setting:write', async (ctx, _, { id }) => {
  await resumeDestination(ctx, { id });
  return jsonAnswer({});
});
