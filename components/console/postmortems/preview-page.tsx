import { BackLink } from '#components/site/frame/back-link';
import { PostmortemArticle } from '#components/site/postmortems/postmortem-article';
import { Callout } from '#components/ui/callout';
import type { PublicPostmortem } from '#domain/postmortem/published-version';
import type { Instant } from '#domain/time/interval';
import { consolePostmortemsEn } from '#messages/en/console-postmortems';

const TEXT = consolePostmortemsEn.preview;

/** `differing`: figures that differ without a reason. */
type Props = { postmortem: PublicPostmortem; differing: number; now: Instant };

/** Shows the working version as readers would see it. */
export function PreviewPage({ postmortem, differing, now }: Props) {
  return (
    <>
      <BackLink href={`/console/postmortems/${postmortem.publicId}`}>{TEXT.back}</BackLink>
      <Callout tone={differing > 0 ? 'deg' : 'accent'} title={TEXT.title}>
        {TEXT.text} {differing > 0 && TEXT.blocked(differing)}
      </Callout>
      <div className="postmortem mx-auto mt-8 max-w-[53.75rem]">
        <PostmortemArticle postmortem={postmortem} now={now} isPreview />
      </div>
    </>
  );
}
