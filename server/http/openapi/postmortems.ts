import { z } from 'zod';
import {
  findingsSchema,
  improvementListSchema,
  improvementQuerySchema,
  postmortemListSchema,
  postmortemSchema,
  savedPostmortemSchema,
  workingPostmortemSchema,
} from '#server/postmortems/public-schemas';
import {
  addActionItemSchema,
  approvePostmortemSchema,
  changeActionItemSchema,
  checkTextSchema,
  commentPostmortemSchema,
  createPostmortemSchema,
  promisePostmortemSchema,
  publishPostmortemSchema,
  requestChangesSchema,
  requestReviewSchema,
  savePostmortemSchema,
} from '#server/postmortems/schemas';
import { answer, json, operation } from './operation.ts';

const OF_POSTMORTEM = { postmortem: true } as const;
const OF_ITEM = { postmortem: true, item: true } as const;
const ONCE = { idempotencyKey: true } as const;
const TAG = 'Post-mortems';
const REFUSALS = [400, 404, 409, 413, 422];

const publicId = z.string().meta({ description: '12 letters and digits', example: 'k3f9a0c2m7xq' });
const version = z.number().int();
const postmortem = { id: publicId.meta({ description: 'Id of a post-mortem: 12 letters and digits' }) };
const item = { ...postmortem, item: publicId.meta({ description: 'Id of an action item of this post-mortem' }) };
const image = {
  ...postmortem,
  name: z
    .string()
    .meta({ description: 'Name of an image of this post-mortem', example: `${'0f'.repeat(16)}-1280x720.png` }),
};
const pixels = z.string().meta({ format: 'binary' });
const comment = {
  ...postmortem,
  comment: z.number().int().meta({ description: 'Id of a comment on this post-mortem' }),
};
const idempotency = z.object({
  'idempotency-key': z.string().optional().meta({
    description:
      'Makes the request safe to repeat: a repeat with the same key changes nothing and gets the same response',
  }),
});
const written = z.strictObject({ postmortem: publicId, version });

type Write = {
  path?: Record<string, z.ZodType>;
  body?: z.ZodType;
  answers: z.ZodType;
  status?: '200' | '201';
  isOnce?: boolean;
};

function write(id: string, summary: string, { path, body, answers, status = '201', isOnce = false }: Write) {
  const params = { ...(path ? { path: z.object(path) } : {}), ...(isOnce ? { header: idempotency } : {}) };
  return operation({
    ...{ id, tag: TAG, summary, access: 'token', params },
    ...(body ? { body: json(body) } : {}),
    answers: answer(status, answers),
    refusals: body ? REFUSALS : [404, 409, 422],
  });
}

/** Describes the steps from a draft to its publication. */
function steps() {
  return {
    '/api/v1/postmortems/{id}/draft': {
      get: operation({
        id: 'getPostmortemDraft',
        tag: TAG,
        summary: 'Get the working version with its findings, comments, and what prevents publishing',
        access: 'token',
        params: { path: z.object(postmortem) },
        answers: answer('200', workingPostmortemSchema),
        refusals: [404],
      }),
    },
    '/api/v1/postmortems/{id}/review': {
      post: write('requestReview', 'Ask for a review of the working version', {
        path: postmortem,
        body: requestReviewSchema.omit(OF_POSTMORTEM),
        answers: written,
      }),
    },
    '/api/v1/postmortems/{id}/changes': {
      post: write('requestChanges', 'Return the working version to its author', {
        path: postmortem,
        body: requestChangesSchema.omit(OF_POSTMORTEM),
        answers: written,
      }),
    },
    '/api/v1/postmortems/{id}/approval': {
      post: write('approvePostmortem', "Approve another person's version; requires a signed-in person, not a token", {
        path: postmortem,
        body: approvePostmortemSchema.omit(OF_POSTMORTEM),
        answers: written,
      }),
    },
    '/api/v1/postmortems/{id}/publication': {
      post: write('publishPostmortem', 'Publish the approved version', {
        path: postmortem,
        body: publishPostmortemSchema.omit({ ...OF_POSTMORTEM, ...ONCE }),
        answers: written,
        isOnce: true,
      }),
    },
  };
}

/** Describes images. */
function images() {
  return {
    '/api/v1/postmortems/{id}/images': {
      post: operation({
        id: 'addImage',
        tag: TAG,
        summary: 'Add an image: PNG, JPEG, WebP or SVG as the body. Readers see it once a published text shows it',
        access: 'token',
        params: {
          path: z.object(postmortem),
          query: z.object({ alt: z.string().meta({ description: 'What the image shows, up to 300 characters' }) }),
        },
        body: {
          'image/*': { schema: pixels },
          'multipart/form-data': { schema: z.object({ image: pixels, alt: z.string() }) },
        },
        answers: answer(
          '201',
          z.strictObject({
            image: z.string().meta({ description: 'Its address, the same for the same image' }),
            markdown: z.string().meta({ description: 'How a text shows it' }),
          }),
        ),
        refusals: [404, 409, 413, 422],
      }),
    },
    '/api/v1/postmortems/{id}/images/{name}': {
      get: operation({
        id: 'getImage',
        tag: TAG,
        summary: 'Get an image, published or not. Readers get published ones at `/images/{name}`',
        access: 'token',
        params: { path: z.object(image) },
        answers: {
          '200': {
            description: 'The image',
            content: Object.fromEntries(['png', 'jpeg', 'webp'].map((type) => [`image/${type}`, { schema: pixels }])),
          },
        },
        refusals: [404],
      }),
    },
  };
}

/** Describes comments and action items. */
function parts() {
  return {
    '/api/v1/postmortems/{id}/comments': {
      post: write('commentPostmortem', 'Comment on a post-mortem, or reply to a comment', {
        path: postmortem,
        body: commentPostmortemSchema.omit({ ...OF_POSTMORTEM, ...ONCE }),
        answers: z.strictObject({ comment: z.number().int() }),
        isOnce: true,
      }),
    },
    '/api/v1/postmortems/{id}/comments/{comment}/resolution': {
      post: write('resolveComment', 'Resolve a comment', {
        path: comment,
        answers: z.strictObject({ comment: z.number().int() }),
        status: '200',
      }),
    },
    '/api/v1/postmortems/{id}/action-items': {
      post: write('addActionItem', 'Add an action item', {
        path: postmortem,
        body: addActionItemSchema.omit({ ...OF_POSTMORTEM, ...ONCE }),
        answers: z.strictObject({ item: publicId }),
        isOnce: true,
      }),
    },
    '/api/v1/postmortems/{id}/action-items/{item}': {
      patch: write('changeActionItem', 'Change an action item; done notifies the subscribers of the incidents', {
        path: item,
        body: changeActionItemSchema.omit(OF_ITEM),
        answers: z.strictObject({ item: publicId }),
        status: '200',
      }),
      delete: write('removeActionItem', 'Remove an action item that was never public', {
        path: item,
        answers: z.strictObject({ item: publicId }),
        status: '200',
      }),
    },
    '/api/v1/incidents/{id}/postmortem-promise': {
      put: write('promisePostmortem', 'Promise the post-mortem of an incident by a day', {
        path: { id: publicId.meta({ description: 'Id of an incident: 12 letters and digits' }) },
        body: promisePostmortemSchema.omit({ incident: true }),
        answers: z.strictObject({ postmortem: publicId.nullable() }),
        status: '200',
      }),
    },
  };
}

/** Describes the public and authenticated paths of post-mortems and action items. */
export function postmortemPaths() {
  const query = { query: improvementQuerySchema };
  return {
    '/api/v1/postmortems': {
      get: operation({
        id: 'listPostmortems',
        tag: TAG,
        summary: 'List published and promised post-mortems',
        access: 'public',
        answers: answer('200', postmortemListSchema),
        refusals: [404],
      }),
      post: write('createPostmortem', 'Start a post-mortem with a first text from the record of its incidents', {
        body: createPostmortemSchema.omit(ONCE),
        answers: written,
        isOnce: true,
      }),
    },
    '/api/v1/postmortems/check': {
      post: write('checkText', 'Check the figures of a text against the record of incidents', {
        body: checkTextSchema,
        answers: findingsSchema,
        status: '200',
      }),
    },
    '/api/v1/postmortems/{id}': {
      get: operation({
        id: 'getPostmortem',
        tag: TAG,
        summary: 'Get a published post-mortem',
        access: 'public',
        params: { path: z.object(postmortem) },
        answers: answer('200', postmortemSchema),
        refusals: [404],
      }),
      patch: write('savePostmortem', 'Save the working version; a conflict (409) returns both texts', {
        path: postmortem,
        body: savePostmortemSchema.omit(OF_POSTMORTEM),
        answers: savedPostmortemSchema,
        status: '200',
      }),
    },
    ...steps(),
    ...{ ...parts(), ...images() },
    '/api/v1/improvements': {
      get: operation({
        id: 'listImprovements',
        tag: TAG,
        summary: 'List the action items of published post-mortems, open ones first',
        access: 'public',
        params: query,
        answers: answer('200', improvementListSchema),
        refusals: [404],
      }),
    },
    '/api/v1/improvements.csv': {
      get: operation({
        id: 'exportImprovements',
        tag: TAG,
        summary: 'Export the action items of published post-mortems as CSV',
        access: 'public',
        params: query,
        answers: {
          '200': { description: 'One line per action item', content: { 'text/csv': { schema: z.string() } } },
        },
        refusals: [404],
      }),
    },
  };
}
