'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { type ReactNode, useEffect, useRef } from 'react'
import { announce } from '@/lib/client/announce'
import { isWithin, orgOf, projectOf } from '@/lib/client/place-in-path'
import { useMe } from '@/lib/client/use-me'
import { read } from '@/lib/client/use-op'
import { count } from '@/lib/format/words'
import type { Role } from '@/lib/ops/roles'
import { countWaiting } from '@/lib/ops/waiting'
import { organizationPages, projectPages, routes } from '@/lib/routes'
import { cn } from '../ui/cn'
import { Count } from '../ui/count'
import { Tooltip } from '../ui/tooltip'
import { pageIcons } from './page-icons'

/** The number of requests to review; announced when it grows. */
function useWaiting(pathname: string): number {
  const { data } = useQuery({
    ...read(countWaiting, {}),
    // As often as the pages that list them.
    ...([routes.home(), routes.approvals()].includes(pathname) && { refetchInterval: 3_000 }),
  })
  const waiting = data?.data.waiting
  const before = useRef(waiting)
  useEffect(() => {
    if (waiting !== undefined && before.current !== undefined && waiting > before.current)
      announce(`${count(waiting, 'request')} for you to decide`)
    before.current = waiting
  }, [waiting])
  return waiting ?? 0
}

/** The pages of the console and of the current project or organization. */
export function Nav({ isNarrow = false, onGo }: { isNarrow?: boolean; onGo?: () => void }) {
  const pathname = usePathname()
  const me = useMe()
  const waiting = useWaiting(pathname)
  const groupId = projectOf(pathname)
  const project = me?.projects.find((p) => p.groupId === groupId)
  const orgId = orgOf(pathname)
  const organization = me?.organizations.find((o) => o.orgId === orgId)
  const item = { pathname, isNarrow, onGo }

  return (
    <nav aria-label="Pages" className="grid gap-px">
      <Item {...item} href={routes.home()} label="Overview" icon="icon-[house]" />
      <Item
        {...item}
        href={routes.approvals()}
        label="Approvals"
        icon="icon-[badge-check]"
        waiting={waiting}
      />
      <Item {...item} href={routes.permissions()} label="Permissions" icon="icon-[key-round]" />
      <Item {...item} href={routes.explorer()} label="API explorer" icon="icon-[compass]" />
      {me?.roles.includes('auditor') && (
        <Item {...item} href={routes.audit()} label="Audit" icon="icon-[scroll-text]" />
      )}
      {me?.roles.some((role) => reviewing.has(role)) && (
        <Item
          {...item}
          href={routes.accessReviews()}
          label="Access reviews"
          icon="icon-[list-checks]"
        />
      )}
      {me?.roles.some((role) => owning.has(role)) && (
        <Item {...item} href={routes.machines()} label="Machines" icon="icon-[bot]" />
      )}
      {me?.roles.includes('admin') && (
        <>
          <Item
            {...item}
            href={routes.sessions()}
            label="Sessions"
            icon="icon-[monitor-smartphone]"
          />
          <Item {...item} href={routes.health()} label="Health" icon="icon-[heart-pulse]" />
          <Item {...item} href={routes.connections()} label="Connections" icon="icon-[cable]" />
          <Item {...item} href={routes.deliveries()} label="Deliveries" icon="icon-[send]" />
          <Item {...item} href={routes.erasures()} label="Personal text" icon="icon-[eraser]" />
        </>
      )}
      {groupId && (
        <Inside name={project?.name ?? 'Project'} isNarrow={isNarrow}>
          {projectPages.map(({ name, label, to }) => (
            <Item key={label} {...item} href={to(groupId)} label={label} icon={pageIcons[name]} />
          ))}
        </Inside>
      )}
      {orgId && (
        <Inside name={organization?.name ?? 'Organization'} isNarrow={isNarrow}>
          {organizationPages.map(({ name, label, to }) => (
            <Item key={label} {...item} href={to(orgId)} label={label} icon={pageIcons[name]} />
          ))}
        </Inside>
      )}
    </nav>
  )
}

/** Who starts access reviews, and who can usually judge their items. */
const reviewing = new Set<Role>(['auditor', 'admin', 'operator', 'approver'])

/** Who manages machines, checks them, and can usually own one. */
const owning = new Set<Role>(['admin', 'auditor', 'operator'])

/** A heading above the pages of a project or organization. */
function Inside({
  name,
  isNarrow,
  children,
}: {
  name: string
  isNarrow: boolean
  children: ReactNode
}) {
  return (
    <>
      <p
        className={cn(
          'mt-4 truncate px-2.5 pb-1 font-medium text-2xs text-faint',
          isNarrow && 'sr-only',
        )}
      >
        {name}
      </p>
      {isNarrow && <hr className="my-2 border-line" />}
      {children}
    </>
  )
}

function Item({
  href,
  label,
  icon,
  waiting = 0,
  pathname,
  isNarrow,
  onGo,
}: {
  href: string
  label: string
  icon: string
  waiting?: number
  pathname: string
  isNarrow: boolean
  onGo: (() => void) | undefined
}) {
  const isHere = href === routes.home() ? pathname === href : isWithin(pathname, href)
  const link = (
    <Link
      href={href}
      onClick={onGo}
      aria-current={isHere ? 'page' : undefined}
      aria-label={isNarrow ? label : undefined}
      className={cn(
        'relative flex h-8 items-center gap-2.5 rounded-md px-2.5 font-medium text-sm pointer-coarse:h-11',
        isHere ? 'bg-accent-soft text-accent' : 'text-muted hover:bg-hover hover:text-text',
        isNarrow && 'justify-center px-0',
      )}
    >
      <svg aria-hidden className={cn(icon, 'size-4 shrink-0')} />
      {!isNarrow && <span className="grow truncate">{label}</span>}
      {waiting > 0 &&
        (isNarrow ? (
          <span className="absolute top-1 right-1 size-2 rounded-full bg-accent-solid" />
        ) : (
          <Count n={waiting} />
        ))}
      {waiting > 0 && <span className="sr-only">for you to decide</span>}
    </Link>
  )
  return isNarrow ? (
    <Tooltip content={label} side="right" describes={false}>
      {link}
    </Tooltip>
  ) : (
    link
  )
}
