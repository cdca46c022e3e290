import { en } from '#messages/en/site';

/** Shows the zone of the times of a block. The live script keeps it in step with the chosen zone. */
export function ZoneName() {
  return <span data-zone-name="">{en.zone}</span>;
}
