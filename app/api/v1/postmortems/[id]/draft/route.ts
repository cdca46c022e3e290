import { handle, jsonAnswer } from '#server/http/handle';
import { formatDraft } from '#server/postmortems/format-draft';
import { postmortemForStaff } from '#server/postmortems/reads/postmortem-for-staff';

export const dynamic = 'force-dynamic';

export const GET = handle<{ id: string }>('incident:read', async (ctx, _request, { id }) =>
  jsonAnswer(formatDraft(await postmortemForStaff(ctx, id))),
);
