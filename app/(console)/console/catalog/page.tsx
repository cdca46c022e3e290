import { CatalogFileForm } from '#components/console/components/catalog-file-form';
import { consoleCatalogEn } from '#messages/en/catalog';
import { catalogBasis, exportCatalogText } from '#server/catalog/reads/export-catalog';
import { page, titleOf } from '#server/http/page';
import { applyFile } from './actions.ts';

const texts = consoleCatalogEn.file;
export const generateMetadata = titleOf('catalog:write', texts.title);

type Props = { searchParams: Promise<{ applied?: string }> };

export default page<Props>('catalog:write', async (ctx, { searchParams }) => {
  const { applied } = await searchParams;
  const text = await exportCatalogText(ctx);
  const basis = catalogBasis(text);
  return (
    <>
      <h1 className="text-title">{texts.title}</h1>
      <p className="mt-2 max-w-[46rem]">{texts.intro}</p>
      <p className="mt-2">
        <a href="/console/components" className="inline-block min-h-6 text-accent underline underline-offset-4">
          {consoleCatalogEn.page.back}
        </a>
      </p>
      <div role="status" className="mt-3 font-semibold">
        {applied && texts.applied}
      </div>
      <CatalogFileForm key={basis} action={applyFile} text={text} basis={basis} />
    </>
  );
});
