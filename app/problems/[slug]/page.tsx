import { notFound } from 'next/navigation';
import { PROBLEMS, type ProblemCode } from '#server/errors';

export default async function ProblemPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const code = slug.replaceAll('-', '_');
  if (!Object.hasOwn(PROBLEMS, code)) notFound();
  const [status, title] = PROBLEMS[code as ProblemCode];
  return (
    <main>
      <h1>{title}</h1>
      <p>
        Answers with HTTP status {status}. The field <code>detail</code> of the answer says what to do.
      </p>
    </main>
  );
}
