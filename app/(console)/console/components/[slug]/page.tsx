import { ComponentForm } from '#components/console/components/component-form';
import { IncidentSettingsForm } from '#components/console/components/incident-settings-form';
import { PolicyForm } from '#components/console/components/policy-form';
import { ReEvaluationProgress } from '#components/console/components/re-evaluation-progress';
import { silenceWarning } from '#components/console/components/silence-warning.ts';
import { LiveProvider } from '#components/console/frame/live-provider';
import { PolicyList } from '#components/site/policy-list';
import { Section } from '#components/ui/section';
import { consoleCatalogEn } from '#messages/en/catalog';
import { describedComponent } from '#server/catalog/reads/described-components';
import { page, titleOf } from '#server/http/page';
import { changeRules, saveIncidents, saveTexts } from './actions.ts';

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<Record<string, string | undefined>> };

const words = consoleCatalogEn;
export const generateMetadata = titleOf('catalog:write', words.page.title);

/** What was saved, as the address says it. */
function savedWords(saved: string | undefined, version: number): string | null {
  if (saved === 'made') return words.texts.made;
  if (saved === 'texts') return words.texts.saved;
  if (saved === 'incidents') return words.incidents.saved;
  if (saved === 'rules') return words.rules.saved(version);
  return saved === 'back' ? words.rules.savedBack(version) : null;
}

export default page<Props>('catalog:write', async (ctx, { params, searchParams }) => {
  const { slug } = await params;
  const { saved } = await searchParams;
  const { component, groups, basis, settingsBasis, nextVersion, last, earliest, againFrom, seldom, now } =
    await describedComponent(ctx, slug);
  return (
    <>
      <h1 className="text-2xl font-semibold">{component.name}</h1>
      <p className="mt-2 flex flex-wrap gap-x-6">
        {[
          { href: '/console/components', label: words.page.back },
          { href: `/components/${slug}`, label: words.page.public },
        ].map(({ href, label }) => (
          <a key={href} href={href} className="inline-block min-h-6 text-accent underline underline-offset-4">
            {label}
          </a>
        ))}
      </p>
      <div id="saved" role="status" className="mt-3 font-semibold">
        {savedWords(saved, last.version)}
      </div>
      {againFrom !== null && (
        <LiveProvider>
          <ReEvaluationProgress slug={slug} initial={{ from: againFrom }} />
        </LiveProvider>
      )}
      {silenceWarning(seldom).map((warning) => (
        <p key={warning} className="mt-3 border-s-4 border-degraded ps-3">
          {warning}
        </p>
      ))}
      <Section title={words.texts.title}>
        <ComponentForm key={basis} action={saveTexts} component={component} groups={groups} basis={basis} />
      </Section>
      <Section title={words.incidents.title}>
        <IncidentSettingsForm
          key={settingsBasis}
          action={saveIncidents}
          slug={slug}
          settings={component.incidents}
          basis={settingsBasis}
        />
      </Section>
      <div className="max-w-[46rem]">
        <PolicyList policies={component.policies} now={now} />
      </div>
      <Section title={words.rules.title}>
        <PolicyForm
          key={nextVersion}
          action={changeRules}
          slug={slug}
          nextVersion={nextVersion}
          last={last}
          earliest={earliest}
        />
      </Section>
    </>
  );
});
