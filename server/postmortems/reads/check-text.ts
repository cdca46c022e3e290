import { checkFigures } from '#domain/postmortem/check-figures';
import type { Finding } from '#domain/postmortem/facts';
import { type ActingContext, authorize } from '#server/actor';
import { parseInput } from '#server/incidents/update/parse-input';
import { type CheckText, checkTextSchema } from '#server/postmortems/schemas';
import { postmortemRecord } from './postmortem-record.ts';

export type TextFinding = Pick<
  Finding,
  'start' | 'end' | 'text' | 'kind' | 'claimed' | 'recorded' | 'verdict' | 'suggestion'
>;

/** Checks the figures of any text against the record of incidents, without storing it. Errors: forbidden, invalid_input, not_found. */
export async function checkText(ctx: ActingContext, input: CheckText): Promise<{ findings: TextFinding[] }> {
  authorize(ctx, 'incident:read');
  const { incidents, text } = parseInput(checkTextSchema, input);
  const { record } = await postmortemRecord(ctx, { incidents });
  return {
    findings: checkFigures(text, record).map(
      ({ start, end, text: own, kind, claimed, recorded, verdict, suggestion }) => ({
        ...{ start, end, text: own, kind, claimed, recorded, verdict, suggestion },
      }),
    ),
  };
}
