'use client'
import { Fragment, useId } from 'react'
import { type Shortcut, shortcuts, type Where } from '@/lib/client/shortcut-list'
import { isMac } from '@/lib/client/use-is-mac'
import { usePreferences } from '@/lib/client/use-preferences'
import { useSetPreferences } from '@/lib/client/use-set-preferences'
import { sayFailure } from '../ops/tell'
import { Dialog } from '../ui/dialog'
import { Checkbox } from '../ui/input'
import { Kbd } from '../ui/kbd'

const places: readonly Where[] = ['Everywhere', 'In a list', 'On a request', 'Go to a page']

const names: Record<string, string> = { Escape: 'Esc' }
const keyName = (key: string) =>
  key === 'Mod' ? (isMac() ? '⌘' : 'Ctrl') : (names[key] ?? (key.length === 1 && key))
const shown = (key: string, { keys }: Shortcut) =>
  keyName(key) || (keys.length > 1 && key.length === 1 ? key.toUpperCase() : key)

/** Every keyboard shortcut, from the registry, and the switch for single keys. */
export function Help({
  open,
  onOpenChange,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  const id = useId()
  const { shortcuts: areOn } = usePreferences()
  const change = useSetPreferences(sayFailure)
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      size="lg"
      title="Keyboard shortcuts"
      description="No shortcut changes anything by itself."
    >
      <div className="columns-2 gap-8 max-sm:columns-1">
        {places.map((where) => (
          <section key={where} className="mb-5 break-inside-avoid">
            <h3 className="mb-1.5 font-medium text-sm">{where}</h3>
            <dl className="grid gap-1.5 text-sm">
              {shortcuts
                .filter((one) => one.where === where)
                .map((one) => (
                  <div
                    key={`${one.keys.join(' ')} ${one.label}`}
                    className="flex items-center gap-3"
                  >
                    <dt className="flex w-20 shrink-0 items-center gap-1">
                      {one.keys.map((key, i) => (
                        <Fragment key={key}>
                          {i > 0 && one.does === 'go' && <span className="text-muted">then</span>}
                          <Kbd>{shown(key, one)}</Kbd>
                        </Fragment>
                      ))}
                    </dt>
                    <dd className="text-muted">
                      {one.label}
                      {one.also ? ` (also ${one.also})` : ''}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
      <div className="flex items-center gap-2.5 border-line border-t pt-3 text-sm">
        <Checkbox
          id={id}
          // The list comes first. Focus here would scroll past it.
          data-unfocused
          checked={areOn}
          onChange={({ target }) => change({ shortcuts: target.checked })}
        />
        <label htmlFor={id}>Use single keys as shortcuts</label>
      </div>
    </Dialog>
  )
}
