/** What a person typed and has not sent, kept in the tab: it survives a reload and a sign-in, and ends with the tab. */

const PREFIX = 'gatehouse:draft:'

export const draftKey = (person: string, op: string, start: unknown): string =>
  `${PREFIX}${person}:${op}:${JSON.stringify(start)}`

/** The kept values; undefined when there are none or the browser keeps nothing. */
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
    // A full or forbidden storage costs the draft, not the form.
  }
}

export function dropDraft(key: string): void {
  try {
    sessionStorage.removeItem(key)
  } catch {}
}

/** At sign-out: the next person at this tab must not find them. */
export function dropAllDrafts(): void {
  try {
    for (const key of Object.keys(sessionStorage))
      if (key.startsWith(PREFIX)) sessionStorage.removeItem(key)
  } catch {}
}
