'use client'
import { useQuery } from '@tanstack/react-query'
import { read } from '@/lib/client/use-op'
import type { Op } from '@/lib/ops/define'
import { getAtlasCall } from '@/lib/ops/explorer'
import { OpError } from '@/lib/ops/failure'
import { ExactCall } from '../ops/call-preview'
import { FailureNote } from '../ops/failure-note'
import { ReadForm } from './read-form'
import { useSentInput } from './use-sent-input'

/** The call of an operation that people run elsewhere, such as a download. */
export function CallOnly({ op, operationId }: { op: Op; operationId: string }) {
  const [input, setInput] = useSentInput()
  const query = useQuery({
    ...read(getAtlasCall, { operationId, input: input ?? {} }),
    enabled: input !== undefined,
  })
  const call = query.data?.data.call
  return (
    <div className="grid max-w-4xl grid-cols-1 gap-4">
      <ReadForm op={op} submit="Show the call" onSend={setInput} />
      {query.error instanceof OpError && <FailureNote error={query.error} />}
      {call && <ExactCall call={call} />}
    </div>
  )
}
