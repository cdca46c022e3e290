import { AbsentPage } from '#components/site/home/absent-page';
import { en } from '#messages/en/site';
import { context } from '#server/context';
import { PROBLEMS, type ProblemCode } from '#server/errors';
import { absentPage, page } from '#server/http/page';
import { systemSummary } from '#server/site/summary';

export const metadata = { title: en.problems.title };

const isProblem = (code: string): code is ProblemCode => Object.hasOwn(PROBLEMS, code);

export default page('public', async ({ params }: { params: Promise<{ slug: string }> }) => {
  const { slug } = await params;
  const code = slug.replaceAll('-', '_');
  if (!isProblem(code)) return absentPage(<AbsentPage summary={await systemSummary(context())} {...en.notFound} />);
  const [status, title] = PROBLEMS[code];
  return (
    <main id="_content" className="mx-auto max-w-[56.75rem] px-4 py-10 sm:px-6 sm:py-14">
      <h1 className="text-title">{title}</h1>
      <p className="mt-3 max-w-[66ch] text-reading">{en.problems.status(status)}</p>
    </main>
  );
});
