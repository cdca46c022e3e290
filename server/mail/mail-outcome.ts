import type { MailOutcome } from '#server/context';

/** What nodemailer reports of a failure. */
type SmtpError = Error & { code?: string; command?: string; responseCode?: number; response?: string };

/** Addresses in answers belong to the recipient and are not stored. */
const ADDRESS = /[^\s<>@:]+@[^\s<>@:]+/g;
/** Enhanced codes (RFC 3463) that say that the mailbox does not exist or is disabled. A full mailbox and a policy do not say that. */
const NO_MAILBOX = /^[^\d]*\d{3}[ -]5\.(1\.[0-9]+|2\.1)\b/;
const ENHANCED = /^[^\d]*\d{3}[ -]\d\.\d{1,3}\.\d{1,3}\b/;

/** The connection did not get as far as a message. nodemailer gives no command for it, and other lost connections look the same. */
function isBeforeMessage({ code, message }: SmtpError): boolean {
  return (
    /^E(DNS|AUTH|TLS)$/.test(code ?? '') ||
    /ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|^Connection timeout|^Greeting never/.test(message)
  );
}

/** Returns the outcome of a failed message. */
export function outcomeOfError(error: Error): Exclude<MailOutcome, { kind: 'sent' }> {
  const { code, command = 'CONN', responseCode, response } = error as SmtpError;
  const isAboutMessage = command === 'RCPT TO' || command === 'DATA';
  const failure = {
    answer: response?.replace(ADDRESS, '…') ?? null,
    isFinal: false,
    isRouteAtFault: true,
    mayBeAccepted: false,
  };
  if (code === 'EABORT' || error.name === 'AbortError' || error.name === 'TimeoutError')
    return { ...failure, kind: 'timed_out', mayBeAccepted: true };
  if (responseCode === undefined)
    return {
      ...failure,
      kind: code === 'ETIMEDOUT' ? 'timed_out' : 'unreachable',
      mayBeAccepted: !isBeforeMessage(error),
    };
  if (responseCode === 421) return { ...failure, kind: 'unreachable' };
  if (!isAboutMessage) return { ...failure, kind: 'failed' };
  if (responseCode < 500) return { ...failure, kind: 'throttled', isRouteAtFault: false };
  const isAddress = NO_MAILBOX.test(response ?? '') || (command === 'RCPT TO' && !ENHANCED.test(response ?? ''));
  return { ...failure, kind: isAddress ? 'refused' : 'failed', isFinal: true, isRouteAtFault: false };
}
