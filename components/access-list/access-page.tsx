'use client'
import { useQuery } from '@tanstack/react-query'
import { Globe, Plus } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { useMe } from '@/lib/client/use-me'
import { useNow } from '@/lib/client/use-now'
import { read } from '@/lib/client/use-op'
import { count, list } from '@/lib/format/words'
import { allowAddresses, listAccess } from '@/lib/ops/access-list'
import { Panel } from '../data/panel'
import { ActionButton } from '../ops/action-button'
import { Banner } from '../ui/banner'
import { Empty } from '../ui/empty'
import { lazyComponent } from '../ui/lazy-component'
import { PageHead } from '../ui/page'
import { usePanel } from '../ui/use-panel'
import { AccessTable } from './access-table'
import { DriftNote } from './drift-note'
import { type Entry, toEntries } from './entries'
import { AroundRows } from './row-actions'
import { States } from './states'
import type { AllowStart } from './use-allow'
import { useDrift } from './use-drift'

const AllowSheet = lazyComponent(() => import('./allow-sheet').then((m) => m.AllowSheet))
const ChangeDialog = lazyComponent(() => import('./change-dialog').then((m) => m.ChangeDialog))
const RemoveDialog = lazyComponent(() => import('./remove-dialog').then((m) => m.RemoveDialog))

/** The addresses that may connect to a project's clusters. */
export function AccessPage({ groupId }: { groupId: string }) {
  const reading = useQuery(read(listAccess, { groupId }))
  const now = useNow(60_000)
  const answer = reading.data?.data
  const entries = useMemo(
    () => (answer ? toEntries(answer.results, now) : undefined),
    [answer, now],
  )
  const drift = useDrift(entries, now)
  const states = useMemo(() => new States(groupId), [groupId])
  useEffect(() => states.stop, [states])
  const onMine = (values: readonly string[]) => {
    drift.mine(values)
    states.forget(values)
  }
  const { panel, open, close } = usePanel(['allow'])
  const [start, setStart] = useState<AllowStart>()
  const [changing, setChanging] = useState<Entry>()
  const [removing, setRemoving] = useState<readonly Entry[]>()

  const openAllow = (from?: AllowStart) => {
    setStart(from)
    void open('allow')
  }
  const around = {
    groupId,
    states,
    isFresh: (value: string) => drift.fresh.has(value),
    isChanged: (value: string) => drift.changed.has(value),
    onChange: setChanging,
    onRemove: setRemoving,
  }

  return (
    <AroundRows value={around}>
      <PageHead
        title="IP access list"
        lead="Clients at these addresses can connect to the project's clusters. Private endpoints need no entry."
        actions={
          <ActionButton
            op={allowAddresses}
            scope={{ kind: 'project', groupId }}
            variant="primary"
            aria-haspopup="dialog"
            onPress={() => openAllow()}
          >
            <Plus aria-hidden /> Allow address
          </ActionButton>
        }
      />
      <DriftNote drift={drift} />
      {entries && <OpenToAll groupId={groupId} entries={entries} />}
      <Panel
        query={reading}
        title="Entries"
        skeletonRows={10}
        isEmpty={(data) => data.results.length === 0}
        empty={
          <Empty
            icon={<Globe />}
            title="No addresses yet"
            hint="Clients can connect through private endpoints only."
          />
        }
      >
        {(data) => (
          <>
            <AccessTable entries={entries ?? []} />
            <Counted
              read={data.results.length}
              total={data.totalCount ?? data.results.length}
              shown={entries?.length ?? 0}
            />
          </>
        )}
      </Panel>
      {panel === 'allow' && (
        <AllowSheet
          groupId={groupId}
          existing={entries}
          start={start}
          onMine={onMine}
          onClose={() => void close()}
          onChange={(entry) => {
            void close()
            setChanging(entry)
          }}
        />
      )}
      {changing && (
        <ChangeDialog
          groupId={groupId}
          entry={changing}
          onMine={onMine}
          onClose={() => setChanging(undefined)}
        />
      )}
      {removing && (
        <RemoveDialog
          groupId={groupId}
          entries={removing}
          existing={entries ?? []}
          onMine={onMine}
          onClose={() => setRemoving(undefined)}
          onAskBack={openAllow}
        />
      )}
    </AroundRows>
  )
}

/** Why Atlas counts more entries than the table shows. */
function Counted({ read, total, shown }: { read: number; total: number; shown: number }) {
  if (total <= read && shown >= read) return null
  return (
    <p className="border-line border-t px-4 py-2 text-muted text-xs">
      {total > read &&
        `Showing ${read.toLocaleString('en')} of ${count(total, 'entry', 'entries')}. `}
      {shown < read &&
        `Atlas lists some addresses more than once (${read.toLocaleString('en')} rows).`}
    </p>
  )
}

/** A warning for an entry that lets everybody in. */
function OpenToAll({ groupId, entries }: { groupId: string; entries: readonly Entry[] }) {
  const project = useMe()?.projects.find((p) => p.groupId === groupId)
  const open = entries.filter((e) => e.isEverything)
  if (open.length === 0) return null
  return (
    <Banner
      tone="bad"
      className="mb-4"
      title={`${project?.name ?? 'This project'} is open to the whole internet`}
    >
      {list(open.map((e) => e.value))} {open.length > 1 ? 'allow' : 'allows'} any address to
      connect. Only database users’ credentials protect the data.
    </Banner>
  )
}
