import { PageFrame } from '#components/site/frame/page-frame';
import { Card, CardSection } from '#components/ui/card';
import { Disclosure } from '#components/ui/disclosure';
import type { Policy } from '#domain/measurement/policy';
import type { Instant } from '#domain/time/interval';
import { enFigures } from '#messages/en/figures';
import { formatPolicy } from './format-policy.ts';
import { PolicySections } from './policy-sections.tsx';
import { PolicyThresholds } from './policy-thresholds.tsx';
import { StatusKey } from './status-key.tsx';

export type RulesView = { slug: string; name: string; policy: Policy };

const TEXT = enFigures.rules;

/** Explains statuses, uptime and policies. Components with the same policy share a card. */
export function RulesPage({ components, generatedAt }: { components: readonly RulesView[]; generatedAt: Instant }) {
  const groups = Map.groupBy(components, ({ policy }) => JSON.stringify([policy.version, formatPolicy(policy)]));
  return (
    <PageFrame generatedAt={generatedAt}>
      <header id="_headline">
        <h1 className="text-article">{TEXT.title}</h1>
        <p className="mt-3 text-lede text-quiet">{TEXT.intro}</p>
      </header>
      <StatusKey />
      <section className="mt-9 sm:mt-12" id="_uptime" aria-labelledby="_uptime-title">
        <h2 id="_uptime-title" className="text-section">
          {TEXT.uptimeTitle}
        </h2>
        <div className="mt-3 max-w-[66ch] space-y-3 text-reading">
          {TEXT.uptime.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </div>
      </section>
      {[...groups.values()].map((views) => (
        <PolicyChapter key={views[0]?.slug} views={views} />
      ))}
    </PageFrame>
  );
}

function PolicyChapter({ views }: { views: readonly RulesView[] }) {
  const [first] = views;
  if (!first) return null;
  const { slug, policy } = first;
  const names = new Intl.ListFormat('en-GB').format(views.map(({ name }) => name));
  return (
    <section className="mt-9 sm:mt-12" id={slug} aria-labelledby={`${slug}-title`}>
      <h2 id={`${slug}-title`} className="text-section">
        {TEXT.policy(names)}
      </h2>
      <p className="mt-1 text-small text-quiet">{TEXT.version(policy.version)}</p>
      <Card className="mt-4">
        <CardSection>
          <PolicyThresholds policy={policy} />
        </CardSection>
        <CardSection>
          <Disclosure summary={TEXT.inWords}>
            <PolicySections policy={policy} level="h3" />
          </Disclosure>
          <ul className="mt-3 text-small">
            {views.map((view) => (
              <li key={view.slug}>
                <a href={`/components/${view.slug}#rules`} className="link">
                  {TEXT.versions(view.name)}
                </a>
              </li>
            ))}
          </ul>
        </CardSection>
      </Card>
    </section>
  );
}
