import { PageFrame } from '#components/site/frame/page-frame';
import { QuickSubscribe } from '#components/site/subscribe/quick-subscribe';
import type { SendForm } from '#components/site/subscribe/subscribe-form';
import type { ListedIncident } from '#domain/incident/public-incident';
import { levelOf } from '#domain/measurement/status';
import type { SystemSummary } from '#domain/site/summary';
import { enHome } from '#messages/en/home';
import { ComponentList } from './component-list.tsx';
import { formatNames } from './format-headline.ts';
import { Headline } from './headline.tsx';
import { RecentIncidents } from './recent-incidents.tsx';

/** `subscribe`: sends the form that is shown while something is wrong. */
type Props = {
  summary: SystemSummary;
  recent?: readonly ListedIncident[];
  isAffectedOnly?: boolean;
  subscribe?: SendForm;
};

/** Shows the public status page from one summary. `recent`: the latest closed incidents, newest first. */
export function StatusPage({ summary, recent = [], isAffectedOnly = false, subscribe }: Props) {
  const unmonitored = summary.components.filter(({ status }) => status === 'not_monitored').map(({ name }) => name);
  return (
    <PageFrame generatedAt={summary.generatedAt}>
      <Headline summary={summary} latest={recent[0] ?? null} />
      <ComponentList summary={summary} isAffectedOnly={isAffectedOnly} />
      {unmonitored.length > 0 && (
        <p id="_unmonitored" className="mt-4 text-small text-quiet">
          {enHome.unmonitored(formatNames(unmonitored))}
        </p>
      )}
      {subscribe && isTrouble(summary) && <QuickSubscribe action={subscribe} />}
      <RecentIncidents incidents={recent} now={summary.generatedAt} />
    </PageFrame>
  );
}

/** Returns whether an incident is open or a component fails. */
function isTrouble({ openIncidents, components }: SystemSummary): boolean {
  return openIncidents.length > 0 || components.some(({ status }) => levelOf(status) > 0);
}
