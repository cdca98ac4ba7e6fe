'use client'
import { useLayoutEffect, useState } from 'react'
import { draftKey, dropDraft, keepDraft, readDraft } from '@/lib/client/drafts'
import { stepUp } from '@/lib/client/step-up'
import { useMe } from '@/lib/client/use-me'
import { useNow } from '@/lib/client/use-now'
import { millis } from '@/lib/format/time'
import { approveRequest, type RequestCard } from '@/lib/ops/requests'
import { routes } from '@/lib/routes'
import type { Narrower } from './use-narrower'

/**
 * The new sign-in that the policy requires before an approval. `start` leaves for the identity provider; the narrowing is
 * there again afterward (`isBack`).
 */
export function useStepUp(
  { request, stepUp: required }: Pick<RequestCard, 'request' | 'stepUp'>,
  narrower: Narrower,
) {
  const { digest } = request
  const now = useNow()
  const subject = useMe()?.subject
  const key = subject && draftKey(subject, approveRequest.id, { digest })
  const [isBack, setBack] = useState(false)
  const until = required?.until ?? null

  // Before the first press, which could otherwise leave without what is restored here.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page opens again
  useLayoutEffect(() => {
    const kept = key && readDraft(key)
    if (!kept) return
    dropDraft(key)
    setBack(true)
    if (typeof kept.minutes === 'number') narrower.shorten(kept.minutes)
    if (typeof kept.level === 'string') narrower.lower(kept.level)
    if (Array.isArray(kept.targets)) narrower.keepOnly(kept.targets)
  }, [key])

  return {
    isBack,
    until,
    isNeeded: required !== null && (until === null || (millis(until) ?? 0) <= now),
    whyNot: required?.whyNot ?? 'Your new sign-in is too old now. Sign in again, then approve.',
    start: () => {
      const { minutes, isShorter, level, isSmaller, targets, isFewer } = narrower
      if (key)
        keepDraft(key, {
          ...(isShorter ? { minutes } : {}),
          ...(isSmaller ? { level: level?.id } : {}),
          ...(isFewer ? { targets } : {}),
        })
      stepUp(digest, routes.request(request.id))
    },
  }
}
export type StepUp = ReturnType<typeof useStepUp>
