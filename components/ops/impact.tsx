'use client'
import { useMe } from '@/lib/client/use-me'

/** The consequences of a command. IDs are replaced by names where the reader knows them. */
export function Impact({ tells: sentences }: { tells: readonly string[] }) {
  const me = useMe()
  if (sentences.length === 0) return null
  const names = new Map([
    ...(me?.projects ?? []).map((p) => [p.groupId, p.name] as const),
    ...(me?.organizations ?? []).map((o) => [o.orgId, o.name] as const),
  ])
  return (
    <section aria-label="Consequences" className="grid gap-1 text-sm">
      <p className="font-medium">Consequences</p>
      <ul className="grid list-disc gap-1 pl-5">
        {sentences.map((one, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two providers may have one name, and lines never move
          <li key={i} className="break-words">
            {one.replace(/\b[0-9a-f]{24}\b/g, (id) => names.get(id) ?? id)}
          </li>
        ))}
      </ul>
    </section>
  )
}
