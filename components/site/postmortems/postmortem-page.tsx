import { BackLink } from '#components/site/frame/back-link';
import { PageFrame } from '#components/site/frame/page-frame';
import type { PublicPostmortem } from '#domain/postmortem/published-version';
import { dayAt } from '#domain/time/day';
import type { Instant } from '#domain/time/interval';
import { enPostmortemPages } from '#messages/en/postmortem-pages';
import { CheckList } from './check-list.tsx';
import { PostmortemActions } from './postmortem-actions.tsx';
import { PostmortemCharts } from './postmortem-charts.tsx';
import { PostmortemFacts } from './postmortem-facts.tsx';
import { PostmortemHead } from './postmortem-head.tsx';
import { PostmortemText } from './postmortem-text.tsx';
import { Seal } from './seal.tsx';
import { TextSections } from './text-sections.tsx';
import { VersionList } from './version-list.tsx';

const TEXT = enPostmortemPages.page;

/** `address`: of this page, for paper. */
export type PostmortemView = { postmortem: PublicPostmortem; address: string; generatedAt: Instant };

/** Shows a published post-mortem. Its figures are those of the day of publication; action items change until they are done. */
export function PostmortemPage({ postmortem, address, generatedAt: now }: PostmortemView) {
  const { frozen, actionItems } = postmortem;
  return (
    <div className="postmortem">
      <script type="module" src="/postmortem.js" data-own />
      <PageFrame generatedAt={now}>
        <BackLink href="/postmortems">{TEXT.back}</BackLink>
        <PostmortemHead postmortem={postmortem} />
        <Seal postmortem={postmortem} />
        <PostmortemFacts frozen={frozen} />
        <PostmortemCharts chart={frozen.chart} />
        <PostmortemText frozen={frozen} hasActions={actionItems.length > 0} />
        <PostmortemActions items={actionItems} today={dayAt(now)} />
        <div id="_rest" className="article">
          <TextSections sections={frozen.sections} keys={['well', 'lessons']} />
        </div>
        <CheckList frozen={frozen} />
        <VersionList postmortem={postmortem} />
        <p id="_address" className="mt-12 hidden text-small text-quiet print:block">
          {TEXT.address} {address}
        </p>
      </PageFrame>
    </div>
  );
}
