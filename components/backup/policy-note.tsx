'use client'
import { count } from '@/lib/format/words'
import { Banner } from '../ui/banner'
import { usePolicy } from './use-policy'

/** What the project's backup compliance policy forbids, or that it could not be read. */
export function PolicyNote({ groupId }: { groupId: string }) {
  const { known, isInForce, isRefused, isUnknown, leastDays } = usePolicy(groupId)
  if (isUnknown)
    return (
      <p className="text-muted text-xs">
        Gatehouse can’t tell if this project has a backup compliance policy.
        {isRefused && ' To read it, Gatehouse needs the Atlas role Project Owner.'}
      </p>
    )
  if (!isInForce) return null
  return (
    <Banner
      title={
        known?.state === 'ACTIVE'
          ? 'This project has a backup compliance policy'
          : `This project’s backup compliance policy is ${known?.state?.toLowerCase()}`
      }
    >
      Snapshots can’t be deleted, and their retention can’t be shortened.
      {leastDays ? ` On-demand snapshots are kept for at least ${count(leastDays, 'day')}.` : ''}
      {known?.restoreWindowDays
        ? ` The restore window is ${count(known.restoreWindowDays, 'day')}.`
        : ''}
      {known?.authorizedEmail &&
        ` Only MongoDB Support can remove the policy, at the request of ${known.authorizedEmail}.`}
    </Banner>
  )
}
