import type { Metadata } from 'next';
import { ImprovementsPage } from '#components/site/postmortems/improvements-page';
import { enPostmortemPages } from '#messages/en/postmortem-pages';
import { context } from '#server/context';
import { AppError } from '#server/errors';
import { absent, page } from '#server/http/page';
import { listImprovements } from '#server/postmortems/reads/list-improvements';

export const metadata: Metadata = { title: enPostmortemPages.improvements.title };

type Props = { searchParams: Promise<Record<'component' | 'show', string | string[] | undefined>> };

export default page('public', async ({ searchParams }: Props) => {
  const { component, show } = await searchParams;
  const slug = Array.isArray(component) ? component[0] : component;
  return listImprovements(context(), slug ?? null).then(
    (improvements) => <ImprovementsPage improvements={improvements} isAll={show === 'all'} />,
    (error: unknown) => {
      if (error instanceof AppError && error.code === 'not_found') return absent(enPostmortemPages.absent.list);
      throw error;
    },
  );
});
