'use client'
import { useQuery } from '@tanstack/react-query'
import { CircleAlert, CircleCheck, LoaderCircle } from 'lucide-react'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { callServer } from '@/lib/client/call-server'
import { read } from '@/lib/client/use-op'
import { accessStatus } from '@/lib/ops/access-list'
import { Badge } from '../ui/badge'
import { Skeleton } from '../ui/skeleton'
import { Tooltip } from '../ui/tooltip'
import { fewAtATime } from './few'

// Atlas keeps the state out of the list: one call for each row, so only for rows on the screen, and few at a time.
const inLine = fewAtATime(4)
const SETTLED_MS = 60_000

const looks = {
  ACTIVE: { tone: 'good', word: 'Active', icon: <CircleCheck aria-hidden /> },
  PENDING: {
    tone: 'warn',
    word: 'Being applied',
    icon: <LoaderCircle aria-hidden className="animate-spin" />,
  },
  FAILED: { tone: 'bad', word: 'Failed', icon: <CircleAlert aria-hidden /> },
} as const

const isKnown = (status: string): status is keyof typeof looks => Object.hasOwn(looks, status)

/** Whether any part of an element is on the screen. */
function useOnScreen(box: RefObject<HTMLElement | null>): boolean {
  const [isOn, setOn] = useState(false)
  useEffect(() => {
    if (!box.current) return
    const watch = new IntersectionObserver(([seen]) => setOn(seen?.isIntersecting ?? false))
    watch.observe(box.current)
    return () => watch.disconnect()
  }, [box])
  return isOn
}

/** Whether Atlas has applied an entry; asked again until it has, or has failed to. Its own failure disturbs nothing else. */
export function StatusCell({ groupId, value }: { groupId: string; value: string }) {
  const box = useRef<HTMLSpanElement>(null)
  const isOnScreen = useOnScreen(box)
  const input = { groupId, entryValue: value }
  const status = useQuery({
    ...read(accessStatus, input),
    queryFn: ({ signal }) => inLine(() => callServer(accessStatus, input, { signal }), signal),
    enabled: isOnScreen && value !== '?',
    staleTime: ({ state }) => (state.data?.data.STATUS === 'PENDING' ? 0 : SETTLED_MS),
  })

  const shown = () => {
    const word = status.data?.data.STATUS
    if (word !== undefined) {
      if (!isKnown(word)) return <Badge>{word}</Badge>
      const { tone, icon, word: said } = looks[word]
      return (
        <Badge tone={tone} icon={icon}>
          {said}
        </Badge>
      )
    }
    const error = status.error ?? status.failureReason
    if (!error) return <Skeleton className="w-14" />
    const isWaiting = status.fetchStatus !== 'idle'
    return (
      <Tooltip content={`${error.message}${isWaiting ? ' It is asked again.' : ''}`}>
        <button
          type="button"
          onClick={() => void status.refetch()}
          className="rounded-xs text-muted text-xs underline decoration-dotted underline-offset-3"
        >
          {error.kind === 'not-found' ? 'gone' : isWaiting ? 'waiting' : 'not known'}
        </button>
      </Tooltip>
    )
  }
  return (
    <span ref={box} className="inline-block min-w-14">
      {shown()}
    </span>
  )
}
