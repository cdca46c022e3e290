import { en } from '#messages/en/site';

const UTC = 'UTC';

/** Shows the choice of the zone of all times. Hidden without the live script, which changes the times. */
export function ZoneSwitch({ brandZone }: { brandZone: string }) {
  const zones = brandZone === UTC ? [UTC] : [brandZone, UTC];
  return (
    <fieldset id="_zone" className="flex flex-wrap items-center gap-x-3 gap-y-1" hidden>
      <legend className="float-start">{en.live.zone}</legend>
      <div className="segment">
        {zones.map((zone) => (
          <button key={zone} type="button" value={zone}>
            {zone.replaceAll('_', ' ')}
          </button>
        ))}
        <button type="button" data-own-zone="">
          {en.live.ownZone}
        </button>
      </div>
      <p className="basis-full text-micro" hidden>
        {en.live.zoneNote}
      </p>
    </fieldset>
  );
}
