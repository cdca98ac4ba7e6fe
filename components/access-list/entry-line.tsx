import { kindInWords, kindOfAddress, sizeInWords } from '@/lib/format/address'
import { ExactTime } from '../ui/time'
import type { Planned } from './plan'

const isGroup = (value: string) => kindOfAddress(value) === 'security-group'

/** `IPv4 block, 256 addresses`. */
export const extentOf = (value: string) =>
  isGroup(value) ? kindInWords(value) : `${kindInWords(value)}, ${sizeInWords(value)}`

/** An entry as it will be sent: its address, comment and expiry. */
export const EntryLine = ({ planned: { value, isNew, entry } }: { planned: Planned }) => (
  <>
    <span className="flex flex-wrap items-baseline justify-between gap-x-3">
      <span className="break-all font-mono text-xs">{value}</span>
      <span className="text-faint text-xs">{extentOf(value)}</span>
    </span>
    {isNew && (
      <span className="flex flex-wrap justify-between gap-x-3 text-muted text-xs">
        <span className="min-w-0 break-words">
          <bdi>{entry.comment || 'No comment yet'}</bdi>
        </span>
        <span>
          {entry.deleteAfterDate ? (
            <>
              expires <ExactTime at={entry.deleteAfterDate} />
            </>
          ) : (
            'never expires'
          )}
        </span>
      </span>
    )}
  </>
)

/** The entries of a review, in a box that scrolls. */
export const EntryLines = ({ entries }: { entries: readonly Planned[] }) => (
  <section
    aria-label="Entries"
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling needs focus
    tabIndex={0}
    className="max-h-72 overflow-auto rounded-md border border-line"
  >
    <ul className="divide-y divide-line text-sm">
      {entries.map((planned) => (
        <li key={planned.value} className="px-3 py-1.5">
          <EntryLine planned={planned} />
        </li>
      ))}
    </ul>
  </section>
)
