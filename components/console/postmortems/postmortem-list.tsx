import { formatAuthor } from '#components/console/frame/format-author.ts';
import { Card, CardSection } from '#components/ui/card';
import { DataTable } from '#components/ui/data-table';
import { EmptyState } from '#components/ui/empty-state';
import { Tag } from '#components/ui/tag';
import { UtcTime } from '#components/ui/utc-time';
import { formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { consolePostmortemsEn } from '#messages/en/console-postmortems';
import type { StaffListedPostmortem } from '#server/postmortems/view-types';

const TEXT = consolePostmortemsEn.list;
const COLUMNS = [
  { label: TEXT.head.title },
  { label: TEXT.head.state, isLead: true },
  { label: TEXT.head.author },
  { label: TEXT.head.comments, isEnd: true },
  { label: TEXT.head.changed, isEnd: true },
];

/** Lists all post-mortems, the last changed first. */
export function PostmortemList({ postmortems, now }: { postmortems: readonly StaffListedPostmortem[]; now: Instant }) {
  return (
    <section aria-labelledby="all-title" className="mt-8">
      <h2 id="all-title" className="mb-3 text-section">
        {TEXT.all}
      </h2>
      {postmortems.length === 0 ? (
        <EmptyState icon="document" title={TEXT.none} text={TEXT.noneText} />
      ) : (
        <Card>
          <CardSection>
            <DataTable
              caption={TEXT.all}
              columns={COLUMNS}
              onPhone="blocks"
              rows={postmortems.map((one) => ({
                key: one.publicId,
                cells: [
                  <a key="title" href={`/console/postmortems/${one.publicId}`} className="link">
                    {one.title}
                  </a>,
                  <Tag key="state">{consolePostmortemsEn.state[one.state]}</Tag>,
                  formatAuthor(one.author),
                  one.openComments,
                  <UtcTime key="changed" at={one.updatedAt} text={formatMoment(one.updatedAt, now)} />,
                ],
              }))}
            />
          </CardSection>
        </Card>
      )}
    </section>
  );
}
