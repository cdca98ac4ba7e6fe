import { z } from 'zod'
import { layoutOf, sizeInWords } from './cluster-layout'

const known = z.looseObject({
  stateName: z.string().nullish(),
  paused: z.boolean().nullish(),
  mongoDBVersion: z.string().nullish(),
})

/** What a restore would overwrite, from the cluster's own answer: its state and size, so that nobody takes one for another. */
export function targetInWords(answer: unknown, groupId: string, name: string): string[] {
  const found = known.safeParse(answer).data
  if (!found) return [`Atlas knows no cluster ${name} in the project ${groupId}`]
  const facts = [
    sizeInWords(layoutOf(answer)),
    found.mongoDBVersion && `MongoDB ${found.mongoDBVersion}`,
    found.paused ? 'paused' : found.stateName,
  ].filter(Boolean)
  return [`${name} in ${groupId} is overwritten${facts.length > 0 ? `: ${facts.join(', ')}` : ''}`]
}

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
