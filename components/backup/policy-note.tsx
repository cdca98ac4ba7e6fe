'use client'
import { count } from '@/lib/format/words'
import { Banner } from '../ui/banner'
import { usePolicy } from './use-policy'

/** What a backup compliance policy forbids here, before somebody tries; one that cannot be read is said to be unknown. */
export function PolicyNote({ groupId }: { groupId: string }) {
  const { known, isInForce, isUnknown, leastDays } = usePolicy(groupId)
  if (isUnknown)
    return (
      <p className="text-muted text-xs">
        Whether a backup compliance policy holds here is not known: Gatehouse's credential may not
        read it (Atlas asks for the Project Owner role). Atlas decides when something is changed.
      </p>
    )
  if (!isInForce) return null
  return (
    <Banner
      title={
        known?.state === 'ACTIVE'
          ? 'A backup compliance policy holds in this project'
          : `The backup compliance policy of this project is ${known?.state?.toLowerCase()}`
      }
    >
      No snapshot can be deleted or kept shorter.
      {leastDays ? ` One taken on demand is kept at least ${count(leastDays, 'day')}.` : ''}
      {known?.restoreWindowDays
        ? ` A point in time can lie ${count(known.restoreWindowDays, 'day')} back.`
        : ''}
      {known?.authorizedEmail &&
        ` Only MongoDB support ends it, asked by ${known.authorizedEmail}.`}
    </Banner>
  )
}
