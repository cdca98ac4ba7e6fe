'use client'
import '@/lib/client/ipaddr-now'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useRef, useState } from 'react'
import { useMe } from '@/lib/client/use-me'
import { useNow } from '@/lib/client/use-now'
import { read } from '@/lib/client/use-op'
import { list } from '@/lib/format/words'
import { allowAddresses, listAccess, removeAddress } from '@/lib/ops/access-list'
import { OpList } from '../blocks/op-list'
import { ActionButton } from '../ops/action-button'
import { Banner } from '../ui/banner'
import { lazyComponent } from '../ui/lazy-component'
import { PageHead } from '../ui/page'
import { useFirstSeen, usePanel, useShown } from '../ui/use-panel'
import type { AllowStart } from './allow-sheet'
import type { Entry } from './entries'
import { Counted, DriftNote } from './late-notes'
import type { Row } from './row'
import { actions, columns } from './rows'
import { useStates } from './states'
import { useDrift } from './use-drift'
import { useEntries } from './use-entries'
import { usePutBack } from './use-put-back'

const AllowSheet = lazyComponent(() => import('./allow-sheet').then((m) => m.AllowSheet))
const EditSheet = lazyComponent(() => import('./edit-sheet').then((m) => m.EditSheet))

/** The addresses that may connect to a project's clusters. */
export function AccessPage({ groupId }: { groupId: string }) {
  const answer = useQuery(read(listAccess, { groupId })).data?.data
  const now = useNow(60_000)
  const entries = useEntries(answer?.results, now)
  const drift = useDrift(entries, now)
  const states = useStates(groupId)
  const { panel, open, close } = usePanel(['allow'])
  const [start, setStart] = useState<AllowStart>()
  const { shown, show, hide } = useShown('edit')
  const changing = useFirstSeen(
    shown,
    entries?.find(({ value }) => value === shown),
  )
  const openAllow = (from?: AllowStart) => {
    setStart(from)
    void open('allow')
  }
  const latest = usePutBack(groupId, openAllow)
  const putBack = useRef(latest)
  putBack.current = latest
  // Other rows are searched, counted and sorted again, and there may be thousands.
  const rows = useMemo(() => {
    const shared = {
      states,
      drift,
      putBack: (removed: readonly Entry[]) => putBack.current(removed),
      edit: ({ value }: Entry) => void show(value),
      listed: entries?.length ?? 0,
    }
    return entries?.map((entry): Row => ({ ...entry, ...shared }))
  }, [entries, states, drift, show])

  return (
    <>
      <PageHead
        title="IP access list"
        lead="Clients at these addresses can connect to the project’s clusters. Private endpoints need no entry."
        actions={
          <ActionButton
            op={allowAddresses}
            scope={{ kind: 'project', groupId }}
            variant="primary"
            aria-haspopup="dialog"
            onPress={() => openAllow()}
          >
            Allow address
          </ActionButton>
        }
      />
      {drift.isAny && <DriftNote drift={drift} />}
      {entries && <OpenToAll groupId={groupId} entries={entries} />}
      <OpList
        op={listAccess}
        input={{ groupId }}
        name="access"
        what="entries"
        columns={columns}
        rows={() => rows}
        rowName={({ value }) => value}
        actions={actions}
        bulk={[removeAddress]}
        empty={{
          icon: <svg aria-hidden className="icon-[globe]" />,
          title: 'No addresses yet',
          hint: 'Clients can connect through private endpoints only.',
        }}
      >
        {({ results: { length: read }, totalCount }) => {
          const total = totalCount ?? read
          return (
            rows &&
            (total > read || rows.length < read) && (
              <Counted read={read} total={total} shown={rows.length} />
            )
          )
        }}
      </OpList>
      {panel === 'allow' && (
        <AllowSheet
          groupId={groupId}
          existing={entries}
          start={start}
          onClose={() => void close()}
          onChange={(entry) => {
            void close().then(() => show(entry.value))
          }}
        />
      )}
      {changing && <EditSheet groupId={groupId} entry={changing} onClose={() => void hide()} />}
    </>
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
