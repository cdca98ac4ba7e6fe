import { z } from 'zod'

const known = z.looseObject({ stateName: z.string().nullish(), paused: z.boolean().nullish() })

/** Why a cluster cannot be restored to now, from its own answer; undefined when nothing speaks against it. */
export function whyNotTarget(answer: unknown, name: string): string | undefined {
  if (answer === undefined) return `Atlas knows no cluster ${name} in the project to restore to.`
  const { stateName, paused } = known.safeParse(answer).data ?? {}
  if (paused)
    return `${name} is paused. Resume it in Atlas first: a paused cluster takes no restore.`
  if (stateName === 'CREATING') return `${name} is still being created. Wait until it runs.`
  if (stateName === 'DELETING') return `${name} is being deleted. Choose another cluster.`
  return undefined
}
