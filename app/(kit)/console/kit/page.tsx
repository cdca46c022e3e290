import { KitPage } from '#components/kit/kit-page';
import { page } from '#server/http/page';

export const metadata = { title: 'Kit', robots: 'noindex' };

/** Shows every component of the kit, for development and for the accessibility tests. It is outside the frame of the console. */
export default page('account:write', () => <KitPage />);
