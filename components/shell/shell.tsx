'use client'
import Link from 'next/link'
import { usePathname, useRouter } from 'next/navigation'
import { type ReactNode, useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import '@/lib/client/early-focus'
import { linksWaitForAddress } from '@/lib/client/address'
import { keepEarlyKeys } from '@/lib/client/early-keys'
import { orgOf, projectOf } from '@/lib/client/place-in-path'
import { prefer, railCookie } from '@/lib/client/preferences'
import { goesTo, isShortcut, setShortcuts } from '@/lib/client/shortcuts'
import { onSignedOut, signInNeed } from '@/lib/client/signed-out'
import { useModifier } from '@/lib/client/use-is-mac'
import { useMe } from '@/lib/client/use-me'
import { useIsAwake } from '@/lib/client/use-now'
import { usePreferences } from '@/lib/client/use-preferences'
import { count } from '@/lib/format/words'
import { routes } from '@/lib/routes'
import { cn } from '../ui/cn'
import { IconButton } from '../ui/icon-button'
import { Kbd } from '../ui/kbd'
import { lazyComponent } from '../ui/lazy-component'
import { Logo } from '../ui/logo'
import { AfterVisit } from './after-visit'
import { Announcer } from './announcer'
import { Nav } from './nav'
import { Notices } from './notices'
import { OrganizationBar } from './organization-bar'
import type { PaletteMode } from './palette/palette'
import { ProjectBar } from './project-bar'
import { UserMenu } from './user-menu'
import { whenIdle } from './when-idle'

const Palette = lazyComponent(() => import('./palette/palette').then((m) => m.Palette))
const Help = lazyComponent(() => import('./help').then((m) => m.Help))
const Sheet = lazyComponent(() => import('../ui/dialog').then((m) => m.Sheet))
const SignInAgain = lazyComponent(() => import('../ops/sign-in-again').then((m) => m.SignInAgain))

/** The frame of every page: sidebar or top bar, notices, palette, help and dialogs. */
export function Shell({
  isNarrow: wasNarrow,
  children,
}: {
  isNarrow: boolean
  children: ReactNode
}) {
  const [isNarrow, setNarrow] = useState(wasNarrow)
  const [palette, setMode] = useState<PaletteMode>()
  const [isHelp, setHelp] = useState(false)
  const modifier = useModifier()
  const [isMenu, setMenu] = useState(false)
  const setPalette = useCallback((mode: PaletteMode | undefined) => {
    setMode((was) => {
      if (mode && !was) keepEarlyKeys()
      return mode
    })
  }, [])
  const need = useSyncExternalStore(onSignedOut, signInNeed, () => undefined)

  const router = useRouter()
  const { shortcuts } = usePreferences()
  useEffect(() => setShortcuts(shortcuts), [shortcuts])
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const href = goesTo(event)
      if (href) {
        event.preventDefault()
        router.push(href)
      } else if (isShortcut(event, 'palette') || isShortcut(event, 'search')) {
        event.preventDefault()
        const search = event.key === '/' ? searchOfList() : null
        if (search) search.focus()
        else setPalette('all')
      } else if (isShortcut(event, 'help')) setHelp(true)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [router, setPalette])

  useEffect(linksWaitForAddress, [])
  useEffect(() => whenIdle(({ startBackground }) => startBackground(router)), [router])

  const toggle = () => {
    prefer(railCookie, isNarrow ? 'wide' : 'narrow')
    setNarrow(!isNarrow)
  }

  return (
    <div
      className="min-h-dvh md:flex"
      data-rail={isNarrow ? 'narrow' : 'wide'}
      data-loading={useIsAwake() ? undefined : ''}
    >
      {/* biome-ignore lint/a11y/useValidAnchor: a link, which works before the page listens */}
      <a
        href="#main"
        onClick={(event) => {
          // The browser would focus it again whenever a form that closes goes back to this URL.
          event.preventDefault()
          document.getElementById('main')?.focus()
        }}
        className="fixed top-2 left-2 z-70 -translate-y-20 rounded-md border border-line bg-raised px-3 py-2 font-medium text-sm focus:translate-y-0 print:hidden"
      >
        Skip to content
      </a>

      <header className="sticky top-(--offline-bar) z-30 flex h-13 items-center gap-1 border-line border-b bg-surface px-2 md:hidden print:hidden">
        <IconButton
          label="Menu"
          icon={<svg aria-hidden className="icon-[menu]" />}
          onClick={() => setMenu(true)}
        />
        <Brand />
        <span className="ml-auto flex items-center">
          <IconButton
            label="Search"
            icon={<svg aria-hidden className="icon-[search]" />}
            onClick={() => setPalette('all')}
          />
          <UserMenu isNarrow side="bottom" onHelp={() => setHelp(true)} />
        </span>
      </header>

      <aside
        aria-label="Sidebar"
        className={cn(
          'sticky top-(--offline-bar) hidden h-[calc(100dvh-var(--offline-bar))] shrink-0 flex-col border-line border-r bg-surface md:flex print:hidden',
          isNarrow ? 'w-14 px-2' : 'w-58 px-2.5',
        )}
      >
        <div className={cn('flex h-13 items-center', isNarrow ? 'justify-center' : 'pl-1.5')}>
          <Brand isNarrow={isNarrow} />
        </div>
        <Switcher isNarrow={isNarrow} onOpen={() => setPalette('projects')} />
        <div className="mt-3 min-h-0 flex-1 overflow-y-auto">
          <Nav isNarrow={isNarrow} />
        </div>
        <div className="grid gap-1 border-line border-t py-2">
          <button
            type="button"
            onClick={() => setPalette('all')}
            aria-label={isNarrow ? 'Search pages and projects' : undefined}
            className={cn(
              'flex h-8 items-center gap-2.5 rounded-md px-2.5 text-muted text-sm hover:bg-hover hover:text-text',
              isNarrow && 'justify-center px-0',
            )}
          >
            <svg aria-hidden className="icon-[search] size-4 shrink-0" />
            {!isNarrow && (
              <>
                <span className="grow text-left">
                  Search<span className="sr-only"> pages and projects</span>
                </span>
                <span aria-hidden>
                  <Kbd>{modifier} K</Kbd>
                </span>
              </>
            )}
          </button>
          <div className={cn('flex items-center gap-1', isNarrow && 'flex-col')}>
            <UserMenu isNarrow={isNarrow} onHelp={() => setHelp(true)} />
            <IconButton
              size="sm"
              label={isNarrow ? 'Expand sidebar' : 'Collapse sidebar'}
              icon={
                isNarrow ? (
                  <svg aria-hidden className="icon-[panel-left-open]" />
                ) : (
                  <svg aria-hidden className="icon-[panel-left-close]" />
                )
              }
              onClick={toggle}
            />
          </div>
        </div>
      </aside>

      <div className="min-w-0 grow">
        <div className="print:hidden">
          <Notices />
        </div>
        <main
          id="main"
          tabIndex={-1}
          className="mx-auto max-w-7xl has-data-wide:max-w-none px-4 py-5 outline-none sm:px-6 lg:px-8"
        >
          <ProjectBar />
          <OrganizationBar />
          {children}
        </main>
      </div>

      {isMenu && (
        <Sheet open onOpenChange={setMenu} side="left" size="sm" title={<Brand />}>
          <Switcher
            onOpen={() => {
              setMenu(false)
              setPalette('projects')
            }}
          />
          <div className="mt-3">
            <Nav onGo={() => setMenu(false)} />
          </div>
        </Sheet>
      )}
      {palette && (
        <Palette
          mode={palette}
          onClose={() => setPalette(undefined)}
          onHelp={() => setHelp(true)}
        />
      )}
      {isHelp && <Help open onOpenChange={setHelp} />}
      {need && <SignInAgain />}
      <AfterVisit />
      <Announcer />
    </div>
  )
}

/** The search field of the list that has the focus. */
const searchOfList = () => {
  const table = document.activeElement?.closest('[data-table]')
  return (
    table?.parentElement?.querySelector<HTMLElement>('[data-table-search]') ??
    (table && document.querySelector<HTMLElement>('[data-page-search]'))
  )
}

const Brand = ({ isNarrow = false }: { isNarrow?: boolean }) => (
  <Link
    href={usePreferences().home ?? routes.home()}
    aria-label="Gatehouse, overview"
    className="inline-flex items-center gap-2 rounded-md p-1 font-semibold text-base tracking-tight"
  >
    <Logo className="size-5.5 text-accent" />
    {!isNarrow && 'Gatehouse'}
  </Link>
)

/** The current project or organization; opens the project switcher. */
function Switcher({ isNarrow = false, onOpen }: { isNarrow?: boolean; onOpen: () => void }) {
  const me = useMe()
  const pathname = usePathname()
  const project = me?.projects.find((p) => p.groupId === projectOf(pathname))
  const orgId = project?.orgId ?? orgOf(pathname)
  const org = me?.organizations.find((o) => o.orgId === orgId)
  const name = project?.name ?? 'All projects'
  return (
    <button
      type="button"
      onClick={onOpen}
      aria-haspopup="dialog"
      aria-label={isNarrow ? `${name}, switch project` : undefined}
      className={cn(
        'flex min-h-10 w-full items-center gap-2 rounded-md border border-line bg-surface px-2.5 py-1 text-left hover:bg-hover',
        isNarrow && 'justify-center px-0',
      )}
    >
      {!isNarrow && (
        <span className="min-w-0 grow">
          <span className="block truncate text-2xs text-muted">
            {org?.name ?? (me ? count(me.organizations.length, 'organization') : 'Organizations')}
          </span>
          <span className="block truncate font-medium text-sm">
            {name}
            <span className="sr-only">, switch project</span>
          </span>
        </span>
      )}
      <svg aria-hidden className="icon-[chevrons-up-down] size-4 shrink-0 text-faint" />
    </button>
  )
}
