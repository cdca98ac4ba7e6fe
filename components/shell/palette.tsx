'use client'
import { Command, useCommandState } from 'cmdk'
import { usePathname, useRouter } from 'next/navigation'
import { Dialog as Base } from 'radix-ui'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { takeEarlyKeys } from '@/lib/client/early-keys'
import { clusterOf, orgOf, projectOf, samePageIn } from '@/lib/client/place-in-path'
import { recentProjects } from '@/lib/client/recent'
import { type Me, useMe } from '@/lib/client/use-me'
import { clusterPages, organizationPages, palettePages, projectPages, routes } from '@/lib/routes'
import { EnvironmentBadge } from '../ui/badge'
import { pageIcons } from './page-icons'

export type PaletteMode = 'all' | 'projects'

const item =
  'flex min-h-9 select-none items-center gap-2.5 rounded-md px-2.5 py-1.5 text-sm data-[selected=true]:bg-hover pointer-coarse:min-h-11 [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-muted'

/** Matches whole words, not scattered letters. Names that start with the text rank first. */
function scoreOf(value: string, search: string, keywords: string[] = []): number {
  const [name = '', ...rest] = (keywords.length > 0 ? keywords : [value]).map((w) =>
    w.toLowerCase(),
  )
  const typed = search.trim().toLowerCase()
  const all = [name, ...rest].join(' ')
  if (!typed.split(/\s+/).every((word) => all.includes(word))) return 0
  return name.startsWith(typed) ? 1 : name.includes(typed) ? 0.9 : 0.5
}

/** Pages and projects by name, organization or ID. In `projects` mode it stays on the same page of another project. */
export function Palette({ mode, onClose }: { mode: PaletteMode; onClose: () => void }) {
  const me = useMe()
  const router = useRouter()
  const pathname = usePathname()
  const [text, setText] = useState('')
  const input = useRef<HTMLInputElement>(null)
  // Apply keys pressed while this was loading.
  useEffect(() => {
    const early = takeEarlyKeys()
    if (early.text) setText(early.text)
    if (!early.isEntered) return
    // After the list is filtered.
    const timer = setTimeout(
      () =>
        input.current?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true })),
      50,
    )
    return () => clearTimeout(timer)
  }, [])

  const go = (href: string) => {
    onClose()
    router.push(href)
  }
  return (
    <Base.Root open onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Overlay className="fixed inset-0 z-50 bg-shade" />
        <Base.Content
          aria-describedby={undefined}
          className="fixed top-[min(12dvh,6rem)] left-1/2 z-50 w-[calc(100vw-1.5rem)] max-w-xl -translate-x-1/2 overflow-hidden rounded-lg border border-line bg-raised text-text shadow-lift outline-none"
        >
          <Base.Title className="sr-only">
            {mode === 'projects' ? 'Switch project' : 'Go to'}
          </Base.Title>
          <Command label={mode === 'projects' ? 'Switch project' : 'Go to'} filter={scoreOf} loop>
            <div className="flex items-center gap-2.5 border-line border-b px-3.5">
              <svg aria-hidden className="icon-[search] size-4 shrink-0 text-muted" />
              <Command.Input
                ref={input}
                value={text}
                onValueChange={setText}
                placeholder={
                  mode === 'projects'
                    ? 'Project, organization or ID'
                    : 'Page, project, organization or ID'
                }
                className="h-11 w-full bg-transparent text-base outline-none"
              />
            </div>
            <Command.List className="max-h-[min(60dvh,26rem)] overflow-y-auto overscroll-contain p-1.5 [&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:text-faint">
              <NoMatch />
              {mode === 'all' && <Pages me={me} pathname={pathname} go={go} />}
              {me && (
                <Projects
                  me={me}
                  go={(id) => go(samePageIn(id, pathname))}
                  searching={text !== ''}
                />
              )}
            </Command.List>
          </Command>
        </Base.Content>
      </Base.Portal>
    </Base.Root>
  )
}

/** An option, because a list box must contain one. */
function NoMatch() {
  const isEmpty = useCommandState(({ filtered }) => filtered.count === 0)
  if (!isEmpty) return null
  return (
    <Command.Item
      forceMount
      disabled
      value="no match"
      className="px-3 py-8 text-center text-muted text-sm"
    >
      No page or project matches.
    </Command.Item>
  )
}

function Pages({
  me,
  pathname,
  go,
}: {
  me: Me | undefined
  pathname: string
  go: (href: string) => void
}) {
  const groupId = projectOf(pathname)
  const cluster = clusterOf(pathname)
  const orgId = orgOf(pathname)
  const page = (label: string, href: string, icon: ReactNode) => (
    <Command.Item key={href} value={label} onSelect={() => go(href)} className={item}>
      {icon}
      {label}
    </Command.Item>
  )
  // The current organization first.
  const organizations = (me?.organizations ?? []).toSorted(
    (a, b) => Number(b.orgId === orgId) - Number(a.orgId === orgId),
  )
  return (
    <Command.Group heading="Pages">
      {cluster &&
        clusterPages.map(({ name, label, to }) => {
          const icon = <svg aria-hidden className={pageIcons[name]} />
          return page(
            `${label} of ${cluster.clusterName}`,
            to(cluster.groupId, cluster.clusterName),
            icon,
          )
        })}
      {groupId &&
        [...projectPages, ...palettePages].map(({ name, label, to }) => {
          const icon = <svg aria-hidden className={pageIcons[name]} />
          return page(`${label} of this project`, to(groupId), icon)
        })}
      {page('Overview', routes.home(), <svg aria-hidden className="icon-[house]" />)}
      {page('Approvals', routes.approvals(), <svg aria-hidden className="icon-[badge-check]" />)}
      {page(
        'Request access',
        routes.newRequest(groupId ? { groupId } : {}),
        <svg aria-hidden className="icon-[plus]" />,
      )}
      {page('Permissions', routes.permissions(), <svg aria-hidden className="icon-[key-round]" />)}
      {page('API explorer', routes.explorer(), <svg aria-hidden className="icon-[compass]" />)}
      {me?.roles.includes('auditor') &&
        page('Audit', routes.audit(), <svg aria-hidden className="icon-[scroll-text]" />)}
      {page(
        'Access reviews',
        routes.accessReviews(),
        <svg aria-hidden className="icon-[list-checks]" />,
      )}
      {page('Machines', routes.machines(), <svg aria-hidden className="icon-[bot]" />)}
      {me?.roles.includes('admin') &&
        page(
          'Sessions',
          routes.sessions(),
          <svg aria-hidden className="icon-[monitor-smartphone]" />,
        )}
      {me?.roles.includes('admin') &&
        page('Health', routes.health(), <svg aria-hidden className="icon-[heart-pulse]" />)}
      {me?.roles.includes('admin') &&
        page('Connections', routes.connections(), <svg aria-hidden className="icon-[cable]" />)}
      {me?.roles.includes('admin') &&
        page('Deliveries', routes.deliveries(), <svg aria-hidden className="icon-[send]" />)}
      {me?.roles.includes('admin') &&
        page('Personal text', routes.erasures(), <svg aria-hidden className="icon-[eraser]" />)}
      {page(
        'Command line',
        routes.device(),
        <svg aria-hidden className="icon-[square-terminal]" />,
      )}
      {page('Delegation', routes.delegation(), <svg aria-hidden className="icon-[user-check]" />)}
      {page('Notifications', routes.notifications(), <svg aria-hidden className="icon-[bell]" />)}
      {organizations.flatMap((org) =>
        organizationPages.map(({ name, label, to }) => {
          const icon = <svg aria-hidden className={pageIcons[name]} />
          return page(`${label} of ${org.name}`, to(org.orgId), icon)
        }),
      )}
    </Command.Group>
  )
}

function Projects({
  me,
  go,
  searching,
}: {
  me: Me
  go: (groupId: string) => void
  searching: boolean
}) {
  const orgName = new Map(me.organizations.map((o) => [o.orgId, o.name]))
  const project = (p: Me['projects'][number], from: 'recent' | 'all') => (
    <Command.Item
      key={p.groupId}
      value={`${from} ${p.groupId}`}
      keywords={[p.name, orgName.get(p.orgId) ?? '', p.groupId]}
      onSelect={() => go(p.groupId)}
      className={item}
    >
      <svg aria-hidden className="icon-[folder]" />
      <span className="min-w-0 grow truncate">{p.name}</span>
      <span className="font-mono text-faint text-xs max-sm:hidden">…{p.groupId.slice(-6)}</span>
      {p.environment === 'production' && <EnvironmentBadge environment="production" />}
    </Command.Item>
  )
  const recent = recentProjects().flatMap((id) => me.projects.find((p) => p.groupId === id) ?? [])
  return (
    <>
      {!searching && recent.length > 0 && (
        <Command.Group heading="Recent projects">
          {recent.map((p) => project(p, 'recent'))}
        </Command.Group>
      )}
      {me.organizations.map((org) => {
        const rows = me.projects.filter((p) => p.orgId === org.orgId)
        return (
          rows.length > 0 && (
            <Command.Group key={org.orgId} heading={org.name}>
              {rows.map((p) => project(p, 'all'))}
            </Command.Group>
          )
        )
      })}
    </>
  )
}
