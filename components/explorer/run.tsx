'use client'
import { useEffect, useMemo, useState } from 'react'
import type { FieldValues } from 'react-hook-form'
import type { z } from 'zod'
import { usedOperation } from '@/lib/client/recent'
import { useMe } from '@/lib/client/use-me'
import { looksSecret } from '@/lib/format/secret-names'
import { withoutEmpty } from '@/lib/format/values'
import type { Preview } from '@/lib/ops/console'
import type { Command, Query } from '@/lib/ops/define'
import { derive } from '@/lib/ops/derived'
import type { getAtlasOperation } from '@/lib/ops/explorer'
import { whyNot } from '@/lib/ops/why-not'
import { OpForm } from '../form/op-form'
import { PreviewChanges } from '../ops/changes'
import { Banner } from '../ui/banner'
import { Card } from '../ui/page'
import { Answer } from './answer'
import { CallOnly } from './call-only'
import { Fields, useStart } from './fields'
import { ReadAnswer } from './read-answer'
import { ReadForm } from './read-form'
import { useSentInput } from './use-sent-input'

type Known = z.output<typeof getAtlasOperation.output>

/** The form of an Atlas operation, and what it answers. */
export function Run({ id, fact, read, invalidates, roles }: Known) {
  const op = useMemo(
    () => derive({ id, fact, read, roles, ...(invalidates ? { invalidates } : {}) }),
    [id, fact, read, invalidates, roles],
  )
  useEffect(() => usedOperation(id), [id])
  if (fact.answer) return <CallOnly op={op} operationId={id} />
  return op.kind === 'query' ? <Read op={op} /> : <Change op={op} operationId={id} />
}

function Read({ op }: { op: Query }) {
  const [asked, setAsked] = useSentInput()
  const me = useMe()
  const refused = me && whyNot(op, me.roles)
  if (refused) return <Banner>{refused}</Banner>
  return (
    <div className="grid grid-cols-1 gap-4">
      <ReadForm op={op} submit="Read" onSend={setAsked} />
      {asked && (
        <ReadAnswer op={op} input={asked} onPage={(pageNum) => setAsked({ ...asked, pageNum })} />
      )}
    </div>
  )
}

/** A body with a secret is refused, and must not be kept as a draft either. */
const secretsIn = ({ body }: FieldValues) =>
  typeof body === 'string' && looksSecret(body) ? ['body'] : []

function Change({ op, operationId }: { op: Command; operationId: string }) {
  const [answer, setAnswer] = useState<{ value: unknown }>()
  const [changes, setChanges] = useState<Preview['changes']>()
  const me = useMe()
  const start = useStart(op)
  return (
    <div className="grid max-w-4xl grid-cols-1 gap-4">
      <OpForm
        op={op}
        start={start}
        shape={withoutEmpty}
        submit="Send"
        secretsIn={secretsIn}
        whyNot={me && whyNot(op, me.roles)}
        onPreview={(preview) => setChanges(preview?.changes)}
        onDone={({ data }) => setAnswer({ value: data })}
      >
        <Fields op={op} />
        <PreviewChanges changes={changes} />
      </OpForm>
      {answer && (
        <Card title="Answer">
          <div className="p-4">
            <Answer name={operationId} value={answer.value} />
          </div>
        </Card>
      )}
    </div>
  )
}
