/** What the agent takes from its environment: its token, where no file holds it. */
export function tokenFromEnvironment(): string | undefined {
  return process.env.CANDOR_TOKEN || undefined;
}
