import { PageFrame } from '#components/site/frame/page-frame';
import { ButtonLink } from '#components/ui/button';
import { Card, CardSection } from '#components/ui/card';
import { EmptyState } from '#components/ui/empty-state';
import { FactList } from '#components/ui/fact-list';
import { formatDuration } from '#components/ui/format-duration.ts';
import { ZoneName } from '#components/ui/zone-name';
import type { ListedPostmortem, PostmortemList } from '#domain/postmortem/public-lists';
import { monthOf } from '#domain/time/calendar';
import { monthUtc } from '#domain/time/format-utc';
import { enPostmortemPages } from '#messages/en/postmortem-pages';
import { PostmortemRow } from './postmortem-row.tsx';
import { PostmortemTabs } from './postmortem-tabs.tsx';
import { PromisedList } from './promised-list.tsx';
import { startOf } from './start-of.ts';

const TEXT = enPostmortemPages.list;
export const POSTMORTEMS_PER_PAGE = 50;
const FEEDS = [
  ['/history.rss', TEXT.rss],
  ['/history.atom', TEXT.atom],
  ['/api/v1/postmortems', TEXT.json],
] as const;

/** Shows the published post-mortems by the month of their incident, newest first, and those that were promised. */
export function PostmortemsPage({ list, page }: { list: PostmortemList; page: number }) {
  const { postmortems, promised, generatedAt: now } = list;
  const shown = postmortems.slice((page - 1) * POSTMORTEMS_PER_PAGE, page * POSTMORTEMS_PER_PAGE);
  const hasAny = postmortems.length + promised.length > 0;
  return (
    <PageFrame generatedAt={now}>
      <header id="_headline">
        <h1 className="text-title">{TEXT.title}</h1>
        <p className="mt-1 text-quiet">
          {TEXT.intro} <ZoneName />.
        </p>
      </header>
      <PostmortemTabs current="postmortems" />
      {page === 1 && hasAny && <Totals list={list} />}
      {page === 1 && <PromisedList promised={promised} now={now} />}
      {!hasAny && (
        <div id="_empty" className="mt-6">
          <EmptyState icon="document" title={TEXT.empty} text={TEXT.emptyText} />
        </div>
      )}
      {[...Map.groupBy(shown, (one) => monthOf(startOf(one)).from)].map(([month, own]) => (
        <section key={month} className="mt-9" id={`month-${new Date(month).toISOString().slice(0, 7)}`}>
          <h2 className="mb-3 text-section">{monthUtc(month)}</h2>
          <Card>
            <ul>
              {own.map((postmortem) => (
                <PostmortemRow key={postmortem.publicId} postmortem={postmortem} />
              ))}
            </ul>
          </Card>
        </section>
      ))}
      <Pages page={page} hasOlder={postmortems.length > page * POSTMORTEMS_PER_PAGE} />
    </PageFrame>
  );
}

/** Shows figures of the incidents of this year, and of all post-mortems. */
function Totals({ list: { postmortems, year } }: { list: PostmortemList }) {
  const sum = (of: (one: ListedPostmortem) => number) => postmortems.reduce((total, one) => total + of(one), 0);
  const done = sum(({ actionItems }) => actionItems.done);
  const overdue = sum(({ actionItems }) => actionItems.overdue);
  const open = overdue + sum(({ actionItems: { inProgress, planned } }) => inProgress + planned);
  const [match, explained] = [sum(({ figures }) => figures.match), sum(({ figures }) => figures.explained)];
  const facts = [
    {
      name: TEXT.published(String(year.year)),
      value: year.incidents === 0 ? TEXT.nothing : TEXT.of(year.published, year.incidents),
      note: TEXT.publishedNote,
    },
    {
      name: TEXT.after,
      value: year.medianAfterMs === null ? TEXT.nothing : formatDuration(year.medianAfterMs, 2),
      note: TEXT.afterNote,
    },
    {
      name: TEXT.items,
      value: done + open === 0 ? TEXT.nothing : TEXT.done(TEXT.of(done, done + open)),
      note: overdue === 0 ? TEXT.noneOverdue : <OverdueLink overdue={overdue} />,
    },
    {
      name: TEXT.figures,
      value: TEXT.match(TEXT.of(match, match + explained)),
      note: explained === 0 ? TEXT.noneExplained : TEXT.explained(explained),
    },
  ];
  return (
    <Card id="totals" className="mt-6">
      <CardSection>
        <FactList isDivided facts={facts} />
      </CardSection>
    </Card>
  );
}

function OverdueLink({ overdue }: { overdue: number }) {
  return (
    <a href="/improvements" className="link">
      {TEXT.overdue(overdue)}
    </a>
  );
}

function Pages({ page, hasOlder }: { page: number; hasOlder: boolean }) {
  return (
    <div id="pages" className="mt-7 flex flex-wrap items-center justify-between gap-3 print:hidden">
      <nav aria-label={TEXT.pages} className="flex flex-wrap gap-3" hidden={page === 1 && !hasOlder}>
        {page > 1 && (
          <ButtonLink href={page === 2 ? '/postmortems' : `/postmortems?page=${page - 1}`} rel="prev">
            {TEXT.newer}
          </ButtonLink>
        )}
        {hasOlder && (
          <ButtonLink href={`/postmortems?page=${page + 1}`} rel="next">
            {TEXT.older}
          </ButtonLink>
        )}
      </nav>
      <ul aria-label={TEXT.feeds} className="flex flex-wrap gap-x-5 gap-y-1 text-small">
        {FEEDS.map(([href, text]) => (
          <li key={href}>
            <a href={href} className="link">
              {text}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
