'use client'
import Link from 'next/link'
import { useEffect, useState } from 'react'
import { recentOperations } from '@/lib/client/recent'
import { routes } from '@/lib/routes'

/** The operations that this browser ran last. Empty on the server, which does not know them. */
export function RecentlyUsed({ names }: { names: ReadonlyMap<string, string> }) {
  const [ids, setIds] = useState<readonly string[]>([])
  useEffect(() => setIds(recentOperations()), [])
  const known = ids.filter((id) => names.has(id))
  if (known.length === 0) return null
  return (
    <nav
      aria-label="Recently used"
      className="flex flex-wrap items-baseline gap-x-3 gap-y-1 px-4 pt-3 text-sm"
    >
      <span className="text-muted">Recently used</span>
      {known.map((id) => (
        <Link key={id} href={routes.atlasOperation(id)} className="text-accent hover:underline">
          {names.get(id)}
        </Link>
      ))}
    </nav>
  )
}
