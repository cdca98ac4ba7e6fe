'use client'
import { useEffect, useMemo } from 'react'
import { callServer } from '@/lib/client/call-server'
import { useSent } from '@/lib/client/sent'
import { accessStates, MAX_STATES } from '@/lib/ops/access-list'
import { OpError } from '@/lib/ops/failure'
import { addressesIn } from './entries'

export type EntryState = { status: string | null; why: string | null; at: number }

const PENDING_MS = 3_000
const FAILED_MS = 20_000
/** ACTIVE and FAILED change only when the entry does. */
const SETTLED_MS = 600_000
/** Skips rows that only pass by while the page scrolls. */
const PAUSE_MS = 250

const keeps = ({ status }: EntryState): number =>
  status === null ? FAILED_MS : status === 'PENDING' ? PENDING_MS : SETTLED_MS

/** The states of the entries on the screen, read in one request. Each cell is notified of its own state only. */
export class States {
  private readonly states = new Map<string, EntryState>()
  /** By element, because an entry can have more than one. */
  private readonly visible = new Set<Element>()
  private readonly listeners = new Map<string, Set<() => void>>()
  private readonly values = new WeakMap<Element, string>()
  private observer: IntersectionObserver | undefined
  private timer: ReturnType<typeof setTimeout> | undefined
  private isAsking = false

  constructor(private readonly groupId: string) {}

  get = (value: string): EntryState | undefined => this.states.get(value)

  subscribe = (value: string, listener: () => void): (() => void) => {
    const all = this.listeners.get(value) ?? new Set()
    this.listeners.set(value, all.add(listener))
    return () => void all.delete(listener)
  }

  /** Reads the state of an entry while its element is on the screen; gives how to stop. */
  watch = (element: Element, value: string): (() => void) => {
    this.observer ??= new IntersectionObserver((seen) => {
      for (const { target, isIntersecting } of seen) {
        if (isIntersecting) this.visible.add(target)
        else this.visible.delete(target)
      }
      this.plan(PAUSE_MS)
    })
    this.values.set(element, value)
    this.observer.observe(element)
    return () => {
      this.observer?.unobserve(element)
      this.visible.delete(element)
    }
  }

  /** Reads the states of changed entries again. */
  forget = (values: readonly string[]): void => {
    for (const value of values) this.states.delete(value)
    for (const value of values) this.tell(value)
    this.plan(PAUSE_MS)
  }

  stop = (): void => {
    clearTimeout(this.timer)
    this.timer = undefined
    this.observer?.disconnect()
    this.observer = undefined
  }

  private shown(): string[] {
    const values = [...this.visible].map((element) => this.values.get(element) ?? [])
    return [...new Set(values.flat())]
  }

  private plan(ms: number) {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.ask(), ms)
  }

  private tell(value: string) {
    for (const listener of this.listeners.get(value) ?? []) listener()
  }

  private due(value: string): number {
    const state = this.states.get(value)
    return state ? state.at + keeps(state) - Date.now() : 0
  }

  private async ask(): Promise<void> {
    if (this.isAsking || document.hidden) return this.plan(PENDING_MS)
    const entries = this.shown()
      .filter((value) => this.due(value) <= 0)
      .slice(0, MAX_STATES)
    if (entries.length > 0) {
      this.isAsking = true
      const found = await this.read(entries)
      this.isAsking = false
      entries.forEach((value, at) => {
        this.states.set(value, { status: null, why: null, ...found[at], at: Date.now() })
        this.tell(value)
      })
    }
    const next = Math.min(...this.shown().map((value) => this.due(value)))
    if (this.observer && Number.isFinite(next)) this.plan(Math.max(PAUSE_MS, next))
  }

  private async read(entries: string[]) {
    try {
      const { data } = await callServer(accessStates, { groupId: this.groupId, entries })
      return data.states
    } catch (error) {
      const why = error instanceof OpError ? error.message : 'The state could not be read.'
      return entries.map(() => ({ status: null, why }))
    }
  }
}

/** The states of a project's entries. Those of entries that this tab changes are read again. */
export function useStates(groupId: string): States {
  const states = useMemo(() => new States(groupId), [groupId])
  useEffect(() => states.stop, [states])
  useSent((op, input) => states.forget(addressesIn(op, input)))
  return states
}
