'use client'
import { useState } from 'react'
import type { RequestCard } from '@/lib/ops/requests'

/**
 * What an approver grants: the requested duration, in minutes, and level, until they narrow it. Null for requests without
 * one. A new revision, or a narrower approval of someone else, resets it.
 */
export function useNarrower({ request, levels, narrowed }: RequestCard) {
  const seen = `${request.digest} ${narrowed?.minutes} ${narrowed?.level?.id}`
  const [chosen, setChosen] = useState<{ seen: string; minutes?: number; level?: string }>()
  const own = chosen?.seen === seen ? chosen : undefined
  const choose = (more: { minutes?: number; level?: string }) =>
    setChosen((was) => ({ ...(was?.seen === seen ? was : undefined), ...more, seen }))
  const asked = request.minutes
  const minutes = asked === null ? null : Math.min(own?.minutes ?? asked, asked)
  const level = levels?.choices.find((one) => one.id === own?.level) ?? request.level
  return {
    minutes,
    asked,
    level,
    levels: levels?.choices ?? [],
    isShorter: minutes !== asked,
    isSmaller: level?.id !== request.level?.id,
    /** The input of the call as it would be sent. */
    input: {
      ...request.input,
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
