import type { Metadata } from 'next';
import { PlainNotice } from '#components/ui/plain-notice';
import { en } from '#messages/en/site';

export const metadata: Metadata = { title: en.notFound.title };

export default function NotFound() {
  return <PlainNotice status={404} {...en.notFound} href="/" />;
}
