'use client'
import { usePathname, useSearchParams } from 'next/navigation'
import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react'
import { writesAddress } from './address'

/** New values by search parameter. Null and empty ones remove it from the URL. */
export type AddressChange = Readonly<Record<string, string | readonly string[] | null>>

/** Values by search parameter. `null`: the URL will not have it. */
type AddressValues = Readonly<Record<string, string | null>>

type Options = {
  /** No step for the Back button: the page corrects its own URL. */
  replace?: boolean
  /** For typing: how long no further change may come before the URL follows, in ms. What is typed in a row is one step. */
  afterMs?: number
}

/** Values of the page at `path` that the router does not know yet. */
type Ahead = { path: string; values: AddressValues }

const none: AddressValues = {}
const nothing: Ahead = { path: '', values: none }
let ahead = nothing
/** Those that the URL does not have yet either. */
let waiting: (Ahead & { timer: ReturnType<typeof setTimeout>; written: () => void }) | undefined
/** The parameters that were typed last, and the URL since then. */
let typed = ''
const onChanges = new Set<() => void>()

// A comma separates the values of a list. In a value it is escaped.
const listed = (text: string | null) =>
  text ? text.split(',').map((one) => one.replace(/%(?:25|2C)/g, decodeURIComponent)) : []
const joined = (list: readonly string[]) =>
  list.map((one) => one.replace(/[%,]/g, encodeURIComponent)).join(',')

const valuesOf = (change: AddressChange): AddressValues =>
  Object.fromEntries(
    Object.entries(change).map(([key, value]) => [
      key,
      (typeof value === 'string' || value === null ? value : joined(value)) || null,
    ]),
  )

function become(next: Ahead) {
  ahead = next
  for (const onChange of onChanges) onChange()
}

function subscribe(onChange: () => void) {
  if (onChanges.size === 0) window.addEventListener('popstate', forget)
  onChanges.add(onChange)
  return () => {
    onChanges.delete(onChange)
    if (onChanges.size === 0) window.removeEventListener('popstate', forget)
  }
}

/** The Back button wins over changes that did not reach the URL. */
function forget() {
  stopWaiting()
  become(nothing)
}

const withValues = (values: AddressValues): URL => {
  const url = new URL(location.href)
  for (const [key, value] of Object.entries(values)) {
    if (value === null) url.searchParams.delete(key)
    else url.searchParams.set(key, value)
  }
  return url
}

/** The page's URL, with the changes that it does not have yet. */
export const addressNow = (): URL =>
  withValues(ahead.path === location.pathname ? ahead.values : none)

function write({ path, values }: Ahead, { replace = false, afterMs = 0 }: Options) {
  // The person went to another page in the meantime.
  if (location.pathname !== path) return
  const url = withValues(values)
  if (url.href === location.href) return
  const typedAt = (at: string) => `${Object.keys(values)} ${at}`
  if (replace || (afterMs > 0 && typed === typedAt(location.href)))
    history.replaceState(null, '', url)
  else history.pushState(null, '', url)
  typed = afterMs > 0 ? typedAt(url.href) : ''
}

const added = (to: Ahead | undefined, { path, values }: Ahead): Ahead => ({
  path,
  values: { ...(to?.path === path ? to.values : none), ...values },
})

function set(change: Ahead, options: Options) {
  const { afterMs = 0 } = options
  const all = added(waiting, change)
  stopWaiting()
  if (afterMs === 0) write(all, options)
  else {
    const { promise, resolve } = Promise.withResolvers<void>()
    writesAddress(promise)
    const timer = setTimeout(() => {
      stopWaiting()
      write(all, options)
    }, afterMs)
    waiting = { ...all, timer, written: resolve }
  }
  become(added(ahead, change))
}

function stopWaiting() {
  clearTimeout(waiting?.timer)
  waiting?.written()
  waiting = undefined
}

/** Once the router knows the URL, it is the source again: for links and the Back button. */
function follow(search: URLSearchParams) {
  if (ahead === nothing) return
  if (search.toString() === new URLSearchParams(location.search).toString())
    become(waiting ?? nothing)
}

/**
 * Search parameters of the page as state. A change applies immediately. The URL follows, without a request to the server.
 * Each change is a step for the Back button.
 */
export function useAddress() {
  const path = usePathname()
  const search = useSearchParams()
  const { path: of, values } = useSyncExternalStore(
    subscribe,
    () => ahead,
    () => nothing,
  )
  useEffect(() => follow(search), [search])
  const changes = of === path ? values : none
  return {
    /** Null if the URL does not have it. */
    get: (key: string): string | null => {
      const changed = changes[key]
      return changed === undefined ? search.get(key) : changed
    },
    /** Every parameter, with the changes that the URL does not have yet. */
    all: (): URLSearchParams => {
      const params = new URLSearchParams(search)
      for (const [key, value] of Object.entries(changes))
        if (value === null) params.delete(key)
        else params.set(key, value)
      return params
    },
    set: useCallback(
      (change: AddressChange, options: Options = {}) =>
        set({ path, values: valuesOf(change) }, options),
      [path],
    ),
  }
}

/** A search parameter with several values. The same list until it changes. */
export function useAddressList(key: string): string[] {
  const text = useAddress().get(key)
  return useMemo(() => listed(text), [text])
}
