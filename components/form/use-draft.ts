'use client'
import { useEffect, useRef, useState } from 'react'
import type { FieldValues, UseFormReturn } from 'react-hook-form'
import type { z } from 'zod'
import { draftKey, dropDraft, keepDraft, readDraft } from '@/lib/client/drafts'
import { useMe } from '@/lib/client/use-me'
import type { Shape } from '@/lib/ops/define'

const PAUSE_MS = 400
const NO_SECRETS: readonly string[] = []

const isTime = (text: string) => /^\d{4}-\d\d-\d\dT/.test(text)

/**
 * What a draft belongs to, of a form's first values: the names and ids that the form does not let people change. Times that
 * the form suggests are different each time.
 */
export const identityOf = (
  input: Shape,
  start: Readonly<Record<string, unknown>>,
): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(start).filter(([name, value]) => {
      const field = input.shape[name] as z.ZodType | undefined
      const isEditable = field?.meta()?.label !== undefined
      return typeof value === 'string' && !isEditable && !isTime(value)
    }),
  )

/**
 * Keeps a form's unsent values in the tab and restores them when the form opens again (`wasRestored`). `discard` resets
 * the form. `of` says what the draft belongs to.
 */
export function useDraft(
  form: UseFormReturn,
  op: string,
  start: Record<string, unknown>,
  secrets: readonly string[] | ((values: FieldValues) => readonly string[]) = NO_SECRETS,
  of: Record<string, unknown> = start,
) {
  const subject = useMe()?.subject
  const key = subject === undefined ? undefined : draftKey(subject, op, of)
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
      // Unchanged values are no draft.
      if (values && isDirty.current)
        keepDraft(key, values, typeof secrets === 'function' ? secrets(values) : secrets)
      else if (values) dropDraft(key)
    }
    const subscription = form.watch((values) => {
      clearTimeout(timer.current)
      unkept.current = values
      timer.current = setTimeout(keep, PAUSE_MS)
    })
    // A page that is left by an address, or put aside by the browser, closes no form.
    window.addEventListener('pagehide', keep)
    return () => {
      window.removeEventListener('pagehide', keep)
      subscription.unsubscribe()
      clearTimeout(timer.current)
      // Save pending values when the form closes before the delay.
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
