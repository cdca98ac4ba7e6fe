'use client'
import { useMemo, useState } from 'react'
import type { z } from 'zod'
import { useMe } from '@/lib/client/use-me'
import { withoutEmpty } from '@/lib/format/values'
import type { Command, Query } from '@/lib/ops/define'
import { derive } from '@/lib/ops/derived'
import type { getAtlasOperation } from '@/lib/ops/explorer'
import { whyNot } from '@/lib/ops/why-not'
import { OpForm } from '../form/op-form'
import { Banner } from '../ui/banner'
import { Answer } from './answer'
import { Fields, useStart } from './fields'
import { ReadForm } from './read-form'

type Known = z.output<typeof getAtlasOperation.output>

/** The form of an Atlas operation, and what it answers. */
export function Run({ id, fact, read, invalidates }: Known) {
  const op = useMemo(
    () => derive({ id, fact, read, ...(invalidates ? { invalidates } : {}) }),
    [id, fact, read, invalidates],
  )
  return op.kind === 'query' ? <Read op={op} /> : <Change op={op} />
}

function Read({ op }: { op: Query }) {
  const [asked, setAsked] = useState<Record<string, unknown>>()
  const me = useMe()
  const refused = me && whyNot(op, me.roles)
  if (refused) return <Banner>{refused}</Banner>
  return (
    <div className="grid grid-cols-1 gap-4">
      <ReadForm op={op} onSend={setAsked} />
      {asked && <Answer op={op} input={asked} />}
    </div>
  )
}

function Change({ op }: { op: Command }) {
  const [answer, setAnswer] = useState<unknown>()
  const me = useMe()
  const start = useStart(op)
  return (
    <div className="grid max-w-4xl grid-cols-1 gap-4">
      <OpForm
        op={op}
        start={start}
        shape={withoutEmpty}
        submit="Send"
        whyNot={me && whyNot(op, me.roles)}
        onDone={({ data }) => setAnswer(data)}
      >
        <Fields op={op} />
      </OpForm>
      {answer !== undefined && <Answer op={op} value={answer} />}
    </div>
  )
}
