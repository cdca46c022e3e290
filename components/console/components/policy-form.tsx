'use client'; // previews the effect of a policy before it is saved, and preserves the input

import { useState } from 'react';
import { Field } from '#components/ui/fields';
import { usePreservedForm } from '#components/ui/use-preserved-form.ts';
import { UtcTime } from '#components/ui/utc-time';
import { POLICY_FIELDS, POLICY_KEYS } from '#domain/catalog/catalog';
import type { Policy } from '#domain/measurement/policy';
import type { PolicyEffect } from '#domain/sla/policy-effect';
import { formatExact } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { consoleCatalogEn } from '#messages/en/catalog';
import { consoleEn } from '#messages/en/console';
import { EffectTable } from './effect-table.tsx';

const TEXT = consoleCatalogEn.rules;

type Result = {
  kind: 'error' | 'done';
  message: string;
  effect?: PolicyEffect | null;
  warnings?: string[];
  nextVersion?: number;
} | null;
type SendPolicy = (previous: Result, form: FormData) => Promise<Result>;
type Props = { action: SendPolicy; slug: string; nextVersion: number; last: Policy; earliest: Instant | null };

/** Shows the form for the next policy version of a component. */
export function PolicyForm({ action, slug, nextVersion, last, earliest }: Props) {
  const { result, isPending, form } = usePreservedForm<Result>(action);
  const [changed, setChanged] = useState<Result>(null);
  return (
    <form {...form} onInput={() => setChanged(result)}>
      <input type="hidden" name="component" value={slug} />
      <input type="hidden" name="version" value={result?.nextVersion ?? nextVersion} />
      <p className="mt-2">
        {TEXT.intro} {TEXT.version(result?.nextVersion ?? nextVersion)}
      </p>
      <div className="grid gap-x-6 sm:grid-cols-2 sm:items-end">
        {POLICY_KEYS.map((rule) => (
          <RuleField key={rule} rule={rule} value={last[rule]} />
        ))}
      </div>
      <Field label={TEXT.from} hint={TEXT.fromHint} id="from" name="from" autoComplete="off" />
      {earliest !== null && (
        <p className="text-small text-quiet">
          {TEXT.earliest} <UtcTime at={earliest} text={formatExact(earliest)} isExact />
        </p>
      )}
      <Field label={TEXT.reason} hint={TEXT.reasonHint} id="reason" name="reason" autoComplete="off" maxLength={500} />
      <div aria-live="polite">
        {isPending ? (
          <p className="my-3 text-quiet">{consoleEn.form.working}</p>
        ) : (
          result && <Outcome result={result} isOld={changed === result} />
        )}
      </div>
      <div className="mt-4 flex flex-wrap gap-3">
        <button type="submit" name="intent" value="preview" disabled={isPending} className="button button-primary">
          {TEXT.preview}
        </button>
        <button type="submit" name="intent" value="save" disabled={isPending} className="button">
          {TEXT.save}
        </button>
      </div>
    </form>
  );
}

function RuleField({ rule, value }: { rule: keyof typeof POLICY_FIELDS; value: number | null }) {
  const { key, per } = POLICY_FIELDS[rule];
  const isOptional = rule === 'latencyLimitUs';
  return (
    <Field
      label={TEXT.field[key]}
      {...(isOptional ? { hint: TEXT.latencyHint } : {})}
      id={key}
      name={key}
      inputMode="decimal"
      defaultValue={value === null ? '' : value / per}
      required={!isOptional}
      autoComplete="off"
    />
  );
}

/** `isOld`: the form has changed since the preview. */
function Outcome({
  result: { kind, message, effect, warnings = [] },
  isOld,
}: {
  result: NonNullable<Result>;
  isOld: boolean;
}) {
  if (isOld && effect !== undefined) return <p className="my-3 text-quiet">{TEXT.changed}</p>;
  return (
    <>
      {kind === 'error' && (
        <p className="my-3 border-s-4 border-maj-solid ps-3 font-semibold text-maj-ink">{message}</p>
      )}
      {warnings.map((warning) => (
        <p key={warning} className="my-3 border-s-4 border-deg-solid ps-3 font-semibold">
          {warning}
        </p>
      ))}
      {effect !== undefined && <EffectTable effect={effect} />}
    </>
  );
}
