import { refresh } from 'next/cache';
import { redirect, unstable_rethrow } from 'next/navigation';
import type { Action } from '#domain/access/permission';
import type { SavedText, SentText } from '#domain/postmortem/edited-text';
import type { PolicyEffect } from '#domain/sla/policy-effect';
import type { ImportLine } from '#domain/subscription/plan-import';
import { consoleEn } from '#messages/en/console';
import { type ActingContext, authorize } from '#server/actor';
import { type Context, context } from '#server/context';
import { faultOwner } from '#server/db/sql-fault';
import { AppError, isDatabaseAway, PROBLEMS } from '#server/errors';
import type { Cookie } from '#server/identity/sign-in/cookies';
import type { QrCode } from '#server/identity/sign-in/qr-code';
import type { Client } from '#server/identity/sign-in/request-client';
import { currentClient, currentSession, setCookies } from './current-staff.ts';
import { currentRequestId, noteAction, setActionStatus } from './request-context.ts';
import { isSameOrigin } from './same-origin.ts';

/**
 * The result that a form shows after it was sent. `shown` is displayed once and stored nowhere; `preview`: what readers would see; `conflict`: two texts
 * to compare; `effect`: what a policy would change in a figure, null without a figure to compare; `nextVersion`: the number of the new policy version;
 * `differences`: what a file would change; `text`: the file itself, for browsers that do not restore it; `needsReason`: the form must be sent again with
 * a reason; `published`: what an earlier attempt published whose answer was lost; `link`: the next page; `field`: the field that is wrong; `lines`: what becomes
 * of each row of an import; `fields`: what
 * was sent, for pages without scripts, whose fields are empty after an answer; `saved`: a text of a post-mortem as it is stored; `unsaved`: one that was refused.
 */
type FormState = {
  kind: 'error' | 'done';
  message: string;
  shown?: { label: string; lines: string[]; qr?: QrCode & { label: string } };
  preview?: {
    html: string;
    whatYouCanDo: string | null;
    state: string;
    mail: { subject: string; text: string } | null;
    webhook: string | null;
    recipients: { people: number; webhooks: number } | null;
  };
  conflict?: { theirs: string; yours: string; version: number };
  effect?: PolicyEffect | null;
  warnings?: string[];
  nextVersion?: number;
  differences?: string[];
  text?: string;
  needsReason?: boolean;
  published?: { update: string; version: number };
  link?: { href: string; label: string };
  field?: string;
  lines?: ImportLine[];
  fields?: Record<string, string | string[]>;
  saved?: SavedText;
  unsaved?: SentText;
} | null;
/** The content of a form. A repeated field becomes a list; files are rejected. */
type Submission = {
  fields: Record<string, string | string[]>;
  client: Client;
  setCookies: (values: readonly Cookie[]) => Promise<void>;
};
/** The address to redirect to, or the state to show on the same page. */
type Outcome = { to: string } | FormState | undefined;
type Work<C> = (ctx: C, submission: Submission) => Promise<Outcome>;
type ServerAction = (previous: FormState, form: FormData) => Promise<FormState>;

/** More than a post-mortem with the longest timeline has. */
const FIELDS_MAX = 1_000;

function fieldsOf(form: FormData): Submission['fields'] {
  const entries = [...form].filter(([name]) => !name.startsWith('$ACTION'));
  if (entries.length > FIELDS_MAX || entries.some(([, value]) => typeof value !== 'string'))
    throw new AppError('invalid_input', `A form must have at most ${FIELDS_MAX} fields and no files.`);
  const fields = new Map<string, string | string[]>();
  for (const [name, value] of entries as [string, string][]) {
    const before = fields.get(name);
    fields.set(name, before === undefined ? value : [before, value].flat());
  }
  return Object.fromEntries(fields);
}

function failure(error: unknown): FormState {
  unstable_rethrow(error); // Next signals a redirect by an error
  if (error instanceof AppError) {
    if (error.code === 'forbidden' || error.code === 'too_many_attempts') setActionStatus(PROBLEMS[error.code][0]);
    return { kind: 'error', message: error.message };
  }
  if (faultOwner(error) === 'sender') return { kind: 'error', message: consoleEn.form.unstorable };
  const requestId = currentRequestId() ?? '';
  context().databaseFaults.note(error);
  context().log.error({ requestId, message: (error as Error).message }, 'action failed');
  return { kind: 'error', message: isDatabaseAway(error) ? consoleEn.form.away : consoleEn.form.failed(requestId) };
}

async function actingFor(action: Action): Promise<ActingContext | null> {
  const session = await currentSession();
  if (!session) return null;
  authorize(session, action);
  return { ...context(), actor: session.actor };
}

/**
 * Wraps every server action: accepts requests from our own pages only, checks access and turns errors into messages of the form. A signed-out person
 * gets a message and keeps their text; a missing role is named, with status 403.
 */
export function action(access: 'public', work: Work<Context>): ServerAction;
export function action(access: Action, work: Work<ActingContext>): ServerAction;
export function action(access: 'public' | Action, work: Work<Context> | Work<ActingContext>): ServerAction {
  return async (_, form) => {
    try {
      noteAction();
      const client = await currentClient();
      if (!isSameOrigin(client.headers)) throw new AppError('forbidden', consoleEn.form.otherSite);
      const ctx = access === 'public' ? context() : await actingFor(access);
      if (!ctx) return { kind: 'error', message: consoleEn.form.signedOut };
      const outcome = await (work as Work<Context>)(ctx, { fields: fieldsOf(form), client, setCookies }); // the overloads pair context and function
      if (outcome && 'to' in outcome) return redirect(outcome.to);
      refresh();
      return outcome ?? null;
    } catch (error) {
      return failure(error);
    }
  };
}
