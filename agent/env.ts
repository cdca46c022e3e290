/** Returns the token from the environment, which is used if the configuration names none. */
export function tokenFromEnvironment(): string | undefined {
  return process.env.CANDOR_TOKEN || undefined;
}

/** Returns the URL of Candor from the environment, which overrides the configuration. */
export function urlFromEnvironment(): string | undefined {
  return process.env.CANDOR_URL;
}
