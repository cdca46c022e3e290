import { handle, jsonAnswer } from '#server/http/handle';

export const dynamic = 'force-dynamic';

/** Answers if the process runs. Checks nothing else. */
export const GET = handle('operator', async () => jsonAnswer({ status: 'pass' }));
