import type { Metadata } from 'next';
import { POSTMORTEMS_PER_PAGE, PostmortemsPage } from '#components/site/postmortems/postmortems-page';
import { enPostmortemPages } from '#messages/en/postmortem-pages';
import { context } from '#server/context';
import { absent, page } from '#server/http/page';
import { listPostmortems } from '#server/postmortems/reads/list-postmortems';

export const metadata: Metadata = { title: enPostmortemPages.list.title };

type Props = { searchParams: Promise<{ page?: string | string[] }> };

const NUMBER = /^[1-9]\d{0,3}$/;

export default page('public', async ({ searchParams }: Props) => {
  const { page: asked = '1' } = await searchParams;
  if (typeof asked !== 'string' || !NUMBER.test(asked)) return absent(enPostmortemPages.absent.list);
  const list = await listPostmortems(context());
  const before = (Number(asked) - 1) * POSTMORTEMS_PER_PAGE;
  if (before > 0 && list.postmortems.length <= before) return absent(enPostmortemPages.absent.list);
  return <PostmortemsPage list={list} page={Number(asked)} />;
});
