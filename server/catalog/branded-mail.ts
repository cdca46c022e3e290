import { readBrand } from '#server/catalog/reads/read-brand';
import type { Context } from '#server/context';

/** Sends each message in the name of the brand, if it has one. */
export function brandedMail(mail: Context['mail'], web: Context['web']): Context['mail'] {
  return {
    ...mail,
    send: async (message) => {
      const { name } = await readBrand({ web });
      await mail.send({ ...message, ...(name === null ? {} : { senderName: name }) });
    },
  };
}
