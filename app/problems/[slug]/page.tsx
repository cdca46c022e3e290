import { en } from '#messages/en/site';
import { PROBLEMS, type ProblemCode } from '#server/errors';
import { page } from '#server/http/page';

export const dynamicParams = false;
export const metadata = { title: en.problems.title };

export function generateStaticParams() {
  return Object.keys(PROBLEMS).map((code) => ({ slug: code.replaceAll('_', '-') }));
}

export default page('public', async ({ params }: { params: Promise<{ slug: string }> }) => {
  const { slug } = await params;
  const code = slug.replaceAll('-', '_');
  const [status, title] = PROBLEMS[code as ProblemCode]; // one of generateStaticParams
  return (
    <main className="mx-auto max-w-[860px] px-4 py-8 sm:px-6 sm:py-12">
      <h1 className="text-title">{title}</h1>
      <p className="mt-4">{en.problems.status(status)}</p>
    </main>
  );
});
