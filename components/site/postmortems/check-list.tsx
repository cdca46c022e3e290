import { DataTable } from '#components/ui/data-table';
import { Disclosure } from '#components/ui/disclosure';
import { Icon } from '#components/ui/icon';
import { StatusIcon } from '#components/ui/status-icon';
import type { CheckedFigure, FrozenVersion } from '#domain/postmortem/published-version';
import { enPostmortemPages } from '#messages/en/postmortem-pages';
import { enPostmortems } from '#messages/en/postmortems';
import { formatFactName } from './format-fact.ts';
import { nameOf } from './name-of.ts';

const TEXT = enPostmortemPages.checks;
const COLUMNS = [
  { label: TEXT.head.figure },
  { label: TEXT.head.claim, isWide: true },
  { label: TEXT.head.recorded },
  { label: TEXT.head.verdict, isLead: true },
];

/** Lists each figure of the text with the value of the record and the verdict. */
export function CheckList({ frozen }: { frozen: FrozenVersion }) {
  const { figures } = frozen.check;
  if (figures.length === 0) return null;
  return (
    <section id="_checks" aria-labelledby="checks-title" className="article mt-12">
      <h2 id="checks-title" className="text-section">
        {TEXT.title}
      </h2>
      <Disclosure id="check-list" summary={TEXT.summary(figures.length)} className="mt-3">
        {/* A link to what is within details opens them. */}
        <div id="checks" className="mt-3 scroll-mt-24">
          <DataTable
            caption={TEXT.title}
            columns={COLUMNS}
            rows={figures.map((figure, i) => ({
              key: `${i} ${figure.text}`,
              cells: [
                figure.fact === null ? TEXT.kind[figure.kind] : formatFactName(figure.fact, nameOf(frozen)),
                <Claim key="claim" figure={figure} />,
                figure.recorded ?? '–',
                <CheckVerdict key="verdict" verdict={figure.verdict} />,
              ],
            }))}
            onPhone="blocks"
          />
        </div>
      </Disclosure>
    </section>
  );
}

function Claim({ figure: { text, section, sentence, reason, source } }: { figure: CheckedFigure }) {
  return (
    <>
      <strong className="font-semibold">{text}</strong> ({enPostmortems.section[section]})
      <span className="block text-micro text-quiet">{TEXT.sentence(sentence)}</span>
      {reason !== null && (
        <span className="block text-micro text-quiet">
          {enPostmortemPages.seal.because[source ?? 'monitoring']} {reason}
        </span>
      )}
    </>
  );
}

function CheckVerdict({ verdict }: Pick<CheckedFigure, 'verdict'>) {
  return (
    <span className="inline-flex items-start gap-2 wrap-break-word">
      {verdict === 'match' && <Icon name="check" className="mt-0.5 size-4 text-ok-solid" />}
      {(verdict === 'differs' || verdict === 'contradicts') && (
        <StatusIcon tone="degraded_performance" size={16} className="mt-0.5" />
      )}
      {TEXT.verdict[verdict]}
    </span>
  );
}
