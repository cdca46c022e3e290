import { NewComponentForm } from '#components/console/components/component-form';
import { ComponentTable } from '#components/console/components/component-table';
import { Section } from '#components/ui/section';
import { consoleCatalogEn } from '#messages/en/catalog';
import { describedComponents } from '#server/catalog/reads/described-components';
import { page, titleOf } from '#server/http/page';
import { add } from './actions.ts';

const texts = consoleCatalogEn.list;
export const generateMetadata = titleOf('catalog:write', texts.title);

export default page('catalog:write', async (ctx) => {
  const { components, groups, now } = await describedComponents(ctx);
  return (
    <>
      <h1 className="text-title">{texts.title}</h1>
      <p className="mt-2 max-w-[46rem]">{texts.intro}</p>
      <p className="mt-2">
        <a href="/console/catalog" className="inline-block min-h-6 text-accent underline underline-offset-4">
          {consoleCatalogEn.file.title}
        </a>
      </p>
      <ComponentTable components={components} now={now} />
      <Section title={texts.add}>
        <NewComponentForm action={add} groups={groups} />
      </Section>
    </>
  );
});
