import type { Metadata } from 'next';
import { AbsentPage } from '#components/site/home/absent-page';
import { en } from '#messages/en/site';
import { context } from '#server/context';
import { page } from '#server/http/page';
import { systemSummary } from '#server/site/summary';

export const metadata: Metadata = { title: en.notFound.title };

/** Answers every address without a page. `app/not-found.tsx` could not show the status: Next renders it along with every page. */
export default page(
  'public',
  async () => <AbsentPage summary={await systemSummary(context())} {...en.notFound} />,
  'absent',
);
