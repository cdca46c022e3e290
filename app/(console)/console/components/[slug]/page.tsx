import { ComponentForm } from '#components/console/components/component-form';
import { IncidentSettingsForm } from '#components/console/components/incident-settings-form';
import { PolicyForm } from '#components/console/components/policy-form';
import { ReEvaluationProgress } from '#components/console/components/re-evaluation-progress';
import { silenceWarning } from '#components/console/components/silence-warning.ts';
import { LiveProvider } from '#components/console/frame/live-provider';
import { PolicyList } from '#components/site/figures/policy-list';
import { Section } from '#components/ui/section';
import { consoleCatalogEn } from '#messages/en/catalog';
import { describedComponent } from '#server/catalog/reads/described-components';
import { page, titleOf } from '#server/http/page';
import { changeRules, saveIncidents, saveTexts } from './actions.ts';

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<Record<string, string | undefined>> };

const texts = consoleCatalogEn;
export const generateMetadata = titleOf('catalog:write', texts.page.title);

/** Returns the confirmation for what was saved, according to the query. */
function savedWords(saved: string | undefined, version: number): string | null {
  if (saved === 'made') return texts.texts.made;
  if (saved === 'texts') return texts.texts.saved;
  if (saved === 'incidents') return texts.incidents.saved;
  if (saved === 'rules') return texts.rules.saved(version);
  return saved === 'back' ? texts.rules.savedBack(version) : null;
}

export default page<Props>('catalog:write', async (ctx, { params, searchParams }) => {
  const { slug } = await params;
  const { saved } = await searchParams;
  const { component, groups, basis, settingsBasis, nextVersion, last, earliest, againFrom, seldom, now } =
    await describedComponent(ctx, slug);
  return (
    <>
      <h1 className="text-title">{component.name}</h1>
      <p className="mt-2 flex flex-wrap gap-x-6">
        {[
          { href: '/console/components', label: texts.page.back },
          { href: `/components/${slug}`, label: texts.page.public },
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
        <p key={warning} className="mt-3 border-s-4 border-deg-solid ps-3">
          {warning}
        </p>
      ))}
      <Section title={texts.texts.title}>
        <ComponentForm key={basis} action={saveTexts} component={component} groups={groups} basis={basis} />
      </Section>
      <Section title={texts.incidents.title}>
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
      <Section title={texts.rules.title}>
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
