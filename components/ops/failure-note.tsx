'use client'
import Link from 'next/link'
import { hrefToAsk } from '@/lib/client/ask'
import type { Failure, FailureKind, OpError } from '@/lib/ops/failure'
import { FailureDetails } from '../data/failure-details'
import type { Tone } from '../ui/badge'
import { Banner } from '../ui/banner'

const looks: Record<FailureKind, { tone: Tone; title: string }> = {
  'signed-out': { tone: 'warn', title: 'Your session ended' },
  'step-up': { tone: 'warn', title: 'Sign in again' },
  'not-allowed': { tone: 'warn', title: 'Not allowed' },
  invalid: { tone: 'bad', title: 'Check your input' },
  'needs-approval': { tone: 'warn', title: 'This needs approval' },
  'not-found': { tone: 'warn', title: 'Not found' },
  conflict: { tone: 'warn', title: 'This can’t be done right now' },
  'slow-down': { tone: 'warn', title: 'Too many requests' },
  'atlas-down': { tone: 'bad', title: 'Atlas rejected this' },
  'unknown-outcome': { tone: 'warn', title: 'Not confirmed' },
  unavailable: { tone: 'bad', title: 'Gatehouse can’t do this right now' },
  offline: { tone: 'warn', title: 'You’re offline' },
  bug: { tone: 'bad', title: 'Something went wrong' },
}

/** A message about the whole form, such as “Nothing changed yet.”: not an error. */
const sentenceAboutAll = ({ fields = {} }: Pick<Failure, 'fields'>): string | undefined =>
  Object.keys(fields).length === 1 ? (fields.form ?? fields['']) : undefined

/**
 * A failed command: what happened, what to do, Atlas's code and message, and the error ID. An unknown outcome is not
 * called a failure. With `call`, offers to request approval where that is needed.
 */
export function FailureNote({
  error,
  call,
  className,
}: {
  error: OpError
  call?: { op: string; input: Record<string, unknown> }
  className?: string
}) {
  const { failure } = error
  const { tone, title } = looks[failure.kind]
  const other = Object.entries(failure.fields ?? {})
  const aboutAll = failure.kind === 'invalid' ? sentenceAboutAll(failure) : undefined
  if (aboutAll !== undefined)
    return <Banner role="status" title={aboutAll} {...(className ? { className } : {})} />
  return (
    <Banner role="alert" tone={tone} title={title} {...(className ? { className } : {})}>
      <p>{failure.message}</p>
      {other.length > 0 && (
        <ul className="mt-1 list-disc pl-4">
          {other.map(([field, sentence]) => (
            <li key={field}>{sentence}</li>
          ))}
        </ul>
      )}
      {failure.retryAfterSeconds !== undefined && (
        <p>Try again in {failure.retryAfterSeconds} s.</p>
      )}
      {failure.kind === 'needs-approval' && call && (
        <p className="mt-1">
          <Link href={hrefToAsk(call.op, call.input)} className="font-medium text-accent underline">
            Request approval
          </Link>
        </p>
      )}
      <FailureDetails failure={failure} />
    </Banner>
  )
}
