import { auditCsv, auditNdjson } from '#server/audit/audit-export';
import { auditFilter, exportAudit } from '#server/audit/reads/list-audit';
import { AppError } from '#server/errors';
import { handle } from '#server/http/handle';

export const dynamic = 'force-dynamic';

const FORMATS = {
  ndjson: { type: 'application/x-ndjson; charset=utf-8', write: auditNdjson },
  csv: { type: 'text/csv; charset=utf-8', write: auditCsv },
} as const;

export const GET = handle('audit:read', async (ctx, request) => {
  const { format = '', ...filter } = Object.fromEntries(new URL(request.url).searchParams);
  if (!Object.hasOwn(FORMATS, format)) throw new AppError('invalid_input', 'format: must be ndjson or csv.');
  const { type, write } = FORMATS[format as keyof typeof FORMATS]; // just checked
  const headers = { 'Content-Disposition': `attachment; filename="audit.${format}"` };
  return { body: write(exportAudit(ctx, auditFilter(filter))), type, headers };
});
