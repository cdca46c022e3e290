import { en } from '#messages/en/site';
import { Icon } from './icon.tsx';

type TextProps = { status: number; title: string; text: string };
type Props = TextProps & { link: string; href: string };

/** Shows the text of an error: its status, what happened, and what to do. */
export function NoticeText({ status, title, text }: TextProps) {
  return (
    <>
      <p className="text-small font-label text-quiet">{en.notice.code(status)}</p>
      <h1 className="mt-1 text-title">{title}</h1>
      <p className="mt-3 max-w-[66ch] text-reading">{text}</p>
    </>
  );
}

/** Shows an error within a page, with one link. */
export function Notice({ link, href, ...text }: Props) {
  return (
    <div>
      <NoticeText {...text} />
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
    <main id="_content" className="mx-auto max-w-[56.75rem] px-4 py-10 sm:px-6 sm:py-14">
      <Notice {...props} />
    </main>
  );
}
