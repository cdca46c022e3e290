import { consoleEn } from '#messages/en/console';
import { AppError } from '#server/errors';
import { page } from '#server/http/page';

/** Whoever is not signed in learns nothing from an address, also where there is nothing. */
export default page('account:write', () => {
  throw new AppError('not_found', consoleEn.refusal.nothingHere);
});
