import { z } from 'zod'
import { grant } from './grant'
import { closedHows, effect, requestStates, time } from './request-shapes'
import { clusterName, projectId, tag } from './shapes'
import { targetOutcomes } from './target-outcome'
import { line } from './text'

/** Most targets of one request. */
export const MOST_TARGETS = 50

const tooMany = `A request can have at most ${MOST_TARGETS} clusters. Send several requests.`
const targetPlace = z.strictObject({ groupId: projectId, clusterName })

/** The targets of a request for several: a list, a tag that all of them have, or both. */
export const severalTargets = {
  targets: z
    .array(targetPlace)
    .min(1, 'Choose at least one cluster')
    .max(MOST_TARGETS, tooMany)
    .optional(),
  /** A tag of the clusters in Atlas. Without `targets`, all clusters with it that the requester can see. */
  tag: z.strictObject({ key: line().min(1).max(255), value: line().max(255) }).optional(),
  /** What happens to targets that were not sent yet once one fails. */
  onFailure: z.enum(['stop', 'continue']).default('stop'),
}

/** One target of a request for several. */
const targetView = z.object({
  /** The id of its part, which has a page of its own. */
  id: z.string(),
  groupId: z.string(),
  groupName: z.string(),
  clusterName: z.string(),
  environment: z.enum(['production', 'other']),
  /** Its tags as Atlas gave them when the request was filed, and when. */
  tags: z.array(tag),
  readAt: time,
  /** Whether it has lost the tag by which it was chosen. */
  isMoved: z.boolean(),
  /** The access that Gatehouse last saw on it, and when. */
  now: grant.nullable(),
  seenAt: time.nullable(),
  /** Whether an approval left it out. */
  isLeftOut: z.boolean(),
  outcome: z.enum(targetOutcomes),
  state: z.enum(requestStates),
  how: z.enum(closedHows).nullable(),
  /** Its newest call. */
  effect: effect.nullable(),
  /** Why it was refused or skipped, or how it ended. */
  note: z.string().nullable(),
  endsAt: time.nullable(),
  mayRevoke: z.string().nullable(),
})
export type TargetView = z.output<typeof targetView>

/** The targets of a request for several, and how they were chosen. */
export const severalView = z.object({
  tag: tag.nullable(),
  /** What happens to targets that were not sent yet once one fails. */
  onFailure: z.enum(['stop', 'continue']),
  targets: z.array(targetView),
})
export type SeveralView = z.output<typeof severalView>
