import type { Answer, Body } from './answer.ts';
import type { Group } from './config.ts';
import { readJsonAnswer } from './read-json-answer.ts';
import { readMetricsAnswer } from './read-metrics-answer.ts';

/** Returns what the body of a 2xx answer says. A missing figure that the configuration names is a fault of the target: its health is unproven. */
export function readAnswer(body: Body, group: Pick<Group, 'json' | 'prometheus'>): Answer {
  if (group.json) return readJsonAnswer(body, group.json);
  if (group.prometheus) return readMetricsAnswer(body, group.prometheus);
  return { reading: { health: 'up' } };
}
