import { AuditFilterForm } from '#components/console/audit/audit-filter-form';
import { AuditList } from '#components/console/audit/audit-list';
import { consoleEn } from '#messages/en/console';
import { auditChoices, listAudit, readFilter } from '#server/audit/reads/list-audit';
import { page, titleOf } from '#server/http/page';

const texts = consoleEn.audit;
export const generateMetadata = titleOf('audit:read', texts.title);

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default page('audit:read', async (ctx, { searchParams }: Props) => {
  const asked = await searchParams;
  const { filter, fault } = readFilter(asked);
  const [{ lines, older }, choices] = await Promise.all([listAudit(ctx, filter), auditChoices(ctx)]);
  const { before, ...rest } = filter;
  const query = new URLSearchParams(rest).toString();
  return (
    <>
      <h1 className="text-title">{texts.title}</h1>
      <p className="mt-2 max-w-[46rem]">{texts.intro}</p>
      <AuditFilterForm
        choices={choices}
        filter={fault === null ? rest : { object: String(asked.object ?? '') }}
        query={query}
        fault={fault}
      />
      <AuditList lines={lines} />
      <p className="mt-6 flex gap-6">
        {before !== undefined && (
          <a className="inline-block min-h-6 text-accent underline underline-offset-4" href={`/console/audit?${query}`}>
            {texts.newest}
          </a>
        )}
        {older !== null && (
          <a
            className="inline-block min-h-6 text-accent underline underline-offset-4"
            href={`/console/audit?${new URLSearchParams({ ...rest, before: String(older) })}`}
          >
            {texts.older}
          </a>
        )}
      </p>
    </>
  );
});
