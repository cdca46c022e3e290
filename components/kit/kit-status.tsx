import { Pill } from '#components/ui/pill';
import { StatusIcon } from '#components/ui/status-icon';
import { StatusWord } from '#components/ui/status-word';
import { Tag } from '#components/ui/tag';
import { type Mark, STATUS_SHAPES } from '#domain/site/status-shapes';
import { Sample } from './sample.tsx';

const MARKS = Object.keys(STATUS_SHAPES) as Mark[]; // the keys of a Record are its key type

/** Shows every status as icon, word and pill. */
export function KitStatus() {
  return (
    <Sample title="Status">
      <div className="grid gap-2 sm:grid-cols-2">
        {MARKS.map((tone) => (
          <StatusWord key={tone} tone={tone} />
        ))}
        <StatusWord tone="major_outage" isRecovering />
      </div>
      <div className="flex flex-wrap gap-2">
        {MARKS.map((tone) => (
          <Pill key={tone} tone={tone} />
        ))}
        <Pill tone="operational">Resolved</Pill>
        <Tag>Identified</Tag>
        <Tag icon="lock">Internal</Tag>
      </div>
      {([14, 16, 22, 'banner'] as const).map((size) => (
        <div key={size} className="flex flex-wrap items-center gap-2">
          {MARKS.map((tone) => (
            <StatusIcon key={tone} tone={tone} size={size} />
          ))}
          <StatusIcon tone="partial_outage" isRecovering size={size} />
        </div>
      ))}
    </Sample>
  );
}
