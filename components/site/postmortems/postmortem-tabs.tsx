import { Tabs } from '#components/ui/tabs';
import { enPostmortemPages } from '#messages/en/postmortem-pages';

const TEXT = enPostmortemPages.tabs;

/** Links the list of post-mortems and the list of their action items. */
export function PostmortemTabs({ current }: { current: 'postmortems' | 'improvements' }) {
  return (
    <div id="_tabs" className="mt-5">
      <Tabs
        label={TEXT.label}
        items={[
          { href: '/postmortems', text: TEXT.postmortems, isCurrent: current === 'postmortems' },
          { href: '/improvements', text: TEXT.improvements, isCurrent: current === 'improvements' },
        ]}
      />
    </div>
  );
}
