'use client'
import { Dialog } from '../ui/dialog'
import { Kbd } from '../ui/kbd'

const groups = [
  {
    title: 'Everywhere',
    keys: [
      ['/', 'Search pages and projects'],
      ['Ctrl K', 'The same; ⌘ K on a Mac'],
      ['?', 'This list'],
      ['Esc', 'Close what is open'],
    ],
  },
  {
    title: 'In a list',
    keys: [
      ['j', 'Next row'],
      ['k', 'Row before'],
      ['Enter', 'Open the row'],
    ],
  },
  {
    title: 'On a request',
    keys: [
      ['a', 'Go to the approval'],
      ['d', 'Go to the denial'],
      ['r', 'Go to the revoke'],
    ],
  },
] as const

/** The keys that do something. None of them changes anything by itself. */
export function Help({
  open,
  onOpenChange,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Keyboard"
      description="No single key changes anything: keys lead to where you decide."
    >
      <div className="grid gap-5 sm:grid-cols-2">
        {groups.map((group) => (
          <section key={group.title}>
            <h3 className="mb-1.5 font-medium text-sm">{group.title}</h3>
            <dl className="grid gap-1.5 text-sm">
              {group.keys.map(([key, does]) => (
                <div key={key} className="flex items-center gap-3">
                  <dt className="w-16 shrink-0">
                    <Kbd>{key}</Kbd>
                  </dt>
                  <dd className="text-muted">{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
