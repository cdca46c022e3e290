type Props = { title: string; text: string; link: string; href: string };

/** Shows one message and one link within a page. */
export function Notice({ title, text, link, href }: Props) {
  return (
    <div className="border-s-8 border-unk-solid ps-4 sm:ps-6">
      <h1 className="text-title">{title}</h1>
      <p className="mt-3">{text}</p>
      <p className="mt-3">
        <a className="inline-block min-h-6 text-accent underline underline-offset-2" href={href}>
          {link}
        </a>
      </p>
    </div>
  );
}

/** Shows a page with one message and one link. */
export function PlainNotice(props: Props) {
  return (
    <main className="mx-auto max-w-[860px] px-4 py-8 sm:px-6 sm:py-12">
      <Notice {...props} />
    </main>
  );
}
