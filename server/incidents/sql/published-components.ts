/**
 * Condition on a row `n` of incident_component: readers know that the component is affected, from a public update of the incident or of one merged into it, or
 * from an episode. Components that staff named only internally are excluded.
 */
export const IS_PUBLISHED = `(EXISTS (SELECT 1 FROM episode e WHERE e.incident_id = n.incident_id AND e.component_id = n.component_id AND e.removed_at IS NULL)
  OR EXISTS (
    WITH RECURSIVE part AS (SELECT n.incident_id AS id UNION ALL SELECT p.id FROM incident p JOIN part ON p.merged_into_id = part.id)
    SELECT 1 FROM part JOIN incident_update u ON u.incident_id = part.id JOIN incident_impact m ON m.update_id = u.id
    WHERE m.component_id = n.component_id AND 'public' = ANY(u.audience)))`;
