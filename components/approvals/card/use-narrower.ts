'use client'
import { useState } from 'react'
import type { RequestCard } from '@/lib/ops/requests'
import type { TargetView } from '@/lib/ops/several-shapes'

type Chosen = { minutes?: number; level?: string; without?: string[] }

/**
 * What an approver grants: the requested duration, in minutes, and level, until they narrow it. Null for requests without
 * one. A new revision, or a narrower approval of someone else, resets it.
 */
export function useNarrower({ request, levels, narrowed, several }: RequestCard) {
  const seen = `${request.digest} ${narrowed?.minutes} ${narrowed?.level?.id} ${narrowed?.targets}`
  const [chosen, setChosen] = useState<{ seen: string } & Chosen>()
  const own = chosen?.seen === seen ? chosen : undefined
  const choose = (more: Chosen) =>
    setChosen((was) => ({ ...(was?.seen === seen ? was : undefined), ...more, seen }))
  const asked = request.minutes
  const minutes = asked === null ? null : Math.min(own?.minutes ?? asked, asked)
  const level = levels?.choices.find((one) => one.id === own?.level) ?? request.level
  // Of a request that waits again, some may have their access already.
  const isWaiting = (one: TargetView) => one.state === 'pending' && !one.isLeftOut
  const open = several?.targets.filter(isWaiting).map(({ id }) => id) ?? []
  const targets = open.filter((id) => !own?.without?.includes(id))
  const first = several?.targets[0]
  return {
    minutes,
    asked,
    level,
    levels: levels?.choices ?? [],
    isShorter: minutes !== asked,
    isSmaller: level?.id !== request.level?.id,
    /** The targets to approve. */
    targets,
    isFewer: targets.length < open.length,
    isChosen: (id: string) => targets.includes(id),
    toggle: (id: string) =>
      choose({
        without: targets.includes(id)
          ? [...(own?.without ?? []), id]
          : (own?.without ?? []).filter((one) => one !== id),
      }),
    keepOnly: (ids: readonly unknown[]) =>
      choose({ without: open.filter((id) => !ids.includes(id)) }),
    /** The input of the call as it would be sent; of several, to the first. */
    input: {
      ...request.input,
      ...(first ? { groupId: first.groupId, clusterName: first.clusterName } : {}),
      ...(minutes === null ? {} : { minutes }),
      ...(levels && level ? { [levels.field]: level.id } : {}),
    },
    /** Limited to the request's duration and at least a minute. */
    shorten: (to: number) => {
      if (asked !== null) choose({ minutes: Math.max(1, Math.min(to, asked)) })
    },
    lower: (id: string) => choose({ level: id }),
  }
}
export type Narrower = ReturnType<typeof useNarrower>
