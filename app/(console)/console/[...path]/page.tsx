import { notFound } from 'next/navigation';
import { page } from '#server/http/page';

/** Whoever is not signed in learns nothing from an address, also where there is nothing. */
export default page('account:write', () => notFound());
