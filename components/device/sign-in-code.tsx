'use client'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import type { z } from 'zod'
import { useCommand } from '@/lib/client/use-command'
import { read } from '@/lib/client/use-op'
import { approveCliSignIn, denyCliSignIn, findCliSignIn } from '@/lib/ops/cli-sessions'
import { Panel } from '../data/panel'
import { FailureNote } from '../ops/failure-note'
import { Banner } from '../ui/banner'
import { Button } from '../ui/button'
import { Input } from '../ui/input'
import { Card, Facts } from '../ui/page'
import { Time } from '../ui/time'

type Found = z.output<typeof findCliSignIn.output>
type Verdict = 'approved' | 'denied'

const LETTERS = 8

/** The code that a command line shows: who asks, and whether to sign it in. */
export function SignInCode() {
  const id = useId()
  const [typed, setTyped] = useState('')
  const [code, setCode] = useState('')
  const [verdict, setVerdict] = useState<Verdict>()
  const letters = typed.replaceAll(/[^A-Za-z]/g, '')
  const look = (event: FormEvent) => {
    event.preventDefault()
    setVerdict(undefined)
    setCode(letters.toUpperCase())
  }
  return (
    <Card className="grid gap-4 p-4">
      <form onSubmit={look} className="flex flex-wrap items-end gap-3">
        <div className="min-w-0 flex-1 basis-60 sm:max-w-64">
          <label htmlFor={id} className="mb-1 block font-medium text-sm">
            Code from the command line
          </label>
          <Input
            id={id}
            value={typed}
            placeholder="BCDF-GHJK"
            spellCheck={false}
            autoCapitalize="characters"
            className="font-mono"
            aria-describedby={`${id}-hint`}
            onChange={(event) => setTyped(event.target.value)}
          />
        </div>
        <Button type="submit" disabled={letters.length !== LETTERS}>
          Continue
        </Button>
        <p id={`${id}-hint`} className="basis-full text-muted text-sm">
          The command line gets your roles. Signing out here signs it out too.
        </p>
      </form>
      {verdict ? (
        <Banner title={verdict === 'approved' ? 'Sign-in confirmed' : 'Sign-in denied'}>
          {verdict === 'approved'
            ? 'Go back to the command line. It continues in a few seconds, and its session appears below.'
            : 'The command line did not get access.'}
        </Banner>
      ) : (
        code !== '' && <Waiting code={code} onDone={setVerdict} />
      )}
    </Card>
  )
}

function Waiting({ code, onDone }: { code: string; onDone: (verdict: Verdict) => void }) {
  const query = useQuery({ ...read(findCliSignIn, { code }), retry: false })
  return (
    <Panel bare query={query} skeletonRows={3} isEmpty="never">
      {(found) => (
        <div className="grid gap-4">
          <Facts
            items={[
              ['Client', found.userAgent ?? 'Not known'],
              ['Address', <Address key="address" {...found} />],
              ['Started', <Time key="asked" at={found.askedAt} />],
              ['Code expires', <Time key="expires" at={found.expiresAt} />],
            ]}
          />
          <Banner tone="warn" title="Did you start this sign-in yourself?">
            Anyone can send you a code. Continue only if you just ran the command yourself.
          </Banner>
          <Decide code={code} onDone={onDone} />
        </div>
      )}
    </Panel>
  )
}

const Address = ({ address, isSameAddress }: Pick<Found, 'address' | 'isSameAddress'>) => (
  <span>
    {address ?? 'Not known'}{' '}
    {isSameAddress === true && <span className="text-muted">Same network as this browser</span>}
    {isSameAddress === false && <span className="text-warn">Not the network of this browser</span>}
  </span>
)

function Decide({ code, onDone }: { code: string; onDone: (verdict: Verdict) => void }) {
  const approve = useCommand(approveCliSignIn)
  const deny = useCommand(denyCliSignIn)
  const error = approve.error ?? deny.error
  const isBusy = approve.isPending || deny.isPending
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap gap-2">
        <Button
          variant="primary"
          pending={approve.isPending}
          disabled={isBusy}
          onClick={() => approve.mutate({ code }, { onSuccess: () => onDone('approved') })}
        >
          Confirm sign-in
        </Button>
        <Button
          pending={deny.isPending}
          disabled={isBusy}
          onClick={() => deny.mutate({ code }, { onSuccess: () => onDone('denied') })}
        >
          Deny
        </Button>
      </div>
      {error && <FailureNote error={error} />}
    </div>
  )
}
