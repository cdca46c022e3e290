'use client'; // Next demands it of error boundaries

import { PlainNotice } from '#components/plain-notice';
import { en } from '../messages/en.ts';

/** The link loads the page anew, so that it works where no script runs. */
export default function ErrorPage() {
  return <PlainNotice {...en.error} href="" />;
}
