import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { systemClock } from '#server/clock';
import type { OidcSettings } from '#server/context';

const LIFETIME_S = 300;

type Claims = Record<string, unknown>;

function base64url(json: unknown): string {
  return Buffer.from(JSON.stringify(json)).toString('base64url');
}

/**
 * Starts an identity provider that answers every code. `idToken` are further claims of its next ID token and `userInfo`
 * those of UserInfo; `isForged` signs with a key that it does not publish. `tokenRequests` are the bodies it was sent.
 */
export async function startIdentityProvider() {
  const [key, otherKey] = [0, 1].map(() => generateKeyPairSync('rsa', { modulusLength: 2048 }));
  const answers = { idToken: {} as Claims, userInfo: {} as Claims, isForged: false };
  const tokenRequests: URLSearchParams[] = [];
  const server = createServer(async (request, response) => {
    response.setHeader('Content-Type', 'application/json').end(JSON.stringify(await answerTo(request)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on TCP
  const settings: OidcSettings = { issuer, clientId: 'candor', clientSecret: 'x', name: 'Acme ID', trustsEmail: false };

  function newIdToken(): string {
    const now = Math.floor(systemClock.now() / 1_000);
    const claims = { iss: issuer, aud: settings.clientId, iat: now, exp: now + LIFETIME_S, ...answers.idToken };
    const signed = `${base64url({ alg: 'RS256', kid: 'a' })}.${base64url(claims)}`;
    const { privateKey } = (answers.isForged ? otherKey : key) as NonNullable<typeof key>; // two were made
    return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), privateKey).toString('base64url')}`;
  }

  async function answerTo(request: IncomingMessage): Promise<Claims> {
    switch (request.url) {
      case '/jwks':
        return { keys: [{ ...key?.publicKey.export({ format: 'jwk' }), kid: 'a', alg: 'RS256', use: 'sig' }] };
      case '/token':
        tokenRequests.push(new URLSearchParams(await text(request)));
        return { access_token: 'a token', token_type: 'Bearer', expires_in: LIFETIME_S, id_token: newIdToken() };
      case '/userinfo':
        return { sub: answers.idToken.sub, ...answers.userInfo };
      default:
        return {
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          userinfo_endpoint: `${issuer}/userinfo`,
          jwks_uri: `${issuer}/jwks`,
        };
    }
  }

  return {
    settings,
    tokenRequests,
    answerWith: (next: Partial<typeof answers>) => Object.assign(answers, { userInfo: {}, isForged: false }, next),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
