import type { ReactNode } from 'react';
import type { Mark } from '#domain/site/status-shapes';
import { Icon } from './icon.tsx';
import { StatusIcon } from './status-icon.tsx';

/** Shows entries with their times, newest first. */
export function Timeline({ children }: { children: ReactNode }) {
  return <ol className="timeline">{children}</ol>;
}

type Props = {
  id?: string;
  time: ReactNode;
  /** The new status where it changed; a lock for internal notes; a ring for other entries. */
  mark: Mark | 'ring' | 'note';
  title: ReactNode;
  /** Who wrote it, if it is not the team, like "by monitoring". */
  by?: string;
  level?: 'h3' | 'h4';
  children: ReactNode;
};

/** Shows one entry: time, mark and text. */
export function TimelineEntry({ id, time, mark, title, by, level = 'h3', children }: Props) {
  const Title = level;
  return (
    <li
      id={id}
      className="grid grid-cols-[1.375rem_1fr] gap-x-4 pb-7 last:pb-0 sm:grid-cols-[2.875rem_1.375rem_1fr] sm:gap-x-4.5"
    >
      <p className="text-status font-semibold text-ink max-sm:col-start-2">{time}</p>
      <div className="timeline-mark flex flex-col items-center max-sm:col-start-1 max-sm:row-span-2 max-sm:row-start-1">
        <TimelineMark mark={mark} />
      </div>
      <div className="min-w-0 max-sm:col-start-2">
        <Title className="text-row font-semibold text-ink">
          {title}
          {by && <span className="font-normal text-quiet"> {by}</span>}
        </Title>
        <div className="mt-1 max-w-[66ch]">{children}</div>
      </div>
    </li>
  );
}

/** Shows an entry that is only a time and a text, such as one of an account in order of time. */
export function TimelineLine({ time, children }: { time: ReactNode; children: ReactNode }) {
  return (
    <li className="grid break-inside-avoid grid-cols-[2.875rem_1.125rem_1fr] gap-x-4 pb-3.5 last:pb-0 sm:gap-x-4.5">
      <p className="text-small leading-6 text-quiet">{time}</p>
      <div className="timeline-mark timeline-mark-line flex flex-col items-center pt-0.75">
        <svg aria-hidden="true" viewBox="0 0 24 24" className="icon size-4.5 text-quiet">
          <circle cx="12" cy="12" r="5.2" />
        </svg>
      </div>
      <div className="min-w-0 text-row">{children}</div>
    </li>
  );
}

function TimelineMark({ mark }: { mark: Props['mark'] }) {
  if (mark === 'note') return <Icon name="lock" className="size-5 text-quiet" />;
  if (mark !== 'ring') return <StatusIcon tone={mark} size={22} />;
  return (
    <svg aria-hidden="true" viewBox="0 0 24 24" className="icon size-5.5 text-quiet">
      <circle cx="12" cy="12" r="5.2" />
    </svg>
  );
}
