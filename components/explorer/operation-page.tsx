'use client'
import { useMemo, useState } from 'react'
import type { z } from 'zod'
import { pageLabel } from '@/lib/client/page-of'
import { withoutEmpty } from '@/lib/format/values'
import type { Command, Query } from '@/lib/ops/define'
import { derive } from '@/lib/ops/derived'
import { getAtlasOperation } from '@/lib/ops/explorer'
import { peopleOf } from '@/lib/ops/roles'
import { OpPanel } from '../blocks/op-panel'
import { OpForm } from '../form/op-form'
import { Badge } from '../ui/badge'
import { Banner } from '../ui/banner'
import { Answer } from './answer'
import { ApiPath } from './api-path'
import { Fields, useStart } from './fields'
import { ReadForm } from './read-form'

type Known = z.output<typeof getAtlasOperation.output>

/** What Gatehouse knows about an Atlas operation, and the form to run it. */
export const OperationPage = ({ operationId }: { operationId: string }) => (
  <OpPanel
    op={getAtlasOperation}
    input={{ operationId }}
    title="About"
    facts={({ title, roles, fact }) => [
      ['Operation', title],
      [
        'Call',
        <span key="call" className="inline-flex flex-wrap items-baseline gap-2">
          <Badge tone={fact.method === 'GET' ? 'neutral' : 'accent'}>{fact.method}</Badge>
          <ApiPath path={fact.path} />
        </span>,
      ],
      ['Who can run it', roles.includes('viewer') ? 'Everyone' : peopleOf(roles)],
      ['Atlas role', fact.roles.join(' or ') || 'Any role'],
    ]}
  >
    {(known) =>
      known.whyNot ? (
        <Banner>
          {known.whyNot}
          {known.own && pageLabel(known.own) && ` Use the page “${pageLabel(known.own)}”.`}
        </Banner>
      ) : (
        <Run {...known} />
      )
    }
  </OpPanel>
)

function Run({ id, fact, read, invalidates }: Known) {
  const op = useMemo(
    () => derive({ id, fact, read, ...(invalidates ? { invalidates } : {}) }),
    [id, fact, read, invalidates],
  )
  return op.kind === 'query' ? <Read op={op} /> : <Change op={op} />
}

function Read({ op }: { op: Query }) {
  const [asked, setAsked] = useState<Record<string, unknown>>()
  return (
    <div className="grid grid-cols-1 gap-4">
      <ReadForm op={op} onSend={setAsked} />
      {asked && <Answer op={op} input={asked} />}
    </div>
  )
}

function Change({ op }: { op: Command }) {
  const [answer, setAnswer] = useState<unknown>()
  const start = useStart(op)
  return (
    <div className="grid max-w-4xl grid-cols-1 gap-4">
      <OpForm
        op={op}
        start={start}
        shape={withoutEmpty}
        submit="Send"
        onDone={({ data }) => setAnswer(data)}
      >
        <Fields op={op} />
      </OpForm>
      {answer !== undefined && <Answer op={op} value={answer} />}
    </div>
  )
}
