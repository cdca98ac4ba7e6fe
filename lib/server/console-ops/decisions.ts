import type { z } from 'zod'
import { isPart } from '@/lib/approvals/decide-parts'
import {
  approve as approveRow,
  checkDigest,
  checkShown,
  deny as denyRow,
} from '@/lib/approvals/decide-request'
import { rulesInWords } from '@/lib/approvals/policy'
import type { RequestRow } from '@/lib/approvals/rows'
import { termsOf } from '@/lib/approvals/terms'
import { minutesInWords } from '@/lib/format/duration'
import { OpError } from '@/lib/ops/failure'
import type { approveRequest, denyRequest } from '@/lib/ops/requests'
import { byOf } from '../actor'
import { decisionBy, judgeFor, rightFor } from '../ballot'
import { refuseWithoutProof } from '../checkpoints/health'
import { sql } from '../database'
import { notInScope, type Place } from '../decide'
import type { Person } from '../person'
import { readFirst } from '../reach'
import { placesOfRequest, visibleRequest } from '../request-place'
import { isRequester } from '../request-view'
import { stepUpState } from '../step-up'
import { currentTerms, stepUpsIn, whyStricter } from '../step-up-terms'
import { isExecutorWaiting, wakeExecutor } from '../wake-executor'
import type { ConsoleContext } from './context'

type Changed = { requestId: string; state: RequestRow['state'] }
export type Places = [Place, ...Place[]]

/** `requests.approve` */
export async function approve(
  input: z.output<typeof approveRequest.input>,
  { person, requestId: trace }: ConsoleContext,
): Promise<Changed> {
  const { r, places } = await decidable(input.requestId, person)
  // Another role or group can't help a request that is no longer pending; `approveRow` says who decided.
  const right = r.state === 'pending' ? await rightFor(r, places, person, 'approve') : undefined
  checkShown(r, input.digest)
  await checkPolicyNow(r, places, input.minutes, person)
  await refuseWithoutProof()
  const state = await approveRow(sql(), {
    ...input,
    narrowing: {
      minutes: input.minutes ?? null,
      level: input.level ?? null,
      targets: input.targets ?? null,
    },
    by: byOf(person, right && decisionBy(person, right, places[0])),
    trace,
    judge: judgeFor(person, places, 'approve'),
    ...(isExecutorWaiting() ? { onQuorum: readFirst } : {}),
  })
  wakeExecutor()
  return { requestId: r.id, state }
}

/** `requests.deny` */
export async function deny(
  input: z.output<typeof denyRequest.input>,
  { person, requestId: trace }: ConsoleContext,
): Promise<Changed> {
  const { r, places } = await decidable(input.requestId, person)
  if (isRequester(r, person))
    throw OpError.of('not-allowed', 'This is your own request. Cancel it instead.')
  const right = await rightFor(r, places, person, 'deny')
  const by = byOf(person, decisionBy(person, right, places[0]))
  await denyRow(sql(), { ...input, by, trace, judge: judgeFor(person, places, 'deny') })
  return { requestId: r.id, state: 'denied' }
}

/** A request that the person can see, with every place in which its approvers need the role. */
export async function decidable(
  id: string,
  person: Person,
): Promise<{ r: RequestRow; places: Places }> {
  const { r } = await visibleRequest(id, person)
  if (r.part_of !== null) throw isPart()
  const [main, ...others] = await placesOfRequest(r)
  if (!main) throw notInScope()
  return { r, places: [main, ...others] }
}

/**
 * Checks an approval against the request's terms and the current policy, which can be stricter. `signedInFor`: a digest
 * besides the request's own for which a new sign-in counts. @throws OpError
 */
export async function checkPolicyNow(
  r: RequestRow,
  places: Places,
  minutes: number | undefined,
  person: Person,
  signedInFor?: string,
): Promise<void> {
  const now = await currentTerms(r, places)
  // Terms that someone changed in the database are no reason to send it again.
  checkDigest(r)
  const stricter = whyStricter(r, now)
  if (stricter) throw OpError.of('conflict', stricter)
  const { maxMinutes } = now
  if (r.minutes !== null && (minutes ?? r.minutes) > maxMinutes)
    throw OpError.of(
      'invalid',
      `The policy (${rulesInWords(now)}) now allows at most ${minutesInWords(maxMinutes)}. Shorten the access to approve it.`,
      { fields: { minutes: `At most ${minutesInWords(maxMinutes)}` } },
    )
  const required = stepUpsIn(r, [termsOf(r), now])
  const digest = person.stepUpFor === signedInFor ? signedInFor : undefined
  const whyNot = stepUpState(
    person,
    digest ? required.map((one) => ({ ...one, digest })) : required,
  )?.whyNot
  if (whyNot) throw OpError.of('step-up', whyNot)
}
