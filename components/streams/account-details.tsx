'use client'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { read } from '@/lib/client/use-op'
import { zodReady } from '@/lib/client/zod'
import { accountDetails, streamClouds } from '@/lib/ops/stream-peering'
import { Panel } from '../data/panel'
import { sayNotLoaded } from '../ops/tell'
import { Button } from '../ui/button'
import { Copyable } from '../ui/copyable'
import { Input, Select } from '../ui/input'
import { Facts } from '../ui/page'

const cloudNames = { aws: 'AWS', azure: 'Azure', gcp: 'Google Cloud' } as const

/** These fields in words; others keep Atlas's names. */
const words: Record<string, string> = {
  awsAccountId: 'AWS account',
  vpcId: 'VPC',
  cidrBlock: 'Addresses',
  azureSubscriptionId: 'Azure subscription',
  virtualNetworkName: 'Virtual network',
  gcpProjectId: 'Google Cloud project',
  vpcNetworkName: 'VPC network',
}

type Asked = { cloudProvider: (typeof streamClouds)[number]; regionName: string }

/** Atlas's account and network in a region, which the other side needs to request a peering. */
export function AccountDetails({ groupId }: { groupId: string }) {
  const id = useId()
  const [cloud, setCloud] = useState<Asked['cloudProvider']>('aws')
  const [region, setRegion] = useState('')
  const [error, setError] = useState<string>()
  const [asked, setAsked] = useState<Asked>()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!(await zodReady().catch(sayNotLoaded))) return
    const checked = accountDetails.input.safeParse({
      groupId,
      cloudProvider: cloud,
      regionName: region,
    })
    setError(checked.error?.issues[0]?.message)
    if (checked.success)
      setAsked({ cloudProvider: checked.data.cloudProvider, regionName: checked.data.regionName })
  }
  return (
    <section className="rounded-lg border border-line bg-surface">
      <header className="grid gap-3 border-line border-b px-4 py-3">
        <div>
          <h2 className="font-semibold text-base">Atlas account</h2>
          <p className="mt-0.5 max-w-2xl text-muted text-sm">
            Atlas’s account and network in a region. The other side needs them to request a peering.
          </p>
        </div>
        <form onSubmit={submit} noValidate className="flex flex-wrap items-end gap-2">
          <div>
            <label htmlFor={`${id}-cloud`} className="mb-1.5 block font-medium text-sm">
              Cloud
            </label>
            <Select
              id={`${id}-cloud`}
              value={cloud}
              className="w-40"
              onChange={(event) =>
                setCloud(streamClouds.find((c) => c === event.target.value) ?? 'aws')
              }
            >
              {streamClouds.map((c) => (
                <option key={c} value={c}>
                  {cloudNames[c]}
                </option>
              ))}
            </Select>
          </div>
          <div>
            <label htmlFor={`${id}-region`} className="mb-1.5 block font-medium text-sm">
              Region
            </label>
            <Input
              id={`${id}-region`}
              value={region}
              placeholder="DUBLIN_IRL"
              spellCheck={false}
              className="w-48 font-mono"
              aria-invalid={error !== undefined || undefined}
              aria-describedby={`${id}-error`}
              onChange={(event) => setRegion(event.target.value)}
            />
          </div>
          <Button type="submit">Show account</Button>
          <p
            id={`${id}-error`}
            aria-live="polite"
            className="basis-full text-bad text-xs empty:hidden"
          >
            {error}
          </p>
        </form>
      </header>
      {asked && <Details groupId={groupId} asked={asked} />}
    </section>
  )
}

function Details({ groupId, asked }: { groupId: string; asked: Asked }) {
  const details = useQuery(read(accountDetails, { groupId, ...asked }))
  return (
    <Panel bare query={details} skeletonRows={2} isEmpty="never" className="[&>[data-failed]]:px-4">
      {(data) => (
        <Facts
          className="p-4"
          items={Object.entries(data).flatMap(([name, value]) =>
            (typeof value === 'string' || typeof value === 'number') && name !== 'cloudProvider'
              ? [
                  [
                    words[name] ?? name,
                    <Copyable key={name} value={String(value)} what={words[name] ?? name} />,
                  ] as const,
                ]
              : [],
          )}
        />
      )}
    </Panel>
  )
}
