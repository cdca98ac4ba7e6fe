'use client'
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react'
import type { UseFormReturn } from 'react-hook-form'
import { OpError } from '@/lib/ops/failure'
import type { FieldCheck } from './field'

/** Shows errors beside their fields, and all others above the button. `issues` are those of the values as they are. */
export function useFormErrors({
  form,
  box,
  checks,
  issues,
}: {
  form: UseFormReturn
  box: RefObject<HTMLElement | null>
  checks: Map<string, FieldCheck>
  issues: () => ReadonlyArray<{ path: PropertyKey[]; message: string }>
}) {
  const [failed, setFailed] = useState<OpError>()
  const failedAt = useRef<HTMLDivElement>(null)
  const names = useRef(new Set<string>())
  /** The field that shows errors for this name: its own, or that of an enclosing object (`pipeline.*`). */
  const fieldOf = (name: string) =>
    names.current.has(name)
      ? name
      : [...names.current]
          .find((n) => n.endsWith('.*') && name.startsWith(n.slice(0, -1)))
          ?.slice(0, -2)
  const page = useMemo(
    () => ({
      add: (name: string) => void names.current.add(name),
      remove: (name: string) => void names.current.delete(name),
      check: (name: string, check: FieldCheck | undefined) =>
        void (check ? checks.set(name, check) : checks.delete(name)),
    }),
    [checks],
  )

  useEffect(() => {
    if (!failed) return
    failedAt.current?.scrollIntoView({ block: 'nearest' })
    if (!document.activeElement?.closest('[aria-invalid=true]'))
      failedAt.current?.focus({ preventScroll: true })
  }, [failed])

  /** Shows a failure of the server. */
  const show = (error: OpError) => {
    const left = Object.entries(error.failure.fields ?? {}).filter(([name, message]) => {
      if (fieldOf(name) === undefined) return true
      form.setError(name, { type: 'server', message })
      return false
    })
    const all = Object.keys(error.failure.fields ?? {})
    const firstBad = all.flatMap((name) => fieldOf(name) ?? [])[0]
    if (firstBad) form.setFocus(firstBad)
    setFailed(
      error.kind === 'invalid' && firstBad && left.length === 0
        ? undefined
        : new OpError({ ...error.failure, fields: Object.fromEntries(left) }, { cause: error }),
    )
  }

  const { submitCount } = form.formState
  const refusedHere = useRef(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs once the errors of a refused try are on the page
  useEffect(() => {
    if (!refusedHere.current) return
    refusedHere.current = false
    // In page order, which may differ from react-hook-form's registration order.
    const bad = box.current?.querySelector<HTMLElement>('[aria-invalid=true]')
    ;(bad?.matches('fieldset') ? bad.querySelector<HTMLElement>('input') : bad)?.focus()
  }, [submitCount])

  /** Errors of values without a field would otherwise block the form silently. */
  const onInvalid = () => {
    refusedHere.current = true
    const elsewhere = issues().flatMap(({ path, message }) => {
      const name = path.map(String).join('.')
      return fieldOf(name) !== undefined ? [] : [[name || 'form', message] as const]
    })
    setFailed(
      elsewhere.length > 0
        ? OpError.of('invalid', 'Fix the following before you continue.', {
            fields: Object.fromEntries(elsewhere),
          })
        : undefined,
    )
  }

  return { failed, setFailed, failedAt, show, onInvalid, page }
}
