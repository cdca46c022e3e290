import { ImportForm } from '#components/console/subscribers/import-form';
import { BackLink } from '#components/site/frame/back-link';
import { consoleSubscribersEn } from '#messages/en/console-subscribers';
import { page, titleOf } from '#server/http/page';
import { importFile } from '../actions.ts';

const TEXT = consoleSubscribersEn;

export const generateMetadata = titleOf('subscriber:write', TEXT.importForm.title);

export default page('subscriber:write', () => (
  <>
    <BackLink href="/console/subscribers">{TEXT.back}</BackLink>
    <h1 className="text-title">{TEXT.importForm.title}</h1>
    <p className="mt-2 max-w-[46rem]">{TEXT.importForm.intro}</p>
    <ImportForm action={importFile} />
  </>
));
