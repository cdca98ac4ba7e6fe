'use client'
import { useEffect } from 'react'

let isAllowed = false

/** Lets the page be left without a warning: what was typed is kept, and the person comes back. */
export function allowLeaving(): void {
  isAllowed = true
}

/** Warns before the tab is closed or reloaded while something typed is unsent. */
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
