'use client'
import { Dialog as Base } from 'radix-ui'
import { type ReactNode, useCallback, useMemo, useState } from 'react'
import { Button } from './button'
import { useCloseGuard } from './close-guard'
import { cn } from './cn'
import { DialogFoot, DialogSlots } from './dialog-slots'
import { typeEarlyKeys } from './early-typing'
import { stayInPlace } from './stay-in-place'

export type DialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: ReactNode
  /** One sentence below the title, announced with it. */
  description?: ReactNode
  /** Buttons, the safe one first. */
  footer?: ReactNode
  children?: ReactNode
  size?: 'sm' | 'md' | 'lg'
  /** Ignores Escape and outside clicks. Only for what must be answered. */
  stays?: boolean
}

const overlay = 'fixed inset-0 z-50 bg-shade'
// On a low screen, as at 400 % zoom, all of it scrolls: between its head and foot there is no room.
const panel =
  'group/dialog z-50 flex flex-col bg-raised text-text shadow-lift outline-none [@media(max-height:24rem)]:overflow-y-auto'

/** A modal dialog. Focus stays inside and returns to where it was. */
export function Dialog(props: DialogProps) {
  const { open, size = 'md' } = props
  const { box, close } = useCloseGuard(props.onOpenChange)
  const hasButtons = props.footer !== undefined
  const opened = useCallback(
    (element: HTMLDivElement | null) => {
      box.current = element
      if (element && hasButtons) stayInPlace(element)
    },
    [box, hasButtons],
  )
  return (
    <Base.Root open={open} onOpenChange={close}>
      <Base.Portal>
        <Base.Overlay className={overlay} />
        <Base.Content
          ref={opened}
          {...ways(props)}
          className={cn(
            panel,
            'fixed top-1/2 left-1/2 max-h-[calc(100dvh-2rem)] w-[calc(100vw-1.5rem)] -translate-x-1/2 -translate-y-1/2 rounded-lg border border-line',
            { 'max-w-sm': size === 'sm', 'max-w-lg': size === 'md', 'max-w-3xl': size === 'lg' },
          )}
        >
          <Inside {...props} />
        </Base.Content>
      </Base.Portal>
    </Base.Root>
  )
}

/** A modal side panel for forms, and for navigation on phones. */
export function Sheet({ side = 'right', ...props }: DialogProps & { side?: 'left' | 'right' }) {
  const { open, size = 'md' } = props
  const { box, close } = useCloseGuard(props.onOpenChange)
  return (
    <Base.Root open={open} onOpenChange={close}>
      <Base.Portal>
        <Base.Overlay className={overlay} />
        <Base.Content
          ref={box}
          {...ways(props)}
          data-sheet
          className={cn(
            panel,
            'fixed top-(--offline-bar) bottom-0 w-full border-line',
            side === 'right' ? 'right-0 border-l' : 'left-0 border-r',
            { 'max-w-xs': size === 'sm', 'max-w-lg': size === 'md', 'max-w-3xl': size === 'lg' },
          )}
        >
          <Inside {...props} />
        </Base.Content>
      </Base.Portal>
    </Base.Root>
  )
}

/** The element that had focus when a dialog opened: most dialogs have no trigger to return it to. */
const openers = new WeakMap<EventTarget, HTMLElement>()

function ways({ description, stays }: DialogProps) {
  return {
    // Radix warns unless a missing description is explicit.
    ...(description ? {} : { 'aria-describedby': undefined }),
    onOpenAutoFocus: (event: Event) => {
      // Focus the first field, or the dialog itself rather than its close button.
      const box = event.currentTarget
      if (!(box instanceof HTMLElement)) return
      const { activeElement } = document
      if (activeElement instanceof HTMLElement && !box.contains(activeElement))
        openers.set(box, activeElement)
      const field = box.querySelector<HTMLElement>(
        'input:not([type=hidden], :disabled, [data-unfocused]), select, textarea',
      )
      event.preventDefault()
      const target = field ?? box
      target.focus()
      typeEarlyKeys(field)
    },
    onCloseAutoFocus: (event: Event) => {
      const opener = event.currentTarget && openers.get(event.currentTarget)
      if (!opener?.isConnected || opener === document.body) return
      event.preventDefault()
      opener.focus()
    },
    onEscapeKeyDown: (event: KeyboardEvent) => {
      // Editors use Escape to release the Tab key.
      const isKept =
        event.target instanceof Element && event.target.closest('[data-keeps-escape]') !== null
      const back = document.querySelector<HTMLElement>('[data-step-back]')
      if (stays || isKept || back) event.preventDefault()
      if (!isKept) back?.click()
    },
    onInteractOutside: (event: Event) => {
      // Toasts are above the dialog, and pressing them must not close it.
      const isMessage =
        event.target instanceof Element && event.target.closest('[data-sonner-toaster]') !== null
      if (stays || isMessage) event.preventDefault()
    },
  }
}

function Inside({ title, description, footer, children, stays }: DialogProps) {
  const [foot, setFoot] = useState<HTMLElement | null>(null)
  const [review, setReview] = useState<HTMLElement | null>(null)
  const slots = useMemo(() => ({ foot, review }), [foot, review])
  return (
    <DialogSlots value={slots}>
      <header className="flex items-start gap-3 px-5 pt-4 pb-3">
        <div className="min-w-0 grow">
          <Base.Title className="font-semibold text-lg">{title}</Base.Title>
          {description && (
            <Base.Description className="mt-1 text-muted text-sm group-has-data-review/dialog:hidden">
              {description}
            </Base.Description>
          )}
        </div>
        {!stays && (
          <Base.Close asChild>
            {/* Without a tooltip: one over the dialog would swallow the first Escape. */}
            <Button
              variant="quiet"
              size="sm"
              aria-label="Close"
              className="-mr-1.5 w-7 px-0 group-has-data-sending/dialog:invisible"
            >
              <svg aria-hidden className="icon-[x]" />
            </Button>
          </Base.Close>
        )}
      </header>
      <div ref={setReview} className="contents" />
      {children && (
        <div className="min-h-0 grow overflow-y-auto overscroll-contain px-5 pt-1 pb-4 [@media(max-height:24rem)]:shrink-0 has-[>:empty:only-child]:hidden group-has-data-review/dialog:hidden">
          {children}
        </div>
      )}
      <DialogFoot slot={setFoot}>{footer}</DialogFoot>
    </DialogSlots>
  )
}
