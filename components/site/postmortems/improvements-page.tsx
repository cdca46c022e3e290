import { PageFrame } from '#components/site/frame/page-frame';
import { ButtonLink } from '#components/ui/button';
import { Card, CardSection } from '#components/ui/card';
import { EmptyState } from '#components/ui/empty-state';
import type { Improvement, Improvements } from '#domain/postmortem/public-lists';
import type { Day } from '#domain/time/day';
import { enPostmortemPages } from '#messages/en/postmortem-pages';
import { ComponentFilter } from './component-filter.tsx';
import { ImprovementProgress } from './improvement-progress.tsx';
import { ImprovementTable } from './improvement-table.tsx';
import { improvementsAddress } from './improvements-address.ts';
import { PostmortemTabs } from './postmortem-tabs.tsx';

const TEXT = enPostmortemPages.improvements;
/** Done items above the link to all of them. */
const DONE_SHOWN = 5;

/** `isAll`: also done items that are folded otherwise. */
type Props = { improvements: Improvements; isAll: boolean };

/** Shows the action items of all published post-mortems: open ones first, overdue ones on top. */
export function ImprovementsPage({ improvements, isAll }: Props) {
  const { components, component, open, done, counts, onTime, today, generatedAt } = improvements;
  const shown = isAll ? done : done.slice(0, DONE_SHOWN);
  const hasAny = open.length + done.length > 0;
  return (
    <PageFrame generatedAt={generatedAt}>
      <header id="_headline">
        <h1 className="text-title">{TEXT.title}</h1>
        <p className="mt-1 text-quiet">{TEXT.intro}</p>
      </header>
      <PostmortemTabs current="improvements" />
      {!hasAny && component === null ? (
        <div id="_empty" className="mt-6">
          <EmptyState icon="document" title={TEXT.empty} text={TEXT.emptyText} />
        </div>
      ) : (
        <>
          {hasAny && <ImprovementProgress counts={counts} onTime={onTime} />}
          <section id="open" aria-labelledby="open-title" className="mt-12">
            <div className="mb-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
              <h2 id="open-title" className="text-section">
                {TEXT.open}
              </h2>
              <ComponentFilter components={components} component={component} />
            </div>
            <Items caption={TEXT.open} items={open} none={TEXT.noneOpen} today={today} />
          </section>
          <section id="done" aria-labelledby="done-title" className="mt-12">
            <div className="mb-4 flex flex-wrap items-baseline justify-between gap-x-6">
              <h2 id="done-title" className="text-section">
                {TEXT.closed}
              </h2>
              {done.length > 1 && <p className="text-small text-quiet">{TEXT.newest}</p>}
            </div>
            <Items caption={TEXT.closed} items={shown} none={TEXT.noneDone} today={today} />
          </section>
          <Links more={done.length - shown.length} component={component} />
        </>
      )}
    </PageFrame>
  );
}

type ItemsProps = { caption: string; items: readonly Improvement[]; none: string; today: Day };

function Items({ caption, items, none, today }: ItemsProps) {
  return (
    <Card>
      <CardSection>
        {items.length === 0 ? (
          <p className="text-small text-quiet">{none}</p>
        ) : (
          <ImprovementTable caption={caption} items={items} today={today} />
        )}
      </CardSection>
    </Card>
  );
}

function Links({ more, component }: { more: number; component: string | null }) {
  return (
    <div id="_links" className="mt-5 flex flex-wrap items-center justify-between gap-3 print:hidden">
      <p className="empty:hidden">
        {more > 0 && (
          <ButtonLink href={`${improvementsAddress({ component, isAll: true })}#done`}>{TEXT.more(more)}</ButtonLink>
        )}
      </p>
      <ul aria-label={TEXT.downloads} className="flex flex-wrap gap-x-5 gap-y-1 text-small">
        <li>
          <a href="/api/v1/improvements.csv" className="link">
            {TEXT.csv}
          </a>
        </li>
        <li>
          <a href="/api/v1/improvements" className="link">
            {TEXT.json}
          </a>
        </li>
      </ul>
    </div>
  );
}
