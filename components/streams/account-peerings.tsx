'use client'
import { type FormEvent, useId, useState } from 'react'
import { accountCookie, prefer } from '@/lib/client/preferences'
import { useAddress } from '@/lib/client/use-address'
import { zodReady } from '@/lib/client/zod'
import { listPeerings } from '@/lib/ops/stream-peering'
import { sayNotLoaded } from '../ops/tell'
import { Button } from '../ui/button'
import { Empty } from '../ui/empty'
import { Input } from '../ui/input'
import { Card } from '../ui/page'
import { PeeringsOf } from './peerings'

/** The peering connections of one account; the browser remembers the last one. */
export function AccountPeerings({
  groupId,
  remembered,
}: {
  groupId: string
  remembered: string | undefined
}) {
  const address = useAddress()
  const account = address.get('account') ?? remembered ?? ''
  const isReady = listPeerings.input.safeParse({ groupId, requesterAccountId: account }).success
  return (
    <>
      <Card className="grid gap-3 px-4 py-3">
        <div>
          <h2 className="font-semibold text-base">Peering connections of an account</h2>
          <p className="mt-0.5 max-w-2xl text-muted text-sm">
            Including pending requests. Atlas lists them for one AWS account at a time.
          </p>
        </div>
        <Account
          key={account}
          groupId={groupId}
          start={account}
          onChoose={(id) => {
            prefer(accountCookie, id)
            address.set({ account: id })
          }}
        />
        {!isReady && (
          <Empty
            icon={<svg aria-hidden className="icon-[network]" />}
            title="No account selected"
            hint="Enter the AWS account that requested the peering. This browser remembers it."
          />
        )}
      </Card>
      {isReady && <PeeringsOf groupId={groupId} account={account} />}
    </>
  )
}

function Account({
  groupId,
  start,
  onChoose,
}: {
  groupId: string
  start: string
  onChoose: (account: string) => void
}) {
  const id = useId()
  const [typed, setTyped] = useState(start)
  const [error, setError] = useState<string>()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!(await zodReady().catch(sayNotLoaded))) return
    const checked = listPeerings.input.safeParse({ groupId, requesterAccountId: typed })
    setError(checked.error?.issues[0]?.message)
    if (checked.success) onChoose(checked.data.requesterAccountId)
  }
  return (
    <form onSubmit={submit} noValidate>
      <label htmlFor={id} className="mb-1.5 block font-medium text-sm">
        AWS account ID
      </label>
      <div className="flex flex-wrap gap-2">
        <Input
          id={id}
          value={typed}
          inputMode="numeric"
          placeholder="111122223333"
          className="w-44 font-mono"
          aria-invalid={error !== undefined || undefined}
          aria-describedby={`${id}-error`}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Button type="submit">Show connections</Button>
      </div>
      <p id={`${id}-error`} aria-live="polite" className="mt-1 text-bad text-xs empty:hidden">
        {error}
      </p>
    </form>
  )
}
