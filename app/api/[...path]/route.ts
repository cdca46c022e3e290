import { AppError } from '#server/errors';
import { handle, NOTHING_HERE } from '#server/http/handle';

export const dynamic = 'force-dynamic';

const nothing = handle('public', async () => {
  throw new AppError('not_found', NOTHING_HERE);
});

export { nothing as DELETE, nothing as GET, nothing as PATCH, nothing as POST, nothing as PUT };
