import { TemplateForm } from '#components/console/incidents/template-form';
import { Section } from '#components/ui/section';
import { PLACEHOLDERS } from '#domain/incident/update-template';
import { consoleIncidentsEn } from '#messages/en/console-incidents';
import { page, titleOf } from '#server/http/page';
import { listTemplates } from '#server/incidents/reads/list-templates';
import { save } from './actions.ts';

const texts = consoleIncidentsEn.templates;
export const generateMetadata = titleOf('template:write', texts.title);

export default page('template:write', async (ctx) => {
  const templates = await listTemplates(ctx);
  return (
    <>
      <h1 className="text-title">{texts.title}</h1>
      <p className="mt-2 max-w-[46rem]">
        {texts.intro}{' '}
        {PLACEHOLDERS.map((name) => (
          <code key={name} className="me-2">{`{{${name}}}`}</code>
        ))}
      </p>
      {templates.map((template) => (
        <Section key={`${template.name} ${template.version}`} title={template.name}>
          <TemplateForm action={save} template={template} />
        </Section>
      ))}
      <Section title={texts.add}>
        <TemplateForm action={save} template={null} />
      </Section>
    </>
  );
});
