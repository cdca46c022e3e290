import { handle, jsonAnswer } from '#server/http/handle';
import { resumeTarget } from '#server/staff-alerts/resume-target';

export const dynamic = 'force-dynamic';

export const POST = handle<{ id: string }>('setting:write', async (ctx, _, { id }) => {
  await resumeTarget(ctx, { id });
  return jsonAnswer({});
});
