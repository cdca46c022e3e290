import type { z } from 'zod';
import { type DraftContent, editUpdateSchema, postUpdateSchema } from '#server/incidents/schemas';
import { parseInput } from '#server/incidents/update/parse-input';
import { updateOfDraft } from '#server/incidents/update/update-of-draft';

type Read = { edit: z.output<typeof editUpdateSchema> } | { post: z.output<typeof postUpdateSchema> };

/** Parses a draft as what it will be published as: an edit or an update. Errors: invalid_input. */
export function readDraft(incident: string, content: DraftContent): Read {
  const { edit, body, occurredAt, whatYouCanDo, notify = false } = content;
  if (!edit) return { post: parseInput(postUpdateSchema, updateOfDraft(incident, content)) };
  return {
    edit: parseInput(editUpdateSchema, {
      incident,
      ...edit,
      body,
      whatYouCanDo,
      notify,
      ...(occurredAt ? { occurredAt } : {}),
    }),
  };
}
