'use client'; // keeps what was chosen while a preview is made

import { useState } from 'react';
import { STATED, type Stated } from '#domain/incident';
import { consoleIncidentsEn } from '../../../messages/console-incidents-en.ts';
import { en } from '../../../messages/en.ts';

const TEXT = consoleIncidentsEn.composer;

export type NamedComponent = { slug: string; name: string };

/** What is said of each component; as before where nothing is chosen. */
export function ComponentChoices({ components, chosen = {} }: { components: readonly NamedComponent[]; chosen?: Record<string, Stated> }) {
  const [said, setSaid] = useState<Record<string, string>>(chosen);
  return components.map(({ slug, name }) => (
    <div key={slug} className="mt-3">
      <label htmlFor={`status-${slug}`} className="block font-semibold">
        {TEXT.component(name)}
      </label>
      <select
        id={`status-${slug}`}
        name={`status:${slug}`}
        className="field mt-1"
        value={said[slug] ?? ''}
        onChange={(event) => setSaid({ ...said, [slug]: event.target.value })}
      >
        <option value="">{TEXT.unchanged}</option>
        {STATED.map((status) => (
          <option key={status} value={status}>
            {en.label[status]}
          </option>
        ))}
      </select>
    </div>
  ));
}
