import { DestinationForm } from '#components/console/alerts/destination-form';
import { DestinationList } from '#components/console/alerts/destination-list';
import { Section } from '#components/ui/section';
import { consoleAlertsEn } from '#messages/en/alerts';
import { listDestinations } from '#server/alerting/reads/list-destinations';
import { page, titleOf } from '#server/http/page';
import { add, remove, resume, test } from './actions.ts';

const texts = consoleAlertsEn.page;
export const generateMetadata = titleOf('setting:write', texts.title);

export default page('setting:write', async (ctx) => (
  <>
    <h1 className="text-title">{texts.title}</h1>
    <p className="mt-2 max-w-[46rem]">{texts.intro}</p>
    {ctx.mail.isFolder && <p className="mt-4 border-s-4 border-deg-solid ps-3">{texts.noMail}</p>}
    <Section title={texts.destinations}>
      <DestinationList destinations={await listDestinations(ctx)} test={test} remove={remove} resume={resume} />
    </Section>
    <Section title={texts.add}>
      <DestinationForm action={add} />
    </Section>
  </>
));
