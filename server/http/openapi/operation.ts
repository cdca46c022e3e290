import { z } from 'zod';
import type { ZodOpenApiOperationObject, ZodOpenApiParameters } from 'zod-openapi';
import { PROBLEMS } from '#server/errors';

export const TAGS = [
  { name: 'Probes', description: 'Deliver monitoring results.' },
  { name: 'Incidents', description: 'Read and write incidents, their updates and drafts.' },
  { name: 'Post-mortems', description: 'Read and write post-mortems, check their figures, and track action items.' },
  { name: 'Components', description: 'Read the status and uptime of a component in a time window.' },
  { name: 'Subscribers', description: 'Add, list and erase subscribers.' },
  { name: 'Settings', description: 'Catalogue, alert destinations, audit log and this OpenAPI document.' },
] as const;

const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    instance: z.string(),
    request_id: z.string(),
  })
  .catchall(z.unknown())
  .meta({
    id: 'Problem',
    description: `RFC 9457 problem details. \`request_id\` equals the response header X-Request-Id. Types: ${Object.keys(
      PROBLEMS,
    )
      .map((code) => `/problems/${code.replaceAll('_', '-')}`)
      .join(', ')}`,
  });
const problem = { description: 'Problem details', content: { 'application/problem+json': { schema: problemSchema } } };

type Content = Record<string, { schema: z.ZodType }>;
type Answers = Record<string, { description: string; content: Content }>;
type Described = {
  id: string;
  tag: (typeof TAGS)[number]['name'];
  summary: string;
  /** `token` requires a token with the scope of the operation; `public` requires no authentication. */
  access: 'token' | 'public';
  params?: ZodOpenApiParameters;
  body?: Content;
  answers: Answers;
  /** Statuses that are answered with a problem. 401 and 403 are added if a token is required. */
  refusals?: readonly number[];
};

export function json(schema: z.ZodType): Content {
  return { 'application/json': { schema } };
}

/** Describes a success whose body is JSON of this schema. */
export function answer(status: '200' | '201' | '202', schema: z.ZodType, description = 'Success'): Answers {
  return { [status]: { description, content: json(schema) } };
}

/** Describes one operation with its id, tag, access and possible problems. */
export function operation({
  id,
  tag,
  summary,
  access,
  params,
  body,
  answers,
  refusals = [],
}: Described): ZodOpenApiOperationObject {
  const codes = [...new Set([...(access === 'token' ? [401, 403] : []), ...refusals, 503])].sort((a, b) => a - b);
  return {
    operationId: id,
    tags: [tag],
    summary,
    security: access === 'token' ? [{ token: [] }] : [],
    ...(params ? { requestParams: params } : {}),
    ...(body ? { requestBody: { required: true, content: body } } : {}),
    responses: { ...answers, ...Object.fromEntries(codes.map((code) => [String(code), problem])) },
  };
}
