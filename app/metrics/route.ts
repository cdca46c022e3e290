import { handle } from '#server/http/handle';
import { sharedMetrics } from '#server/metrics';

export const dynamic = 'force-dynamic';

export const GET = handle('operator', async () => ({ body: await sharedMetrics().text(), type: 'text/plain; version=0.0.4; charset=utf-8' }));
