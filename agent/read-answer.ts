import type { Answer, Body } from './answer.ts';
import type { Group } from './config.ts';
import { readJsonAnswer } from './read-json-answer.ts';
import { readMetricsAnswer } from './read-metrics-answer.ts';

/** Reads the body of a 2xx response. If a figure that the configuration names is missing, the target is down, because its health is unproven. */
export function readAnswer(body: Body, group: Pick<Group, 'json' | 'prometheus'>): Answer {
  if (group.json) return readJsonAnswer(body, group.json);
  if (group.prometheus) return readMetricsAnswer(body, group.prometheus);
  return { sample: { health: 'up' } };
}
