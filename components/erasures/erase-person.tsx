'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { type FormEvent, useId, useState } from 'react'
import type { z } from 'zod'
import { read } from '@/lib/client/use-op'
import { count, list } from '@/lib/format/words'
import { previewErasure, requestErasure } from '@/lib/ops/erasures'
import { routes } from '@/lib/routes'
import { Panel } from '../data/panel'
import { ConfirmAction } from '../ops/confirm-action'
import { Button } from '../ui/button'
import { Input } from '../ui/input'
import { Card } from '../ui/page'

/** Finds a person, shows what would be erased and what stays, and asks for the subject again. */
export function ErasePerson() {
  const id = useId()
  const [typed, setTyped] = useState('')
  const [subject, setSubject] = useState('')
  const find = (event: FormEvent) => {
    event.preventDefault()
    setSubject(typed)
  }
  return (
    <Card className="grid gap-4 p-4">
      <form onSubmit={find} className="flex flex-wrap items-end gap-3">
        <div className="min-w-0 flex-1 basis-60 sm:max-w-96">
          <label htmlFor={id} className="mb-1 block font-medium text-sm">
            Subject of the person
          </label>
          <Input
            id={id}
            value={typed}
            spellCheck={false}
            autoComplete="off"
            aria-describedby={`${id}-hint`}
            onChange={(event) => setTyped(event.target.value)}
          />
        </div>
        <Button type="submit" disabled={typed === ''}>
          Look up
        </Button>
        <p id={`${id}-hint`} className="basis-full text-muted text-sm">
          The identity provider’s <code className="font-mono text-xs">sub</code>. It is the account
          on the Sessions page, and <code className="font-mono text-xs">actor.sub</code> in a row of
          the audit log.
        </p>
      </form>
      {subject !== '' && <Found subject={subject} />}
    </Card>
  )
}

function Found({ subject }: { subject: string }) {
  const query = useQuery(read(previewErasure, { subject }))
  return (
    <Panel
      bare
      query={query}
      skeletonRows={3}
      isEmpty={({ names, texts, requests, decisions }) =>
        names.length + texts + requests + decisions === 0
      }
      empty={
        <p className="text-sm">
          Gatehouse has no text by this person. Check the subject: it is case-sensitive.
        </p>
      }
    >
      {(data) => (
        <div className="grid gap-4">
          <div className="grid gap-4 sm:grid-cols-2">
            <Listed title="Will be erased" items={erased(data)} />
            <Listed title="Will stay" items={STAYS} />
          </div>
          {data.open.length > 0 && <Open ids={data.open} />}
          <div>
            <ConfirmAction
              op={requestErasure}
              input={{ subject }}
              label="Erase text…"
              variant="danger-plain"
              title={`Erase the text of ${data.names[0] ?? subject}?`}
              confirm="Erase text"
              pending="Requesting…"
              done="Erasure requested"
            />
          </div>
        </div>
      )}
    </Panel>
  )
}

type Preview = z.output<typeof previewErasure.output>

const erased = ({ names, texts, requests, decisions }: Preview) => [
  ...(names.length > 0 ? [`The name ${list(names)}, the sessions and the last sign-in`] : []),
  ...(texts > 0
    ? [`${count(texts, 'text')} in the audit log: names, reasons, comments, addresses, browsers`]
    : []),
  ...(requests > 0 ? [`Reason, ticket and written fields of ${count(requests, 'request')}`] : []),
  ...(decisions > 0 ? [`Name and comment of ${count(decisions, 'decision')}`] : []),
]

const STAYS = [
  'Every row of the audit log, with its time, type, operation and the subject',
  'Salted hashes of the texts, so that the log and its proofs still verify',
  'What other people wrote about this person',
  'Logs and backups. Delete them yourself',
]

const Listed = ({ title, items }: { title: string; items: readonly string[] }) => (
  <section>
    <h3 className="font-semibold text-sm">{title}</h3>
    <ul className="mt-1 list-disc pl-5 text-sm">
      {items.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  </section>
)

const Open = ({ ids }: { ids: readonly string[] }) => (
  <p className="text-sm text-warn">
    Still open, so their text is kept until they end:{' '}
    {ids.map((id) => (
      <Link key={id} href={routes.request(id)} className="mr-2 underline">
        {id.slice(-8)}
      </Link>
    ))}
    Cancel or finish them first, or erase again later.
  </p>
)
