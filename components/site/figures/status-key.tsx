import { Card, CardSection } from '#components/ui/card';
import { DataTable } from '#components/ui/data-table';
import { StatusWord } from '#components/ui/status-word';
import { TONES } from '#domain/measurement/tone';
import { enFigures } from '#messages/en/figures';

const TEXT = enFigures.rules;
const HEAD = TEXT.statusHead;
/** From good to bad; last, a component without any data. */
const LISTED = [...TONES.toReversed().slice(1), ...TONES.slice(-1)];
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
            rows={LISTED.map((tone) => ({
              key: tone,
              cells: [<StatusWord key="status" tone={tone} />, TEXT.meaning[tone], TEXT.counts[tone]],
            }))}
            onPhone="blocks"
          />
        </CardSection>
      </Card>
    </section>
  );
}
