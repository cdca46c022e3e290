import type { PublicPostmortem } from '#domain/postmortem/published-version';
import { dayAt } from '#domain/time/day';
import type { Instant } from '#domain/time/interval';
import { CheckList } from './check-list.tsx';
import { PostmortemActions } from './postmortem-actions.tsx';
import { PostmortemCharts } from './postmortem-charts.tsx';
import { PostmortemFacts } from './postmortem-facts.tsx';
import { PostmortemHead } from './postmortem-head.tsx';
import { PostmortemText } from './postmortem-text.tsx';
import { Seal } from './seal.tsx';
import { TextSections } from './text-sections.tsx';
import { VersionList } from './version-list.tsx';

/** `isPreview`: staff see it before readers do. */
type Props = { postmortem: PublicPostmortem; now: Instant; isPreview?: boolean };

/** Shows a post-mortem as readers see it, from its title to its versions. */
export function PostmortemArticle({ postmortem, now, isPreview = false }: Props) {
  const { frozen, actionItems } = postmortem;
  return (
    <>
      <PostmortemHead postmortem={postmortem} isPreview={isPreview} />
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
    </>
  );
}
