import { AppError } from '#server/errors';
import { handle } from '#server/http/handle';

export const dynamic = 'force-dynamic';

const nothing = handle('public', async () => {
  throw new AppError('not_found', 'There is nothing at this address; /api/v1/openapi.json tells what there is.');
});

export { nothing as DELETE, nothing as GET, nothing as PATCH, nothing as POST, nothing as PUT };
