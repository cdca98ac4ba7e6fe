'use client'
import { Fragment } from 'react'
import { useMe } from '@/lib/client/use-me'

/** The target of a row as it is stored, with the names of the projects and organizations whose IDs it has. */
export function TargetText({ target }: { target: string }) {
  const me = useMe()
  const nameOf = (id: string) =>
    me?.projects.find(({ groupId }) => groupId === id)?.name ??
    me?.organizations.find(({ orgId }) => orgId === id)?.name
  return target.split(/([a-f0-9]{24})/).map((part, at) => {
    const name = at % 2 === 1 ? nameOf(part) : undefined
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never move
      <Fragment key={at}>
        {part}
        {name && <span className="text-muted"> ({name})</span>}
      </Fragment>
    )
  })
}
