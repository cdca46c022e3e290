export const STEP_MS = 10_000;
const LIVE_MS = 4_000;
const BATCH_MAX = 5_000;
const FLEET = 10;

export type Slug = 'serving' | 'analytics';
export type Health = 'up' | 'degraded' | 'down';
export type Probe = { component: Slug; instance: string; observedAt: string; health: Health; dataAgeSeconds: number };
/** The number of a component's ten instances that are not up. */
export type Mood = Partial<Record<Slug, { down?: number; degraded?: number }>>;
/** A mood that begins `agoS` seconds before now. */
export type Phase = { agoS: number; mood: Mood };

function healthOf(index: number, { down = 0, degraded = 0 }: { down?: number; degraded?: number }): Health {
  if (index < down) return 'down';
  return index < down + degraded ? 'degraded' : 'up';
}

/** Returns one probe of every instance of both components. */
export function round(at: number, mood: Mood, size = FLEET): Probe[] {
  const observedAt = new Date(at).toISOString();
  return (['serving', 'analytics'] as const).flatMap((component) =>
    Array.from({ length: size }, (_, i) => ({
      component,
      instance: `${component.slice(0, 3)}-${String(i + 1).padStart(4, '0')}`,
      observedAt,
      health: healthOf(i, mood[component] ?? {}),
      dataAgeSeconds: 2 + i,
    })),
  );
}

/** Returns rounds at every step of the phases. The last phase ends `untilAgoS` seconds before `now`. */
export function history(now: number, phases: readonly Phase[], untilAgoS = 0): Probe[] {
  return phases.flatMap(({ agoS, mood }, i) => {
    const end = now - (phases[i + 1]?.agoS ?? untilAgoS) * 1000;
    const probes: Probe[] = [];
    const isLast = i === phases.length - 1;
    for (let at = now - agoS * 1000; at < end || (isLast && at === end); at += STEP_MS) probes.push(...round(at, mood));
    return probes;
  });
}

/** Delivers one batch. Returns the HTTP status, or 0 without a response. */
export async function post(
  url: string,
  { source, token }: { source: string; token: string },
  probes: readonly Probe[],
): Promise<number> {
  try {
    const response = await fetch(`${url}/api/v1/probes`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify({ source, probes }),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0; // the server is gone, and a sender tries again
  }
}

/** Delivers all probes. Throws if a batch is rejected. */
export async function deliver(
  url: string,
  sender: { source: string; token: string },
  probes: readonly Probe[],
): Promise<void> {
  for (let i = 0; i < probes.length; i += BATCH_MAX) {
    const status = await post(url, sender, probes.slice(i, i + BATCH_MAX));
    if (status !== 202) throw new Error(`Probes were answered with status ${status}.`);
  }
}

/** Sends probes in a mood until the returned function is called. */
export function keepSending(
  url: string,
  sender: { source: string; token: string },
  mood: Mood,
  size = FLEET,
): () => void {
  const timer = setInterval(() => void post(url, sender, round(Date.now(), mood, size)), LIVE_MS);
  return () => clearInterval(timer);
}
