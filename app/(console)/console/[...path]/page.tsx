import { consoleEn } from '#messages/en/console';
import { AppError } from '#server/errors';
import { page } from '#server/http/page';

/** Signed-out people learn nothing from an address, even if it does not exist. */
export default page('account:write', () => {
  throw new AppError('not_found', consoleEn.refusal.nothingHere);
});
