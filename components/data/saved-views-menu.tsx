'use client'
import { useQuery } from '@tanstack/react-query'
import { usePathname } from 'next/navigation'
import { useState } from 'react'
import { patternOf } from '@/lib/client/page-of'
import { useAddress } from '@/lib/client/use-address'
import { useCommand } from '@/lib/client/use-command'
import { read } from '@/lib/client/use-op'
import { deleteView, listViews, type SavedView, saveView } from '@/lib/ops/views'
import { copyLink } from '../ops/copy-link'
import { say, sayFailure } from '../ops/tell'
import { lazyComponent } from '../ui/lazy-component'
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuLine } from '../ui/menu'
import { SavedViewsButton } from './saved-views-button'

const ViewForm = lazyComponent(() => import('./view-form').then((m) => m.ViewForm))

/** The same text for the same parameters in any order. */
const ordered = (search: URLSearchParams) => {
  const copy = new URLSearchParams(search)
  copy.sort()
  return copy.toString()
}

/** The menu of saved views. Opens at once, because it loads when its button is pressed. */
export function SavedViewsMenu({ table }: { table?: string }) {
  const at = patternOf(usePathname())
  if (at === undefined) return null
  const of = table === undefined ? { page: at } : { page: `${at}#${table}`, prefix: `${table}-` }
  return <Views {...of} />
}

function Views({ page, prefix = '' }: { page: string; prefix?: string }) {
  const { all, set } = useAddress()
  const { data, error } = useQuery(read(listViews, { page }))
  const [picked, setPicked] = useState<string>()
  const [form, setForm] = useState<{ view?: SavedView }>()
  const save = useCommand(saveView)
  const remove = useCommand(deleteView)

  const mine = [...all()].filter(([key]) => key.startsWith(prefix))
  const search = ordered(new URLSearchParams(mine))
  const views = data?.data.results ?? []
  const current = views.find((view) => ordered(new URLSearchParams(view.search)) === search)
  const changed = current ? undefined : views.find(({ id }) => id === picked)

  const apply = (id: string) => {
    const view = views.find((one) => one.id === id)
    if (!view) return
    setPicked(id)
    const cleared = mine.map(([key]) => [key, null] as const)
    const next = [...new URLSearchParams(view.search)].filter(([key]) => key.startsWith(prefix))
    set(Object.fromEntries([...cleared, ...next]))
  }
  const deleted = ({ id, name, search: was }: SavedView) =>
    remove.mutate(
      { id },
      {
        onSuccess: () =>
          void say(`View ${name} deleted`, {
            undo: {
              label: 'Undo',
              run: () => save.mutate({ page, name, search: was }, { onError: sayFailure }),
            },
          }),
        onError: sayFailure,
      },
    )
  const update = (view: SavedView) =>
    save.mutate(
      { id: view.id, page, name: view.name, search },
      { onSuccess: () => void say(`View ${view.name} updated`), onError: sayFailure },
    )

  return (
    <>
      <Menu defaultOpen trigger={<SavedViewsButton />}>
        <MenuLabel>Saved views</MenuLabel>
        {views.length === 0 && (
          <p className="max-w-64 px-2 pb-1.5 text-muted text-sm">
            {error
              ? 'Your views could not be loaded.'
              : data
                ? 'Save your filters under a name to use them again.'
                : 'Loading…'}
          </p>
        )}
        <MenuChoice
          value={current?.id ?? ''}
          onChange={apply}
          choices={views.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <MenuLine />
        {changed && (
          <MenuItem onSelect={() => update(changed)}>
            <svg aria-hidden className="icon-[save]" /> Update {changed.name}
          </MenuItem>
        )}
        {current ? (
          <>
            <MenuItem onSelect={() => setForm({ view: current })}>
              <svg aria-hidden className="icon-[pencil]" /> Rename…
            </MenuItem>
            <MenuItem onSelect={() => deleted(current)}>
              <svg aria-hidden className="icon-[trash]" /> Delete
            </MenuItem>
          </>
        ) : (
          <MenuItem disabled={search === ''} onSelect={() => setForm({})}>
            <svg aria-hidden className="icon-[bookmark-plus]" />
            {search === '' ? 'Save view: filter or sort first' : 'Save view…'}
          </MenuItem>
        )}
        <MenuItem onSelect={() => void copyLink()}>
          <svg aria-hidden className="icon-[link]" /> Copy link
        </MenuItem>
      </Menu>
      {form && (
        <ViewForm page={page} search={search} {...form} onClose={() => setForm(undefined)} />
      )}
    </>
  )
}
