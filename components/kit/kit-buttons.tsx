import { Button, ButtonLink } from '#components/ui/button';
import { Icon } from '#components/ui/icon';
import { Sample } from './sample.tsx';

/** Shows buttons in all variants, sizes and states. */
export function KitButtons() {
  return (
    <Sample title="Button">
      <div className="flex flex-wrap gap-3">
        <Button variant="primary">Publish</Button>
        <Button>Preview</Button>
        <Button variant="ghost">Save draft</Button>
        <Button variant="danger">Withdraw incident</Button>
      </div>
      <div className="flex flex-wrap gap-3">
        <Button disabled>Disabled</Button>
        <Button variant="primary" pendingText="Publishing…">
          Publish
        </Button>
        <Button variant="primary" pendingText="Publishing…" isPending>
          Publish
        </Button>
        <Button size="small">Small</Button>
        <ButtonLink href="#kit-link">
          <Icon name="bell" /> Subscribe
        </ButtonLink>
      </div>
      <Button variant="primary" size="large">
        Post first update
      </Button>
      <p id="kit-link">
        See{' '}
        <a href="#kit-link" className="link">
          all incidents of March
        </a>
        .
      </p>
    </Sample>
  );
}
