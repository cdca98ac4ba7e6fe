'use client'
import { createContext, type ReactNode, useContext } from 'react'
import { createPortal } from 'react-dom'

type Slots = {
  /** Its fixed foot, under everything that scrolls. */
  foot: HTMLElement | null
  /** What covers its inside while something is reviewed. */
  review: HTMLElement | null
}

/** The places of the dialog or sheet around; undefined outside of one. */
export const DialogSlots = createContext<Slots | undefined>(undefined)

export const useDialogSlots = (): Slots | undefined => useContext(DialogSlots)

const footStyle = 'flex flex-wrap items-center justify-end gap-2 max-sm:[&>button]:flex-auto'

/** The buttons of a form: in the fixed foot of the dialog or sheet around it, or at the end of a form on a page. */
export function FormFoot({ children }: { children: ReactNode }) {
  const slots = useDialogSlots()
  if (!slots) return <div className={footStyle}>{children}</div>
  return slots.foot && createPortal(children, slots.foot)
}

/** The foot of a dialog: what is given as `footer`, and what a form inside puts there. */
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
