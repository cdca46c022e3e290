import type { ReactNode } from 'react';
import type { Mark } from '#domain/site/status-shapes';
import { Icon, type IconName } from './icon.tsx';
import { StatusIcon } from './status-icon.tsx';
import { STATUS_TOKENS } from './status-tokens.ts';

type Status = { tone: Mark; isRecovering?: boolean };
type Fact = { icon?: IconName; text: ReactNode };

type Props = Status & {
  title: ReactNode;
  /** The sentence below the headline: since when, and what still works. */
  lead?: ReactNode;
  /** Short facts in the last line, such as regions and freshness. */
  facts?: readonly Fact[];
  level?: 'h1' | 'h2';
  /** Whether the headline is the title of an incident, which is longer than a status and therefore smaller. */
  isTitle?: boolean;
  id?: string;
  /** The subject of the headline where it is not part of it; the live script announces both. */
  name?: string;
  /** Rows and sections below the headline, which form one object with it. */
  children?: ReactNode;
};

/** Returns the classes of the head and of the frame around everything. Fill shows certainty: solid is confirmed and bad. */
function classesOf({ tone, isRecovering = false }: Status): { head: string; frame: string; isSolid: boolean } {
  const { hero, tint, line, edge } = STATUS_TOKENS[tone];
  if (isRecovering) return { head: 'bg-surface', frame: `border-[1.5px] ${edge}`, isSolid: false };
  if (hero) return { head: hero, frame: 'border-line', isSolid: true };
  if (tone === 'possible') return { head: tint, frame: `border-[1.5px] border-dashed ${edge}`, isSolid: false };
  if (tone === 'unknown') return { head: `${tint} hatch`, frame: line, isSolid: false };
  return { head: tone === 'not_monitored' ? 'bg-surface' : tint, frame: line, isSolid: false };
}

/** Shows the status sentence of a page with everything that belongs to it as one object. */
export function Banner(props: Props) {
  const {
    tone,
    isRecovering = false,
    title,
    lead,
    facts = [],
    level = 'h1',
    isTitle = false,
    id,
    name,
    children,
  } = props;
  const { head, frame, isSolid } = classesOf(props);
  const Title = level;
  return (
    <section id={id} data-name={name} className={`card full-bleed overflow-hidden ${frame}`}>
      <header
        className={`flex gap-4 px-4 py-5 transition-colors duration-200 motion-reduce:transition-none sm:gap-5 sm:p-7 ${head}`}
      >
        <StatusIcon tone={tone} isRecovering={isRecovering} size="banner" isInherited={isSolid} />
        <div className="min-w-0">
          <Title className={`${isTitle ? 'text-title' : 'text-banner'} max-sm:pt-px sm:pt-0.5`} data-headline="">
            {title}
          </Title>
          {lead && <p className="mt-1.5 max-w-[66ch] text-body">{lead}</p>}
          {facts.length > 0 && <Facts facts={facts} isSolid={isSolid} />}
        </div>
      </header>
      {children}
    </section>
  );
}

function Facts({ facts, isSolid }: { facts: readonly Fact[]; isSolid: boolean }) {
  return (
    <ul className={`mt-3 flex flex-wrap gap-x-5 gap-y-1 text-small ${isSolid ? '' : 'text-quiet'}`}>
      {facts.map(({ icon, text }, i) => (
        <li key={i} className="inline-flex items-center gap-2">
          {icon && <Icon name={icon} className="size-3.5" />}
          <span>{text}</span>
        </li>
      ))}
    </ul>
  );
}

type RowProps = Status & { children: ReactNode; end?: ReactNode };

/** Shows another fact below the headline in one line. */
export function BannerRow({ tone, isRecovering = false, children, end }: RowProps) {
  return (
    <div className="flex min-h-12 items-center gap-3.5 border-t border-line px-4 py-2.5 text-small sm:px-7">
      <StatusIcon tone={tone} isRecovering={isRecovering} size={18} />
      <p className="min-w-0 flex-1">{children}</p>
      {end}
    </div>
  );
}

/** Shows a part below the headline, such as the latest update. */
export function BannerSection({ children, labelledBy }: { children: ReactNode; labelledBy?: string }) {
  const Part = labelledBy === undefined ? 'div' : 'section';
  return (
    <Part aria-labelledby={labelledBy} className="border-t border-line px-4 py-5 sm:p-6">
      {children}
    </Part>
  );
}
