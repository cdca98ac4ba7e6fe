'use client'
import { useEffect } from 'react'

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
