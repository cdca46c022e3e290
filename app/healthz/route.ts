import { handle, jsonAnswer } from '#server/http/handle';

export const dynamic = 'force-dynamic';

/** The process answers; nothing else is asked. */
export const GET = handle('operator', async () => jsonAnswer({ status: 'pass' }));
