import { PageFrame } from '#components/site/frame/page-frame';
import { NoticeText } from '#components/ui/plain-notice';
import type { SystemSummary } from '#domain/site/summary';
import { StatusLink } from './status-link.tsx';

/** Shows that nothing exists at an address, with the current status as the link to continue. */
export function AbsentPage({ summary, title, text }: { summary: SystemSummary; title: string; text: string }) {
  return (
    <PageFrame generatedAt={summary.generatedAt}>
      <div id="_absent" className="py-5 sm:py-6">
        <NoticeText status={404} title={title} text={text} />
        <div className="mt-6 max-w-[35rem]">
          <StatusLink summary={summary} href="/" />
        </div>
      </div>
    </PageFrame>
  );
}
