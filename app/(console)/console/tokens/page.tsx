import { TokenForm } from '#components/console/tokens/token-form';
import { TokenList } from '#components/console/tokens/token-list';
import { Section } from '#components/ui/section';
import { consoleEn } from '#messages/en/console';
import { page, titleOf } from '#server/http/page';
import { listTokens } from '#server/identity/tokens/reads/list-tokens';
import { endToken, makeToken } from './actions.ts';

const texts = consoleEn.tokens;
export const generateMetadata = titleOf('token:write', texts.title);

export default page('token:write', async (ctx) => {
  const tokens = (await listTokens(ctx)).map(({ createdAt: _, expiresAt, revokedAt, source, ...token }) => ({
    ...token,
    source: source?.name ?? null,
    expiresAt: expiresAt?.getTime() ?? null,
    revokedAt: revokedAt?.getTime() ?? null,
  }));
  return (
    <>
      <h1 className="text-title">{texts.title}</h1>
      <p className="mt-2 max-w-[46rem]">{texts.intro}</p>
      <Section title={texts.make}>
        <TokenForm action={makeToken} />
      </Section>
      <Section title={texts.list}>
        <TokenList tokens={tokens} now={ctx.clock.now()} revoke={endToken} />
      </Section>
    </>
  );
});
