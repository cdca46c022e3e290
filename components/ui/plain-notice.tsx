import { en } from '#messages/en/site';
import { Icon } from './icon.tsx';

type Props = { status: number; title: string; text: string; link: string; href: string };

/** Shows an error within a page: its status, what happened, what to do, and one link. */
export function Notice({ status, title, text, link, href }: Props) {
  return (
    <div>
      <p className="text-small font-label text-quiet">{en.notice.code(status)}</p>
      <h1 className="mt-1 text-title">{title}</h1>
      <p className="mt-3 max-w-[66ch] text-reading">{text}</p>
      <p className="mt-6">
        <a className="button button-large max-w-full" href={href}>
          {link}
          <Icon name="chevron" className="size-3.5 rtl:-scale-x-100" />
        </a>
      </p>
    </div>
  );
}

/** Shows a page with an error and one link. */
export function PlainNotice(props: Props) {
  return (
    <main className="mx-auto max-w-[56.75rem] px-4 py-10 sm:px-6 sm:py-14">
      <Notice {...props} />
    </main>
  );
}
