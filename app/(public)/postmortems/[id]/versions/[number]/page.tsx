import type { Metadata } from 'next';
import { VersionPage } from '#components/site/postmortems/version-page';
import { enPostmortemPages } from '#messages/en/postmortem-pages';
import { context } from '#server/context';
import { AppError } from '#server/errors';
import { absent, page } from '#server/http/page';
import { postmortemVersions } from '#server/postmortems/reads/public-postmortem';

export const metadata: Metadata = { title: enPostmortemPages.versions.pageTitle };

type Props = { params: Promise<{ id: string; number: string }> };

const NUMBER = /^[1-9]\d{0,3}$/;

/** The first version has none before it that it could be compared with. */
export default page('public', async ({ params }: Props) => {
  const { id, number } = await params;
  const compared = await versionsOf(id, number);
  if (!compared?.before) return absent(enPostmortemPages.absent.postmortem);
  const { title, before, after } = compared;
  return <VersionPage publicId={id} title={title} before={before} after={after} generatedAt={context().clock.now()} />;
});

async function versionsOf(id: string, number: string) {
  if (!NUMBER.test(number)) return null;
  return postmortemVersions(context(), id, Number(number)).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not_found') return null;
    throw error;
  });
}
