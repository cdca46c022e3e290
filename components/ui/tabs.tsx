import { Icon, type IconName } from './icon.tsx';
import { Tag } from './tag.tsx';

type Item = { href: string; text: string; isCurrent: boolean; count?: number; icon?: IconName };
type Props = { label: string; items: readonly Item[] };

/** Shows links to the parts of a subject as tabs. */
export function Tabs({ label, items }: Props) {
  return (
    <nav aria-label={label} className="tabs">
      {items.map(({ href, text, isCurrent, count, icon }) => (
        <a key={href} href={href} aria-current={isCurrent ? 'page' : undefined}>
          {icon && <Icon name={icon} className="size-4 max-sm:hidden" />}
          {text}
          {count !== undefined && <Tag>{count}</Tag>}
        </a>
      ))}
    </nav>
  );
}

/** Shows links to the forms of one view, such as periods, as a switch. */
export function Segment({ label, items }: Props) {
  return (
    <nav aria-label={label} className="segment">
      {items.map(({ href, text, isCurrent }) => (
        <a key={href} href={href} aria-current={isCurrent ? 'true' : undefined}>
          {text}
        </a>
      ))}
    </nav>
  );
}
