import type { Metadata } from 'next';
import { cache } from 'react';
import { PostmortemPage } from '#components/site/postmortems/postmortem-page';
import { excerptOf } from '#domain/incident/excerpt';
import { enPostmortemPages } from '#messages/en/postmortem-pages';
import { en } from '#messages/en/site';
import { readBrand } from '#server/catalog/reads/read-brand';
import { context } from '#server/context';
import { AppError } from '#server/errors';
import { absent, page } from '#server/http/page';
import { publicPostmortem } from '#server/postmortems/reads/public-postmortem';
import { siteMetadata } from '#server/site/site-metadata';

type Props = { params: Promise<{ id: string }> };

/** Reads the published post-mortem once per request, for title and page. */
const postmortemOf = cache(async (id: string) =>
  publicPostmortem(context(), id).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not_found') return null;
    throw error;
  }),
);

/** Previews of links show the title and the beginning of the summary. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const postmortem = await postmortemOf((await params).id);
  if (!postmortem) return { title: en.notFound.title };
  const { title, frozen } = postmortem;
  const description = excerptOf(frozen.sections.find(({ key }) => key === 'summary')?.text ?? '');
  const { openGraph } = siteMetadata(await readBrand(context()), context().publicOrigin);
  return { title, description, openGraph: { ...openGraph, title, description } };
}

export default page('public', async ({ params }: Props) => {
  const { id } = await params;
  const postmortem = await postmortemOf(id);
  if (!postmortem) return absent(enPostmortemPages.absent.postmortem);
  const { clock, publicOrigin } = context();
  return (
    <PostmortemPage postmortem={postmortem} address={`${publicOrigin}/postmortems/${id}`} generatedAt={clock.now()} />
  );
});
