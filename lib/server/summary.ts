import type { Command } from '@/lib/ops/define'
import type { Place } from './decide'
import { directory } from './directory'

/** A command's summary, with names next to the ids of organizations and projects. */
export async function summaryOf(
  op: Command,
  input: Record<string, unknown>,
  place: Place | undefined,
): Promise<string> {
  const { orgs, projects } = await directory()
  return op.summary(input, { project: place?.groupName }).replace(/\b[0-9a-f]{24}\b/g, (id) => {
    const name = orgs.get(id)?.name ?? projects.get(id)?.name
    return name === undefined ? id : `${name} (${id})`
  })
}
