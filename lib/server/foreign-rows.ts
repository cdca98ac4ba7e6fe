import { z } from 'zod'
import type { Op } from '@/lib/ops/define'
import { rolesAt } from './bindings'
import type { Person } from './person'

const list = z.looseObject({ results: z.array(z.unknown()) })
const ofOrg = z.looseObject({ orgId: z.string() })

/**
 * The rows of a list shared by several organizations, as a person may see them. Rows of organizations where they have no
 * role keep only the operation's `foreignRows` fields.
 */
export function withoutForeign({ foreignRows }: Op, body: unknown, person: Person): unknown {
  const listed = foreignRows && list.safeParse(body).data
  if (!listed) return body
  const kept = new Set(['orgId', ...foreignRows])
  return {
    ...listed,
    results: listed.results.map((row) => {
      const about = ofOrg.safeParse(row).data
      const isOwn = about && rolesAt(person, { orgId: about.orgId, tags: [] }).length > 0
      if (isOwn || typeof row !== 'object' || row === null) return row
      return Object.fromEntries(Object.entries(row).filter(([name]) => kept.has(name)))
    }),
  }
}
