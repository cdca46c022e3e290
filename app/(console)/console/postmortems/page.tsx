import { OwedList } from '#components/console/postmortems/owed-list';
import { PostmortemList } from '#components/console/postmortems/postmortem-list';
import { may } from '#domain/access/permission';
import { consolePostmortemsEn } from '#messages/en/console-postmortems';
import { page, titleOf } from '#server/http/page';
import { staffPostmortems } from '#server/postmortems/reads/staff-postmortems';
import { promise, start } from './actions.ts';

const TEXT = consolePostmortemsEn.list;
export const generateMetadata = titleOf('incident:read', TEXT.title);

export default page('incident:read', async (ctx) => {
  const { owed, postmortems } = await staffPostmortems(ctx);
  const canWrite = ctx.actor.kind === 'staff' && may(ctx.actor.role, 'postmortem:write');
  return (
    <>
      <h1 className="text-title">{TEXT.title}</h1>
      <OwedList owed={owed} acts={canWrite ? { start, promise } : null} />
      <PostmortemList postmortems={postmortems} now={ctx.clock.now()} />
    </>
  );
});
