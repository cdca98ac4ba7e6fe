'use client'
import Link from 'next/link'
import { useId } from 'react'
import type { SeveralView, TargetView } from '@/lib/ops/several-shapes'
import { routes } from '@/lib/routes'
import { PhaseBadge } from '../../ops/phase-badge'
import { Badge, EnvironmentBadge } from '../../ui/badge'
import { Checkbox } from '../../ui/input'
import { Card } from '../../ui/page'
import { Time } from '../../ui/time'
import { levelName } from '../employee-access/level-steps'
import { RevokeGrant } from '../employee-access/revoke'
import { Box } from './box'
import type { Narrower } from './use-narrower'

const afterFailure = {
  stop: 'Stops after the first failure',
  continue: 'Continues after a failure',
}

/** The clusters of a request for several: why each is in it, its access, and what came of it. */
export function Targets({
  several,
  narrower,
  mayNarrow,
}: {
  several: SeveralView
  narrower: Narrower
  mayNarrow: boolean
}) {
  const { tag, targets, onFailure } = several
  const { isChosen, toggle } = narrower
  const lastId = useId()
  const chosen = targets.filter(({ id }) => isChosen(id)).length
  const isNarrowed = mayNarrow && chosen < targets.length
  return (
    <Card>
      <Box
        title={
          isNarrowed ? `${chosen} of ${targets.length} clusters` : `${targets.length} clusters`
        }
        aside={
          <>
            {tag ? `Tag ${tag.key}=${tag.value}` : 'Chosen by name'} · {afterFailure[onFailure]}
          </>
        }
      >
        <ul className="-mx-4 max-h-96 divide-y divide-line overflow-y-auto border-line border-t">
          {targets.map((target) => {
            const isLast = chosen === 1 && isChosen(target.id)
            return (
              <li key={target.id} className="flex items-start gap-3 px-4 py-2 text-sm">
                {mayNarrow && target.state === 'pending' && (
                  <Checkbox
                    className="mt-0"
                    aria-label={`Approve ${target.clusterName}`}
                    checked={isChosen(target.id)}
                    disabled={target.isLeftOut}
                    aria-disabled={isLast || undefined}
                    aria-describedby={isLast ? lastId : undefined}
                    onChange={() => {
                      if (!isLast) toggle(target.id)
                    }}
                  />
                )}
                <div className="min-w-0 flex-1">
                  <p className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
                    <Link
                      href={routes.request(target.id)}
                      className="break-words font-medium underline decoration-line underline-offset-3"
                    >
                      {target.clusterName}
                    </Link>
                    <span className="text-muted">{target.groupName}</span>
                    {target.environment === 'production' && (
                      <EnvironmentBadge environment="production" />
                    )}
                  </p>
                  <Proof target={target} tag={tag} />
                  {mayNarrow && isLast && targets.length > 1 && (
                    <p id={lastId} className="mt-0.5 text-xs">
                      Keep at least one cluster. To approve none, deny the request.
                    </p>
                  )}
                  {target.note && target.outcome !== 'granted' && (
                    <p className="mt-0.5 break-words text-xs">{target.note}</p>
                  )}
                </div>
                <Moved target={target} />
              </li>
            )
          })}
        </ul>
      </Box>
    </Card>
  )
}

/** Why a cluster is in the request, and what access it has. */
function Proof({ target, tag }: { target: TargetView; tag: SeveralView['tag'] }) {
  const { tags, readAt, isMoved, now, state } = target
  const shown = tag ? [tag] : tags
  return (
    <p className="mt-0.5 flex flex-wrap gap-x-2 text-muted text-xs">
      <span>
        {shown.length > 0
          ? `${tag ? 'Tag' : 'Tags'} ${shown.map(({ key, value }) => `${key}=${value}`).join(', ')}`
          : 'No tags'}
        , read <Time at={readAt} />
      </span>
      {isMoved && <strong className="font-medium text-warn">The tag is gone now</strong>}
      {state === 'pending' && now && (
        <strong className="font-medium text-warn">
          Has {levelName(now.grantType).toLowerCase()} access now
        </strong>
      )}
    </p>
  )
}

/** The state of one cluster, with its revoke. */
function Moved({ target }: { target: TargetView }) {
  const { state, outcome, isLeftOut } = target
  if (state === 'pending') return isLeftOut ? <Badge tone="neutral">Left out</Badge> : null
  const isOpen = state === 'approved' && !target.effect?.isEnd
  return (
    <span className="flex shrink-0 flex-wrap items-center justify-end gap-2">
      {outcome === 'left-out' ? (
        <Badge tone="neutral">Left out</Badge>
      ) : (
        <PhaseBadge request={target} />
      )}
      {isOpen && <RevokeGrant request={target} size="sm" />}
    </span>
  )
}
