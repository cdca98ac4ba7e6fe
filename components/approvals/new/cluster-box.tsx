'use client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Search } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useState } from 'react'
import { read } from '@/lib/client/use-op'
import { type FoundCluster, searchClusters } from '@/lib/ops/directory'
import { cn } from '../../ui/cn'
import { Input } from '../../ui/input'
import { ClusterOption } from './cluster-option'

const PAUSE_MS = 200

const holds = (c: FoundCluster, typed: string) => {
  const words = `${c.clusterName} ${c.groupName} ${c.orgName} ${c.groupId}`.toLowerCase()
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => words.includes(word))
}

/** Clusters of every project in scope, found by the server as one types. Those that cannot be asked for say why. */
export function ClusterBox({
  id,
  invalid,
  describedBy,
  onChoose,
}: {
  id: string
  invalid: boolean
  describedBy: string
  onChoose: (cluster: FoundCluster) => void
}) {
  const listId = useId()
  const [typed, setTyped] = useState('')
  const [text, setText] = useState('')
  const [isOpen, setOpen] = useState(false)
  const [at, setAt] = useState(-1)
  useEffect(() => {
    const timer = setTimeout(() => setText(typed.trim().slice(0, 100)), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [typed])
  const found = useQuery({
    ...read(searchClusters, { text }),
    placeholderData: keepPreviousData,
  })
  const answer = found.data?.data
  const isWaiting = typed.trim() !== text || found.isFetching
  // While the server searches, what is here already is narrowed by the same rule.
  const results = (answer?.results ?? []).filter((c) => !isWaiting || holds(c, typed))
  const groups = Map.groupBy(results, (c) => c.groupId)
  const options = [...groups.values()].flat()

  const choose = (cluster: FoundCluster | undefined) => {
    if (!cluster || cluster.whyNot !== null) return
    setOpen(false)
    onChoose(cluster)
  }
  const go = (next: number) => {
    setOpen(true)
    const bounded = Math.max(0, Math.min(next, options.length - 1))
    setAt(bounded)
    document.getElementById(`${listId}-${bounded}`)?.scrollIntoView({ block: 'nearest' })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') go(isOpen ? at + 1 : 0)
    else if (event.key === 'ArrowUp') go(at - 1)
    else if (event.key === 'Enter' && isOpen)
      choose(options[at === -1 && options.length === 1 ? 0 : at])
    else if (event.key === 'Escape' && isOpen) setOpen(false)
    else return
    event.preventDefault()
  }

  return (
    <div className="relative">
      <Search
        aria-hidden
        className="pointer-events-none absolute top-2 left-2.5 size-4 text-faint pointer-coarse:top-3"
      />
      <Input
        id={id}
        role="combobox"
        aria-expanded={isOpen}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && at >= 0 ? `${listId}-${at}` : undefined}
        aria-invalid={invalid || undefined}
        aria-describedby={describedBy}
        placeholder="Cluster, project or organization"
        className="pl-8"
        value={typed}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onClick={() => setOpen(true)}
        onChange={(event) => {
          setTyped(event.target.value)
          setAt(-1)
          setOpen(true)
        }}
        onKeyDown={onKeyDown}
      />
      {isOpen && (
        <div className="absolute inset-x-0 top-full z-20 mt-1 overflow-hidden rounded-lg border border-line bg-raised py-1 shadow-lift">
          <div
            role="listbox"
            id={listId}
            aria-label="Clusters"
            tabIndex={-1}
            // Pressing the list, its scroll bar included, leaves the focus in the box.
            onMouseDown={(event) => event.preventDefault()}
            className="max-h-80 overflow-y-auto"
          >
            {[...groups.values()].map((clusters) => {
              const [one] = clusters
              if (!one) return null
              return (
                // biome-ignore lint/a11y/useSemanticElements: a group inside a listbox has no element of its own
                <div key={one.groupId} role="group" aria-label={`${one.groupName}, ${one.orgName}`}>
                  <p aria-hidden className="px-3 pt-2 pb-0.5 text-2xs text-muted">
                    {one.groupName} <span className="text-faint">· {one.orgName}</span>
                  </p>
                  {clusters.map((cluster) => {
                    const index = options.indexOf(cluster)
                    return (
                      <ClusterOption
                        key={cluster.clusterName}
                        id={`${listId}-${index}`}
                        cluster={cluster}
                        isActive={index === at}
                        onPoint={() => setAt(index)}
                        onChoose={() => choose(cluster)}
                      />
                    )
                  })}
                </div>
              )
            })}
          </div>
          <p
            role="status"
            className={cn('px-3 py-1.5 text-muted text-xs', isWaiting && 'opacity-70')}
          >
            {found.isError
              ? found.error.message
              : !answer || (isWaiting && options.length === 0)
                ? 'Searching…'
                : options.length === 0
                  ? `No cluster in your scope matches “${text}”.`
                  : answer.totalCount > options.length
                    ? `${options.length} of ${answer.totalCount} clusters. Type to narrow.`
                    : `${options.length} ${options.length === 1 ? 'cluster' : 'clusters'}`}
          </p>
        </div>
      )}
    </div>
  )
}
