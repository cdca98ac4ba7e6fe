'use client'
import { useEffect, useRef, useState } from 'react'
import type { UseFormReturn } from 'react-hook-form'
import { draftKey, dropDraft, keepDraft, readDraft } from '@/lib/client/drafts'
import { useMe } from '@/lib/client/use-me'

const PAUSE_MS = 400
const NO_SECRETS: readonly string[] = []

/**
 * Keeps what is typed into a form in the tab, and puts it back when the form opens again. `wasRestored` says so;
 * `discard` forgets it and starts over.
 */
export function useDraft(
  form: UseFormReturn,
  op: string,
  start: Record<string, unknown>,
  secrets: readonly string[] = NO_SECRETS,
) {
  const subject = useMe()?.subject
  const key = subject === undefined ? undefined : draftKey(subject, op, start)
  const [wasRestored, setWasRestored] = useState(false)
  const restored = useRef<string>(undefined)
  const unkept = useRef<Record<string, unknown>>(undefined)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const isDirty = useRef(false)
  isDirty.current = form.formState.isDirty
  const forget = () => {
    clearTimeout(timer.current)
    unkept.current = undefined
    if (key) dropDraft(key)
  }

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
    const keep = () => {
      const values = unkept.current
      unkept.current = undefined
      // A form as it started, as after it was sent, is nothing to bring back.
      if (values && isDirty.current) keepDraft(key, values, secrets)
      else if (values) dropDraft(key)
    }
    const subscription = form.watch((values) => {
      clearTimeout(timer.current)
      unkept.current = values
      timer.current = setTimeout(keep, PAUSE_MS)
    })
    return () => {
      subscription.unsubscribe()
      clearTimeout(timer.current)
      // A form that is left at once and opened again finds what was typed last.
      keep()
    }
  }, [key, form, secrets])

  return {
    wasRestored,
    drop: forget,
    discard: () => {
      form.reset(start)
      forget()
      setWasRestored(false)
    },
  }
}
