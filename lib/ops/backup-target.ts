import { z } from 'zod'
import { layoutOf, sizeInWords } from './cluster-layout'
import type { Environment } from './environment'
import type { Friction } from './friction'

const known = z.looseObject({
  stateName: z.string().nullish(),
  paused: z.boolean().nullish(),
  mongoDBVersion: z.string().nullish(),
})

/** The cluster to overwrite with its size, version and state, so that nobody mistakes it for another. */
export function targetInWords(answer: unknown, groupId: string, name: string): string[] {
  const found = known.safeParse(answer).data
  if (!found) return [`There is no cluster ${name} in project ${groupId}`]
  const facts = [
    sizeInWords(layoutOf(answer)),
    found.mongoDBVersion && `MongoDB ${found.mongoDBVersion}`,
    found.paused ? 'paused' : stateInWords(found.stateName),
  ].filter(Boolean)
  return [
    `${name} in project ${groupId} will be overwritten${facts.length > 0 ? `: ${facts.join(', ')}` : ''}`,
  ]
}

/** As the list of clusters says it: Atlas calls a running cluster idle. */
const stateInWords = (state: string | null | undefined) =>
  state === 'IDLE' ? 'running' : state?.toLowerCase()

/** Why a cluster can't be restored to now; undefined: it can. */
export function whyNotTarget(answer: unknown, name: string): string | undefined {
  if (answer === undefined) return `There is no cluster ${name} in the target project.`
  const { stateName, paused } = known.safeParse(answer).data ?? {}
  if (paused) return `${name} is paused. Resume it in Atlas first.`
  if (stateName === 'CREATING') return `${name} is still being created. Wait until it is ready.`
  if (stateName === 'DELETING') return `${name} is being deleted. Choose another cluster.`
  return undefined
}

type Place = { groupId: string; clusterName: string }

/** What a restore is called in the audit log. */
export const overwriteTarget = (source: Place, target: Place): string =>
  `project ${target.groupId} / cluster ${target.clusterName} / restore from ${
    source.groupId === target.groupId ? '' : `project ${source.groupId} / `
  }cluster ${source.clusterName}`

/** A restore deletes the target first, so a production one needs a second person. */
export function overwriteFriction(
  source: Place,
  { groupId, clusterName: phrase }: Place,
  environment: Environment,
): Friction {
  const because = `Atlas deletes all data of ${phrase} before it restores. This can’t be undone.`
  if (environment !== 'production') return { level: 'type', phrase, because }
  const where =
    groupId === source.groupId
      ? `${phrase} is a production cluster.`
      : `${phrase} or the source, ${source.clusterName}, is a production cluster.`
  return { level: 'approval', phrase, because: `${where} ${because}` }
}
