import { CatalogFileForm } from '#components/console/catalog/catalog-file-form';
import { exportCatalog } from '#server/catalog/export-catalog';
import { page, titleOf } from '#server/http/page';
import { consoleCatalogEn } from '../../../../messages/console-catalog-en.ts';
import { applyFile } from './actions.ts';

const words = consoleCatalogEn.file;
export const generateMetadata = titleOf('catalog:write', words.title);

export default page('catalog:write', async (ctx) => (
  <>
    <h1 className="text-2xl font-semibold">{words.title}</h1>
    <p className="mt-2 max-w-[46rem]">{words.intro}</p>
    <p className="mt-2">
      <a href="/console/components" className="inline-block min-h-6 text-accent underline underline-offset-4">
        {consoleCatalogEn.page.back}
      </a>
    </p>
    <CatalogFileForm action={applyFile} text={await exportCatalog(ctx)} />
  </>
));
