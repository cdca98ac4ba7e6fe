import { useEffect, useRef } from 'react'

type Listener = (op: string, input: unknown) => void

const listeners = new Set<Listener>()

/** Tells that a command is about to be sent from this tab. */
export const tellSent: Listener = (op, input) => {
  for (const listener of listeners) listener(op, input)
}

/** Listens to each command that this tab sends, to tell its own changes from those of others. */
export function useSent(listener: Listener): void {
  const latest = useRef(listener)
  latest.current = listener
  useEffect(() => {
    const heard: Listener = (...sent) => latest.current(...sent)
    listeners.add(heard)
    return () => void listeners.delete(heard)
  }, [])
}
