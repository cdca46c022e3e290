import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
} from 'openid-client';
import type { OidcSettings } from '#server/context';
import { trustedEmail } from './trusted-email.ts';

/** A page is given up after 20 seconds, and coming back from the provider takes up to three requests. */
const TIMEOUT_S = 5;

/** What must be known when the browser comes back: three secrets of the attempt. */
export type Attempt = { state: string; nonce: string; verifier: string };
/** A person at the provider. `email` is null where the provider has not verified it. */
export type ProviderAccount = { issuer: string; subject: string; email: string | null };

const discovered = new WeakMap<OidcSettings, Promise<Configuration>>();

/** Reads the provider's configuration at the first use. A failure is tried again at the next use. */
function providerOf(settings: OidcSettings): Promise<Configuration> {
  const found = discovered.get(settings) ?? discover(settings);
  discovered.set(settings, found);
  found.catch(() => discovered.delete(settings));
  return found;
}

function discover({ issuer, clientId, clientSecret }: OidcSettings): Promise<Configuration> {
  const server = new URL(issuer);
  return discovery(server, clientId, clientSecret, undefined, {
    timeout: TIMEOUT_S,
    // Without the check of signatures, an ID token is trusted only because it came over TLS.
    execute: [enableNonRepudiationChecks, ...(server.protocol === 'http:' ? [allowInsecureRequests] : [])],
  });
}

/** Returns the address at the provider to which the browser is sent. Rejects if the provider cannot be reached. */
export async function authorizationUrl(
  settings: OidcSettings,
  redirectUri: string,
  { state, nonce, verifier }: Attempt,
): Promise<string> {
  return buildAuthorizationUrl(await providerOf(settings), {
    redirect_uri: redirectUri,
    scope: 'openid email profile',
    state,
    nonce,
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  }).href;
}

/** Exchanges the code in the address to which the provider sent the browser back. Rejects whatever does not fit the attempt. */
export async function accountFrom(
  settings: OidcSettings,
  callback: URL,
  { state, nonce, verifier }: Attempt,
): Promise<ProviderAccount> {
  const provider = await providerOf(settings);
  const tokens = await authorizationCodeGrant(provider, callback, {
    pkceCodeVerifier: verifier,
    expectedState: state,
    expectedNonce: nonce,
  });
  const claims = tokens.claims();
  if (!claims) throw new Error('the provider sent no ID token');
  const userInfo = provider.serverMetadata().userinfo_endpoint
    ? await fetchUserInfo(provider, tokens.access_token, claims.sub)
    : {};
  const email = trustedEmail([claims, userInfo], settings.trustsEmail);
  return { issuer: claims.iss, subject: claims.sub, email };
}
