/** Sends the form of an image to our own origin. Returns why the image was refused; null if it was added. Rejects if the connection fails. */
export async function sendImage(form: HTMLFormElement): Promise<string | null> {
  const answer = await fetch(form.action, {
    method: 'POST',
    body: new FormData(form),
    headers: { accept: 'application/json' },
  });
  return answer.ok ? null : ((await answer.json()) as { detail: string }).detail; // a problem of RFC 9457
}
