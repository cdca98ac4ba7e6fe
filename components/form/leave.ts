'use client'
import { type RefObject, useEffect, useEffectEvent } from 'react'
import { onDiscarded } from '../ui/close-guard'
import { useDialogSlots } from '../ui/dialog-slots'

let isAllowed = false

/** Allows leaving without a warning, because drafts are kept and the person returns. */
export function allowLeaving(): void {
  isAllowed = true
}

/** Warns before the tab closes or reloads with unsent changes. */
export function useLeaveWarning(isDirty: boolean): void {
  useEffect(() => {
    if (!isDirty) return
    const warn = (event: BeforeUnloadEvent) => {
      if (!isAllowed) event.preventDefault()
    }
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [isDirty])
}

/**
 * Warns before the tab closes with unsent input, and resets the form when people discard it. Returns a function that leaves
 * the surrounding dialog, which asks first.
 */
export function useLeaving(
  box: RefObject<HTMLElement | null>,
  isUnsent: boolean,
  discard: () => void,
): (go: () => void) => void {
  useLeaveWarning(isUnsent)
  const onDiscard = useEffectEvent(discard)
  useEffect(() => onDiscarded(box.current, onDiscard), [box])
  return useDialogSlots()?.leave ?? ((go) => go())
}
