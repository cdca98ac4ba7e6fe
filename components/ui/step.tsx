'use client'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { createPortal } from 'react-dom'
import { useDialogSlots } from './dialog-slots'
import { typeEarlyKeys } from './early-typing'
import { lazyComponent } from './lazy-component'

const Dialog = lazyComponent(() => import('./dialog').then((m) => m.Dialog), { soon: true })

type StepProps = {
  title: ReactNode
  description?: ReactNode
  /** Renders the button that leaves the step: “Back” inside a dialog, “Cancel” on a page. */
  leave: (word: 'Back' | 'Cancel') => ReactNode
  /** The button that continues. */
  actions: ReactNode
  size?: 'sm' | 'md' | 'lg'
  onLeave: () => void
  children?: ReactNode
}

/**
 * A confirmation before something is sent. Inside a dialog or sheet it replaces the content, which keeps its state; on a
 * page it opens as a dialog. Escape presses the button with `data-step-back`.
 */
export function Step({ leave, actions, size = 'md', onLeave, ...rest }: StepProps) {
  const slots = useDialogSlots()
  if (!slots)
    return (
      <Dialog
        open
        size={size}
        onOpenChange={(open) => !open && onLeave()}
        {...rest}
        footer={
          <>
            {leave('Cancel')}
            {actions}
          </>
        }
      />
    )
  return (
    slots.review &&
    createPortal(
      <InPlace
        {...rest}
        foot={
          <>
            {leave('Back')}
            {actions}
          </>
        }
      />,
      slots.review,
    )
  )
}

/** Replaces the content of the surrounding dialog. Takes the focus and returns it. */
function InPlace({
  title,
  description,
  foot,
  children,
}: Pick<StepProps, 'title' | 'description' | 'children'> & { foot: ReactNode }) {
  const box = useRef<HTMLElement>(null)
  const id = useId()
  useEffect(() => {
    const opener = document.activeElement
    const target = box.current?.querySelector<HTMLElement>('input, textarea') ?? box.current
    target?.focus()
    typeEarlyKeys(target)
    return () => {
      // After the fields are visible again.
      queueMicrotask(() => opener instanceof HTMLElement && opener.focus())
    }
  }, [])
  return (
    <section
      ref={box}
      data-review
      tabIndex={-1}
      aria-labelledby={id}
      className="flex min-h-0 grow flex-col outline-none [@media(max-height:24rem)]:shrink-0"
    >
      <div className="min-h-0 grow overflow-y-auto overscroll-contain px-5 pt-1 pb-4">
        <h3 id={id} className="break-words font-semibold text-base">
          {title}
        </h3>
        {description && <p className="mt-1 text-muted text-sm">{description}</p>}
        <div className="mt-3">{children}</div>
      </div>
      <footer className="flex shrink-0 flex-wrap items-center justify-end gap-2 border-line border-t px-5 py-3 max-sm:[&>button]:flex-auto">
        {foot}
      </footer>
    </section>
  )
}
