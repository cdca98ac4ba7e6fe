'use client'
import { Menu, MenuCheck, MenuItem, MenuLabel, MenuLine } from '../ui/menu'
import type { Column } from './columns'
import { saveRows } from './save-file'
import { TableMenuButton } from './table-menu-button'
import type { TableState } from './table-state'

/** Column visibility and export. Opens at once, because it loads when its button is pressed. */
export function TableMenu<R>({
  name,
  what,
  picked,
  columns,
  shown,
  state,
  noExport,
}: {
  name: string
  what: string
  picked: readonly R[]
  columns: readonly Column<R>[]
  shown: readonly Column<R>[]
  state: TableState
  noExport?: boolean | undefined
}) {
  const turn = (id: string) => {
    const rest = state.turned.filter((other) => other !== id)
    const turned = rest.length === state.turned.length ? [...state.turned, id] : rest
    state.set({ turned })
  }
  return (
    <Menu defaultOpen trigger={<TableMenuButton noExport={noExport} />}>
      <MenuLabel>Columns</MenuLabel>
      {columns
        .filter((c) => !c.isActions)
        .map((c) => (
          <MenuCheck key={c.id} checked={shown.includes(c)} onChange={() => turn(c.id)}>
            {c.head}
          </MenuCheck>
        ))}
      {!noExport && (
        <>
          <MenuLine />
          <MenuLabel>{`Export ${picked.length.toLocaleString('en')} ${what}`}</MenuLabel>
          <MenuItem onSelect={() => saveRows('csv', name, picked, columns)}>
            <svg aria-hidden className="icon-[download]" /> CSV
          </MenuItem>
          <MenuItem onSelect={() => saveRows('json', name, picked, columns)}>
            <svg aria-hidden className="icon-[download]" /> JSON
          </MenuItem>
        </>
      )}
    </Menu>
  )
}
