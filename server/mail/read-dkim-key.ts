import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { AppError } from '#server/errors';

/** Reads the key that signs mail. nodemailer would send mail without a signature if the key were invalid. Errors: bad_environment. */
export async function readDkimKey(file: string): Promise<KeyObject> {
  const pem = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new AppError('bad_environment', `DKIM_KEY_FILE: cannot read the file (${error.code}).`);
  });
  const key = rsaKeyOf(pem);
  if (key === null) throw new AppError('bad_environment', 'DKIM_KEY_FILE: must contain an RSA private key in PEM.');
  return key;
}

function rsaKeyOf(pem: string): KeyObject | null {
  try {
    const key = createPrivateKey(pem);
    return key.asymmetricKeyType === 'rsa' ? key : null;
  } catch {
    return null; // OpenSSL does not say what is wrong in words that help
  }
}
