import { Card, CardSection } from '#components/ui/card';
import { DataTable } from '#components/ui/data-table';
import { StatusWord } from '#components/ui/status-word';
import type { Mark } from '#domain/site/status-shapes';
import { enFigures } from '#messages/en/figures';

const TEXT = enFigures.rules;
const HEAD = TEXT.statusHead;
/** From good to bad; last, those that are neither. */
const LISTED: readonly (Mark | 'recovering')[] = [
  'operational',
  'possible',
  'degraded_performance',
  'partial_outage',
  'major_outage',
  'recovering',
  'incident',
  'maintenance',
  'unknown',
  'not_monitored',
];
const COLUMNS = [{ label: HEAD.status }, { label: HEAD.meaning, isWide: true }, { label: HEAD.counts }];

/** Explains every status: icon, word, meaning, and what it counts as. */
export function StatusKey() {
  return (
    <section className="mt-9 sm:mt-12" id="_words" aria-labelledby="_words-title">
      <h2 id="_words-title" className="text-section">
        {TEXT.statuses}
      </h2>
      <Card className="mt-4">
        <CardSection>
          <DataTable
            caption={TEXT.statuses}
            columns={COLUMNS}
            rows={LISTED.map((status) => ({
              key: status,
              cells: [
                <span key="status" className="whitespace-nowrap">
                  <StatusWord
                    tone={status === 'recovering' ? 'major_outage' : status}
                    isRecovering={status === 'recovering'}
                  />
                </span>,
                TEXT.meaning[status],
                TEXT.counts[status],
              ],
            }))}
            onPhone="blocks"
          />
        </CardSection>
      </Card>
    </section>
  );
}
