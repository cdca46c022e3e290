import type { SectionFinding } from '#domain/postmortem/content-parts';
import type { Instant } from '#domain/time/interval';
import type { StaffPostmortem } from './view-types.ts';

const iso = (t: Instant) => new Date(t).toISOString();
const isoOrNull = (t: Instant | null) => (t === null ? null : iso(t));

/** Formats a finding, as in the answers about the working version. */
export function formatFinding({ sentence: _, hint: __, other: ___, ...finding }: SectionFinding) {
  return finding;
}

/** Formats the working version for GET /api/v1/postmortems/{id}/draft, as described by public-schemas.ts. */
export function formatDraft(draft: StaffPostmortem) {
  const { content, comments, actionItems, findings, versions } = draft;
  return {
    id: draft.publicId,
    state: draft.state,
    title: draft.title,
    version: draft.version,
    savedAt: iso(draft.savedAt),
    author: draft.author,
    approver: draft.approver,
    reviewRequestedAt: isoOrNull(draft.reviewRequestedAt),
    approved: draft.approved && { by: draft.approved.by, at: iso(draft.approved.at) },
    publishedAt: isoOrNull(draft.publishedAt),
    publishedVersion: draft.publishedVersion,
    promisedOn: draft.promisedOn,
    incidents: draft.incidents.map(({ publicId }) => publicId),
    sections: content.sections,
    timeline: content.timeline.map(({ at, text, isKey }) => ({ at: iso(at), text, isKey })),
    explanations: content.explanations,
    findings: findings.map(formatFinding),
    advice: draft.advice,
    blockers: draft.blockers,
    comments: comments.map(({ createdAt, resolved, replies, ...comment }) => ({
      ...comment,
      createdAt: iso(createdAt),
      resolved: resolved && { by: resolved.by, at: iso(resolved.at) },
      replies: replies.map((reply) => ({ ...reply, createdAt: iso(reply.createdAt) })),
    })),
    images: draft.images.map(({ address, alt, markdown, isPublic }) => ({ image: address, alt, markdown, isPublic })),
    actionItems: actionItems.map(({ publicId, changes: _, ...item }) => ({ id: publicId, ...item })),
    versions: versions.map(({ savedAt, publishedAt, ...version }) => ({
      ...version,
      savedAt: iso(savedAt),
      publishedAt: isoOrNull(publishedAt),
    })),
  };
}
