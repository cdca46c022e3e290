import { z } from 'zod';
import type { ZodOpenApiOperationObject, ZodOpenApiParameters } from 'zod-openapi';
import { PROBLEMS } from '#server/errors';

export const TAGS = [
  { name: 'Probes', description: 'Deliver what monitoring has seen.' },
  { name: 'Incidents', description: 'Read and write incidents, their updates and drafts.' },
  { name: 'Components', description: 'Read the status and uptime of a component over a window of time.' },
  { name: 'Settings', description: 'Catalogue, alert recipients, audit log, and this description.' },
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
    description: `RFC 9457. \`request_id\` is the X-Request-Id of the answer. Types: ${Object.keys(PROBLEMS)
      .map((code) => `/problems/${code.replaceAll('_', '-')}`)
      .join(', ')}`,
  });
const problem = { description: 'Problem', content: { 'application/problem+json': { schema: problemSchema } } };

type Content = Record<string, { schema: z.ZodType }>;
type Answers = Record<string, { description: string; content: Content }>;
type Described = {
  id: string;
  tag: (typeof TAGS)[number]['name'];
  summary: string;
  /** `token`: any token with the scope that the operation needs; `public`: anybody. */
  access: 'token' | 'public';
  params?: ZodOpenApiParameters;
  body?: Content;
  answers: Answers;
  /** Statuses that are problems; 401 and 403 are added where a token is needed. */
  refusals?: readonly number[];
};

export function json(schema: z.ZodType): Content {
  return { 'application/json': { schema } };
}

/** A success that answers with this schema as JSON. */
export function answer(status: '200' | '201' | '202', schema: z.ZodType, description = 'Done'): Answers {
  return { [status]: { description, content: json(schema) } };
}

/** One operation of the description, complete: id, tag, who may call it, and what it may be refused with. */
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
