/** The SQL form of `isOpenIncident` for an incident `i`: neither resolved, withdrawn nor merged. */
export const IS_OPEN =
  "i.state NOT IN ('resolved', 'postmortem') AND i.withdrawn_at IS NULL AND i.merged_into_id IS NULL";
