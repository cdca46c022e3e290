import { DEFAULT_POLICY } from '#domain/measurement/policy';
import type { World, WorldComponent } from '#server/evaluation/sql/evaluation-inputs';

/** A component with the default policy. */
export const COMPONENT: WorldComponent = {
  id: 1,
  slug: 'serving',
  createdAt: 0,
  archivedAt: null,
  policies: [DEFAULT_POLICY],
};
/** One agent that probes one instance of the component, as series 7. */
export const WORLD: World = {
  components: [COMPONENT],
  rules: new Map([[1, { kind: 'agent' }]]),
  series: new Map([[7, { id: 7, sourceId: 1, instance: 3, componentId: 1, region: 'us-east-1' }]]),
};
