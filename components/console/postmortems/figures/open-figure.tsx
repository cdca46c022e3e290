import { type ReactNode, useRef, useState } from 'react';
import { Button } from '#components/ui/button';
import { consoleFiguresEn } from '#messages/en/console-figures';
import { enPostmortems } from '#messages/en/postmortems';
import { ExplanationForm } from './explanation-form.tsx';
import type { Figure } from './figure.ts';
import { type FindingActions, FindingItem } from './finding-item.tsx';
import { moveFigures } from './move-figures.ts';
import { fieldOf } from './places.ts';
import { Quote } from './quote.tsx';
import { replaceInField } from './replace-in-field.ts';

const TEXT = consoleFiguresEn;

type Props = { figure: Figure; isSelected: boolean; onSelect: (figure: Figure) => void } & Pick<
  Required<FindingActions>,
  'onExplain' | 'hrefOf'
>;

/** Shows a figure that differs, with both values, and the ways to correct and to explain it. */
export function OpenFigure({ figure, isSelected, onSelect, onExplain, hrefOf }: Props) {
  return (
    <FindingItem figure={figure} isSelected={isSelected} onSelect={() => onSelect(figure)}>
      <h3 className="flex items-center gap-2 text-status font-semibold">
        <span className="finding-number">{figure.number}</span>
        {figure.name}
      </h3>
      {figure.state === 'no_value' ? (
        <p className="mt-2 text-small">
          <strong className="font-semibold">{figure.text}</strong> {TEXT.noValue}
        </p>
      ) : (
        <>
          <Quote figure={figure} />
          <Values figure={figure} href={hrefOf(figure)} />
          <Hints figure={figure} />
          <Actions figure={figure} isSelected={isSelected} onExplain={onExplain} />
        </>
      )}
    </FindingItem>
  );
}

/** Shows the written and the recorded value side by side. */
function Values({ figure: { text, recorded, source, other }, href }: { figure: Figure; href: string | null }) {
  const right = recorded ?? other?.text ?? null;
  return (
    <dl className="mt-2.5 grid grid-cols-2 rounded-control border border-line bg-surface text-axis text-quiet">
      <Value name={TEXT.wrote} value={<span className="differing">{text}</span>} />
      {right !== null && (
        <Value
          name={TEXT.source[source ?? 'text']}
          value={
            href === null ? (
              right
            ) : (
              <a href={href} className="link text-ink">
                {right}
              </a>
            )
          }
        />
      )}
    </dl>
  );
}

function Value({ name, value }: { name: string; value: ReactNode }) {
  return (
    <div className="border-line px-3 py-1.5 not-first:border-s">
      <dt>{name}</dt>
      <dd className="text-row font-semibold text-ink">{value}</dd>
    </div>
  );
}

function Hints({ figure: { hint, other } }: { figure: Figure }) {
  return (
    <>
      {other && (
        <p className="mt-2 text-micro text-quiet">
          {TEXT.contradicts(other.text, enPostmortems.section[other.section])}
        </p>
      )}
      {hint && <p className="mt-2 text-micro text-quiet">{TEXT.hint[hint]}</p>}
    </>
  );
}

type ActionProps = { figure: Figure; isSelected: boolean; onExplain: FindingActions['onExplain'] };

function Actions({ figure, isSelected, onExplain }: ActionProps) {
  const [isExplaining, setExplaining] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const { suggestion } = figure;
  function use(): void {
    const field = fieldOf(figure);
    const [now] = field ? moveFigures([figure], field.value) : [];
    if (field && now && suggestion !== null) replaceInField(field, { ...now, expected: figure.text }, suggestion);
  }
  function close(): void {
    setExplaining(false);
    opener.current?.focus();
  }
  return (
    <>
      <div className="mt-3 flex flex-wrap gap-2">
        {suggestion !== null && (
          <Button size="small" variant={isSelected ? 'primary' : 'secondary'} onClick={use}>
            {TEXT.use(suggestion)}
          </Button>
        )}
        <Button ref={opener} size="small" aria-expanded={isExplaining} onClick={() => setExplaining(!isExplaining)}>
          {TEXT.explain}
        </Button>
      </div>
      {isExplaining && <ExplanationForm reason="" onSave={(reason) => onExplain(figure, reason)} onCancel={close} />}
    </>
  );
}
