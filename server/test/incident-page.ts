import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { IncidentPage } from '#components/site/incidents/incident-page';
import type { PublicIncident } from '#domain/incident/public-incident';
import { NOW } from './summaries.ts';

type View = Partial<Parameters<typeof IncidentPage>[0]>;

/** Renders the page of an incident, without figures unless they are given. */
export function incidentPageMarkup(incident: PublicIncident, view: View = {}): string {
  const none = { measured: [], failures: [], sla: [], firstUpdateMs: null, postmortem: null };
  return renderToStaticMarkup(createElement(IncidentPage, { incident, ...none, generatedAt: NOW, ...view }));
}
