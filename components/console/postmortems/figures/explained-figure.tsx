import { useState } from 'react';
import { Icon } from '#components/ui/icon';
import { Tag } from '#components/ui/tag';
import { consoleFiguresEn } from '#messages/en/console-figures';
import { ExplanationForm } from './explanation-form.tsx';
import type { Figure } from './figure.ts';
import { type FindingActions, FindingItem } from './finding-item.tsx';

const TEXT = consoleFiguresEn.explanation;

type Props = { figure: Figure } & Pick<FindingActions, 'onExplain' | 'onRemove'>;

/** Shows a figure that differs for a reason, which can be edited and removed. */
export function ExplainedFigure({ figure, onExplain, onRemove }: Props) {
  const [isEditing, setEditing] = useState(false);
  const { name, text, recorded, other, source, reason } = figure;
  function save(edited: string): void {
    onExplain(figure, edited);
    setEditing(false);
  }
  return (
    <FindingItem figure={figure}>
      <h3 className="flex items-center gap-2 text-status font-semibold">
        <Icon name="comment" className="size-4 text-quiet" />
        <span className="flex-1">{name}</span>
        <Tag>{consoleFiguresEn.explained}</Tag>
      </h3>
      <p className="mt-1 text-small">
        {consoleFiguresEn.wrote} <strong className="font-semibold">{text}</strong>; {TEXT.compared[source ?? 'text']}{' '}
        <strong className="font-semibold">{recorded ?? other?.text}</strong>
      </p>
      {isEditing ? (
        <ExplanationForm reason={reason ?? ''} onSave={save} onCancel={() => setEditing(false)} />
      ) : (
        <>
          <p className="text-small">“{reason}”</p>
          <p className="mt-0.5 flex flex-wrap gap-x-3 text-micro text-quiet">
            <span className="py-1">{TEXT.shown}</span>
            <button type="button" className="link py-1" onClick={() => setEditing(true)}>
              {TEXT.edit}
            </button>
            <button type="button" className="link py-1" onClick={() => onRemove(figure)}>
              {TEXT.remove}
            </button>
          </p>
        </>
      )}
    </FindingItem>
  );
}
