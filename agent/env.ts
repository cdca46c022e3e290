/** What the agent takes from its environment: its token, where no file holds it. */
export function tokenFromEnvironment(): string | undefined {
  return process.env.CANDOR_TOKEN || undefined;
}

/** Where Candor is, in the place of what the configuration says. */
export function urlFromEnvironment(): string | undefined {
  return process.env.CANDOR_URL;
}
