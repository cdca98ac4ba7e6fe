'use client'
import { useQuery } from '@tanstack/react-query'
import { Globe, Plus } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useMe } from '@/lib/client/use-me'
import { useNow } from '@/lib/client/use-now'
import { read } from '@/lib/client/use-op'
import { count, list } from '@/lib/format/words'
import { allowAddresses, listAccess } from '@/lib/ops/access-list'
import { Panel } from '../data/panel'
import { ActionButton } from '../ops/action-button'
import { Banner } from '../ui/banner'
import { Empty } from '../ui/empty'
import { later } from '../ui/later'
import { PageHead } from '../ui/page'
import { usePanel } from '../ui/use-panel'
import { AccessTable } from './access-table'
import { DriftNote } from './drift-note'
import { type Entry, toEntries } from './entries'
import { AroundRows } from './row-actions'
import type { AllowStart } from './use-allow'
import { useDrift } from './use-drift'

const AllowSheet = later(() => import('./allow-sheet').then((m) => m.AllowSheet))
const ChangeDialog = later(() => import('./change-dialog').then((m) => m.ChangeDialog))
const RemoveDialog = later(() => import('./remove-dialog').then((m) => m.RemoveDialog))

/** Who may reach a project's clusters over the internet. */
export function AccessPage({ groupId }: { groupId: string }) {
  const reading = useQuery(read(listAccess, { groupId }))
  const now = useNow(60_000)
  const answer = reading.data?.data
  const entries = useMemo(
    () => (answer ? toEntries(answer.results, now) : undefined),
    [answer, now],
  )
  const drift = useDrift(entries, now)
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
    isFresh: (value: string) => drift.fresh.has(value),
    isChanged: (value: string) => drift.changed.has(value),
    onChange: setChanging,
    onRemove: setRemoving,
  }

  return (
    <AroundRows value={around}>
      <PageHead
        title="IP access list"
        lead="The addresses from which this project's clusters can be reached over the internet. Peering and private endpoints do not need an entry."
        actions={
          <ActionButton
            op={allowAddresses}
            scope={{ kind: 'project', groupId }}
            look="primary"
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
            title="No address is allowed"
            hint="Nothing outside private endpoints can connect."
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
          onMine={drift.mine}
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
          onMine={drift.mine}
          onClose={() => setChanging(undefined)}
        />
      )}
      {removing && (
        <RemoveDialog
          groupId={groupId}
          entries={removing}
          existing={entries ?? []}
          onMine={drift.mine}
          onClose={() => setRemoving(undefined)}
          onAskBack={openAllow}
        />
      )}
    </AroundRows>
  )
}

/** Where what Atlas counts is more than what is shown, why. */
function Counted({ read, total, shown }: { read: number; total: number; shown: number }) {
  if (total <= read && shown >= read) return null
  return (
    <p className="border-line border-t px-4 py-2 text-muted text-xs">
      {total > read &&
        `${read.toLocaleString('en')} of ${count(total, 'entry', 'entries')} could be read. `}
      {shown < read &&
        `Atlas lists ${read.toLocaleString('en')} rows: some addresses stand there more than once.`}
    </p>
  )
}

/** An entry that lets everybody in deserves more than a badge. */
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
      {list(open.map((e) => e.value))} {open.length > 1 ? 'let' : 'lets'} every address try to
      connect: only the database users' passwords stand between.
    </Banner>
  )
}
