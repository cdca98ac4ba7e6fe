'use client'
import Link from 'next/link'
import { Fragment, type ReactNode } from 'react'
import { useMe } from '@/lib/client/use-me'
import { routes } from '@/lib/routes'

const link = 'break-words underline decoration-line underline-offset-3'

/**
 * The target of a row of the log with the names of the projects and organizations whose IDs it has. `groupId`: the
 * project that it is in, if it does not say so itself.
 */
export function TargetText({
  target,
  groupId,
  withIds,
  withLinks,
}: {
  target: string
  groupId?: string | undefined
  withIds?: boolean
  withLinks?: boolean
}) {
  const me = useMe()
  const project = /^project ([a-f0-9]{24})/.exec(target)?.[1] ?? groupId
  const placeOf = (id: string): [name: string, href: string] | undefined => {
    const known = me?.projects.find((one) => one.groupId === id)
    if (known) return [known.name, routes.project(id)]
    const org = me?.organizations.find(({ orgId }) => orgId === id)
    return org && [org.name, routes.orgActivity(id)]
  }
  const linked = (text: ReactNode, href: string) =>
    withLinks ? (
      <Link href={href} className={link}>
        {text}
      </Link>
    ) : (
      text
    )
  return target.split(' / ').map((part, at) => {
    const cluster = /^(.*\bcluster) (.+)$/.exec(part)
    const shown =
      project && cluster?.[2] ? (
        <>
          {cluster[1]} {linked(cluster[2], routes.cluster(project, cluster[2]))}
        </>
      ) : (
        part.split(/\b([a-f0-9]{24})\b/).map((piece, i) => {
          const known = i % 2 === 1 ? placeOf(piece) : undefined
          // A sentence names it already.
          const place = known && !target.includes(known[0]) ? known : undefined
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never move
            <Fragment key={i}>
              {place ? linked(place[0], place[1]) : piece}
              {place && withIds && <span className="text-muted"> ({piece})</span>}
            </Fragment>
          )
        })
      )
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never move
      <Fragment key={at}>
        {at > 0 && ' / '}
        {shown}
      </Fragment>
    )
  })
}
