'use client'; // the widgets open on a click

import { Button } from '#components/ui/button';
import { Dialog } from '#components/ui/dialog';
import { Field } from '#components/ui/fields';
import { Icon } from '#components/ui/icon';
import { Menu } from '#components/ui/menu';
import { Popover } from '#components/ui/popover';
import { ToastArea, useToasts } from '#components/ui/toast';
import { Sample } from './sample.tsx';

/** Shows the widgets that open over the page. */
export function KitWidgets() {
  return (
    <Sample title="Dialog, menu, popover, toast">
      <div className="flex flex-wrap gap-3">
        <Dialog
          trigger={<Button>Resolve</Button>}
          title="Resolve while monitoring shows a major outage?"
          description="Serving is down according to monitoring. Readers will see both. Give a reason to continue."
          cancel={<Button>Cancel</Button>}
          confirm={<Button variant="primary">Resolve incident</Button>}
        >
          <Field id="kit-reason" name="reason" label="Reason" />
        </Dialog>
        <Menu
          trigger={<Button>More</Button>}
          items={[
            { text: 'Edit update', icon: 'pencil', shortcut: 'E', href: '#kit-link' },
            { text: 'Copy link', icon: 'link', onSelect: () => undefined },
            { text: 'Withdraw incident', icon: 'undo', isDanger: true, onSelect: () => undefined },
          ]}
        />
        <Popover trigger={<Button variant="ghost">14 March</Button>} title="14 March 2022">
          <p className="text-quiet">
            Uptime 94.583 %, 1 incident <Icon name="link" className="inline size-3.5" />
          </p>
        </Popover>
        <ToastArea>
          <KitToasts />
        </ToastArea>
      </div>
    </Sample>
  );
}

function KitToasts() {
  const { confirm, fail } = useToasts();
  return (
    <>
      <Button onClick={() => confirm('Update published. 214 subscribers are being notified.')}>Confirm</Button>
      <Button onClick={() => fail("We can't reach the database. Your text is still here.")}>Fail</Button>
    </>
  );
}
