import { formatAuthor } from '#components/console/frame/format-author.ts';
import { PublishedText } from '#components/site/frame/published-text';
import { ActionForm, type Send } from '#components/ui/action-form';
import { Disclosure } from '#components/ui/disclosure';
import { UtcTime } from '#components/ui/utc-time';
import { formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { consolePostmortemsEn } from '#messages/en/console-postmortems';
import type { Author } from '#server/incidents/reads/author-names';
import type { StaffComment } from '#server/postmortems/view-types';

const TEXT = consolePostmortemsEn.comments;

/** `newKey`: names a request, so that sending it again adds nothing. Acts are null for people who can only read. */
type CommentActs = { comment: Send; resolve: Send } | null;
type Props = { postmortem: string; comments: readonly StaffComment[]; acts: CommentActs; now: Instant; newKey: string };

/** Shows comments with their replies; resolved ones are folded. */
export function CommentThread({ comments, ...others }: Props) {
  const open = comments.filter(({ resolved }) => resolved === null);
  const resolved = comments.filter((comment) => comment.resolved !== null);
  return (
    <>
      {open.map((comment) => (
        <Comment key={comment.id} comment={comment} {...others} />
      ))}
      {resolved.length > 0 && (
        <Disclosure summary={TEXT.resolvedCount(resolved.length)} className="mt-2">
          {resolved.map((comment) => (
            <Comment key={comment.id} comment={comment} {...others} />
          ))}
        </Disclosure>
      )}
    </>
  );
}

type CommentProps = Omit<Props, 'comments'> & { comment: StaffComment };

function Comment({ comment, postmortem, acts, now, newKey }: CommentProps) {
  const { id, quote, html, author, createdAt, replies, resolved } = comment;
  const name = formatAuthor(author);
  return (
    <article id={`comment-${id}`} className="mt-3 rounded-control bg-sunken px-4 py-3 forced-colors:border">
      <Said author={author} at={createdAt} html={html} quote={quote} now={now} />
      {replies.map((reply) => (
        <div key={reply.id} className="mt-2 border-s-2 border-line ps-3">
          <Said author={reply.author} at={reply.createdAt} html={reply.html} quote={null} now={now} />
        </div>
      ))}
      {resolved && <p className="mt-1 text-micro text-quiet">{TEXT.resolvedBy(formatAuthor(resolved.by))}</p>}
      {acts && !resolved && (
        <div className="mt-1 flex flex-wrap items-start gap-x-4 gap-y-1">
          <details className="open:w-full">
            <summary className="link inline-flex min-h-6 cursor-pointer text-small">{TEXT.reply}</summary>
            <ActionForm action={acts.comment} submit={TEXT.send} className="mt-1">
              <input type="hidden" name="postmortem" value={postmortem} />
              <input type="hidden" name="replyTo" value={id} />
              <input type="hidden" name="idempotencyKey" value={`${newKey}-${id}`} />
              <textarea
                name="body"
                aria-label={TEXT.replyTo(name)}
                rows={2}
                required
                className="field field-sizing-content"
              />
            </ActionForm>
          </details>
          <ActionForm action={acts.resolve} submit={TEXT.resolve} label={TEXT.resolveOf(name)} isSmall isGhost>
            <input type="hidden" name="postmortem" value={postmortem} />
            <input type="hidden" name="comment" value={id} />
          </ActionForm>
        </div>
      )}
    </article>
  );
}

type SaidProps = { author: Author; at: Instant; html: string; quote: string | null; now: Instant };

function Said({ author, at, html, quote, now }: SaidProps) {
  return (
    <>
      <p className="text-small">
        <strong className="font-semibold">{formatAuthor(author)}</strong>{' '}
        <span className="text-quiet">
          <UtcTime at={at} text={formatMoment(at, now)} />
        </span>
      </p>
      {quote !== null && (
        <blockquote className="mt-1 w-fit rounded-tag bg-accent-tint px-2 py-0.5 text-small">{quote}</blockquote>
      )}
      <div className="text-small">
        <PublishedText html={html} />
      </div>
    </>
  );
}
