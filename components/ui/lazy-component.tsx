'use client'
import { type ComponentType, type ReactNode, useSyncExternalStore } from 'react'
import { online } from '@/lib/client/online'
import { whenLoaded } from '@/lib/client/when-loaded'
import { Banner } from './banner'
import { Button } from './button'

/**
 * A component whose code loads when it is first shown, with `loading` until then. Offline it waits for the network. A
 * failure stays local, unlike with `next/dynamic`, which would lose the page and everything typed. With `soon` it loads
 * when the page is idle, for what people open in a hurry or offline.
 */
export function lazyComponent<P extends object>(
  load: () => Promise<ComponentType<P>>,
  {
    loading = null,
    soon = false,
  }: { loading?: ReactNode | ((props: P) => ReactNode); soon?: boolean } = {},
): ComponentType<P> {
  let now: { Part?: ComponentType<P>; hasFailed?: true } | undefined
  const onChanges = new Set<() => void>()
  const become = (next: typeof now) => {
    now = next
    for (const onChange of onChanges) onChange()
  }
  const fetchNow = () => {
    if (now !== undefined) return
    now = {}
    void online()
      .then(load)
      .then(
        (Part) => become({ Part }),
        () => become({ hasFailed: true }),
      )
  }
  const subscribe = (onChange: () => void) => {
    onChanges.add(onChange)
    fetchNow()
    return () => onChanges.delete(onChange)
  }
  if (soon && typeof window !== 'undefined') void whenLoaded().then(fetchNow)
  // biome-ignore lint/correctness/noComponentHookFactories: called at module level, once for each part
  return function Later(props: P) {
    // The first client render must match the server's, even if the code is already loaded.
    const { Part, hasFailed } =
      useSyncExternalStore(
        subscribe,
        () => now,
        () => undefined,
      ) ?? {}
    if (Part) return <Part {...props} />
    if (hasFailed) return <NotLoaded />
    return typeof loading === 'function' ? loading(props) : loading
  }
}

const NotLoaded = () => (
  <Banner
    tone="warn"
    role="alert"
    title="Part of this page didn’t load"
    actions={
      <Button size="sm" onClick={() => location.reload()}>
        {' '}
        Reload page
      </Button>
    }
  >
    Your connection failed, or Gatehouse was updated. Your changes are kept.
  </Banner>
)
