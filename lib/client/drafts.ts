/** Unsent input, kept in the tab: it survives reloads and sign-ins. */

const PREFIX = 'gatehouse:draft:'

export const draftKey = (person: string, op: string, start: unknown): string =>
  `${PREFIX}${person}:${op}:${JSON.stringify(start)}`

/** The kept values; undefined if there are none or storage is unavailable. */
export function readDraft(key: string): Record<string, unknown> | undefined {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key) ?? 'null')
    return typeof kept === 'object' && kept !== null ? { ...kept } : undefined
  } catch {
    return undefined
  }
}

/** Keeps values, except those of secret fields. */
export function keepDraft(
  key: string,
  values: Record<string, unknown>,
  secrets: readonly string[] = [],
): void {
  const kept = Object.fromEntries(
    Object.entries(values).filter(([name]) => !secrets.includes(name)),
  )
  try {
    sessionStorage.setItem(key, JSON.stringify(kept))
  } catch {
    // Without storage there is no draft, but the form still works.
  }
}

export function dropDraft(key: string): void {
  try {
    sessionStorage.removeItem(key)
  } catch {}
}

const OWNER = 'gatehouse:drafts-of'

/** Drops what another person left in this tab, for example when their session ended. */
export function keepDraftsOf(person: string): void {
  try {
    const owner = sessionStorage.getItem(OWNER)
    if (owner !== null && owner !== person) dropAllDrafts()
    sessionStorage.setItem(OWNER, person)
  } catch {}
}

/** At sign-out, so that the next person at this tab doesn't see them. */
export function dropAllDrafts(): void {
  try {
    for (const key of Object.keys(sessionStorage))
      if (key.startsWith(PREFIX)) sessionStorage.removeItem(key)
  } catch {}
}
