import type { ReactNode } from 'react';
import { checkContent } from '#domain/postmortem/check-content';
import { KitBanners } from './kit-banners.tsx';
import { KitButtons } from './kit-buttons.tsx';
import { KitCharts } from './kit-charts.tsx';
import { KitFields } from './kit-fields.tsx';
import { KitFigures } from './kit-figures.tsx';
import { KitIncident } from './kit-incident.tsx';
import { KitLists } from './kit-lists.tsx';
import { KitPostmortem } from './kit-postmortem.tsx';
import { KitStatus } from './kit-status.tsx';
import { KitWidgets } from './kit-widgets.tsx';
import { SAMPLE_CONTENT, SAMPLE_RECORD } from './sample-postmortem.ts';

/** Shows every component of the kit in all its states. */
export function KitPage() {
  return (
    <main className="mx-auto grid max-w-[76rem] gap-5 p-4 sm:p-8">
      <h1 className="text-title">Kit</h1>
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <Column>
          <KitButtons />
          <KitWidgets />
          <KitStatus />
          <KitFields />
        </Column>
        <Column>
          <KitCharts />
        </Column>
        <Column>
          <KitIncident />
          <KitPostmortem />
        </Column>
        <Column>
          <KitLists />
        </Column>
      </div>
      <KitFigures findings={checkContent(SAMPLE_CONTENT, SAMPLE_RECORD)} />
      <KitBanners />
    </main>
  );
}

function Column({ children }: { children: ReactNode }) {
  return <div className="grid min-w-0 gap-5">{children}</div>;
}
