import { AddSubscriberForm } from '#components/console/subscribers/add-subscriber-form';
import { BackLink } from '#components/site/frame/back-link';
import { consoleSubscribersEn } from '#messages/en/console-subscribers';
import { page, titleOf } from '#server/http/page';
import { subscribersByComponent } from '#server/subscribers/reads/subscribers-by-component';
import { add } from '../actions.ts';

const TEXT = consoleSubscribersEn;

export const generateMetadata = titleOf('subscriber:write', TEXT.add);

export default page('subscriber:write', async (ctx) => (
  <>
    <BackLink href="/console/subscribers">{TEXT.back}</BackLink>
    <h1 className="text-title">{TEXT.add}</h1>
    <AddSubscriberForm action={add} components={await subscribersByComponent(ctx)} />
  </>
));
