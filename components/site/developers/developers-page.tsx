import { PageFrame } from '#components/site/frame/page-frame';
import { ButtonLink } from '#components/ui/button';
import { Card, CardSection } from '#components/ui/card';
import { DataTable } from '#components/ui/data-table';
import type { Instant } from '#domain/time/interval';
import { enDevelopers } from '#messages/en/developers';

const { title, intro, interfaces, webhooks, receiver } = enDevelopers;

/** Lists the interfaces for programs, explains webhooks, and shows a receiver. `sample`: its source. */
export function DevelopersPage({ sample, generatedAt }: { sample: string; generatedAt: Instant }) {
  return (
    <PageFrame generatedAt={generatedAt}>
      <header id="_headline">
        <h1 className="text-title">{title}</h1>
        <p className="mt-2 text-quiet">{intro}</p>
      </header>
      <section className="mt-9" aria-labelledby="interfaces" id="_interfaces">
        <h2 id="interfaces" className="text-section">
          {interfaces.title}
        </h2>
        <Card className="mt-4">
          <CardSection>
            <DataTable
              caption={interfaces.caption}
              columns={[
                { label: interfaces.address, isWhole: true },
                { label: interfaces.content, isWide: true },
              ]}
              rows={interfaces.rows.map(([address, content]) => ({
                key: address,
                cells: [
                  <a key="address" href={address} className="link">
                    <code>{address}</code>
                  </a>,
                  content,
                ],
              }))}
              onPhone="blocks"
            />
          </CardSection>
        </Card>
      </section>
      <Webhooks />
      <section className="mt-9" aria-labelledby="receiver" id="_receiver">
        <h2 id="receiver" className="text-section">
          {receiver.title}
        </h2>
        <p className="mt-3 max-w-[66ch]">{receiver.text}</p>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by keyboard too */}
        <pre className="mt-4 overflow-x-auto rounded-control bg-sunken p-4 text-micro" tabIndex={0}>
          <code>{sample}</code>
        </pre>
      </section>
    </PageFrame>
  );
}

function Webhooks() {
  return (
    <section className="mt-9" aria-labelledby="webhooks" id="_webhooks">
      <h2 id="webhooks" className="text-section">
        {webhooks.title}
      </h2>
      <div className="mt-3 max-w-[66ch] space-y-3">
        {webhooks.text.map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
        <p className="pt-2">
          <ButtonLink href="/subscribe?channel=webhook">{webhooks.subscribe}</ButtonLink>
        </p>
      </div>
      <Card className="mt-6">
        <CardSection>
          <DataTable
            caption={webhooks.types}
            columns={[
              { label: webhooks.type, isWhole: true },
              { label: webhooks.when, isWide: true },
            ]}
            rows={webhooks.rows.map(([type, when]) => ({
              key: type,
              cells: [<code key="type">{type}</code>, when],
            }))}
            onPhone="blocks"
          />
        </CardSection>
      </Card>
    </section>
  );
}
