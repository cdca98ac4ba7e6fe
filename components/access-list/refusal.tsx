'use client'
import { useEffect, useState } from 'react'
import { type FieldValues, useFormContext } from 'react-hook-form'
import { count, list } from '@/lib/format/words'
import type { OpError } from '@/lib/ops/failure'
import type { Plan } from './plan'
import { refusedBy } from './refused'
import type { useReread } from './use-reread'

const SHOWN = 5

/** The lines that Atlas refused, or, after an unknown outcome, what the list has now. */
export function Refusal({
  error,
  planFor,
  reread,
  onRefused,
}: {
  error: OpError
  planFor: (values: FieldValues) => Plan
  reread: ReturnType<typeof useReread>
  onRefused: (values: readonly string[]) => void
}) {
  const form = useFormContext()
  // As sent: the lines may change afterwards.
  const [{ sent, refused }] = useState(() => {
    const { direct } = planFor(form.getValues())
    return { sent: direct.map((p) => p.value), refused: refusedBy(error, direct) }
  })
  const [found, setFound] = useState<string>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each failure
  useEffect(() => {
    onRefused(refused.map((p) => p.value))
    if (error.kind !== 'unknown-outcome') return
    void reread().then((there) => setFound(nowListed(sent, there)))
  }, [error])

  const lines = refused.slice(0, SHOWN).map((p) => `line ${p.line} (${p.value})`)
  return (
    <>
      {lines.length > 0 && (
        <p className="mt-1 text-bad text-sm">
          Atlas refused {list(lines)}
          {refused.length > lines.length && ` and ${refused.length - lines.length} more`}. Nothing
          was added.
        </p>
      )}
      {found && <p className="mt-1 text-sm">{found}</p>}
    </>
  )
}

function nowListed(sent: readonly string[], there: ReadonlyMap<string, unknown> | undefined) {
  if (!there) return 'The list could not be refreshed.'
  const n = sent.filter((value) => there.has(value)).length
  if (n > 0)
    return `Checked just now: ${n} of ${count(sent.length, 'address', 'addresses')} ${n === 1 ? 'is' : 'are'} on the list.`
  return `Checked just now: ${sent.length === 1 ? 'the address is' : 'the addresses are'} not on the list.`
}
