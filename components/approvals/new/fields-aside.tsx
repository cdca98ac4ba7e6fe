import type { ReactNode } from 'react'

/** Fields with an aside; the form's buttons stay below the fields. */
export const FieldsAside = ({ aside, children }: { aside: ReactNode; children: ReactNode }) => (
  <>
    <div className="grid grid-cols-1 gap-5">{children}</div>
    <aside aria-label="About this request" className="lg:absolute lg:inset-y-0 lg:right-0 lg:w-76">
      <div className="grid grid-cols-1 gap-4 rounded-lg border border-line bg-surface p-4 lg:sticky lg:top-4">
        {aside}
      </div>
    </aside>
  </>
)

/** Reserves space for the aside. */
export const RoomForAside = ({ children }: { children: ReactNode }) => (
  <div className="relative lg:min-h-96 lg:pr-84">{children}</div>
)
