'use client'
import { useMe } from '@/lib/client/use-me'

/** Replaces the ids in a sentence by names, where the reader knows them. */
export function useNamed(): (sentence: string) => string {
  const me = useMe()
  const names = new Map([
    ...(me?.projects ?? []).map((p) => [p.groupId, p.name] as const),
    ...(me?.organizations ?? []).map((o) => [o.orgId, o.name] as const),
  ])
  return (sentence) => sentence.replace(/\b[0-9a-f]{24}\b/g, (id) => names.get(id) ?? id)
}

/** The consequences of a command. */
export function Impact({ tells: sentences }: { tells: readonly string[] }) {
  const named = useNamed()
  if (sentences.length === 0) return null
  return (
    <section aria-label="Consequences" className="grid gap-1 text-sm">
      <p className="font-medium">Consequences</p>
      <ul className="grid list-disc gap-1 pl-5">
        {sentences.map((one, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two providers may have one name, and lines never move
          <li key={i} className="break-words">
            {named(one)}
          </li>
        ))}
      </ul>
    </section>
  )
}
