'use client'
import { useEffect, useRef, useState } from 'react'
import type { UseFormReturn } from 'react-hook-form'
import { draftKey, dropDraft, keepDraft, readDraft } from '@/lib/client/drafts'
import { useMe } from '@/lib/client/use-me'

const PAUSE_MS = 400

/**
 * Keeps what is typed into a form in the tab, and puts it back when the form opens again. `wasRestored` says so;
 * `discard` forgets it and starts over.
 */
export function useDraft(
  form: UseFormReturn,
  op: string,
  start: Record<string, unknown>,
  secrets: readonly string[] = [],
) {
  const subject = useMe()?.subject
  const key = subject === undefined ? undefined : draftKey(subject, op, start)
  const [wasRestored, setWasRestored] = useState(false)
  const restored = useRef<string>(undefined)

  useEffect(() => {
    if (!key || restored.current === key) return
    restored.current = key
    const kept = readDraft(key)
    if (!kept) return
    for (const [name, value] of Object.entries(kept))
      form.setValue(name, value, { shouldDirty: true })
    setWasRestored(true)
  }, [key, form])

  useEffect(() => {
    if (!key) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const subscription = form.watch((values) => {
      clearTimeout(timer)
      timer = setTimeout(() => keepDraft(key, values, secrets), PAUSE_MS)
    })
    return () => {
      clearTimeout(timer)
      subscription.unsubscribe()
    }
  }, [key, form, secrets])

  return {
    wasRestored,
    drop: () => {
      if (key) dropDraft(key)
    },
    discard: () => {
      form.reset(start)
      if (key) dropDraft(key)
      setWasRestored(false)
    },
  }
}
