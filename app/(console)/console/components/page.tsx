import { ComponentTable } from '#components/console/catalog/component-table';
import { describedComponents } from '#server/catalog/described-components';
import { page, titleOf } from '#server/http/page';
import { consoleCatalogEn } from '../../../../messages/console-catalog-en.ts';

const words = consoleCatalogEn.list;
export const generateMetadata = titleOf('catalog:write', words.title);

export default page('catalog:write', async (ctx) => {
  const { components, now } = await describedComponents(ctx);
  return (
    <>
      <h1 className="text-2xl font-semibold">{words.title}</h1>
      <p className="mt-2 max-w-[46rem]">{words.intro}</p>
      <ComponentTable components={components} now={now} />
    </>
  );
});
