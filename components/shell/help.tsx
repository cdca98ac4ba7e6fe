'use client'
import { Dialog } from '../ui/dialog'
import { Kbd } from '../ui/kbd'

const groups = [
  {
    title: 'Everywhere',
    keys: [
      ['/', 'Search pages and projects'],
      ['Ctrl K', 'Search (⌘ K on a Mac)'],
      ['?', 'Show keyboard shortcuts'],
      ['Esc', 'Close'],
    ],
  },
  {
    title: 'In a list',
    keys: [
      ['j', 'Next row (also ↓ on a row)'],
      ['k', 'Previous row (also ↑ on a row)'],
      ['Enter', 'Open row'],
      ['x', 'Select row (also Space)'],
      ['Shift X', 'Select all rows since the last one'],
      ['Ctrl A', 'Select all rows (⌘ A on a Mac)'],
    ],
  },
  {
    title: 'On a request',
    keys: [
      ['a', 'Go to Approve'],
      ['d', 'Deny…'],
      ['r', 'Revoke…'],
    ],
  },
] as const

/** The keyboard shortcuts. None of them changes anything by itself. */
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
      size="lg"
      title="Keyboard shortcuts"
      description="No shortcut changes anything by itself."
    >
      <div className="grid gap-5 sm:grid-cols-[2fr_1fr_1fr]">
        {groups.map((group) => (
          <section key={group.title}>
            <h3 className="mb-1.5 font-medium text-sm">{group.title}</h3>
            <dl className="grid gap-1.5 text-sm">
              {group.keys.map(([key, does]) => (
                <div key={key} className="flex items-center gap-3">
                  <dt className="w-12 shrink-0">
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
