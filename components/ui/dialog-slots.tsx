'use client'
import { createContext, type ReactNode, useContext } from 'react'
import { createPortal } from 'react-dom'

type Slots = {
  /** The fixed footer below the scrolling content. */
  foot: HTMLElement | null
  /** Holds a review step, which hides the content. */
  review: HTMLElement | null
}

/** The slots of the surrounding dialog or sheet; undefined outside of one. */
export const DialogSlots = createContext<Slots | undefined>(undefined)

export const useDialogSlots = (): Slots | undefined => useContext(DialogSlots)

const footStyle =
  'flex flex-wrap items-center justify-end gap-2 max-sm:[&>button]:flex-auto max-sm:[&>div>button]:flex-auto'

/** A form's buttons: in the footer of the surrounding dialog or sheet, or below the form on a page. */
export function FormFoot({ children }: { children: ReactNode }) {
  const slots = useDialogSlots()
  if (!slots) return <div className={footStyle}>{children}</div>
  return slots.foot && createPortal(children, slots.foot)
}

/** A dialog's footer: the `footer` prop and the buttons of a form inside. */
export const DialogFoot = ({
  slot,
  children,
}: {
  slot: (element: HTMLElement | null) => void
  children: ReactNode
}) => (
  <footer
    className={`${footStyle} shrink-0 border-line border-t px-5 py-3 has-[>:empty:only-child]:hidden group-has-data-review/dialog:hidden`}
  >
    <div ref={slot} className="contents" />
    {children}
  </footer>
)
