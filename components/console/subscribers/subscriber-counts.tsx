import type { ReactNode } from 'react';
import { Card } from '#components/ui/card';
import { consoleSubscribersEn } from '#messages/en/console-subscribers';
import type { SubscriberCounts } from '#server/subscribers/sql/subscribers';

const TEXT = consoleSubscribersEn;
const STATES = ['active', 'failing', 'suppressed', 'unconfirmed'] as const;

/** Shows how many subscribers there are by channel and by state. Each count is a link that filters the list. */
export function SubscriberCountCard({ counts: { channels, states } }: { counts: SubscriberCounts }) {
  const confirmed = channels.email + channels.webhook;
  return (
    <Card className="mt-5 grid sm:grid-cols-[2fr_4fr]">
      <Group title={TEXT.byChannel(confirmed)}>
        {(['email', 'webhook'] as const).map((channel) => (
          <Count key={channel} query={`channel=${channel}`} label={TEXT.channels[channel]} count={channels[channel]} />
        ))}
      </Group>
      <Group title={TEXT.byState(confirmed + states.unconfirmed)}>
        {STATES.map((state) => (
          <Count key={state} query={`state=${state}`} label={TEXT.states[state]} count={states[state]} />
        ))}
      </Group>
    </Card>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="border-line p-4 not-first:border-t sm:not-first:border-s sm:not-first:border-t-0">
      <p className="text-micro text-quiet">{title}</p>
      <ul className="mt-2 flex flex-wrap gap-x-8 gap-y-2">{children}</ul>
    </div>
  );
}

function Count({ query, label, count }: { query: string; label: string; count: number }) {
  return (
    <li>
      <a href={`/console/subscribers?${query}`} className="block hover:underline">
        <strong className="block text-section">{count}</strong>
        <span className="text-small">{label}</span>
      </a>
    </li>
  );
}
