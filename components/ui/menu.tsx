'use client'; // opens over the page and moves the focus

import { Menu as Base } from '@base-ui/react/menu';
import { type ReactElement, useRef } from 'react';
import { Icon, type IconName } from './icon.tsx';

/** `shortcut`: the key that does the same. `isDanger`: something is lost. */
type Item = { text: string; icon?: IconName; shortcut?: string; isDanger?: boolean } & (
  | { href: string }
  | { onSelect: () => void }
);

/** Shows further actions below the button that opens them. */
export function Menu({ trigger, items }: { trigger: ReactElement; items: readonly Item[] }) {
  const home = useRef<HTMLSpanElement>(null); // within the landmark of the button
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <span ref={home} />
      <Base.Portal container={home}>
        <Base.Positioner sideOffset={6} align="end" className="z-10">
          <Base.Popup className="floating min-w-56 rounded-note p-1.5 shadow-popover">
            {items.map((item) => (
              <MenuEntry key={item.text} item={item} />
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

function MenuEntry({ item }: { item: Item }) {
  const { text, icon, shortcut, isDanger = false } = item;
  const content = (
    <>
      {icon && <Icon name={icon} className="size-4" />}
      <span className="flex-1">{text}</span>
      {shortcut && (
        <kbd className="rounded-tag border border-line bg-sunken px-1.5 font-sans text-axis text-quiet">{shortcut}</kbd>
      )}
    </>
  );
  const className = `menu-item ${isDanger ? 'text-maj-ink' : 'text-ink'}`;
  return 'href' in item ? (
    <Base.LinkItem href={item.href} className={className}>
      {content}
    </Base.LinkItem>
  ) : (
    <Base.Item onClick={item.onSelect} className={className}>
      {content}
    </Base.Item>
  );
}
