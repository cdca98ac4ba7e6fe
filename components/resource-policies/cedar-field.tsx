'use client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { useWatch } from 'react-hook-form'
import { read } from '@/lib/client/use-op'
import { checkCedar } from '@/lib/ops/resource-policies'
import { placed } from '../data/placed-problem'
import { CodeField, editorLoading } from '../form/code-field'
import { OnThePage, useField } from '../form/field'
import { lazyComponent } from '../ui/lazy-component'

const PAUSE_MS = 300

const CedarEditor = lazyComponent(() => import('./cedar-editor').then((m) => m.default), {
  loading: editorLoading,
})

/** A value once it has not changed for a while. */
export function usePaused<T>(value: T, ms: number = PAUSE_MS): T {
  const [paused, setPaused] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setPaused(value), ms)
    return () => clearTimeout(timer)
  }, [value, ms])
  return paused
}

/** A field with one Cedar policy. Gatehouse's server marks what is not Cedar, and `rejected` is what Atlas says. */
export function CedarField({
  orgId,
  name,
  label,
  rejected,
  buttons,
}: {
  orgId: string
  name: string
  label: string
  rejected: string | undefined
  buttons?: ReactNode
}) {
  const { error } = useField(name)
  const page = useContext(OnThePage)
  const typed: unknown = useWatch({ name })
  const body = usePaused(typeof typed === 'string' ? typed : '')
  const checked = useQuery({
    ...read(checkCedar, { orgId, body }),
    enabled: body.trim() !== '',
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const found = body.trim() === '' ? undefined : checked.data?.data.problems
  const problems = useMemo(() => (found ?? []).map((one) => placed(body, one)), [found, body])
  const isCurrent = !checked.isPlaceholderData
  useEffect(() => {
    // The form can't be sent while the editor marks an error.
    page.check(name, (value) => (value === body && isCurrent ? problems[0]?.message : undefined))
    return () => page.check(name, undefined)
  }, [page, name, body, isCurrent, problems])
  return (
    <CodeField
      {...{ name, label, problems, buttons }}
      editor={CedarEditor}
      sentence={problems.length > 0 ? undefined : (error ?? rejected)}
      hint={
        checked.error
          ? 'The syntax can’t be checked right now. Atlas checks it before anything changes.'
          : undefined
      }
    />
  )
}
