import { parseRfc3339 } from '#domain/time/rfc3339';
import { AppError } from '#server/errors';
import type { Sender } from '#server/identity/tokens/sender';
import { envelopeSchema, PROBES_MAX, type Probe, probeSchema, type Rejected } from './schemas.ts';

/** A probe whose shape is valid, with its position in the batch and its instant. */
export type ValidProbe = { index: number; probe: Probe; at: number };

/** Checks the envelope of a batch and that the sender may write its source. Errors: invalid_input, too_many_probes, forbidden. */
export function validateBatch(body: unknown, sender: Sender) {
  const envelope = envelopeSchema.safeParse(body);
  if (!envelope.success) {
    const issue = envelope.error.issues[0];
    throw new AppError(
      'invalid_input',
      `#/${issue?.path.join('/') ?? ''}: ${issue?.message}. Expected {"source": "…", "probes": […]}.`,
    );
  }
  const { source, probes } = envelope.data;
  if (probes.length > PROBES_MAX)
    throw new AppError('too_many_probes', `probes: must hold at most ${PROBES_MAX} probes. Split the batch.`);
  const mayWrite = sender.scopes.includes('probes:write') || sender.scopes.includes('probes:backfill');
  if (!mayWrite || sender.sourceId === null || sender.sourceName !== source)
    throw new AppError(
      'forbidden',
      `source: this token may not write probes of "${source}". Create a token for that source with the scope probes:write.`,
    );
  return { probes, sourceId: sender.sourceId, mayBackfill: sender.scopes.includes('probes:backfill') };
}

/** Checks the shape of each probe on its own. */
export function validateProbes(probes: readonly unknown[]): { parsed: ValidProbe[]; rejected: Rejected[] } {
  const parsed: ValidProbe[] = [];
  const rejected: Rejected[] = [];
  let text = ''; // the probes of a batch often share an instant
  let at: number | null = null;
  for (const [index, value] of probes.entries()) {
    const { success, data: probe, error } = probeSchema.safeParse(value);
    if (!success) {
      rejected.push({
        index,
        code: 'invalid',
        detail: `${error.issues[0]?.path.join('.') || 'probe'}: ${error.issues[0]?.message}`,
      });
      continue;
    }
    if (text !== probe.observedAt) {
      text = probe.observedAt;
      at = parseRfc3339(text);
    }
    if (at !== null) parsed.push({ index, probe, at });
    else
      rejected.push({
        index,
        code: 'invalid',
        detail: 'observedAt: must be an RFC 3339 time with a zone, like 2022-03-30T13:20:00.000Z',
      });
  }
  return { parsed, rejected };
}
