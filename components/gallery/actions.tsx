'use client'
import { useState } from 'react'
import { routes } from '@/lib/routes'
import { say } from '../ops/tell'
import { Button, ButtonLink, type ButtonLook } from '../ui/button'
import { Copyable } from '../ui/copyable'
import { Dialog, Sheet } from '../ui/dialog'
import { IconButton } from '../ui/icon-button'
import { Kbd } from '../ui/kbd'
import { Menu, MenuCheck, MenuChoice, MenuItem, MenuLabel, MenuLine } from '../ui/menu'
import { PageTabs } from '../ui/page-tabs'
import { Popover } from '../ui/popover'
import { Segments } from '../ui/segments'
import { Tabs } from '../ui/tabs'
import { Tooltip } from '../ui/tooltip'
import { Part, Shown } from './part'

const looks = [
  'primary',
  'plain',
  'danger',
  'danger-plain',
  'quiet',
  'danger-quiet',
] as const satisfies readonly ButtonLook['variant'][]

/** Buttons, links, menus, tabs and dialogs. */
export const Actions = () => (
  <Part title="Actions">
    {looks.map((variant) => (
      <Shown key={variant} name={`Button ${variant}`}>
        <Button variant={variant}>Save changes</Button>
        <Button variant={variant} size="sm">
          Small
        </Button>
        <Button variant={variant} aria-disabled>
          Refused
        </Button>
        <Button variant={variant} pending>
          Saving…
        </Button>
        <Button variant={variant}>
          <svg aria-hidden className="icon-[plus]" /> With icon
        </Button>
      </Shown>
    ))}
    <Shown name="ButtonLink, IconButton, Tooltip, Kbd, Copyable">
      <ButtonLink href={routes.home()}>Open</ButtonLink>
      <IconButton label="Refresh" icon={<svg aria-hidden className="icon-[refresh-cw]" />} />
      <Tooltip content="The exact time">
        <Button size="sm">Hover me</Button>
      </Tooltip>
      <Kbd>Enter</Kbd>
      <Copyable value="65a1b2c3d4e5f60718293a4b" what="project ID" />
    </Shown>
    <Shown name="Menu">
      <ExampleMenu />
    </Shown>
    <Shown name="Popover, Dialog, Sheet, toast">
      <Opens />
    </Shown>
    <Shown name="Segments">
      <Views />
    </Shown>
    <Shown name="Tabs">
      <div className="w-full">
        <Tabs
          label="Example"
          tabs={[
            { id: 'open', label: 'Open', count: 3 },
            { id: 'closed', label: 'Closed' },
          ]}
        >
          {(current) => <p className="py-2 text-sm">{current}</p>}
        </Tabs>
      </div>
    </Shown>
    <Shown name="PageTabs">
      <PageTabs
        label="Pages"
        tabs={[
          { label: 'Overview', href: routes.home() },
          { label: 'Approvals', href: routes.approvals() },
        ]}
      />
    </Shown>
  </Part>
)

function ExampleMenu() {
  const [isOn, setOn] = useState(true)
  const [theme, setTheme] = useState('light')
  return (
    <Menu trigger={<Button>Menu</Button>}>
      <MenuLabel>Columns</MenuLabel>
      <MenuCheck checked={isOn} onChange={setOn}>
        Name
      </MenuCheck>
      <MenuLine />
      <MenuChoice
        value={theme}
        onChange={setTheme}
        choices={[
          { value: 'light', label: 'Light' },
          { value: 'dark', label: 'Dark' },
        ]}
      />
      <MenuItem>CSV</MenuItem>
    </Menu>
  )
}

function Opens() {
  const [open, setOpen] = useState<'dialog' | 'sheet'>()
  const [anchor, setAnchor] = useState<HTMLElement>()
  const close = () => setOpen(undefined)
  const said = { title: 'Remove the entry?', description: 'Clients can no longer connect.' }
  const footer = <Button onClick={close}>Cancel</Button>
  return (
    <>
      <Button onClick={(event) => setAnchor(event.currentTarget)}>Popover</Button>
      <Button onClick={() => setOpen('dialog')}>Dialog</Button>
      <Button onClick={() => setOpen('sheet')}>Sheet</Button>
      <Button onClick={() => say('Entry removed')}>Toast</Button>
      {anchor && (
        <Popover anchor={anchor} label="Example" onClose={() => setAnchor(undefined)}>
          <p className="p-3 text-sm">A popover beside its button.</p>
        </Popover>
      )}
      {open === 'dialog' && <Dialog open onOpenChange={close} {...said} footer={footer} />}
      {open === 'sheet' && <Sheet open onOpenChange={close} {...said} footer={footer} />}
    </>
  )
}

function Views() {
  const [view, setView] = useState<'curl' | 'Atlas CLI'>('curl')
  return (
    <Segments
      label="Show the call as"
      options={['curl', 'Atlas CLI']}
      value={view}
      onChange={setView}
    />
  )
}
