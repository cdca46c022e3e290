import type { Policy } from '#domain/measurement/policy';
import type { Instant } from '#domain/time/interval';
import { en } from '#messages/en/site';
import { formatPolicy } from './format-policy.ts';
import { PageFrame } from './page-frame.tsx';
import { PolicySections } from './policy-sections.tsx';
import { StatusKey } from './status-key.tsx';

export type RulesView = { slug: string; name: string; policy: Policy };

/** Explains the rules. Components with the same policy share a section. */
export function RulesPage({ components, generatedAt }: { components: readonly RulesView[]; generatedAt: Instant }) {
  const chapters = new Map<string, RulesView[]>();
  for (const view of components) {
    const key = JSON.stringify([view.policy.version, formatPolicy(view.policy)]);
    chapters.set(key, [...(chapters.get(key) ?? []), view]);
  }
  const list = new Intl.ListFormat('en-GB');
  return (
    <PageFrame current="rules" generatedAt={generatedAt}>
      <header id="_headline">
        <h1 className="text-title">{en.rules.title}</h1>
        <p className="mt-2 max-w-prose">{en.rules.intro}</p>
      </header>
      <StatusKey />
      {[...chapters.values()].map((views) => (
        <section key={views[0]?.slug} className="mt-10 max-w-prose" id={views[0]?.slug}>
          <h2 className="text-section">{en.rules.of(list.format(views.map((view) => view.name)))}</h2>
          <p className="mt-1 text-small text-quiet">{en.rules.version(views[0]?.policy.version ?? 1)}</p>
          {views[0] && <PolicySections policy={views[0].policy} level="h3" />}
        </section>
      ))}
    </PageFrame>
  );
}
