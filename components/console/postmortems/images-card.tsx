'use client'; // adds an image without loading the page again; a plain form without JavaScript

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { Card, CardSection } from '#components/ui/card';
import { Disclosure } from '#components/ui/disclosure';
import { Field } from '#components/ui/fields';
import { staffAddressOfImage } from '#domain/postmortem/images';
import { consoleEn } from '#messages/en/console';
import { consolePostmortemsEn } from '#messages/en/console-postmortems';
import type { StaffPostmortem } from '#server/postmortems/view-types';
import { sendImage } from './send-image.ts';

const TEXT = consolePostmortemsEn.images;
const ALT_LENGTH_MAX = 300;

type Props = Pick<StaffPostmortem, 'publicId' | 'images'> & { canEdit: boolean };

/** Lists the images that were added, with the Markdown that shows them, and adds another one. */
export function ImagesCard({ publicId, images, canEdit }: Props) {
  if (images.length === 0 && !canEdit) return null;
  return (
    <Card id="images" className="scroll-mt-6">
      <CardSection className="sm:px-5 sm:py-3">
        <Disclosure id="image-list" summary={TEXT.title(images.length)}>
          <ul className="mt-1 space-y-3 text-small">
            {images.map(({ address, alt, markdown, isPublic }) => (
              <li key={address}>
                <img
                  src={staffAddressOfImage(publicId, address)}
                  alt={alt}
                  className="max-h-32 rounded-note border border-line"
                />
                <code className="mt-1 block text-micro break-all select-all">{markdown}</code>
                {isPublic && <span className="text-micro text-quiet">{TEXT.public}</span>}
              </li>
            ))}
          </ul>
          {canEdit && <AddImage action={`/api/v1/postmortems/${publicId}/images`} />}
        </Disclosure>
      </CardSection>
    </Card>
  );
}

function AddImage({ action }: { action: string }) {
  const { result, isPending, submit } = useAddImage();
  return (
    <form action={action} method="post" encType="multipart/form-data" onSubmit={submit} className="mt-2">
      <Field
        id="image-file"
        name="image"
        type="file"
        label={TEXT.file}
        hint={TEXT.hint}
        accept={TEXT.accept}
        required
      />
      <Field
        id="image-alt"
        name="alt"
        label={TEXT.alt}
        hint={TEXT.altHint}
        maxLength={ALT_LENGTH_MAX}
        autoComplete="off"
        required
      />
      <div aria-live="polite">
        {result && (
          <p
            className={`my-2 border-s-4 ps-3 font-semibold ${result.isError ? 'border-maj-solid text-maj-ink' : 'border-accent'}`}
          >
            {result.message}
          </p>
        )}
      </div>
      <button type="submit" disabled={isPending} className="button mt-3">
        {isPending ? consoleEn.form.working : TEXT.submit}
      </button>
    </form>
  );
}

/** Sends the form and reads the list again. */
function useAddImage() {
  const router = useRouter();
  const [result, setResult] = useState<{ message: string; isError: boolean } | null>(null);
  const [isPending, setIsPending] = useState(false);
  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget;
    setIsPending(true);
    const message = await sendImage(form).catch(() => TEXT.unreachable); // the connection failed
    setIsPending(false);
    setResult({ message: message ?? TEXT.added, isError: message !== null });
    if (message !== null) return;
    form.reset();
    router.refresh();
  }
  return { result, isPending, submit };
}
