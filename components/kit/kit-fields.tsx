import { Choice, Field, TextArea, Tick } from '#components/ui/fields';
import { Sample } from './sample.tsx';

const STATES = [
  { value: 'investigating', label: 'Investigating' },
  { value: 'identified', label: 'Identified' },
];

/** Shows fields with hints, units and errors. */
export function KitFields() {
  return (
    <Sample title="Field and select">
      <div className="-mt-4">
        <Field id="kit-title" name="title" label="Title" defaultValue="Serving is slow in us-west-2" />
        <Field
          id="kit-hold"
          name="hold"
          label="Hold before publishing"
          hint="0 publishes as soon as an outage is confirmed."
          unit="minutes"
          defaultValue="5"
        />
        <Field
          id="kit-start"
          name="start"
          label="Start time"
          error="Start time must not be in the future."
          defaultValue="15:40 UTC"
        />
        <Field id="kit-mail" name="mail" label="E-mail address" placeholder="you@company.com" disabled />
        <Choice id="kit-state" name="state" label="State" options={STATES} />
        <TextArea id="kit-text" name="text" label="Message" rows={3} hint="Markdown is supported." />
      </div>
      <Tick id="kit-notify" name="notify" value="yes" isTicked hint="214 subscribers">
        Send notifications
      </Tick>
    </Sample>
  );
}
