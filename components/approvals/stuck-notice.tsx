'use client'
import Link from 'next/link'
import { useCommand } from '@/lib/client/use-command'
import { releaseHeld } from '@/lib/ops/effects'
import type { Stuck } from '@/lib/ops/request-shapes'
import { routes } from '@/lib/routes'
import { RefusableButton } from '../ops/action-button'
import { FailureNote } from '../ops/failure-note'
import { Banner } from '../ui/banner'
import { Time } from '../ui/time'

/** A grant or a revoke that is stuck: since when, why, and what people can do. */
export function StuckNotice({ stuck, linked = true }: { stuck: Stuck; linked?: boolean }) {
  const { requestId, groupId, clusterName, groupName, orgName, isHeld, isRevoke } = stuck
  const href =
    requestId !== null
      ? routes.request(requestId)
      : groupId && clusterName
        ? routes.cluster(groupId, clusterName)
        : undefined
  return (
    <Banner
      tone={isRevoke ? 'bad' : 'warn'}
      title={
        isRevoke
          ? `Revoke not confirmed on ${clusterName ?? groupName}`
          : isHeld
            ? 'On hold after a database restore'
            : `Waiting to send: ${stuck.summary}`
      }
      actions={isHeld && requestId !== null && <Release requestId={requestId} stuck={stuck} />}
    >
      {isHeld && !isRevoke && <>{stuck.summary}. </>}
      {stuck.why} {isHeld ? 'Put on hold' : 'Gatehouse keeps trying. First failed'}{' '}
      <Time at={stuck.since} />.{' '}
      {linked && href && (
        <>
          {groupName} in {orgName}.{' '}
          <Link href={href} className="underline decoration-line underline-offset-3">
            {requestId !== null ? 'View request' : 'View cluster'}
          </Link>
        </>
      )}
    </Banner>
  )
}

function Release({ requestId, stuck }: { requestId: string; stuck: Stuck }) {
  const release = useCommand(releaseHeld)
  return (
    <>
      <RefusableButton
        size="sm"
        whyNot={stuck.mayRelease ?? undefined}
        pending={release.isPending}
        onPress={() => release.mutate({ requestId })}
      >
        Release
      </RefusableButton>
      {release.error && <FailureNote error={release.error} />}
    </>
  )
}
