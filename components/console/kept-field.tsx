'use client'; // keeps what was written when a form comes back with an error

import { type InputHTMLAttributes, useState } from 'react';
import { Field } from './fields.tsx';

type Props = Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange'> & { label: string; name: string; id: string; hint?: string; initial?: string };

/** A line to fill in that keeps what was written. */
export function KeptField({ initial = '', ...field }: Props) {
  const [text, setText] = useState(initial);
  return <Field {...field} value={text} onChange={(event) => setText(event.target.value)} />;
}
