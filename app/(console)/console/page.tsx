import { page, titleOf } from '#server/http/page';
import { ownAccount } from '#server/staff/own-account';
import { consoleEn } from '../../../messages/console-en.ts';

const words = consoleEn.overview;
export const generateMetadata = titleOf('incident:read', words.title);

export default page('incident:read', async (ctx) => {
  const { name, hasPassword, hasSecondFactor } = await ownAccount(ctx);
  return (
    <>
      <h1 className="text-2xl font-semibold">{words.title}</h1>
      <p className="mt-4">{words.greeting(name)}</p>
      {hasPassword && !hasSecondFactor && (
        <p className="mt-4 border-s-4 border-degraded ps-3">
          {words.noSecondFactor}{' '}
          <a href="/console/account" className="inline-block min-h-6 text-accent underline underline-offset-4">
            {words.setUpNow}
          </a>
        </p>
      )}
    </>
  );
});
