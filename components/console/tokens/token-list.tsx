import { ActionForm, type Send } from '#components/ui/action-form';
import { UtcTime } from '#components/ui/utc-time';
import { formatFullMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { consoleEn } from '#messages/en/console';

type Token = {
  id: number;
  name: string;
  prefix: string;
  scopes: readonly string[];
  source: string | null;
  expiresAt: Instant | null;
  revokedAt: Instant | null;
};
type Props = { tokens: readonly Token[]; now: Instant; revoke: Send };

const texts = consoleEn.tokens;

/** The tokens there are, without their secrets. */
export function TokenList({ tokens, now, revoke }: Props) {
  if (tokens.length === 0) return <p className="mt-2">{texts.none}</p>;
  return (
    <ul className="mt-2">
      {tokens.map((token) => (
        <li key={token.id} className="flex flex-wrap items-center justify-between gap-3 border-b border-line py-3">
          <div className="min-w-0">
            <p className="font-semibold">{token.name}</p>
            <p className="text-small">
              <code>cnd_{token.prefix}_…</code> {token.source !== null && texts.forSource(token.source)}
            </p>
            <p className="text-small text-quiet">
              {token.scopes.join(', ')}, <Ending token={token} now={now} />
            </p>
          </div>
          {token.revokedAt === null && (
            <ActionForm action={revoke} submit={texts.revoke} label={texts.revokeOf(token.name)} isSmall>
              <input type="hidden" name="id" value={token.id} />
            </ActionForm>
          )}
        </li>
      ))}
    </ul>
  );
}

function Ending({ token: { expiresAt, revokedAt }, now }: { token: Token; now: Instant }) {
  const at = revokedAt ?? expiresAt;
  if (at === null) return texts.never;
  const word = revokedAt !== null ? texts.revoked : at <= now ? texts.expired : texts.expires;
  return (
    <>
      {word} <UtcTime at={at} text={formatFullMoment(at)} />
    </>
  );
}
