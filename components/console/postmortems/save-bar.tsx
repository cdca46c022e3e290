import { Difference } from '#components/console/incidents/difference';
import { TextToolbar } from '#components/console/postmortems/figures/text-toolbar';
import { Button } from '#components/ui/button';
import { consoleEn } from '#messages/en/console';
import { consolePostmortemsEn } from '#messages/en/console-postmortems';
import type { useEditedText } from './use-edited-text.ts';

const TEXT = consolePostmortemsEn.editor;

type Props = { edited: ReturnType<typeof useEditedText>; isLive: boolean };

/** Shows the tools of the text, the button that saves it, and what became of saving it. On phones, the bar below the page has that button. */
export function SaveBar({ edited: { result, isPending, isUnsaved }, isLive }: Props) {
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-x-4">
        {isLive ? <TextToolbar /> : <p className="min-w-0 flex-1 py-2 text-micro text-quiet">{TEXT.textHint}</p>}
        <Button
          type="submit"
          name="intent"
          value="save"
          size="small"
          variant={isUnsaved ? 'primary' : 'secondary'}
          isPending={isPending}
          pendingText={consoleEn.form.working}
          className={isLive ? 'max-sm:hidden' : ''}
        >
          {TEXT.save}
        </Button>
      </div>
      <div aria-live="polite">
        {result && (
          <p
            className={`my-2 border-s-4 ps-3 font-semibold ${result.kind === 'error' ? 'border-maj-solid text-maj-ink' : 'border-accent'}`}
          >
            {result.message}
          </p>
        )}
        {result?.conflict && <Difference {...result.conflict} />}
      </div>
    </>
  );
}
