'use client'
import { useEffect, useRef } from 'react'
import { Button } from '../ui/button'

/** How far below the screen it starts to load. */
const AHEAD = '800px'

/** Loads older events when the end of the list comes near, or when pressed. After a failure only when pressed. */
export function OlderEvents({
  isLoading,
  hasFailed,
  load,
}: {
  isLoading: boolean
  hasFailed: boolean
  load: () => void
}) {
  const box = useRef<HTMLDivElement>(null)
  const now = useRef({ isLoading, hasFailed, load })
  now.current = { isLoading, hasFailed, load }
  useEffect(() => {
    const watcher = new IntersectionObserver(
      ([entry]) => {
        const { isLoading: isBusy, hasFailed: isBroken, load: more } = now.current
        if (entry?.isIntersecting && !isBusy && !isBroken) more()
      },
      { rootMargin: AHEAD },
    )
    if (box.current) watcher.observe(box.current)
    return () => watcher.disconnect()
  }, [])
  return (
    <div ref={box} className="border-line border-t p-3 text-center">
      <Button pending={isLoading} onClick={load}>
        {isLoading ? 'Loading…' : 'Load older events'}
      </Button>
    </div>
  )
}
