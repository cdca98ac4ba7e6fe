'use client'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { read } from '@/lib/client/use-op'
import { millis } from '@/lib/format/time'
import { EVENT_DAYS, type LastEvents } from '@/lib/ops/key-events'
import { getCredential, whyOwnAccount, whyOwnKey } from '@/lib/ops/own-credential'
import { type Column, column, none } from '../data/columns'
import { Badge, type Tone } from '../ui/badge'

/** What stands out about a credential. */
export type Mark = 'own' | 'old' | 'unused' | 'silent' | 'managed'

const OLD_DAYS = 365
const DAY_MS = 86_400_000

const badges: Record<Mark, readonly [word: string, tone: Tone, icon: ReactNode]> = {
  own: ['Used by Gatehouse', 'accent', <svg aria-hidden className="icon-[door-open]" key="own" />],
  old: ['Over a year old', 'warn', <svg aria-hidden className="icon-[clock]" key="old" />],
  managed: [
    'Managed by Atlas',
    'neutral',
    <svg aria-hidden className="icon-[cloud]" key="managed" />,
  ],
  silent: [
    `No events in ${EVENT_DAYS} days`,
    'warn',
    <svg aria-hidden className="icon-[rotate-ccw-clock]" key="silent" />,
  ],
  unused: [
    `Unused for ${EVENT_DAYS} days`,
    'warn',
    <svg aria-hidden className="icon-[rotate-ccw-clock]" key="unused" />,
  ],
}

export const Marks = ({ marks }: { marks: readonly Mark[] }) =>
  marks.map((mark) => {
    const [word, tone, icon] = badges[mark]
    return (
      <Badge key={mark} tone={tone} icon={icon}>
        {word}
      </Badge>
    )
  })

/** A filterable column of what stands out. */
export const marksColumn = <R extends { marks: readonly Mark[] }>(): Column<R> =>
  column<R>().custom(
    ['marks', ({ marks }) => marks.map((mark) => badges[mark][0]).join(', ') || null],
    'Attention',
    ({ marks }) =>
      marks.length > 0 ? (
        <span className="flex flex-wrap gap-1">
          <Marks marks={marks} />
        </span>
      ) : (
        none
      ),
    { choices: true, choice: (value) => (value === null ? 'Nothing' : String(value)) },
  )

/** Whether something is over a year old. */
export const isOld = (createdAt: string | null | undefined, now: number): boolean => {
  const at = millis(createdAt)
  return at !== undefined && now - at > OLD_DAYS * DAY_MS
}

/** Whether something was last used, or if never, created, more than 30 days ago. */
export const isUnused = (
  lastUsedAt: string | null | undefined,
  createdAt: string | null | undefined,
  now: number,
): boolean => {
  const at = millis(lastUsedAt) ?? millis(createdAt)
  return at !== undefined && now - at > EVENT_DAYS * DAY_MS
}

/** Whether a key caused no event, as far as the events go back. Undefined events: not known. */
export const isSilent = (
  publicKey: string | null | undefined,
  createdAt: string | null | undefined,
  events: LastEvents | undefined,
): boolean =>
  events !== undefined &&
  !!publicKey &&
  !events.last[publicKey] &&
  (millis(createdAt) ?? Number.POSITIVE_INFINITY) < (millis(events.since) ?? 0)

/** Why credentials can't be changed here: the reasons of Gatehouse's own ones. */
export function useOwn(place: { orgId: string } | { groupId: string }) {
  const answer = useQuery(read(getCredential, place)).data
  const own = answer?.misfit ? undefined : answer?.data
  return {
    whyKey: (key: { id: string; publicKey?: string | null | undefined }) => whyOwnKey(own, key),
    whyAccount: (clientId: string) => whyOwnAccount(own, clientId),
  }
}
