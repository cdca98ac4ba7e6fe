'use client'
import { Command } from 'cmdk'
import { usePathname, useRouter } from 'next/navigation'
import { Dialog as Base } from 'radix-ui'
import { type KeyboardEvent, type UIEvent, useCallback, useEffect, useRef, useState } from 'react'
import { takeEarlyKeys } from '@/lib/client/early-keys'
import { visitedPlace } from '@/lib/client/recent-places'
import { useMe } from '@/lib/client/use-me'
import { pasted } from '@/lib/format/pasted-id'
import { count } from '@/lib/format/words'
import { routes } from '@/lib/routes'
import { helpItem } from './command-items'
import type { Choice, Item } from './item'
import { Line, NothingFound, Status } from './lines'
import { useItems } from './use-items'

export type PaletteMode = 'all' | 'projects'

/** Lines drawn at first and with each scroll to the end, so that opening it with many projects blocks nothing. */
const STEP = 60

const stepNames = { project: 'Project', cluster: 'Cluster', organization: 'Organization' }

/**
 * Everything by name or ID: places, pages and commands. It never sends a command: it opens the form. In `projects` mode it
 * stays on the same kind of page in another project or organization.
 */
export function Palette({
  mode,
  onClose,
  onHelp,
}: {
  mode: PaletteMode
  onClose: () => void
  onHelp: () => void
}) {
  const me = useMe()
  const router = useRouter()
  const pathname = usePathname()
  const [text, setText] = useState('')
  const [choice, setChoice] = useState<Choice>()
  const [drawn, setDrawn] = useState(STEP)
  const [selected, setSelected] = useState('')
  /** Whether the person moved the selection: then new results must not move it back. */
  const hasMoved = useRef(false)
  const press = useRef<() => void>(undefined)
  /** The text for which Enter was pressed before its results. */
  const enters = useRef<string>(undefined)
  const isSwitch = mode === 'projects'
  const shown = useItems(text, pathname, { isSwitch, choice })
  const { groups, isSearching, error } = shown

  const lookUp = lookUpItem(shown.text, pathname, groups, isSwitch || isSearching)
  const all = [...groups.flatMap(({ items }) => items), ...(lookUp ? [lookUp] : [])]
  const top = all[0]?.id ?? ''
  const at = all.some(({ id }) => id === selected) && hasMoved.current ? selected : top

  const type = (next: string) => {
    setText(next)
    setDrawn(STEP)
    hasMoved.current = false
  }
  const choose = (item: Item) => {
    if (item.refused) return
    if (item.choose) {
      setChoice(item.choose)
      type('')
      return
    }
    if (item.href && me && !choice)
      visitedPlace(me.subject, { href: item.href, name: item.name, label: item.label })
    press.current = item.id === helpItem.id ? onHelp : item.press
    onClose()
    if (item.href) router.push(item.href)
  }

  // Keys pressed while this was loading. In the same commit as the focus, so that the next key follows their text.
  const attach = useCallback((input: HTMLInputElement | null) => {
    if (!input) return
    input.focus()
    const early = takeEarlyKeys()
    if (early.text) setText(early.text)
    if (early.isEntered) enters.current = early.text
  }, [])
  // Enter was pressed before the first results.
  useEffect(() => {
    const isShown = shown.isKnown && !isSearching && shown.typed === text
    if (enters.current !== text || !isShown) return
    enters.current = undefined
    const first = all[0]
    if (first) choose(first)
  })

  const onKeyDown = (event: KeyboardEvent) => {
    // An input method uses Enter and the arrows to choose what it composes.
    if (event.nativeEvent.isComposing) return event.stopPropagation()
    if (['ArrowDown', 'ArrowUp', 'Home', 'End'].includes(event.key)) hasMoved.current = true
    if (choice && text === '' && event.key === 'Backspace') setChoice(undefined)
    if (event.key === 'Enter' && (isSearching || shown.typed !== text)) {
      // The list still shows an earlier text: go once it is up to date, unless the person chose a line.
      if (hasMoved.current) return
      event.preventDefault()
      event.stopPropagation()
      enters.current = text
    }
  }
  const onScroll = ({ currentTarget: list }: UIEvent<HTMLElement>) => {
    if (list.scrollHeight - list.scrollTop - list.clientHeight < 200) setDrawn(drawn + STEP)
  }
  const name = choice
    ? `${choice.title}: choose ${choice.of === 'organization' ? 'an' : 'a'} ${choice.of}`
    : isSwitch
      ? 'Switch project'
      : 'Go to'
  let left = drawn
  return (
    <Base.Root open onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Overlay className="fixed inset-0 z-50 bg-shade" />
        <Base.Content
          aria-describedby={undefined}
          onEscapeKeyDown={(event) => {
            if (!choice) return
            event.preventDefault()
            setChoice(undefined)
          }}
          onCloseAutoFocus={(event) => {
            if (!press.current) return
            // Help returns the focus where the palette found it.
            if (press.current !== onHelp) event.preventDefault()
            press.current()
          }}
          className="fixed top-[min(12dvh,6rem)] left-1/2 z-50 w-[calc(100vw-1.5rem)] max-w-2xl -translate-x-1/2 overflow-hidden rounded-lg border border-line bg-raised text-text shadow-lift outline-none"
        >
          <Base.Title className="sr-only">{name}</Base.Title>
          <Command
            label={name}
            shouldFilter={false}
            loop
            value={at}
            onValueChange={setSelected}
            onKeyDown={onKeyDown}
            onPointerMove={() => {
              hasMoved.current = true
            }}
          >
            {choice && (
              <p className="flex items-baseline gap-2 border-line border-b bg-sunken px-3.5 py-2 text-sm">
                <span className="min-w-0 truncate font-medium">{choice.title}</span>
                <span className="shrink-0 text-muted">{stepNames[choice.of]}?</span>
              </p>
            )}
            <div className="flex items-center gap-2.5 border-line border-b px-3.5">
              <svg aria-hidden className="icon-[search] size-4 shrink-0 text-muted" />
              <Command.Input
                ref={attach}
                value={text}
                onValueChange={type}
                placeholder={placeholderOf(isSwitch, choice)}
                className="h-11 w-full min-w-0 bg-transparent text-base outline-none"
              />
              {isSearching && (
                <svg
                  aria-hidden
                  className="icon-[loader-circle] size-4 shrink-0 animate-spin text-faint"
                />
              )}
            </div>
            <Command.List
              onScroll={onScroll}
              className="max-h-[min(60dvh,28rem)] overflow-y-auto overscroll-contain p-1.5 [&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:text-faint"
            >
              {all.length === 0 && <NothingFound isSearching={isSearching} />}
              {groups.map(({ heading, items }) => {
                const some = items.slice(0, Math.max(0, left))
                left -= some.length
                const lines = some.map((item) => (
                  <Line key={item.id} item={item} typed={text} onSelect={choose} />
                ))
                if (some.length === 0) return null
                return heading ? (
                  <Command.Group key={heading} heading={heading}>
                    {lines}
                  </Command.Group>
                ) : (
                  lines
                )
              })}
              {lookUp && <Line item={lookUp} typed="" onSelect={choose} />}
            </Command.List>
            <Status
              error={error}
              says={isSearching ? 'Searching…' : text ? count(all.length, 'result') : ''}
            />
          </Command>
        </Base.Content>
      </Base.Portal>
    </Base.Root>
  )
}

const placeholderOf = (isSwitch: boolean, choice: Choice | undefined) =>
  choice
    ? `Search ${choice.of}s`
    : isSwitch
      ? 'Project, organization or ID'
      : 'Search or paste an ID'

/** For a pasted ID without a match here: the page that also asks Atlas. */
function lookUpItem(
  typed: string,
  pathname: string,
  groups: ReadonlyArray<{ items: readonly Item[] }>,
  isOff: boolean,
): Item | undefined {
  const what = isOff ? undefined : pasted(typed)
  const [id] = what?.ids ?? []
  if (!what || id === undefined || groups.some(({ items }) => items.length > 0)) return undefined
  return {
    id: 'look up',
    name: `Look up ${id}`,
    where: 'Searches Atlas too',
    label: what.is === 'a URL' ? 'URL' : 'ID',
    icon: 'icon-[search]',
    href: routes.find(id, pathname),
  }
}
