import { BackLink } from '#components/site/frame/back-link';
import { PageFrame } from '#components/site/frame/page-frame';
import type { PublicPostmortem } from '#domain/postmortem/published-version';
import type { Instant } from '#domain/time/interval';
import { enPostmortemPages } from '#messages/en/postmortem-pages';
import { PostmortemArticle } from './postmortem-article.tsx';

const TEXT = enPostmortemPages.page;

/** `address`: of this page, for paper. */
export type PostmortemView = { postmortem: PublicPostmortem; address: string; generatedAt: Instant };

/** Shows a published post-mortem. Its figures are those of the day of publication; action items change until they are done. */
export function PostmortemPage({ postmortem, address, generatedAt: now }: PostmortemView) {
  return (
    <div className="postmortem">
      <script type="module" src="/postmortem.js" data-own />
      <PageFrame generatedAt={now}>
        <BackLink href="/postmortems">{TEXT.back}</BackLink>
        <PostmortemArticle postmortem={postmortem} now={now} />
        <p id="_address" className="mt-12 hidden text-small text-quiet print:block">
          {TEXT.address} {address}
        </p>
      </PageFrame>
    </div>
  );
}
