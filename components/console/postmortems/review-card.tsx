import { formatAuthor } from '#components/console/frame/format-author.ts';
import { ActionForm, type Send } from '#components/ui/action-form';
import { Card, CardSection } from '#components/ui/card';
import { Disclosure } from '#components/ui/disclosure';
import { Choice, TextArea } from '#components/ui/fields';
import { Icon } from '#components/ui/icon';
import { Stepper } from '#components/ui/stepper';
import { UtcTime } from '#components/ui/utc-time';
import { POSTMORTEM_STATES } from '#domain/postmortem/postmortem';
import { shortDayUtc } from '#domain/time/format-brief';
import { formatMoment } from '#domain/time/format-utc';
import { consolePostmortemsEn } from '#messages/en/console-postmortems';
import type { StaffPostmortem } from '#server/postmortems/view-types';

const TEXT = consolePostmortemsEn.review;
const EDITOR = consolePostmortemsEn.editor;

/** Acts are null for people who can only read. */
type ReviewActs = { review: Send; changes: Send; approve: Send } | null;
type Approver = { id: string; name: string };
type Props = { postmortem: StaffPostmortem; approvers: readonly Approver[]; acts: ReviewActs };

/** Shows how far the review has come, who takes part, and what they can do next. */
export function ReviewCard({ postmortem, approvers, acts }: Props) {
  const { state, comments, approver, author, approved, reviewRequestedAt, now } = postmortem;
  const open = comments.filter(({ resolved }) => resolved === null).length;
  return (
    <Card id="review" labelledBy="review-title" className="scroll-mt-6">
      <CardSection className="sm:px-4 sm:py-4">
        <h2 id="review-title" className="mb-2.5 text-section">
          {TEXT.title}
        </h2>
        <Stepper
          label={TEXT.steps}
          steps={stepsOf(postmortem)}
          current={POSTMORTEM_STATES.indexOf(state)}
          isComplete={state === 'published'}
        />
        <dl className="mt-3 grid grid-cols-[auto_1fr] gap-y-1 text-small">
          <dt className="text-quiet">{EDITOR.author}</dt>
          <dd className="text-end font-semibold text-ink">{formatAuthor(author)}</dd>
          <dt className="text-quiet">{EDITOR.approver}</dt>
          <dd className="text-end font-semibold text-ink">{approver ? approver.name : EDITOR.anyApprover}</dd>
        </dl>
        {reviewRequestedAt !== null && (
          <Line icon="clock">
            {TEXT.requested} <UtcTime at={reviewRequestedAt} text={formatMoment(reviewRequestedAt, now)} />
          </Line>
        )}
        {approved && (
          <Line icon="check">
            {TEXT.approvedBy(approved.by.name)} <UtcTime at={approved.at} text={formatMoment(approved.at, now)} />
          </Line>
        )}
        {open > 0 && <Line icon="document">{consolePostmortemsEn.comments.count(open)}</Line>}
        {acts && <Acts postmortem={postmortem} approvers={approvers} acts={acts} />}
      </CardSection>
    </Card>
  );
}

function stepsOf({ versions, state, reviewRequestedAt, approved, publishedAt }: StaffPostmortem) {
  const times = {
    draft: versions.at(-1)?.savedAt ?? null,
    in_review: reviewRequestedAt,
    approved: approved?.at ?? null,
    published: state === 'published' ? publishedAt : null,
  };
  return POSTMORTEM_STATES.map((key) => {
    const at = times[key];
    const name = consolePostmortemsEn.state[key];
    return at === null ? { key, name } : { key, name, at: <UtcTime at={at} text={shortDayUtc(at)} isBrief /> };
  });
}

function Line({ icon, children }: { icon: 'clock' | 'check' | 'document'; children: React.ReactNode }) {
  return (
    <p className="mt-1.5 flex items-start gap-2 text-small text-quiet">
      <Icon name={icon} className="mt-0.5 size-4" />
      <span>{children}</span>
    </p>
  );
}

function Acts({ postmortem, approvers, acts }: Props & { acts: NonNullable<ReviewActs> }) {
  const { publicId, version, state, approval, approver } = postmortem;
  const ids = (
    <>
      <input type="hidden" name="postmortem" value={publicId} />
      <input type="hidden" name="version" value={version} />
    </>
  );
  if (state === 'published') return null;
  if (state === 'draft')
    return (
      <ActionForm action={acts.review} submit={TEXT.request}>
        {ids}
        <Choice
          id="approver"
          name="approver"
          label={TEXT.whoApproves}
          value={approvers.find(({ name }) => name === approver?.name)?.id}
          options={[
            { value: '', label: EDITOR.anyApprover },
            ...approvers.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      </ActionForm>
    );
  return (
    <>
      {state === 'in_review' && approval === 'granted' && (
        <ActionForm action={acts.approve} submit={TEXT.approve} className="mt-3" isSmall>
          {ids}
          <p className="mb-2 text-micro text-quiet">{TEXT.approveHint}</p>
        </ActionForm>
      )}
      {state === 'in_review' && approval !== 'granted' && (
        <p className="mt-3 text-micro text-quiet">{approval === 'same_person' ? TEXT.own : TEXT.noPerson}</p>
      )}
      <Disclosure id="request-changes" summary={TEXT.changes} className="mt-3 scroll-mt-6">
        <ActionForm action={acts.changes} submit={TEXT.changes}>
          {ids}
          <TextArea
            id="changes-reason"
            name="reason"
            label={TEXT.changesReason}
            hint={TEXT.changesHint}
            rows={3}
            maxLength={500}
            required
          />
        </ActionForm>
      </Disclosure>
    </>
  );
}
