import { PostmortemEditor } from '#components/console/postmortems/postmortem-editor';
import { may } from '#domain/access/permission';
import { consolePostmortemsEn } from '#messages/en/console-postmortems';
import { page, titleOf } from '#server/http/page';
import { approverChoices } from '#server/postmortems/reads/approver-choices';
import { owedPostmortems } from '#server/postmortems/reads/owed-postmortems';
import { postmortemForStaff } from '#server/postmortems/reads/postmortem-for-staff';
import { newPublicId } from '#server/random';
import { promise } from '../actions.ts';
import {
  add,
  approve,
  approveAndPublish,
  change,
  changes,
  comment,
  link,
  publish,
  remove,
  resolve,
  review,
  save,
} from './actions.ts';

type Props = { params: Promise<{ id: string }> };

const ACTS = {
  ...{ save, review, changes, approve, publish, approveAndPublish },
  ...{ comment, resolve, add, change, remove, link, promise },
};

export const generateMetadata = titleOf('incident:read', consolePostmortemsEn.list.title);

export default page<Props>('incident:read', async (ctx, { params }) => {
  const { id } = await params;
  const postmortem = await postmortemForStaff(ctx, id);
  const canEdit = ctx.actor.kind === 'staff' && may(ctx.actor.role, 'postmortem:write');
  return (
    <PostmortemEditor
      postmortem={postmortem}
      approvers={canEdit ? await approverChoices(ctx, id) : []}
      owed={canEdit && postmortem.publishedVersion === null ? await owedPostmortems(ctx) : []}
      canEdit={canEdit}
      acts={ACTS}
      newKey={newPublicId(ctx.random)}
    />
  );
});
